"""Rows of tables and sections of documents, which have no ids that are safe to trust, known again from one import to the next.

Tables count their rows alike, write a moment now with and now without its seconds and in another country's order, and two forms may be
answered in the same moment; documents use the same headings every month.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from newsletter.core.identity import link_key
from newsletter.core.text import fold
from newsletter.sources.found import Found
from newsletter.sources.new_file import first_day
from newsletter.workspace.imported import Memory

_BARE = re.compile(r"\w{1,12}")
"""A number or a short word, which other tables use too."""
_MOMENT = re.compile(r"(pm-)?(\d{1,4})-(\d{1,2})-(\d{1,4})-(\d{1,2})-(\d{1,2})(?:-(\d{1,2}))?(?= |$)")
_MADE = re.compile(r" (?:\d{4}-\d{2}-\d{2}|undated) ")
"""What stands within an id that was made to tell two things of one id apart."""
_MUCH = 0.3
"""From so many common words on two texts of the same document and heading, and two titles of one day, are one, written anew."""
_NEARLY, _LONG = 0.6, 8
"""The same for the texts of two rows, which may be two people's: more of the words, and, where nothing else fits, enough of them."""
_CERTAIN, _TITLE, _LINK, _TEXT, _DAY = 100, 8, 4, 3, 2

Reading = tuple[int, int, int, int, int]


def known_again(found: Sequence[Found], memories: Mapping[tuple[str, str], Memory]) -> list[Found]:
    """The same things, each under the id it is remembered by; each memory is that of one thing only, the likeliest."""
    doubtful = [at for at, each in enumerate(found) if each.source_kind in ("csv", "docx")]
    if not doubtful:
        return list(found)
    remembered = _Remembered(memories)
    pairs = [
        (likeness, memory.id == found[at].source_id, -at, memory)
        for at in doubtful
        for memory in remembered.candidates(found[at])
        if (likeness := _likeness(found[at], memory))
    ]
    pairs.sort(key=lambda pair: pair[:3], reverse=True)
    named: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, at, memory in pairs:
        if -at not in named and memory.id not in taken:
            named[-at] = memory.id
            taken.add(memory.id)
    made = list(found)
    for at in doubtful:
        each = found[at]
        own = each.source_id
        if at not in named and (own in taken or (each.source_kind, own) in memories):  # the id is another thing's
            own = f"{own} {first_day(each) or 'undated'} {fold(each.title)}"
        made[at] = replace(each, source_id=named.get(at, own))
    return made


class _Remembered:
    """What is remembered of rows and sections, by what may show that it is this one."""

    def __init__(self, memories: Mapping[tuple[str, str], Memory]) -> None:
        self._by_id = memories
        self._by_moment: dict[Reading, list[Memory]] = defaultdict(list)
        self._by_base: dict[tuple[str, str], list[Memory]] = defaultdict(list)
        self._by_title: dict[str, list[Memory]] = defaultdict(list)
        for memory in sorted(memories.values(), key=lambda memory: memory.id):
            if memory.kind in ("csv", "docx"):
                self._know(memory)

    def _know(self, memory: Memory) -> None:
        for cut in _MADE.finditer(memory.id):
            self._by_base[memory.kind, memory.id[: cut.start()]].append(memory)
        if memory.kind == "csv":
            for reading in _readings(memory.id):
                self._by_moment[reading].append(memory)
            title = fold(_said(memory, "title"))
            if memory.id.startswith(f"{title} "):
                self._by_title[title].append(memory)

    def candidates(self, found: Found) -> Iterator[Memory]:
        """Memories that may be of the same thing, each once."""
        exact = self._by_id.get((found.source_kind, found.source_id))
        near = [exact] if exact else []
        near += self._by_base[found.source_kind, found.source_id]
        if found.source_kind == "csv":
            near += [
                m for r in _readings(found.source_id) for m in self._by_moment[r] if _one_second(found.source_id, m.id)
            ]
            title = fold(found.title)
            if found.source_id.startswith(f"{title} "):
                near += [memory for memory in self._by_title[title] if _same_day(found, memory)]
        yield from {memory.id: memory for memory in near}.values()


def _likeness(found: Found, memory: Memory) -> int:
    """How likely a row or a section is what is remembered; 0 when it is not."""
    if memory.id == found.source_id and (not memory.fields or not _is_doubtful(found)):
        return _CERTAIN
    before, now = _said(memory, "body"), found.body
    if found.source_kind == "docx":
        day = _said(memory, "date")
        return _TITLE if (day and day == found.date) or not before or _alike(before, now) >= _MUCH else 0
    title, same_day = fold(_said(memory, "title")), _same_day(found, memory)
    same_link = bool(found.link) and link_key(found.link) == link_key(_said(memory, "link"))
    likeness = _TITLE * (title == fold(found.title)) + _LINK * same_link
    if not likeness:  # the costly questions last
        texts = _alike(before, now)
        likeness = _TEXT if texts >= _NEARLY and len(now.split()) >= _LONG else 0
        some = not before or not now or texts >= _NEARLY or _alike(title, fold(found.title)) >= _MUCH
        same_day = same_day and bool(likeness or some)
    return likeness + _DAY * same_day


def _is_doubtful(found: Found) -> bool:
    return found.source_kind == "docx" or bool(_BARE.fullmatch(found.source_id) or _readings(found.source_id))


def _said(memory: Memory, key: str) -> str:
    said = memory.fields.get(key)
    return said.value if said and isinstance(said.value, str) else ""


def _same_day(found: Found, memory: Memory) -> bool:
    said = [memory.fields[key].value for key in ("starts", "dates", "deadline", "date") if key in memory.fields]
    return any(day and day in (found.starts, list(found.dates), found.deadline, found.date) for day in said)


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
    days = {(first, second, third)} if first > 31 else {(third, first, second), (third, second, first)}
    hours = {hour % 12 + 12} if hit[1] else {hour, hour % 12} if hour == 12 else {hour}
    return {(year, month, day, hour, minute) for year, month, day in days if 1 <= month <= 12 for hour in hours}


def _one_second(one: str, other: str) -> bool:
    """Whether two moments of one minute may be the same; where either has no seconds, they may."""
    first, second = _MOMENT.match(one), _MOMENT.match(other)
    return bool(first and second and (not first[7] or not second[7] or int(first[7]) == int(second[7])))
