"""The reason and the advice that go with each code, from the facts of the one item."""

from datetime import date
from functools import lru_cache

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Code
from newsletter.core.selection.timing import Doubt, Frame, Timing
from newsletter.core.values.date_parser import MONTHS, WEEKDAYS
from newsletter.core.values.text import counted, quoted


@lru_cache(maxsize=4096)
def say_day(day: date) -> str:
    """``29 April 2022``."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def say_weekday(day: date) -> str:
    """``Friday 29 April 2022``."""
    return f"{WEEKDAYS[day.weekday()].capitalize()} {say_day(day)}"


def distance(timed: Timing, frame: Frame) -> int:
    """How many days lie between the item and being selected; 10**6 when its dates do not say."""
    day = timed.day
    if day is None:
        return 10**6
    match timed.code:
        case Code.PUBLISHED_BEFORE | Code.OVER_BEFORE_PERIOD:
            return abs((day - frame.period.start).days)
        case Code.PUBLISHED_AFTER | Code.OVER_BEFORE_SENDING:
            return abs((day - frame.period.end).days) + 1
        case Code.TOO_FAR_AHEAD:
            return abs((day - frame.horizon).days)
        case Code.CLOSED_BEFORE_SENDING:
            return abs((day - frame.send_on).days)
    return 0


_TIMING_REASONS = {
    Code.PUBLISHED_BEFORE: "published {day}, {away} before the period begins",
    Code.PUBLISHED_IN_PERIOD: "published {day}",
    Code.PUBLISHED_AFTER: "published {day}, {away} after the period ends: for a later issue",
    Code.COMING_UP: "begins {day}, on or after the day of sending ({sent})",
    Code.TOO_FAR_AHEAD: "begins {day}, {away} beyond the {ahead} days ahead of {sent}",
    Code.RUNNING: "began {day} and is not over on the day of sending ({sent})",
    Code.OVER_BEFORE_SENDING: (
        "took place {day}, after the period and before the day of sending ({sent}): "
        "for the next issue"
    ),
    Code.TOOK_PLACE_IN_PERIOD: "took place {day}",
    Code.OVER_BEFORE_PERIOD: "took place {day}, {away} before the period begins",
    Code.OPEN_CALL: "open until {day}",
    Code.CLOSED_BEFORE_SENDING: "closed {day}, {away} before the day of sending ({sent})",
}
_DATE_WORDS = {"date": "date", "starts": "start date", "deadline": "deadline"}
"""What people call the fields with the day that decides."""


def timing_reason(item: Item, timed: Timing, frame: Frame) -> str:
    """Why an item's dates give the code they give: half a sentence without keys and advice."""
    if timed.code is Code.UNDATED:
        return _undated_reason(item)
    if timed.code in (Code.AMBIGUOUS_DATE, Code.CONFLICTING_DATES):
        return _doubt_reason(timed.doubt)
    if timed.code is Code.PUBLISHED_AFTER and item.kind is Kind.CALL:
        return "not yet announced on the day of sending: for a later issue"
    assert timed.day is not None, timed
    return _TIMING_REASONS[timed.code].format(
        day=say_day(timed.day),
        away=counted(distance(timed, frame), "day"),
        ahead=frame.look_ahead_days,
        sent=say_day(frame.send_on),
    )


def timing_advice(item: Item, timed: Timing) -> str | None:
    """What an editor can write so that the dates decide; None when they do already."""
    field = item.kind.date_field
    if timed.code is Code.UNDATED:
        if item.unread.get(field):
            return f"write it as {field}: 2022-04-29, or decide in issue.md"
        return f"write {field}: in its content file, or include or leave it out in issue.md"
    if timed.code in (Code.AMBIGUOUS_DATE, Code.CONFLICTING_DATES):
        return "that decides whether it belongs here, so write the day that is meant"
    return None


def _undated_reason(item: Item) -> str:
    field = item.kind.date_field
    word = _DATE_WORDS[field]
    written = item.unread.get(field)
    if written:
        return f"its {word} {quoted(written)} cannot be read"
    return f"it has no {word}"


def _doubt_reason(doubt: Doubt | None) -> str:
    if doubt is None:
        return "its date can mean several days"
    word = _DATE_WORDS[doubt.field]
    if doubt.other is None:
        return f"its {word} {quoted(doubt.written)} can mean more than one day"
    return f"its {word} is {quoted(doubt.written)}, but it also says {quoted(doubt.other)}"
