"""What describes a field of a content file: its type, its label, the kinds of item that have it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum, StrEnum, auto


class Kind(StrEnum):
    """What an item is."""

    NEWS = "news"
    EVENT = "event"
    CALL = "call"

    @property
    def date_field(self) -> str:
        """The field with the day that decides: ``date``, ``starts`` or ``deadline``."""
        return DATE_FIELDS[self]


DATE_FIELDS = {Kind.NEWS: "date", Kind.EVENT: "starts", Kind.CALL: "deadline"}
"""For each kind, the field with the day that decides whether it belongs in an issue."""


class Audience(StrEnum):
    """Who may read an item."""

    PUBLIC = "public"
    """Everybody: it may be on public pages too."""
    MEMBERS = "members"
    """Members only: it is in the email and never on a public page."""

    @classmethod
    def from_word(cls, word: str) -> "Audience":
        """The audience that a word names. An unknown word means members only, the safe reading."""
        if word == cls.PUBLIC:
            return cls.PUBLIC
        return cls.MEMBERS


class FieldType(Enum):
    """What kind of value a field holds: how it is read, written and shown in a form."""

    TEXT = auto()
    """One line of text."""
    LONG_TEXT = auto()
    """Markdown of any length."""
    BODY = auto()
    """The text under the front matter; it has no key."""
    LIST = auto()
    """Several words or names."""
    DATE = auto()
    """A day, a moment or a range, in any spelling."""
    END = auto()
    """The same; a time alone is on the day that the item starts."""
    DATES = auto()
    """Several of them."""
    DAY = auto()
    """Exactly one calendar day."""
    ZONE = auto()
    """A time zone."""
    LINK = auto()
    """A web address, or a mailto: address."""
    LINKS = auto()
    """Web addresses by language."""
    ONLINE = auto()
    """``yes``, or a web address."""
    LANGUAGE = auto()
    """The code of a language."""
    YES_NO = auto()
    """``yes``; without it, no."""
    KNOWN_YES_NO = auto()
    """``yes`` or ``no``; without it, nothing is known."""
    NUMBER = auto()
    """A whole number."""
    KIND = auto()
    """News, event or call."""
    SECTION = auto()
    """The id of a section."""
    AUDIENCE = auto()
    """An ``Audience``."""
    IMAGE = auto()
    """A picture, with fields of its own (``Image``)."""
    SOURCES = auto()
    """What an importer knows the item by."""


class FieldGroup(Enum):
    """A part of the page's form; the fields of a group are in the order of their declaration."""

    WORDS = auto()
    FACTS = auto()
    MORE = auto()
    PICTURE = auto()


ALL_KINDS = frozenset(Kind)
DATED_BY_PUBLICATION = frozenset({Kind.NEWS})
EVENTS_ONLY = frozenset({Kind.EVENT})
CALLS_ONLY = frozenset({Kind.CALL})
DATED_AHEAD = frozenset({Kind.EVENT, Kind.CALL})
"""The kinds that have times."""


@dataclass(frozen=True, slots=True)
class ItemField:
    """What describes a field of a content file, besides its name, its default and its docstring."""

    type: FieldType
    label: str
    """What the page calls it."""
    help: str = ""
    """A hint under the field in the page's form."""
    group: FieldGroup | None = None
    """Where it is in the page's form; None when the form does not have it."""
    kinds: frozenset[Kind] = ALL_KINDS
    """The kinds of item that the form shows it for; any other only when it has a value."""
    choices: tuple[tuple[str, str], ...] = ()
    """The values to choose from, each with its words on the page."""
    imported: bool = True
    """Whether an importer may set it from what a source holds."""
    unit: str | None = None
    """The name of the fields that only make sense together; None when it makes sense alone."""


_METADATA_KEY = "item field"


def describe(description: ItemField) -> Mapping[str, ItemField]:
    """The metadata of a dataclass field that carries this description."""
    return {_METADATA_KEY: description}


def described_fields(dataclass_type: type) -> dict[str, ItemField]:
    """By name, the fields of a dataclass that carry a description, in the order of declaration."""
    found = {}
    for each in fields(dataclass_type):
        if _METADATA_KEY in each.metadata:
            found[each.name] = each.metadata[_METADATA_KEY]
    return found


YES_OR_NOT = (("", "No"), ("yes", "Yes"))
"""The choices of a field that is ``yes`` or missing."""
AUDIENCE_CHOICES = ((Audience.PUBLIC.value, "Everyone"), (Audience.MEMBERS.value, "Members only"))
CONSENT_CHOICES = (("", "Nothing is known"), ("yes", "Yes, they agreed"), ("no", "No"))
PEOPLE_CHOICES = (("", "Nothing is known"), ("no", "No, nobody"), ("yes", "Yes"))
