"""The settings as forms: one field for each setting that is declared with a label, and what it
says now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from newsletter.core.model.declare_setting import (
    Choice,
    DeclaredField,
    Shape,
    declared_fields,
)
from newsletter.core.model.sections import Section
from newsletter.core.model.setting_rules import OneOf, ReadableColour, TimeZone
from newsletter.core.model.setting_tables import FormGroup
from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.render.tags.dialects import DIALECTS
from newsletter.render.wording.words import LANGUAGE_NAMES
from newsletter.settings import City, Settings, Source


class Widget(StrEnum):
    """How a setting is shown in its form."""

    LINE = "line"
    NUMBER = "number"
    YES = "yes"
    """A box to tick."""
    CHOICE = "choice"
    """A list to choose one from."""
    ZONE = "zone"
    COLOUR = "colour"
    KINDS = "kinds"
    """A few known words on one line, with commas between them."""
    LINES = "lines"
    """A text on each line."""
    PAIRS = "pairs"
    """``this = that`` on each line."""
    REGIONS = "regions"
    """``this = that; another`` on each line."""
    CITIES = "cities"
    """``city = zone`` on each line."""
    SOURCES = "sources"
    """``what it is = address`` on each line."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    key: str
    """Its place in newsletter.toml; within a table as ``brand/colour``."""
    declared: DeclaredField
    widget: Widget
    choices: tuple[Choice, ...]

    @property
    def label(self) -> str:
        """What the form calls it."""
        return self.declared.declaration.label

    @property
    def help(self) -> str:
        """The hint beside it."""
        return self.declared.declaration.help

    @property
    def example(self) -> str:
        """An example of one line."""
        return self.declared.declaration.example


LANGUAGES = tuple(sorted(LANGUAGE_NAMES.items(), key=lambda pair: pair[1].casefold()))
TOOLS = tuple(
    (name, "Another tool, or none yet" if name == "none" else dialect.label)
    for name, dialect in DIALECTS.items()
)

_CHOICES_FROM_RENDER = {"language": LANGUAGES, "mailing_tool": TOOLS}
"""The choices that depend on how the email is rendered, which a declaration cannot know."""


def _form_field(key: str, declared: DeclaredField) -> FormField:
    choices = _CHOICES_FROM_RENDER.get(key, declared.declaration.choices)
    return FormField(key, declared, _widget_for(declared, choices), choices)


def _widget_for(declared: DeclaredField, choices: tuple[Choice, ...]) -> Widget:
    """The widget that suits what is declared."""
    if declared.shape is Shape.TABLES:
        return {City: Widget.CITIES, Source: Widget.SOURCES}[declared.inner]
    if declared.shape is Shape.TEXTS and isinstance(declared.rule, OneOf):
        return Widget.KINDS
    if declared.shape in _WIDGET_OF_SHAPE:
        return _WIDGET_OF_SHAPE[declared.shape]
    if choices:
        return Widget.CHOICE
    if declared.shape is Shape.NUMBER:
        return Widget.NUMBER
    if isinstance(declared.rule, TimeZone):
        return Widget.ZONE
    if isinstance(declared.rule, ReadableColour):
        return Widget.COLOUR
    return Widget.LINE


_WIDGET_OF_SHAPE = {
    Shape.YES_NO: Widget.YES,
    Shape.TEXTS: Widget.LINES,
    Shape.TEXT_TABLE: Widget.PAIRS,
    Shape.LIST_TABLE: Widget.REGIONS,
}


def _all_declared() -> Iterator[tuple[str, DeclaredField]]:
    """The settings in the order of their declarations, those of ``[brand]`` as ``brand/colour``."""
    for declared in declared_fields(Settings):
        if declared.shape is Shape.TABLE:
            for inner in declared_fields(declared.inner):
                yield f"{declared.name}/{inner.name}", inner
        else:
            yield declared.name, declared


def _group(title: str) -> tuple[FormField, ...]:
    """The fields under a heading of the form."""
    found = []
    for key, declared in _all_declared():
        declaration = declared.declaration
        if declaration.label and declaration.group == title:
            found.append(_form_field(key, declared))
    return tuple(found)


GROUPS = tuple((str(title), _group(title)) for title in FormGroup)
"""All the settings but the sections, under the headings of the form."""

BY_KEY = {field.key: field for _, group in GROUPS for field in group}

SECTION_FIELDS = tuple(
    _form_field(declared.name, declared)
    for declared in declared_fields(Section)
    if declared.declaration.label
)
"""The fields of a section, in the order of its form."""


def as_text(field: FormField, settings: Settings) -> str:
    """What a setting says now, as its form shows it."""
    value: Any = settings
    for part in field.key.split("/"):
        value = getattr(value, part)
    return show_value(field.widget, value)


def section_text(field: FormField, section: Section) -> str:
    """What a field of a section says now, as its form shows it."""
    return show_value(field.widget, getattr(section, field.key))


def show_value(widget: Widget, value: Any) -> str:
    """A value as the text of its widget."""
    if value is None:
        return ""
    if widget is Widget.YES:
        return "yes" if value else ""
    if widget is Widget.KINDS:
        return ", ".join(value)
    if widget in _LINES_OF:
        return "\n".join(_LINES_OF[widget](value))
    return str(value)


def _lines_of_pairs(pairs: dict[str, str]) -> list[str]:
    return [f"{word} = {instead}" for word, instead in pairs.items()]


def _lines_of_regions(regions: dict[str, tuple[str, ...]]) -> list[str]:
    return [f"{region} = {_joined(countries)}" for region, countries in regions.items()]


def _joined(countries: tuple[str, ...]) -> str:
    """Countries with ; between them, since names of countries contain commas."""
    joined = "; ".join(countries)
    is_one_with_comma = len(countries) == 1 and "," in countries[0]
    return f"{joined};" if is_one_with_comma else joined


def _lines_of_cities(cities: Iterable[City]) -> list[str]:
    return [f"{city.name} = {city.timezone}" for city in cities]


def _lines_of_sources(sources: Iterable[Source]) -> list[str]:
    return [f"{SOURCE_KINDS[source.kind].word} = {source.address}" for source in sources]


_LINES_OF: dict[Widget, Any] = {
    Widget.LINES: list,
    Widget.PAIRS: _lines_of_pairs,
    Widget.REGIONS: _lines_of_regions,
    Widget.CITIES: _lines_of_cities,
    Widget.SOURCES: _lines_of_sources,
}
"""For each widget with a line for each entry, its lines."""
