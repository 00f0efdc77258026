"""Sentences for the changes of an item that members may have to know: moved, cancelled, consent withdrawn."""

from newsletter.core.model.item import Item
from newsletter.core.values.text import listed
from newsletter.sources.merging.field_merge import WHEN
from newsletter.workspace.content.import_memory import Value

Changes = dict[str, Value]
"""New values by their keys; None takes a key away."""

_MOST_DAYS = 5
"""How many days of a series are named."""
_MOST_FIRST_DAYS = 3
"""How many days say when a series was."""


def change_alert(item: Item, changes: Changes) -> str:
    """The most urgent change of an item that follows its source, as a sentence; empty for none."""
    if changes.get("image/consent") == "no":
        return "the people in its picture do not agree to be shown any more."
    if changes.get("cancelled") == "yes":
        return "its source has cancelled it."
    if "cancelled" in changes and item.cancelled:
        return "its source takes the cancellation back."
    return _series_change(item, changes.get("dates")) or _move(item, changes)


def _series_change(item: Item, dates: Value) -> str:
    """Which days a series has lost and gained; empty when all its days are new: then it was moved."""
    if not item.dates or not isinstance(dates, list):
        return ""
    before = [when.text for when in item.dates]
    lost = [day for day in before if day not in dates]
    gained = [day for day in dates if day not in before]
    if len(lost) == len(before):
        return ""
    parts = []
    if lost:
        parts.append(f"taken out {_days_in_words(lost)}")
    if gained:
        parts.append(f"added {_days_in_words(gained)}")
    if not parts:
        return ""
    return f"its source has changed the days of this series: {listed(parts)}."


def _days_in_words(days: list[str]) -> str:
    named = days[:_MOST_DAYS]
    if len(days) > _MOST_DAYS:
        named.append("more")
    return listed(named)


def _move(item: Item, changes: Changes) -> str:
    """That an event has another time now; empty when it has not."""
    if item.starts:
        before = item.starts.text
    else:
        before = ", ".join(when.text for when in item.dates[:_MOST_FIRST_DAYS])
    if not before:
        return ""
    for key in WHEN:
        value = changes.get(key)
        if isinstance(value, list):
            value = ", ".join(value[:_MOST_FIRST_DAYS])
        if value:
            return f"its source has moved it: {before} before, {key} {value} now."
    return ""
