"""What the actions share: what the browser sent, looked at; and the plan on disk, changed."""

from collections.abc import Callable, Mapping
from typing import Any

from newsletter.build import Choice
from newsletter.core.model.item import Item, PoolFile
from newsletter.core.model.plan import Plan
from newsletter.core.model.verdict import Verdict
from newsletter.core.values.period import read_period
from newsletter.core.values.text_merge import merge_lines
from newsletter.errors import NewsletterError
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot
from newsletter.workspace.create import new_plan_text
from newsletter.workspace.plan.plan_file import read_plan
from newsletter.workspace.plan.plan_writer import plan_text
from newsletter.workspace.workspace import PLAN

Given = Mapping[str, Any]
"""What the browser sent: texts by name, checked by the function that reads them."""


class Conflict(NewsletterError):
    """Two people wrote in the same place: both texts, for the editor to choose from."""

    def __init__(self, label: str, yours: str, theirs: str) -> None:
        super().__init__(f"{label} was changed by someone else in the meantime.")
        self.label = label
        self.yours = yours
        self.theirs = theirs


def text_of(given: Given, key: str) -> str:
    """A text that was sent; empty when it was not."""
    value = given.get(key, "")
    if not isinstance(value, str):
        raise NewsletterError("Something went wrong. Reload the page.")
    return value.replace("\r\n", "\n").replace("\r", "\n")


def choice_of(shot: Snapshot) -> Choice:
    """What was chosen. Raises the fault that keeps the issue from being read."""
    if shot.choice is None:
        raise shot.fault or NewsletterError("The issue cannot be read.")
    return shot.choice


def verdict_on(shot: Snapshot, item_id: str) -> Verdict:
    """The verdict on the item of that id. An id that is not in the pool leads nowhere."""
    found = next((v for v in choice_of(shot).selection.verdicts if v.item.id == item_id), None)
    if found is None:
        raise NewsletterError("That item is no longer there.")
    return found


def item_of(shot: Snapshot, item_id: str) -> Item:
    """The item of that id, when its file can be read."""
    item: PoolFile = verdict_on(shot, item_id).item
    if not isinstance(item, Item):
        raise NewsletterError(f"{item.file} cannot be read. Open the file and fix it.")
    return item


def with_plan(
    desk: Desk,
    shot: Snapshot,
    step: Callable[[Plan], Plan],
    said: str,
    *,
    item: str = "",
    field: str = "",
) -> PageChange:
    """A change of the plan as it is on disk now; an issue that was not begun is begun by it."""
    period = choice_of(shot).plan.period
    name = choice_of(shot).plan.file or f"issues/{period.slug}/{PLAN}"
    text = desk.text(name) if (desk.path / name).exists() else new_plan_text(period, None)
    try:
        folder_period = read_period(period.slug)
        before, _ = read_plan(name, text, folder_period)
        return PageChange(said, {name: plan_text(text, before, step(before))}, field, item)
    except Conflict:
        raise
    except NewsletterError as fault:
        raise NewsletterError(fault.message, file=fault.file or name, line=fault.line) from None


def merge_text(label: str, base: str, yours: str, now: str) -> str:
    """What a text is to become that read ``base`` when the editor began. Raises Conflict when both changed the same place."""
    merged = merge_lines(f"{base}\n", f"{yours}\n", f"{now}\n")
    if merged is None:
        raise Conflict(label, yours, now)
    return merged.strip("\n")


def quote_title(title: str) -> str:
    """A heading in the quotation marks of the page."""
    return f"‘{title}’"
