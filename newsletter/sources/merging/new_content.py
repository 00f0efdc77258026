"""The text of a content file for something new; nothing in its words means anything to YAML."""

import json
from collections.abc import Mapping
from datetime import date

from newsletter.core.model.content_fields import FIELDS_BY_PATH
from newsletter.core.model.item_field import FieldType
from newsletter.sources.base.import_item import ImportItem
from newsletter.sources.merging.field_merge import values_of
from newsletter.workspace.content.import_memory import Value

LONG_LIST = 8
"""A list with more entries, such as the days of a series, has a line for each."""
_UNQUOTED_WORDS = frozenset(
    {
        FieldType.AUDIENCE,
        FieldType.YES_NO,
        FieldType.KNOWN_YES_NO,
        FieldType.NUMBER,
        FieldType.ZONE,
    }
)
_UNQUOTED_DATES = frozenset({FieldType.DATE, FieldType.END})


def new_text(found: ImportItem, today: date) -> str:
    """The text of a new content file.

    Every text is in double quotes, so nothing in it means anything to YAML.
    """
    values = values_of(found)
    values.pop("kind", None)  # its folder says it
    body = values.pop("body", "")
    lines = ["---"]
    for path, value in values.items():
        if "/" not in path:
            lines.append(_line(path, _yaml(path, value)))
    lines += _image_lines(values)
    lines.append(f"first_seen: {today.isoformat()}")
    lines.append("sources:")
    lines.append(f"  - {{{_source(found)}}}")
    lines.append("---")
    if body:
        lines.append(str(body))
    lines.append("")
    return "\n".join(lines)


def _image_lines(values: Mapping[str, Value]) -> list[str]:
    lines = []
    for path, value in values.items():
        key = path.removeprefix("image/")
        if key != path:
            lines.append(f"  {key}: {_yaml(path, value)}")
    return ["image:", *lines] if lines else []


def _source(found: ImportItem) -> str:
    source = f"kind: {found.source_kind}, id: {_quote(found.source_id)}"
    if found.link:
        source += f", link: {_quote(found.link)}"
    return source


def _line(key: str, yaml: str) -> str:
    if yaml.startswith("\n"):
        return f"{key}:{yaml}"
    return f"{key}: {yaml}"


def _yaml(path: str, value: Value) -> str:
    if isinstance(value, list):
        return _list(value)
    text = str(value)
    field_type = FIELDS_BY_PATH[path].type
    if field_type in _UNQUOTED_WORDS and text.replace("/", "").replace("_", "").isalnum():
        return text
    digits = text.replace("-", "").replace(":", "").replace(" ", "")
    if field_type in _UNQUOTED_DATES and digits.isdigit():
        return text
    return _quote(text)


def _list(entries: list[str]) -> str:
    quoted = [_quote(entry) for entry in entries]
    if len(quoted) <= LONG_LIST:
        return f"[{', '.join(quoted)}]"
    return "".join(f"\n  - {entry}" for entry in quoted)


def _quote(text: str) -> str:
    """A YAML double-quoted scalar; JSON's strings are a part of YAML's."""
    return json.dumps(text, ensure_ascii=False)
