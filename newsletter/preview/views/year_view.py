"""A year at a glance: every item of the year at its day, each issue's period, what was sent when, and what never was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from newsletter.build import Overview
from newsletter.core.history.overview import IssueRow
from newsletter.core.issue.compose import anchor_of
from newsletter.core.model.item import Item
from newsletter.core.model.verdict import Code, Outcome, Role, Verdict
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.sent_index import SentIndex, counting
from newsletter.core.values.date_parser import MONTHS
from newsletter.core.values.text import counted
from newsletter.preview.views.problem_words import say_sentence

LANES = 9
LANE_HEIGHT = 13
ROOM = 1.25
"""Percent of the width that a mark needs for itself."""
STATES = {"sent": "Sent", "missed": "Never sent", "waiting": "To come", "left-out": "Left out"}
_NO_NEWS = (Code.DRAFT, Code.DUPLICATE, Code.OWN_UPDATE, Code.UNREADABLE)


@dataclass(frozen=True, slots=True)
class YearMark:
    """One item at its day."""

    x: float
    y: int
    state: str
    """A key of STATES."""
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """An issue's period, as far as it lies in the year."""

    x: float
    width: float
    name: str
    title: str
    state: str
    sent_x: float | None
    """Where the day of sending lies; None when it was not sent, or in another year."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """An issue in the list."""

    name: str
    title: str
    state: str
    said: str
    held: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeverSent:
    """An item that no issue held."""

    title: str
    day: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Year:
    """All of it."""

    year: int
    months: tuple[tuple[float, str], ...]
    bands: tuple[Band, ...]
    marks: tuple[YearMark, ...]
    height: int
    counts: tuple[tuple[str, str, int], ...]
    """State, its words, how many."""
    rows: tuple[YearRow, ...]
    lost: tuple[NeverSent, ...]
    coming: str
    """The name of the issue that comes next, which offers what was missed."""
    between: tuple[str, ...]
    silent_networks: tuple[str, ...]
    silent_regions: tuple[str, ...]


def year_view(found: Overview, year: int) -> Year:
    """One year of the whole."""
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    rows = [row for row in found.history.rows if row.period.start < last and first < row.period.end]
    verdicts = [
        v
        for v in found.coming.selection.verdicts
        if v.day and first <= v.day < last and v.code not in _NO_NEWS
    ]
    marks = tuple(_marks(found, sorted(verdicts, key=lambda v: (v.day or first, v.item.id)), first))
    between = tuple(
        f"{'Two issues cover' if each.overlap else 'No issue covers'} {say_day(each.first)} to {say_day(each.last)}."
        for each in found.history.between
        if each.first < last and first <= each.last
    )
    return Year(
        year,
        tuple(
            (_x(date(year, month, 1), first), MONTHS[month - 1][:3].capitalize())
            for month in range(1, 13)
        ),
        tuple(_band(row, first) for row in rows),
        marks,
        max((mark.y for mark in marks), default=0) + LANE_HEIGHT,
        tuple(
            (state, words, sum(mark.state == state for mark in marks))
            for state, words in STATES.items()
        ),
        tuple(_year_row(row) for row in rows if row.record or row.plan or row.items),
        tuple(_never_sent(verdict) for row in rows for verdict in row.missed),
        found.coming.plan.name,
        between,
        found.history.silent_networks,
        found.history.silent_regions,
    )


def _x(day: date, first: date) -> float:
    days = (date(first.year + 1, 1, 1) - first).days
    return round(min(max((day - first).days, 0), days) / days * 100, 2)


def _band(row: IssueRow, first: date) -> Band:
    start, end = _x(row.period.start, first), _x(row.period.end, first)
    sent_on = row.record.sent_on if row.record else None
    return Band(
        start, round(end - start, 2), row.name, row.period.title, row.state.replace(" ", "-"),
        _x(sent_on, first) if sent_on and sent_on.year == first.year else None,
    )  # fmt: skip


def _marks(found: Overview, verdicts: list[Verdict], first: date) -> Iterator[YearMark]:
    """Each mark in the first lane where it touches no other; when all are full, in the last."""
    memory = SentIndex.of(counting(found.coming.records, found.coming.plan))
    ends = [-100.0] * LANES
    for verdict in verdicts:
        assert verdict.day is not None
        at = _x(verdict.day, first)
        lane = next((lane for lane, end in enumerate(ends) if end <= at), LANES - 1)
        ends[lane] = at + ROOM
        state, why = _state_and_reason(verdict, memory)
        label = f"{STATES[state]}: {verdict.item.title}, {say_day(verdict.day)}{why}"
        yield YearMark(at, 8 + lane * LANE_HEIGHT, state, label)


def _state_and_reason(verdict: Verdict, memory: SentIndex) -> tuple[str, str]:
    held = (
        [memory.issue_with(verdict.item, role) for role in Role]
        if isinstance(verdict.item, Item)
        else []
    )
    issues = sorted({name for name in held if name})
    if issues:
        return "sent", f", in {' and '.join(issues)}"
    if verdict.code is Code.MISSED_LAST_TIME:
        return "missed", ""
    if verdict.outcome is not Outcome.LEFT_OUT or verdict.code in (
        Code.PUBLISHED_AFTER, Code.TOO_FAR_AHEAD, Code.OVER_BEFORE_SENDING, Code.EMBARGOED, Code.NEXT_TIME,
    ):  # fmt: skip
        return "waiting", ""
    return "left-out", f". {say_sentence(verdict.reason)}"


def _year_row(row: IssueRow) -> YearRow:
    remarks = []
    if row.missed:
        remarks.append(f"{len(row.missed)} missed")
    if row.changes:
        remarks.append(f"{len(row.changes)} otherwise now than sent")
    if row.record and row.record.corrections:
        remarks.append(counted(len(row.record.corrections), "correction"))
    said = f"sent on {say_day(row.record.sent_on)}" if row.record else ""
    if row.record and row.record.by_hand:
        said += ", made by hand"
    return YearRow(
        row.name, row.period.title, row.state, said, counted(row.items, "item"), tuple(remarks)
    )


def _never_sent(verdict: Verdict) -> NeverSent:
    return NeverSent(
        verdict.item.title, say_day(verdict.day) if verdict.day else "", anchor_of(verdict.item.id)
    )
