"""What newsletter.toml says, as frozen values; the docstring under each field is its documentation for editors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from newsletter.core.model.sections import DEFAULT_SECTIONS, Section
from newsletter.core.selection.select import Rules
from newsletter.core.values.period import Cadence
from newsletter.core.values.zones import iana_zone


@dataclass(frozen=True, slots=True)
class Brand:
    """How the email looks: ``[brand]``."""

    colour: str = "#0b5563"
    """The one brand colour, as ``#rrggbb``: header, buttons and links. Dark enough to be read on white."""
    dark_colour: str = "#8fd3e0"
    """The same for dark mode: light enough to be read on near-black."""
    logo: str = ""
    """The address of a logo, beginning with https://. Without one the name is set in type."""
    logo_width: int = 160
    """The width of the logo in pixels, 40 to 320."""
    font: str = (
        "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
    )
    """The fonts to try, all of them on members' own devices; none is ever fetched."""


@dataclass(frozen=True, slots=True)
class City:
    """A place whose time is shown beside every event: an entry of ``[[cities]]``."""

    name: str
    """The name members read."""
    timezone: str
    """Its IANA zone, such as ``Asia/Bangkok``."""


COLUMNS = (
    "id", "kind", "title", "text", "summary", "link", "date", "starts", "ends", "time", "end_time", "timezone", "deadline",
    "location", "online", "register", "network", "country", "language", "audience", "categories", "tags",
    "picture", "picture_alt", "picture_credit", "consent",
)  # fmt: skip
"""What a column of a table can hold."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where news and events come from: an entry of ``[[sources]]``."""

    kind: str
    """What it is: ``wordpress``, ``feed``, ``ical``, ``wxr``, ``csv``, ``docx`` or ``listing``."""
    address: str
    """Its web address, or a file of the workspace. ``$NAME`` takes it from the environment, for addresses that are secret."""
    name: str = ""
    """What reports call it; without one, its address."""
    network: str = ""
    """The member network that all of its items are from."""
    country: str = ""
    """The country that all of its items are from."""
    language: str = ""
    """The language of its items, when it is not the newsletter's."""
    audience: str = ""
    """``members`` when all of its items are for members only; ``public`` when a table's are for everybody."""
    event_categories: tuple[str, ...] = ()
    """Its categories whose posts are events; without any, those of the workspace."""
    timezone: str = ""
    """Tables: the time zone of their times; without one, the organisation's."""
    day_first: str = ""
    """Tables: ``yes`` when 04/05/2022 is the 4th of May, ``no`` when it is the 5th of April; without it the whole column decides."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Tables: for each key of a content file the heading of its column, as in ``columns = {title = "Headline"}``."""

    @property
    def label(self) -> str:
        """What reports call it."""
        return self.name or self.address


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """Words the network does not use: ``[house_style]``. They are told as notes, never changed."""

    avoid: Mapping[str, str] = field(default_factory=dict)
    """Each word with what to write instead: ``"addict" = "person who uses drugs"``. Plurals in -s are found too."""
    keep: tuple[str, ...] = ()
    """Names and titles in which such words may stand."""
    indiscreet: tuple[str, ...] = ()
    """Words that must not stand in the subject or the preheader, which others may read on a locked phone."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A workspace's settings. Every key but ``name`` and ``organisation`` may be left out."""

    name: str
    """The newsletter's name, such as ``INPUD Members Update``."""
    organisation: str
    """Who sends it."""
    website: str = ""
    """The organisation's website, beginning with https://."""
    contact: str = ""
    """The email address members send their news to; the closing box names it."""
    language: str = "en"
    """The language of the newsletter; its fixed words come from ``templates/words/<language>.toml``."""
    timezone: str = "UTC"
    """The organisation's time zone as an IANA name, such as ``Europe/London``: it decides what day it is."""
    months_per_issue: int = 2
    """How many months an issue covers: 1, 2, 3, 4, 6 or 12."""
    first_month: int = 1
    """A month that an issue begins with: 1 for January – February, 12 for December – January."""
    look_ahead_days: int = 75
    """How many days after the day of sending an event may begin and still be announced."""
    postal_address: str = ""
    """The postal address at the foot of the email; most mailing tools and many laws ask for one."""
    mailing_tool: str = "none"
    """Where the email is pasted: ``mailchimp``, ``brevo``, ``campaign-monitor``, ``mailerlite``, ``civicrm``, ``listmonk``, ``sendy``, ``phplist``,
    ``mautic``, ``constant-contact``, ``activecampaign``, ``keila``, ``mailpoet``, ``getresponse`` or ``none``."""
    mailing_editor: str = ""
    """Which of the tool's editors it is pasted into, such as ``code-block``; without it the usual one. The page asks once."""
    image_base_url: str = ""
    """The address of the folder you upload pictures to, beginning with https://; pictures of the workspace are shown from there."""
    words: int = 900
    """The length to aim at; a longer issue is a warning."""
    own_titles: tuple[str, ...] = ()
    """Other names this newsletter has had on the website, so that its own issues are not news."""
    event_categories: tuple[str, ...] = ("Events", "Event")
    """Categories of the website whose posts are events."""
    publication_categories: tuple[str, ...] = (
        "Publications",
        "Publication",
        "Statements",
        "Reports",
        "Resources",
    )
    """Categories, or headings of sections, whose items the year's report lists as publications; documents (PDF and the like) always are."""
    brand: Brand = Brand()
    """Colours, logo and fonts: see ``[brand]``."""
    sections: tuple[Section, ...] = DEFAULT_SECTIONS
    """The parts of the issue in their order: see ``[[sections]]``."""
    cities: tuple[City, ...] = ()
    """Places whose times stand beside every event: see ``[[cities]]``."""
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """``[regions]``: each region with its countries, for sections with ``group_by = "region"``."""
    house_style: HouseStyle = HouseStyle()
    """Words the network does not use: see ``[house_style]``."""
    sources: tuple[Source, ...] = ()
    """``[[sources]]``: where news and events come from; ``newsletter import`` reads them, in this order."""

    @property
    def zone(self) -> tzinfo:
        """The organisation's zone."""
        zone = iana_zone(self.timezone)
        assert zone is not None, self.timezone
        return zone

    @property
    def look(self) -> str:
        """All that members see of the settings, in one text: what was approved was approved with it."""
        named = [(section.id, section.title, section.empty) for section in self.sections]
        return repr((
            self.name, self.organisation, self.website, self.contact, self.language, self.timezone, self.postal_address, self.image_base_url, self.brand,
            named, self.cities, sorted(self.regions.items()),
        ))  # fmt: skip

    @property
    def cadence(self) -> Cadence:
        """How the year is cut into issues."""
        return Cadence(self.months_per_issue, self.first_month)

    @property
    def rules(self) -> Rules:
        """What selection needs to know."""
        return Rules(self.name, self.zone, self.sections, self.look_ahead_days, self.own_titles)
