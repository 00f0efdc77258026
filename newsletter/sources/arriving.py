"""What was found meets the pool: which content file each thing has, and what that file is to say. Decides, and writes nothing.

Gathered + pool + memories -> Decided (a Report, and the bytes of every file that changes)
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from newsletter.core.date_text import UnreadableDate, parse_date
from newsletter.core.identity import link_key
from newsletter.core.item import FOLDERS, Item, Kind, PoolFile, Unreadable
from newsletter.core.text import fold, path_key
from newsletter.errors import NewsletterError
from newsletter.sources.found import Found, Gathered, Skip
from newsletter.sources.naming import free_id
from newsletter.sources.report import Arrival, Fate, Gone, Report
from newsletter.sources.units import WHEN, Merged, Values, merged, values_of
from newsletter.workspace.content import read_content
from newsletter.workspace.content_writer import changed_text, field_values
from newsletter.workspace.files import SourceText
from newsletter.workspace.imported import Memories, Memory, Said, memory_name, memory_text

ReadFile = Callable[[str], SourceText]
"""A content file, by its name relative to the workspace; raises NewsletterError."""


_COUNTED_ANEW = {"csv", "docx", "feed"}
"""Kinds whose ids may be numbers or words that another table, document or feed has too."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a source is to be brought in."""

    by: str
    """The importer and its address, such as ``wordpress example.org``."""
    rank: Callable[[str], int]
    """How much an importer knows, from what memories call it."""
    follows: bool = True
    """Whether items that are here already follow the source; a copied page is read once."""
    restore: bool = False
    """Whether what was deleted here comes back."""
    known: frozenset[str] = frozenset()
    """All the sources of newsletter.toml, as memories call them: of two that say the same thing, the first keeps its word."""

    def stands(self, owner: str) -> bool:
        """Whether the word of another source stands against this one's."""
        if owner == self.by:
            return False
        return self.rank(owner) > self.rank(self.by) or (self.rank(owner) == self.rank(self.by) and owner in self.known)

    def outranks(self, owner: str) -> bool:
        """Whether this source knows more than another."""
        return self.rank(self.by) > self.rank(owner)


@dataclass(slots=True)
class Decided:
    """What an import is to do."""

    report: Report
    contents: dict[str, bytes] = field(default_factory=dict)
    """By name relative to the workspace, content files first, so that a memory is never there without its item."""
    expected: dict[str, bytes | None] = field(default_factory=dict)
    """What files hold now (None: they are not there); when one does not any more, all is decided anew."""


def decide(
    gathered: Gathered, pool: Iterable[PoolFile], memories: Memories, read: ReadFile, today: date, manner: Manner,
    source: str = "",
) -> Decided:  # fmt: skip
    """Decide about everything that was found. ``today`` becomes ``first_seen`` of what is new."""
    return _Decider(list(pool), memories, read, today, manner).decide(gathered, source)


class _Decider:
    def __init__(self, pool: list[PoolFile], memories: Memories, read: ReadFile, today: date, manner: Manner) -> None:
        self.items = {path_key(file.id): file for file in pool}
        self.memories, self.read, self.today, self.manner = memories.by_key, read, today, manner
        self.by_source: dict[tuple[str, str], Item] = {}
        self.by_link: dict[str, list[Item]] = {}
        self.by_look: dict[tuple[str, str], str] = {}
        self.taken = set(self.items)
        self.arrivals: list[Arrival] = []
        self.skipped: dict[Skip, int] = {}
        self.problems: list[str] = []
        self.deleted: list[str] = []
        self.contents: dict[str, bytes] = {}
        self.expected: dict[str, bytes | None] = {}
        self.remember: dict[str, bytes] = {}
        self.matched: set[str] = set()
        self.links: Counter[str] = Counter()
        for file in pool:
            if isinstance(file, Item):
                self._know(file)

    def _know(self, item: Item) -> None:
        self.by_source.update({(key.kind, key.id): item for key in item.sources})
        for link in {link_key(item.link), *(link_key(key.link) for key in item.sources)} - {""}:
            self.by_link.setdefault(f"{item.kind} {link}", []).append(item)
        when = item.starts or item.deadline or item.date
        day = when.certain_day if when else None
        for text in {day.isoformat() if day else "", ""}:
            self.by_look.setdefault((fold(item.title), text), item.id)

    def decide(self, gathered: Gathered, source: str) -> Decided:
        self.skipped = dict(gathered.skipped)
        self.problems = list(gathered.problems)
        seen: set[tuple[str, str]] = set()
        self.links = Counter(f"{found.kind} {link_key(found.link)}" for found in gathered.found if found.link)
        for given in gathered.found:
            found = self._itself(given)
            key = (found.source_kind, found.source_id)
            if key in seen:
                self._skip(Skip.REPEATED)
                continue
            seen.add(key)
            self._arrive(found)
        untouched = gathered.unchanged - self._deleted_untouched(gathered, seen)
        report = Report(
            source, gathered.held, tuple(self.arrivals), untouched, self.skipped, tuple(self.problems),
            tuple(self._gone(gathered)), tuple(self.deleted), gathered.notes,
        )  # fmt: skip
        return Decided(report, self.contents | self.remember, self.expected)

    def _deleted_untouched(self, gathered: Gathered, seen: set[tuple[str, str]]) -> int:
        """How many of what the source says has not changed were deleted here; they are counted as skipped."""
        if not gathered.unchanged:
            return 0
        gone = set(gathered.gone)
        deleted = [
            memory for key, memory in self.memories.items()
            if memory.by == self.manner.by and key not in seen and key not in self.by_source and memory.id not in gone
            and path_key(memory.item) not in self.items
        ][: gathered.unchanged]  # fmt: skip
        for memory in deleted:
            self._skip(Skip.DELETED)
            title = memory.fields.get("title")
            self.deleted.append(str(title.value) if title else memory.item)
        return len(deleted)

    def _skip(self, reason: Skip) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def _itself(self, found: Found) -> Found:
        """The same under an id of its own, when its id is another thing's: tables and feeds count from 1, and so do others."""
        memory = self.memories.get((found.source_kind, found.source_id))
        if memory is None or (memory.by == self.manner.by and found.source_kind not in _COUNTED_ANEW):
            return found
        title = memory.fields.get("title")
        days = [said.value for key in ("starts", "dates", "deadline", "date") if (said := memory.fields.get(key))]
        now = [found.starts, list(found.dates), found.deadline, found.date]
        other = (
            title and fold(str(title.value)) != fold(found.title) and bool(days) and not any(day in now for day in days)
        )
        return replace(found, source_id=f"{found.source_id} {fold(found.title)}") if other else found

    def _arrive(self, found: Found) -> None:
        memory = self.memories.get((found.source_kind, found.source_id))
        item = self._match(found, memory)
        if isinstance(item, Unreadable):
            self.problems.append(
                f"‘{found.title}’: its file {item.file} cannot be read, so it was left as it is. {item.why}."
            )
        elif item is not None:
            self.matched.add(item.id)
            self._follow(found, item, memory)
        elif memory is not None and not self.manner.restore:
            self._skip(Skip.DELETED)
            self.deleted.append(found.title)
        else:
            self._add(found)

    def _match(self, found: Found, memory: Memory | None) -> PoolFile | None:
        """The content file it has: by its source's id, by what is remembered of an unreadable one, by its link."""
        if item := self.by_source.get((found.source_kind, found.source_id)):
            return item
        remembered = self.items.get(path_key(memory.item)) if memory else None
        if isinstance(remembered, Unreadable) or (isinstance(remembered, Item) and not remembered.imported):
            return remembered
        link = link_key(found.link)
        fitting = self.by_link.get(f"{found.kind} {link}", []) if link else []
        return next((item for item in fitting if self._is_that(found, item)), None)

    def _is_that(self, found: Found, item: Item) -> bool:
        """Whether a shared link means one thing: not with another of the same source, and, where several things or events
        share a link (a page of events, a room to meet in), only with the same title or day."""
        if item.id in self.matched:
            return False
        for key in item.sources:
            memory = self.memories.get((key.kind, key.id))
            if (
                key.kind == found.source_kind
                and key.id != found.source_id
                and (memory is None or memory.by == self.manner.by)
            ):
                return False
        if found.kind is Kind.NEWS and self.links[f"{found.kind} {link_key(found.link)}"] < 2:
            return True
        when = item.starts or (item.dates[0] if item.dates else None) or item.deadline or item.date
        same_day = bool(when and when.certain_day and when.certain_day.isoformat() == _first_day(found))
        return same_day or fold(item.title) == fold(found.title)

    def _gone(self, gathered: Gathered) -> Iterable[Gone]:
        lost = set(gathered.gone)
        for identity in sorted(lost):
            item = next((item for (_, key), item in self.by_source.items() if key == identity), None)
            if item and not (item.leave_out or item.draft or item.cancelled):
                yield Gone(item.id, item.title)

    # ---- new

    def _add(self, found: Found) -> None:
        day = _first_day(found)
        item_id = free_id(found.kind, found.title, day, self.taken)
        name = f"content/{item_id}.md"
        text = new_text(found, self.today)
        item, problems = read_content(item_id, name, text)
        if not isinstance(item, Item) or (problems and not found.undecided):
            self.problems.append(f"‘{found.title}’: {problems[0].message}")
            return
        self.taken.add(path_key(item_id))
        self.contents[name], self.expected[name] = text.encode(), None
        like = self.by_look.get((fold(found.title), day), "") or self.by_look.get((fold(found.title), ""), "")
        self.arrivals.append(
            Arrival(found, item_id, Fate.NEW, like=like if _may_be_one(found, like, self.items) else "")
        )
        values = values_of(found)
        self._remember(found, item_id, {key: Said(value, self.manner.by) for key, value in values.items()})
        self.by_source[found.source_kind, found.source_id] = item

    def _remember(self, found: Found, item_id: str, said: Mapping[str, Said]) -> None:
        before = self.memories.get((found.source_kind, found.source_id))
        by, number = self.manner.by, found.number
        if before and self.manner.rank(before.by) > self.manner.rank(by):  # whoever knows more goes on watching it
            by, number = before.by, before.number
        memory = Memory(found.source_kind, found.source_id, item_id, by, said, number)
        self.remember[memory_name(memory.kind, memory.id)] = memory_text(memory).encode()

    # ---- here already

    def _follow(self, found: Found, item: Item, memory: Memory | None) -> None:
        values = values_of(found)
        if not self.manner.follows or (not item.imported):
            self.arrivals.append(Arrival(found, item.id, Fate.UNCHANGED))
            if memory is None:
                self._remember(found, item.id, {})
            return
        before = memory.fields if memory else {}
        known = any(key.kind == found.source_kind and key.id == found.source_id for key in item.sources)
        if known and memory and memory.item == item.id and _says_the_same(values, before, self.manner.by):
            self.arrivals.append(Arrival(found, item.id, Fate.UNCHANGED))
            return
        try:
            source = self.read(item.file)
            here = {**field_values(source.text), "kind": str(item.kind)}
        except NewsletterError as fault:
            self.problems.append(f"‘{found.title}’: {fault.message}")
            return
        done = merged(
            values, here, before, self._others(item, found), self.manner.by, self.manner.stands, self.manner.outranks
        )
        self._write(found, item, source, done, known)

    def _others(self, item: Item, found: Found) -> dict[str, Said]:
        """What other sources said of the same item; of two the one that knows more."""
        said: dict[str, Said] = {}
        for key in item.sources:
            memory = self.memories.get((key.kind, key.id))
            if memory is None or (key.kind, key.id) == (found.source_kind, found.source_id):
                continue
            for name, value in memory.fields.items():
                if name not in said or self.manner.rank(value.by) > self.manner.rank(said[name].by):
                    said[name] = value
        return said

    def _write(self, found: Found, item: Item, source: SourceText, done: Merged, known: bool) -> None:
        changes = dict(done.changes)
        if changes.get("kind") and FOLDERS.get(item.id.split("/", 1)[0]) == changes["kind"]:
            changes["kind"] = None
        body = changes.pop("body", None)
        add = None if known else (found.source_kind, found.source_id, found.link)
        try:
            text = changed_text(source.text, item.id, changes, body if isinstance(body, str) else None, add)
        except NewsletterError as fault:
            self.problems.append(f"‘{found.title}’: {item.file} could not be changed. {fault.message}")
            return
        self.expected[item.file] = source.raw
        if text != source.text:
            self.contents[item.file] = source.encoded(text)
        fate = Fate.UPDATED if done.changes else Fate.UNCHANGED
        fields = tuple(dict.fromkeys(key.partition("/")[0] for key in done.changes))
        self.arrivals.append(
            Arrival(
                found, item.id, fate, fields, tuple(done.kept), moved=_moved(item, done) if fate is Fate.UPDATED else ""
            )
        )
        self._remember(found, item.id, done.said)


def _first_day(found: Found) -> str:
    """The day a file is named after, as YYYY-MM-DD: the event's first, or that of publication."""
    for text in (found.starts, *found.dates[:1], found.date):
        try:
            when = parse_date(text) if text else None
        except UnreadableDate:
            continue
        if when:  # what can be read in two ways names no file
            return when.only.first.day.isoformat() if when.only else ""
    return ""


def _says_the_same(values: Values, before: Mapping[str, Said], by: str) -> bool:
    last = {key: said.value for key, said in before.items() if said.value}
    return last == dict(values) and all(said.by == by for said in before.values())


def _may_be_one(found: Found, like: str, items: Mapping[str, PoolFile]) -> bool:
    """Whether an item of the same title may be the same thing: not when both have dates, and these differ."""
    other = items.get(path_key(like))
    if not isinstance(other, Item):
        return False
    when = other.starts or other.deadline or other.date
    there = when.certain_day if when else None
    day = _first_day(found)
    return not (there and day) or there.isoformat() == day


def _moved(item: Item, done: Merged) -> str:
    if done.changes.get("cancelled") == "yes":
        return "its source has cancelled it."
    if "cancelled" in done.changes and item.cancelled:
        return "its source takes the cancellation back."
    if item.starts or item.dates:
        before = item.starts.text if item.starts else ", ".join(when.text for when in item.dates[:3])
        for key in WHEN:
            value = done.changes.get(key)
            if value:
                return f"its source has moved it: {before} before, {key} {value if isinstance(value, str) else ', '.join(value[:3])} now."
    return ""


def new_text(found: Found, today: date) -> str:
    """The text of a new content file. Every text stands in double quotes, so nothing in it means anything to YAML."""
    values = {key: value for key, value in values_of(found).items() if key not in ("body", "kind")}
    lines = ["---"]
    image = {key.removeprefix("image/"): value for key, value in values.items() if key.startswith("image/")}
    for key, value in values.items():
        if key.startswith("image/"):
            continue
        lines.append(f"{key}: {_yaml(key, value)}".replace(": \n", ":\n"))
    if image:
        lines += ["image:", *(f"  {key}: {_yaml(key, value)}" for key, value in image.items() if value)]
    link = f", link: {_quoted(found.link)}" if found.link else ""
    lines += [
        f"first_seen: {today.isoformat()}", "sources:",
        f"  - {{kind: {found.source_kind}, id: {_quoted(found.source_id)}{link}}}", "---",
    ]  # fmt: skip
    return "\n".join([*lines, found.body.strip(), ""]) if found.body.strip() else "\n".join([*lines, ""])


LONG_LIST = 8
"""A longer list, such as the days of a series, stands a line for each."""
_PLAIN = {"audience", "cancelled", "consent", "width", "height", "timezone"}


def _yaml(key: str, value: object) -> str:
    if isinstance(value, list) and len(value) > LONG_LIST:
        return "".join(f"\n  - {_quoted(entry)}" for entry in value)
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    text = str(value)
    if key in _PLAIN and text.replace("/", "").replace("_", "").isalnum():
        return text
    if (
        key in ("date", "starts", "ends", "deadline")
        and text.replace("-", "").replace(":", "").replace(" ", "").isdigit()
    ):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar; JSON's strings are a part of YAML's."""
    return json.dumps(text, ensure_ascii=False)


def without_files(decided: Decided) -> Decided:
    """The same for a dry run: the report, and nothing to write."""
    return Decided(replace(decided.report, dry_run=True))
