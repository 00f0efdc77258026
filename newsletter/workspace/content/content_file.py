"""Content files: one text into one Item, with every mistake named; or into an Unreadable that says why."""

import re
from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any

from newsletter.core.model.item import FOLDERS, Image, Item, Kind, PoolFile, SourceKey, Unreadable
from newsletter.core.problems.problem import Problem, error
from newsletter.core.values.text import harmless, quoted
from newsletter.workspace.frontmatter.fences import FrontMatterError
from newsletter.workspace.frontmatter.field_values import Fields, link_fault
from newsletter.workspace.frontmatter.front_matter import FrontMatter, read_front_matter

_COMPUTED = {"id", "file", "body", "zone", "extra", "lines", "unread"}
KEYS = tuple(field.name for field in dataclass_fields(Item) if field.name not in _COMPUTED)
"""The keys of a content file: the fields of Item that a person can write."""

_KNOWN = dict.fromkeys(KEYS)
IMAGE_KEYS = tuple(field.name for field in dataclass_fields(Image))
_KIND_WORDS = {str(kind): kind for kind in Kind} | FOLDERS
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATES = ("date", "starts", "ends", "deadline")


def read_content(item_id: str, file: str, text: str) -> tuple[PoolFile, tuple[Problem, ...]]:
    """Read one content file's text. ``item_id`` is its path under content/ without ``.md``, ``file`` its name for messages."""
    try:
        matter = read_front_matter(text)
    except FrontMatterError as fault:
        return unreadable(item_id, file, fault.message, fault.line)
    fields = Fields(matter.values, matter.lines, file, item_id)
    kind = _kind(fields, item_id)
    title = fields.text("title")
    if kind is None:
        where = "move it into content/news, content/events or content/calls, or write kind: news, event or call"
        return unreadable(item_id, file, f"nothing says what it is; {where}", 1)
    if not title:
        return unreadable(item_id, file, "it has no title; write title: and the heading members should read",
                          matter.lines.get("title", 1), kind)  # fmt: skip
    for line, key in matter.mended:
        fields.noted(f"{key} holds characters that YAML takes for its own; it was read as it stands", line)  # fmt: skip
    return _item(item_id, file, kind, title, fields, matter), tuple(fields.problems)


def unreadable(
    item_id: str, file: str, why: str, line: int | None = None, kind: Kind | None = None
) -> tuple[Unreadable, tuple[Problem, ...]]:
    """A content file that cannot be read, with its one problem."""
    kind = kind or FOLDERS.get(item_id.split("/", 1)[0])
    return Unreadable(item_id, file, why, kind, line), (error(f"{why}.", file, line, item_id),)


def _kind(fields: Fields, item_id: str) -> Kind | None:
    word = fields.text("kind").lower()
    by_folder = FOLDERS.get(item_id.split("/", 1)[0])
    if word and word not in _KIND_WORDS:
        fields.wrong("kind", f"kind is {quoted(word)}; write news, event or call")
    return _KIND_WORDS.get(word, by_folder)


def _item(
    item_id: str, file: str, kind: Kind, title: str, fields: Fields, matter: FrontMatter
) -> Item:
    fields.file_zone = fields.timezone("timezone")[1]
    written = {key: read(fields) for key, read in _READERS.items() if key in fields.values}
    return Item(
        id=item_id,
        kind=kind,
        title=title,
        file=file,
        zone=fields.file_zone,
        body=harmless(matter.body),
        extra=fields.unknown_keys(_KNOWN),
        unread={
            key: str(fields.values[key])
            for key in _DATES
            if key in written and written[key] is None
        },
        lines={**matter.lines, "body": matter.body_line},
        **written,
    )


def _online(fields: Fields) -> str:
    word = fields.text("online")
    if word.lower() in ("no", "false", ""):
        return ""
    return "yes" if word.lower() in ("yes", "true") else fields.link("online")


def _language(fields: Fields) -> str:
    word = fields.text("language")
    if word and not _LANGUAGE.fullmatch(word):
        fields.wrong(
            "language", f"language is {quoted(word)}; write its short code, such as es, fr or ru"
        )
        return ""
    return word


def _image(fields: Fields) -> Image | None:
    src = fields.text("image") if isinstance(fields.values.get("image"), str) else ""
    if src:
        return Image(src)
    if "image" in fields.values and fields.values["image"] in ("", "~", "null"):
        fields = replace(fields, values={**fields.values, "image": {}})
    inside = fields.inside("image")
    if not inside.values:
        fields.wrong(
            "image",
            "nothing stands under image; write src:, alt: and consent: there, each with two blanks before it",
        )
        return None
    inside.unknown_keys(IMAGE_KEYS)
    src = inside.text("src")
    if not src:
        fields.wrong("image", "image has no src; write src: and the address of the picture")
        return None
    return Image(
        src, inside.text("alt"), inside.text("credit"), _said(inside, "consent"), _said(inside, "people"),
        inside.number("width"), inside.number("height"),
    )  # fmt: skip


def _said(fields: Fields, key: str) -> bool | None:
    return fields.yes(key) if fields.text(key) else None


def _sources(fields: Fields) -> tuple[SourceKey, ...]:
    value: Any = fields.values.get("sources") or []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        fields.wrong(
            "sources", "sources is written by importers; take the line away if you did not mean it"
        )
        return ()
    found = (
        (str(entry.get("kind", "")), str(entry.get("id", "")), str(entry.get("link", "")))
        for entry in value
    )
    return tuple(
        SourceKey(kind, key, "" if link_fault(link) else link) for kind, key, link in found if kind and key
    )  # fmt: skip


_READERS: dict[str, Callable[[Fields], Any]] = {
    "date": lambda fields: fields.when("date"),
    "starts": lambda fields: fields.when("starts"),
    "ends": lambda fields: fields.when("ends", same_day="starts"),
    "dates": lambda fields: fields.whens("dates"),
    "deadline": lambda fields: fields.when("deadline"),
    "timezone": lambda fields: fields.text("timezone") if fields.file_zone else "",
    "location": lambda fields: fields.text("location"),
    "online": _online,
    "register": lambda fields: fields.link("register", mail=True),
    "cancelled": lambda fields: fields.yes("cancelled"),
    "link": lambda fields: fields.link("link", mail=True),
    "also_in": lambda fields: fields.links_by_language("also_in"),
    "summary": lambda fields: harmless(fields.long_text("summary")),
    "categories": lambda fields: fields.texts("categories"),
    "tags": lambda fields: fields.texts("tags"),
    "network": lambda fields: fields.text("network"),
    "country": lambda fields: fields.text("country"),
    "section": lambda fields: fields.text("section"),
    "language": _language,
    # A word we do not know keeps the item off public pages: the safe reading of a slip.
    "audience": lambda fields: fields.one_of("audience", ("public", "members"), "members"),
    "image": _image,
    "draft": lambda fields: fields.yes("draft"),
    "embargo": lambda fields: fields.day("embargo"),
    "leave_out": lambda fields: fields.text("leave_out"),
    "first_seen": lambda fields: fields.day("first_seen"),
    "sources": _sources,
}
"""How each key is read; only the keys that stand in the file are."""
