"""newsletter.toml changed from the page with tomlkit: comments, order and all that is not
changed stay."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Table

from newsletter.core.model.declare_setting import declared_fields
from newsletter.core.model.sections import DEFAULT_SECTIONS, Section
from newsletter.errors import NewsletterError
from newsletter.workspace.settings.settings_file import NAME, settings_from

WAS = "was"
"""In a list of tables: which of the present ones, from 0, an entry continues; a new one has
none."""

_EMPTY: tuple[Any, ...] = (None, "", [], {})
"""Values that remove their key."""


def settings_text(text: str, values: Mapping[str, Any]) -> str:
    """The text of a newsletter.toml with other values; None removes a key.

    Keys within a table are written ``brand/colour``. ``sections``, ``cities`` and ``sources`` are
    given as whole lists of mappings, each with the place it had (``WAS``). Raises NewsletterError
    when the text cannot be changed, and SettingsError with all that is wrong when the result
    cannot be read as settings.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as fault:
        message = f"it cannot be read as TOML ({fault}); change the file itself."
        raise NewsletterError(message, file=NAME) from None
    try:
        result = _changed(document, values, text)
    except (TOMLKitError, ValueError, TypeError, AttributeError, KeyError):
        message = "it is written in a way that cannot be changed here; open the settings as text."
        raise NewsletterError(message, file=NAME) from None
    settings_from(result)
    return result


def _changed(document: tomlkit.TOMLDocument, values: Mapping[str, Any], before: str) -> str:
    """The text of the document with other values, and with every comment that it had."""
    for key, value in values.items():
        if _is_list_of_tables(value):
            _set_tables(document, key, value)
        else:
            _set(document, key, value)
    result = _with_comments(tomlkit.dumps(document), before)
    if "\n\n\n" not in before:  # every table that is added brings an empty line too many
        result = re.sub(r"\n{3,}", "\n\n", result)
    return result


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, Sequence) and bool(value) and isinstance(value[0], Mapping)


def _with_comments(result: str, before: str) -> str:
    """The text, with the comments that were removed along with their neighbours at its end."""
    present = set(_comments(result))
    lost = [comment for comment in _comments(before) if comment not in present]
    if not result.endswith("\n"):
        result += "\n"
    return result + "".join(f"{comment}\n" for comment in lost)


def _comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


def _set(table: Any, path: str, value: Any) -> None:
    """Set the value of a key; in a table within the table, as ``brand/colour``."""
    key, _, inner = path.partition("/")
    if inner:
        if key not in table:
            table[key] = tomlkit.table()
        _set(table[key], inner, value)
    elif value in _EMPTY:
        table.pop(key, None)
    elif isinstance(value, Mapping) and isinstance(table.get(key), Table):
        _replace_entries(table[key], value)
    elif key in table or isinstance(value, Mapping):
        table[key] = value
    else:
        _add(table, key, value)


def _replace_entries(table: Table, entries: Mapping[str, Any]) -> None:
    """Give a table exactly these entries; those that stay the same keep their comments."""
    removed = [name for name in table if name not in entries]
    for name in removed:
        table.pop(name)
    for name, entry in entries.items():
        if table.get(name) != entry:
            table[name] = entry


def _add(table: Any, key: str, value: Any) -> None:
    """Add a plain key after the last plain one: above the tables, and above comments on what
    follows."""
    if isinstance(table, InlineTable):
        table[key] = value
        return
    container = table.value if isinstance(table, Table) else table
    last_plain = None
    for name, item in container.body:
        if name is not None and not isinstance(item, Table | AoT):
            last_plain = name
    if last_plain is None:
        container.add(key, value)
    else:
        container._insert_after(last_plain, key, tomlkit.item(value))


def _set_tables(
    document: tomlkit.TOMLDocument, key: str, entries: Sequence[Mapping[str, Any]]
) -> None:
    """Give a list of tables exactly these entries, in their order."""
    is_list_of_tables = isinstance(document.get(key), AoT)
    present = _present_tables(document, key)
    tables = tomlkit.aot()
    for entry in entries:
        table = _continued(entry, present)
        for name, value in entry.items():
            if name != WAS:
                _set(table, name, value)
        tables.append(table)
    same_order = [entry.get(WAS) for entry in entries] == list(range(len(present)))
    if is_list_of_tables and same_order:
        return  # the tables were changed in their places
    if not is_list_of_tables:
        document.pop(key, None)
    document[key] = tables


def _present_tables(document: tomlkit.TOMLDocument, key: str) -> list[Table]:
    """The tables of a list as they are; without any sections, the default ones."""
    present = [_as_table(table) for table in document.get(key, ())]
    if not present and key == "sections":
        return [section_table(section) for section in DEFAULT_SECTIONS]
    return present


def _continued(entry: Mapping[str, Any], present: Sequence[Table]) -> Table:
    """The table that an entry continues, or a new one."""
    was = entry.get(WAS)
    if isinstance(was, int) and 0 <= was < len(present):
        return present[was]
    return tomlkit.table()


def _as_table(table: Any) -> Table:
    """A table of a list, also when it is written in braces."""
    if isinstance(table, Table):
        return table
    made = tomlkit.table()
    made.update(table.unwrap())
    return made


def section_table(section: Section) -> Table:
    """A section as a table with every value that is not the default."""
    table = tomlkit.table()
    for field in declared_fields(Section):
        value = getattr(section, field.name)
        if value == field.default:
            continue
        if isinstance(value, tuple):
            table[field.name] = [str(entry) for entry in value]
        elif isinstance(value, str):
            table[field.name] = str(value)  # the word of an enum
        else:
            table[field.name] = value
    return table
