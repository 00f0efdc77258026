"""The boundary report: what lies close to the edges of the period, where mistakes of a day or a
zone happen."""

from dataclasses import dataclass
from datetime import date, timedelta, timezone

from newsletter.core.model.item import Item
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
    """Both edges of the period. News count by publication, events by their start, calls by their
    deadline."""
    period = selection.frame.period
    return _report_edge(selection, period.start), _report_edge(selection, period.end)


def _report_edge(selection: Selection, edge: date) -> Boundary:
    near = _list_near(selection, edge)
    return Boundary(
        edge=edge,
        before=tuple(each for each in near if each.day < edge),
        after=tuple(each for each in near if each.day >= edge),
    )


def _list_near(selection: Selection, edge: date) -> list[NearEdge]:
    """What lies near the edge, by day; a day further away counts when UTC puts it on the other
    side."""
    near = []
    for verdict in selection.verdicts:
        day = verdict.day
        if day is None or not _is_within(day, edge, NEAR.days + 1):
            continue
        changes_in_utc = (_utc_day(verdict, day, selection) < edge) != (day < edge)
        if changes_in_utc or _is_within(day, edge, NEAR.days):
            near.append(NearEdge(verdict, day, changes_in_utc))
    near.sort(key=lambda each: (each.day, each.verdict.item.id))
    return near


def _is_within(day: date, edge: date, days: int) -> bool:
    return day_after(edge, -days) <= day < day_after(edge, days)


def _utc_day(verdict: Verdict, day: date, selection: Selection) -> date:
    """The day that decides, if days were counted in UTC."""
    item = verdict.item
    assert isinstance(item, Item)
    when: When | None = getattr(item, item.kind.date_field)
    if when is None:
        return day
    return when.first.day_in(timezone.utc, item.zone or selection.frame.zone)
