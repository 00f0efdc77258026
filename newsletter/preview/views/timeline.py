"""The timeline: the period, the day of sending, and every item near them as a mark; positions in percent of its width."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from newsletter.core.issue.compose import anchor_of
from newsletter.core.model.item import Unreadable
from newsletter.core.model.verdict import Outcome, Verdict
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import Selection
from newsletter.core.values.date_parser import MONTHS
from newsletter.core.values.period import add_months
from newsletter.preview.views.problem_words import say_sentence

BESIDE = timedelta(days=31)
"""How much is shown on both sides of the period and the day of sending."""
FARTHEST = timedelta(days=100)
"""How far what is selected may widen the view."""
ROOM = 1.7
"""Percent of the width that a mark needs for itself."""
ROOM_FOR_A_NAME = 91
"""Percent of the width up to which the name of a month still fits on a phone."""
LANES = 7
LANE_HEIGHT = 15
WORDS = {
    Outcome.SELECTED: "In this issue",
    Outcome.LEFT_OUT: "Left out",
    Outcome.UNDECIDED: "To decide",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One item."""

    x: float
    y: int
    state: Outcome
    anchor: str
    label: str
    """What it is and why, in one line."""


@dataclass(frozen=True, slots=True)
class Month:
    """The first day of a month."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All of it."""

    period_x: float
    period_width: float
    sent_x: float
    sent: str
    months: tuple[Month, ...]
    marks: tuple[Mark, ...]
    height: int
    undated: int
    """How many items have no day, so no mark."""


def timeline(selection: Selection) -> Timeline:
    """The timeline of a selection. An item stands at the day that decided about it."""
    frame = selection.frame
    period = frame.period
    dated = [
        v for v in selection.verdicts if v.day is not None and not isinstance(v.item, Unreadable)
    ]
    chosen = [v.day for v in dated if v.day and v.outcome is not Outcome.LEFT_OUT]
    first = min([period.start, *(day for day in chosen if day > period.start - FARTHEST)]) - BESIDE
    last = max(
        [period.end, frame.send_on, *(day for day in chosen if day < frame.send_on + FARTHEST)]
    )
    last += BESIDE if last in (period.end, frame.send_on) else timedelta(days=7)
    days = (last - first).days

    def x(day: date) -> float:
        return round(min(max((day - first).days, 0), days) / days * 100, 2)

    near = sorted(
        (v for v in dated if v.day and first <= v.day <= last),
        key=lambda v: (v.day or first, v.item.id),
    )
    marks = tuple(_marks(near, x))
    lowest = max((mark.y for mark in marks), default=0)
    return Timeline(
        x(period.start), round(x(period.end) - x(period.start), 2), x(frame.send_on), say_day(frame.send_on),
        tuple(_months(first, last, x)), marks, lowest + LANE_HEIGHT,
        sum(v.outcome is Outcome.UNDECIDED and v.day is None for v in selection.verdicts),
    )  # fmt: skip


def _marks(verdicts: list[Verdict], x: Callable[[date], float]) -> list[Mark]:
    """Each mark in the first lane where it touches no other; when all are full, in the last."""
    ends = [-100.0] * LANES
    marks = []
    for verdict in verdicts:
        assert verdict.day is not None
        at = x(verdict.day)
        lane = next((lane for lane, end in enumerate(ends) if end <= at), LANES - 1)
        ends[lane] = at + ROOM
        label = f"{WORDS[verdict.outcome]}: {verdict.item.title}. {say_sentence(verdict.reason)}"
        marks.append(
            Mark(at, 9 + lane * LANE_HEIGHT, verdict.outcome, anchor_of(verdict.item.id), label)
        )
    return marks


def _months(first: date, last: date, x: Callable[[date], float]) -> list[Month]:
    months = []
    month = add_months(first.replace(day=1), 1)
    while month <= last:
        name = MONTHS[month.month - 1][:3].capitalize()
        months.append(Month(x(month), name if x(month) < ROOM_FOR_A_NAME else ""))
        month = add_months(month, 1)
    return months
