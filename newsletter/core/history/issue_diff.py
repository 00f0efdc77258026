"""What changed between two states of an issue, in words: items in, out, moved, reworded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsletter.core.values.text import quoted

SHOWN = 160
"""Characters of a changed passage that are shown."""
OPENING = "the opening"
"""The section of what stands before and around the items: subject, introduction."""


@dataclass(frozen=True, slots=True)
class DiffPart:
    """One thing that members read: an item, or a part of the opening."""

    key: str
    """By which it is the same thing in both states."""
    title: str
    section: str
    """Where it stands; ``OPENING`` for what is no item."""
    text: str
    """All its words."""


def difference(before: Sequence[DiffPart], now: Sequence[DiffPart]) -> Iterator[str]:
    """One sentence for each change, the opening first, then what came in, went out, moved, was reworded."""
    old = {piece.key: piece for piece in before}
    new = {piece.key: piece for piece in now}
    for piece in now:
        if piece.section == OPENING and piece.text != (
            old[piece.key].text if piece.key in old else ""
        ):
            yield f"{piece.title}: {_passages(old[piece.key].text if piece.key in old else '', piece.text)}"
    for piece in before:
        if piece.section == OPENING and piece.key not in new and piece.text:
            yield f"{piece.title}: {_passages(piece.text, '')}"
    yield from (f"in: {_named(piece)}" for piece in _items(now) if piece.key not in old)
    yield from (f"out: {_named(piece)}" for piece in _items(before) if piece.key not in new)
    both = [(old[piece.key], piece) for piece in _items(now) if piece.key in old]
    yield from _moved(both, [piece for piece in _items(before) if piece.key in new])
    for was, piece in both:
        if was.title != piece.title:
            yield f"reworded: {quoted(was.title, SHOWN)} is now {quoted(piece.title, SHOWN)}"
        if was.text != piece.text:
            yield f"reworded: {quoted(piece.title, SHOWN)}: {_passages(was.text, piece.text)}"


def _items(pieces: Iterable[DiffPart]) -> Iterator[DiffPart]:
    return (piece for piece in pieces if piece.section != OPENING)


def _named(piece: DiffPart) -> str:
    return f"{quoted(piece.title, SHOWN)}{f' ({piece.section})' if piece.section else ''}"


def _moved(both: Sequence[tuple[DiffPart, DiffPart]], before: Sequence[DiffPart]) -> Iterator[str]:
    """Items in another section, and those that stand elsewhere among the others: the fewest that explain the new order."""
    for was, piece in both:
        if was.section != piece.section:
            yield f"moved: {quoted(piece.title, SHOWN)} from {was.section or 'the top'} to {piece.section or 'the top'}"
    stayed = {piece.key for was, piece in both if was.section == piece.section}
    old_order = [piece.key for piece in before if piece.key in stayed]
    new_order = [piece.key for _, piece in both if piece.key in stayed]
    matcher = SequenceMatcher(None, old_order, new_order, autojunk=False)
    kept = {
        key
        for block in matcher.get_matching_blocks()
        for key in old_order[block.a : block.a + block.size]
    }
    for _, piece in both:
        if piece.key in stayed and piece.key not in kept:
            up = new_order.index(piece.key) < old_order.index(piece.key)
            yield f"moved: {quoted(piece.title, SHOWN)} further {'up' if up else 'down'}{f' in {piece.section}' if piece.section else ''}"


def _passages(before: str, now: str) -> str:
    """The words that went and the words that came, from the first to the last that differ."""
    old, new = before.split(), now.split()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    went, came = " ".join(old[start : len(old) - end]), " ".join(new[start : len(new) - end])
    if not went:
        return f"added {quoted(came, SHOWN)}"
    return (
        f"was {quoted(went, SHOWN)}, is {quoted(came, SHOWN)}"
        if came
        else f"without {quoted(went, SHOWN)}"
    )
