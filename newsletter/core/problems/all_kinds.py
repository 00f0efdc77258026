"""Every kind of problem, by area and by code."""

from collections.abc import Iterable, Mapping
from types import ModuleType

from newsletter.core.problems import (
    email_kinds,
    item_kinds,
    link_kinds,
    plan_kinds,
    reading_kinds,
    selection_kinds,
    tag_kinds,
)
from newsletter.core.problems.problem import ProblemKind


def kinds_in(module: ModuleType) -> tuple[ProblemKind, ...]:
    """The kinds that a module declares, in its order."""
    return tuple(value for value in vars(module).values() if isinstance(value, ProblemKind))


def index_by_code(kinds: Iterable[ProblemKind]) -> dict[str, ProblemKind]:
    """The kinds by their codes. Raises ValueError when two have the same code."""
    by_code: dict[str, ProblemKind] = {}
    for kind in kinds:
        if kind.code in by_code:
            raise ValueError(f"two kinds of problems have the code {kind.code}")
        by_code[kind.code] = kind
    return by_code


KINDS_BY_AREA: Mapping[str, tuple[ProblemKind, ...]] = {
    "Items": kinds_in(item_kinds),
    "Links": kinds_in(link_kinds),
    "The email": kinds_in(email_kinds),
    "Merge tags and the mailing tool": kinds_in(tag_kinds),
    "Selection": kinds_in(selection_kinds),
    "The plan": kinds_in(plan_kinds),
    "Reading files": kinds_in(reading_kinds),
}
"""The kinds of each area, in the order of docs/checks.md."""

ALL_KINDS: dict[str, ProblemKind] = index_by_code(
    kind for kinds in KINDS_BY_AREA.values() for kind in kinds
)
"""Every kind by its code."""
