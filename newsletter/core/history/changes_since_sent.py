"""What is otherwise now than members got it: a content file that was edited, moved or taken away after its issue was sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from newsletter.core.issue.compose import Placed
from newsletter.core.issue.item_facts import changed_parts, item_facts
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Edit, Form, Plan
from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Code
from newsletter.core.selection.duplicates import keys
from newsletter.core.values.text import path_key


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One item of a sent issue that is no longer as it was sent."""

    sent: SentItem
    before: Mapping[str, str]
    """What members were told last, by a key of ``told.PARTS``."""
    current: Mapping[str, str]
    """What would be told now, by a key of ``told.PARTS``; empty when the file is gone or the event is cancelled."""
    parts: tuple[str, ...]
    """What of it is otherwise; empty when the file is gone or the event is cancelled."""
    cancelled: bool = False
    item: Item | None = None
    """The content file; None when it is gone."""


def otherwise(
    record: SentRecord, plan: Plan | None, files: Mapping[str, Item]
) -> Iterator[Otherwise]:
    """The items of a sent issue that differ from what members got. ``plan`` gives the words of that issue only; ``files`` is by id.

    Of an issue that was entered from its text nothing is known to compare with, but that files are gone.
    """
    edits = {path_key(item_id): edit for item_id, edit in plan.edits.items()} if plan else {}
    by_key: dict[str, Item] = {}
    for sent in record.items:
        item = files.get(sent.id)
        if item is None:  # renamed, perhaps: its link or its source may still be known
            by_key = by_key or {
                key: files[name]
                for name in sorted(files, reverse=True)
                for key in keys(files[name])
            }
            found = ((key, by_key[key]) for key in sorted(sent.keys, reverse=True) if key in by_key)
            item = next(
                (one for key, one in found if sent.is_proven_by(key, one.title, one.imported)), None
            )
        before = record.last_told(sent)
        corrected = any(sent.id in correction.items for correction in record.corrections)
        if item is None:
            yield Otherwise(sent, before, {}, ())
        elif item.cancelled:
            if not corrected or _is_told_later(record, sent):
                yield Otherwise(sent, before, {}, (), True, item)
        elif before:
            now = _told_now(item, sent, edits.get(path_key(item.id), Edit()))
            if corrected and not _is_told_later(record, sent):
                before = {}  # members were told that it does not take place
            if before != now and (parts := changed_parts(before, now)):
                yield Otherwise(sent, before, now, parts, False, item)


def _is_told_later(record: SentRecord, sent: SentItem) -> bool:
    """Whether the latest correction that is about the item still told of it: that it is cancelled now is news then."""
    about = [correction for correction in record.corrections if sent.id in correction.items]
    return sent.id in about[-1].told


_FORMS = {str(form): form for form in Form}


def _told_now(item: Item, sent: SentItem, edit: Edit) -> Mapping[str, str]:
    """What the item would say now, shown as it was shown then and in the section it stood in."""
    shown = replace(item, **edit.item_values) if edit.item_values else item
    form = _FORMS.get(sent.told.get("form", ""), Form.SUMMARY)
    summary = item.summary if edit.summary is None else edit.summary
    placed = Placed(
        shown, Code.INCLUDED_BY_EDITOR, sent.role, sent.day, form, edit.title or item.title, summary
    )
    return item_facts(placed, sent.told.get("section", ""))
