"""The unit of content: a news item, an event or a call, as its content file gives it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum

from newsletter.core.values.dates import When


class Kind(StrEnum):
    """What an item is."""

    NEWS = "news"
    EVENT = "event"
    CALL = "call"


FOLDERS = {"news": Kind.NEWS, "events": Kind.EVENT, "calls": Kind.CALL}
"""The folder under content/ that each kind lives in."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that goes with an item."""

    src: str
    """Its address; in the pasted email only an absolute https address that members can reach is shown."""
    alt: str = ""
    """What it shows, for those who cannot see it."""
    credit: str = ""
    """Who made it."""
    consent: bool | None = None
    """``yes`` when the people in it agreed to be shown, ``no`` when they did not; None when nothing is said."""
    people: bool | None = None
    """``no`` when nobody in it can be recognised; then no consent is needed."""
    width: int | None = None
    """Its width in pixels, if known."""
    height: int | None = None
    """Its height in pixels, if known."""


@dataclass(frozen=True, slots=True)
class SourceKey:
    """Where an importer found the item; a shared kind and id proves two files to be one thing."""

    kind: str
    id: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One content file, read. The docstring under each field is its documentation for editors."""

    id: str
    """The path under content/, with forward slashes and without ``.md``."""
    kind: Kind
    """``news``, ``event`` or ``call``. The folder says it; write ``kind:`` only to overrule the folder."""
    title: str
    """The heading members read. Required."""
    file: str
    """The content file, relative to the workspace."""
    date: When | None = None
    """News: the day it was published. Events and calls: the day they were announced, if known."""
    starts: When | None = None
    """Events: the day or the day and time it begins. A range such as ``12 – 13 April 2022`` gives the end too."""
    ends: When | None = None
    """Events: when it ends; ``14:30`` alone means the same day. The last day counts as part of the event."""
    dates: tuple[When, ...] = ()
    """Events: the days of a series, each with times if you like: ``[2022-04-04 18:00 – 19:30, 2022-04-11]``."""
    deadline: When | None = None
    """Calls: the last day, or the last moment, to act. News and events may carry one."""
    zone: tzinfo | None = None
    """The zone that ``timezone`` names."""
    timezone: str = ""
    """The time zone of the times in this file, such as ``Europe/Paris``; without it, the organisation's."""
    location: str = ""
    """Events: the place."""
    online: str = ""
    """Events: ``yes``, or the link to join, when one can take part from anywhere."""
    register: str = ""
    """Events: the link to register."""
    cancelled: bool = False
    """Events: ``yes`` when it does not take place; it is then left out."""
    link: str = ""
    """Where members read on: a full address that begins with https://."""
    also_in: tuple[tuple[str, str], ...] = ()
    """The same in other languages: ``{fr: https://…, es: https://…}``."""
    summary: str = ""
    """One or two sentences in Markdown. Without it the first paragraph of the body is used."""
    body: str = ""
    """The text under the front matter, in Markdown."""
    categories: tuple[str, ...] = ()
    """The categories as the source gave them; rules for sections may ask for them."""
    tags: tuple[str, ...] = ()
    """The tags as the source gave them; rules for sections may ask for them."""
    network: str = ""
    """The member network it comes from or is about, if any."""
    country: str = ""
    """The country it is from or about."""
    section: str = ""
    """The id of a section, only to overrule the rules in newsletter.toml."""
    language: str = ""
    """The language of title and text, such as ``es``, when it is not the newsletter's."""
    audience: str = "public"
    """``public``, or ``members``: then it is in the email and never on a public page."""
    image: Image | None = None
    """A picture: ``src``, ``alt`` (what it shows), ``credit``, and ``consent: yes`` or ``people: no``."""
    draft: bool = False
    """``yes`` while it is not ready; it is then left out."""
    embargo: dt.date | None = None
    """Not before this day: an issue sent earlier leaves it out."""
    leave_out: str = ""
    """Why it is to be left out for ever, in every issue."""
    first_seen: dt.date | None = None
    """The day it entered the pool; importers write it."""
    sources: tuple[SourceKey, ...] = ()
    """Where importers found it; they write it."""
    extra: Mapping[str, object] = field(default_factory=dict, compare=False)
    """Keys that are not ours, kept as they are."""
    unread: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Dates in the file that could not be read, as they stand there."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """The line of each key in the file, counted from 1; ``body`` is the body's first line."""

    @property
    def imported(self) -> bool:
        """Whether an importer made it; otherwise it was written by hand."""
        return bool(self.sources)

    def line(self, key: str) -> int | None:
        """The line of that key in the content file, or of the title when the key is missing."""
        return self.lines.get(key) or self.lines.get("title")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A content file that could not be read; it still counts in the pool."""

    id: str
    file: str
    why: str
    """The sentence that says what is wrong and what to write."""
    kind: Kind | None = None
    line: int | None = None

    @property
    def title(self) -> str:
        """Its file name, since nothing better is known."""
        return self.file.rsplit("/", 1)[-1]


PoolFile = Item | Unreadable
"""What one content file gives."""
