"""The moments that feeds and sites write, read strictly: nothing is guessed.

The source's instant and the organisation's zone decide the day. RFC 5322 section 3.3 and 4.3 (dates
of mail and RSS), RFC 3339 (Atom).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from newsletter.core.values.date_parser import MONTH_NUMBER, UnreadableDate, parse_date
from newsletter.core.values.text import one_line
from newsletter.core.values.zones import read_zone

_MAIL = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3,9})(?:\.?,\s*|\.?\s+))?"
    r"(?P<day>\d{1,2})[\s-](?P<month>[A-Za-z]{3,9})\.?[\s-](?P<year>\d{4}|\d{2})\s+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*"
    r"(?P<zone>[A-Za-z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})?"
    r"\s*(?:\([^()]{0,40}\))?"
)
_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*"
    r"(?P<zone>[Zz]|[+-]\d{2}:?\d{2}|[A-Za-z]{2,5})?"
)
_C_STYLE = re.compile(
    r"(?P<weekday>[A-Za-z]{3}) (?P<month>[A-Za-z]{3}) +(?P<day>\d{1,2}) "
    r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"(?: (?P<zone>[A-Za-z]{1,5}|[+-]\d{4}))? (?P<year>\d{4})"
)
"""As C's asctime writes it; some services add a zone."""
_US_ZONES = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Offsets in hours. In dates of mail and RSS these have one meaning (RFC 5322 section 4.3)."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FARTHEST_WEST, _FARTHEST_EAST = timedelta(hours=12), timedelta(hours=14)
EARLIEST = date(1990, 1, 2)
"""Earlier dates, such as 1 January 1970, stand for a missing one: there were few websites."""


@dataclass(frozen=True, slots=True)
class Published:
    """The day something was published, as a content file should have it."""

    text: str = ""
    """YYYY-MM-DD if certain; else what may be meant, or the source's words; empty for none."""
    doubt: str = ""
    """Why it is not certain, as a sentence; empty when it is."""


NO_DATE = Published()


@dataclass(frozen=True, slots=True)
class _Moment:
    """A date and time as a source writes it."""

    time: datetime
    """Aware when its zone is certain."""
    unclear_zone: str = ""
    """The name of a zone that can mean several; empty when it names none."""


def published(text: str, zone: tzinfo) -> Published:
    """The day in ``zone`` (the organisation's) that a source's date means."""
    text = one_line(text)[:120]
    if not text:
        return NO_DATE
    if text.startswith("0000-"):
        return Published("", "its date is the zero date of a program without one")
    match = _MAIL.fullmatch(text) or _C_STYLE.fullmatch(text)
    moment = _read_mail_date(match) if match else None
    if match and moment and not _has_right_weekday(match, moment):
        day = moment.time.date().isoformat()
        return Published(day, f"its date {text!r} names a weekday that this day was not")
    if moment is None:
        iso = _ISO.fullmatch(text)
        moment = _read_iso(iso) if iso else None
    if moment is None:
        return _read_plain_date(text, zone)
    return _day_of_moment(moment, zone, text)


def _has_right_weekday(match: re.Match[str], moment: _Moment) -> bool:
    """Whether a date names its own weekday, or none."""
    weekday = match["weekday"]
    return not weekday or weekday[:3].lower() == _WEEKDAYS[moment.time.weekday()]


def day_of(instant: datetime, zone: tzinfo) -> str:
    """The day in ``zone`` of an aware date-time, as YYYY-MM-DD."""
    return instant.astimezone(zone).date().isoformat()


def from_instant(instant: datetime, zone: tzinfo) -> Published:
    """The day in ``zone`` of an instant that a source gives."""
    if instant.date() < EARLIEST:
        return Published("", "its date is that of a program without one")
    return Published(day_of(instant, zone))


def utc(text: str) -> datetime | None:
    """A UTC date-time that names no zone (WordPress's ``…_gmt``); None for a zero date or none."""
    match = _ISO.fullmatch(text.strip())
    moment = _read_iso(match) if match else None
    if moment is None or moment.time.year < 2:
        return None
    if moment.time.tzinfo is None:
        return moment.time.replace(tzinfo=timezone.utc)
    return moment.time.astimezone(timezone.utc)


def _read_mail_date(match: re.Match[str]) -> _Moment | None:
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 50 else 1900
    second = int(match["second"] or 0)
    try:
        time = datetime(
            year,
            MONTH_NUMBER.get(match["month"].lower(), 0),
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            min(second, 59),  # a leap second
        )
    except ValueError:
        return None
    return _put_in_zone(time, match["zone"])


def _read_iso(match: re.Match[str]) -> _Moment | None:
    try:
        time = datetime.fromisoformat(f"{match['day']}T{match['time']}")
    except ValueError:
        return None
    return _put_in_zone(time, match["zone"])


def _put_in_zone(time: datetime, zone_name: str | None) -> _Moment:
    if not zone_name:
        return _Moment(time)
    upper = zone_name.upper()
    if upper in ("UT", "-0000", "Z"):
        return _Moment(time.replace(tzinfo=timezone.utc))
    if upper in _US_ZONES:
        offset = timedelta(hours=_US_ZONES[upper])
        return _Moment(time.replace(tzinfo=timezone(offset)))
    zone = read_zone(zone_name)
    if zone is None:
        return _Moment(time, zone_name)
    return _Moment(time.replace(tzinfo=zone))


def _day_of_moment(moment: _Moment, zone: tzinfo, text: str) -> Published:
    """The day in ``zone`` of a moment; ``text`` is how the source writes it."""
    if moment.time.date() < EARLIEST:
        return Published("", f"its date {text!r} is that of a program without one")
    try:
        if moment.time.tzinfo:
            return Published(day_of(moment.time, zone))
        earliest = (moment.time - _FARTHEST_EAST).replace(tzinfo=timezone.utc)
        latest = (moment.time + _FARTHEST_WEST).replace(tzinfo=timezone.utc)
        first, last = day_of(earliest, zone), day_of(latest, zone)
    except OverflowError:
        return Published(text, f"its date {text!r} cannot be read")
    # An unknown zone can decide which issue it belongs to only around the end of a month.
    if first[:7] == last[:7]:
        return Published(moment.time.date().isoformat())
    reason = "names no time zone"
    if moment.unclear_zone:
        reason = f"names the zone {moment.unclear_zone}, which can mean several"
    doubt = f"its date {text!r} {reason}, so it can lie on either side of the month's end"
    return Published(f"{first} – {last}", doubt)


def _read_plain_date(text: str, zone: tzinfo) -> Published:
    """A date in one of the spellings of content files, which some sources use too."""
    try:
        when = parse_date(text)
    except UnreadableDate:
        return Published(text, f"its date {text!r} cannot be read")
    first = when.only.first if when.only else None
    if first and first.time:
        time = datetime.combine(first.day, first.time, first.zone)
        return _day_of_moment(_Moment(time, when.unclear_zone), zone, text)
    if when.first.day < EARLIEST:
        return Published("", f"its date {text!r} is that of a program without one")
    day = when.certain_day
    if day is None:
        return Published(text, f"its date {text!r} names more than one day")
    if when.first.all_day:
        return Published(day.isoformat())
    return Published(text)
