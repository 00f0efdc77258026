"""The tables of newsletter.toml: how the email looks, cities, sources, and the words we do not
use."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsletter.core.model.declare_setting import setting
from newsletter.core.model.item_field import Audience
from newsletter.core.model.setting_rules import (
    Between,
    KeysFrom,
    OneOf,
    Pattern,
    ReadableColour,
    TimeZone,
    WebAddress,
)
from newsletter.core.model.source_kinds import SOURCE_KINDS


class FormGroup(StrEnum):
    """The headings of the page's form, in their order."""

    SENDER = "Who sends it"
    TIME = "When"
    LOOK = "How it looks"
    SOURCES = "Where it comes from"
    KNOWLEDGE = "What it knows"


COLUMNS = (
    "id", "kind", "title", "text", "summary", "link", "date", "starts", "ends", "time", "end_time", "timezone", "deadline",
    "location", "online", "register", "network", "country", "language", "audience", "categories", "tags",
    "picture", "picture_alt", "picture_credit", "consent",
)  # fmt: skip
"""What a column of a table can hold."""

A_LINE_EACH = "One on each line."
"""The hint for a field with a line for each entry."""


@dataclass(frozen=True, slots=True)
class Brand:
    """How the email looks: ``[brand]``."""

    colour: str = setting(
        "#0b5563",
        label="Colour",
        group=FormGroup.LOOK,
        help="For the header, headings, buttons and links; dark enough to be read on white.",
        rule=ReadableColour("#ffffff", named="white", better="darker"),
    )
    """The one brand colour, as ``#rrggbb``: header, buttons and links. Dark enough to be read on
    white."""
    dark_colour: str = setting(
        "#8fd3e0",
        label="Colour in dark mode",
        group=FormGroup.LOOK,
        help="Light enough to be read on a dark background.",
        rule=ReadableColour("#223236", named="a dark background", better="lighter"),
    )
    """The same for dark mode: light enough to be read on near-black."""
    logo: str = setting(
        "",
        label="Logo",
        group=FormGroup.LOOK,
        help="The address of a picture, beginning with https://. "
        "Without one, the name is shown as text.",
        rule=WebAddress(secure="a picture"),
    )
    """The address of a logo, beginning with https://. Without one, the name is shown as text."""
    logo_width: int = setting(
        160,
        label="Width of the logo in pixels",
        group=FormGroup.LOOK,
        rule=Between(40, 320),
    )
    """The width of the logo in pixels."""
    font: str = setting(
        "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
        label="Fonts",
        group=FormGroup.LOOK,
        help="Names with commas between them; only fonts that members have are used.",
        rule=Pattern(r"[^<>{};\"\\]*", "names of fonts with commas between them"),
    )
    """The fonts to try, all of them on members' own devices; none is ever fetched."""


@dataclass(frozen=True, slots=True)
class City:
    """A place whose time is shown beside every event: an entry of ``[[cities]]``."""

    name: str = setting()
    """The name members read."""
    timezone: str = setting(rule=TimeZone(example="Asia/Bangkok"))
    """Its IANA zone, such as ``Asia/Bangkok``."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where news and events come from: an entry of ``[[sources]]``."""

    kind: str = setting(rule=OneOf(tuple(SOURCE_KINDS)))
    """What it is."""
    address: str = setting()
    """Its web address, or a file of the workspace. ``$NAME`` takes it from the environment, for
    addresses that are secret."""
    name: str = setting("")
    """What reports call it; without one, its address."""
    network: str = setting("")
    """The member network that all of its items are from."""
    country: str = setting("")
    """The country that all of its items are from."""
    language: str = setting("")
    """The language of its items, when it is not the newsletter's."""
    audience: str = setting("", rule=OneOf((Audience.MEMBERS.value, Audience.PUBLIC.value)))
    """``members`` when all of its items are for members only; ``public`` when a table's are for
    everybody."""
    event_categories: tuple[str, ...] = setting(())
    """Its categories whose posts are events; without any, those of the workspace."""
    timezone: str = setting("", rule=TimeZone())
    """Tables: the time zone of their times; without one, the organisation's."""
    day_first: str = setting("", rule=OneOf(("yes", "no")))
    """Tables: ``yes`` when 04/05/2022 is the 4th of May, ``no`` when it is the 5th of April;
    without it the whole column decides."""
    columns: Mapping[str, str] = setting(
        default_factory=dict,
        in_file='columns = {title = "Headline", date = "Day"}',
        rule=KeysFrom(COLUMNS),
    )
    """Tables: for each key of a content file the heading of its column, as in ``columns = {title
    = "Headline"}``."""

    @property
    def stated_audience(self) -> Audience | None:
        """Who may read its items; None when newsletter.toml does not say."""
        return Audience(self.audience) if self.audience else None

    @property
    def label(self) -> str:
        """What reports call it."""
        return self.name or self.address


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """Words the network does not use: ``[house_style]``. They are reported as notes, never
    changed."""

    avoid: Mapping[str, str] = setting(
        default_factory=dict,
        label="Words we do not use",
        group=FormGroup.KNOWLEDGE,
        help="One on each line: the word, = and what to write instead.",
        example="addict = person who uses drugs",
        in_file='[house_style.avoid] and "word" = "what to write instead"',
    )
    """Each word with what to write instead: ``"addict" = "person who uses drugs"``. Plurals in
    -s are found too."""
    keep: tuple[str, ...] = setting(
        (),
        label="Names in which such words are fine",
        group=FormGroup.KNOWLEDGE,
        help=A_LINE_EACH,
        in_file='keep = ["A name"]',
    )
    """Names and titles in which such words are fine."""
    indiscreet: tuple[str, ...] = setting(
        (),
        label="Words that must not be in the subject",
        group=FormGroup.KNOWLEDGE,
        help="One on each line. Others may read the subject on a locked phone.",
        in_file='indiscreet = ["a word"]',
    )
    """Words that must not be in the subject or the preview text, which others may read on a
    locked phone."""
