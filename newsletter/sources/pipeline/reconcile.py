"""What was found meets the pool: which content file each thing has, and what that file is to say. Decides, and writes nothing.

Gathered + pool + memories -> Decided (a Report, and the bytes of every file that changes)
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from newsletter.core.model.item import FOLDERS, Item, PoolFile, Unreadable
from newsletter.core.values.text import listed, path_key
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportItem, Skip, SourceContent, first_day
from newsletter.sources.pipeline.field_merge import WHEN, Merged, Values, merged, values_of
from newsletter.sources.pipeline.file_names import free_id
from newsletter.sources.pipeline.import_report import Arrival, Fate, Gone, Report
from newsletter.sources.pipeline.matching import Matcher
from newsletter.sources.pipeline.new_content import new_text
from newsletter.sources.pipeline.rematch import known_again
from newsletter.workspace.content.content_file import read_content
from newsletter.workspace.content.content_writer import changed_text, field_values
from newsletter.workspace.content.import_memory import (
    ImportMemory,
    Memories,
    Said,
    memory_name,
    memory_text,
)
from newsletter.workspace.files.safe_io import SourceText

ReadFile = Callable[[str], SourceText]
"""A content file, by its name relative to the workspace; raises NewsletterError."""


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
        return self.rank(owner) > self.rank(self.by) or (
            self.rank(owner) == self.rank(self.by) and owner in self.known
        )

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
    gathered: SourceContent, pool: Iterable[PoolFile], memories: Memories, read: ReadFile, today: date, manner: Manner,
    source: str = "",
) -> Decided:  # fmt: skip
    """Decide about everything that was found. ``today`` becomes ``first_seen`` of what is new."""
    return _Decider(gathered.found, pool, memories, read, today, manner).decide(gathered, source)


class _Decider:
    def __init__(
        self,
        found: Iterable[ImportItem],
        pool: Iterable[PoolFile],
        memories: Memories,
        read: ReadFile,
        today: date,
        manner: Manner,
    ) -> None:
        self.memories, self.read, self.today, self.manner = memories.by_key, read, today, manner
        self.found = known_again(tuple(found), self.memories)
        self.pool = Matcher(pool, self.memories, manner.by, self.found)
        self.taken = set(self.pool.items)
        self.arrivals: list[Arrival] = []
        self.skipped: dict[Skip, int] = {}
        self.problems: list[str] = []
        self.deleted: list[str] = []
        self.contents: dict[str, bytes] = {}
        self.expected: dict[str, bytes | None] = {}
        self.remember: dict[str, bytes] = {}

    def decide(self, gathered: SourceContent, source: str) -> Decided:
        self.skipped = dict(gathered.skipped)
        self.problems = list(gathered.problems)
        seen: set[tuple[str, str]] = set()
        for found in self.found:
            key = (found.source_kind, found.source_id)
            if key in seen:
                self._skip(Skip.REPEATED)
                continue
            seen.add(key)
            self._arrive(found)
        for key in gathered.left:
            self._let_go(key)
        untouched = gathered.unchanged - self._deleted_untouched(gathered, seen)
        report = Report(
            source, gathered.held, tuple(self.arrivals), untouched, self.skipped, tuple(self.problems),
            tuple(self._gone(gathered)), tuple(self.deleted), gathered.notes,
        )  # fmt: skip
        return Decided(report, self.contents | self.remember, self.expected)

    def _deleted_untouched(self, gathered: SourceContent, seen: set[tuple[str, str]]) -> int:
        """How many of what the source says has not changed were deleted here; they are counted as skipped."""
        if not gathered.unchanged:
            return 0
        gone = set(gathered.gone)
        deleted = [
            memory for key, memory in self.memories.items()
            if memory.by == self.manner.by and key not in seen and key not in self.pool.by_source and memory.id not in gone
            and path_key(memory.item) not in self.pool.items
        ][: gathered.unchanged]  # fmt: skip
        for memory in deleted:
            self._skip(Skip.DELETED)
            title = memory.fields.get("title")
            self.deleted.append(str(title.value) if title else memory.item)
        return len(deleted)

    def _let_go(self, key: tuple[str, str]) -> None:
        """This source does not speak for the thing any more: another that does is followed."""
        memory = self.memories.get(key)
        if memory is None:
            return
        fields = {
            name: Said(said.value, "" if said.by == self.manner.by else said.by)
            for name, said in memory.fields.items()
        }
        self.remember[memory_name(*key)] = memory_text(replace(memory, fields=fields)).encode()

    def _skip(self, reason: Skip) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def _arrive(self, found: ImportItem) -> None:
        memory = self.memories.get((found.source_kind, found.source_id))
        item = self.pool.match(found, memory)
        if isinstance(item, Unreadable):
            self.problems.append(
                f"‘{found.title}’: its file {item.file} cannot be read, so it was left as it is. {item.why}."
            )
        elif item is not None:
            self.pool.taken_by_another.add(item.id)
            self._follow(found, item, memory)
        elif memory is not None and not self.manner.restore:
            self._skip(Skip.DELETED)
            self.deleted.append(found.title)
        else:
            self._add(found)

    def _gone(self, gathered: SourceContent) -> Iterable[Gone]:
        lost = set(gathered.gone)
        for identity in sorted(lost):
            item = next(
                (item for (_, key), item in self.pool.by_source.items() if key == identity), None
            )
            if (
                item is None
                or item.leave_out
                or item.draft
                or item.cancelled
                or any(item.title in why for why in gathered.problems)
            ):
                continue  # what cannot be read is a problem, and there all the same
            if not self._another_holds(item):
                yield Gone(item.id, item.title)

    def _another_holds(self, item: Item) -> bool:
        """Whether another source of newsletter.toml holds the item."""
        memories = (self.memories.get((key.kind, key.id)) for key in item.sources)
        owners = {said.by for memory in memories if memory for said in memory.fields.values()}
        return bool(owners & (self.manner.known - {self.manner.by}))

    # ---- new

    def _add(self, found: ImportItem) -> None:
        item_id = free_id(found.kind, found.title, first_day(found), self.taken)
        name = f"content/{item_id}.md"
        text = new_text(found, self.today)
        item, problems = read_content(item_id, name, text)
        if not isinstance(item, Item) or (problems and not found.undecided):
            self.problems.append(f"‘{found.title}’: {problems[0].message}")
            return
        self.taken.add(path_key(item_id))
        self.contents[name], self.expected[name] = text.encode(), None
        self.arrivals.append(Arrival(found, item_id, Fate.NEW, like=self.pool.look_alike(found)))
        values = values_of(found)
        self._remember(
            found, item_id, {key: Said(value, self.manner.by) for key, value in values.items()}
        )
        self.pool.by_source[found.source_kind, found.source_id] = item

    def _remember(self, found: ImportItem, item_id: str, said: Mapping[str, Said]) -> None:
        before = self.memories.get((found.source_kind, found.source_id))
        by, number = self.manner.by, found.number
        if before and self.manner.rank(before.by) > self.manner.rank(
            by
        ):  # whoever knows more goes on watching it
            by, number = before.by, before.number
        memory = ImportMemory(found.source_kind, found.source_id, item_id, by, said, number)
        self.remember[memory_name(memory.kind, memory.id)] = memory_text(memory).encode()

    # ---- here already

    def _follow(self, found: ImportItem, item: Item, memory: ImportMemory | None) -> None:
        values = values_of(found)
        if not self.manner.follows or (not item.imported):
            self.arrivals.append(Arrival(found, item.id, Fate.UNCHANGED))
            if memory is None:
                self._remember(found, item.id, {})
            return
        before = memory.fields if memory else {}
        known = any(
            key.kind == found.source_kind and key.id == found.source_id for key in item.sources
        )
        if (
            known
            and memory
            and memory.item == item.id
            and _says_the_same(values, before, self.manner.by)
        ):
            self.arrivals.append(Arrival(found, item.id, Fate.UNCHANGED))
            return
        try:
            source = self.read(item.file)
            here = {**field_values(source.text), "kind": str(item.kind)}
        except NewsletterError as fault:
            self.problems.append(f"‘{found.title}’: {fault.message}")
            return
        done = merged(
            values,
            here,
            before,
            self._others(item, found),
            self.manner.by,
            self.manner.stands,
            self.manner.outranks,
        )
        self._write(found, item, source, done, known)

    def _others(self, item: Item, found: ImportItem) -> dict[str, Said]:
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

    def _write(
        self, found: ImportItem, item: Item, source: SourceText, done: Merged, known: bool
    ) -> None:
        changes = dict(done.changes)
        if changes.get("kind") and FOLDERS.get(item.id.split("/", 1)[0]) == changes["kind"]:
            changes["kind"] = None
        body = changes.pop("body", None)
        add = None if known else (found.source_kind, found.source_id, found.link)
        try:
            text = changed_text(
                source.text, item.id, changes, body if isinstance(body, str) else None, add
            )
        except NewsletterError as fault:
            self.problems.append(
                f"‘{found.title}’: {item.file} could not be changed. {fault.message}"
            )
            return
        self.expected[item.file] = source.raw
        if text != source.text:
            self.contents[item.file] = source.encoded(text)
        fate = Fate.UPDATED if done.changes else Fate.UNCHANGED
        fields = tuple(dict.fromkeys(key.partition("/")[0] for key in done.changes))
        self.arrivals.append(
            Arrival(
                found,
                item.id,
                fate,
                fields,
                tuple(done.kept),
                alarm=_alarm(item, done) if fate is Fate.UPDATED else "",
            )
        )
        self._remember(found, item.id, done.said)


def _says_the_same(values: Values, before: Mapping[str, Said], by: str) -> bool:
    last = {key: said.value for key, said in before.items() if said.value}
    return last == dict(values) and all(said.by == by for said in before.values())


def _days_changed(item: Item, now: object) -> str:
    """Which days a series has lost and which it has gained; empty when it is none, or was moved as a whole."""
    if not item.dates or not isinstance(now, list):
        return ""
    before = [when.text for when in item.dates]
    lost, gained = (
        [day for day in before if day not in now],
        [day for day in now if day not in before],
    )
    if len(lost) == len(before) or not (lost or gained):
        return ""
    parts = [
        f"{word} {listed([*days[:5], *(['more'] if days[5:] else [])])}"
        for word, days in (("taken out", lost), ("added", gained))
        if days
    ]
    return f"its source has changed the days of this series: {listed(parts)}."


def _alarm(item: Item, done: Merged) -> str:
    if done.changes.get("image/consent") == "no":
        return "the people in its picture do not agree to be shown any more."
    if done.changes.get("cancelled") == "yes":
        return "its source has cancelled it."
    if "cancelled" in done.changes and item.cancelled:
        return "its source takes the cancellation back."
    if said := _days_changed(item, done.changes.get("dates")):
        return said
    if item.starts or item.dates:
        before = (
            item.starts.text if item.starts else ", ".join(when.text for when in item.dates[:3])
        )
        for key in WHEN:
            value = done.changes.get(key)
            if value:
                return f"its source has moved it: {before} before, {key} {value if isinstance(value, str) else ', '.join(value[:3])} now."
    return ""
