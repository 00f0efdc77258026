"""Find the content file of an imported item: by its source's id, by what is remembered, or by its link."""

from collections import Counter
from collections.abc import Iterable, Mapping

from newsletter.core.model.item import Item, Kind, PoolFile, Unreadable
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.text import fold, path_key
from newsletter.sources.base.import_item import ImportItem, first_day
from newsletter.workspace.content.import_memory import ImportMemory

SourceKey = tuple[str, str]
"""The kind and the id by which a source knows an item."""


class Matcher:
    """The pool and the memories, asked about one item of a source after another."""

    def __init__(
        self,
        pool: Iterable[PoolFile],
        memories: Mapping[SourceKey, ImportMemory],
        by: str,
        found: Iterable[ImportItem],
    ) -> None:
        """``by`` is the source that is imported, ``found`` everything that it holds."""
        files = list(pool)
        self.taken_ids = {path_key(file.id) for file in files}
        """The path keys that no new content file may have."""
        self._files = {path_key(file.id): file for file in files}
        self._by_source: dict[SourceKey, Item] = {}
        self._by_link: dict[str, list[Item]] = {}
        self._by_title_and_day: dict[tuple[str, str], str] = {}
        """Ids of items; every item is also here without its day."""
        self._claimed: set[str] = set()
        """Ids of items that an item of this import has already."""
        self._memories, self._by = memories, by
        self._uses_of_link = Counter(_link_and_kind(each) for each in found if each.link)
        for file in files:
            if isinstance(file, Item):
                self._index(file)

    def _index(self, item: Item) -> None:
        links = {link_key(item.link)}
        for source in item.sources:
            self._by_source[source.kind, source.id] = item
            links.add(link_key(source.link))
        for link in links - {""}:
            self._by_link.setdefault(f"{item.kind} {link}", []).append(item)
        title = fold(item.title)
        for day in (_certain_day(item), ""):
            self._by_title_and_day.setdefault((title, day), item.id)

    def match(self, found: ImportItem, memory: ImportMemory | None) -> PoolFile | None:
        """The content file of an item, whose memory is ``memory``; None when it has none yet."""
        item = self._by_source.get((found.source_kind, found.source_id))
        if item is not None:
            return item
        remembered = self._files.get(path_key(memory.item)) if memory else None
        if isinstance(remembered, Unreadable):
            return remembered
        if isinstance(remembered, Item) and not remembered.imported:
            return remembered
        if not link_key(found.link):
            return None
        for item in self._by_link.get(_link_and_kind(found), []):
            if self._is_same(found, item):
                return item
        return None

    def _is_same(self, found: ImportItem, item: Item) -> bool:
        """Whether an item with the same link is the same one.

        It is not when something else of this source has it. An event, or an item whose link
        several items share (a page of events, a room to meet in), needs the same title or day too.
        """
        if item.id in self._claimed or self._has_another_of_this_source(found, item):
            return False
        is_only_one_with_link = self._uses_of_link[_link_and_kind(found)] < 2
        if found.kind is Kind.NEWS and is_only_one_with_link:
            return True
        if fold(item.title) == fold(found.title):
            return True
        when = item.starts or (item.dates[0] if item.dates else None) or item.deadline or item.date
        if when is None or not when.certain_day:
            return False
        return when.certain_day.isoformat() == first_day(found)

    def _has_another_of_this_source(self, found: ImportItem, item: Item) -> bool:
        for source in item.sources:
            if source.kind != found.source_kind or source.id == found.source_id:
                continue
            memory = self._memories.get((source.kind, source.id))
            if memory is None or memory.by == self._by:
                return True
        return False

    def look_alike(self, found: ImportItem) -> str:
        """The id of an item with the same title, and the same day where both have one.

        Empty when there is no such item.
        """
        title, day = fold(found.title), first_day(found)
        like = self._by_title_and_day.get((title, day)) or self._by_title_and_day.get((title, ""))
        other = self._files.get(path_key(like)) if like else None
        if like is None or not isinstance(other, Item):
            return ""
        other_day = _certain_day(other)
        have_both_a_day = bool(day and other_day)
        if have_both_a_day and day != other_day:
            return ""
        return like

    def claim(self, item: PoolFile) -> None:
        """Keep a content file from being matched by a link once more."""
        self._claimed.add(item.id)

    def add_new(self, key: SourceKey, item: Item) -> None:
        """Know a content file that this import makes."""
        self.taken_ids.add(path_key(item.id))
        self._by_source[key] = item

    def holds(self, key: SourceKey, item_id: str) -> bool:
        """Whether there is a content file that names this source's item, or has this id."""
        return key in self._by_source or path_key(item_id) in self._files

    def item_with_source_id(self, source_id: str) -> Item | None:
        """The item that names this id among its sources, whatever the kind of source."""
        for (_, known_id), item in self._by_source.items():
            if known_id == source_id:
                return item
        return None


def _link_and_kind(found: ImportItem) -> str:
    return f"{found.kind} {link_key(found.link)}"


def _certain_day(item: Item) -> str:
    """The day an item is about, as YYYY-MM-DD; empty when it has none that is certain."""
    when = item.starts or item.deadline or item.date
    if when is None or not when.certain_day:
        return ""
    return when.certain_day.isoformat()
