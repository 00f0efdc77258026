"""The settings changed from the page: what newsletter.toml says, and the fixed words of the email."""

import re
from typing import Any

from newsletter.core.values.text import harmless
from newsletter.errors import NewsletterError
from newsletter.preview.actions.request import Conflict, Given, text_of
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot
from newsletter.preview.views.settings_form import (
    BY_KEY,
    SECTION_FIELDS,
    Setting,
    as_text,
    kind_named,
    kind_of_address,
)
from newsletter.render.tags.dialects import DIALECTS
from newsletter.settings import Settings
from newsletter.workspace.create import words_to_translate
from newsletter.workspace.files.shipped_templates import shipped_templates
from newsletter.workspace.settings.settings_file import NAME, settings_from
from newsletter.workspace.settings.settings_writer import WAS, settings_text
from newsletter.workspace.settings.words_file import word_shown, words_text

MAX_SECTIONS = 60


def write(desk: Desk, _shot: Snapshot, given: Given) -> PageChange:
    """Write the settings that were changed: ``values`` has each with its text now (``base``) and the new one."""
    text = desk.text(NAME)
    now = settings_from(text)
    values: dict[str, Any] = {}
    for key, change in _table(given, "values").items():
        setting = BY_KEY.get(key)
        if setting is None:
            raise NewsletterError("There is no such setting. Load the page anew.")
        base, new, current = (
            text_of(change, "base").strip(),
            harmless(text_of(change, "value")).strip(),
            as_text(setting, now),
        )
        if new == current:
            continue
        if base != current:
            raise Conflict(setting.label, new, current)
        values[key] = _value(setting, new, now)
    if "mailing_tool" in values:
        values["mailing_editor"] = ""  # the other tool's editors are others: the page asks again
    files = {}
    if "language" in values:
        files = {path.relative_to(desk.path).as_posix(): data.decode()
                 for path, data in words_to_translate(desk.path, values["language"]).items()}  # fmt: skip
    return PageChange(
        "Settings changed", {NAME: settings_text(text, values), **files} if values else {}
    )


def _table(given: Given, key: str) -> dict[str, Any]:
    value = given.get(key)
    if not isinstance(value, dict) or not all(isinstance(entry, dict) for entry in value.values()):
        raise NewsletterError("The page sent something that is not understood. Load it anew.")
    return value


def _value(setting: Setting, text: str, now: Settings) -> Any:
    if setting.widget == "number":
        if not re.fullmatch(r"\d{1,6}", text):
            raise NewsletterError(f"{setting.label}: write a whole number.")
        return int(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if setting.widget == "sources":
        return [_source(line, now) for line in lines]
    if setting.widget == "lines":
        return lines
    if setting.widget in ("pairs", "cities", "regions"):
        pairs = [
            (first.strip(), second.strip())
            for first, _, second in (line.partition("=") for line in lines)
        ]
        if not all(first and second for first, second in pairs):
            raise NewsletterError(
                f"{setting.label}: write a line for each, with = between, such as {setting.example}"
            )
        if setting.widget == "cities":
            return [
                {WAS: at, "name": name, "timezone": zone} for at, (name, zone) in enumerate(pairs)
            ]
        if setting.widget == "regions":
            return {
                name: [
                    c.strip()
                    for c in countries.split(";" if ";" in countries else ",")
                    if c.strip()
                ]
                for name, countries in pairs
            }
        return dict(pairs)
    if setting.widget == "choice" and text not in {key for key, _ in setting.choices}:
        raise NewsletterError(f"{setting.label}: choose one from the list.")
    return int(text) if setting.widget == "choice" and text.isdigit() else text


def _source(line: str, now: Settings) -> dict[str, Any]:
    """A source, with whatever else newsletter.toml says of it: its name, its columns."""
    word, parted, rest = line.partition("=")
    if parted and re.fullmatch(r"\s*[\w ]+\s*", word):
        kind, address = kind_named(word), rest.strip()
    else:
        address = line.strip()
        kind = kind_of_address(address)
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?", address) and kind in (
        "wordpress",
        "feed",
    ):
        address = f"https://{address}"
    there = [at for at, source in enumerate(now.sources) if source.address == address]
    same = [at for at in there if now.sources[at].kind == kind] or there
    return {"kind": kind, "address": address} | ({WAS: same[0]} if same else {})


def editor(desk: Desk, _shot: Snapshot, given: Given) -> PageChange:
    """Which of the mailing tool's editors the email is pasted into; asked once."""
    text = desk.text(NAME)
    dialect = DIALECTS[settings_from(text).mailing_tool]
    wanted = next((each for each in dialect.editors if each.name == text_of(given, "value")), None)
    if wanted is None:
        raise NewsletterError("The mailing tool has no such editor. Load the page anew.")
    return PageChange(
        f"Pasted into: {wanted.label}", {NAME: settings_text(text, {"mailing_editor": wanted.name})}
    )


def sections(desk: Desk, _shot: Snapshot, given: Given) -> PageChange:
    """The sections, as a whole list in their order; ``base`` says what the list was when the editor began."""
    text = desk.text(NAME)
    now = settings_from(text)
    if given.get("base") != [section.id for section in now.sections]:
        raise NewsletterError("The sections were changed elsewhere meanwhile. Load the page anew.")
    rows = given.get("sections")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise NewsletterError("An issue needs at least one section.")
    taken = {section.id for section in now.sections}
    if len(rows) > MAX_SECTIONS:
        raise NewsletterError(f"An issue has at most {MAX_SECTIONS} sections here.")
    went_on = [row.get(WAS) for row in rows if WAS in row]
    if len(set(map(str, went_on))) != len(went_on) or not all(
        type(at) is int and 0 <= at < len(now.sections) for at in went_on
    ):
        raise NewsletterError("The page sent something that is not understood. Load it anew.")
    tables = [_section(row, taken) for row in rows]
    return PageChange("Sections changed", {NAME: settings_text(text, {"sections": tables})})


def _section(row: Given, taken: set[str]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    was = row.get(WAS)
    if isinstance(was, int):
        table[WAS] = was
    else:
        stem = re.sub(r"[^a-z0-9]+", "-", text_of(row, "title").lower()).strip("-") or "section"
        table["id"] = next(
            name for name in (stem, *(f"{stem}-{n}" for n in range(2, 99))) if name not in taken
        )
        taken.add(table["id"])
    for field in SECTION_FIELDS:
        value = harmless(text_of(row, field.key)).strip()
        if field.widget == "number":
            table[field.key] = int(value) if re.fullmatch(r"\d{1,4}", value) else None
        elif field.widget == "yes":
            table[field.key] = True if value else None
        elif field.widget in ("lines", "kinds"):
            table[field.key] = [
                part.strip()
                for part in re.split(r"[,\n]" if field.widget == "kinds" else "\n", value)
                if part.strip()
            ]
        else:
            table[field.key] = value
    return table


def words(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """The fixed words of the email, in the workspace's own file of words."""
    if shot.workspace is None:
        raise shot.fault or NewsletterError("The settings cannot be read.")
    language = shot.workspace.settings.language
    name = f"templates/words/{language}.toml"
    shipped = shipped_templates() / f"words/{language}.toml"
    text = desk.text(name) if (desk.path / name).exists() else shipped.read_text("utf-8")
    values = {}
    for key, change in _table(given, "values").items():
        base, new = text_of(change, "base").strip(), text_of(change, "value").strip()
        shown = word_shown(text, key)
        if base != shown:
            raise Conflict(key.replace("_", " "), new, shown)
        values[key] = new
    return PageChange(
        "Words of the email changed",
        {
            name: words_text(
                text, values, (shipped_templates() / "words/en.toml").read_text("utf-8")
            )
        },
    )
