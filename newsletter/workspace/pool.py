"""The pool: every content file of a workspace, found and read; one bad file never stops the others."""

import os
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from newsletter.core.model.item import PoolFile
from newsletter.core.problems.problem import Problem, error, warning
from newsletter.core.values.text import path_key
from newsletter.workspace.content.content_file import read_content, unreadable
from newsletter.workspace.files.safe_io import UnreadableFile, read_text

MAX_FOLDER_DEPTH = 8
# What Dropbox, Nextcloud, Syncthing, Google Drive and Windows call the other copy of a file; OneDrive appends the
# computer's name, which only shows beside the file it is a copy of.
_SYNC_COPY = re.compile(
    r" ?\([^)]*conflicted copy[^)]*\)| ?\(case conflict[^)]*\)|\.sync-conflict-\d{8}\S*| ?\(conflict[^)]*\)",
    re.I,
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


Stamp = tuple[int, int, int]
"""A file's size, time of change and number on its disk: when they are the same, so is its text."""

_FRESH = 100_000_000
"""Nanoseconds. A file changed so shortly before it was read may change again within the same tick of the disk's clock."""


Read = tuple[Stamp | None, PoolFile, tuple[Problem, ...]]


@dataclass(slots=True)
class PoolCache:
    """What was read before, for a program that reads the same pool again and again: only what changed is read anew."""

    read: dict[str, Read] = field(default_factory=dict)
    """By file name, in the order the names were found."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with names and folders."""
    order: list[str] = field(default_factory=list)
    """The names in the order of their ids."""
    touched: set[str] | None = None
    """The only files that can have changed since, as whoever watches the disk knows; None: all must be looked at."""


def read_pool(workspace: Path, memory: PoolCache | None = None) -> Pool:
    """Read every ``.md`` file under content/. Hidden files and content/images are not content.

    With a ``memory`` what has not changed on disk since is taken from it; it is brought up to date.
    """
    memory = memory or PoolCache()
    touched = memory.touched
    if touched is None or not touched <= memory.read.keys():
        memory.problems = []
        names = list(_found(workspace, memory.problems))
        memory.read = {name: _read(workspace, name, memory.read.get(name)) for name in names}
        memory.order = sorted(names, key=lambda name: _id_and_key(name)[0])
        memory.problems += _alike(names)
    else:
        memory.read.update({name: _read(workspace, name, None) for name in touched})
    problems = [
        *memory.problems,
        *(problem for _, _, found in memory.read.values() for problem in found),
    ]
    return Pool(tuple(memory.read[name][1] for name in memory.order), tuple(problems))


def _alike(names: list[str]) -> Iterator[Problem]:
    """Names that some systems would take for one."""
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(_id_and_key(name)[1], name)
        if first is not name:
            yield warning(
                f"its name differs from {first} in capitals or accents only; rename one of them.",
                name,
            )


def _read(workspace: Path, name: str, known: Read | None) -> Read:
    """A content file, from what is known of it when it has not changed since."""
    stamp = _stamp(f"{workspace}/{name}")
    if known and stamp and known[0] == stamp:
        return known
    item_id, _ = _id_and_key(name)
    try:
        return stamp, *read_content(item_id, name, read_text(f"{workspace}/{name}"))
    except UnreadableFile as why:
        return stamp, *unreadable(item_id, name, str(why))


@lru_cache(maxsize=100_000)  # the same names come again with every look at the pool
def _id_and_key(name: str) -> tuple[str, str]:
    item_id = unicodedata.normalize("NFC", name.removeprefix("content/").removesuffix(".md"))
    return item_id, path_key(item_id)


def _stamp(path: str) -> Stamp | None:
    """The file's stamp; None for one that is not there, or too fresh to be trusted."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    if abs(time.time_ns() - found.st_mtime_ns) < _FRESH:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


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


def _folders(
    root: str, folder: str, depth: int, problems: list[Problem]
) -> Iterator[tuple[str, list[str]]]:
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
        if (
            not entry.name.isprintable()
        ):  # bytes that are no text, line ends: nothing that can be named in a message
            shown = entry.name.encode("ascii", "backslashreplace").decode()
            problems.append(
                error(
                    "its name holds characters that are not text; rename it.", f"{folder}/{shown}"
                )
            )
            continue
        if entry.name.startswith((".", "~")) or where == "content/images":
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth + 1 >= MAX_FOLDER_DEPTH:
                problems.append(
                    error("folders are nested too deeply here; move the files further up.", where)
                )
            else:
                yield from _folders(root, where, depth + 1, problems)
        elif entry.name.endswith(".md"):
            names.append(entry.name)
        elif entry.is_symlink() and entry.is_dir():
            problems.append(
                warning(
                    "it is a link to a folder, and links are not followed; nothing in it is read.",
                    where,
                )
            )
        elif depth and entry.name.lower().endswith((".md", ".markdown", ".txt", ".docx", ".html")):
            problems.append(warning("it is not read: a content file's name ends in .md.", where))
    yield folder, names


def _copy_of(stem: str, stems: set[str]) -> str | None:
    """The name of the file that this one is a sync program's copy of, or None when it is no copy."""
    certain, beside = _copy_marks(stem)
    return certain or (f"{beside}.md" if beside in stems else None)


@lru_cache(maxsize=100_000)
def _copy_marks(stem: str) -> tuple[str | None, str | None]:
    """What the name says alone: the file it is a copy of for certain, and the one it is a copy of if that stands beside it."""
    if _SYNC_COPY.search(stem):
        return f"{_SYNC_COPY.sub('', stem).strip() or stem}.md", None
    copy = _COPY_BESIDE.fullmatch(stem)
    return None, copy["stem"] if copy else None
