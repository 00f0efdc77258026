"""Rows of tables and sections of documents, which have no ids that are safe to trust, known again from one import to the next.

Tables count their rows alike, write a moment now with and now without its seconds and in another country's order, and two forms may be
answered in the same moment; documents use the same headings every month.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.text import fold
from newsletter.sources.base.import_item import ImportItem, first_day
from newsletter.workspace.content.import_memory import ImportMemory

_BARE = re.compile(r"\w{1,12}")
"""A number or a short word, which other tables use too."""
_MOMENT = re.compile(
    r"(pm-)?(\d{1,4})-(\d{1,2})-(\d{1,4})-(\d{1,2})-(\d{1,2})(?:-(\d{1,2}))?(?= |$)"
)
_MADE = re.compile(r" (?:\d{4}-\d{2}-\d{2}|undated) ")
"""What stands within an id that was made to tell two things of one id apart."""
_MUCH = 0.3
"""From so many common words on two texts of the same document and heading, and two titles of one day, are one, written anew."""
_NEARLY, _LONG = 0.6, 8
"""The same for the texts of two rows, which may be two people's: more of the words, and, where nothing else fits, enough of them."""
_MOST = 200
"""Memories of one title or link that are looked at."""
_CERTAIN, _TITLE, _LINK, _TEXT, _DAY = 100, 8, 4, 3, 2

Reading = tuple[int, int, int, int, int]


def rematch(
    found: Sequence[ImportItem], memories: Mapping[tuple[str, str], ImportMemory]
) -> list[ImportItem]:
    """The same things, each under the id it is remembered by; each memory is that of one thing only, the likeliest."""
    doubtful = [at for at, each in enumerate(found) if each.source_kind in ("csv", "docx")]
    if not doubtful:
        return list(found)
    remembered = _Remembered(memories)
    named: dict[int, str] = {}
    taken: set[str] = set()
    for texts in (
        False,
        True,
    ):  # texts are compared only where nothing simpler says it: that takes long
        pairs = [
            (likeness, memory.id == found[at].source_id, -at, memory.id)
            for at in doubtful if at not in named
            for memory, by_id in remembered.candidates(found[at]) if memory.id not in taken
            if (likeness := _likeness(found[at], memory, by_id, texts))
        ]  # fmt: skip
        for _, _, at, identity in sorted(pairs, reverse=True):
            if -at not in named and identity not in taken:
                named[-at] = identity
                taken.add(identity)
    made = list(found)
    for at in doubtful:
        each = found[at]
        own = each.source_id
        if at not in named and (
            own in taken or (each.source_kind, own) in memories
        ):  # the id is another thing's
            own = f"{own} {first_day(each) or 'undated'} {fold(each.title)}"
        made[at] = replace(each, source_id=named.get(at, own))
    return made


class _Remembered:
    """What is remembered of rows and sections, by what may show that it is this one."""

    def __init__(self, memories: Mapping[tuple[str, str], ImportMemory]) -> None:
        self._by_id = memories
        self._by_moment: dict[Reading, list[ImportMemory]] = defaultdict(list)
        self._by_base: dict[tuple[str, str], list[ImportMemory]] = defaultdict(list)
        self._by_words: dict[str, list[ImportMemory]] = defaultdict(list)
        for memory in sorted(memories.values(), key=lambda memory: memory.id):
            if memory.kind in ("csv", "docx"):
                self._know(memory)

    def _know(self, memory: ImportMemory) -> None:
        for cut in _MADE.finditer(memory.id):
            self._by_base[memory.kind, memory.id[: cut.start()]].append(memory)
        if memory.kind == "csv":
            for reading in _readings(memory.id):
                self._by_moment[reading].append(memory)
            for word in {
                fold(_remembered_value(memory, "title")),
                link_key(_remembered_value(memory, "link")),
            } - {""}:
                self._by_words[word].append(memory)

    def candidates(self, found: ImportItem) -> Iterator[tuple[ImportMemory, bool]]:
        """Memories that may be of the same thing, each once, and whether its id says so."""
        exact = self._by_id.get((found.source_kind, found.source_id))
        near = [exact] if exact else []
        near += self._by_base[found.source_kind, found.source_id]
        words: list[ImportMemory] = []
        if found.source_kind == "csv":
            near += [
                m
                for r in _readings(found.source_id)
                for m in self._by_moment[r]
                if _one_second(found.source_id, m.id)
            ]
            for word in {fold(found.title), link_key(found.link)} - {""}:
                words += self._by_words[word][:_MOST]
        by_id = {memory.id: memory for memory in near}
        yield from ((memory, True) for memory in by_id.values())
        yield from (
            (memory, False) for memory in {m.id: m for m in words if m.id not in by_id}.values()
        )


def _likeness(found: ImportItem, memory: ImportMemory, by_id: bool, texts: bool) -> int:
    """How likely a row or a section is what is remembered; 0 when it is not. Where its id does not say so, two things must."""
    if memory.id == found.source_id and (not memory.fields or not _is_doubtful(found)):
        return _CERTAIN
    before, now = _remembered_value(memory, "body"), found.body
    if found.source_kind == "docx":
        day = _remembered_value(memory, "date")
        same = bool(day and day == found.date) or not before
        return _TITLE if same or (texts and _alike(before, now) >= _MUCH) else 0
    title = fold(_remembered_value(memory, "title"))
    same_title, same_day = title == fold(found.title), _same_day(found, memory)
    same_link = bool(found.link) and link_key(found.link) == link_key(
        _remembered_value(memory, "link")
    )
    likeness = _TITLE * same_title + _LINK * same_link
    if not by_id:
        two = same_title + same_link + same_day > 1 or (
            texts and len(now.split()) >= _LONG and _alike(before, now) >= _NEARLY
        )
        return likeness + _DAY * same_day if two else 0
    if likeness:
        return likeness + _DAY * same_day
    if not texts:
        return 0
    alike = _alike(before, now)
    some = not before or not now or alike >= _NEARLY or _alike(title, fold(found.title)) >= _MUCH
    return (_TEXT if alike >= _NEARLY and len(now.split()) >= _LONG else 0) + _DAY * (
        same_day and some
    )


def _is_doubtful(found: ImportItem) -> bool:
    return found.source_kind == "docx" or bool(
        _BARE.fullmatch(found.source_id) or _readings(found.source_id)
    )


def _remembered_value(memory: ImportMemory, key: str) -> str:
    said = memory.fields.get(key)
    return said.value if said and isinstance(said.value, str) else ""


def _same_day(found: ImportItem, memory: ImportMemory) -> bool:
    said = [
        memory.fields[key].value
        for key in ("starts", "dates", "deadline", "date")
        if key in memory.fields
    ]
    return any(
        day and day in (found.starts, list(found.dates), found.deadline, found.date) for day in said
    )


def _alike(one: str, other: str) -> float:
    """How much of two texts' words is common, from 0 to 1."""
    if not one or not other:
        return 0
    return SequenceMatcher(None, one.split()[:300], other.split()[:300], autojunk=False).ratio()


# ---- moments


def _readings(identity: str) -> Iterable[Reading]:
    """The minutes that the moment at the beginning of an id may mean, whichever country wrote it; none when it holds no moment."""
    hit = _MOMENT.match(identity)
    if not hit:
        return ()
    first, second, third, hour, minute = (int(number) for number in hit.groups()[1:6])
    days = (
        {(first, second, third)} if first > 31 else {(third, first, second), (third, second, first)}
    )
    hours = {hour % 12 + 12} if hit[1] else {hour, hour % 12} if hour == 12 else {hour}
    return {
        (year, month, day, hour, minute)
        for year, month, day in days
        if 1 <= month <= 12
        for hour in hours
    }


def _one_second(one: str, other: str) -> bool:
    """Whether two moments of one minute may be the same; where either has no seconds, they may."""
    first, second = _MOMENT.match(one), _MOMENT.match(other)
    return bool(
        first and second and (not first[7] or not second[7] or int(first[7]) == int(second[7]))
    )
