"""Three texts into one: what two people changed in the same text, line by line, or nothing when they changed the same lines."""

from difflib import SequenceMatcher
from itertools import pairwise

MAX_LINES = 20_000
"""Longer texts are not merged: comparing them would take minutes."""


def merge_lines(base: str, ours: str, theirs: str) -> str | None:
    """The text with both changes in it, or None when both changed the same lines or put lines in at the same place.

    ``base`` is what both began with. The same change made by both counts as one.
    """
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    lines = base.splitlines(keepends=True)
    texts = [text.splitlines(keepends=True) for text in (ours, theirs)]
    if max(len(lines), *map(len, texts)) > MAX_LINES:
        return None
    changes = sorted({change for text in texts for change in _changes(lines, text)})
    for (first, end, _), (start, last, _) in pairwise(changes):
        if (
            start < end or first == end == start == last
        ):  # two lines put in at one place have no order of their own
            return None
    merged, at = [], 0
    for start, end, new in changes:
        merged += [*lines[at:start], new]
        at = end
    return "".join([*merged, *lines[at:]])


def _changes(base: list[str], text: list[str]) -> list[tuple[int, int, str]]:
    """Which lines of the base were replaced by what."""
    matcher = SequenceMatcher(None, base, text, autojunk=False)
    return [
        (start, end, "".join(text[first:last]))
        for tag, start, end, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]
