"""The sentence that goes with each reason code, from the facts of the one item."""

from datetime import date
from functools import lru_cache

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Code
from newsletter.core.selection.timing import Frame, Timing
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


_SENTENCES = {
    Code.PUBLISHED_BEFORE: "published {day}, {away} before the period begins",
    Code.PUBLISHED_IN_PERIOD: "published {day}",
    Code.PUBLISHED_AFTER: "published {day}, {away} after the period ends: for a later issue",
    Code.COMING_UP: "begins {day}, on or after the day of sending ({sent})",
    Code.TOO_FAR_AHEAD: "begins {day}, {away} beyond the {ahead} days looked ahead from {sent}",
    Code.RUNNING: "began {day} and is not over on the day of sending ({sent})",
    Code.OVER_BEFORE_SENDING: "took place {day}, after the period and before the day of sending ({sent}): for the next issue",
    Code.TOOK_PLACE_IN_PERIOD: "took place {day}",
    Code.OVER_BEFORE_PERIOD: "took place {day}, {away} before the period begins",
    Code.OPEN_CALL: "open until {day}",
    Code.CLOSED_BEFORE_SENDING: "closed {day}, {away} before the day of sending ({sent})",
}


def timing_reason(item: Item, timed: Timing, frame: Frame) -> str:
    """Why an item's dates give the code they give, in one sentence without a full stop."""
    if timed.code is Code.UNDATED:
        return _undated(item)
    if timed.code in (Code.AMBIGUOUS_DATE, Code.CONFLICTING_DATES):
        what = timed.doubt or "its date can mean several days"
        return f"{what}; that decides whether it belongs here, so write the one that is meant"
    if timed.code is Code.PUBLISHED_AFTER and item.kind is Kind.CALL:
        return "not yet announced on the day of sending: for a later issue"
    assert timed.day is not None, timed
    return _SENTENCES[timed.code].format(
        day=say_day(timed.day),
        away=counted(distance(timed, frame), "day"),
        ahead=frame.look_ahead_days,
        sent=say_day(frame.send_on),
    )


def _undated(item: Item) -> str:
    field = {Kind.NEWS: "date", Kind.EVENT: "starts", Kind.CALL: "deadline"}[item.kind]
    written = item.unread.get(field)
    if written:
        return f"its {field} {quoted(written)} cannot be read; write it as 2022-04-29, or decide in issue.md"
    return (
        f"it has no {field}: write one in its content file, or include or leave it out in issue.md"
    )
