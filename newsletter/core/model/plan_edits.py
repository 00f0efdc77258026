"""What an editor can decide about an issue: each decision is a step from one plan to the next.

Plan + decision -> Plan. Nothing here looks at files; ``workspace/plan/plan_writer`` writes the
difference of two plans.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from newsletter.core.model.plan import Amount, Edit, Plan
from newsletter.core.values.text import path_key

T = TypeVar("T")


def include_item(plan: Plan, item_id: str, by_rules: bool) -> Plan:
    """The plan with the item in the issue.

    ``by_rules``: the rules select it anyway, so that the plan need not name it.
    """
    plan = follow_rules(plan, item_id)
    if by_rules:
        return plan
    return replace(plan, include=(*plan.include, item_id))


def leave_out_item(plan: Plan, item_id: str, why: str) -> Plan:
    """The plan without the item, and why. It is no longer the lead then."""
    plan = remove_lead(follow_rules(plan, item_id), item_id)
    return replace(plan, leave_out={**plan.leave_out, item_id: why})


def postpone_item(plan: Plan, item_id: str) -> Plan:
    """The plan that leaves the item for the next issue. It is no longer the lead then."""
    plan = remove_lead(follow_rules(plan, item_id), item_id)
    return replace(plan, next_time=(*plan.next_time, item_id))


def follow_rules(plan: Plan, item_id: str) -> Plan:
    """The plan that leaves it to the rules whether the item belongs in the issue."""
    return replace(
        plan,
        include=_without(plan.include, item_id),
        next_time=_without(plan.next_time, item_id),
        leave_out=_without_key(plan.leave_out, item_id),
    )


def move_item(plan: Plan, item_id: str, section: str, by_rules: str) -> Plan:
    """The plan with the item in that section; ``by_rules`` is the section the rules choose."""
    move = _without_key(plan.move, item_id)
    if section != by_rules:
        move[item_id] = section
    return replace(plan, move=move)


def place_item(plan: Plan, item_id: str, neighbours: tuple[str, ...], place: int) -> Plan:
    """The plan with the item at that place (from 0) in its section.

    ``neighbours`` are the ids in the section in their present order, the item among them. ``order``
    then names them up to the last one that is not where its section's own order puts it.
    """
    key = path_key(item_id)
    keys = [path_key(name) for name in neighbours]
    now = keys.index(key)
    place = max(0, min(place, len(neighbours) - 1))
    others = [name for name in neighbours if path_key(name) != key]
    wanted = [*others[:place], item_id, *others[place:]]
    named = {path_key(name) for name in plan.order}
    last_named = -1
    for at, name in enumerate(keys):
        if name in named:
            last_named = at
    ordered = wanted[: max(now, place, last_named) + 1]
    in_other_sections = [name for name in plan.order if path_key(name) not in keys]
    return replace(plan, order=(*in_other_sections, *ordered))


def make_lead(plan: Plan, item_id: str) -> Plan:
    """The plan with the item put first."""
    return replace(plan, lead=item_id)


def remove_lead(plan: Plan, item_id: str) -> Plan:
    """The plan in which that item is not put first."""
    if path_key(plan.lead) != path_key(item_id):
        return plan
    return replace(plan, lead="")


def show_amount(plan: Plan, item_id: str, amount: Amount) -> Plan:
    """The plan that shows so much of the item."""
    amounts = _without_key(plan.amounts, item_id)
    amounts[item_id] = amount
    return replace(plan, amounts=amounts)


def edit_item(plan: Plan, item_id: str, field: str, value: str | None) -> Plan:
    """The plan with another text for one field of ``Edit``, for this issue only.

    None takes the text away again.
    """
    change: dict[str, Any] = {field: value}
    edit = replace(_edit_of(plan, item_id), **change)
    edits = _without_key(plan.edits, item_id)
    if edit != Edit():
        edits[item_id] = edit
    return replace(plan, edits=edits)


def _edit_of(plan: Plan, item_id: str) -> Edit:
    for name, edit in plan.edits.items():
        if path_key(name) == path_key(item_id):
            return edit
    return Edit()


def _without(ids: Iterable[str], item_id: str) -> tuple[str, ...]:
    return tuple(name for name in ids if path_key(name) != path_key(item_id))


def _without_key(table: Mapping[str, T], item_id: str) -> dict[str, T]:
    return {name: value for name, value in table.items() if path_key(name) != path_key(item_id)}
