"""What changed since it was sent: content files that were edited, moved or deleted afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from newsletter.core.issue.compose import Placed
from newsletter.core.issue.item_facts import find_changed_parts, item_facts
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Amount, Edit, Plan
from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Code
from newsletter.core.selection.duplicates import keys
from newsletter.core.values.text import path_key


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item of a sent issue that is no longer as it was sent."""

    sent: SentItem
    before: Mapping[str, str]
    """What members read of it last, by a key of ``item_facts.PARTS``."""
    current: Mapping[str, str]
    """What they would read now; empty when the file is gone or the event is cancelled."""
    parts: tuple[str, ...]
    """What of it changed; empty when the file is gone or the event is cancelled."""
    cancelled: bool = False
    item: Item | None = None
    """The content file; None when it is gone."""


def find_changes(
    record: SentRecord, plan: Plan | None, files: Mapping[str, Item]
) -> Iterator[ItemChange]:
    """The items of a sent issue that differ from what members got.

    ``plan`` gives the words of that issue only; ``files`` is by id. Of an issue that was entered
    from its text nothing is known to compare with: only files that are gone are found.
    """
    edits = {}
    if plan is not None:
        edits = {path_key(item_id): edit for item_id, edit in plan.edits.items()}
    finder = _FileFinder(files)
    for sent in record.items:
        item = finder.find(sent)
        edit = Edit()
        if item is not None:
            edit = edits.get(path_key(item.id), edit)
        change = _change_of(record, sent, item, edit)
        if change is not None:
            yield change


class _FileFinder:
    """Finds the content file of a sent item, also when it was renamed."""

    def __init__(self, files: Mapping[str, Item]) -> None:
        self._files = files
        self._by_key: dict[str, Item] = {}

    def find(self, sent: SentItem) -> Item | None:
        """The content file of the item; None when it is gone."""
        item = self._files.get(sent.id)
        if item is not None:
            return item
        if not self._by_key:
            self._fill()
        for key in sorted(sent.keys, reverse=True):
            item = self._by_key.get(key)
            if item is not None and sent.is_proven_by(key, item.title, item.imported):
                return item
        return None

    def _fill(self) -> None:
        for name in sorted(self._files, reverse=True):
            item = self._files[name]
            for key in keys(item):
                self._by_key[key] = item


def _change_of(
    record: SentRecord, sent: SentItem, item: Item | None, edit: Edit
) -> ItemChange | None:
    before = record.last_facts(sent)
    if item is None:
        return ItemChange(sent, before, {}, ())
    is_corrected = any(sent.id in correction.items for correction in record.corrections)
    was_reported_as_off = is_corrected and not _is_in_last_correction(record, sent)
    if item.cancelled:
        if was_reported_as_off:
            return None
        return ItemChange(sent, before, {}, (), cancelled=True, item=item)
    if not before:
        return None
    current = _facts_now(item, sent, edit)
    if was_reported_as_off:
        before = {}
    parts = find_changed_parts(before, current)
    if not parts:
        return None
    return ItemChange(sent, before, current, parts, item=item)


def _is_in_last_correction(record: SentRecord, sent: SentItem) -> bool:
    """Whether the latest correction about the item still had facts of it.

    Without them it said that the item does not take place.
    """
    about = [correction for correction in record.corrections if sent.id in correction.items]
    return sent.id in about[-1].facts


_AMOUNTS = {str(amount): amount for amount in Amount}


def _facts_now(item: Item, sent: SentItem, edit: Edit) -> Mapping[str, str]:
    """What the item would say now, in the section and as much of it as was sent."""
    placed = Placed(
        item=replace(item, **edit.item_values),
        code=Code.INCLUDED_BY_EDITOR,
        role=sent.role,
        day=sent.day,
        amount=_AMOUNTS.get(sent.facts.get("form", ""), Amount.SUMMARY),
        title=edit.title or item.title,
        summary=item.summary if edit.summary is None else edit.summary,
    )
    return item_facts(placed, sent.facts.get("section", ""))
