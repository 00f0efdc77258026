"""When it is: the tables that turn an item's dates into a code (the third step of the precedence).

A date may mean several days. Every day it may mean is judged; when all give one code, that is it, else the item is
undecided. So a vague date costs the editor a decision only when it would make a difference.
"""

from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import product

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Code
from newsletter.core.values.date_parser import dates_within, leading_date
from newsletter.core.values.dates import Point, Precision, Reading, When
from newsletter.core.values.period import Period, day_after
from newsletter.core.values.text import quoted
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
class Timing:
    """What the dates say."""

    code: Code
    day: date | None = None
    """The day that decided, in the organisation's zone; the earliest that may be meant."""
    doubt: str = ""
    """What is not certain about the date although it makes no difference, or why it is undecided; a clause."""


def timing(item: Item, frame: Frame) -> Timing:
    """Judge the item by its dates alone."""
    judge = {Kind.NEWS: _news, Kind.EVENT: _event, Kind.CALL: _call}[item.kind]
    return judge(item, frame)


def rival(item: Item) -> When | None:
    """The date that leads the body, when it can contradict the item's own; a date elsewhere in the text cannot."""
    if not item.body or item.kind is Kind.CALL:
        return None
    found = leading_date(item.body)
    return found[0] if found and found[0].readings[0].precision is not Precision.MONTH else None


def range_in_text(item: Item) -> When | None:
    """A range of days in the summary or body that overlaps the item's own range without being it: probably a slip.

    Only an item that has a range of days itself is looked through.
    """
    own = item.starts or item.date
    mine = own.only if own else None
    if mine is None or mine.precision is not Precision.SPAN or mine.first.time:
        return None
    days = (mine.first.day, mine.last.day)
    for when in dates_within(f"{item.summary} {item.body}"):
        theirs = when.only
        if theirs is None or theirs.precision is not Precision.SPAN:
            continue
        if (
            (theirs.first.day, theirs.last.day) != days
            and theirs.first.day <= days[1]
            and days[0] <= theirs.last.day
        ):
            return when
    return None


def _news(item: Item, frame: Frame) -> Timing:
    if item.date is None:
        return Timing(Code.UNDATED)
    own = _edges(item.date, frame, item.zone)
    other = rival(item)
    contradicting = other if other and not _share_a_day(item.date, other) else None
    codes = {
        _news_code(day, frame)
        for day in own + (_edges(contradicting, frame, item.zone) if contradicting else [])
    }
    return _agreed(codes, min(own), "date", item.date, contradicting, vague=min(own) != max(own))


def _news_code(day: date, frame: Frame) -> Code:
    if day < frame.period.start:
        return Code.PUBLISHED_BEFORE
    return Code.PUBLISHED_IN_PERIOD if day < frame.period.end else Code.PUBLISHED_AFTER


def _edges(when: When, frame: Frame, zone: tzinfo | None) -> list[date]:
    """The first and last day, in the organisation's zone, of each reading; ``zone`` is the file's own."""
    # The code never goes back as days go on, so the first and the last day of a reading stand for all between.
    return [
        point.day_in(frame.zone, zone or frame.zone)
        for reading in when.readings
        for point in (reading.first, reading.last)
    ]


def _share_a_day(own: When, other: When) -> bool:
    return bool(
        {day for r in own.readings for day in r.days()}
        & {day for r in other.readings for day in r.days()}
    )


Occurrence = tuple[Point, Point]
"""One time an event takes place, from its first to its last point."""


def _event(item: Item, frame: Frame) -> Timing:
    zone = item.zone or frame.zone
    if item.dates:
        return _series(item, frame, zone)
    if item.starts is None:
        return Timing(Code.UNDATED)
    own, backwards = _occurrences(item.starts, item.ends)
    other = rival(item)
    if other and any(
        start.day <= r.first.day <= end.day for start, end in own for r in other.readings
    ):
        other = None
    every = own + (_occurrences(other, None)[0] if other else [])
    codes = {_event_code(occurrence, frame, zone) for occurrence in every}
    day = item.starts.first.day_in(frame.zone, zone)
    if backwards and not other:
        return _agreed(codes, day, "starts", item.starts, item.ends, vague=False)
    return _agreed(
        codes, day, "starts", item.starts, other, vague=len({start.day for start, _ in own}) > 1
    )


def _occurrences(starts: When, ends: When | None) -> tuple[list[Occurrence], bool]:
    """Every (start, end) the two dates may mean, and whether the end comes first: then either day alone is meant."""
    begin = [pair for reading in starts.readings for pair in _possible(reading)]
    if ends is None:
        return begin, False
    finish = [end for reading in ends.readings for _, end in _possible(reading)]
    forward = [(start, end) for (start, _), end in product(begin, finish) if end.day >= start.day]
    return (forward, False) if forward else (begin + [(end, end) for end in finish], True)


def _possible(reading: Reading) -> list[Occurrence]:
    if reading.precision is not Precision.MONTH:
        return [(reading.first, reading.last)]
    return [(Point(day), Point(day)) for day in reading.days()]


def _event_code(occurrence: Occurrence, frame: Frame, zone: tzinfo) -> Code:
    start, end = occurrence
    if not _before(start, frame.send_on, frame, zone):
        # An event of the period itself is never too far ahead: no later issue would announce it.
        near = start.day_in(frame.zone, zone) <= frame.horizon or _before(
            start, frame.period.end, frame, zone
        )
        return Code.COMING_UP if near else Code.TOO_FAR_AHEAD
    if _goes_on(end, frame.send_on, frame, zone):
        return Code.RUNNING
    if not _before(start, frame.period.end, frame, zone):
        return Code.OVER_BEFORE_SENDING
    if not _before(start, frame.period.start, frame, zone) or _goes_on(
        end, frame.period.start, frame, zone
    ):
        return Code.TOOK_PLACE_IN_PERIOD
    return Code.OVER_BEFORE_PERIOD


def _before(point: Point, day: date, frame: Frame, zone: tzinfo) -> bool:
    """Whether the point comes before the first instant of ``day``: whole days compare as days, times as instants."""
    if point.time is None:
        return point.day < day
    return point.instant(zone) < first_instant(day, frame.zone)


def _goes_on(end: Point, day: date, frame: Frame, zone: tzinfo) -> bool:
    """Whether what ends then still goes on at the first instant of ``day``; a whole last day is part of it."""
    if end.time is None:
        return end.day >= day
    return end.instant(zone) > first_instant(day, frame.zone)


def _series(item: Item, frame: Frame, zone: tzinfo) -> Timing:
    codes = {
        _event_code(pair, frame, zone)
        for when in item.dates
        for pair in _occurrences(when, None)[0]
    }
    days = sorted(when.first.day_in(frame.zone, zone) for when in item.dates)
    if codes & {Code.COMING_UP, Code.RUNNING}:
        return Timing(Code.COMING_UP, next((day for day in days if day >= frame.send_on), days[0]))
    order = (
        Code.TOOK_PLACE_IN_PERIOD,
        Code.TOO_FAR_AHEAD,
        Code.OVER_BEFORE_SENDING,
        Code.OVER_BEFORE_PERIOD,
    )
    return Timing(next(code for code in order if code in codes), days[0])


def _call(item: Item, frame: Frame) -> Timing:
    if item.deadline is None:
        return Timing(Code.UNDATED)
    zone = item.zone or frame.zone
    only = item.deadline.only
    if only and only.precision is Precision.SPAN:
        ends = [only.last]  # "1 - 15 May": open until the last day
    else:
        ends = [
            point for reading in item.deadline.readings for point in (reading.first, reading.last)
        ]
    known = _edges(item.date, frame, item.zone) if item.date else [date.min]
    codes = {_call_code(end, day, frame, zone) for end, day in product(ends, known)}
    day = ends[0].day_in(frame.zone, zone)
    return _agreed(
        codes, day, "deadline", item.deadline, None, vague=len({end.day for end in ends}) > 1
    )


def _call_code(end: Point, known: date, frame: Frame, zone: tzinfo) -> Code:
    if not _goes_on(end, frame.send_on, frame, zone):
        return Code.CLOSED_BEFORE_SENDING
    return Code.OPEN_CALL if known <= frame.send_on else Code.PUBLISHED_AFTER


def _agreed(
    codes: set[Code], day: date, field: str, own: When, other: When | None, *, vague: bool
) -> Timing:
    """The one code that every reading gives, or undecided."""
    doubt = ""
    if other:
        doubt = f"{field} is {quoted(own.text)}, but its file also says {quoted(other.text)}"
    elif vague:
        doubt = f"{field} {quoted(own.text)} can mean more than one day"
    if len(codes) == 1:
        return Timing(codes.pop(), day, doubt)
    return Timing(Code.CONFLICTING_DATES if other else Code.AMBIGUOUS_DATE, day, doubt)
