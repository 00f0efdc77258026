"""The settings as forms: what editors call them, grouped, with what stands there now."""

import re
from dataclasses import dataclass

from newsletter.core.model.sections import Section
from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.core.values.text import listed, quoted
from newsletter.errors import NewsletterError
from newsletter.render.tags.dialects import DIALECTS
from newsletter.render.wording.words import LANGUAGE_NAMES
from newsletter.settings import Settings

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, or one field of a section."""

    key: str
    """Its place in newsletter.toml; within a table as ``brand/colour``."""
    label: str
    help: str = ""
    widget: str = "line"
    """``line``, ``number``, ``colour``, ``choice``, ``zone``, ``yes``, ``lines``, ``kinds``, ``pairs``, ``cities``, ``sources`` or ``regions``."""
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


_WORDS = listed((importer.word for importer in SOURCE_KINDS.values()), "or")
LANGUAGES = tuple(sorted(LANGUAGE_NAMES.items(), key=lambda pair: pair[1].casefold()))
TOOLS = tuple(
    (name, "Another tool, or none yet" if name == "none" else dialect.label)
    for name, dialect in DIALECTS.items()
)

GROUPS: tuple[tuple[str, tuple[Setting, ...]], ...] = (
    ("Who sends it", (
        Setting("name", "Name of the newsletter"),
        Setting("organisation", "Organisation"),
        Setting("website", "Website", "Its address, beginning with https://."),
        Setting("contact", "Email address for members’ news", "The closing box of the email names it."),
        Setting("postal_address", "Postal address", "At the foot of the email; many laws ask for one."),
        Setting("image_base_url", "Where pictures are uploaded", "The address of a folder, beginning with https://; without one each picture's address is written by hand."),
        Setting("mailing_tool", "Mailing tool", "Where the email is pasted.", "choice", TOOLS),
    )),
    ("When", (
        Setting("timezone", "Time zone", "A place, such as Europe/London. It decides what day it is.", "zone"),
        Setting("months_per_issue", "Months in an issue", "", "choice", tuple((str(n), str(n)) for n in (1, 2, 3, 4, 6, 12))),
        Setting("first_month", "A month an issue begins with", "", "choice", tuple((str(n), m) for n, m in enumerate(_MONTHS, 1))),
        Setting("look_ahead_days", "Days ahead that events are announced", "Counted from the day of sending.", "number"),
    )),
    ("How it looks", (
        Setting("brand/colour", "Colour", "For the header, headings, buttons and links; dark enough to be read on white.", "colour"),
        Setting("brand/dark_colour", "Colour in dark mode", "Light enough to be read on a dark ground.", "colour"),
        Setting("brand/logo", "Logo", "The address of a picture, beginning with https://. Without one the name is set in type."),
        Setting("brand/logo_width", "Width of the logo in pixels", "", "number"),
        Setting("brand/font", "Fonts", "Names with commas between; only fonts that members have are used."),
        Setting("language", "Language of the newsletter", "Its fixed words stand on a page of their own:", "choice", LANGUAGES),
        Setting("words", "Words to aim at", "A longer issue is told.", "number"),
    )),
    ("Where it comes from", (
        Setting("sources", "News and events", f"A line for each: its address. In front of it, with = between, what it is: {_WORDS}. "
                "As in: website = https://example.org", "sources", example="website = https://example.org"),
    )),
    ("What it knows", (
        Setting("event_categories", "Categories of the website whose posts are events", "A line for each.", "lines"),
        Setting("own_titles", "Other names this newsletter has had", "A line for each, so that its own issues are not news.", "lines"),
        Setting("cities", "Cities whose times stand beside every event", "A line for each: the name, = and the time zone.", "cities", example="Nairobi = Africa/Nairobi"),
        Setting("regions", "Regions", "A line for each: the region, = and its countries, with ; between them.", "regions", example="Africa = Kenya; Nigeria"),
        Setting("house_style/avoid", "Words we do not use", "A line for each: the word, = and what to write instead.", "pairs", example="addict = person who uses drugs"),
        Setting("house_style/indiscreet", "Words that must not stand in the subject", "A line for each. Others may read the subject on a locked phone.", "lines"),
        Setting("house_style/keep", "Names in which such words may stand", "A line for each.", "lines"),
    )),
)  # fmt: skip
"""All the settings but the sections."""

BY_KEY = {setting.key: setting for _, settings in GROUPS for setting in settings}

SECTION_FIELDS = (
    Setting("title", "Heading"),
    Setting("limit", "Show this many; further ones as one line", widget="number"),
    Setting("kind", "Takes", "news, event, call", "kinds"),
    Setting("role", "Takes what is", "", "choice", (("", "past or to come"), ("announced", "to come, running or open"), ("reported", "past"))),
    Setting("category", "With one of these categories", "A line for each.", "lines"),
    Setting("network", "From one of these networks", "A line for each; a * stands for any network.", "lines"),
    Setting("tag", "With one of these tags", "A line for each.", "lines"),
    Setting("sort", "Order", "", "choice", (("", "What is to come soonest first, what is past newest first"), ("newest", "Newest first"), ("oldest", "Oldest first"), ("title", "By heading"))),
    Setting("empty", "A sentence when nothing is in it"),
    Setting("group_by", "Under small headings", "", "choice", (("", "No"), ("region", "By region"))),
    Setting("act_now", "Members act here: buttons, above everything else", widget="yes"),
    Setting("otherwise", "Takes what no other section wants", widget="yes"),
    Setting("missed", "Takes what an earlier issue missed, when you take it up", widget="yes"),
)  # fmt: skip
"""The fields of a section, in the order of its form."""


def kind_named(word: str) -> str:
    """The kind of source that a word of the page, or of newsletter.toml, means. Raises NewsletterError when it is none."""
    word = word.strip().lower()
    for kind, importer in SOURCE_KINDS.items():
        if word in (kind, importer.word, f"{importer.word}s"):
            return kind
    raise NewsletterError(
        f"{quoted(word)} is not a kind of source. In front of the = stands {_WORDS}."
    )


def kind_of_address(address: str) -> str:
    """What an address most probably is."""
    path = address.lower().partition("?")[0].rstrip("/")
    web = re.match(r"(?:https?|webcal)://", path)
    if path.startswith("webcal:"):
        return "ical"
    if path.endswith(("/feed", "/rss")) or (web and (path.endswith(".xml") or "feed=" in address)):
        return "feed"
    if not web and path.endswith(".xml"):
        return "wxr"  # a feed is an address, an export a file
    kinds = (
        kind for kind, importer in SOURCE_KINDS.items() if path.endswith(importer.endings or ("/",))
    )
    kind = next(kinds, "wordpress")
    return "wordpress" if web and kind == "listing" else kind


def as_text(setting: Setting, settings: Settings) -> str:
    """What a setting says now, as its form shows it."""
    value: object = settings
    for part in setting.key.split("/"):
        value = getattr(value, part)
    if setting.widget == "cities":
        return "\n".join(f"{city.name} = {city.timezone}" for city in settings.cities)
    if setting.widget == "sources":
        return "\n".join(
            f"{SOURCE_KINDS[source.kind].word} = {source.address}" for source in settings.sources
        )
    if setting.widget == "regions":
        return "\n".join(
            f"{region} = {_listed(countries)}" for region, countries in settings.regions.items()
        )
    if setting.widget == "pairs":
        return "\n".join(
            f"{word} = {instead}" for word, instead in settings.house_style.avoid.items()
        )
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value)


def _listed(countries: tuple[str, ...]) -> str:
    """Countries with ; between them, since names of countries hold commas."""
    return "; ".join(countries) + (";" if len(countries) == 1 and "," in countries[0] else "")


def section_text(field: Setting, section: Section) -> str:
    """What a field of a section says now."""
    value = getattr(section, field.key)
    if isinstance(value, tuple):
        return (", " if field.widget == "kinds" else "\n").join(str(entry) for entry in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    text = "" if value is None else str(value)
    return "" if field.key == "sort" and text == "natural" else text
