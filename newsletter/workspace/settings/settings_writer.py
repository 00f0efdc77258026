"""newsletter.toml changed from the page with tomlkit: comments, order and whatever is not changed stay."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Table

from newsletter.core.model.sections import DEFAULT_SECTIONS
from newsletter.errors import NewsletterError
from newsletter.workspace.settings.settings_file import NAME, settings_from

WAS = "was"
"""In a list of tables: which of those that are there, from 0, an entry goes on with; a new one has none."""


def settings_text(text: str, values: Mapping[str, Any]) -> str:
    """The text of a newsletter.toml with other values; None takes a key away.

    Keys within a table are written ``brand/colour``; ``sections`` and ``cities`` are given as whole lists of mappings, each
    with the place it had (``WAS``). Raises NewsletterError with all that is wrong when the outcome cannot be read as settings.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as fault:
        raise NewsletterError(
            f"it cannot be read as TOML ({fault}); change the file itself.", file=NAME
        ) from None
    try:
        for key, value in values.items():
            if isinstance(value, Sequence) and value and isinstance(value[0], Mapping):
                _set_tables(document, key, value)
            else:
                _set(document, key, value)
        result = _with_comments(tomlkit.dumps(document), text)
        if "\n\n\n" not in text:  # tables that are put in bring an empty line more each time
            result = re.sub(r"\n{3,}", "\n\n", result)
    except (TOMLKitError, ValueError, TypeError, AttributeError, KeyError):
        raise NewsletterError(
            "it is written in a way that cannot be changed here; open the settings as text.",
            file=NAME,
        ) from None
    settings_from(result)
    return result


def _with_comments(result: str, before: str) -> str:
    """The text with the comments that went away with what they stood beside, at its end."""
    there = set(_comments(result))
    lost = [comment for comment in _comments(before) if comment not in there]
    return "".join(
        [result if result.endswith("\n") else f"{result}\n", *(f"{comment}\n" for comment in lost)]
    )


def _comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


def _set(table: Any, path: str, value: Any) -> None:
    key, _, inner = path.partition("/")
    if inner:
        if key not in table:
            table[key] = tomlkit.table()
        _set(table[key], inner, value)
    elif value in (None, "", [], {}):
        table.pop(key, None)
    elif isinstance(value, Mapping) and isinstance(table.get(key), Table):
        for name in [name for name in table[key] if name not in value]:
            table[key].pop(name)
        for name, entry in value.items():
            if table[key].get(name) != entry:
                table[key][name] = entry
    elif key in table or isinstance(value, Mapping):
        table[key] = value
    else:
        _add(table, key, value)


def _add(table: Any, key: str, value: Any) -> None:
    """A new plain key goes behind the last one there is: above the tables, and above comments on what follows."""
    if isinstance(table, InlineTable):
        table[key] = value
        return
    container = table.value if isinstance(table, Table) else table
    plain = [
        name
        for name, item in container.body
        if name is not None and not isinstance(item, Table | AoT)
    ]
    if plain:
        container._insert_after(plain[-1], key, tomlkit.item(value))
    else:
        container.add(key, value)


def _set_tables(
    document: tomlkit.TOMLDocument, key: str, entries: Sequence[Mapping[str, Any]]
) -> None:
    is_tables = isinstance(document.get(key), AoT)
    there = [_as_table(table) for table in document.get(key, ())] or (
        _defaults() if key == "sections" else []
    )
    in_place = is_tables and [entry.get(WAS) for entry in entries] == list(range(len(there)))
    tables = tomlkit.aot()
    for entry in entries:
        was = entry.get(WAS)
        table = there[was] if isinstance(was, int) and 0 <= was < len(there) else tomlkit.table()
        for name, value in entry.items():
            if name != WAS:
                _set(table, name, value)
        tables.append(table)
    if not in_place:
        if not is_tables:
            document.pop(key, None)
        document[key] = tables


def _as_table(table: Any) -> Table:
    """A table of a list, also when it is written in braces."""
    if isinstance(table, Table):
        return table
    made = tomlkit.table()
    made.update(table.unwrap())
    return made


def _defaults() -> list[Table]:
    """The sections of a workspace that names none, written out, so that they can be changed."""
    tables = []
    for section in DEFAULT_SECTIONS:
        table = tomlkit.table()
        for name in ("id", "title", "kind", "role", "otherwise", "missed", "act_now"):
            if value := getattr(section, name):
                table[name] = [str(entry) for entry in value] if isinstance(value, tuple) else value
        tables.append(table)
    return tables
