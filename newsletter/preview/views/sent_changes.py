"""A sent issue on the page: what is otherwise now than members got it, and what a correction could say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsletter.build import Choice
from newsletter.core.history.changes_since_sent import find_changes
from newsletter.core.history.corrections import what_changed
from newsletter.core.model.item import Item
from newsletter.core.model.sent_record import SentRecord
from newsletter.mailing.correction_email import propose_correction


@dataclass(frozen=True, slots=True)
class Changed:
    """One item that is no longer as it was sent."""

    title: str
    what: str


def sent_values(choice: Choice, record: SentRecord) -> Mapping[str, Any]:
    """What the part about the sending shows."""
    files = {
        verdict.item.id: verdict.item
        for verdict in choice.selection.verdicts
        if isinstance(verdict.item, Item)
    }
    found = list(find_changes(record, choice.plan, files))
    return {
        "otherwise": [Changed(each.sent.title, what_changed(each)) for each in found],
        "correction": propose_correction(found, choice.settings, choice.workspace.templates)[1],
        "later": any(record.issue in other.before for other in choice.records),
    }
