"""A table, and the dates and times in it: what people and spreadsheets write, with the order of day and month settled for a whole column."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from newsletter.core.values.date_parser import UnreadableDate, parse_date, parse_time
from newsletter.core.values.text import harmless, one_line, quoted
from newsletter.core.values.zones import read_zone
from newsletter.sources.base.import_item import ImportContext
from newsletter.sources.parsing.timestamps import from_instant, published

MAX_CELL = 100_000
SLASHED = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?=$|[\s,T])")


@dataclass(frozen=True, slots=True)
class Table:
    """A table, read: which column is what, and its rows."""

    columns: Mapping[str, int]
    """For each key the place of its column."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Each with the number of its row in the file, the heading row being 1."""
    timestamp: int = -1
    """The place of a form's column of moments; -1 where there is none."""
    is_form: bool = False
    language: str = ""
    """The language that a form asks in; empty when it is no form of ours."""
    day_first: Mapping[str, bool | None] = field(default_factory=dict)
    """For each column of dates whether the day stands first; None when nothing settles it."""

    def cell(self, row: tuple[str, ...], key: str) -> str:
        """What stands in a row under a key; empty for nothing."""
        place = self.columns.get(key, -1)
        return harmless(row[place])[:MAX_CELL].strip() if 0 <= place < len(row) else ""


def day_stands_first(table: Table, key: str, guide: ImportContext) -> bool | None:
    """Whether the day stands first in a column: as declared, or as one date with a number above 12 settles it for all.

    A form's sheet has one locale, so the moments its answers were sent at settle it where the column itself does not.
    """
    if guide.source.day_first:
        return guide.source.day_first == "yes"
    own = _settles(table.cell(row, key) for _, row in table.rows)
    if not own and table.timestamp >= 0:
        own = _settles(row[table.timestamp] for _, row in table.rows if table.timestamp < len(row))
    return own.pop() if len(own) == 1 else None


def _settles(cells: Iterable[str]) -> set[bool]:
    """What the dates of a column say about whether the day stands first: nothing, one thing, or both, which is a contradiction."""
    hits = [hit for cell in cells if (hit := SLASHED.match(cell)) and hit[2] != "."]
    return {True for hit in hits if int(hit[1]) > 12} | {False for hit in hits if int(hit[3]) > 12}


def _settled(text: str, day_first: bool | None) -> str:
    """The date with its day and month in the order that the whole column has, where that is settled."""
    hit = SLASHED.match(text)
    if not hit or (day_first is None and hit[2] != "."):
        return text
    first, second = int(hit[1]), int(hit[3])
    year = int(hit[4])
    if len(hit[4]) == 2:
        year += 2000 if year < 50 else 1900
    day, month = (first, second) if day_first is not False or hit[2] == "." else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return text
    return f"{year:04}-{month:02}-{day:02}{text[hit.end() :]}"


def date_of(table: Table, row: tuple[str, ...], key: str, doubts: list[str], zone: tzinfo) -> str:
    """A date as content files have it, or as it stands there when it is not sure; ``zone`` is the organisation's."""
    text = one_line(table.cell(row, key))[:120]
    if not text:
        return ""
    settled = _settled(text, table.day_first.get(key))
    try:
        when = parse_date(settled)
    except UnreadableDate:
        doubts.append(f"its {key} {text!r} cannot be read; write it as 2022-04-30 in its file")
        return text
    day = when.certain_day
    only = when.only
    if only and only.weekday is not None and only.weekday != only.first.day.weekday():
        doubts.append(f"its {key} {text!r} names a weekday that this day was not")
    if (
        key == "date" and only and only.first.time and only.first.zone
    ):  # an instant: the organisation's zone decides the day
        return from_instant(only.first.instant(zone), zone).text
    if key == "date" and when.unclear_zone:
        placed = published(settled, zone)
        if placed.doubt:
            doubts.append(placed.doubt)
        return placed.text
    if len(when.readings) > 1:
        doubts.append(f"its {key} {text!r} can be read in two ways")
    if day is None:
        return settled
    if when.first.time and (when.first.time.hour or when.first.time.minute) and key != "date":
        return settled
    return day.isoformat()


def times_of(
    table: Table, row: tuple[str, ...], declared: str, doubts: list[str], home: tzinfo
) -> tuple[str, str, str]:
    """Zone, start and end of an event, from its days and its times; ``declared`` is the zone of a table that names none."""
    starts, ends = (date_of(table, row, key, doubts, home) for key in ("starts", "ends"))
    zone = one_line(table.cell(row, "timezone")) or declared
    named = zone.split(" ", 1)[0] if "/" in zone.split(" ", 1)[0] else zone
    if zone and read_zone(named) is None and starts:
        doubts.append(f"its time zone {quoted(zone)} is not known; put timezone: right in its file")
    time, end_time = (
        _clock(said, doubts) for said in _both(table.cell(row, "time"), table.cell(row, "end_time"))
    )
    if " " in end_time and time and " " not in time:  # 18:00 – 19:30 CEST
        time = f"{time} {end_time.partition(' ')[2]}"
    day = starts
    said = (
        time or one_line(table.cell(row, "time"))[:40]
    )  # what cannot be read stays, so that it is asked about
    if starts and said and ":" not in starts:
        starts = f"{starts} {time or f'({said})'}"
    if ends == day[:10]:
        ends = ""
    if end_time and ":" in starts and ":" not in ends:
        ends = f"{ends} {end_time}".strip()
    elif end_time and starts and ":" not in starts:
        doubts.append(
            f"it ends at {end_time}, and nothing says at what time it begins; write both behind the days in its file"
        )
    own = _zone_within(starts)
    if own and re.search(r"(?:^|\s)\d{1,2}:\d\d$", ends):  # the end is meant by the same clock
        ends = f"{ends} {own}"
    timed = starts != day or ":" in starts
    return named if timed and not own else "", starts, ends


def _both(time: str, end_time: str) -> tuple[str, str]:
    """The cells of beginning and end; some people write both into the first (``18:00 – 19:30``, ``2 – 4 pm``)."""
    parts = re.split(r"\s*(?:[–—]|(?<!UTC)(?<!GMT)-|\bto\b)\s*", one_line(time), flags=re.I)
    if end_time or len(parts) != 2 or parse_time(time):
        return time, end_time
    first, last = parts
    half = re.search(r"\b\d{1,2}(?:[:.]\d{2})?\s?([ap])\.?\s?m\b", last, re.I)
    if half and re.fullmatch(
        r"\d{1,2}(?:[:.]\d{2})?", first
    ):  # 2:00 – 4:00 PM begins in the afternoon, 11:00 – 1:00 PM does not
        begins = (parse_time(f"{first} {half[1]}m"), parse_time(_with_minutes(first)))
        ends = parse_time(last)
        fitting = [found[0] for found in begins if found and ends and found[0] < ends[0]]
        first = f"{fitting[0]:%H:%M}" if fitting else first
    begin, end = parse_time(first), parse_time(last)
    if not begin or not end or end[0] <= begin[0]:  # 18:00-03:00 may be a zone, or the next morning
        return time, end_time
    return first, last


def _with_minutes(clock: str) -> str:
    return clock if ":" in clock or "." in clock else f"{clock}:00"


def _zone_within(text: str) -> str:
    """The zone that a date and time names itself; empty for none."""
    try:
        when = parse_date(text) if text else None
    except UnreadableDate:
        return ""
    if when is None:
        return ""
    return when.unclear_zone or (_spelled(when.first.zone) if when.first.zone else "")


def _clock(text: str, doubts: list[str]) -> str:
    """A time as spreadsheets write it (``9:00:00 AM``), as 09:00, with the zone that stands behind it; empty when it is none."""
    plain = re.sub(r"(\d{1,2}[:.]\d{2})[:.]00", r"\1", one_line(text))
    plain = re.sub(
        r"\b([ap])\.?\s?m\b\.?", r"\1m", plain, flags=re.I
    )  # as Spanish sheets have it: 6:00:00 p. m.
    plain = re.sub(
        r"^(\d{1,2})\s?h\s?(\d{2})?$", lambda hit: f"{hit[1]}:{hit[2] or '00'}", plain, flags=re.I
    )  # and French ones: 18h00
    found = parse_time(plain) if text else None
    if text and not found:
        doubts.append(
            f"its time {quoted(one_line(text))} cannot be read; write it behind the day in its file"
        )
    if not found:
        return ""
    clock, zone, unclear = found
    if unclear:
        doubts.append(
            f"its time {quoted(one_line(text))} is in a zone that can mean several; put it right in its file"
        )
    said = unclear or (_spelled(zone) if zone else "")
    return f"{clock:%H:%M} {said}".strip()


def _spelled(zone: tzinfo) -> str:
    """A zone that stands behind a time, as content files have it: ``UTC``, ``CEST``, ``UTC+02:00``."""
    return zone.key if isinstance(zone, ZoneInfo) else str(zone.tzname(None))
