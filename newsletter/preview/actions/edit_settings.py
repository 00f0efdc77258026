"""The settings changed from the page: what newsletter.toml says, and the fixed words of the
email."""

import re
from collections.abc import Mapping
from typing import Any

from newsletter.core.values.text import harmless
from newsletter.errors import NewsletterError
from newsletter.preview.actions.form_values import read_value
from newsletter.preview.actions.request import Conflict, Given, text_of
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot
from newsletter.preview.views.settings_form import BY_KEY, SECTION_FIELDS, FormField, as_text
from newsletter.render.tags.dialects import DIALECTS
from newsletter.settings import Settings
from newsletter.workspace.create import words_to_translate
from newsletter.workspace.files.shipped_templates import shipped_templates
from newsletter.workspace.settings.settings_file import NAME, SettingsError, settings_from
from newsletter.workspace.settings.settings_writer import WAS, settings_text
from newsletter.workspace.settings.words_file import word_shown, words_text

MAX_SECTIONS = 60

_NOT_UNDERSTOOD = "Something went wrong. Reload the page."


def change_settings(desk: Desk, _shot: Snapshot, given: Given) -> PageChange:
    """Write the settings that were changed.

    ``values`` has for each its text before (``base``) and the new one (``value``). Raises Conflict
    when somebody else changed the same setting, NewsletterError when a value is wrong.
    """
    text = desk.text(NAME)
    now = settings_from(text)
    values: dict[str, Any] = {}
    for key, change in _changes(given).items():
        field = BY_KEY.get(key)
        if field is None:
            raise NewsletterError("There is no such setting. Reload the page.")
        new_text = _new_text(field, change, now)
        if new_text is not None:
            values[key] = read_value(field, new_text, now)
    if not values:
        return PageChange("Settings changed", {})
    if "mailing_tool" in values:
        values["mailing_editor"] = ""  # another tool has other editors: the page asks again
    files = _words_for(desk, values.get("language"))
    return PageChange("Settings changed", {NAME: _write(text, values), **files})


def _changes(given: Given) -> dict[str, Any]:
    """What was changed, by key."""
    values = given.get("values")
    if not isinstance(values, dict):
        raise NewsletterError(_NOT_UNDERSTOOD)
    if not all(isinstance(change, dict) for change in values.values()):
        raise NewsletterError(_NOT_UNDERSTOOD)
    return values


def _new_text(field: FormField, change: Given, now: Settings) -> str | None:
    """The new text of a field; None when it says what it said before. Raises Conflict."""
    base = text_of(change, "base").strip()
    new = harmless(text_of(change, "value")).strip()
    current = as_text(field, now)
    if new == current:
        return None
    if base != current:
        raise Conflict(field.label, new, current)
    return new


def _words_for(desk: Desk, language: str | None) -> dict[str, str]:
    """The file of words that a new language needs, when the program has none for it."""
    if language is None:
        return {}
    files = words_to_translate(desk.path, language)
    return {path.relative_to(desk.path).as_posix(): data.decode() for path, data in files.items()}


def _write(text: str, values: Mapping[str, Any]) -> str:
    """The new text of newsletter.toml. Raises NewsletterError, in the words of the page."""
    try:
        return settings_text(text, values)
    except SettingsError as error:
        raise NewsletterError(" ".join(error.on_page)) from None


def choose_editor(desk: Desk, _shot: Snapshot, given: Given) -> PageChange:
    """Which of the mailing tool's editors the email is pasted into; asked once."""
    text = desk.text(NAME)
    dialect = DIALECTS[settings_from(text).mailing_tool]
    name = text_of(given, "value")
    editor = next((each for each in dialect.editors if each.name == name), None)
    if editor is None:
        raise NewsletterError("The mailing tool has no such editor. Reload the page.")
    new_text = settings_text(text, {"mailing_editor": editor.name})
    return PageChange(f"Pasted into: {editor.label}", {NAME: new_text})


def change_sections(desk: Desk, _shot: Snapshot, given: Given) -> PageChange:
    """Write the sections, as a whole list in their order.

    ``base`` has the ids of the list when the editor began. Raises NewsletterError when somebody
    else changed the list since, or a value is wrong.
    """
    text = desk.text(NAME)
    now = settings_from(text)
    if given.get("base") != [section.id for section in now.sections]:
        raise NewsletterError("Someone else changed the sections. Reload the page.")
    rows = _section_rows(given, len(now.sections))
    taken = {section.id for section in now.sections}
    tables = [_read_section(row, taken, now) for row in rows]
    return PageChange("Sections changed", {NAME: _write(text, {"sections": tables})})


def _section_rows(given: Given, count: int) -> list[Given]:
    """The sections as the page sent them; ``count`` is how many there are now.

    Raises NewsletterError when two of them continue the same section, or one that is not there.
    """
    rows = given.get("sections")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise NewsletterError("An issue needs at least one section.")
    if len(rows) > MAX_SECTIONS:
        raise NewsletterError(f"An issue has at most {MAX_SECTIONS} sections here.")
    continued = [row[WAS] for row in rows if WAS in row]
    if not all(type(at) is int and 0 <= at < count for at in continued):
        raise NewsletterError(_NOT_UNDERSTOOD)
    if len(set(continued)) != len(continued):
        raise NewsletterError(_NOT_UNDERSTOOD)
    return rows


def _read_section(row: Given, taken: set[str], now: Settings) -> dict[str, Any]:
    """One section as a table of newsletter.toml; a new one gets an id, which joins those taken.

    Fields with their default are None, so that the file does not list them.
    """
    table: dict[str, Any] = {}
    if WAS in row:
        table[WAS] = row[WAS]
    else:
        table["id"] = _free_id(text_of(row, "title"), taken)
        taken.add(table["id"])
    for field in SECTION_FIELDS:
        value = read_value(field, harmless(text_of(row, field.key)), now)
        is_default = value == field.declared.default
        table[field.key] = None if is_default else value
    return table


def _free_id(title: str, taken: set[str]) -> str:
    """An id for a section with that title: ``from-our-members``, or ``from-our-members-2``."""
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def change_words(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Write the fixed words of the email, into the workspace's own file of words.

    Raises Conflict when somebody else changed the same words, NewsletterError when some are wrong.
    """
    if shot.workspace is None:
        raise shot.fault or NewsletterError("The settings cannot be read.")
    language = shot.workspace.settings.language
    name = f"templates/words/{language}.toml"
    if (desk.path / name).exists():
        text = desk.text(name)
    else:
        text = _shipped_words(language)
    values = {}
    for key, change in _changes(given).items():
        base = text_of(change, "base").strip()
        new = text_of(change, "value").strip()
        shown = word_shown(text, key)
        if base != shown:
            raise Conflict(key.replace("_", " "), new, shown)
        values[key] = new
    new_text = words_text(text, values, _shipped_words("en"))
    return PageChange("Words of the email changed", {name: new_text})


def _shipped_words(language: str) -> str:
    return (shipped_templates() / f"words/{language}.toml").read_text("utf-8")
