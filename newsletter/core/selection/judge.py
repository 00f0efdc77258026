"""The verdict on one content file. The first step that applies wins:

unreadable?  >  the editor's decision  >  what it is  >  when it is  >  was it sent  >  where it
goes
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from newsletter.core.model.item import Item, Kind, PoolFile, Unreadable
from newsletter.core.model.plan import Plan
from newsletter.core.model.sections import Section, section_for
from newsletter.core.model.verdict import ANNOUNCED, OUTCOMES, Code, Outcome, Role, Verdict
from newsletter.core.selection.duplicates import Twins, link_key
from newsletter.core.selection.reasons import distance, say_day, timing_advice, timing_reason
from newsletter.core.selection.sent_index import SentIndex, last_issue_with
from newsletter.core.selection.timing import Frame, Timing, timing
from newsletter.core.values.period import names_period
from newsletter.core.values.text import fold, path_key, quoted

_OVER = (Code.PUBLISHED_BEFORE, Code.OVER_BEFORE_PERIOD, Code.CLOSED_BEFORE_SENDING)
"""The codes of what an earlier issue contained, or should have contained."""


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
class Explained:
    """A code with its reason."""

    code: Code
    reason: str


@dataclass(frozen=True, slots=True)
class Judge:
    """All that a verdict depends on besides the file itself."""

    frame: Frame
    sections: tuple[Section, ...]
    own_titles: tuple[str, ...]
    """What the titles of this newsletter's own issues begin with, folded, each with a blank behind
    it."""
    twins: Twins
    sent: SentIndex
    """What earlier issues contained."""
    own: SentIndex | None
    """What the issue itself contained when it was sent; None when it was not."""
    decisions: Mapping[str, Explained]
    """By path key, what the plan decides."""
    moves: Mapping[str, str]
    """By path key, the section that the plan moves the item to."""

    def judge(self, file: PoolFile) -> Verdict:
        """The one verdict on a content file."""
        if isinstance(file, Unreadable):
            return Verdict(
                file,
                Code.UNREADABLE,
                "its file cannot be read",
                distance=0,
                advice=file.problem.message,
            )
        timed = timing(file, self.frame)
        decided = self.decisions.get(path_key(file.id))
        if decided is None:
            return self._judge_undecided_by_plan(file, timed)
        if decided.code is not Code.INCLUDED_BY_EDITOR:
            return self._leave_out(file, decided, timed)
        return self._include(file, decided, timed)

    def _judge_undecided_by_plan(self, item: Item, timed: Timing) -> Verdict:
        """The verdict on an item about which the plan says nothing."""
        if item.leave_out:
            reason = f"left out of every issue: {item.leave_out}"
            return self._leave_out(item, Explained(Code.LEFT_OUT_BY_EDITOR, reason), timed)
        by_rules = self._judge_by_rules(item, timed)
        if self._is_new_since_sent(item, by_rules):
            reason = f"{by_rules.reason}; not in this issue when it was sent"
            return self._leave_out(item, Explained(Code.MISSED_LAST_TIME, reason), timed)
        return by_rules

    def _include(self, item: Item, decided: Explained, timed: Timing) -> Verdict:
        """The verdict on an item that the plan includes; what the rules select keeps their
        reason."""
        by_rules = self._judge_by_rules(item, timed)
        if by_rules.outcome is Outcome.SELECTED or by_rules.code is Code.UNSORTED:
            return by_rules
        missed = by_rules.code is Code.MISSED_LAST_TIME
        reason = f"{decided.reason} ({by_rules.reason})"
        return self._place(item, Explained(decided.code, reason), timed, missed=missed)

    def _is_new_since_sent(self, item: Item, by_rules: Verdict) -> bool:
        """Whether the issue was sent without the item: what arrived, or was fixed, later does not
        change it."""
        if self.own is None or by_rules.outcome is Outcome.LEFT_OUT:
            return False
        return not self.own.held_by_role(item)

    def _judge_by_rules(self, item: Item, timed: Timing) -> Verdict:
        """The verdict without the plan's decision."""
        excluded = self._exclude_by_nature(item)
        if excluded:
            return self._leave_out(item, excluded, timed)
        reason = timing_reason(item, timed, self.frame)
        outcome = OUTCOMES[timed.code]
        if outcome is Outcome.SELECTED:
            return self._select_once(item, timed, reason)
        if outcome is Outcome.UNDECIDED:
            settled = self._recall_decision(item)
            if settled:
                return self._leave_out(item, settled, timed)
            advice = timing_advice(item, timed)
            return Verdict(item, timed.code, reason, day=timed.day, distance=0, advice=advice)
        known = self._recall_past_item(item, timed, reason)
        return self._leave_out(item, known or Explained(timed.code, reason), timed)

    def _select_once(self, item: Item, timed: Timing, reason: str) -> Verdict:
        """Select what belongs in the issue, unless an earlier issue contained it in the same
        role."""
        role = _role(item, timed)
        issue = self.sent.issue_with(item, role)
        if issue:
            return self._leave_out(item, _already_in(issue), timed)
        if role is Role.REPORTED:
            announced_in = self.sent.issue_with(item, Role.ANNOUNCED)
            if announced_in:
                reason = f"{reason}; announced in {announced_in}"
        return self._place(item, Explained(timed.code, reason), timed)

    def _recall_decision(self, item: Item) -> Explained | None:
        """What an earlier issue settled about an undecided item, so that it is not asked again in
        every issue."""
        issue = last_issue_with(item, self.sent.held_by_role(item))
        if issue:
            return _already_in(issue)
        left_out = self.sent.left_out_by(item)
        if left_out:
            issue, why = left_out
            return Explained(Code.LEFT_OUT_BY_EDITOR, f"{why} (in {issue})")
        return None

    def _recall_past_item(self, item: Item, timed: Timing, reason: str) -> Explained | None:
        """What earlier issues say about an item that is over; None when they say nothing."""
        if timed.code not in _OVER:
            return None
        held = self.sent.held_by_role(item)
        if self.sent.missed(item, timed.day, held):
            # A call that is closed is no use to members any more.
            is_of_use = timed.code is not Code.CLOSED_BEFORE_SENDING
            code = Code.MISSED_LAST_TIME if is_of_use else timed.code
            return Explained(code, f"{reason}, and was never in an issue")
        issue = last_issue_with(item, held)
        if issue:
            return Explained(timed.code, f"{reason}; it was in {issue}")
        return None

    def _exclude_by_nature(self, item: Item) -> Explained | None:
        """Why the item is left out whatever its dates; None when nothing about it excludes it."""
        if item.draft:
            return Explained(Code.DRAFT, "it is a draft")
        if item.embargo and item.embargo > self.frame.send_on:
            return Explained(Code.EMBARGOED, f"not to be published before {say_day(item.embargo)}")
        if item.cancelled:
            return Explained(Code.CANCELLED, "it is cancelled")
        kept = self.twins.duplicate_of.get(item.id)
        if kept:
            return Explained(Code.DUPLICATE, f"the same as {quoted(kept.title)}, which is kept")
        if self._is_own_issue(item):
            return Explained(Code.OWN_UPDATE, "it is an earlier issue of this newsletter")
        return None

    def _is_own_issue(self, item: Item) -> bool:
        if item.link and self.sent.own_links and link_key(item.link) in self.sent.own_links:
            return True
        if not self.own_titles:
            return False
        title = f"{fold(item.title)} "
        return title.startswith(self.own_titles) and names_period(item.title)

    def _place(
        self, item: Item, explained: Explained, timed: Timing, *, missed: bool = False
    ) -> Verdict:
        """Select the item for the section it fits; without one it stays undecided."""
        role = _role(item, timed)
        moved_to = self.moves.get(path_key(item.id)) or item.section
        section = section_for(item, role, self.sections, moved_to, missed)
        if section is None:
            return Verdict(
                item,
                Code.UNSORTED,
                "no section takes it",
                day=timed.day,
                distance=0,
                advice="write section in its content file, or move it in issue.md",
            )
        return Verdict(
            item,
            explained.code,
            explained.reason,
            role=role,
            section=section.id,
            day=timed.day,
            distance=0,
        )

    def _leave_out(self, item: Item, explained: Explained, timed: Timing) -> Verdict:
        instead, advice = "", None
        if explained.code is Code.DUPLICATE:
            kept = self.twins.duplicate_of[item.id]
            instead, advice = kept.id, f"compare it with {kept.file}"
        return Verdict(
            item,
            explained.code,
            explained.reason,
            day=timed.day,
            distance=distance(timed, self.frame),
            instead=instead,
            advice=advice,
        )


def _already_in(issue: str) -> Explained:
    return Explained(Code.ALREADY_SENT, f"it was already in {issue}")


def _role(item: Item, timed: Timing) -> Role:
    if timed.code in ANNOUNCED or item.kind is Kind.CALL:
        return Role.ANNOUNCED
    return Role.REPORTED


def read_decisions(plan: Plan) -> dict[str, Explained]:
    """By path key, what the plan decides. Two decisions on one item are an error of
    ``plan_errors``."""
    decisions = {}
    for item_id in plan.include:
        included = Explained(Code.INCLUDED_BY_EDITOR, "included by the editor")
        decisions[path_key(item_id)] = included
    for item_id in plan.next_time:
        postponed = Explained(Code.NEXT_TIME, "postponed to the next issue by the editor")
        decisions[path_key(item_id)] = postponed
    for item_id, why in plan.leave_out.items():
        reason = f"left out by the editor: {why or 'no reason given'}"
        decisions[path_key(item_id)] = Explained(Code.LEFT_OUT_BY_EDITOR, reason)
    return decisions


def read_own_titles(rules: Rules) -> tuple[str, ...]:
    """What the titles of this newsletter's own issues begin with: whole words, folded, a blank
    behind the last."""
    folded = (fold(title) for title in (rules.name, *rules.own_titles))
    return tuple(f"{title} " for title in folded if title)
