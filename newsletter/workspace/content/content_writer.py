"""Content files written and changed from the page; every change keeps what it does not touch, and
is read again."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from newsletter.core.model.content_fields import ITEM_KEYS
from newsletter.core.model.item import Item
from newsletter.core.values.text import harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.workspace.content.content_file import read_content
from newsletter.workspace.frontmatter.change_keys import rewritten
from newsletter.workspace.frontmatter.fences import FrontMatterError
from newsletter.workspace.frontmatter.front_matter import read_front_matter

Value = str | list[str] | None
"""What a key is to say; None takes the key away. Keys within ``image`` and ``also_in`` are written
``image/alt``."""

_EMPTY = "---\n---\n"


def content_text(
    text: str | None, item_id: str, values: Mapping[str, Value], body: str | None = None
) -> str:
    """The text of a content file with other values under some keys; ``text`` is None for a new
    file.

    Raises NewsletterError when the file could not be read as an item before or after.
    """
    return changed_text(text, item_id, values, body)


def changed_text(
    text: str | None, item_id: str, values: Mapping[str, Value], body: str | None = None,
    source: tuple[str, str, str] | None = None,
) -> str:  # fmt: skip
    """As ``content_text``; ``source`` (kind, id and link) is put behind the others under
    ``sources``."""
    name = f"content/{item_id}.md"
    if source is None and not values and body is None and text:
        return text

    def change(document: CommentedMap) -> None:
        for key, value in values.items():
            _set(document, key, value)
        if source:
            _add_source(document, source)

    result = rewritten(text or _EMPTY, change, ITEM_KEYS, None if body is None else harmless(body))
    read, problems = read_content(item_id, name, result)
    if not isinstance(read, Item):
        raise NewsletterError(problems[0].message, file=name, line=problems[0].line)
    _check_result(text or _EMPTY, result, values, body, name, {"sources"} if source else set())
    return result


def field_values(text: str) -> dict[str, Value]:
    """What each field of a content file says, in the form that ``content_text`` takes; the body
    under ``body``.

    Raises NewsletterError when the front matter cannot be read.
    """
    try:
        matter = read_front_matter(text)
    except FrontMatterError as fault:
        raise NewsletterError(f"{fault.message}.", line=fault.line) from None
    found: dict[str, Value] = {"body": matter.body.strip()}
    for key, value in matter.values.items():
        inner = value if isinstance(value, Mapping) else None
        if inner is None:
            inner = {"src": value} if key == "image" and isinstance(value, str) else None
        if inner is not None:
            found |= {f"{key}/{name}": _flat(part) for name, part in inner.items()}
        else:
            found[key] = _flat(value)
    return found


def _flat(value: Any) -> Value:
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return [one_line(entry) for entry in value]
    return value.strip() if isinstance(value, str) else str(value)


def _add_source(document: CommentedMap, source: tuple[str, str, str]) -> None:
    kind, identity, link = source
    entry = CommentedMap({"kind": kind, "id": DoubleQuotedScalarString(identity)})
    if link:
        entry["link"] = DoubleQuotedScalarString(link)
    entry.fa.set_flow_style()
    there = document.get("sources")
    if isinstance(there, CommentedSeq):
        there.append(entry)
    else:
        document["sources"] = CommentedSeq([entry])


def _check_result(
    before: str,
    after: str,
    values: Mapping[str, Value],
    body: str | None,
    name: str,
    also: AbstractSet[str],
) -> None:
    """Refuse a text that lacks a new value, or in which anything else has changed."""
    old, new = read_front_matter(before), read_front_matter(after)
    touched = {key.partition("/")[0] for key in values} | also
    wrong = [
        key
        for key in {*old.values, *new.values} - touched
        if old.values.get(key) != new.values.get(key)
    ]
    wrong += [
        key for key, value in values.items() if _value_at(new.values, key) != _value_meant(value)
    ]
    if (old.body if body is None else harmless(body).strip()) != new.body:
        wrong.append("body")
    if wrong:
        what = ", ".join(sorted(set(wrong)))
        raise NewsletterError(
            f"its {what} could not be changed safely; open the file itself and change it there.",
            file=name,
        )


def _value_at(values: Mapping[str, Any], path: str) -> Any:
    key, _, inner = path.partition("/")
    value = values.get(key)
    if inner and isinstance(value, Mapping):
        return _value_at(value, inner)
    if inner:  # image: https://… is short for its src
        return value if inner == "src" and value else None
    return value.strip() if isinstance(value, str) else value


def _value_meant(value: Value) -> Any:
    if isinstance(value, list):
        return [one_line(entry) for entry in value] or None
    return harmless(value).strip() or None if value else None


def _set(document: CommentedMap, path: str, value: Value) -> None:
    key, _, inner = path.partition("/")
    if inner:
        within = document.get(key)
        if isinstance(within, str):  # image: https://… is short for its src
            within = CommentedMap({"src": within})
        within = within if isinstance(within, CommentedMap) else CommentedMap()
        _set(within, inner, value)
        document[key] = within
        if not within:
            del document[key]
    elif value is None or value == "" or value == []:
        document.pop(key, None)
    else:
        document[key] = _scalar(value, document.get(key))


def _scalar(value: str | list[str], before: Any) -> Any:
    if isinstance(value, list):
        return _sequence([one_line(entry) for entry in value], before)
    text = harmless(value).strip()
    return LiteralScalarString(text) if "\n" in text else text


def _sequence(entries: list[str], before: Any) -> CommentedSeq:
    """The entries as a list in the form the one before had, with the comments of those that
    stay."""
    made = CommentedSeq(entries)
    if isinstance(before, CommentedSeq):
        places = {str(entry): at for at, entry in enumerate(before)}
        made.ca.items.update(
            {
                at: before.ca.items[places[e]]
                for at, e in enumerate(entries)
                if places.get(e) in before.ca.items
            }
        )
        if before.fa.flow_style():
            made.fa.set_flow_style()
    else:
        made.fa.set_flow_style()
    return made
