"""Selection: every content file gets exactly one verdict, and the counts add up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from operator import is_

from newsletter.core.model.item import Item, Kind, PoolFile
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord, record_of
from newsletter.core.model.verdict import Code, Outcome, Verdict
from newsletter.core.problems.problem import Problem, ProblemKind, make_problem
from newsletter.core.problems.selection_kinds import (
    CONTRADICTING_DATES,
    DAYS_DIFFER_IN_TEXT,
    LOOKS_LIKE_ANOTHER,
    VAGUE_DATE,
)
from newsletter.core.selection.announcements import check_announcements
from newsletter.core.selection.duplicates import Twins, find_twins
from newsletter.core.selection.judge import Judge, Rules, read_decisions, read_own_titles
from newsletter.core.selection.sent_index import SentIndex, counting
from newsletter.core.selection.timing import Frame, range_in_text, timing
from newsletter.core.values.period import Period
from newsletter.core.values.text import path_key

__all__ = ["Rules", "Selection", "SelectionCache", "find_long_past", "select"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The verdicts on a whole pool."""

    frame: Frame
    verdicts: tuple[Verdict, ...]
    """One for each content file, by id."""
    problems: tuple[Problem, ...] = ()
    """Warnings: what is doubtful about the selected although it was decided."""

    _by_outcome: Mapping[Outcome, tuple[Verdict, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        found: dict[Outcome, list[Verdict]] = {outcome: [] for outcome in Outcome}
        for verdict in self.verdicts:
            found[verdict.outcome].append(verdict)
        by_outcome = {outcome: tuple(verdicts) for outcome, verdicts in found.items()}
        object.__setattr__(self, "_by_outcome", by_outcome)

    def of(self, outcome: Outcome) -> tuple[Verdict, ...]:
        """The verdicts with that outcome."""
        return self._by_outcome[outcome]

    @property
    def counts(self) -> dict[str, int]:
        """``pool``, ``selected``, ``left_out`` and ``undecided``; the last three add up to the
        first."""
        return {
            "pool": len(self.verdicts),
            "selected": len(self.of(Outcome.SELECTED)),
            "left_out": len(self.of(Outcome.LEFT_OUT)),
            "undecided": len(self.of(Outcome.UNDECIDED)),
        }


@dataclass(slots=True)
class SelectionCache:
    """What was decided before, for a program that selects again and again: only what may have
    changed is decided again.

    It never changes an outcome: a verdict is taken from it only when all it depends on is the same.
    """

    context: object = None
    """What all verdicts depend on: the period, the day of sending, the rules, the records."""
    verdicts: dict[str, tuple[object, Verdict]] = field(default_factory=dict)
    """By id: what the verdict on that very item depends on besides (the editor's decision, its
    twin), and the verdict."""
    pool: list[PoolFile] = field(default_factory=list)
    twins: Twins | None = None
    """The twins of that very pool."""
    records: tuple[SentRecord, ...] = ()
    """The records that counted."""
    sent: SentIndex | None = None
    """Those very records, arranged."""


def select(
    pool: Iterable[PoolFile],
    plan: Plan,
    records: Iterable[SentRecord],
    rules: Rules,
    memory: SelectionCache | None = None,
) -> Selection:
    """Give every content file its verdict.

    ``records`` may be empty. The outcome depends on nothing but the pool, the plan, the records
    and the rules: not on the order of ``pool``, the clock, the locale or the ``memory``.
    """
    files = sorted(pool, key=lambda file: file.id)
    records = tuple(records)
    memory = memory or SelectionCache()
    frame = Frame(plan.period, plan.send_on, rules.look_ahead_days, rules.zone)
    own_record = record_of(plan.name, records)
    judge = Judge(
        frame=frame,
        sections=rules.sections,
        own_titles=read_own_titles(rules),
        twins=_find_twins(files, memory),
        sent=_index_records(counting(records, plan), memory),
        own=SentIndex.of((own_record,)) if own_record else None,
        decisions=read_decisions(plan),
        moves={path_key(item_id): section for item_id, section in plan.move.items()},
    )
    context = (frame, rules, judge.sent, judge.own)
    verdicts = tuple(_judge_all(judge, files, context, memory))
    return Selection(frame, verdicts, tuple(_find_doubts(verdicts, judge)))


def _find_twins(files: list[PoolFile], memory: SelectionCache) -> Twins:
    """The twins in the pool, from memory when the pool is the very same."""
    same = len(files) == len(memory.pool) and all(map(is_, files, memory.pool))
    if memory.twins is None or not same:
        memory.pool = files
        memory.twins = find_twins(file for file in files if isinstance(file, Item))
    return memory.twins


def _index_records(records: tuple[SentRecord, ...], memory: SelectionCache) -> SentIndex:
    """The records arranged, from memory when they are the very same."""
    same = len(records) == len(memory.records) and all(map(is_, records, memory.records))
    if memory.sent is None or not same:
        memory.records = records
        memory.sent = SentIndex.of(records)
    return memory.sent


def _judge_all(
    judge: Judge, files: list[PoolFile], context: object, memory: SelectionCache
) -> Iterator[Verdict]:
    """The verdict on each file, from memory where all it depends on is the very same."""
    if memory.context != context:
        memory.context, memory.verdicts = context, {}
    before, memory.verdicts = memory.verdicts, {}
    for file in files:
        key = path_key(file.id)
        depends_on = (
            judge.decisions.get(key),
            judge.moves.get(key),
            judge.twins.duplicate_of.get(file.id),
        )
        verdict = _recall(before.get(file.id), file, depends_on)
        if verdict is None:
            verdict = judge.judge(file)
        memory.verdicts[file.id] = (depends_on, verdict)
        yield verdict


def _recall(
    known: tuple[object, Verdict] | None, file: PoolFile, depends_on: object
) -> Verdict | None:
    """The verdict from memory, when it is on that very file and depended on the same."""
    if known is None:
        return None
    depended_on, verdict = known
    if depended_on == depends_on and verdict.item is file:
        return verdict
    return None


def _find_doubts(verdicts: tuple[Verdict, ...], judge: Judge) -> Iterator[Problem]:
    """Warnings about what was selected in spite of a doubt."""
    selected: set[str] = set()
    for verdict in verdicts:
        item = verdict.item
        if verdict.outcome is Outcome.SELECTED and isinstance(item, Item):
            selected.add(item.id)
            yield from _doubt_date(item, judge.frame)
    yield from check_announcements(verdicts, judge.sent, judge.frame)
    for first, second in judge.twins.alike:
        if first.id in selected and second.id in selected:
            yield make_problem(
                LOOKS_LIKE_ANOTHER,
                file=second.file,
                line=second.line("title"),
                item=second.id,
                field="title",
                value=second.title,
                other=first.id,
            )


def _doubt_date(item: Item, frame: Frame) -> Iterator[Problem]:
    """What is not certain about the date of a selected item."""
    doubt = timing(item, frame).doubt
    own_range = item.starts or item.date
    range_elsewhere = range_in_text(item)
    if doubt and doubt.other:
        yield _problem_with_date(CONTRADICTING_DATES, item, doubt.written, doubt.other)
    if range_elsewhere and own_range:
        yield _problem_with_date(DAYS_DIFFER_IN_TEXT, item, own_range.text, range_elsewhere.text)
    elif doubt and not doubt.other:
        yield _problem_with_date(VAGUE_DATE, item, doubt.written)


def _problem_with_date(kind: ProblemKind, item: Item, written: str, other: str = "") -> Problem:
    field_name = item.kind.date_field
    return make_problem(
        kind,
        file=item.file,
        line=item.line(field_name),
        item=item.id,
        field=field_name,
        value=written,
        other=other,
    )


LONG_PAST = timedelta(days=366)
"""Between the day something was announced and the period: events and deadlines are hardly announced
a year ahead."""


def find_long_past(selection: Selection) -> tuple[Item, ...]:
    """The undecided events and calls without any day of their own that were announced long before
    the period.

    They cannot belong to this issue, though nobody knows their day.
    """
    period = selection.frame.period
    found = []
    for verdict in selection.of(Outcome.UNDECIDED):
        item = verdict.item
        if verdict.code is Code.UNDATED and isinstance(item, Item) and _is_long_past(item, period):
            found.append(item)
    return tuple(found)


def _is_long_past(item: Item, period: Period) -> bool:
    if item.kind is Kind.NEWS or item.date is None:
        return False
    has_own_day = any((item.starts, item.ends, item.deadline, *item.dates))
    if has_own_day or item.unread:
        return False  # a day that is written though it cannot be read may be any day
    announced = max(reading.last.day for reading in item.date.readings)
    return announced < period.start - LONG_PAST
