"""What changed between two states of an issue, in words: items in, out, moved, reworded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsletter.core.values.text import quoted

SHOWN = 160
"""Characters of a changed passage that are shown."""
OPENING = "the opening"
"""The section of what comes before and around the items: subject, introduction."""


@dataclass(frozen=True, slots=True)
class DiffPart:
    """One thing that members read: an item, or a part of the opening."""

    key: str
    """The same in both states of the issue."""
    title: str
    section: str
    """The title of its section; ``OPENING`` for what is not an item."""
    text: str
    """All its words."""


def difference(before: Sequence[DiffPart], now: Sequence[DiffPart]) -> Iterator[str]:
    """One sentence for each change.

    The opening comes first, then which items came in, went out, moved and were reworded.
    """
    old = {part.key: part for part in before}
    new = {part.key: part for part in now}
    yield from _changes_of_opening(before, now)
    for part in _items(now):
        if part.key not in old:
            yield f"in: {_name_part(part)}"
    for part in _items(before):
        if part.key not in new:
            yield f"out: {_name_part(part)}"
    both = [(old[part.key], part) for part in _items(now) if part.key in old]
    yield from _moved(both, [part for part in _items(before) if part.key in new])
    for was, part in both:
        yield from _reworded(was, part)


def _changes_of_opening(before: Sequence[DiffPart], now: Sequence[DiffPart]) -> Iterator[str]:
    old = {part.key: part.text for part in before}
    new = {part.key for part in now}
    for part in now:
        old_text = old.get(part.key, "")
        if part.section == OPENING and part.text != old_text:
            yield f"{part.title}: {_passages(old_text, part.text)}"
    for part in before:
        if part.section == OPENING and part.key not in new and part.text:
            yield f"{part.title}: {_passages(part.text, '')}"


def _reworded(was: DiffPart, now: DiffPart) -> Iterator[str]:
    if was.title != now.title:
        yield f"reworded: {quoted(was.title, SHOWN)} is now {quoted(now.title, SHOWN)}"
    if was.text != now.text:
        yield f"reworded: {quoted(now.title, SHOWN)}: {_passages(was.text, now.text)}"


def _items(parts: Iterable[DiffPart]) -> list[DiffPart]:
    return [part for part in parts if part.section != OPENING]


def _name_part(part: DiffPart) -> str:
    title = quoted(part.title, SHOWN)
    if part.section:
        return f"{title} ({part.section})"
    return title


def _moved(both: Sequence[tuple[DiffPart, DiffPart]], before: Sequence[DiffPart]) -> Iterator[str]:
    """Items in another section, and items in another place among those that stayed.

    Of the latter the fewest that explain the new order.
    """
    for was, part in both:
        if was.section != part.section:
            title = quoted(part.title, SHOWN)
            yield f"moved: {title} from {was.section or 'the top'} to {part.section or 'the top'}"
    stayed = {part.key for was, part in both if was.section == part.section}
    old_order = [part.key for part in before if part.key in stayed]
    new_order = [part.key for _, part in both if part.key in stayed]
    in_order = _longest_in_order(old_order, new_order)
    for _, part in both:
        if part.key in stayed and part.key not in in_order:
            is_up = new_order.index(part.key) < old_order.index(part.key)
            direction = "up" if is_up else "down"
            place = f" in {part.section}" if part.section else ""
            yield f"moved: {quoted(part.title, SHOWN)} further {direction}{place}"


def _longest_in_order(old_order: list[str], new_order: list[str]) -> set[str]:
    """The keys that need not move to get from the old order to the new one."""
    matcher = SequenceMatcher(None, old_order, new_order, autojunk=False)
    found: set[str] = set()
    for block in matcher.get_matching_blocks():
        found.update(old_order[block.a : block.a + block.size])
    return found


def _passages(before: str, now: str) -> str:
    """The words that went and the words that came, from the first to the last that differ."""
    old, new = before.split(), now.split()
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    removed = " ".join(old[start : len(old) - end])
    added = " ".join(new[start : len(new) - end])
    if not removed:
        return f"added {quoted(added, SHOWN)}"
    if not added:
        return f"without {quoted(removed, SHOWN)}"
    return f"was {quoted(removed, SHOWN)}, is {quoted(added, SHOWN)}"
