"""The boundary report: what lies close to the edges of the period, where mistakes of a day or a zone happen."""

from dataclasses import dataclass
from datetime import date, timedelta, timezone

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Verdict
from newsletter.core.selection.select import Selection
from newsletter.core.values.dates import When
from newsletter.core.values.period import day_after

NEAR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class NearEdge:
    """One item close to an edge."""

    verdict: Verdict
    day: date
    changes_in_utc: bool
    """Whether it would lie on the other side of the edge if days were counted in UTC."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """One edge of the period: its first day, or the first day after it."""

    edge: date
    before: tuple[NearEdge, ...]
    """What lies in the three days before it."""
    after: tuple[NearEdge, ...]
    """What lies in the three days from it on."""


def boundary_report(selection: Selection) -> tuple[Boundary, Boundary]:
    """Both edges of the period. News count by publication, events by their start, calls by their deadline."""
    start, end = (
        _boundary(selection, edge)
        for edge in (selection.frame.period.start, selection.frame.period.end)
    )
    return start, end


def _boundary(selection: Selection, edge: date) -> Boundary:
    near = []
    for verdict in selection.verdicts:
        if verdict.day is None or not day_after(edge, -4) <= verdict.day < day_after(edge, 4):
            continue
        utc = _utc_day(verdict, selection)
        changes = (utc < edge) != (verdict.day < edge)
        if changes or day_after(edge, -NEAR.days) <= verdict.day < day_after(edge, NEAR.days):
            near.append(NearEdge(verdict, verdict.day, changes))
    near.sort(key=lambda n: (n.day, n.verdict.item.id))
    return Boundary(
        edge, tuple(n for n in near if n.day < edge), tuple(n for n in near if n.day >= edge)
    )


def _utc_day(verdict: Verdict, selection: Selection) -> date:
    item, zone = verdict.item, selection.frame.zone
    assert isinstance(item, Item) and verdict.day is not None
    when: When | None = {Kind.NEWS: item.date, Kind.EVENT: item.starts, Kind.CALL: item.deadline}[
        item.kind
    ]
    if when is None:
        return verdict.day
    return when.first.day_in(timezone.utc, item.zone or zone)
