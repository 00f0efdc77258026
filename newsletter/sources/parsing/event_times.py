"""When an event is, from the date that leads its text and the times within it; whatever is not sure is asked about."""

import re
from datetime import date

from newsletter.core.values.date_parser import MONTHS, WEEKDAYS, one_day, parse_date
from newsletter.core.values.date_parser import UnreadableDate as NoDate
from newsletter.core.values.dates import Precision, When


def spelled(day: When) -> str:
    """The date as a content file should have it: plain where it is certain, as the page has it otherwise."""
    return day.certain_day.isoformat() if day.certain_day and day.first.all_day else day.text


def vague(day: When) -> str:
    """Why the date is no certain day, as a sentence; empty when it is one, or a span of days."""
    if len(day.readings) > 1:
        return f"its date {day.text!r} can be read in two ways"
    return (
        "its date names a month and no day" if day.readings[0].precision is Precision.MONTH else ""
    )


_HALF = r" ?(?:am\b|pm\b|a\.m\.|p\.m\.)"
_SAFE_ZONE = (
    r"(?:UTC|GMT)(?: ?[+-]\d{1,2}(?::?\d{2})?)?|\+\d{1,2}:\d{2}|[A-Z]{2,5}T\b|[A-Z]?[EWC]ES?T\b"
)
_CLOCK = rf"\d{{1,2}}:\d{{2}}(?!\w)(?:{_HALF})?|\d{{1,2}}(?:\.\d{{2}})?{_HALF}"
_TIMES = re.compile(
    rf"(?<![\d:.,–-])(?P<t1>{_CLOCK})(?: \(?(?P<z1>{_SAFE_ZONE})\)?)?"
    rf"(?: ?(?:–|—|-|to|until) ?(?P<t2>{_CLOCK})(?: \(?(?P<z2>{_SAFE_ZONE})\)?)?)?"
)
_LIKE_A_TIME = re.compile(
    rf"\b\d{{1,2}}[:.]\d{{2}}\b|\b\d{{1,2}}{_HALF}|\b\d{{1,2}}h\d{{0,2}}\b|\bo'?’?clock\b", re.I
)
_PLACE_BEHIND = re.compile(r" \(?[A-Z][\w.-]+(?: [A-Z][\w.-]+)?(?: time|\))")
"""``14:00 Bangkok time``, ``13:00 (Geneva)``: a zone named in words."""


_TWO_DAYS = re.compile(
    rf"[*_\s]*(\d{{1,2}})(?:st|nd|rd|th)? (?:and|&) (\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(MONTHS)}),? (\d{{4}})\b",
    re.I,
)


def two_days(text: str) -> tuple[tuple[str, ...], str]:
    """The days of a text that begins with two that do not follow one another (``15 and 17 March 2022``), and what is doubtful."""
    hit = _TWO_DAYS.match(text)
    found = [one_day(f"{hit[number]} {hit[3]} {hit[4]}") for number in (1, 2)] if hit else []
    days = tuple(day.isoformat() for day in found if day)
    if len(days) < 2:
        return (), ""
    timed = _LIKE_A_TIME.search(text)
    return (
        days,
        f"its text seems to hold a time ({timed[0]!r}); write it behind its days in dates"
        if timed
        else "",
    )


def start_and_end(day: When, text: str) -> tuple[str, str, str]:
    """Start and end of an event from the times in its text, and what is doubtful about them.

    Times count when they are surely times, stand right after the event's own day or before any other day is named, and
    their zone is either clear or not named. Everything else is asked about.
    """
    certain = day.certain_day
    hit = _TIMES.search(text)
    if hit and re.search(
        r"\d ?(?:to|until|–|—|-) ?\Z", text[: hit.start()]
    ):  # "from 2 to 4 pm": only half of it was found
        hit = None
    if not hit or certain is None or not _of_that_day(text[: hit.start()], certain):
        unsure = _LIKE_A_TIME.search(text)
        doubt = (
            f"its text seems to hold a time ({unsure[0]!r}); write it in starts if it is the event's"
            if unsure
            else ""
        )
        return spelled(day), "", doubt
    zone = hit["z1"] or hit["z2"] or ""
    starts = f"{certain.isoformat()} {hit['t1']}{f' {zone}' if zone else ''}"
    ends = (hit["t2"] + (f" {hit['z2'] or zone}" if zone else "")) if hit["t2"] else ""
    try:
        unclear = parse_date(starts).unclear_zone or (
            parse_date(f"{certain} {ends}").unclear_zone if ends else ""
        )
    except NoDate:
        return spelled(day), "", f"a time stands in its text that cannot be read ({hit[0]!r})"
    if unclear:  # kept as it stands: until a timezone is written it is an error, so it cannot go out without its time
        return (
            starts,
            ends,
            f"its text says {hit[0]!r}, and {unclear} can mean several zones; write timezone: in its file",
        )
    if _PLACE_BEHIND.match(text[hit.end() :]):
        said = text[hit.start() : hit.end() + 25].strip()
        return (
            certain.isoformat(),
            "",
            f"its text names a time with a zone in words ({said!r}); write starts and timezone",
        )
    return starts, ends, ""


def _of_that_day(before: str, day: date) -> bool:
    """Whether the last day named in the text before a time is the event's own, or none is named."""
    month_names = "|".join([*MONTHS, *(month[:3] for month in MONTHS)])
    named = list(
        re.finditer(
            rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({month_names})\b|\b({month_names}) (\d{{1,2}})\b",
            before,
            re.I,
        )
    )
    weekdays = re.findall("|".join(WEEKDAYS), before, re.I)
    if not named:
        return not weekdays or weekdays[-1].lower() == WEEKDAYS[day.weekday()]
    last = named[-1]
    number, month = (last[1], last[2]) if last[1] else (last[4], last[3])
    return int(number) == day.day and MONTHS[day.month - 1].startswith(month.lower()[:3])
