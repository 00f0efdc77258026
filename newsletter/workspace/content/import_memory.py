"""What importers remember: what each source said last of each item, in ``content/.imported/<kind>/<id>.json``.

With it a field that staff changed is told from one that the source changed. One file for each thing a source holds, and in
``content/.imported/sources/`` one for each source with what it needs to ask only for what is new.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsletter.workspace.files.safe_io import UnreadableFile, read_text

FOLDER = "content/.imported"
VERSION = 1
Value = str | list[str] | None
"""What a field says; None for nothing."""


@dataclass(frozen=True, slots=True)
class SourceValue:
    """What a source said last of one field."""

    value: Value
    by: str
    """The importer and its address, such as ``wordpress example.org``."""


@dataclass(frozen=True, slots=True)
class ImportMemory:
    """What is remembered of one thing of a source."""

    kind: str
    id: str
    item: str
    """The path id of its content file, when it was last seen."""
    by: str
    """The importer and its address that saw it last."""
    fields: Mapping[str, SourceValue] = field(default_factory=dict)
    number: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by."""
        return self.kind, self.id


def memory_name(kind: str, identity: str) -> str:
    """The file, relative to the workspace, that remembers a thing."""
    return f"{FOLDER}/{kind}/{_file_name(identity)}"


def state_name(by: str) -> str:
    """The file, relative to the workspace, that remembers how far a source was read."""
    return f"{FOLDER}/sources/{_file_name(by)}"


def _file_name(identity: str) -> str:
    """A name that every system takes, readable and never that of another thing."""
    plain = unicodedata.normalize("NFKD", identity).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[-50:].strip("-") or "x"
    return (
        f"{slug}-{hashlib.sha256(identity.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}.json"
    )


def memory_text(memory: ImportMemory) -> str:
    """The text of its file: the same for the same memory, a line for each field, so that changes can be read and merged."""
    fields = {
        key: {"value": said.value, "by": said.by} for key, said in sorted(memory.fields.items())
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in (
        ("version", VERSION), ("kind", memory.kind), ("id", memory.id), ("item", memory.item), ("by", memory.by),
        *([("number", memory.number)] if memory.number else []),
    )]  # fmt: skip
    said = ",\n".join(
        f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in fields.items()
    )
    lines.append(f'  "fields": {{\n{said}\n  }}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def state_text(state: Mapping[str, object]) -> str:
    """The text of a source's file."""
    return (
        json.dumps({"version": VERSION, **state}, ensure_ascii=False, indent=1, sort_keys=True)
        + "\n"
    )


@dataclass(frozen=True, slots=True)
class Memories:
    """All that is remembered, by kind and id."""

    by_key: Mapping[tuple[str, str], ImportMemory]
    damaged: tuple[str, ...]
    """Files that cannot be read; what they held counts as not known, so that whatever stands in the content files stays."""


def read_memories(workspace: Path) -> Memories:
    """Read every memory of a workspace."""
    found: dict[tuple[str, str], ImportMemory] = {}
    damaged: list[str] = []
    root = workspace / FOLDER
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        if (
            folder.name == "sources"
            or folder.name.startswith(".")
            or not folder.is_dir()
            or folder.is_symlink()
        ):
            continue
        for path in sorted(folder.iterdir()):
            if path.suffix != ".json" or path.name.startswith("."):
                continue
            memory = _memory(_json(path))
            if memory is None:
                damaged.append(path.relative_to(workspace).as_posix())
            else:
                found[memory.key] = memory
    return Memories(found, tuple(damaged))


def memory_from(text: str) -> ImportMemory | None:
    """What the text of a memory's file says; None when it cannot be read."""
    return _memory(_parsed(text))


def _memory(data: Mapping[str, Any]) -> ImportMemory | None:
    try:
        fields = {
            str(key): SourceValue(_value(said["value"]), str(said["by"]))
            for key, said in data["fields"].items()
        }
        number = data.get("number", 0)
        return ImportMemory(
            str(data["kind"]), str(data["id"]), str(data["item"]), str(data["by"]), fields,
            number if isinstance(number, int) else 0,
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def _value(value: Any) -> Value:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return value
    raise ValueError


def read_state(workspace: Path, by: str) -> Mapping[str, Any]:
    """What is remembered of a source; empty when nothing is, or it cannot be read: then all of the source is read."""
    return _json(workspace / state_name(by))


def _json(path: Path) -> dict[str, Any]:
    try:
        return _parsed(read_text(path))
    except UnreadableFile:
        return {}


def _parsed(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) and data.get("version") == VERSION else {}
