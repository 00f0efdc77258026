"""The sentence that goes with each reason code, from the facts of the one item."""

from datetime import date

from newsletter.core.date_text import MONTHS, WEEKDAYS
from newsletter.core.item import Item, Kind
from newsletter.core.period import day_after
from newsletter.core.text import counted, quoted
from newsletter.core.timing import Frame, Timing
from newsletter.core.verdict import Code


def say_day(day: date) -> str:
    """``29 April 2022``."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def say_weekday(day: date) -> str:
    """``Friday 29 April 2022``."""
    return f"{WEEKDAYS[day.weekday()].capitalize()} {say_day(day)}"


def distance(timed: Timing, frame: Frame) -> int:
    """How many days lie between the item and being selected; 10**6 when its dates do not say."""
    if timed.day is None:
        return 10**6
    edge = {
        Code.PUBLISHED_BEFORE: frame.period.start,
        Code.OVER_BEFORE_PERIOD: frame.period.start,
        Code.PUBLISHED_AFTER: day_after(frame.period.end, -1),
        Code.OVER_BEFORE_SENDING: day_after(frame.period.end, -1),
        Code.TOO_FAR_AHEAD: frame.horizon,
        Code.CLOSED_BEFORE_SENDING: frame.send_on,
    }.get(timed.code)
    return abs((timed.day - edge).days) if edge else 0


def timing_reason(item: Item, timed: Timing, frame: Frame) -> str:
    """Why an item's dates give the code they give, in one sentence without a full stop."""
    if timed.code is Code.UNDATED:
        return _undated(item)
    if timed.code in (Code.AMBIGUOUS_DATE, Code.CONFLICTING_DATES):
        what = timed.doubt or "its date can mean several days"
        return f"{what}; that decides whether it belongs here, so write the one that is meant"
    assert timed.day is not None, timed
    day, away = say_day(timed.day), counted(distance(timed, frame), "day")
    sent = say_day(frame.send_on)
    return {
        Code.PUBLISHED_BEFORE: f"published {day}, {away} before the period begins",
        Code.PUBLISHED_IN_PERIOD: f"published {day}",
        Code.PUBLISHED_AFTER: _after(item, day, away),
        Code.COMING_UP: f"begins {day}, on or after the day of sending ({sent})",
        Code.TOO_FAR_AHEAD: f"begins {day}, {away} beyond the {frame.look_ahead_days} days looked ahead from {sent}",
        Code.RUNNING: f"began {day} and is not over on the day of sending ({sent})",
        Code.OVER_BEFORE_SENDING: f"took place {day}, after the period and before the day of sending ({sent}): for the next issue",
        Code.TOOK_PLACE_IN_PERIOD: f"took place {day}",
        Code.OVER_BEFORE_PERIOD: f"took place {day}, {away} before the period begins",
        Code.OPEN_CALL: f"open until {day}",
        Code.CLOSED_BEFORE_SENDING: f"closed {day}, {away} before the day of sending ({sent})",
    }[timed.code]  # fmt: skip


def _after(item: Item, day: str, away: str) -> str:
    if item.kind is Kind.CALL:
        return "not yet announced on the day of sending: for the next issue"
    return f"published {day}, {away} after the period ends: for the next issue"


def _undated(item: Item) -> str:
    field = {Kind.NEWS: "date", Kind.EVENT: "starts", Kind.CALL: "deadline"}[item.kind]
    written = item.unread.get(field)
    if written:
        return f"its {field} {quoted(written)} cannot be read; write it as 2022-04-29, or decide in issue.md"
    return f"it has no {field}: write one in its content file, or include or leave it out in issue.md"
