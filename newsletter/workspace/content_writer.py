"""Content files written and changed from the page; every change keeps what it does not touch, and is read again."""

from collections.abc import Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import LiteralScalarString

from newsletter.core.item import Item
from newsletter.core.text import harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.workspace.content import KEYS, read_content
from newsletter.workspace.rewrite import rewritten

Value = str | list[str] | None
"""What a key is to say; None takes the key away. Keys within ``image`` and ``also_in`` are written ``image/alt``."""

_EMPTY = "---\n---\n"


def content_text(text: str | None, item_id: str, values: Mapping[str, Value], body: str | None = None) -> str:
    """The text of a content file with other values under some keys; ``text`` is None for a new file.

    Raises NewsletterError when the file could not be read as an item before or after.
    """
    name = f"content/{item_id}.md"

    def change(document: CommentedMap) -> None:
        for key, value in values.items():
            _set(document, key, value)

    result = rewritten(text or _EMPTY, change, KEYS, None if body is None else harmless(body))
    read, problems = read_content(item_id, name, result)
    if not isinstance(read, Item):
        raise NewsletterError(problems[0].message, file=name, line=problems[0].line)
    return result


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
        document[key] = _scalar(value)


def _scalar(value: str | list[str]) -> Any:
    if isinstance(value, list):
        return [one_line(entry) for entry in value]
    text = harmless(value).strip()
    return LiteralScalarString(text) if "\n" in text else text
