"""The pool: every content file of a workspace, found and read; one bad file never stops the others."""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsletter.core.item import PoolFile
from newsletter.core.problem import Problem, error, warning
from newsletter.core.text import path_key
from newsletter.workspace.content import read_content, unreadable
from newsletter.workspace.files import UnreadableFile, read_text

MAX_FOLDER_DEPTH = 8
# What Dropbox, Nextcloud, Syncthing, Google Drive and Windows call the other copy of a file; OneDrive appends the
# computer's name, which only shows beside the file it is a copy of.
_SYNC_COPY = re.compile(
    r" ?\([^)]*conflicted copy[^)]*\)| ?\(case conflict[^)]*\)|\.sync-conflict-\d{8}\S*| ?\(conflict[^)]*\)", re.I
)
_COPY_BESIDE = re.compile(
    r"(?P<stem>.+?)(?: \(\d{1,3}\)| - [Cc]opy|-[A-Z][A-Z0-9]{4,}(?:-[A-Z0-9]+)*|-[A-Z0-9]+(?:-[A-Z0-9]+)+)"
)
"""Names that ordinary files have too: a copy only beside the file it would be a copy of."""


@dataclass(frozen=True, slots=True)
class Pool:
    """All the content files, in the order of their ids, and what is wrong with them."""

    files: tuple[PoolFile, ...]
    problems: tuple[Problem, ...]


def read_pool(workspace: Path) -> Pool:
    """Read every ``.md`` file under content/. Hidden files and content/images are not content."""
    files: list[PoolFile] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for name in _found(workspace, problems):
        item_id = unicodedata.normalize("NFC", name.removeprefix("content/").removesuffix(".md"))
        first = seen.setdefault(path_key(item_id), name)
        if first is not name:
            problems.append(
                warning(f"its name differs from {first} in capitals or accents only; rename one of them.", name)
            )
        try:
            file, found = read_content(item_id, name, read_text(f"{workspace}/{name}"))
        except UnreadableFile as why:
            file, found = unreadable(item_id, name, str(why))
        files.append(file)
        problems.extend(found)
    files.sort(key=lambda file: file.id)
    return Pool(tuple(files), tuple(problems))


def _found(workspace: Path, problems: list[Problem]) -> Iterator[str]:
    """The names of content files, sorted, relative to the workspace; sync programs' copies become problems instead."""
    for folder, names in sorted(_folders(str(workspace), "content", 0, problems)):
        stems = {name.removesuffix(".md") for name in names}
        for name in sorted(names):
            original = _copy_of(name.removesuffix(".md"), stems)
            if original is None:
                yield f"{folder}/{name}"
                continue
            problems.append(error(
                f"this is another copy of {original}, made by a program that keeps folders in step. Compare the two, keep "
                "what is right in one, and delete the other.", f"{folder}/{name}",
            ))  # fmt: skip


def _folders(root: str, folder: str, depth: int, problems: list[Problem]) -> Iterator[tuple[str, list[str]]]:
    """Each folder, relative to the workspace, with the names of the content files in it."""
    try:
        entries = list(os.scandir(f"{root}/{folder}"))
    except OSError as fault:
        if depth:
            problems.append(error(f"the folder cannot be opened ({fault.strerror}).", folder))
        return
    names = []
    for entry in entries:
        where = f"{folder}/{entry.name}"
        if not entry.name.isprintable():  # bytes that are no text, line ends: nothing that can be named in a message
            shown = entry.name.encode("ascii", "backslashreplace").decode()
            problems.append(error("its name holds characters that are not text; rename it.", f"{folder}/{shown}"))
            continue
        if entry.name.startswith((".", "~")) or where == "content/images":
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth + 1 >= MAX_FOLDER_DEPTH:
                problems.append(error("folders are nested too deeply here; move the files further up.", where))
            else:
                yield from _folders(root, where, depth + 1, problems)
        elif entry.name.endswith(".md"):
            names.append(entry.name)
        elif entry.is_symlink() and entry.is_dir():
            problems.append(
                warning("it is a link to a folder, and links are not followed; nothing in it is read.", where)
            )
        elif depth and entry.name.lower().endswith((".md", ".markdown", ".txt", ".docx", ".html")):
            problems.append(warning("it is not read: a content file's name ends in .md.", where))
    yield folder, names


def _copy_of(stem: str, stems: set[str]) -> str | None:
    """The name of the file that this one is a sync program's copy of, or None when it is no copy."""
    if _SYNC_COPY.search(stem):
        return f"{_SYNC_COPY.sub('', stem).strip() or stem}.md"
    copy = _COPY_BESIDE.fullmatch(stem)
    return f"{copy['stem']}.md" if copy and copy["stem"] in stems else None
