"""Problems at the place where they are fixed: a field of an item, or a field of the plan."""

from collections.abc import Mapping
from typing import Any

from newsletter.core.model.item import Item
from newsletter.core.model.plan import Plan
from newsletter.core.problems.problem import Problem, ProblemKind, make_problem


def about_item(
    kind: ProblemKind,
    item: Item,
    field: str,
    *,
    value: str | None = None,
    **facts: Any,
) -> Problem:
    """A problem that is fixed in that field of the item, such as ``summary`` or ``image/alt``.

    ``value`` is what was written there; ``facts`` are what the words of the kind name besides.
    The line is that of the field, or of the nearest key that is in the file.
    """
    return make_problem(
        kind,
        file=item.file,
        line=_line_of(field, item.lines) or item.line("title"),
        item=item.id,
        field=field,
        value=value,
        **facts,
    )


def about_plan(
    kind: ProblemKind,
    plan: Plan,
    field: str | None = None,
    *,
    value: str | None = None,
    **facts: Any,
) -> Problem:
    """A problem that is fixed in that field of the plan; without a field, somewhere in the issue.

    It has no file as long as there is no file of the plan.
    """
    line = _line_of(field, plan.lines) if field else None
    return make_problem(
        kind,
        file=plan.file or None,
        line=line,
        field=field,
        value=value,
        **facts,
    )


def _line_of(field: str, lines: Mapping[str, int]) -> int | None:
    """The line of the field, or of the key it is under, as ``image`` for ``image/alt``."""
    outer = field.partition("/")[0]
    return lines.get(field) or lines.get(outer)
