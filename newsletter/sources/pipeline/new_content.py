"""The text of a content file for something new; nothing in its words means anything to YAML."""

import json
from datetime import date

from newsletter.sources.base.import_item import ImportItem
from newsletter.sources.pipeline.field_merge import values_of


def new_text(found: ImportItem, today: date) -> str:
    """The text of a new content file. Every text stands in double quotes, so nothing in it means anything to YAML."""
    values = {key: value for key, value in values_of(found).items() if key not in ("body", "kind")}
    lines = ["---"]
    image = {
        key.removeprefix("image/"): value
        for key, value in values.items()
        if key.startswith("image/")
    }
    for key, value in values.items():
        if key.startswith("image/"):
            continue
        lines.append(f"{key}: {_yaml(key, value)}".replace(": \n", ":\n"))
    if image:
        lines += [
            "image:",
            *(f"  {key}: {_yaml(key, value)}" for key, value in image.items() if value),
        ]
    link = f", link: {_quoted(found.link)}" if found.link else ""
    lines += [
        f"first_seen: {today.isoformat()}", "sources:",
        f"  - {{kind: {found.source_kind}, id: {_quoted(found.source_id)}{link}}}", "---",
    ]  # fmt: skip
    return (
        "\n".join([*lines, found.body.strip(), ""])
        if found.body.strip()
        else "\n".join([*lines, ""])
    )


LONG_LIST = 8
"""A longer list, such as the days of a series, stands a line for each."""
_PLAIN = {"audience", "cancelled", "consent", "people", "width", "height", "timezone"}


def _yaml(key: str, value: object) -> str:
    if isinstance(value, list) and len(value) > LONG_LIST:
        return "".join(f"\n  - {_quoted(entry)}" for entry in value)
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    text = str(value)
    if key in _PLAIN and text.replace("/", "").replace("_", "").isalnum():
        return text
    if (
        key in ("date", "starts", "ends", "deadline")
        and text.replace("-", "").replace(":", "").replace(" ", "").isdigit()
    ):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar; JSON's strings are a part of YAML's."""
    return json.dumps(text, ensure_ascii=False)
