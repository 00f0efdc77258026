"""The unit of content: a news item, an event or a call, as its content file gives it.

The fields of a content file are declared here and nowhere else: each with its type, its docstring
and an ``ItemField``. The reader, the writer, the importers, the page's form and the docs follow.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from newsletter.core.model.image import Image as Image
from newsletter.core.model.item_field import (
    AUDIENCE_CHOICES,
    CALLS_ONLY,
    DATED_AHEAD,
    DATED_BY_PUBLICATION,
    EVENTS_ONLY,
    YES_OR_NOT,
    FieldGroup,
    FieldType,
    ItemField,
    describe,
)
from newsletter.core.model.item_field import Audience as Audience
from newsletter.core.model.item_field import Kind as Kind
from newsletter.core.problems.problem import Problem
from newsletter.core.values.dates import When

FOLDERS = {"news": Kind.NEWS, "events": Kind.EVENT, "calls": Kind.CALL}
"""The folder under content/ that each kind lives in."""


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
    kind: Kind = field(metadata=describe(ItemField(FieldType.KIND, "What it is")))
    """``news``, ``event`` or ``call``. The folder says it;
    write ``kind:`` only to overrule the folder."""
    title: str = field(
        metadata=describe(ItemField(FieldType.TEXT, "Heading", group=FieldGroup.WORDS))
    )
    """The heading members read. Required."""
    file: str
    """The content file, relative to the workspace."""
    date: When | None = field(
        default=None,
        metadata=describe(
            ItemField(
                FieldType.DATE,
                "Published on",
                help="Such as 2022-04-29 or 29 April 2022.",
                group=FieldGroup.FACTS,
                kinds=DATED_BY_PUBLICATION,
            )
        ),
    )
    """News: the day it was published. Events and calls: the day they were announced, if known."""
    starts: When | None = field(
        default=None,
        metadata=describe(
            ItemField(
                FieldType.DATE,
                "Begins",
                help="Such as 2022-05-25 13:00, or 12 – 13 April 2022.",
                group=FieldGroup.FACTS,
                kinds=EVENTS_ONLY,
                unit="when",
            )
        ),
    )
    """Events: the day or the day and time it begins.
    A range such as ``12 – 13 April 2022`` gives the end too."""
    ends: When | None = field(
        default=None,
        metadata=describe(
            ItemField(
                FieldType.END,
                "Ends",
                help="Such as 14:30 (the same day) or 2022-05-26.",
                group=FieldGroup.FACTS,
                kinds=EVENTS_ONLY,
                unit="when",
            )
        ),
    )
    """Events: when it ends; ``14:30`` alone means the same day.
    The last day counts as part of the event."""
    dates: tuple[When, ...] = field(
        default=(),
        metadata=describe(
            ItemField(
                FieldType.DATES,
                "All its days",
                help="For a series, a line for each: 2022-04-04 18:00 – 19:30.",
                group=FieldGroup.FACTS,
                kinds=EVENTS_ONLY,
                unit="when",
            )
        ),
    )
    """Events: the days of a series, each with times if you like:
    ``[2022-04-04 18:00 – 19:30, 2022-04-11]``."""
    deadline: When | None = field(
        default=None,
        metadata=describe(
            ItemField(
                FieldType.DATE,
                "Deadline",
                help="The last day to act, such as 2022-05-31.",
                group=FieldGroup.FACTS,
                kinds=CALLS_ONLY,
            )
        ),
    )
    """Calls: the last day, or the last moment, to act. News and events may carry one."""
    zone: tzinfo | None = None
    """The zone that ``timezone`` names."""
    timezone: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.ZONE,
                "Time zone of its times",
                help="A place, such as Europe/Paris. Without it: the organisation’s.",
                group=FieldGroup.FACTS,
                kinds=DATED_AHEAD,
                unit="when",
            )
        ),
    )
    """The time zone of the times in this file, such as ``Europe/Paris``.
    Without it, the organisation's."""
    location: str = field(
        default="",
        metadata=describe(
            ItemField(FieldType.TEXT, "Place", group=FieldGroup.FACTS, kinds=EVENTS_ONLY)
        ),
    )
    """Events: the place."""
    online: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.ONLINE,
                "Online",
                help="The address to join, or yes.",
                group=FieldGroup.FACTS,
                kinds=EVENTS_ONLY,
            )
        ),
    )
    """Events: ``yes``, or the link to join, when one can take part from anywhere."""
    register: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.LINK, "Address to register", group=FieldGroup.FACTS, kinds=EVENTS_ONLY
            )
        ),
    )
    """Events: the link to register."""
    cancelled: bool = field(
        default=False,
        metadata=describe(
            ItemField(
                FieldType.YES_NO,
                "Cancelled",
                group=FieldGroup.FACTS,
                kinds=EVENTS_ONLY,
                choices=YES_OR_NOT,
            )
        ),
    )
    """Events: ``yes`` when it does not take place; it is then left out."""
    link: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.LINK,
                "Address to read on",
                help="As the browser shows it, beginning with https://.",
                group=FieldGroup.FACTS,
            )
        ),
    )
    """Where members read on: a full address that begins with https://."""
    also_in: tuple[tuple[str, str], ...] = field(
        default=(), metadata=describe(ItemField(FieldType.LINKS, "Other languages", imported=False))
    )
    """The same in other languages: ``{fr: https://…, es: https://…}``."""
    summary: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.LONG_TEXT,
                "Summary",
                help="One or two sentences, about 45 words. "
                "Without it the first paragraph of the text is used.",
                group=FieldGroup.WORDS,
            )
        ),
    )
    """One or two sentences in Markdown. Without it the first paragraph of the body is used."""
    body: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.BODY,
                "Text",
                help="Shown when the item is shown in full.",
                group=FieldGroup.WORDS,
            )
        ),
    )
    """The text under the front matter, in Markdown."""
    section: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.SECTION,
                "Section",
                help="Only to overrule the rules, in every issue.",
                group=FieldGroup.MORE,
                imported=False,
            )
        ),
    )
    """The id of a section, only to overrule the rules in newsletter.toml."""
    categories: tuple[str, ...] = field(
        default=(),
        metadata=describe(
            ItemField(FieldType.LIST, "Categories", help="A line for each.", group=FieldGroup.MORE)
        ),
    )
    """The categories as the source gave them; rules for sections may ask for them."""
    tags: tuple[str, ...] = field(default=(), metadata=describe(ItemField(FieldType.LIST, "Tags")))
    """The tags as the source gave them; rules for sections may ask for them."""
    network: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.TEXT,
                "Member network",
                help="Whom it is from or about.",
                group=FieldGroup.FACTS,
            )
        ),
    )
    """The member network it comes from or is about, if any."""
    country: str = field(
        default="", metadata=describe(ItemField(FieldType.TEXT, "Country", group=FieldGroup.FACTS))
    )
    """The country it is from or about."""
    language: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.LANGUAGE,
                "Language",
                help="Its short code, such as es, when it is not the newsletter’s.",
                group=FieldGroup.MORE,
            )
        ),
    )
    """The language of title and text, such as ``es``, when it is not the newsletter's."""
    audience: Audience = field(
        default=Audience.PUBLIC,
        metadata=describe(
            ItemField(
                FieldType.AUDIENCE,
                "Who may read it",
                group=FieldGroup.MORE,
                choices=AUDIENCE_CHOICES,
            )
        ),
    )
    """``public``, or ``members``: then it is in the email and never on a public page."""
    image: Image | None = field(
        default=None, metadata=describe(ItemField(FieldType.IMAGE, "Picture", unit="image"))
    )
    """A picture: ``src``, ``alt`` (what it shows), ``credit``,
    and ``consent: yes`` or ``people: no``."""
    draft: bool = field(
        default=False,
        metadata=describe(
            ItemField(
                FieldType.YES_NO,
                "Still a draft",
                group=FieldGroup.MORE,
                choices=YES_OR_NOT,
                imported=False,
            )
        ),
    )
    """``yes`` while it is not ready; it is then left out."""
    embargo: dt.date | None = field(
        default=None,
        metadata=describe(
            ItemField(
                FieldType.DAY,
                "Not to be told before",
                help="A day, such as 2022-04-30.",
                group=FieldGroup.MORE,
                imported=False,
            )
        ),
    )
    """Not before this day: an issue sent earlier leaves it out."""
    leave_out: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.TEXT,
                "Leave out of every issue, because",
                group=FieldGroup.MORE,
                imported=False,
            )
        ),
    )
    """Why it is to be left out for ever, in every issue."""
    first_seen: dt.date | None = field(
        default=None,
        metadata=describe(ItemField(FieldType.DAY, "When it was imported", imported=False)),
    )
    """The day it entered the pool; importers write it."""
    sources: tuple[SourceKey, ...] = field(
        default=(),
        metadata=describe(ItemField(FieldType.SOURCES, "Where it comes from", imported=False)),
    )
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
    problem: Problem
    """What is wrong with it."""
    kind: Kind | None = None

    @property
    def why(self) -> str:
        """What is wrong and what to write, in the words of the command line, without a full stop."""
        return self.problem.message.removesuffix(".")

    @property
    def title(self) -> str:
        """Its file name, since nothing better is known."""
        return self.file.rsplit("/", 1)[-1]


PoolFile = Item | Unreadable
"""What one content file gives."""
