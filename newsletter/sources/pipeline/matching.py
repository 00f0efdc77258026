"""Which content file a thing that was found has: known by its source's id, by what is remembered of it, or by its link."""

from collections import Counter
from collections.abc import Iterable, Mapping

from newsletter.core.model.item import Item, Kind, PoolFile, Unreadable
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.text import fold, path_key
from newsletter.sources.base.import_item import ImportItem, first_day
from newsletter.workspace.content.import_memory import ImportMemory


class Matcher:
    """The pool and the memories, asked about one thing after another. ``by`` is the source that is brought in."""

    def __init__(
        self,
        pool: Iterable[PoolFile],
        memories: Mapping[tuple[str, str], ImportMemory],
        by: str,
        found: Iterable[ImportItem],
    ) -> None:
        files = list(pool)
        self.items = {path_key(file.id): file for file in files}
        self.by_source: dict[tuple[str, str], Item] = {}
        self.taken_by_another: set[str] = set()
        """Ids of items that something of this import has already."""
        self._memories, self._by = memories, by
        self._by_link: dict[str, list[Item]] = {}
        self._by_look: dict[tuple[str, str], str] = {}
        self._links = Counter(f"{each.kind} {link_key(each.link)}" for each in found if each.link)
        for file in files:
            if isinstance(file, Item):
                self._know(file)

    def _know(self, item: Item) -> None:
        self.by_source.update({(key.kind, key.id): item for key in item.sources})
        for link in {link_key(item.link), *(link_key(key.link) for key in item.sources)} - {""}:
            self._by_link.setdefault(f"{item.kind} {link}", []).append(item)
        when = item.starts or item.deadline or item.date
        day = when.certain_day if when else None
        for text in {day.isoformat() if day else "", ""}:
            self._by_look.setdefault((fold(item.title), text), item.id)

    def match(self, found: ImportItem, memory: ImportMemory | None) -> PoolFile | None:
        """The content file it has: by its source's id, by what is remembered of an unreadable one, by its link."""
        if item := self.by_source.get((found.source_kind, found.source_id)):
            return item
        remembered = self.items.get(path_key(memory.item)) if memory else None
        if isinstance(remembered, Unreadable) or (
            isinstance(remembered, Item) and not remembered.imported
        ):
            return remembered
        link = link_key(found.link)
        fitting = self._by_link.get(f"{found.kind} {link}", []) if link else []
        return next((item for item in fitting if self._is_that(found, item)), None)

    def _is_that(self, found: ImportItem, item: Item) -> bool:
        """Whether a shared link means one thing: not with another of the same source, and, where several things or events
        share a link (a page of events, a room to meet in), only with the same title or day."""
        if item.id in self.taken_by_another:
            return False
        for key in item.sources:
            memory = self._memories.get((key.kind, key.id))
            if (
                key.kind == found.source_kind
                and key.id != found.source_id
                and (memory is None or memory.by == self._by)
            ):
                return False
        if found.kind is Kind.NEWS and self._links[f"{found.kind} {link_key(found.link)}"] < 2:
            return True
        when = item.starts or (item.dates[0] if item.dates else None) or item.deadline or item.date
        same_day = bool(
            when and when.certain_day and when.certain_day.isoformat() == first_day(found)
        )
        return same_day or fold(item.title) == fold(found.title)

    def look_alike(self, found: ImportItem) -> str:
        """The id of an item with the same title, and the same day where both have one; empty for none."""
        day = first_day(found)
        like = self._by_look.get((fold(found.title), day), "") or self._by_look.get(
            (fold(found.title), ""), ""
        )
        other = self.items.get(path_key(like))
        if not isinstance(other, Item):
            return ""
        when = other.starts or other.deadline or other.date
        there = when.certain_day if when else None
        return like if not (there and day) or there.isoformat() == day else ""
