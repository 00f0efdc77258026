"""The story of one item: which issues considered it, and why each included it or left it out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from newsletter.core.model.item import Item, PoolFile
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentItem, SentRecord, record_of
from newsletter.core.model.verdict import Outcome, Role, Verdict
from newsletter.core.selection.duplicates import keys
from newsletter.core.selection.select import Rules, select
from newsletter.core.values.period import Period
from newsletter.core.values.text import path_key


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one issue decided about the item."""

    issue: str
    period: Period
    sent_on: date | None
    """None when the issue was not sent."""
    taken: bool
    role: Role | None
    why: str


def tell_story(
    item: Item,
    pool: Iterable[PoolFile],
    plans: Iterable[Plan],
    records: tuple[SentRecord, ...],
    rules: Rules,
) -> Iterator[Chapter]:
    """What each issue decided about the item, the earliest issue first."""
    related = _related_files(item, pool)
    by_period = {plan.period: plan for plan in plans}
    for plan in sorted(by_period.values(), key=lambda plan: plan.period):
        record = record_of(plan.name, records)
        sent = _sent_item(item, record) if record else None
        if record and sent:
            yield _chapter_of_sent(record, sent)
            continue
        verdicts = select(related, plan, records, rules).verdicts
        verdict = next(verdict for verdict in verdicts if verdict.item.id == item.id)
        if record:
            yield _chapter_of_absent(item, record, plan, verdict)
        else:
            yield _chapter_of_planned(plan, verdict)


def _chapter_of_sent(record: SentRecord, sent: SentItem) -> Chapter:
    return Chapter(
        issue=record.issue,
        period=record.period,
        sent_on=record.sent_on,
        taken=True,
        role=sent.role,
        why=f"{sent.role} in {sent.section or 'first place'}",
    )


def _chapter_of_absent(item: Item, record: SentRecord, plan: Plan, verdict: Verdict) -> Chapter:
    """The issue was sent without the item."""
    why = _why_left_out(item, record) or verdict.reason
    if verdict.outcome is Outcome.SELECTED and not _why_left_out(item, record):
        why = f"it was not in it, though it would be now ({verdict.reason})"
    return Chapter(
        issue=plan.name,
        period=plan.period,
        sent_on=record.sent_on,
        taken=False,
        role=None,
        why=why,
    )


def _chapter_of_planned(plan: Plan, verdict: Verdict) -> Chapter:
    """The issue was not sent."""
    is_selected = verdict.outcome is Outcome.SELECTED
    return Chapter(
        issue=plan.name,
        period=plan.period,
        sent_on=None,
        taken=is_selected,
        role=verdict.role if is_selected else None,
        why=verdict.reason,
    )


def _related_files(item: Item, pool: Iterable[PoolFile]) -> list[PoolFile]:
    """The item and what may be the same thing: a verdict on it depends on no other file."""
    own = keys(item)
    found: list[PoolFile] = []
    for other in pool:
        shares_key = isinstance(other, Item) and bool(own & keys(other))
        if other.id == item.id or shares_key:
            found.append(other)
    return found


def _sent_item(item: Item, record: SentRecord) -> SentItem | None:
    own = keys(item)
    for sent in record.items:
        if own & sent.keys:
            return sent
    return None


def _why_left_out(item: Item, record: SentRecord) -> str | None:
    """Why the editor left it out of a sent issue; None when the editor did not."""
    for name, why in record.left_out.items():
        if path_key(name) == path_key(item.id):
            return why
    return None
