"""The sent record: what an issue held when it was sent, kept for the issues after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from newsletter.core.model.verdict import Role
from newsletter.core.values.period import Period
from newsletter.core.values.text import fold


@dataclass(frozen=True, slots=True)
class SentItem:
    """One item of a sent issue."""

    id: str
    role: Role
    keys: frozenset[str]
    """Every key it was known by (``identity.keys``), so that it is found again under another id or link."""
    title: str = ""
    """As its content file had it."""
    kind: str = ""
    day: date | None = None
    """The day that decided: of publication, of the event's start, of the call's deadline."""
    section: str = ""
    """The title of the section it stood in."""
    network: str = ""
    country: str = ""
    categories: tuple[str, ...] = ()
    audience: str = "public"
    again: bool = False
    """An earlier issue had held it in that role, and the editor took it in once more."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What members read of it (``core/told``); empty for an issue that was entered from its text."""

    @property
    def imported(self) -> bool:
        """Whether a source had given it."""
        return any(key.startswith("source:") for key in self.keys)

    def is_proven_by(self, key: str, title: str, imported: bool) -> bool:
        """Whether a key that it shares with something of that title proves the two to be one thing.

        A link alone does not, as among files of one pool: one of the two was imported, or their titles agree.
        """
        return (
            not key.startswith("link:")
            or imported
            or self.imported
            or fold(self.title) == fold(title)
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right after an issue had been sent."""

    on: date
    text: str
    """What members are told, in the editor's words."""
    items: tuple[str, ...] = ()
    """The ids of the items it is about."""
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By id, what members were told then of an item that is still there (``core/told``)."""
    public: bool = False
    """Whether it may stand where everybody can read it."""


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
    """The issues whose records counted when it was sent; only these count when it is made once more."""
    subject: str = ""
    opening: Mapping[str, str] = field(default_factory=dict)
    """Preheader and introduction as they were sent."""
    corrections_told: tuple[str, ...] = ()
    """Which corrections of earlier issues it told of: the issue, ``#`` and the number, from 1."""
    note: str = ""
    """What was changed in the mailing tool after copying."""
    by_hand: bool = False
    """It was made without this program, and entered from its text."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By name, the SHA-256 of what was sent and of the page for browsers."""
    corrections: tuple[Correction, ...] = ()
    file: str = ""
    """Where the record lies, relative to the workspace."""

    def last_told(self, item: SentItem) -> Mapping[str, str]:
        """What members were told last of one of its items: by the latest correction, or by the issue itself."""
        corrected = (correction.told.get(item.id) for correction in reversed(self.corrections))
        return next((told for told in corrected if told is not None), item.told)
