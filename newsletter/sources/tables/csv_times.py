"""The times of events in a table, as people and spreadsheets write them."""

import re
from dataclasses import dataclass
from datetime import time, tzinfo
from zoneinfo import ZoneInfo

from newsletter.core.values.date_parser import UnreadableDate, parse_date, parse_time
from newsletter.core.values.text import one_line, quoted
from newsletter.core.values.zones import read_zone
from newsletter.sources.tables.csv_dates import Row, Table, date_of

_RANGE = re.compile(r"\s*(?:[–—]|(?<!UTC)(?<!GMT)-|\bto\b)\s*", re.I)
_AM_OR_PM = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s?([ap])\.?\s?m\b", re.I)
_BARE_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d{2})?")
_ENDS_IN_CLOCK = re.compile(r"(?:^|\s)\d{1,2}:\d\d$")


@dataclass(frozen=True, slots=True)
class EventTimes:
    """When an event is, each part as content files have it; empty where nothing is known."""

    starts: str = ""
    ends: str = ""
    timezone: str = ""


def times_of(
    table: Table, row: Row, declared_zone: str, doubts: list[str], home: tzinfo
) -> EventTimes:
    """Start, end and zone of an event, from the columns of days, times and zone.

    ``declared_zone`` is the zone for rows that name none; ``home`` is the organisation's. What is
    unclear is added to ``doubts``.
    """
    first_day = date_of(table, row, "starts", doubts, home)
    last_day = date_of(table, row, "ends", doubts, home)
    zone = _zone_name(table, row, declared_zone)
    if zone.is_unknown and first_day:
        doubts.append(
            f"its time zone {quoted(zone.text)} is not known; put timezone: right in its file"
        )
    start_time, end_time = _clock_times(table, row, doubts)
    written_time = one_line(table.cell(row, "time"))
    starts = _add_start_time(first_day, start_time, written_time)
    ends = "" if last_day == first_day[:10] else last_day
    if end_time:
        ends = _add_end_time(starts, ends, end_time, doubts)
    own_zone = _zone_within(starts)
    if own_zone:
        if _ENDS_IN_CLOCK.search(ends):  # the end is meant by the same clock
            ends = f"{ends} {own_zone}"
        return EventTimes(starts, ends)
    is_timed = starts != first_day or ":" in starts
    return EventTimes(starts, ends, zone.name if is_timed else "")


@dataclass(frozen=True, slots=True)
class _NamedZone:
    """The zone that a row or the settings name."""

    text: str
    """As it was written."""
    name: str
    """The name alone, where an explanation stands behind it (``Europe/Paris (CET)``)."""

    @property
    def is_unknown(self) -> bool:
        return bool(self.text) and read_zone(self.name) is None


def _zone_name(table: Table, row: Row, declared_zone: str) -> _NamedZone:
    text = one_line(table.cell(row, "timezone")) or declared_zone
    first_word = text.split(" ", 1)[0]
    return _NamedZone(text, first_word if "/" in first_word else text)


def _clock_times(table: Table, row: Row, doubts: list[str]) -> tuple[str, str]:
    """Start and end time, each with its zone behind it where one is named; empty where unknown."""
    start_cell, end_cell = _split_range(table.cell(row, "time"), table.cell(row, "end_time"))
    start = _read_clock(start_cell, doubts)
    end = _read_clock(end_cell, doubts)
    if start and " " not in start and " " in end:  # 18:00 – 19:30 CEST: one zone for both
        start = f"{start} {end.partition(' ')[2]}"
    return start, end


def _add_start_time(day: str, clock: str, written: str) -> str:
    """The first day with its time behind it. A time that cannot be read stays, in brackets."""
    if not day or ":" in day:
        return day
    if clock:
        return f"{day} {clock}"
    if written:
        return f"{day} ({written[:40]})"
    return day


def _add_end_time(starts: str, ends: str, clock: str, doubts: list[str]) -> str:
    """The end with its time behind it, if the event starts at a time; else that is doubtful."""
    if ":" in starts:
        return ends if ":" in ends else f"{ends} {clock}".strip()
    if starts:
        doubts.append(
            f"it ends at {clock}, and nothing says at what time it begins; "
            "write both behind the days in its file"
        )
    return ends


def _split_range(start: str, end: str) -> tuple[str, str]:
    """The cells of start and end time; some people write both into the first (``2 – 4 pm``)."""
    parts = _RANGE.split(one_line(start))
    if end or len(parts) != 2 or parse_time(start):
        return start, end
    first = _with_half_of_day(*parts)
    last = parts[1]
    start_time, end_time = _time_in(first), _time_in(last)
    if start_time is None or end_time is None or end_time <= start_time:
        return start, end  # 18:00-03:00 may be a zone, or the next morning
    return first, last


def _with_half_of_day(first: str, last: str) -> str:
    """The start of a range, as it is meant when only the end says am or pm.

    2:00 – 4:00 PM begins in the afternoon, 11:00 – 1:00 PM in the morning.
    """
    half = _AM_OR_PM.search(last)
    end = _time_in(last)
    if half is None or end is None or not _BARE_CLOCK.fullmatch(first):
        return first
    same_half = _time_in(f"{first} {half[1]}m")
    as_written = _time_in(_with_minutes(first))
    for start in (same_half, as_written):
        if start is not None and start < end:
            return f"{start:%H:%M}"
    return first


def _time_in(text: str) -> time | None:
    parsed = parse_time(text)
    return parsed[0] if parsed else None


def _with_minutes(clock: str) -> str:
    if ":" in clock or "." in clock:
        return clock
    return f"{clock}:00"


def _zone_within(text: str) -> str | None:
    """The zone that a date and time names; None when it names none."""
    if not text:
        return None
    try:
        when = parse_date(text)
    except UnreadableDate:
        return None
    if when.unclear_zone:
        return when.unclear_zone
    if when.first.zone:
        return _write_zone(when.first.zone)
    return None


def _read_clock(text: str, doubts: list[str]) -> str:
    """A time as spreadsheets write it (``9:00:00 AM``) as 09:00, with the zone it names behind it.

    Empty for an empty cell, and for a time that cannot be read, which is added to ``doubts``.
    """
    if not text:
        return ""
    shown = quoted(one_line(text))
    parsed = parse_time(_usual_spelling(one_line(text)))
    if parsed is None:
        doubts.append(f"its time {shown} cannot be read; write it behind the day in its file")
        return ""
    clock, zone, unclear_zone = parsed
    if unclear_zone:
        doubts.append(
            f"its time {shown} is in a zone that can mean several; put it right in its file"
        )
        return f"{clock:%H:%M} {unclear_zone}"
    if zone:
        return f"{clock:%H:%M} {_write_zone(zone)}".strip()
    return f"{clock:%H:%M}"


def _usual_spelling(clock: str) -> str:
    """A time without seconds, with ``p. m.`` (Spanish) as pm and 18h00 (French) as 18:00."""
    clock = re.sub(r"(\d{1,2}[:.]\d{2})[:.]00", r"\1", clock)
    clock = re.sub(r"\b([ap])\.?\s?m\b\.?", r"\1m", clock, flags=re.I)
    french = re.search(r"^(\d{1,2})\s?h\s?(\d{2})?$", clock, re.I)
    if french:
        return f"{french[1]}:{french[2] or '00'}"
    return clock


def _write_zone(zone: tzinfo) -> str:
    """A zone as content files have it behind a time: ``UTC``, ``CEST``, ``UTC+02:00``."""
    if isinstance(zone, ZoneInfo):
        return zone.key
    return str(zone.tzname(None))
