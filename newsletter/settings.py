"""What newsletter.toml says, as frozen values.

Each setting is declared once, here, in ``core.model.setting_tables`` or in ``core.model.sections``:
its type, its default, its documentation for editors (the docstring under it), what it must be, and
its field in the page's form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from newsletter.core.model.declare_setting import setting
from newsletter.core.model.sections import DEFAULT_SECTIONS, Section
from newsletter.core.model.setting_rules import (
    Between,
    OneOf,
    Pattern,
    SilencedCode,
    TimeZone,
    WebAddress,
)
from newsletter.core.model.setting_tables import A_LINE_EACH, FormGroup
from newsletter.core.model.setting_tables import COLUMNS as COLUMNS
from newsletter.core.model.setting_tables import Brand as Brand
from newsletter.core.model.setting_tables import City as City
from newsletter.core.model.setting_tables import HouseStyle as HouseStyle
from newsletter.core.model.setting_tables import Source as Source
from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.core.selection.select import Rules
from newsletter.core.values.date_parser import MONTHS
from newsletter.core.values.period import CADENCES, Cadence
from newsletter.core.values.text import listed
from newsletter.core.values.zones import iana_zone

MAILING_TOOLS = (
    "mailchimp",
    "brevo",
    "campaign-monitor",
    "mailerlite",
    "civicrm",
    "listmonk",
    "sendy",
    "phplist",
    "mautic",
    "constant-contact",
    "activecampaign",
    "keila",
    "mailpoet",
    "getresponse",
    "none",
)
"""The names of ``render.tags.dialects.DIALECTS``, which this module may not import.

A test compares the two.
"""

_SOURCE_WORDS = listed((kind.word for kind in SOURCE_KINDS.values()), "or")


@dataclass(frozen=True, slots=True)
class Settings:
    """A workspace's settings. Every key but ``name`` and ``organisation`` may be left out."""

    name: str = setting(label="Name of the newsletter", group=FormGroup.SENDER)
    """The newsletter's name, such as ``INPUD Members Update``."""
    organisation: str = setting(label="Organisation", group=FormGroup.SENDER)
    """Who sends it."""
    website: str = setting(
        "",
        label="Website",
        group=FormGroup.SENDER,
        help="Its address, beginning with https://.",
        rule=WebAddress(),
    )
    """The organisation's website, beginning with https://."""
    contact: str = setting(
        "",
        label="Email address for members’ news",
        group=FormGroup.SENDER,
        help="The closing box of the email names it.",
        rule=Pattern(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", "an email address"),
    )
    """The email address members send their news to; the closing box names it."""
    language: str = setting(
        "en",
        label="Language of the newsletter",
        group=FormGroup.LOOK,
        help="Its fixed words are on a page of their own:",
        rule=Pattern(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "its short code, such as en"),
    )
    """The language of the newsletter; its fixed words come from
    ``templates/words/<language>.toml``."""
    timezone: str = setting(
        "UTC",
        label="Time zone",
        group=FormGroup.TIME,
        help="A place, such as Europe/London. It decides what day it is.",
        rule=TimeZone(),
    )
    """The organisation's time zone as an IANA name, such as ``Europe/London``: it decides what
    day it is."""
    months_per_issue: int = setting(
        2,
        label="Months in an issue",
        group=FormGroup.TIME,
        choices=tuple((str(months), str(months)) for months in CADENCES),
    )
    """How many months an issue covers."""
    first_month: int = setting(
        1,
        label="A month an issue begins with",
        group=FormGroup.TIME,
        choices=tuple((str(number), name.capitalize()) for number, name in enumerate(MONTHS, 1)),
        rule=Between(1, 12),
    )
    """A month that an issue begins with: 1 for January – February, 12 for December – January."""
    look_ahead_days: int = setting(
        75,
        label="Days ahead that events are announced",
        group=FormGroup.TIME,
        help="Counted from the day of sending.",
        rule=Between(0, 730),
    )
    """How many days after the day of sending an event may begin and still be announced."""
    postal_address: str = setting(
        "",
        label="Postal address",
        group=FormGroup.SENDER,
        help="At the foot of the email; many laws ask for one.",
    )
    """The postal address at the foot of the email; most mailing tools and many laws ask for one."""
    mailing_tool: str = setting(
        "none",
        label="Mailing tool",
        group=FormGroup.SENDER,
        help="Where the email is pasted.",
        rule=OneOf(MAILING_TOOLS),
    )
    """Where the email is pasted."""
    mailing_editor: str = setting("")
    """Which of the tool's editors it is pasted into, such as ``code-block``; without it the
    usual one. The page asks once."""
    image_base_url: str = setting(
        "",
        label="Where pictures are uploaded",
        group=FormGroup.SENDER,
        help="The address of a folder, beginning with https://. "
        "Without one, you write each picture’s address yourself.",
        rule=WebAddress(secure="a folder"),
    )
    """The address of the folder you upload pictures to, beginning with https://; pictures of the
    workspace are shown from there."""
    words: int = setting(
        900,
        label="Words to aim at",
        group=FormGroup.LOOK,
        help="A longer issue is a warning.",
        rule=Between(50, 20_000),
    )
    """The length to aim at; a longer issue is a warning."""
    own_titles: tuple[str, ...] = setting(
        (),
        label="Other names this newsletter has had",
        group=FormGroup.KNOWLEDGE,
        help="One on each line, so that its own issues are not news.",
    )
    """Other names this newsletter has had on the website, so that its own issues are not news."""
    event_categories: tuple[str, ...] = setting(
        ("Events", "Event"),
        label="Categories of the website whose posts are events",
        group=FormGroup.KNOWLEDGE,
        help=A_LINE_EACH,
    )
    """Categories of the website whose posts are events."""
    publication_categories: tuple[str, ...] = setting(
        ("Publications", "Publication", "Statements", "Reports", "Resources"),
        label="Categories that the year’s report lists as publications",
        group=FormGroup.KNOWLEDGE,
        help="One on each line. Headings of sections count too.",
    )
    """Categories, or headings of sections, whose items the year's report lists as publications;
    documents (PDF and the like) always are."""
    silence: tuple[str, ...] = setting((), rule=SilencedCode())
    """Codes of warnings and notes that are not shown any more, such as ``missing-summary``;
    never an error."""
    brand: Brand = setting(Brand())
    """Colours, logo and fonts: see ``[brand]``."""
    sections: tuple[Section, ...] = setting(DEFAULT_SECTIONS)
    """The parts of the issue in their order: see ``[[sections]]``."""
    cities: tuple[City, ...] = setting(
        (),
        label="Cities whose times are beside every event",
        group=FormGroup.KNOWLEDGE,
        help="One on each line: the name, = and the time zone.",
        example="Nairobi = Africa/Nairobi",
    )
    """Places whose times are beside every event: see ``[[cities]]``."""
    regions: Mapping[str, tuple[str, ...]] = setting(
        default_factory=dict,
        label="Regions",
        group=FormGroup.KNOWLEDGE,
        help="One on each line: the region, = and its countries, with ; between them.",
        example="Africa = Kenya; Nigeria",
        in_file='["Kenya", "Nigeria"]',
        entries="countries",
    )
    """``[regions]``: each region with its countries, for sections with ``group_by = "region"``."""
    house_style: HouseStyle = setting(HouseStyle())
    """Words the network does not use: see ``[house_style]``."""
    sources: tuple[Source, ...] = setting(
        (),
        label="News and events",
        group=FormGroup.SOURCES,
        help="One on each line: its address. Before the address you can write what it is, "
        f"and =: {_SOURCE_WORDS}. As in: website = https://example.org",
        example="website = https://example.org",
    )
    """``[[sources]]``: where news and events come from; ``newsletter import`` reads them, in
    this order."""

    @property
    def zone(self) -> tzinfo:
        """The organisation's zone."""
        zone = iana_zone(self.timezone)
        assert zone is not None, self.timezone
        return zone

    @property
    def look(self) -> str:
        """All that members see of the settings, in one text: what was approved was approved with
        it."""
        named = [(section.id, section.title, section.empty) for section in self.sections]
        seen = (
            self.name,
            self.organisation,
            self.website,
            self.contact,
            self.language,
            self.timezone,
            self.postal_address,
            self.image_base_url,
            self.brand,
            named,
            self.cities,
            sorted(self.regions.items()),
        )
        return repr(seen)

    @property
    def cadence(self) -> Cadence:
        """How the year is cut into issues."""
        return Cadence(self.months_per_issue, self.first_month)

    @property
    def rules(self) -> Rules:
        """What selection needs to know."""
        return Rules(
            self.name, self.zone, self.sections, self.look_ahead_days, own_titles=self.own_titles
        )
