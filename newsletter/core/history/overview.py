"""All issues together: which were sent, what none of them held, what lies between them, whom members have not heard from.

Plans + records + the selection of the issue that comes next -> Chronicle. It looks at no clock: ``today`` is handed in.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from newsletter.core.history.changes_since_sent import Otherwise, otherwise
from newsletter.core.history.make_record import repeats
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.verdict import Code, Verdict
from newsletter.core.selection.select import Selection
from newsletter.core.values.period import Cadence, Period
from newsletter.core.values.text import fold

RECENT = 3
"""In how many of the latest issues a network or region should have been heard from."""
_NOT_FOR_ISSUES = (
    Code.DRAFT,
    Code.DUPLICATE,
    Code.OWN_UPDATE,
    Code.CANCELLED,
    Code.EMBARGOED,
    Code.UNREADABLE,
)


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue among all."""

    period: Period
    record: SentRecord | None
    plan: Plan | None
    items: int
    """What it held; of an issue that was not sent, what is dated in its period."""
    missed: tuple[Verdict, ...]
    """What belongs to its period and no issue held."""
    otherwise: tuple[Otherwise, ...] = ()
    """What is otherwise now than members got it."""

    @property
    def name(self) -> str:
        """The issue's name."""
        return self.record.issue if self.record else self.period.slug

    @property
    def state(self) -> str:
        """``sent``, ``in work`` or ``not begun``."""
        return "sent" if self.record else "in work" if self.plan else "not begun"


@dataclass(frozen=True, slots=True)
class Between:
    """Days that no issue covers, or that two do."""

    first: date
    last: date
    overlap: bool


@dataclass(frozen=True, slots=True)
class History:
    """All issues, the earliest first."""

    rows: tuple[IssueRow, ...]
    between: tuple[Between, ...]
    silent_networks: tuple[str, ...]
    """Networks that none of the latest issues that were sent held anything of."""
    silent_regions: tuple[str, ...]
    twice: tuple[tuple[str, str, str], ...] = ()
    """What two issues told in the same role although nobody wanted it: the title, and both issues."""


def read_history(
    selection: Selection, plans: Iterable[Plan], records: Iterable[SentRecord], cadence: Cadence, regions: Mapping[str, tuple[str, ...]], today: date,
    compared: Callable[[Period], bool] = lambda _: True,
) -> History:  # fmt: skip
    """Arrange what is known. ``selection`` is the one of the issue that comes next, so that it knows what was missed.

    ``compared`` says of which issues it is wanted what is otherwise now than it was sent.
    """
    by_period = {plan.period: plan for plan in plans}
    sent = {record.period: record for record in records}
    coming = {selection.frame.period} if sent else set()
    periods = sorted({*by_period, *sent, *coming, *_skipped(sent, cadence, today)})
    files = {
        verdict.item.id: verdict.item
        for verdict in selection.verdicts
        if isinstance(verdict.item, Item)
    }
    home: dict[Period, list[Verdict]] = {period: [] for period in periods}
    missed: dict[Period, list[Verdict]] = {period: [] for period in periods}
    starts = [period.start for period in periods]
    for verdict in selection.verdicts:
        period = _home(verdict, periods, starts)
        if period is not None:
            home[period].append(verdict)
            if verdict.code is Code.MISSED_LAST_TIME:
                missed[period].append(verdict)
    rows = tuple(
        IssueRow(
            period,
            sent.get(period),
            by_period.get(period),
            len(sent[period].items) if period in sent else len(home[period]),
            tuple(
                sorted(
                    missed[period], key=lambda verdict: (verdict.day or date.min, verdict.item.id)
                )
            ),
            tuple(otherwise(sent[period], by_period.get(period), files))
            if period in sent and compared(period)
            else (),
        )
        for period in periods
    )
    latest = sorted(sent.values(), key=lambda record: (record.sent_on, record.issue))[-RECENT:]
    silent = _silent(latest, sent.values(), files.values(), regions)
    return History(rows, tuple(_between(periods)), *silent, tuple(_twice(sent.values())))


def next_period(
    plans: Iterable[Plan], records: Iterable[SentRecord], cadence: Cadence, today: date
) -> Period:
    """The period of the issue that comes next: the first after the last that was sent, of its plan or by the cadence."""
    last = max(
        (record.period for record in records),
        key=lambda period: (period.end, period.start),
        default=None,
    )
    begun = sorted(plan.period for plan in plans)
    if last is None:
        return begun[-1] if begun else cadence.containing(today)
    return next(
        (period for period in begun if period.start >= last.end), cadence.containing(last.end)
    )


def _twice(records: Iterable[SentRecord]) -> Iterator[tuple[str, str, str]]:
    """Issues that did not know of each other: sent on one day, entered later, or in two clones."""
    earlier: list[SentRecord] = []
    for record in sorted(records, key=lambda record: (record.sent_on, record.issue)):
        unknown = [other for other in earlier if other.issue not in record.before]
        if unknown:
            yield from (
                (item.title, issue, record.issue) for item, issue in repeats(record, unknown)
            )
        earlier.append(record)


def _skipped(sent: Mapping[Period, SentRecord], cadence: Cadence, today: date) -> Iterator[Period]:
    """The cadence's periods from the first that was sent until today that no sent issue touches."""
    if not sent:
        return
    period = cadence.containing(min(sent).start)
    while period.end <= today:
        if not any(other.start < period.end and period.start < other.end for other in sent):
            yield period
        period = cadence.containing(period.end)


def _home(verdict: Verdict, periods: Sequence[Period], starts: Sequence[date]) -> Period | None:
    """The period that the item's day lies in; of two that overlap, the later one."""
    if verdict.day is None or verdict.code in _NOT_FOR_ISSUES:
        return None
    at = bisect_right(starts, verdict.day) - 1
    return next(
        (period for period in reversed(periods[max(at - 1, 0) : at + 1]) if verdict.day in period),
        None,
    )


def _between(periods: Iterable[Period]) -> Iterator[Between]:
    reached: date | None = None
    for period in periods:
        if reached is not None and period.start != reached:
            first, last = min(reached, period.start), max(reached, period.start)
            yield Between(first, min(last, period.end) - timedelta(days=1), period.start < reached)
        reached = period.end if reached is None else max(reached, period.end)


def _silent(
    latest: Iterable[SentRecord],
    every: Iterable[SentRecord],
    files: Iterable[Item],
    regions: Mapping[str, tuple[str, ...]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The networks and regions that are known from files and records, and stand in none of the latest issues."""
    if not latest:
        return (), ()
    region_of = {
        fold(country): region for region, countries in regions.items() for country in countries
    }
    heard = [item for record in latest for item in record.items]
    networks = {fold(network) for network in {item.network for item in heard}}
    heard_regions = {region_of.get(fold(country)) for country in {item.country for item in heard}}
    known = {fold(network): network for network in sorted(set(_networks(every, files)))}
    return (
        tuple(sorted(name for key, name in known.items() if key and key not in networks)),
        tuple(region for region in regions if region not in heard_regions),
    )


def _networks(records: Iterable[SentRecord], files: Iterable[Item]) -> Iterator[str]:
    yield from (item.network for record in records for item in record.items)
    yield from (item.network for item in files if not item.draft)
