"""The instants that feeds and sites write, read strictly: no part of one is guessed, and no library is asked.

The source's instant and the organisation's zone decide the day. RFC 5322 section 3.3 and 4.3 (mail and RSS dates), RFC 3339 (Atom).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from newsletter.core.values.date_parser import MONTH_NUMBER, UnreadableDate, parse_date
from newsletter.core.values.text import one_line
from newsletter.core.values.zones import read_zone

_MAIL = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3,9})(?:\.?,\s*|\.?\s+))?(?P<day>\d{1,2})[\s-](?P<month>[A-Za-z]{3,9})\.?[\s-](?P<year>\d{4}|\d{2})\s+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<zone>[A-Za-z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})?"
    r"\s*(?:\([^()]{0,40}\))?"
)
_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?P<zone>[Zz]|[+-]\d{2}:?\d{2}|[A-Za-z]{2,5})?"
)
_C_STYLE = re.compile(
    r"(?P<weekday>[A-Za-z]{3}) (?P<month>[A-Za-z]{3}) +(?P<day>\d{1,2}) (?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"(?: (?P<zone>[A-Za-z]{1,5}|[+-]\d{4}))? (?P<year>\d{4})"
)
"""As C's asctime writes it, and some services do with a zone."""
_US_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
"""RFC 5322 section 4.3 gives these, and only in dates of mail and RSS, one meaning."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FARTHEST_WEST, _FARTHEST_EAST = timedelta(hours=12), timedelta(hours=14)
EARLIEST = date(1990, 1, 2)
"""Before it there were hardly any websites: the date of a program that had none, such as 1 January 1970."""


@dataclass(frozen=True, slots=True)
class Published:
    """The day something was published, as a content file should have it."""

    text: str = ""
    """A day as YYYY-MM-DD where it is certain; else what may be meant, or the source's own words; empty for none."""
    doubt: str = ""
    """Why it is not certain, as a sentence; empty when it is."""


NO_DATE = Published()


def published(text: str, zone: tzinfo) -> Published:
    """The day in ``zone`` (the organisation's) that a source's date means."""
    text = one_line(text)[:120]
    if not text:
        return NO_DATE
    if text.startswith("0000-"):
        return Published("", "its date is the zero date of a program without one")
    found = _MAIL.fullmatch(text) or _C_STYLE.fullmatch(text)
    when = _from_mail(found) if found else None
    if (
        found
        and when
        and found["weekday"]
        and found["weekday"][:3].lower() != _WEEKDAYS[when[0].weekday()]
    ):
        return Published(
            when[0].date().isoformat(), f"its date {text!r} names a weekday that this day was not"
        )
    iso = _ISO.fullmatch(text)
    when = when or (_from_iso(iso) if iso else None)
    return _day(*when, zone, text) if when else _plain_date(text, zone)


def day_of(instant: datetime, zone: tzinfo) -> str:
    """The day in ``zone`` of an aware date-time, as YYYY-MM-DD."""
    return instant.astimezone(zone).date().isoformat()


def from_instant(instant: datetime, zone: tzinfo) -> Published:
    """The day in ``zone`` of an instant that a source gives."""
    if instant.date() < EARLIEST:
        return Published("", "its date is that of a program without one")
    return Published(day_of(instant, zone))


def utc(text: str) -> datetime | None:
    """A date-time without zone that is known to be in UTC (WordPress's ``…_gmt``), or None for none and for its zero date."""
    found = _ISO.fullmatch(text.strip())
    when = _from_iso(found) if found else None
    if not when or when[0].year < 2:
        return None
    return (
        when[0].astimezone(timezone.utc) if when[0].tzinfo else when[0].replace(tzinfo=timezone.utc)
    )


def _from_mail(found: re.Match[str]) -> tuple[datetime, str] | None:
    """Date-time, aware when its zone is certain, and the name of a zone that is not."""
    month = MONTH_NUMBER.get(found["month"].lower())
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < 50 else 1900
    try:
        local = datetime(
            year,
            month or 0,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            min(int(found["second"] or 0), 59),
        )
    except ValueError:
        return None
    return _placed(local, found["zone"] or "")


def _from_iso(found: re.Match[str]) -> tuple[datetime, str] | None:
    try:
        local = datetime.fromisoformat(f"{found['day']}T{found['time']}")
    except ValueError:
        return None
    return _placed(local, found["zone"] or "")


def _placed(local: datetime, name: str) -> tuple[datetime, str]:
    if name.upper() in ("UT", "-0000", "Z"):
        return local.replace(tzinfo=timezone.utc), ""
    if name.upper() in _US_ZONES:
        return local.replace(tzinfo=timezone(timedelta(hours=_US_ZONES[name.upper()]))), ""
    zone = read_zone(name) if name else None
    return (local.replace(tzinfo=zone), "") if zone else (local, name)


def _day(when: datetime, unknown: str, zone: tzinfo, text: str) -> Published:
    if when.date() < EARLIEST:
        return Published("", f"its date {text!r} is that of a program without one")
    try:
        if when.tzinfo:
            return Published(day_of(when, zone))
        days = [
            day_of((when + shift).replace(tzinfo=timezone.utc), zone)
            for shift in (-_FARTHEST_EAST, _FARTHEST_WEST)
        ]
    except OverflowError:
        return Published(text, f"its date {text!r} cannot be read")
    # Only in the days around the end of a month can a zone that is not named decide in which issue it belongs.
    if days[0][:7] == days[1][:7]:
        return Published(when.date().isoformat())
    why = f"names the zone {unknown}, which can mean several" if unknown else "names no time zone"
    return Published(
        f"{days[0]} – {days[1]}",
        f"its date {text!r} {why}, so it can lie on either side of the month's end",
    )


def _plain_date(text: str, zone: tzinfo) -> Published:
    try:
        when = parse_date(text)
    except UnreadableDate:
        return Published(text, f"its date {text!r} cannot be read")
    first = when.only.first if when.only else None
    if first and first.time:
        return _day(
            datetime.combine(first.day, first.time, first.zone), when.unclear_zone, zone, text
        )
    if when.first.day < EARLIEST:
        return Published("", f"its date {text!r} is that of a program without one")
    day = when.certain_day
    if day and when.first.all_day:
        return Published(day.isoformat())
    return Published(text, "" if day else f"its date {text!r} names more than one day")
