"""What an editor can decide about an issue: each decision is a step from one plan to the next.

Plan + decision -> Plan. Nothing here looks at files; ``workspace/plan_writer`` writes the difference of two plans.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from newsletter.core.model.plan import Edit, Form, Plan
from newsletter.core.values.text import path_key

T = TypeVar("T")


def taken_in(plan: Plan, item_id: str, by_rules: bool) -> Plan:
    """The plan with the item in the issue. ``by_rules``: the rules select it anyway, so that nothing need be said."""
    plan = as_rules_say(plan, item_id)
    return plan if by_rules else replace(plan, include=(*plan.include, item_id))


def left_out(plan: Plan, item_id: str, why: str) -> Plan:
    """The plan without the item, and why. It is no longer the lead then."""
    plan = not_lead(as_rules_say(plan, item_id), item_id)
    return replace(plan, leave_out={**plan.leave_out, item_id: why})


def next_time(plan: Plan, item_id: str) -> Plan:
    """The plan that leaves the item for the next issue. It is no longer the lead then."""
    plan = not_lead(as_rules_say(plan, item_id), item_id)
    return replace(plan, next_time=(*plan.next_time, item_id))


def as_rules_say(plan: Plan, item_id: str) -> Plan:
    """The plan without any word on whether the item belongs in the issue."""
    return replace(
        plan,
        include=_without(plan.include, item_id),
        next_time=_without(plan.next_time, item_id),
        leave_out=_without_key(plan.leave_out, item_id),
    )


def moved_to(plan: Plan, item_id: str, section: str, by_rules: str) -> Plan:
    """The plan with the item in that section; ``by_rules`` is the one it would be in if nothing were said."""
    move = _without_key(plan.move, item_id)
    return replace(plan, move=move if section == by_rules else {**move, item_id: section})


def placed_at(plan: Plan, item_id: str, neighbours: tuple[str, ...], place: int) -> Plan:
    """The plan with the item at that place (from 0) among its neighbours, itself among them, as they stand now.

    ``order`` then names the neighbours up to the last one that is not where its section's own order puts it.
    """
    key = path_key(item_id)
    keys = [path_key(name) for name in neighbours]
    now = keys.index(key)
    place = max(0, min(place, len(neighbours) - 1))
    others = [name for name in neighbours if path_key(name) != key]
    wanted = [*others[:place], item_id, *others[place:]]
    named = {path_key(name) for name in plan.order}
    last_named = max((at for at, name in enumerate(keys) if name in named), default=-1)
    ordered = wanted[: max(now, place, last_named) + 1]
    elsewhere = tuple(name for name in plan.order if path_key(name) not in set(keys))
    return replace(plan, order=(*elsewhere, *ordered))


def lead(plan: Plan, item_id: str) -> Plan:
    """The plan with the item put first."""
    return replace(plan, lead=item_id)


def not_lead(plan: Plan, item_id: str) -> Plan:
    """The plan in which that item is not put first."""
    return replace(plan, lead="") if path_key(plan.lead) == path_key(item_id) else plan


def shown_as(plan: Plan, item_id: str, form: Form) -> Plan:
    """The plan that shows so much of the item."""
    return replace(plan, form={**_without_key(plan.form, item_id), item_id: form})


def worded(plan: Plan, item_id: str, field: str, value: str | None) -> Plan:
    """The plan with other words for one field of ``Edit``, for this issue only; None takes them away again."""
    edit = next(
        (edit for name, edit in plan.edits.items() if path_key(name) == path_key(item_id)), Edit()
    )
    changes: dict[str, Any] = {field: value}
    edit = replace(edit, **changes)
    edits = _without_key(plan.edits, item_id)
    return replace(plan, edits=edits if edit == Edit() else {**edits, item_id: edit})


def _without(ids: Iterable[str], item_id: str) -> tuple[str, ...]:
    return tuple(name for name in ids if path_key(name) != path_key(item_id))


def _without_key(table: Mapping[str, T], item_id: str) -> dict[str, T]:
    return {name: value for name, value in table.items() if path_key(name) != path_key(item_id)}
