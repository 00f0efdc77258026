"""Whether the plan agrees with itself, with the pool and with the sections; each disagreement is a
problem."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from newsletter.core.model.item import Item, PoolFile
from newsletter.core.model.plan import Plan
from newsletter.core.model.sections import Section
from newsletter.core.problems.plan_kinds import (
    DECIDED_TWICE,
    INCLUDED_AND_LEFT_OUT_FOREVER,
    PLAN_NAMES_MISSING_ITEM,
    SENT_TOO_EARLY,
    UNKNOWN_SECTION,
)
from newsletter.core.problems.problem import Problem, make_problem
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import listed, nearest, path_key, quoted

_DECISIONS = ("include", "leave_out", "next_time")
"""The keys that decide whether an item is in the issue."""


def find_plan_errors(
    plan: Plan, pool: Iterable[PoolFile], sections: Iterable[Section]
) -> tuple[Problem, ...]:
    """Everything that the plan, or ``section`` in an item, names although it does not exist, or
    decides twice."""
    files = {path_key(file.id): file for file in pool}
    section_ids = [section.id for section in sections]
    return (
        *_find_missing_items(plan, files),
        *_find_double_decisions(plan, files),
        *_find_unknown_sections(plan, files.values(), section_ids),
        *_check_send_on(plan),
    )


def _list_mentions(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every item that the plan mentions: the key and the item's id."""
    mentions: dict[str, Iterable[str]] = {
        "lead": [plan.lead] if plan.lead else [],
        "include": plan.include,
        "leave_out": plan.leave_out,
        "next_time": plan.next_time,
        "order": plan.order,
        "move": plan.move,
        "edits": plan.edits,
        "form": plan.amounts,
    }
    for key, ids in mentions.items():
        for item_id in ids:
            yield key, item_id


def _line_of(plan: Plan, key: str, item_id: str) -> int | None:
    return plan.lines.get(f"{key}/{item_id}") or plan.lines.get(key)


def _find_missing_items(plan: Plan, files: Mapping[str, PoolFile]) -> Iterator[Problem]:
    for key, item_id in _list_mentions(plan):
        if path_key(item_id) in files:
            continue
        hint = "Write the path of its file under content/, without .md."
        close = nearest(path_key(item_id), files)
        if close:
            hint = f"Did you mean {files[close].id}?"
        yield make_problem(
            PLAN_NAMES_MISSING_ITEM,
            file=plan.file,
            line=_line_of(plan, key, item_id),
            field=key,
            value=item_id,
            name=quoted(item_id, 120),
            hint=hint,
        )


def _find_double_decisions(plan: Plan, files: Mapping[str, PoolFile]) -> Iterator[Problem]:
    keys_by_item: dict[str, list[str]] = {}
    for key, item_id in _list_mentions(plan):
        if key in _DECISIONS:
            keys_by_item.setdefault(path_key(item_id), []).append(key)
    for item_key, keys in keys_by_item.items():
        file = files.get(item_key)
        if isinstance(file, Item) and "include" in keys and file.leave_out:
            yield make_problem(
                INCLUDED_AND_LEFT_OUT_FOREVER,
                file=plan.file,
                line=_line_of(plan, "include", file.id),
                item=file.id,
                field="include",
                name=file.id,
                reason=file.leave_out,
            )
        if len(set(keys)) > 1:
            name = file.id if file else item_key
            yield make_problem(
                DECIDED_TWICE,
                file=plan.file,
                line=_line_of(plan, keys[-1], name),
                item=name,
                field=keys[-1],
                name=name,
                keys=listed(dict.fromkeys(keys)),
            )


def _find_unknown_sections(
    plan: Plan, files: Iterable[PoolFile], section_ids: Sequence[str]
) -> Iterator[Problem]:
    for item_id, section in plan.move.items():
        if section not in section_ids:
            yield make_problem(
                UNKNOWN_SECTION,
                file=plan.file,
                line=_line_of(plan, "move", item_id),
                field="move",
                value=section,
                hint=_suggest_section(section, section_ids),
            )
    for file in files:
        if isinstance(file, Item) and file.section and file.section not in section_ids:
            yield make_problem(
                UNKNOWN_SECTION,
                file=file.file,
                line=file.line("section"),
                item=file.id,
                field="section",
                value=file.section,
                hint=_suggest_section(file.section, section_ids),
            )


def _suggest_section(section: str, section_ids: Sequence[str]) -> str:
    close = nearest(section, section_ids)
    if close:
        return f"Did you mean {close}?"
    return f"Write one of {listed(section_ids, 'or')}."


def _check_send_on(plan: Plan) -> Iterator[Problem]:
    if plan.send_on >= plan.period.end:
        return
    yield make_problem(
        SENT_TOO_EARLY,
        file=plan.file or None,
        line=plan.lines.get("send_on"),
        field="send_on",
        value=say_day(plan.send_on),
        end=say_day(plan.period.end),
    )
