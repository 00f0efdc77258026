"""The kinds of warning that people chose not to see any more."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from newsletter.core.problems.all_kinds import ALL_KINDS
from newsletter.core.problems.problem import Problem
from newsletter.preview.views.problem_words import say_kind


@dataclass(frozen=True, slots=True)
class SilencedKind:
    """One kind of warning that is not shown."""

    code: str
    sentence: str
    """What such a warning says, with … for what differs between items."""
    count: int
    """How many of this issue are not shown."""


def silenced_kinds(codes: Iterable[str], silenced: Iterable[Problem]) -> tuple[SilencedKind, ...]:
    """The kinds that the settings silence; ``silenced`` are the problems that this issue has of them."""
    counts = Counter(problem.code for problem in silenced)
    found = []
    for code in dict.fromkeys(codes):
        kind = ALL_KINDS.get(code)
        if kind is not None:
            found.append(SilencedKind(code, say_kind(kind), counts[code]))
    return tuple(found)
