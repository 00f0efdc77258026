"""The pool: every content file of a workspace, found and read; one bad file never stops the
others."""

import os
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsletter.core.model.item import PoolFile
from newsletter.core.problems import reading_kinds as kinds
from newsletter.core.problems.problem import Problem, ProblemKind, make_problem
from newsletter.core.values.text import path_key
from newsletter.workspace.content.content_file import read_content, unreadable
from newsletter.workspace.files.safe_io import UnreadableFile, read_text

MAX_FOLDER_DEPTH = 8
# What Dropbox, Nextcloud, Syncthing, Google Drive and Windows call the other copy of a file;
# OneDrive appends the computer's name, which only shows beside the file it is a copy of.
_SYNC_COPY = re.compile(
    r" ?\([^)]*conflicted copy[^)]*\)| ?\(case conflict[^)]*\)|\.sync-conflict-\d{8}\S*| ?\(conflict[^)]*\)",
    re.I,
)
_COPY_BESIDE = re.compile(
    r"(?P<stem>.+?)(?: \(\d{1,3}\)| - [Cc]opy|-[A-Z][A-Z0-9]{4,}(?:-[A-Z0-9]+)*|-[A-Z0-9]+(?:-[A-Z0-9]+)+)"
)
"""Names that ordinary files have too: a copy only beside the file it would be a copy of."""


_LIKE_CONTENT = (".md", ".markdown", ".txt", ".docx", ".html")
"""How the names of files end that people may take for content files."""


@dataclass(frozen=True, slots=True)
class Pool:
    """All the content files, in the order of their ids, and what is wrong with them."""

    files: tuple[PoolFile, ...]
    problems: tuple[Problem, ...]


Stamp = tuple[int, int, int]
"""A file's size, time of change and number on its disk: when they are the same, so is its text."""

_FRESH = 100_000_000
"""Nanoseconds. A file changed so shortly before it was read may change again within the same tick
of the disk's clock."""


Read = tuple[Stamp | None, PoolFile, tuple[Problem, ...]]


@dataclass(slots=True)
class PoolCache:
    """What was read before, for a program that reads the same pool again and again: only what
    changed is read again."""

    read: dict[str, Read] = field(default_factory=dict)
    """By file name, in the order the names were found."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with names and folders."""
    order: list[str] = field(default_factory=list)
    """The names in the order of their ids."""
    touched: set[str] | None = None
    """The only files that can have changed since, as whoever watches the disk knows; None: all must
    be looked at."""


def read_pool(workspace: Path, memory: PoolCache | None = None) -> Pool:
    """Read every ``.md`` file under content/. Hidden files and content/images are not content.

    With a ``memory`` what has not changed on disk since is taken from it; it is brought up to date.
    """
    memory = memory or PoolCache()
    touched = memory.touched
    if touched is None or not touched <= memory.read.keys():
        memory.problems = []
        names = list(_find_names(workspace, memory.problems))
        memory.read = {name: _read(workspace, name, memory.read.get(name)) for name in names}
        memory.order = sorted(names, key=lambda name: _id_and_key(name)[0])
        memory.problems += _find_similar_names(names)
    else:
        memory.read.update({name: _read(workspace, name, None) for name in touched})
    problems = [
        *memory.problems,
        *(problem for _, _, found in memory.read.values() for problem in found),
    ]
    return Pool(tuple(memory.read[name][1] for name in memory.order), tuple(problems))


def _find_similar_names(names: list[str]) -> Iterator[Problem]:
    """Names that some systems would take for one."""
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(_id_and_key(name)[1], name)
        if first is not name:
            yield _problem_with_file(kinds.SIMILAR_NAMES, name, other=first)


def _read(workspace: Path, name: str, known: Read | None) -> Read:
    """A content file, from what is known of it when it has not changed since."""
    stamp = _stamp(f"{workspace}/{name}")
    if known and stamp and known[0] == stamp:
        return known
    item_id, _ = _id_and_key(name)
    try:
        return stamp, *read_content(item_id, name, read_text(f"{workspace}/{name}"))
    except UnreadableFile as why:
        problem = make_problem(
            kinds.UNREADABLE_FILE, file=name, item=item_id, name=name, why=str(why)
        )
        return stamp, *unreadable(item_id, name, problem)


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


def _find_names(workspace: Path, problems: list[Problem]) -> Iterator[str]:
    """The names of content files, sorted, relative to the workspace; sync programs' copies become
    problems instead."""
    for folder, names in sorted(_folders(str(workspace), "content", 0, problems)):
        stems = {name.removesuffix(".md") for name in names}
        for name in sorted(names):
            original = _copy_of(name.removesuffix(".md"), stems)
            if original is None:
                yield f"{folder}/{name}"
                continue
            problems.append(
                _problem_with_file(kinds.SYNC_COPY, f"{folder}/{name}", original=original)
            )


def _folders(
    root: str, folder: str, depth: int, problems: list[Problem]
) -> Iterator[tuple[str, list[str]]]:
    """Each folder, relative to the workspace, with the names of the content files in it."""
    try:
        entries = list(os.scandir(f"{root}/{folder}"))
    except OSError as fault:
        if depth:
            problems.append(_problem_with_file(kinds.FOLDER_NOT_OPENED, folder, why=fault.strerror))
        return
    names = []
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if not entry.name.isprintable():
            problems.append(_problem_with_file(kinds.NAME_NOT_TEXT, _printable(path)))
        elif entry.name.startswith((".", "~")) or path == "content/images":
            continue
        elif entry.is_dir(follow_symlinks=False):
            if depth + 1 >= MAX_FOLDER_DEPTH:
                problems.append(_problem_with_file(kinds.FOLDERS_TOO_DEEP, path))
            else:
                yield from _folders(root, path, depth + 1, problems)
        elif entry.name.endswith(".md"):
            names.append(entry.name)
        else:
            problems.extend(_explain_ignored(entry, path, depth))
    yield folder, names


def _explain_ignored(entry: os.DirEntry[str], path: str, depth: int) -> Iterator[Problem]:
    """A problem for what is not read although somebody may expect it."""
    if entry.is_symlink() and entry.is_dir():
        yield _problem_with_file(kinds.LINKED_FOLDER, path)
    elif depth and entry.name.lower().endswith(_LIKE_CONTENT):
        yield _problem_with_file(kinds.NOT_A_CONTENT_FILE, path)


def _problem_with_file(kind: ProblemKind, file: str, **facts: Any) -> Problem:
    return make_problem(kind, file=file, name=file, **facts)


def _printable(path: str) -> str:
    """The path with escapes for what cannot be shown: bytes that are not text, line ends."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{name.encode('ascii', 'backslashreplace').decode()}"


def _copy_of(stem: str, stems: set[str]) -> str | None:
    """The name of the file that this one is a sync program's copy of, or None when it is no
    copy."""
    certain, beside = _copy_marks(stem)
    return certain or (f"{beside}.md" if beside in stems else None)


@lru_cache(maxsize=100_000)
def _copy_marks(stem: str) -> tuple[str | None, str | None]:
    """What the name says alone: the file it is a copy of for certain, and the one it is a copy of
    if that is beside it."""
    if _SYNC_COPY.search(stem):
        return f"{_SYNC_COPY.sub('', stem).strip() or stem}.md", None
    copy = _COPY_BESIDE.fullmatch(stem)
    return None, copy["stem"] if copy else None
