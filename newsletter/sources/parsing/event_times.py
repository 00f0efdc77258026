"""When an event is, from the date that leads its text and the times in it."""

import re
from datetime import date

from newsletter.core.values.date_parser import (
    MONTHS,
    WEEKDAYS,
    UnreadableDate,
    one_day,
    parse_date,
)
from newsletter.core.values.dates import Precision, When

_MONTH_NAMES = "|".join(MONTHS)
_MONTH_NAMES_OR_SHORT = "|".join([*MONTHS, *(month[:3] for month in MONTHS)])
_HALF = r" ?(?:am\b|pm\b|a\.m\.|p\.m\.)"
_SAFE_ZONE = (
    r"(?:UTC|GMT)(?: ?[+-]\d{1,2}(?::?\d{2})?)?|\+\d{1,2}:\d{2}|[A-Z]{2,5}T\b|[A-Z]?[EWC]ES?T\b"
)
_CLOCK = rf"\d{{1,2}}:\d{{2}}(?!\w)(?:{_HALF})?|\d{{1,2}}(?:\.\d{{2}})?{_HALF}"
_TIMES = re.compile(
    rf"(?<![\d:.,–-])(?P<start>{_CLOCK})(?: \(?(?P<start_zone>{_SAFE_ZONE})\)?)?"
    rf"(?: ?(?:–|—|-|to|until) ?(?P<end>{_CLOCK})(?: \(?(?P<end_zone>{_SAFE_ZONE})\)?)?)?"
)
_HALF_A_RANGE = re.compile(r"\d ?(?:to|until|–|—|-) ?\Z")
"""The text before a time that is only the end of a range: "from 2 to" before "4 pm"."""
_LIKE_A_TIME = re.compile(
    rf"\b\d{{1,2}}[:.]\d{{2}}\b|\b\d{{1,2}}{_HALF}|\b\d{{1,2}}h\d{{0,2}}\b|\bo'?’?clock\b", re.I
)
_ZONE_IN_WORDS = re.compile(r" \(?[A-Z][\w.-]+(?: [A-Z][\w.-]+)?(?: time|\))")
"""Behind a time: ``14:00 Bangkok time``, ``13:00 (Geneva)``."""
_TWO_DAYS = re.compile(
    r"[*_\s]*(\d{1,2})(?:st|nd|rd|th)? (?:and|&) (\d{1,2})(?:st|nd|rd|th)? "
    rf"({_MONTH_NAMES}),? (\d{{4}})\b",
    re.I,
)
_DAY_IN_TEXT = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH_NAMES_OR_SHORT})\b"
    rf"|\b(?P<month_first>{_MONTH_NAMES_OR_SHORT}) (?P<day_last>\d{{1,2}})\b",
    re.I,
)
_WEEKDAY_IN_TEXT = re.compile("|".join(WEEKDAYS), re.I)


def spelled(day: When) -> str:
    """The date as a content file should have it: YYYY-MM-DD if certain, else as it was written."""
    certain = day.certain_day
    if certain and day.first.all_day:
        return certain.isoformat()
    return day.text


def vague(day: When) -> str:
    """Why the date is not certain, as a sentence; empty for a certain day or a span of days."""
    if len(day.readings) > 1:
        return f"its date {day.text!r} can be read in two ways"
    if day.readings[0].precision is Precision.MONTH:
        return "its date names a month and no day"
    return ""


def two_days(text: str) -> tuple[tuple[str, ...], str]:
    """The days of a text that begins with two separate ones (``15 and 17 March 2022``).

    Returns the days, none if the text does not, and a doubt about them, which may be empty.
    """
    match = _TWO_DAYS.match(text)
    if match is None:
        return (), ""
    month_and_year = f"{match[3]} {match[4]}"
    first = one_day(f"{match[1]} {month_and_year}")
    second = one_day(f"{match[2]} {month_and_year}")
    if first is None or second is None:
        return (), ""
    days = (first.isoformat(), second.isoformat())
    time = _LIKE_A_TIME.search(text)
    if time:
        seems = f"its text seems to hold a time ({time[0]!r})"
        return days, f"{seems}; write it behind its days in dates"
    return days, ""


def start_and_end(day: When, text: str) -> tuple[str, str, str]:
    """Start, end and a doubt about them, from the times in an event's text; each may be empty.

    A time counts when it surely is one, its zone is clear or not named, and it stands right behind
    the event's own day, or before any other day is named. Everything else is a doubt.
    """
    certain = day.certain_day
    match = _TIMES.search(text)
    if match and _HALF_A_RANGE.search(text[: match.start()]):
        match = None
    if match is None or certain is None or not _is_about(text[: match.start()], certain):
        return spelled(day), "", _doubt_about_time(text)

    starts, ends = _write_times(certain, match)
    try:
        unclear_zone = _unclear_zone(certain, starts, ends)
    except UnreadableDate:
        return spelled(day), "", f"a time stands in its text that cannot be read ({match[0]!r})"
    if (
        unclear_zone
    ):  # kept: without a timezone it is an error, so it cannot be sent without its time
        doubt = (
            f"its text says {match[0]!r}, and {unclear_zone} can mean several zones; "
            "write timezone: in its file"
        )
        return starts, ends, doubt
    if _ZONE_IN_WORDS.match(text[match.end() :]):
        words = text[match.start() : match.end() + 25].strip()
        doubt = f"its text names a time with a zone in words ({words!r}); write starts and timezone"
        return certain.isoformat(), "", doubt
    return starts, ends, ""


def _doubt_about_time(text: str) -> str:
    """A sentence about what looks like a time in a text; empty when nothing does."""
    time = _LIKE_A_TIME.search(text)
    if time is None:
        return ""
    seems = f"its text seems to hold a time ({time[0]!r})"
    return f"{seems}; write it in starts if it is the event's"


def _write_times(day: date, match: re.Match[str]) -> tuple[str, str]:
    """Start with its day, and end, each with its zone; a zone named once is for both."""
    zone = match["start_zone"] or match["end_zone"]
    starts = f"{day.isoformat()} {match['start']}"
    ends = match["end"] or ""
    if zone:
        starts = f"{starts} {zone}"
    if zone and ends:
        ends = f"{ends} {match['end_zone'] or zone}"
    return starts, ends


def _unclear_zone(day: date, starts: str, ends: str) -> str:
    """The zone of start or end that can mean several, or empty. Raises UnreadableDate."""
    unclear = parse_date(starts).unclear_zone
    if not unclear and ends:
        unclear = parse_date(f"{day} {ends}").unclear_zone
    return unclear


def _is_about(before: str, day: date) -> bool:
    """Whether the last day named in the text before a time is the event's own, or none is named."""
    named_days = list(_DAY_IN_TEXT.finditer(before))
    if not named_days:
        weekdays = _WEEKDAY_IN_TEXT.findall(before)
        return not weekdays or weekdays[-1].lower() == WEEKDAYS[day.weekday()]
    last_day = named_days[-1]
    number = int(last_day["day"] or last_day["day_last"])
    month = last_day["month"] or last_day["month_first"]
    return number == day.day and MONTHS[day.month - 1].startswith(month.lower()[:3])
