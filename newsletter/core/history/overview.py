"""All issues together: which were sent, what none of them had, which days no issue covers, which
networks and regions members have not read about.

Plans + records + the selection of the issue that comes next -> History. ``today`` is an argument:
nothing here looks at a clock.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from newsletter.core.history.changes_since_sent import ItemChange, find_changes
from newsletter.core.history.make_record import repeats
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.verdict import Code, Verdict
from newsletter.core.selection.select import Selection
from newsletter.core.values.period import Cadence, Period
from newsletter.core.values.text import fold

RECENT = 3
"""How many of the latest issues count for what members have not read about."""
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
    """How many items it had; for an issue that was not sent, how many are dated in its period."""
    missed: tuple[Verdict, ...]
    """What belongs to its period and no issue had."""
    changes: tuple[ItemChange, ...] = ()
    """What changed since it was sent."""

    @property
    def name(self) -> str:
        """The issue's name."""
        return self.record.issue if self.record else self.period.slug

    @property
    def state(self) -> str:
        """``sent``, ``in work`` or ``not begun``."""
        if self.record:
            return "sent"
        return "in work" if self.plan else "not begun"


@dataclass(frozen=True, slots=True)
class UnevenDays:
    """Days that no issue covers, or that two do."""

    first: date
    last: date
    overlap: bool


@dataclass(frozen=True, slots=True)
class History:
    """All issues, the earliest first."""

    rows: tuple[IssueRow, ...]
    between: tuple[UnevenDays, ...]
    silent_networks: tuple[str, ...]
    """Networks that none of the latest issues that were sent had anything of."""
    silent_regions: tuple[str, ...]
    twice: tuple[tuple[str, str, str], ...] = ()
    """What two issues had in the same role by mistake: the title, and both issues."""


def read_history(
    selection: Selection,
    plans: Iterable[Plan],
    records: Iterable[SentRecord],
    cadence: Cadence,
    regions: Mapping[str, tuple[str, ...]],
    today: date,
    compared: Callable[[Period], bool] = lambda _: True,
) -> History:
    """Arrange what is known of all issues.

    ``selection`` is the one of the issue that comes next, so that it knows what was missed.
    ``compared`` says for which issues to find what changed since they were sent.
    """
    plan_of = {plan.period: plan for plan in plans}
    record_of_period = {record.period: record for record in records}
    periods = {*plan_of, *record_of_period, *_skipped(record_of_period, cadence, today)}
    if record_of_period:
        periods.add(selection.frame.period)
    ordered = sorted(periods)
    files = _files_of(selection)
    verdicts = _by_period(selection, ordered)
    rows = []
    for period in ordered:
        record, plan = record_of_period.get(period), plan_of.get(period)
        changes: tuple[ItemChange, ...] = ()
        if record is not None and compared(period):
            changes = tuple(find_changes(record, plan, files))
        rows.append(
            IssueRow(
                period=period,
                record=record,
                plan=plan,
                items=len(verdicts[period]) if record is None else len(record.items),
                missed=_missed(verdicts[period]),
                changes=changes,
            )
        )
    sent = sorted(record_of_period.values(), key=_sent_first)
    silence = _Silence(sent, regions)
    return History(
        rows=tuple(rows),
        between=tuple(_between(ordered)),
        silent_networks=silence.networks(files.values()),
        silent_regions=silence.regions(),
        twice=tuple(_twice(sent)),
    )


def _sent_first(record: SentRecord) -> tuple[date, str]:
    return record.sent_on, record.issue


def _files_of(selection: Selection) -> dict[str, Item]:
    found = {}
    for verdict in selection.verdicts:
        if isinstance(verdict.item, Item):
            found[verdict.item.id] = verdict.item
    return found


def _by_period(selection: Selection, periods: Sequence[Period]) -> dict[Period, list[Verdict]]:
    """The verdicts on what is dated in each period."""
    found: dict[Period, list[Verdict]] = {period: [] for period in periods}
    starts = [period.start for period in periods]
    for verdict in selection.verdicts:
        period = _home(verdict, periods, starts)
        if period is not None:
            found[period].append(verdict)
    return found


def _missed(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    missed = [verdict for verdict in verdicts if verdict.code is Code.MISSED_LAST_TIME]
    missed.sort(key=lambda verdict: (verdict.day or date.min, verdict.item.id))
    return tuple(missed)


def next_period(
    plans: Iterable[Plan], records: Iterable[SentRecord], cadence: Cadence, today: date
) -> Period:
    """The period of the issue that comes next.

    It is the first after the last that was sent, from its plan or by the cadence.
    """
    begun = sorted(plan.period for plan in plans)
    sent = [record.period for record in records]
    if not sent:
        return begun[-1] if begun else cadence.containing(today)
    last = max(sent, key=lambda period: (period.end, period.start))
    for period in begun:
        if period.start >= last.end:
            return period
    return cadence.containing(last.end)


def _twice(records: Iterable[SentRecord]) -> Iterator[tuple[str, str, str]]:
    """What two issues had that did not know of each other.

    They were sent on one day, entered later, or sent from two copies of the workspace. The records
    are in the order of sending.
    """
    earlier: list[SentRecord] = []
    for record in records:
        unknown = [other for other in earlier if other.issue not in record.before]
        if unknown:
            for item, issue in repeats(record, unknown):
                yield item.title, issue, record.issue
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
    """The period that the item's day is in; of two that overlap, the later one."""
    if verdict.day is None or verdict.code in _NOT_FOR_ISSUES:
        return None
    at = bisect_right(starts, verdict.day) - 1
    for period in reversed(periods[max(at - 1, 0) : at + 1]):
        if verdict.day in period:
            return period
    return None


def _between(periods: Iterable[Period]) -> Iterator[UnevenDays]:
    """The days between the periods, which are in order: those of none, and those of two."""
    reached: date | None = None
    for period in periods:
        if reached is None:
            reached = period.end
            continue
        if period.start != reached:
            first, last = min(reached, period.start), max(reached, period.start)
            overlap = period.start < reached
            yield UnevenDays(first, min(last, period.end) - timedelta(days=1), overlap)
        reached = max(reached, period.end)


class _Silence:
    """What the latest issues had nothing of. Nothing is silent before an issue was sent."""

    def __init__(self, sent: Sequence[SentRecord], regions: Mapping[str, tuple[str, ...]]) -> None:
        self._sent = sent
        self._regions = regions
        self._recent = [item for record in sent[-RECENT:] for item in record.items]

    def networks(self, files: Iterable[Item]) -> tuple[str, ...]:
        """The networks that records and files name and the latest issues do not."""
        if not self._sent:
            return ()
        recent = {fold(item.network) for item in self._recent}
        names = {item.network for record in self._sent for item in record.items}
        names.update(item.network for item in files if not item.draft)
        known = {fold(name): name for name in sorted(names)}
        silent = [name for key, name in known.items() if key and key not in recent]
        return tuple(sorted(silent))

    def regions(self) -> tuple[str, ...]:
        """The regions of which no country is in the latest issues."""
        if not self._sent:
            return ()
        region_of = {}
        for region, countries in self._regions.items():
            for country in countries:
                region_of[fold(country)] = region
        recent = {region_of.get(fold(item.country)) for item in self._recent}
        return tuple(region for region in self._regions if region not in recent)
