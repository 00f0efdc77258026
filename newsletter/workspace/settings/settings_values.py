"""What a setting's value must be beyond its type: zones that exist, numbers in range, colours that can be read."""

import re
from collections.abc import Iterator

from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.core.values.colour import contrast
from newsletter.core.values.period import CADENCES
from newsletter.core.values.text import listed, nearest, quoted
from newsletter.core.values.zones import iana_zone
from newsletter.settings import Brand, Settings, Source
from newsletter.workspace.frontmatter.field_values import link_fault

MAILING_TOOLS = (
    "mailchimp", "brevo", "campaign-monitor", "mailerlite", "civicrm", "listmonk", "sendy", "phplist", "mautic", "constant-contact",
    "activecampaign", "keila", "mailpoet", "getresponse", "none",
)  # fmt: skip
"""The names of ``render.dialects.DIALECTS``, which is further up; a test keeps the two in step."""

Fault = tuple[str, str, int, str]
"""The table a key stands in (empty for none), the key, which of several such tables, and what is wrong with its value."""


def value_faults(settings: Settings) -> Iterator[Fault]:
    """Everything that is wrong with values that are of the right type."""
    yield from _places_and_times(settings)
    yield from _numbers(settings)
    yield from _words(settings)
    yield from _brand(settings.brand)
    yield from _sources(settings.sources)


def _places_and_times(settings: Settings) -> Iterator[Fault]:
    zones = [("", 0, settings.timezone, "Europe/London")]
    zones += [
        ("cities", nth, city.timezone, "Asia/Bangkok") for nth, city in enumerate(settings.cities)
    ]
    for table, nth, zone, example in zones:
        if iana_zone(zone) is None:
            yield (
                table,
                "timezone",
                nth,
                f"timezone is {quoted(zone)}, which is not a time zone; write a place, such as {example}",
            )
    if not settings.regions and any(section.group_by for section in settings.sections):
        how = 'write [regions] and under it Africa = ["Kenya", "Nigeria"]'
        yield (
            "",
            "sections",
            0,
            f'a section says group_by = "region", and there are no regions; {how}',
        )


def _numbers(settings: Settings) -> Iterator[Fault]:
    if settings.months_per_issue not in CADENCES:
        allowed = listed(map(str, CADENCES), "or")
        yield (
            "",
            "months_per_issue",
            0,
            f"months_per_issue is {settings.months_per_issue}; write {allowed}",
        )
    for key, low, high in (
        ("first_month", 1, 12),
        ("look_ahead_days", 0, 730),
        ("words", 50, 20_000),
    ):
        if not low <= getattr(settings, key) <= high:
            yield (
                "",
                key,
                0,
                f"{key} is {getattr(settings, key)}; write a number from {low} to {high}",
            )


def _words(settings: Settings) -> Iterator[Fault]:
    if settings.mailing_tool not in MAILING_TOOLS:
        close = nearest(settings.mailing_tool, MAILING_TOOLS)
        hint = f"did you mean {close}?" if close else f"write {listed(MAILING_TOOLS, 'or')}"
        yield "", "mailing_tool", 0, f"mailing_tool is {quoted(settings.mailing_tool)}; {hint}"
    if settings.website and (fault := link_fault(settings.website)):
        yield "", "website", 0, f"website is {quoted(settings.website)}, {fault}"
    if settings.image_base_url and (
        not settings.image_base_url.startswith("https://") or link_fault(settings.image_base_url)
    ):
        yield (
            "",
            "image_base_url",
            0,
            f"image_base_url is {quoted(settings.image_base_url)}; write the full address of a folder, beginning with https://",
        )
    if settings.contact and not re.fullmatch(
        r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", settings.contact
    ):
        yield "", "contact", 0, f"contact is {quoted(settings.contact)}; write an email address"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", settings.language):
        yield (
            "",
            "language",
            0,
            f"language is {quoted(settings.language)}; write its short code, such as en",
        )


def _sources(sources: tuple[Source, ...]) -> Iterator[Fault]:
    for nth, source in enumerate(sources):
        for key, allowed in (
            ("kind", tuple(SOURCE_KINDS)),
            ("audience", ("", "members", "public")),
            ("day_first", ("", "yes", "no")),
        ):
            value = getattr(source, key)
            if value not in allowed and value != "missing":
                choices = [word for word in allowed if word]
                close = nearest(value, choices)
                hint = f"did you mean {close}?" if close else f"write {listed(choices, 'or')}"
                yield "sources", key, nth, f"{key} is {quoted(value)}; {hint}"
        if (
            source.kind == "wordpress"
            and not source.address.startswith("$")
            and (fault := link_fault(source.address))
        ):
            yield "sources", "address", nth, f"address is {quoted(source.address)}, {fault}"
        if source.timezone and iana_zone(source.timezone) is None:
            how = "which is not a time zone; write a place, such as Europe/London"
            yield "sources", "timezone", nth, f"timezone is {quoted(source.timezone)}, {how}"
        if any(
            other.kind == source.kind and other.address == source.address for other in sources[:nth]
        ):
            yield "sources", "address", nth, "this source stands here twice; keep one of the two"


def _brand(brand: Brand) -> Iterator[Fault]:
    for key, colour, ground, named, better in (
        ("colour", brand.colour, "#ffffff", "white", "darker"),
        ("dark_colour", brand.dark_colour, "#223236", "a dark ground", "lighter"),
    ):
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            yield "brand", key, 0, f"{key} is {quoted(colour)}; write it as #0b5563"
        elif (found := contrast(colour, ground)) < 4.5:
            too_little = (
                f"which cannot be read on {named} (contrast {found:.1f} to 1, and 4.5 is needed)"
            )
            yield "brand", key, 0, f"{key} is {colour}, {too_little}; write a {better} one"
    if brand.logo and (not brand.logo.startswith("https://") or link_fault(brand.logo)):
        yield (
            "brand",
            "logo",
            0,
            f"logo is {quoted(brand.logo)}; write the full address of a picture, beginning with https://",
        )
    if not 40 <= brand.logo_width <= 320:
        yield (
            "brand",
            "logo_width",
            0,
            f"logo_width is {brand.logo_width}; write a number from 40 to 320",
        )
    if re.search(r"[<>{};\"\\]", brand.font):
        yield (
            "brand",
            "font",
            0,
            f"font is {quoted(brand.font)}; write names of fonts with commas between them",
        )
