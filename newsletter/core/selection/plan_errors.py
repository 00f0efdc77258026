"""Whether the plan agrees with itself, with the pool and with the sections; each disagreement is a problem."""

from collections.abc import Iterable, Iterator

from newsletter.core.model.item import Item, PoolFile
from newsletter.core.model.plan import Plan
from newsletter.core.model.sections import Section
from newsletter.core.problems.problem import Problem, error, warning
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import listed, nearest, path_key, quoted


def find_plan_errors(
    plan: Plan, pool: Iterable[PoolFile], sections: Iterable[Section]
) -> tuple[Problem, ...]:
    """Everything in the plan, and in the items' ``section``, that names something that is not there or twice decided."""
    files = {path_key(file.id): file for file in pool}
    section_ids = [section.id for section in sections]
    return (
        *_unknown_items(plan, files),
        *_decided_twice(plan, files),
        *_unknown_sections(plan, files.values(), section_ids),
        *_early(plan),
    )


def _named(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every item the plan names, with the key it stands under."""
    groups: dict[str, Iterable[str]] = {
        "lead": [plan.lead] if plan.lead else [], "include": plan.include, "leave_out": plan.leave_out,
        "next_time": plan.next_time, "order": plan.order, "move": plan.move, "edits": plan.edits, "form": plan.form,
    }  # fmt: skip
    for key, ids in groups.items():
        for item_id in ids:
            yield key, item_id


def _line(plan: Plan, key: str, item_id: str = "") -> int | None:
    return plan.lines.get(f"{key}/{item_id}") or plan.lines.get(key)


def _unknown_items(plan: Plan, files: dict[str, PoolFile]) -> Iterator[Problem]:
    for key, item_id in _named(plan):
        if path_key(item_id) in files:
            continue
        close = nearest(path_key(item_id), files)
        hint = (
            f" Did you mean {files[close].id}?"
            if close
            else " Write the path of its file under content/, without .md."
        )
        yield error(
            f"{key} names {quoted(item_id, 120)}, and there is no such item.{hint}",
            plan.file,
            _line(plan, key, item_id),
        )


def _decided_twice(plan: Plan, files: dict[str, PoolFile]) -> Iterator[Problem]:
    words: dict[str, list[str]] = {}
    for key, item_id in _named(plan):
        if key in ("include", "leave_out", "next_time"):
            words.setdefault(path_key(item_id), []).append(key)
    for item_key, said in words.items():
        file = files.get(item_key)
        if isinstance(file, Item) and "include" in said and file.leave_out:
            yield error(
                f"include takes in {file.id}, but its content file says leave_out: {quoted(file.leave_out)}. "
                "Take one of the two away.", plan.file, _line(plan, "include", file.id), file.id,
            )  # fmt: skip
        if len(set(said)) > 1:
            name = file.id if file else item_key
            yield error(f"{name} stands under {listed(dict.fromkeys(said))}. Keep it under one of them.",
                        plan.file, _line(plan, said[-1], name), name)  # fmt: skip


def _unknown_sections(
    plan: Plan, files: Iterable[PoolFile], section_ids: list[str]
) -> Iterator[Problem]:
    for item_id, section in plan.move.items():
        if section not in section_ids:
            yield error(_no_section(section, section_ids), plan.file, _line(plan, "move", item_id))
    for file in files:
        if isinstance(file, Item) and file.section and file.section not in section_ids:
            yield error(
                _no_section(file.section, section_ids), file.file, file.line("section"), file.id
            )


def _no_section(section: str, section_ids: list[str]) -> str:
    close = nearest(section, section_ids)
    hint = f"Did you mean {close}?" if close else f"Write one of {listed(section_ids, 'or')}."
    return f"there is no section {quoted(section)}. {hint}"


def _early(plan: Plan) -> Iterator[Problem]:
    if plan.send_on < plan.period.end:
        yield warning(
            f"send_on is {say_day(plan.send_on)}, before the period is over ({say_day(plan.period.end)} is the first day "
            "after it): what comes in between will be missing.", plan.file or None, plan.lines.get("send_on"),
        )  # fmt: skip
