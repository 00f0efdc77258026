"""When an event of a calendar is, and how a content file writes it (RFC 5545, 3.6.1 and 3.3.5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from newsletter.core.values.date_parser import past_midnight
from newsletter.core.values.text import quoted
from newsletter.core.values.zones import offset_zone
from newsletter.sources.base.import_item import ImportContext
from newsletter.sources.parsing.timestamps import EARLIEST

LATEST_YEAR = 2200
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=3660)
_UTC = {"UTC", "Etc/UTC", "Zulu", "Etc/GMT", "GMT", "Etc/Zulu", "UCT", "Etc/UCT"}


@dataclass(frozen=True, slots=True)
class Span:
    """When one event is: days, or times with their zone."""

    first: date | datetime
    last: date | datetime
    """For days the last day itself (RFC 5545 gives the day after); for times the end."""

    @property
    def all_day(self) -> bool:
        """Whether whole days are meant."""
        return not isinstance(self.first, datetime)


class BadEvent(Exception):
    """An event that cannot be read; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What came up while an event was read."""

    doubts: list[str]
    """What an editor must decide, as sentences."""
    notes: list[str]
    """What is worth knowing, as sentences."""


# ---- reading


def span_of(event: Any, doubts: list[str], home: tzinfo) -> Span:
    """When an event is. What is odd is added to ``doubts``; ``home`` is the calendar's zone.

    Raises BadEvent when it has no start that can be read.
    """
    first = _read_moment(event, "DTSTART")
    if first is None:
        raise BadEvent("it says not when it starts (no DTSTART)")
    last = _read_moment(event, "DTEND")
    if last is None:
        last = _end_by_duration(event, first)
    if isinstance(first, datetime) and isinstance(last, datetime):
        last = _match_zones(first, last, home)
        if last < first:
            doubts.append("it ends before it starts; put ends: right in its file")
        return Span(first, last)
    if isinstance(first, datetime) or isinstance(last, datetime):
        doubts.append(
            "its start is a day and its end a time, or the other way round; "
            "look at starts: and ends: in its file"
        )
        if isinstance(first, datetime):
            return Span(first, first)
        last_day = last.date() if isinstance(last, datetime) else last
        return Span(first, max(first, last_day))
    last -= _DAY  # RFC 5545 3.6.1: the end is not part of it
    if last < first - _DAY:
        doubts.append("it ends before it starts; put ends: right in its file")
        return Span(first, last)
    return Span(first, max(first, last))


def _read_moment(event: Any, key: str) -> date | datetime | None:
    """The day or the time under a key; None without one. Raises BadEvent when it cannot be read."""
    value = event.get(key)
    if isinstance(value, list):
        value = value[0]
    if value is None:
        return None
    try:
        moment = value.dt
    except Exception:  # the library has an error of its own for each way a date can be broken
        raise BadEvent(f"its {key} cannot be read") from None
    if not isinstance(moment, (datetime, date)):
        raise BadEvent(f"its {key} cannot be read")
    if not EARLIEST.year <= moment.year <= LATEST_YEAR:
        raise BadEvent(f"its {key} is in the year {moment.year}")
    return moment


def _end_by_duration(event: Any, first: date | datetime) -> date | datetime:
    """The end of an event without DTEND: by its duration, else one day, or no time at all."""
    length = _read_duration(event)
    if length:
        return _add_duration(first, length)
    if isinstance(first, datetime):
        return first
    return first + _DAY


def _read_duration(event: Any) -> timedelta | None:
    try:
        length = event["DURATION"].dt
    except Exception:  # absent, or broken in one of the library's ways
        return None
    if isinstance(length, timedelta) and timedelta(0) <= length < _LONGEST:
        return length
    return None


def _add_duration(first: date | datetime, length: timedelta) -> date | datetime:
    """The end of a duration: days by the calendar, hours by elapsed time (RFC 5545, 3.3.6)."""
    if not isinstance(first, datetime) or first.tzinfo is None:
        return first + length
    same_clock = first + timedelta(days=length.days)
    end = same_clock.astimezone(timezone.utc) + timedelta(seconds=length.seconds)
    return end.astimezone(first.tzinfo)


def _match_zones(first: datetime, last: datetime, home: tzinfo) -> datetime:
    """The end with a zone if the start has one, without if it has none."""
    if first.tzinfo is not None and last.tzinfo is None:
        return last.replace(tzinfo=first.tzinfo)
    if first.tzinfo is None and last.tzinfo is not None:
        return last.astimezone(home).replace(tzinfo=None)
    return last


def zone_of(
    event: Any, span: Span, home: tzinfo, guide: ImportContext, remarks: Remarks
) -> tuple[str, tzinfo]:
    """The name and the zone to write an event in: its own, else the calendar's (``home``).

    The name is empty for days, and for the organisation's zone, which needs none.
    """
    if not isinstance(span.first, datetime):
        return "", home
    own = span.first.tzinfo
    if isinstance(own, ZoneInfo) and own.key not in _UTC:
        return own.key, own
    if own is None:
        named = str(getattr(event["DTSTART"], "params", {}).get("TZID", "")).strip('"')
        if named:
            return _read_unknown_zone(named, home, remarks)
        clock = getattr(home, "key", home)  # RFC 5545 3.3.5: the clock wherever one is
        remarks.notes.append(f"its times name no time zone; they were read by the clock of {clock}")
    if isinstance(home, ZoneInfo) and home.key != guide.timezone:
        return home.key, home
    return "", home


def _read_unknown_zone(name: str, home: tzinfo, remarks: Remarks) -> tuple[str, tzinfo]:
    """A zone that the calendar names and icalendar does not know.

    An unknown name is kept: in the content file it is an error until somebody knows the zone.
    """
    offset = offset_zone(name)
    if offset:
        return name, offset
    remarks.doubts.append(
        f"its time zone {quoted(name)} is not known; put timezone: right in its file"
    )
    return name, home


# ---- writing


def written(span: Span, zone: tzinfo) -> tuple[str, str]:
    """Start and end as a content file has them; the end is empty where it adds nothing."""
    if span.all_day:
        ends = str(span.last) if span.last != span.first else ""
        return str(span.first), ends
    first, last = _in_zone(span.first, zone), _in_zone(span.last, zone)
    is_ambiguous = _comes_twice(first) or _comes_twice(last)
    if is_ambiguous and span.last != span.first:  # only UTC tells the two hours apart
        return _written_in_utc(span)
    starts = f"{first:%Y-%m-%d %H:%M}"
    if last == first:
        return starts, ""
    if last.date() == first.date():
        return starts, f"{last:%H:%M}"
    return starts, f"{last:%Y-%m-%d %H:%M}"


def _written_in_utc(span: Span) -> tuple[str, str]:
    starts, ends = written(span, timezone.utc)
    return f"{starts} UTC", f"{ends} UTC" if ends else ""


def _comes_twice(moment: datetime) -> bool:
    """Whether the clock is put back over this time of day."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def in_one(span: Span, zone: tzinfo) -> str:
    """One date of a series, with its end behind it.

    After midnight the clock alone says the end. A date that ends later than the night is written
    without its end.
    """
    starts, ends = written(span, zone)
    if not ends:
        return starts
    is_clock_alone = len(ends.removesuffix(" UTC")) == len("18:00")
    if span.all_day or is_clock_alone:
        return f"{starts} – {ends}"
    first, last = _in_zone(span.first, zone), _in_zone(span.last, zone)
    is_next_day = last.date() - first.date() == _DAY
    if is_next_day and past_midnight(first.time(), last.time()):
        return f"{starts} – {last:%H:%M}"
    return starts


def _in_zone(moment: date | datetime, zone: tzinfo) -> datetime:
    assert isinstance(moment, datetime)
    return moment if moment.tzinfo is None else moment.astimezone(zone)


def utc_of(moment: date | datetime, home: tzinfo) -> datetime:
    """The instant in UTC: the first of a day; a time without a zone is read in ``home``."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day, tzinfo=timezone.utc)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=home)
    return moment.astimezone(timezone.utc)
