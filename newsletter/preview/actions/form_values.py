"""What was written into the form of the settings, as values for newsletter.toml."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from newsletter.core.model.declare_setting import Shape, declared_field
from newsletter.core.model.source_kinds import SOURCE_KINDS, SourceKind, kind_of_word
from newsletter.core.values.text import listed
from newsletter.errors import NewsletterError
from newsletter.preview.views.settings_form import FormField, Widget
from newsletter.settings import City, Settings
from newsletter.sources.base.detect import kind_of_address
from newsletter.workspace.settings.settings_writer import WAS

_HOST_AND_PATH = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?")
"""An address without its ``https://``."""
_KIND_IN_FRONT = re.compile(r"\s*[\w ]+\s*")


def read_value(field: FormField, text: str, now: Settings) -> Any:
    """The value that the text of a field means. None: nothing was written.

    Raises NewsletterError, in the words of the form, when it is not what the setting must be.
    """
    value = _parse(field, text, now)
    if value in (None, "") and not field.declared.required:
        return value
    if field.declared.required and not value:
        raise NewsletterError(f"“{field.label}” is empty. Write something there.")
    fault = field.declared.fault(_as_checked(field, value))
    if fault:
        raise NewsletterError(f"“{field.label}” {_sentence_end(fault)}")
    return value


def _as_checked(field: FormField, value: Any) -> Any:
    """The value as rules look at it: lists are tuples there, as in the default."""
    if field.declared.shape is Shape.TEXTS:
        return tuple(value)
    return value


def _sentence_end(text: str) -> str:
    if text.endswith((".", "?")):
        return text
    return f"{text}."


def _parse(field: FormField, text: str, now: Settings) -> Any:
    text = text.strip()
    if field.widget is Widget.SOURCES:
        return [_read_source(line, now) for line in _lines(text)]
    if field.widget in _PARSERS:
        return _PARSERS[field.widget](field, text)
    return text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read_number(field: FormField, text: str) -> int | None:
    if not text and field.declared.default is None:
        return None
    if not re.fullmatch(r"\d{1,6}", text):
        raise NewsletterError(f"“{field.label}”: write a whole number.")
    return int(text)


def _read_yes(_field: FormField, text: str) -> bool:
    return bool(text)


def _read_choice(field: FormField, text: str) -> Any:
    if not text and not field.declared.required:
        return field.declared.default
    if text not in dict(field.choices):
        raise NewsletterError(f"“{field.label}”: choose one from the list.")
    if field.declared.shape is Shape.NUMBER:
        return int(text)
    return text


def _read_kinds(_field: FormField, text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]


def _read_lines(_field: FormField, text: str) -> list[str]:
    return _lines(text)


def _read_pairs(field: FormField, text: str) -> dict[str, str]:
    pairs = {}
    for line in _lines(text):
        first, _, second = line.partition("=")
        if not first.strip() or not second.strip():
            advice = f"write one on each line, with = between, such as {field.example}"
            raise NewsletterError(f"“{field.label}”: {advice}")
        pairs[first.strip()] = second.strip()
    return pairs


def _read_regions(field: FormField, text: str) -> dict[str, list[str]]:
    regions = {}
    for region, countries in _read_pairs(field, text).items():
        mark = ";" if ";" in countries else ","
        parts = (part.strip() for part in countries.split(mark))
        regions[region] = [part for part in parts if part]
    return regions


def _read_cities(field: FormField, text: str) -> list[Mapping[str, Any]]:
    cities: list[Mapping[str, Any]] = []
    zone_field = declared_field(City, "timezone")
    for at, (name, zone) in enumerate(_read_pairs(field, text).items()):
        fault = zone_field.fault(zone)
        if fault:
            raise NewsletterError(f"“{field.label}”: for {name}, the time zone {fault}.")
        cities.append({WAS: at, "name": name, "timezone": zone})
    return cities


_PARSERS: dict[Widget, Callable[[FormField, str], Any]] = {
    Widget.NUMBER: _read_number,
    Widget.YES: _read_yes,
    Widget.CHOICE: _read_choice,
    Widget.KINDS: _read_kinds,
    Widget.LINES: _read_lines,
    Widget.PAIRS: _read_pairs,
    Widget.REGIONS: _read_regions,
    Widget.CITIES: _read_cities,
}
"""How the text of each widget is read; any other is a text as it is."""


def _read_source(line: str, now: Settings) -> dict[str, Any]:
    """A source, with the place of the one that it continues: that one's name and columns stay."""
    kind, address = _kind_and_address(line)
    if kind.name in ("wordpress", "feed") and _HOST_AND_PATH.fullmatch(address):
        address = f"https://{address}"
    source: dict[str, Any] = {"kind": kind.name, "address": address}
    same_address = [at for at, each in enumerate(now.sources) if each.address == address]
    same_kind = [at for at in same_address if now.sources[at].kind == kind.name]
    continued = same_kind or same_address
    if continued:
        source[WAS] = continued[0]
    return source


def _kind_and_address(line: str) -> tuple[SourceKind, str]:
    """``website = https://example.org``, or an address that shows by itself what it is."""
    word, equals_sign, rest = line.partition("=")
    if equals_sign and _KIND_IN_FRONT.fullmatch(word):
        address = rest.strip()
        kind = kind_of_word(word)
        question = f"‘{word.strip()}’ is not a kind of source."
    else:
        address = line.strip()
        kind = kind_of_address(address)
        question = f"It is not clear what ‘{address}’ is."
    if kind is None:
        words = listed((each.word for each in SOURCE_KINDS.values()), "or")
        advice = f"Write what it is before the address, and = between them: {words}."
        raise NewsletterError(f"{question} {advice}")
    return kind, address
