"""When it is: the tables that turn an item's dates into a code (the third step of the precedence).

A date may mean several days. Every day it may mean is judged; when all give one code, that is
it, else the item is undecided. So a vague date costs the editor a decision only when it would
make a difference.
"""

from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import product

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Code
from newsletter.core.values.date_parser import dates_within, leading_date
from newsletter.core.values.dates import Point, Precision, Reading, When
from newsletter.core.values.period import Period, day_after
from newsletter.core.values.zones import first_instant


@dataclass(frozen=True, slots=True)
class Frame:
    """What an item's dates are held against."""

    period: Period
    send_on: date
    """The day members will read it; S is its first instant in ``zone``."""
    look_ahead_days: int
    zone: tzinfo
    """The organisation's zone."""

    @property
    def horizon(self) -> date:
        """The last day an event may begin on and be announced."""
        return day_after(self.send_on, self.look_ahead_days)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not certain about an item's date."""

    field: str
    """The field that gives the date."""
    written: str
    """The date as it is written there."""
    other: str | None = None
    """A date elsewhere in the file that contradicts it; None when the date alone can mean several
    days."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What the dates say."""

    code: Code
    day: date | None = None
    """The day that decided, in the organisation's zone; the earliest that may be meant."""
    doubt: Doubt | None = None
    """What is not certain about the date although it makes no difference, or why it is
    undecided."""


def timing(item: Item, frame: Frame) -> Timing:
    """Judge the item by its dates alone."""
    if item.kind is Kind.NEWS:
        return _time_news(item, frame)
    if item.kind is Kind.EVENT:
        return _time_event(item, frame)
    return _time_call(item, frame)


def rival(item: Item) -> When | None:
    """The date that leads the body, when it can contradict the item's own; a date elsewhere in the
    text cannot."""
    if not item.body or item.kind is Kind.CALL:
        return None
    found = leading_date(item.body)
    if found is None:
        return None
    when = found[0]
    is_a_month = when.readings[0].precision is Precision.MONTH
    return None if is_a_month else when


def range_in_text(item: Item) -> When | None:
    """A range of days in the summary or body that overlaps the item's own range but differs from
    it: probably a slip.

    Only an item that has a range of days itself is searched.
    """
    own = item.starts or item.date
    mine = _range_of(own) if own else None
    if mine is None or mine.first.time:
        return None
    first, last = mine.first.day, mine.last.day
    for when in dates_within(f"{item.summary} {item.body}"):
        theirs = _range_of(when)
        if theirs is None:
            continue
        is_same = (theirs.first.day, theirs.last.day) == (first, last)
        overlaps = theirs.first.day <= last and first <= theirs.last.day
        if overlaps and not is_same:
            return when
    return None


def _range_of(when: When) -> Reading | None:
    """The only reading of a date, when that is a range of days."""
    only = when.only
    if only is None or only.precision is not Precision.SPAN:
        return None
    return only


def _time_news(item: Item, frame: Frame) -> Timing:
    if item.date is None:
        return Timing(Code.UNDATED)
    days = _edges(item.date, frame, item.zone)
    codes = {_code_of_news(day, frame) for day in days}
    contradicting = rival(item)
    if contradicting and _share_a_day(item.date, contradicting):
        contradicting = None
    if contradicting:
        other_days = _edges(contradicting, frame, item.zone)
        codes |= {_code_of_news(day, frame) for day in other_days}
    first = min(days)
    doubt = _doubt("date", item.date, contradicting, is_vague=first != max(days))
    return _agree(codes, first, doubt)


def _code_of_news(day: date, frame: Frame) -> Code:
    if day < frame.period.start:
        return Code.PUBLISHED_BEFORE
    if day < frame.period.end:
        return Code.PUBLISHED_IN_PERIOD
    return Code.PUBLISHED_AFTER


def _edges(when: When, frame: Frame, zone: tzinfo | None) -> list[date]:
    """The first and last day, in the organisation's zone, of each reading; ``zone`` is the file's
    own."""
    # The code never goes back as days go on, so it is enough to look at the first and the last day
    # of a reading.
    own_zone = zone or frame.zone
    days = []
    for reading in when.readings:
        days.append(reading.first.day_in(frame.zone, own_zone))
        days.append(reading.last.day_in(frame.zone, own_zone))
    return days


def _share_a_day(own: When, other: When) -> bool:
    return not _days_of(own).isdisjoint(_days_of(other))


def _days_of(when: When) -> set[date]:
    days: set[date] = set()
    for reading in when.readings:
        days.update(reading.days())
    return days


Occurrence = tuple[Point, Point]
"""One time an event takes place, from its first to its last point."""


def _time_event(item: Item, frame: Frame) -> Timing:
    zone = item.zone or frame.zone
    if item.dates:
        return _time_series(item, frame, zone)
    if item.starts is None:
        return Timing(Code.UNDATED)
    occurrences, is_backwards = _occurrences(item.starts, item.ends)
    contradicting = rival(item)
    if contradicting and _begins_during(contradicting, occurrences):
        contradicting = None
    codes = {_code_of_event(each, frame, zone) for each in occurrences}
    if contradicting:
        others, _ = _occurrences(contradicting, None)
        codes |= {_code_of_event(each, frame, zone) for each in others}
    is_vague = len({start.day for start, _ in occurrences}) > 1
    if is_backwards and not contradicting:
        contradicting = item.ends
    doubt = _doubt("starts", item.starts, contradicting, is_vague=is_vague)
    return _agree(codes, item.starts.first.day_in(frame.zone, zone), doubt)


def _begins_during(when: When, occurrences: list[Occurrence]) -> bool:
    """Whether a day that the date may mean lies within one of the occurrences."""
    days = {reading.first.day for reading in when.readings}
    return any(start.day <= day <= end.day for start, end in occurrences for day in days)


def _occurrences(starts: When, ends: When | None) -> tuple[list[Occurrence], bool]:
    """Every (start, end) the two dates may mean, and whether the end comes first: then either day
    alone is meant."""
    beginnings = [pair for reading in starts.readings for pair in _possible(reading)]
    if ends is None:
        return beginnings, False
    endings = [end for reading in ends.readings for _, end in _possible(reading)]
    forward = []
    for (start, _), end in product(beginnings, endings):
        if end.day >= start.day:
            forward.append((start, end))
    if forward:
        return forward, False
    return beginnings + [(end, end) for end in endings], True


def _possible(reading: Reading) -> list[Occurrence]:
    """Every time that a reading may mean; a month may mean each of its days."""
    if reading.precision is not Precision.MONTH:
        return [(reading.first, reading.last)]
    return [(Point(day), Point(day)) for day in reading.days()]


def _code_of_event(occurrence: Occurrence, frame: Frame, zone: tzinfo) -> Code:
    start, end = occurrence
    begins_before_period_ends = _is_before(start, frame.period.end, frame, zone)
    if not _is_before(start, frame.send_on, frame, zone):
        # An event of the period itself is never too far ahead: no later issue would announce it.
        is_near = start.day_in(frame.zone, zone) <= frame.horizon or begins_before_period_ends
        return Code.COMING_UP if is_near else Code.TOO_FAR_AHEAD
    if _goes_on(end, frame.send_on, frame, zone):
        return Code.RUNNING
    if not begins_before_period_ends:
        return Code.OVER_BEFORE_SENDING
    begins_before_period = _is_before(start, frame.period.start, frame, zone)
    if not begins_before_period or _goes_on(end, frame.period.start, frame, zone):
        return Code.TOOK_PLACE_IN_PERIOD
    return Code.OVER_BEFORE_PERIOD


def _is_before(point: Point, day: date, frame: Frame, zone: tzinfo) -> bool:
    """Whether the point comes before the first instant of ``day``: whole days compare as days,
    times as instants."""
    if point.time is None:
        return point.day < day
    return point.instant(zone) < first_instant(day, frame.zone)


def _goes_on(end: Point, day: date, frame: Frame, zone: tzinfo) -> bool:
    """Whether what ends then still goes on at the first instant of ``day``; a whole last day is
    part of it."""
    if end.time is None:
        return end.day >= day
    return end.instant(zone) > first_instant(day, frame.zone)


_ORDER_IN_SERIES = (
    Code.TOOK_PLACE_IN_PERIOD,
    Code.TOO_FAR_AHEAD,
    Code.OVER_BEFORE_SENDING,
    Code.OVER_BEFORE_PERIOD,
)
"""Which code a series has when its days have several and none is ahead: the first of these."""


def _time_series(item: Item, frame: Frame, zone: tzinfo) -> Timing:
    codes: set[Code] = set()
    for when in item.dates:
        occurrences, _ = _occurrences(when, None)
        codes.update(_code_of_event(each, frame, zone) for each in occurrences)
    days = sorted(when.first.day_in(frame.zone, zone) for when in item.dates)
    if codes & {Code.COMING_UP, Code.RUNNING}:
        to_come = (day for day in days if day >= frame.send_on)
        return Timing(Code.COMING_UP, next(to_come, days[0]))
    code = next(code for code in _ORDER_IN_SERIES if code in codes)
    return Timing(code, days[0])


def _time_call(item: Item, frame: Frame) -> Timing:
    if item.deadline is None:
        return Timing(Code.UNDATED)
    zone = item.zone or frame.zone
    ends = _ends_of_call(item.deadline)
    known = _edges(item.date, frame, item.zone) if item.date else [date.min]
    codes = {_code_of_call(end, day, frame, zone) for end, day in product(ends, known)}
    is_vague = len({end.day for end in ends}) > 1
    doubt = _doubt("deadline", item.deadline, None, is_vague=is_vague)
    return _agree(codes, ends[0].day_in(frame.zone, zone), doubt)


def _ends_of_call(deadline: When) -> list[Point]:
    """The moments the call may end; "1 - 15 May" means that it is open until the last day."""
    span = _range_of(deadline)
    if span:
        return [span.last]
    ends = []
    for reading in deadline.readings:
        ends += [reading.first, reading.last]
    return ends


def _code_of_call(end: Point, known: date, frame: Frame, zone: tzinfo) -> Code:
    if not _goes_on(end, frame.send_on, frame, zone):
        return Code.CLOSED_BEFORE_SENDING
    if known > frame.send_on:
        return Code.PUBLISHED_AFTER
    return Code.OPEN_CALL


def _doubt(field: str, own: When, other: When | None, *, is_vague: bool) -> Doubt | None:
    """What is not certain about a date; None when it is certain."""
    if other:
        return Doubt(field, own.text, other.text)
    if is_vague:
        return Doubt(field, own.text)
    return None


def _agree(codes: set[Code], day: date, doubt: Doubt | None) -> Timing:
    """The one code that every reading gives, or undecided."""
    if len(codes) == 1:
        (code,) = codes
        return Timing(code, day, doubt)
    is_contradiction = doubt is not None and doubt.other is not None
    code = Code.CONFLICTING_DATES if is_contradiction else Code.AMBIGUOUS_DATE
    return Timing(code, day, doubt)
