"""What importers find: items in the words of their source, before they are content files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum

from newsletter.core.model.item import Audience, Kind
from newsletter.core.values.date_parser import UnreadableDate, parse_date
from newsletter.errors import NewsletterError
from newsletter.settings import Source


class Skip(StrEnum):
    """Why something that a source holds is no item. The words are what people read."""

    REPEATED = "there more than once"
    PASSWORD = "behind a password"
    UNPUBLISHED = "drafts, scheduled or in the bin"
    PRIVATE = "private"
    HIDDEN = "hidden from its site's lists"
    NOT_CONTENT = "pages, pictures and menus"
    COMMENT = "comments"
    DAY_OF_SERIES = "a changed day of a series"
    OUTSIDE = "outside the period"
    DELETED = "deleted here"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as its source gives it."""

    src: str
    alt: str = ""
    credit: str = ""
    width: int = 0
    """Pixels; 0 when not known."""
    height: int = 0
    consent: str = ""
    """``yes`` or ``no`` when the source says whether the people in it agreed."""
    people: str = ""
    """``no`` when the source says that nobody can be recognised in it."""


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One thing that a source holds.

    Its fields are those of ``Item`` that an importer may set, but as the texts of a content file,
    before they are read; a text that is not known is empty.
    """

    kind: Kind
    title: str
    source_kind: str
    """The system that the id belongs to, such as ``wordpress``."""
    source_id: str
    """What that system calls it, at every import and for every importer that reads that system."""
    date: str = ""
    starts: str = ""
    ends: str = ""
    dates: tuple[str, ...] = ()
    deadline: str = ""
    timezone: str = ""
    location: str = ""
    online: str = ""
    register: str = ""
    cancelled: bool = False
    link: str = ""
    summary: str = ""
    """Markdown."""
    body: str = ""
    """Markdown."""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    network: str = ""
    country: str = ""
    language: str = ""
    audience: Audience | None = None
    """Who may read it; None when nothing is known."""
    picture: Picture | None = None
    undecided: str = ""
    """What the importer could not decide, as a sentence; empty when all is clear."""
    notes: tuple[str, ...] = ()
    """What is worth knowing about it, each a sentence without its end."""
    personal: str = ""
    """That its words hold what may belong to one person, as a sentence without its end."""
    number: int = 0
    """The number the source has for it, where that is not the id."""


def first_day(found: ImportItem) -> str:
    """The day a file is named after, as YYYY-MM-DD: the event's first, or that of publication.

    Without a day, or with one that can be read in two ways, it is empty.
    """
    for text in (found.starts, *found.dates[:1], found.date):
        try:
            when = parse_date(text) if text else None
        except UnreadableDate:
            continue
        if when:
            return when.only.first.day.isoformat() if when.only else ""
    return ""


@dataclass(frozen=True, slots=True)
class SourceContent:
    """All that one source holds, once it was read. See ``check_counts``."""

    found: tuple[ImportItem, ...]
    held: int
    """How many things the source says it holds; else how many were counted in it."""
    skipped: Mapping[Skip, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    """One for each thing that could not be read, as a sentence."""
    unchanged: int = 0
    """How many were not looked at since the source says that they have not changed."""
    notes: tuple[str, ...] = ()
    """What is worth knowing about the source as a whole, as sentences."""
    gone: tuple[str, ...] = ()
    """The ids of things that came in before and that the source does not hold any more."""
    left: tuple[tuple[str, str], ...] = ()
    """Kind and id of what it once held: its values for their fields no longer count."""
    by: str = ""
    """The importer that read it, when it is not the one that was asked: a feed instead of REST."""
    state: Mapping[str, object] = field(default_factory=dict)
    """What is to be remembered for the next import from this source; texts and numbers."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What an importer must know about the workspace and the source."""

    source: Source
    zone: tzinfo
    """The organisation's zone: it decides what day an instant is on."""
    timezone: str
    """Its IANA name."""
    today: date
    """In that zone."""
    event_categories: frozenset[str] = frozenset()
    """Folded; the categories whose posts are events."""
    language: str = "en"
    """The newsletter's language."""
    base: str = ""
    """The address that relative links start from; empty for a file."""
    name: str = ""
    """The file's name or the address, for messages."""

    def is_event(self, categories: Iterable[str]) -> bool:
        """Whether a post in these categories is an event."""
        return any(category.casefold() in self.event_categories for category in categories)


def check_counts(gathered: SourceContent) -> SourceContent:
    """The same, when its numbers add up; else nothing may be imported. Raises NewsletterError."""
    counted = (
        len(gathered.found)
        + gathered.unchanged
        + sum(gathered.skipped.values())
        + len(gathered.problems)
    )
    if counted != gathered.held:
        raise NewsletterError(
            f"it says that it holds {gathered.held:,} things, and {counted:,} were found in it. Nothing was changed; "
            "try again later"
        )
    return gathered
