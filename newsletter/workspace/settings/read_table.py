"""One table of newsletter.toml into the settings class that declares its keys.

Nothing here knows a single setting: keys, shapes and rules come from the declarations
(``core.model.declare_setting``). Every mistake is collected, none is raised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from newsletter.core.model.declare_setting import DeclaredField, Shape, declared_fields
from newsletter.core.values.text import listed, nearest, one_line, quoted
from newsletter.settings import Settings

MISSING_TEXT = "missing"
"""The value of a required setting that is not there, so that the other mistakes are found too."""

Table = Mapping[str, Any]
T = TypeVar("T")
"""A settings class."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table of newsletter.toml."""

    table: str = ""
    """Its name; empty for the settings above the first table."""
    at: int = 0
    """Of several ``[[tables]]``, which one, from 0."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in newsletter.toml."""

    place: Place
    key: str
    message: str
    """What is wrong and what to write."""
    on_page: str = ""
    """The same for the page, without keys; without it, the page can only show the message."""


def read_table(type_: type[T], table: Table, place: Place) -> tuple[T, list[Fault]]:
    """A value of the settings class, and what is wrong with the table.

    What is wrong has its default in the value; what is required and missing, ``MISSING_TEXT``.
    """
    found: dict[str, Any] = {}
    faults = find_unknown_keys(type_, table, place)
    for field in declared_fields(type_):
        if field.name in table:
            value, wrong = _read_value(field, table[field.name], place)
            faults += wrong
            if not wrong:
                found[field.name] = value
        if field.required and not found.get(field.name):
            if not any(fault.key == field.name for fault in faults):
                faults.append(_missing(field, table, place))
            found[field.name] = MISSING_TEXT
    return type_(**found), faults


def find_unknown_keys(type_: type, table: Table, place: Place) -> list[Fault]:
    """The keys that the settings class does not declare, each with the nearest that it does."""
    names = [field.name for field in declared_fields(type_)]
    unknown = [key for key in table if key not in names]
    faults = []
    for key in unknown:
        message = f"there is no setting {quoted(key)}; {_hint_for_key(key, names, place)}"
        faults.append(Fault(place, key, message))
    return faults


def _hint_for_key(key: str, names: list[str], place: Place) -> str:
    belongs_above = any(field.name == key for field in declared_fields(Settings))
    if place.table and belongs_above:
        return "it belongs further up, above the first line with [ ]"
    close = nearest(key, names)
    if close:
        return f"did you mean {close}?"
    return f"the keys here are {listed(names)}"


def _missing(field: DeclaredField, table: Table, place: Place) -> Fault:
    state = "is empty" if field.name in table else "is missing"
    return Fault(place, field.name, f"{field.name} {state}; write {how_to_write(field)}")


def _read_value(field: DeclaredField, value: Any, place: Place) -> tuple[Any, list[Fault]]:
    """The value of one setting, and what is wrong with it."""
    if field.shape is Shape.TABLE:
        return _read_inner_table(field, value)
    if field.shape is Shape.TABLES:
        return _read_inner_tables(field, value)
    if field.shape is Shape.TEXT_TABLE:
        return _read_text_table(field, value, place)
    if field.shape is Shape.LIST_TABLE:
        return _read_list_table(field, value)
    return _read_plain(field, value, place)


def _read_plain(field: DeclaredField, value: Any, place: Place) -> tuple[Any, list[Fault]]:
    """A text, a number, yes or no, or a list of texts."""
    if field.is_section_rule and field.shape is Shape.TEXTS and isinstance(value, str):
        value = [value]  # a rule with one word may give it without brackets
    if not _has_shape(field.shape, value):
        message = f"{field.name} is {quoted(str(value))}; write {how_to_write(field)}"
        return None, [Fault(place, field.name, message)]
    if isinstance(value, str):
        value = one_line(value)
        if not value and field.default is None:
            return None, []
    if isinstance(value, list):
        value = tuple(one_line(entry) for entry in value)
    if field.required and not value:
        return None, []  # reported as empty
    fault = field.fault(value)
    if fault:
        return None, [Fault(place, field.name, f"{field.name} {fault}")]
    return _as_declared(field, value), []


def _as_declared(field: DeclaredField, value: Any) -> Any:
    """The value in the class that its setting declares: words of an enum become its members."""
    if field.shape is Shape.TEXTS:
        return tuple(field.inner(entry) for entry in value)
    if field.shape is Shape.TEXT:
        return field.inner(value)
    return value


def _read_inner_table(field: DeclaredField, value: Any) -> tuple[Any, list[Fault]]:
    if not isinstance(value, dict):
        return None, [_not_a_table(field)]
    return read_table(field.inner, value, Place(field.name))


def _not_a_table(field: DeclaredField) -> Fault:
    advice = f"write [{field.name}] on a line of its own and its keys under it"
    return Fault(Place(), field.name, f"{field.name} is not a table; {advice}")


def _read_inner_tables(field: DeclaredField, value: Any) -> tuple[Any, list[Fault]]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        advice = f"write [[{field.name}]] on a line of its own, once for each"
        message = f"{field.name} is not a list of tables; {advice}"
        return None, [Fault(Place(), field.name, message)]
    entries: list[Any] = []
    faults: list[Fault] = []
    for at, table in enumerate(value):
        entry: Any
        entry, wrong = read_table(field.inner, table, Place(field.name, at))
        entries.append(entry)
        faults += wrong
    return tuple(entries) or field.default, faults


def _read_text_table(field: DeclaredField, value: Any, place: Place) -> tuple[Any, list[Fault]]:
    """A table from texts to texts."""
    if not isinstance(value, dict) or not _are_texts(list(value.values())):
        message = f"{field.name} is not a table of texts; write {how_to_write(field)}"
        return None, [Fault(place, field.name, message)]
    texts = {key: one_line(text) for key, text in value.items()}
    fault = field.fault(texts)
    if fault:
        return None, [Fault(place, field.name, f"{field.name} {fault}")]
    return texts, []


def _read_list_table(field: DeclaredField, value: Any) -> tuple[Any, list[Fault]]:
    """A table from texts to lists of texts."""
    if not isinstance(value, dict):
        return None, [_not_a_table(field)]
    lists = {}
    faults = []
    for name, entries in value.items():
        if not _are_texts(entries):
            advice = f"write {name} = {field.declaration.in_file}"
            message = f"{name} is not a list of {field.declaration.entries}; {advice}"
            faults.append(Fault(Place(field.name), name, message))
            continue
        lists[name] = tuple(entries)
    return lists, faults


def _has_shape(shape: Shape, value: Any) -> bool:
    if shape is Shape.TEXTS:
        return _are_texts(value)
    if shape is Shape.YES_NO:
        return isinstance(value, bool)
    if shape is Shape.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def how_to_write(field: DeclaredField) -> str:
    """What to write in newsletter.toml for a setting, for the end of a sentence."""
    if field.declaration.in_file:
        return field.declaration.in_file
    return _HOW_TO_WRITE[field.shape].format(field.name)


_HOW_TO_WRITE = {
    Shape.TEXT: '{} = "…", with quotation marks',
    Shape.NUMBER: "{} = and a whole number, without quotation marks",
    Shape.YES_NO: "{0} = true or {0} = false, without quotation marks",
    Shape.TEXTS: '{} = ["one", "two"]',
}
