"""Content files: one text into one Item and its problems; or into an Unreadable that says why."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from newsletter.core.model.content_fields import IMAGE_FIELDS, ITEM_FIELDS, ITEM_KEYS
from newsletter.core.model.item import (
    FOLDERS,
    Audience,
    Image,
    Item,
    Kind,
    PoolFile,
    SourceKey,
    Unreadable,
)
from newsletter.core.model.item_field import FieldType
from newsletter.core.problems import reading_kinds as kinds
from newsletter.core.problems.problem import Problem, make_problem
from newsletter.core.values.dates import When
from newsletter.core.values.text import harmless, listed
from newsletter.workspace.frontmatter.fences import FrontMatterError
from newsletter.workspace.frontmatter.field_values import Fields, link_fault
from newsletter.workspace.frontmatter.front_matter import FrontMatter, read_front_matter

_KIND_WORDS = {str(kind): kind for kind in Kind} | FOLDERS
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ONE_DATE = (FieldType.DATE, FieldType.END)


def read_content(item_id: str, file: str, text: str) -> tuple[PoolFile, tuple[Problem, ...]]:
    """Read one content file's text. ``item_id`` is its path under content/ without ``.md``,
    ``file`` its name for messages."""
    try:
        matter = read_front_matter(text)
    except FrontMatterError as fault:
        return unreadable(item_id, file, fault.problem_in(file, item_id))
    fields = Fields(matter.values, matter.lines, file, item_id)
    kind = _kind(fields, item_id)
    title = fields.text("title")
    if kind is None:
        problem = make_problem(
            kinds.UNKNOWN_ITEM_KIND, file=file, line=1, item=item_id, field="kind", name=file
        )
        return unreadable(item_id, file, problem)
    if not title:
        line = matter.lines.get("title", 1)
        problem = make_problem(
            kinds.MISSING_TITLE, file=file, line=line, item=item_id, field="title", name=file
        )
        return unreadable(item_id, file, problem, kind)
    fields.report_read_as_text(matter.read_as_text)
    return _item(item_id, file, kind, title, fields, matter), tuple(fields.problems)


def unreadable(
    item_id: str, file: str, problem: Problem, kind: Kind | None = None
) -> tuple[Unreadable, tuple[Problem, ...]]:
    """A content file that cannot be read, with its one problem."""
    kind = kind or FOLDERS.get(item_id.split("/", 1)[0])
    return Unreadable(item_id, file, problem, kind), (problem,)


def _kind(fields: Fields, item_id: str) -> Kind | None:
    word = fields.text("kind").lower()
    by_folder = FOLDERS.get(item_id.split("/", 1)[0])
    if word and word not in _KIND_WORDS:
        fields.report(kinds.NOT_A_CHOICE, "kind", word, hint=f"write {listed(Kind, 'or')}.")
    return _KIND_WORDS.get(word, by_folder)


def _item(
    item_id: str, file: str, kind: Kind, title: str, fields: Fields, matter: FrontMatter
) -> Item:
    fields.file_zone = fields.timezone("timezone")[1]
    written = {}
    for key, described in ITEM_FIELDS.items():
        if key in fields.values and described.type in _READERS:
            written[key] = _READERS[described.type](fields, key)
    unread = {key: str(fields.values[key]) for key in _unread_dates(written)}
    written["title"] = title
    return Item(
        id=item_id,
        kind=kind,
        file=file,
        zone=fields.file_zone,
        body=harmless(matter.body),
        extra=fields.unknown_keys(ITEM_KEYS),
        unread=unread,
        lines={**matter.lines, "body": matter.body_line},
        **written,
    )


def _unread_dates(written: Mapping[str, Any]) -> list[str]:
    """The keys of dates that are in the file and could not be read."""
    found = []
    for key, value in written.items():
        if value is None and ITEM_FIELDS[key].type in _ONE_DATE:
            found.append(key)
    return found


def _read_long_text(fields: Fields, key: str) -> str:
    return harmless(fields.long_text(key))


def _read_end(fields: Fields, key: str) -> When | None:
    return fields.when(key, same_day=Kind.EVENT.date_field)


def _read_zone(fields: Fields, key: str) -> str:
    """The name of the zone, when it is one; the zone itself was read first, for all the dates."""
    return fields.text(key) if fields.file_zone else ""


def _read_link(fields: Fields, key: str) -> str:
    return fields.link(key, mail=True)


def _read_online(fields: Fields, key: str) -> str:
    word = fields.text(key).lower()
    if word in ("no", "false", ""):
        return ""
    if word in ("yes", "true"):
        return "yes"
    return fields.link(key)


def _read_language(fields: Fields, key: str) -> str:
    word = fields.text(key)
    if word and not _LANGUAGE.fullmatch(word):
        fields.report(kinds.NOT_A_LANGUAGE, key, word)
        return ""
    return word


def _read_known_yes_no(fields: Fields, key: str) -> bool | None:
    return fields.yes(key) if fields.text(key) else None


def _read_audience(fields: Fields, key: str) -> Audience:
    """An unknown word keeps the item off public pages: the safe reading of a slip."""
    return Audience(fields.one_of(key, tuple(Audience), Audience.MEMBERS))


def _read_image(fields: Fields, key: str) -> Image | None:
    if isinstance(fields.values.get(key), str) and fields.text(key):
        return Image(fields.text(key))
    inside = fields.inside(key)
    if not inside.values:
        fields.report(kinds.EMPTY_IMAGE, key)
        return None
    inside.unknown_keys(tuple(IMAGE_FIELDS))
    if not inside.text("src"):
        fields.report(kinds.IMAGE_WITHOUT_ADDRESS, key)
        return None
    values = {}
    for name, described in IMAGE_FIELDS.items():
        values[name] = _READERS[described.type](inside, name)
    return Image(**values)


def _read_sources(fields: Fields, key: str) -> tuple[SourceKey, ...]:
    value: Any = fields.values.get(key) or []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        fields.report(kinds.SOURCES_BY_HAND, key)
        return ()
    found = []
    for entry in value:
        kind, source_id = str(entry.get("kind", "")), str(entry.get("id", ""))
        link = str(entry.get("link", ""))
        if kind and source_id:
            found.append(SourceKey(kind, source_id, "" if link_fault(link) else link))
    return tuple(found)


_READERS: dict[FieldType, Callable[[Fields, str], Any]] = {
    FieldType.TEXT: Fields.text,
    FieldType.LONG_TEXT: _read_long_text,
    FieldType.LIST: Fields.texts,
    FieldType.DATE: Fields.when,
    FieldType.END: _read_end,
    FieldType.DATES: Fields.whens,
    FieldType.DAY: Fields.day,
    FieldType.ZONE: _read_zone,
    FieldType.LINK: _read_link,
    FieldType.LINKS: Fields.links_by_language,
    FieldType.ONLINE: _read_online,
    FieldType.LANGUAGE: _read_language,
    FieldType.YES_NO: Fields.yes,
    FieldType.KNOWN_YES_NO: _read_known_yes_no,
    FieldType.NUMBER: Fields.number,
    FieldType.SECTION: Fields.text,
    FieldType.AUDIENCE: _read_audience,
    FieldType.IMAGE: _read_image,
    FieldType.SOURCES: _read_sources,
}
"""How a field of each type is read, by its key. Kind, title and body are read before the others."""
