"""When an event of a calendar takes place, and how a content file says so (RFC 5545, 3.6.1 and 3.3.5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from newsletter.core.values.date_parser import past_midnight
from newsletter.core.values.text import quoted
from newsletter.core.values.zones import offset_zone
from newsletter.sources.base.import_item import ImportContext
from newsletter.sources.parsing.timestamps import EARLIEST


@dataclass(frozen=True, slots=True)
class Span:
    """When one event takes place: days, or times with their zone."""

    first: date | datetime
    last: date | datetime
    """For days the last day itself (RFC 5545 gives the day after); for times the end."""

    @property
    def all_day(self) -> bool:
        """Whether whole days are meant."""
        return not isinstance(self.first, datetime)


class BadEvent(Exception):
    """An event that cannot be read; the message says why, as the end of a sentence."""


def span_of(event: Any, doubts: list[str], home: tzinfo) -> Span:
    """When an event takes place. Raises BadEvent when it has no start that can be read; what is odd is noted in ``doubts``."""
    first = _moment(event, "DTSTART")
    if first is None:
        raise BadEvent("it says not when it starts (no DTSTART)")
    last = _moment(event, "DTEND")
    if last is None:
        length = _length(event)
        last = _after(first, length) if length else first
        if isinstance(first, datetime) is False and not length:
            last = first + timedelta(days=1)
    if isinstance(first, datetime) and isinstance(last, datetime):
        if (first.tzinfo is None) != (last.tzinfo is None):
            last = (
                last.replace(tzinfo=first.tzinfo)
                if last.tzinfo is None
                else last.astimezone(home).replace(tzinfo=None)
            )
        if last < first:
            doubts.append("it ends before it starts; put ends: right in its file")
        return Span(first, last)
    if isinstance(first, datetime) or isinstance(last, datetime):
        last = (
            first
            if isinstance(first, datetime)
            else last.date()
            if isinstance(last, datetime)
            else last
        )
        doubts.append(
            "its start is a day and its end a time, or the other way round; look at starts: and ends: in its file"
        )
        return Span(first, last if last >= first else first)
    last -= timedelta(days=1)  # RFC 5545 3.6.1: the end is not part of it
    if last < first - timedelta(days=1):
        doubts.append("it ends before it starts; put ends: right in its file")
        return Span(first, last)
    return Span(first, max(first, last))


def _moment(event: Any, key: str) -> date | datetime | None:
    value = event.get(key)
    if value is None:
        return None
    value = value[0] if isinstance(value, list) else value
    try:
        moment = value.dt
    except Exception:  # the library raises one of its own for each way a date can be broken
        raise BadEvent(f"its {key} cannot be read") from None
    if isinstance(moment, (datetime, date)):
        if not EARLIEST.year <= moment.year <= 2200:
            raise BadEvent(f"its {key} is in the year {moment.year}")
        return moment
    raise BadEvent(f"its {key} cannot be read")


def _after(first: date | datetime, length: timedelta) -> date | datetime:
    """The end of a duration: days by the calendar, hours by the clock that runs on (RFC 5545, 3.3.6)."""
    if not isinstance(first, datetime) or first.tzinfo is None:
        return first + length
    days = first + timedelta(days=length.days)
    return (days.astimezone(timezone.utc) + timedelta(seconds=length.seconds)).astimezone(
        first.tzinfo
    )


def _length(event: Any) -> timedelta | None:
    try:
        length = event["DURATION"].dt
    except Exception:  # absent, or broken in one of the library's ways
        return None
    return (
        length
        if isinstance(length, timedelta) and timedelta(0) <= length < timedelta(days=3660)
        else None
    )


def zone_of(
    event: Any, span: Span, home: tzinfo, guide: ImportContext, doubts: list[str], notes: list[str]
) -> tuple[str, tzinfo]:
    """The zone an event is written in: its own where it has one, else the calendar's, else the organisation's (which needs no name)."""
    of_home = home.key if isinstance(home, ZoneInfo) and home.key != guide.timezone else ""
    if not isinstance(span.first, datetime):
        return "", home
    said = str(getattr(event["DTSTART"], "params", {}).get("TZID", "")).strip('"')
    own = span.first.tzinfo
    if isinstance(own, ZoneInfo) and own.key not in _UTC:
        return own.key, own
    if own is None and said:
        offset = offset_zone(said)
        if offset:
            return said, offset
        doubts.append(f"its time zone {quoted(said)} is not known; put timezone: right in its file")
        return said, home  # it stands in the file, as an error, until somebody knows
    if own is None:  # RFC 5545 3.3.5: the clock wherever one is
        notes.append(
            f"its times name no time zone; they were read by the clock of {getattr(home, 'key', home)}"
        )
    return of_home, home


_UTC = {"UTC", "Etc/UTC", "Zulu", "Etc/GMT", "GMT", "Etc/Zulu", "UCT", "Etc/UCT"}


def written(span: Span, zone: tzinfo) -> tuple[str, str]:
    """Start and end as a content file has them."""
    if span.all_day:
        return str(span.first), str(span.last) if span.last != span.first else ""
    first, last = _local(span.first, zone), _local(span.last, zone)
    if span.last != span.first and (_comes_twice(first) or _comes_twice(last)):
        starts, ends = written(
            Span(span.first, span.last), timezone.utc
        )  # only UTC tells the two hours apart
        return f"{starts} UTC", f"{ends} UTC" if ends else ""
    starts = f"{first:%Y-%m-%d %H:%M}"
    if last == first:
        return starts, ""
    return starts, f"{last:%H:%M}" if last.date() == first.date() else f"{last:%Y-%m-%d %H:%M}"


def _comes_twice(moment: datetime) -> bool:
    """Whether the clock is put back over this time of day."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def in_one(span: Span, zone: tzinfo) -> str:
    """One date of a series."""
    starts, ends = written(span, zone)
    if not ends or span.all_day or len(ends.removesuffix(" UTC")) == 5:
        return f"{starts} – {ends}" if ends else starts
    # Past midnight the clock alone says it; a day that ends later still is known by its beginning.
    first, last = _local(span.first, zone), _local(span.last, zone)
    night = last.date() - first.date() == timedelta(days=1) and past_midnight(
        first.time(), last.time()
    )
    return f"{starts} – {last:%H:%M}" if night else starts


def _local(moment: date | datetime, zone: tzinfo) -> datetime:
    assert isinstance(moment, datetime)
    return moment if moment.tzinfo is None else moment.astimezone(zone)


def utc_of(moment: date | datetime, home: tzinfo) -> datetime:
    """The instant, in UTC; a day's first, a time without a zone by the clock of ``home``."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day, tzinfo=timezone.utc)
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(timezone.utc)
