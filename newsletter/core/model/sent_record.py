"""The sent record: what an issue held when it was sent, kept for the issues after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from newsletter.core.model.item import Audience
from newsletter.core.model.verdict import Role
from newsletter.core.values.period import Period
from newsletter.core.values.text import fold


@dataclass(frozen=True, slots=True)
class SentItem:
    """One item of a sent issue."""

    id: str
    role: Role
    keys: frozenset[str]
    """Every key it was known by (``duplicates.keys``), to find it under another id or link."""
    title: str = ""
    """As its content file had it."""
    kind: str = ""
    day: date | None = None
    """The day that decided: of publication, of the event's start, of the call's deadline."""
    section: str = ""
    """The title of its section; empty for the lead."""
    network: str = ""
    country: str = ""
    categories: tuple[str, ...] = ()
    audience: Audience = Audience.PUBLIC
    again: bool = False
    """An earlier issue had it in that role, and the editor included it once more."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What members read of it (``core/issue/item_facts``); empty when the issue was entered by hand."""

    @property
    def imported(self) -> bool:
        """Whether a source had given it."""
        return any(key.startswith("source:") for key in self.keys)

    def is_proven_by(self, key: str, title: str, imported: bool) -> bool:
        """Whether a key that it shares with something of that title proves the two to be one thing.

        A link alone does not, as among files of one pool: one of the two must have been imported, or
        their titles must agree.
        """
        return (
            not key.startswith("link:")
            or imported
            or self.imported
            or fold(self.title) == fold(title)
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that was made after an issue had been sent."""

    on: date
    text: str
    """What members read, in the editor's words."""
    items: tuple[str, ...] = ()
    """The ids of the items it is about."""
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By id, what members read then of an item that is still there (``core/issue/item_facts``)."""
    public: bool = False
    """Whether it may appear where everybody can read it."""


@dataclass(frozen=True, slots=True)
class SentRecord:
    """One sent issue."""

    issue: str
    period: Period
    sent_on: date
    items: tuple[SentItem, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    """By id, why an item was left out by the editor."""
    left_out_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By id, the keys that such an item was known by."""
    link: str = ""
    """The address of its web version, if it has one."""
    before: tuple[str, ...] = ()
    """The issues whose records counted when it was sent; a later build counts only these."""
    subject: str = ""
    opening: Mapping[str, str] = field(default_factory=dict)
    """Preheader and introduction as they were sent."""
    corrections_included: tuple[str, ...] = ()
    """Which corrections of earlier issues it had: the issue, ``#`` and the number, from 1."""
    note: str = ""
    """What was changed in the mailing tool after copying."""
    by_hand: bool = False
    """It was made without this program, and entered from its text."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By name, the SHA-256 of what was sent and of the page for browsers."""
    corrections: tuple[Correction, ...] = ()
    file: str = ""
    """The record's file, relative to the workspace."""

    def last_facts(self, item: SentItem) -> Mapping[str, str]:
        """What members read last of one of its items: in the latest correction, or in the issue."""
        for correction in reversed(self.corrections):
            facts = correction.facts.get(item.id)
            if facts is not None:
                return facts
        return item.facts


def record_of(issue_name: str, records: Iterable[SentRecord]) -> SentRecord | None:
    """The record of the issue of that name; None when it was not sent."""
    for record in records:
        if record.issue == issue_name:
            return record
    return None
