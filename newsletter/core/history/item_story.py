"""The whole story of one item: when it came in, which issues considered it, and why each took it or left it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from newsletter.core.model.item import Item, PoolFile
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Outcome, Role
from newsletter.core.selection.duplicates import keys
from newsletter.core.selection.select import Rules, select
from newsletter.core.values.period import Period
from newsletter.core.values.text import path_key


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one issue made of the item."""

    issue: str
    period: Period
    sent_on: date | None
    """None when the issue was not sent."""
    taken: bool
    role: Role | None
    why: str


def story(
    item: Item,
    pool: Iterable[PoolFile],
    plans: Iterable[Plan],
    records: tuple[SentRecord, ...],
    rules: Rules,
) -> Iterator[Chapter]:
    """The issues that considered the item, the earliest first; those that only find it too old or too far ahead are passed over,
    but for the first of them."""
    kin = _kin(item, pool)
    plans = {plan.period: plan for plan in plans}.values()
    for plan in sorted(plans, key=lambda plan: plan.period):
        record = next((record for record in records if record.issue == plan.name), None)
        held = _held(item, record) if record else None
        if held and record:
            yield Chapter(
                record.issue,
                record.period,
                record.sent_on,
                True,
                held.role,
                f"{held.role} in {held.section or 'first place'}",
            )
            continue
        verdict = next(
            v for v in select(kin, plan, records, rules).verdicts if v.item.id == item.id
        )
        sent_on = record.sent_on if record else None
        why = _left_then(item, record) if record else ""
        taken = verdict.outcome is Outcome.SELECTED and record is None
        reason = why or verdict.reason
        if record is not None and verdict.outcome is Outcome.SELECTED and not why:
            reason = f"it was not in it, though it would be now ({verdict.reason})"
        yield Chapter(
            plan.name, plan.period, sent_on, taken, verdict.role if taken else None, reason
        )


def _kin(item: Item, pool: Iterable[PoolFile]) -> list[PoolFile]:
    """The item and what may be the same thing: a verdict on it depends on no other file."""
    own = keys(item)
    return [
        other
        for other in pool
        if other.id == item.id or (isinstance(other, Item) and own & keys(other))
    ]


def _held(item: Item, record: SentRecord) -> SentItem | None:
    own = keys(item)
    return next((sent for sent in record.items if own & sent.keys), None)


def _left_then(item: Item, record: SentRecord) -> str:
    return next(
        (why for name, why in record.left_out.items() if path_key(name) == path_key(item.id)), ""
    )
