"""Selection: every content file gets exactly one verdict, and the counts add up. The first step that applies wins:

unreadable?  >  the editor's word  >  what it is  >  when it is  >  was it sent  >  where it goes
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from operator import is_

from newsletter.core.model.item import Item, Kind, PoolFile, Unreadable
from newsletter.core.model.plan import Plan
from newsletter.core.model.sections import Section, section_for
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.verdict import ANNOUNCED, OUTCOMES, Code, Outcome, Role, Verdict
from newsletter.core.problems.problem import Problem, warning
from newsletter.core.selection.announcements import since_sent
from newsletter.core.selection.duplicates import Twins, find_twins, link_key
from newsletter.core.selection.reasons import distance, say_day, timing_reason
from newsletter.core.selection.sent_index import SentIndex, counting, done
from newsletter.core.selection.timing import Frame, Timing, range_in_text, timing
from newsletter.core.values.period import names_period
from newsletter.core.values.text import fold, path_key, quoted


@dataclass(frozen=True, slots=True)
class Rules:
    """What settings say about selection."""

    name: str
    """The newsletter's name, to know its own earlier issues by."""
    zone: tzinfo
    """The organisation's zone."""
    sections: tuple[Section, ...]
    look_ahead_days: int = 75
    own_titles: tuple[str, ...] = ()
    """Other beginnings that the titles of its own issues have had."""


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
            found[OUTCOMES[verdict.code]].append(verdict)
        object.__setattr__(
            self, "_by_outcome", {outcome: tuple(verdicts) for outcome, verdicts in found.items()}
        )

    def of(self, outcome: Outcome) -> tuple[Verdict, ...]:
        """The verdicts with that outcome."""
        return self._by_outcome[outcome]

    @property
    def counts(self) -> dict[str, int]:
        """``pool``, ``selected``, ``left_out`` and ``undecided``; the last three add up to the first."""
        return {
            "pool": len(self.verdicts),
            "selected": len(self.of(Outcome.SELECTED)),
            "left_out": len(self.of(Outcome.LEFT_OUT)),
            "undecided": len(self.of(Outcome.UNDECIDED)),
        }


@dataclass(slots=True)
class SelectionCache:
    """What was decided before, for a program that selects again and again: only what may have changed is decided anew.

    It never changes an outcome: a verdict is taken from it only when all it depends on is the same.
    """

    context: object = None
    """What all verdicts depend on: the period, the day of sending, the rules, the records."""
    verdicts: dict[str, tuple[object, Verdict]] = field(default_factory=dict)
    """By id: what the verdict on that very item depends on besides (the editor's words, its twin), and the verdict."""
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

    ``records`` may be empty. The outcome depends on nothing but the pool, the plan, the records and the rules: not on the
    order of ``pool``, the clock, the locale or the ``memory``.
    """
    files = sorted(pool, key=lambda file: file.id)
    records = tuple(records)
    memory = memory or SelectionCache()
    frame = Frame(plan.period, plan.send_on, rules.look_ahead_days, rules.zone)
    judge = _Judge(
        frame=frame,
        rules=rules,
        own_titles=tuple(
            f"{fold(title)} " for title in (rules.name, *rules.own_titles) if fold(title)
        ),
        twins=_twins(files, memory),
        memory=_memory(counting(records, plan), memory),
        own=next(
            (SentIndex.of((record,)) for record in records if record.issue == plan.name), None
        ),
        words=_editors_words(plan),
        moves={path_key(item_id): section for item_id, section in plan.move.items()},
    )
    verdicts = tuple(_remembered(judge, files, (frame, rules, judge.memory, judge.own), memory))
    return Selection(frame, verdicts, tuple(_doubts(verdicts, judge)))


def _twins(files: list[PoolFile], memory: SelectionCache) -> Twins:
    same = len(files) == len(memory.pool) and all(map(is_, files, memory.pool))
    if memory.twins is None or not same:
        memory.pool, memory.twins = (
            files,
            find_twins(file for file in files if isinstance(file, Item)),
        )
    return memory.twins


def _memory(records: tuple[SentRecord, ...], memory: SelectionCache) -> SentIndex:
    same = len(records) == len(memory.records) and all(map(is_, records, memory.records))
    if memory.sent is None or not same:
        memory.records, memory.sent = records, SentIndex.of(records)
    return memory.sent


def _remembered(
    judge: "_Judge", files: list[PoolFile], context: object, memory: SelectionCache
) -> Iterator[Verdict]:
    """The verdict on each file, from memory where all it depends on is the very same."""
    if memory.context != context:
        memory.context, memory.verdicts = context, {}
    before, memory.verdicts = memory.verdicts, {}
    for file in files:
        key = path_key(file.id)
        depends = (
            judge.words.get(key),
            judge.moves.get(key),
            judge.twins.duplicate_of.get(file.id),
        )
        known = before.get(file.id)
        verdict = (
            known[1]
            if known and known[0] == depends and known[1].item is file
            else judge.verdict(file)
        )
        memory.verdicts[file.id] = (depends, verdict)
        yield verdict


def _editors_words(plan: Plan) -> dict[str, tuple[Code, str]]:
    """By path key, what the plan decides. Two decisions on one item are an error told by ``consistency``."""
    words = {
        path_key(item_id): (Code.INCLUDED_BY_EDITOR, "taken in by the editor")
        for item_id in plan.include
    }
    words |= {
        path_key(item_id): (Code.NEXT_TIME, "left for the next issue by the editor")
        for item_id in plan.next_time
    }
    for item_id, why in plan.leave_out.items():
        words[path_key(item_id)] = (
            Code.LEFT_OUT_BY_EDITOR,
            f"left out by the editor: {why or 'no reason given'}",
        )
    return words


@dataclass(frozen=True, slots=True)
class _Judge:
    """All that a verdict depends on besides the file itself."""

    frame: Frame
    rules: Rules
    own_titles: tuple[str, ...]
    twins: Twins
    memory: SentIndex
    own: SentIndex | None
    """What the issue itself held when it was sent; None when it was not."""
    words: Mapping[str, tuple[Code, str]]
    moves: Mapping[str, str]

    def verdict(self, file: PoolFile) -> Verdict:
        """The one verdict on a content file."""
        if isinstance(file, Unreadable):
            return Verdict(
                file, Code.UNREADABLE, f"the file cannot be read: {file.why}", distance=0
            )
        code, why = self.words.get(path_key(file.id), (None, ""))
        timed = timing(file, self.frame)
        if code is not None and code is not Code.INCLUDED_BY_EDITOR:
            return self._left_out(file, code, why, timed)
        if code is None and file.leave_out:
            return self._left_out(
                file, Code.LEFT_OUT_BY_EDITOR, f"left out of every issue: {file.leave_out}", timed
            )
        natural = self._by_rules(file, timed)
        if code is None and self._came_later(file, natural):
            return self._left_out(
                file,
                Code.MISSED_LAST_TIME,
                f"{natural.reason}; not in this issue when it was sent",
                timed,
            )
        if code is None or natural.outcome is Outcome.SELECTED or natural.code is Code.UNSORTED:
            return natural
        missed = natural.code is Code.MISSED_LAST_TIME
        return self._placed(file, code, f"{why} ({natural.reason})", timed, missed)

    def _came_later(self, item: Item, natural: Verdict) -> bool:
        """Whether the issue was sent without the item: what came in, or was mended, since then does not change it."""
        in_question = natural.outcome is not Outcome.LEFT_OUT
        return self.own is not None and in_question and not self.own.whole(item)

    def _by_rules(self, item: Item, timed: Timing) -> Verdict:
        what = self._what_it_is(item)
        if what:
            return self._left_out(item, *what, timed)
        reason = timing_reason(item, timed, self.frame)
        outcome = OUTCOMES[timed.code]
        if outcome is Outcome.SELECTED:
            role = _role(item, timed)
            issue = self.memory.issue_with(item, role)
            if issue:
                return self._left_out(
                    item, Code.ALREADY_SENT, f"the issue {issue} held it already", timed
                )
            announced = role is Role.REPORTED and self.memory.issue_with(item, Role.ANNOUNCED)
            return self._placed(
                item,
                timed.code,
                f"{reason}; announced in {announced}" if announced else reason,
                timed,
            )
        told = self._told_before(item, timed, outcome, reason)
        if told:
            return self._left_out(item, *told, timed)
        near = distance(timed, self.frame) if outcome is Outcome.LEFT_OUT else 0
        return Verdict(item, timed.code, reason, day=timed.day, distance=near)

    def _told_before(
        self, item: Item, timed: Timing, outcome: Outcome, reason: str
    ) -> tuple[Code, str] | None:
        """What earlier issues say about an item that the rules do not select."""
        if outcome is not Outcome.UNDECIDED and timed.code not in _OVER:
            return None
        whole = self.memory.whole(item)
        held = done(item, whole)
        if (
            outcome is Outcome.UNDECIDED
        ):  # what an editor has settled once is not asked again in every issue
            if held:
                return Code.ALREADY_SENT, f"the issue {held} held it already"
            left = self.memory.left_out_by(item)
            return (Code.LEFT_OUT_BY_EDITOR, f"{left[1]} (in {left[0]})") if left else None
        if self.memory.missed(item, timed.day, whole):
            offered = timed.code is not Code.CLOSED_BEFORE_SENDING
            return (
                Code.MISSED_LAST_TIME if offered else timed.code
            ), f"{reason}, and no issue held it"
        return (timed.code, f"{reason}; {held} held it") if held else None

    def _what_it_is(self, item: Item) -> tuple[Code, str] | None:
        if item.draft:
            return Code.DRAFT, "its content file says draft"
        if item.embargo and item.embargo > self.frame.send_on:
            return Code.EMBARGOED, f"not to be told before {say_day(item.embargo)}"
        if item.cancelled:
            return Code.CANCELLED, "it does not take place"
        if item.id in self.twins.duplicate_of:
            stays = self.twins.duplicate_of[item.id]
            return Code.DUPLICATE, f"the same as {stays.id} ({quoted(stays.title)}), which stays"
        if self._own_update(item):
            return Code.OWN_UPDATE, "it is an earlier issue of this newsletter"
        return None

    def _own_update(self, item: Item) -> bool:
        if item.link and self.memory.own_links and link_key(item.link) in self.memory.own_links:
            return True
        title = f"{fold(item.title)} "
        return (
            bool(self.own_titles) and title.startswith(self.own_titles) and names_period(item.title)
        )

    def _placed(
        self, item: Item, code: Code, reason: str, timed: Timing, missed: bool = False
    ) -> Verdict:
        role = _role(item, timed)
        moved = self.moves.get(path_key(item.id)) or item.section
        section = section_for(item, role, self.rules.sections, moved, missed)
        if section is None:
            return Verdict(item, Code.UNSORTED, "no section takes it: write section in its content file, or move it "
                           "in issue.md", day=timed.day, distance=0)  # fmt: skip
        return Verdict(item, code, reason, role, section.id, timed.day, distance=0)

    def _left_out(self, item: Item, code: Code, reason: str, timed: Timing) -> Verdict:
        stays = self.twins.duplicate_of.get(item.id) if code is Code.DUPLICATE else None
        far = distance(timed, self.frame)
        return Verdict(
            item, code, reason, day=timed.day, distance=far, instead=stays.id if stays else ""
        )


_OVER = (Code.PUBLISHED_BEFORE, Code.OVER_BEFORE_PERIOD, Code.CLOSED_BEFORE_SENDING)
"""What an earlier issue told, or should have told."""


def _role(item: Item, timed: Timing) -> Role:
    announced = timed.code in ANNOUNCED or item.kind is Kind.CALL
    return Role.ANNOUNCED if announced else Role.REPORTED


def _doubts(verdicts: tuple[Verdict, ...], judge: _Judge) -> Iterable[Problem]:
    """Warnings about what was selected in spite of a doubt."""
    selected = {v.item.id for v in verdicts if v.outcome is Outcome.SELECTED}
    for verdict in verdicts:
        if verdict.item.id in selected and isinstance(verdict.item, Item):
            doubt = timing(verdict.item, judge.frame).doubt
            other = range_in_text(verdict.item)
            if other:
                doubt = f"{doubt or 'its days are a range'}, and its text says {quoted(other.text)}"
            if doubt:
                yield _doubt(verdict.item, doubt)
    yield from since_sent(verdicts, judge.memory, judge.frame)
    for first, second in judge.twins.alike:
        if {first.id, second.id} <= selected:
            yield warning(
                f"it looks like {first.id}, with the same title and date, and both are in this issue. If they are one "
                "thing, leave one out in issue.md.", second.file, second.line("title"), second.id,
            )  # fmt: skip


def _doubt(item: Item, doubt: str) -> Problem:
    field = {Kind.NEWS: "date", Kind.EVENT: "starts", Kind.CALL: "deadline"}[item.kind]
    return warning(
        f"{doubt}. It makes no difference to this issue.", item.file, item.line(field), item.id
    )
