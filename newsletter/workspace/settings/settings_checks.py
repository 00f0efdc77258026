"""What must hold between several settings; each on its own is checked as it is declared."""

from collections.abc import Callable, Iterator

from newsletter.core.model.declare_setting import declared_field
from newsletter.core.model.sections import Section
from newsletter.core.model.setting_rules import WebAddress
from newsletter.core.values.text import quoted
from newsletter.settings import Settings, Source
from newsletter.workspace.settings.read_table import Fault, Place

Check = Callable[[Settings], Iterator[Fault]]


def find_conflicts(settings: Settings) -> Iterator[Fault]:
    """Everything that is wrong between settings that are each right on their own."""
    for check in CHECKS:
        yield from check(settings)


def section_ids_are_different(settings: Settings) -> Iterator[Fault]:
    """Two sections never have the same id."""
    seen: set[str] = set()
    for at, section in enumerate(settings.sections):
        if section.id in seen:
            message = f"two sections have the id {quoted(section.id)}; give each its own"
            yield Fault(Place("sections", at), "id", message)
        seen.add(section.id)


def one_section_takes_the_rest(settings: Settings) -> Iterator[Fault]:
    """At most one section has ``otherwise``."""
    if sum(section.otherwise for section in settings.sections) > 1:
        message = "more than one section says otherwise = true; keep it on one"
        on_page = f"More than one section has “{_label('otherwise')}”. Only one can have it."
        yield Fault(Place(), "sections", message, on_page)


def special_sections_have_no_rules(settings: Settings) -> Iterator[Fault]:
    """A section for the rest, or for what was missed, has no rules of its own."""
    for at, section in enumerate(settings.sections):
        place = Place("sections", at)
        if section.missed and _has_another_purpose(section):
            message = (
                "a section with missed = true takes only what earlier issues missed, "
                "so it has no rules of its own; take the others away"
            )
            on_page = (
                f"“{section.title}” has “{_label('missed')}”, so it can have no other rules. "
                "Remove one or the other."
            )
            yield Fault(place, "missed", message, on_page)
        if section.otherwise and section.has_rules:
            message = (
                "a section with otherwise = true takes what is left, "
                "so it has no rules of its own; take one of the two away"
            )
            on_page = (
                f"“{section.title}” has “{_label('otherwise')}”, so it can have no other rules. "
                "Remove one or the other."
            )
            yield Fault(place, "otherwise", message, on_page)


def _has_another_purpose(section: Section) -> bool:
    return section.has_rules or section.otherwise or section.act_now


def grouped_sections_have_regions(settings: Settings) -> Iterator[Fault]:
    """``group_by = "region"`` needs ``[regions]``."""
    grouped = any(section.group_by for section in settings.sections)
    if grouped and not settings.regions:
        message = (
            'a section says group_by = "region", and there are no regions; '
            'write [regions] and under it Africa = ["Kenya", "Nigeria"]'
        )
        on_page = (
            f"A section has “{_label('group_by')}: By region”, but there are no regions. "
            "Write them under “Regions” first."
        )
        yield Fault(Place(), "sections", message, on_page)


def websites_have_full_addresses(settings: Settings) -> Iterator[Fault]:
    """A source that is a whole website has a full address, or the name of a secret one."""
    for at, source in enumerate(settings.sources):
        if source.kind != "wordpress" or source.address.startswith("$"):
            continue
        fault = WebAddress().fault(source.address)
        if fault:
            on_page = f"The address of a website {fault}"
            yield Fault(Place("sources", at), "address", f"address {fault}", on_page)


def sources_are_different(settings: Settings) -> Iterator[Fault]:
    """No source is listed twice."""
    seen: set[tuple[str, str]] = set()
    for at, source in enumerate(settings.sources):
        if _identity(source) in seen:
            message = "this source is listed twice; keep one of the two"
            on_page = f"{source.address} is listed twice. Keep one of the two."
            yield Fault(Place("sources", at), "address", message, on_page)
        seen.add(_identity(source))


def _identity(source: Source) -> tuple[str, str]:
    return source.kind, source.address


def _label(name: str) -> str:
    """What the page's form calls a field of a section."""
    return declared_field(Section, name).declaration.label


CHECKS: tuple[Check, ...] = (
    section_ids_are_different,
    one_section_takes_the_rest,
    special_sections_have_no_rules,
    grouped_sections_have_regions,
    websites_have_full_addresses,
    sources_are_different,
)
