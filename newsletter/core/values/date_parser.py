"""Reads the spellings of a date that people use, strictly: what is not surely a date is not one.

No spelling is completed from the clock. ``parse_date`` is for a field that should hold a date,
``leading_date`` and ``dates_within`` for prose.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date, time, timedelta, tzinfo
from functools import cache, lru_cache

from newsletter.core.values.dates import Point, Precision, Reading, When
from newsletter.core.values.zones import read_zone

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTH_NUMBER = {name: n for n, name in enumerate(MONTHS, 1)}
MONTH_NUMBER |= {name[:3]: n for n, name in enumerate(MONTHS, 1)} | {"sept": 9}
_WEEKDAY_NUMBER = {name: n for n, name in enumerate(WEEKDAYS)}
_WEEKDAY_NUMBER |= {
    short: n for n, name in enumerate(WEEKDAYS) for short in (name[:3], name[:4], name[:5])
}

_MONTH = "(?:" + "|".join(sorted(MONTH_NUMBER, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "(?:" + "|".join(sorted(_WEEKDAY_NUMBER, key=len, reverse=True)) + r")\b\.?,? "
_D = r"\d{1,2}(?!\d|:|\.\d)(?:st|nd|rd|th)?"
_Y = r"\d{4}(?!\d)"
_HALF = r" ?[ap]\.?m\b\.?"
_TIME = rf"\d{{1,2}}(?:[:.]\d{{2}}(?:[:.]\d{{2}}(?:\.\d+)?)?(?:{_HALF})?|{_HALF})"
# An offset with a minus looks like a range (10:00-11:30), so it counts only as -0500, behind UTC, or in the ISO form with a T.
_ZONE = (
    r"\(?(?:[Zz]\b|(?:UTC|GMT) ?[+-]\d{1,2}(?::?\d{2})?|\+\d{1,2}(?::?\d{2})?|-\d{4}(?!\d)"
    r"|[A-Za-z]+(?:/[A-Za-z0-9_+-]+)+|(?-i:[A-Z]{2,5})\b)\)?"
)

# Each alternative names its parts: d day, m month, y year; 1 is the first day, 2 the last.
_DAY_FORMS = (
    rf"(?P<y1>{_Y})[-/](?P<n1>\d{{1,2}})[-/](?P<d1>{_D})(?: ?[-/] ?(?P<y2>{_Y})-(?P<n2>\d{{1,2}})-(?P<d2>{_D}))?",
    rf"(?P<d1>{_D})(?: of)? (?P<m1>{_MONTH}),? (?P<y1>{_Y}) ?(?:-|to|until) ?(?:{_WEEKDAY})?(?P<d2>{_D}) (?P<m2>{_MONTH}),? (?P<y2>{_Y})",
    rf"(?P<d1>{_D})(?: of)? (?P<m1>{_MONTH}) ?(?:-|to|until) ?(?:{_WEEKDAY})?(?P<d2>{_D}) (?P<m2>{_MONTH}),? (?P<y2>{_Y})",
    rf"(?P<d1>{_D}) ?(?:-|to|until|(?P<both>and)) ?(?:{_WEEKDAY})?(?P<d2>{_D})(?: of)? (?P<m2>{_MONTH}),? (?P<y2>{_Y})",
    rf"(?P<d1>{_D})(?: of)? (?P<m1>{_MONTH}),? (?P<y1>{_Y})",
    rf"(?P<m1>{_MONTH}) (?P<d1>{_D}) ?(?:-|to) ?(?P<m2>{_MONTH}) (?P<d2>{_D}),? (?P<y2>{_Y})",
    rf"(?P<m1>{_MONTH}) (?P<d1>{_D}) ?(?:-|to) ?(?P<d2>{_D}),? (?P<y2>{_Y})",
    rf"(?P<m1>{_MONTH}) (?P<d1>{_D}),? (?P<y1>{_Y})",
    r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y1>\d{4})(?!\d)",
    rf"(?P<m1>{_MONTH}),? (?P<y1>{_Y}) ?- ?(?P<m2>{_MONTH}),? (?P<y2>{_Y})",
    rf"(?P<m1>{_MONTH}) ?- ?(?P<m2>{_MONTH}),? (?P<y2>{_Y})",
    rf"(?P<m1>{_MONTH}),? (?P<y1>{_Y})",
    r"(?P<y1>\d{4})-(?P<n1>\d{1,2})(?![-\d])",
)  # fmt: skip
_TIMES = (
    rf"(?:T(?P<t0>{_TIME})(?P<z0>[Zz]|[+-]\d{{2}}:?\d{{2}})?"
    rf"|(?:,? (?:at )?|,)(?P<t1>{_TIME})(?: ?(?P<z1>{_ZONE}))?"
    rf"(?: ?(?:-|to|until) ?(?P<t2>{_TIME})(?: ?(?P<z2>{_ZONE}))?)?)"
)


@cache
def _form(number: int, times: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<w>{_WEEKDAY}))?{_DAY_FORMS[number]}{times}", re.I)


def _forms(times: str, count: int = len(_DAY_FORMS)) -> Iterator[re.Pattern[str]]:
    """The forms in turn, each compiled when it is first needed: together they cost as much as starting Python."""
    return (_form(number, times) for number in range(count))


_WITH_TIMES = f"(?:{_TIMES})?"
_DAYS_ALONE = (
    ""  # in prose a number behind a date is seldom its time: "29 April 2022 1.25 million people"
)


# The spelling that nearly every file uses, without the price of the others.
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LIGHT = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "−": "-", "‒": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)


_MARKUP = "*_#> \n\t\u00a0"
_OPENING = re.compile(rf"\d|{_MONTH}|{_WEEKDAY}", re.I)


LONGEST = 3660
"""Days; a longer span is a slip."""


class UnreadableDate(ValueError):
    """The text is not a date in any spelling we read; the message says why when there is a why."""


def _normal(text: str) -> str:
    text = re.sub(r"\s+", " ", text.translate(_LIGHT)).strip()
    return text.replace(" ,", ",")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> When:
    """Read a whole text as a date, a span, a month or a date with times.

    Raises UnreadableDate when it is none, or names a day that does not exist.
    """
    iso = _ISO.fullmatch(text)
    if iso:
        day = Point(_day(int(iso[1]), int(iso[2]), int(iso[3])))
        return When(text, (Reading(day, day),))
    plain = _normal(text)
    if len(plain) <= 120:
        for form in _forms(_WITH_TIMES):
            found = form.fullmatch(plain)
            if found:
                return _when(text, found)
    raise UnreadableDate("")


def parse_time(text: str) -> tuple[time, tzinfo | None, str] | None:
    """``14:30``, ``2.30 pm`` or ``14:30 CEST`` alone, or None; last the abbreviation that means several zones."""
    found = re.fullmatch(rf"(?P<t>{_TIME})(?: ?(?P<z>{_ZONE}))?", _normal(text), re.I)
    if not found:
        return None
    try:
        return (_time(found["t"]), *_zone(found["z"]))
    except UnreadableDate:
        return None


def past_midnight(start: time, end: time) -> bool:
    """Whether an end earlier than its start is meant for the day after: 22:00 - 01:00 is, 14:00 - 13:00 is a slip."""
    return end < start and (end.hour - start.hour) % 24 < 12


def leading_date(prose: str) -> tuple[When, str] | None:
    """The date a text opens with and the text after it, or None when it opens with something else.

    Only a date with its year counts, and not one that a sentence grows out of (``May 2017 saw ...`` does not lead).
    """
    if not _OPENING.match(
        prose.lstrip(_MARKUP)[:20]
    ):  # most texts open with a word, and cost no more than this look
        return None
    normal = _normal(prose[:200])
    head = normal.lstrip(_MARKUP)
    for form in _forms(_DAYS_ALONE):
        found = form.match(head)
        if not found or (found.end() < len(head) and head[found.end()].isalnum()):
            continue
        try:
            when = _when(found[0], found)
        except UnreadableDate:
            return None
        behind = _after(prose, normal[: len(normal) - len(head) + found.end()])
        rest = behind.lstrip("*_ ,:;.-–—\u00a0\n\t")
        if not rest[:1].islower():
            return when, rest
        if when.readings[0].precision is Precision.MONTH:
            return None
        between = behind[: len(behind) - len(rest)].strip("*_ \u00a0")
        return (
            when,
            rest if between else prose.lstrip(),
        )  # 26 June 2022 is the day: without it half a sentence
    return None


def _after(prose: str, matched: str) -> str:
    """What follows in the text as it stands: the matched part differs from it in blanks alone."""
    left = len("".join(matched.split()))
    for position, char in enumerate(prose):
        if not left:
            return prose[position:]
        left -= not char.isspace()
    return ""


def one_day(text: str) -> date | None:
    """The one calendar day that a text names; None when it is none, or more than one."""
    try:
        return parse_date(text).certain_day
    except UnreadableDate:
        return None


@lru_cache(maxsize=512)  # the page asks for the same texts again and again
def dates_within(prose: str, limit: int = 50) -> tuple[When, ...]:
    """The dates with a year that stand anywhere in a text, first to last, at most ``limit``."""
    return tuple(_dates_within(prose, limit))


def _dates_within(prose: str, limit: int) -> Iterator[When]:
    text = _normal(prose[:20_000])
    position = 0
    for _ in range(limit):
        hits = [hit for form in _forms(_DAYS_ALONE, 8) if (hit := form.search(text, position))]
        if not hits:
            return
        hit = min(hits, key=lambda h: (h.start(), -h.end()))
        position = hit.end()
        try:
            yield _when(hit[0], hit)
        except UnreadableDate:
            continue


def _when(text: str, found: re.Match[str]) -> When:
    parts = found.groupdict()
    weekday = _WEEKDAY_NUMBER[parts["w"].rstrip(" ,.").lower()] if parts.get("w") else None
    begins = parts.get("t0") or parts.get("t1")
    zone1, unclear1 = _zone(parts.get("z0") or parts.get("z1"))
    zone2, unclear2 = _zone(parts.get("z2"))
    start = _time(begins) if begins else None
    end = _time(parts["t2"]) if parts.get("t2") else None
    if begins and start and end:
        start = _in_the_same_half(begins, start, parts["t2"] or "", end)
    readings = []
    for first, last, precision in _spans(parts):
        if start and end and end < start and first == last:
            if not past_midnight(start, end):
                raise UnreadableDate("it ends before it begins")
            last += timedelta(days=1)
        readings.append(
            Reading(
                Point(first, start, zone1 or zone2 if start else None),
                Point(last, end or start, zone2 or zone1 if start else None),
                Precision.SPAN if end and precision is Precision.DAY else precision,
                weekday,
            )
        )
    return When(text, tuple(readings), unclear1 or unclear2)


def _in_the_same_half(begins: str, start: time, ends: str, end: time) -> time:
    """``2:00 - 4:00 pm`` begins in the afternoon, ``11:00 - 1:00 pm`` in the morning."""
    if (
        not re.search(_HALF, ends, re.I)
        or re.search(_HALF, begins, re.I)
        or not 1 <= start.hour <= 12
    ):
        return start
    same = start.replace(hour=start.hour % 12 + (12 if end.hour >= 12 else 0))
    return same if same < end else start


def _spans(parts: dict[str, str | None]) -> Iterator[tuple[date, date, Precision]]:
    """The days one match may mean: (first, last, precision) for each reading."""
    if parts.get("a"):
        yield from _numeric(
            int(parts["a"] or 0), int(parts["b"] or 0), int(parts["y1"] or 0), parts["sep"] == "."
        )
        return
    year2 = int(parts.get("y2") or parts["y1"] or 0)
    year1 = int(parts.get("y1") or year2)
    month1 = _month(parts.get("m1"), parts.get("n1"))
    month2 = _month(parts.get("m2"), parts.get("n2")) or month1
    month1 = month1 or month2
    if not parts.get("d1"):
        first = _day(year1 if month1 <= month2 or parts.get("y1") else year1 - 1, month1, 1)
        last = _day(year2, month2, calendar.monthrange(year2, month2)[1])
        precision = Precision.MONTH
    else:
        first = _day(year1, month1, _number(parts["d1"]))
        if not parts.get("y1") and month1 > month2:  # 30 December - 2 January 2022
            first = _day(year1 - 1, month1, first.day)
        last = _day(year2, month2, _number(parts["d2"])) if parts.get("d2") else first
        precision = Precision.SPAN if last != first else Precision.DAY
    if (last - first).days > LONGEST:
        raise UnreadableDate("it spans more than ten years")
    if last < first:
        raise UnreadableDate("the last day comes before the first")
    if parts.get("both") and (last - first).days > 1:
        raise UnreadableDate("it names two days, and not those between them; write each in dates")
    yield first, last, precision


def _numeric(a: int, b: int, year: int, dotted: bool) -> Iterator[tuple[date, date, Precision]]:
    """``29/04/2022`` and ``04/29/2022`` mean one day, ``04/05/2022`` two; ``04.05.2022`` is written day first everywhere."""
    readings = {(b, a)} if dotted else {(b, a), (a, b)}
    days = sorted(date(year, month, day) for month, day in readings if _exists(year, month, day))
    if not days:
        raise UnreadableDate("there is no such day")
    for day in days:
        yield day, day, Precision.DAY


def _exists(year: int, month: int, day: int) -> bool:
    return (
        2 <= year <= 9997 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    )


def _day(year: int, month: int, day: int) -> date:
    if not _exists(year, month, day):
        raise UnreadableDate("there is no such day")
    return date(year, month, day)


def _month(name: str | None, number: str | None) -> int:
    if name:
        return MONTH_NUMBER[name.rstrip(".").lower()]
    month = int(number or 0)
    if month > 12:
        raise UnreadableDate("there is no such month")
    return month


def _number(text: str | None) -> int:
    return int(re.sub(r"\D", "", text or "0"))


def _time(text: str) -> time:
    found = re.match(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?", text)
    assert found is not None, text
    hour, minute, second = (int(group or 0) for group in found.groups())
    half = re.sub(r"[^apm]", "", text.lower())
    if half:
        if not 1 <= hour <= 12:
            raise UnreadableDate("there is no such time")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise UnreadableDate("there is no such time")
    return time(hour, minute, second)


def _zone(text: str | None) -> tuple[tzinfo | None, str]:
    """The zone, and the abbreviation when it is one that means several things or nothing."""
    if not text:
        return None, ""
    name = text.strip("() ")
    zone = read_zone(name)
    return (zone, "") if zone else (None, name)
