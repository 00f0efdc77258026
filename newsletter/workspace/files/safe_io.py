"""Reading and writing files with care: nothing but regular files is read, nothing is ever half-written."""

import codecs
import contextlib
import os
import re
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsletter.errors import NewsletterError

MAX_BYTES = 2_000_000
"""The largest file of text that is read; the longest real post seen has a twentieth of it."""


MANY = 32
"""From so many files on they are written several at a time."""


class UnreadableFile(Exception):
    """A file that is not read; the message is a clause that says why and what to do."""


def read_text(path: Path | str, limit: int = MAX_BYTES) -> str:
    """The text of a regular file in UTF-8, with or without a byte order mark, with line ends as ``\\n``.

    Links, pipes and devices are not followed or opened. Raises UnreadableFile.
    """
    return decode(read_bytes(path, limit), limit)


def read_bytes(path: Path | str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file, as carefully as ``read_text``. Raises UnreadableFile."""
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever. O_NOFOLLOW: a link could lead anywhere.
        flags = (
            os.O_RDONLY
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_BINARY", 0)
        )
        handle = os.open(path, flags)
    except OSError as fault:
        if Path(path).is_symlink():
            raise UnreadableFile(
                "it is a link to another file, and links are not followed; put the file itself here"
            ) from None
        raise UnreadableFile(f"it cannot be opened ({fault.strerror})") from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableFile("it is not an ordinary file")
        if found.st_size > limit:
            raise UnreadableFile(
                f"it is larger than {limit / 1e6:g} MB; shorten it, or put long documents on the website"
            )
        data = os.read(handle, found.st_size + 1)
        while len(data) > found.st_size and len(data) <= limit:  # it grew while it was read
            more = os.read(handle, limit + 1 - len(data))
            if not more:
                break
            data += more
    except OSError as fault:
        raise UnreadableFile(f"it cannot be read ({fault.strerror})") from None
    finally:
        os.close(handle)
    if len(data) > limit:
        raise UnreadableFile(f"it is larger than {limit / 1e6:g} MB")
    return data


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's text with what has to be put back when it is written again."""

    text: str
    """As ``read_text`` gives it."""
    raw: bytes

    def encoded(self, text: str) -> bytes:
        """Another text as bytes, with the line ends and the byte order mark this file has."""
        mark = codecs.BOM_UTF8 if self.raw.startswith(codecs.BOM_UTF8) else b""
        windows = self.raw.count(b"\r\n") * 2 > self.raw.count(b"\n")
        if b"\r" not in self.raw or self.raw.count(b"\r") == self.raw.count(
            b"\r\n"
        ) == self.raw.count(b"\n"):
            return mark + (text.replace("\n", "\r\n") if windows else text).encode()
        return mark + self._line_by_line(text, "\r\n" if windows else "\n").encode()

    def _line_by_line(self, text: str, usual: str) -> str:
        """A file with line ends of several kinds: every line that stays keeps its own."""
        from difflib import SequenceMatcher  # only such a file pays for it

        before = re.findall(
            r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", self.raw.removeprefix(codecs.BOM_UTF8).decode()
        )
        plain = [re.sub(r"\r\n?$", "\n", line) for line in before]
        after = text.splitlines(keepends=True)
        made: list[str] = []
        for tag, start, end, first, last in SequenceMatcher(
            None, plain, after, autojunk=False
        ).get_opcodes():
            made += (
                before[start:end]
                if tag == "equal"
                else [line.replace("\n", usual) for line in after[first:last]]
            )
        return "".join(made)


def read_source(path: Path) -> SourceText:
    """The text of a file that is to be changed. Raises UnreadableFile."""
    read_text(path)  # which refuses links, pipes and what is too large
    raw = path.read_bytes()
    return SourceText(decode(raw), raw)


def decode(data: bytes, limit: int = MAX_BYTES) -> str:
    """Bytes as text, as ``read_text`` gives it. Raises UnreadableFile."""
    if len(data) > limit:
        raise UnreadableFile(f"it is larger than {limit / 1e6:g} MB")
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise UnreadableFile(
            f"it is not UTF-8 text (line {line}); save it again as UTF-8"
        ) from None
    if "\0" in text:
        raise UnreadableFile("it holds zero bytes, so it is not a text file")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class ChangedMeanwhile(NewsletterError):
    """A file is not as it was when it was read; nothing was written."""


def write_whole(
    contents: Mapping[Path, bytes | None], expected: Mapping[Path, bytes | None] | None = None
) -> None:
    """Write several files, each whole or not at all: all are written beside their places first, then moved there.

    None takes a file away. Files that already hold the same bytes are left alone. ``expected`` says what files hold before
    (None: they are not there); when one does not any more, ChangedMeanwhile is raised and nothing is written. Raises
    NewsletterError when the disk refuses; what was moved by then is put back, so that all are as they were. (A process that
    is killed between two moves leaves each file old or new.)
    """
    changed = {path: data for path, data in contents.items() if not _holds(path, data)}
    beside: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    at_hand = next(iter(changed), Path())
    try:
        for at_hand, data in changed.items():
            if at_hand.is_dir() or (at_hand.exists() and not at_hand.is_file()):
                raise NewsletterError(
                    f"cannot write {at_hand}: something that is no file stands there. Nothing was changed."
                )
            before[at_hand] = at_hand.read_bytes() if at_hand.exists() else None
            if data is not None:
                at_hand.parent.mkdir(parents=True, exist_ok=True)
                beside[at_hand] = at_hand.with_name(f".{at_hand.name}.{os.urandom(4).hex()}.tmp")
        _write_all(beside, changed)
        for at_hand, data in (expected or {}).items():
            if not _holds(at_hand, data):
                raise ChangedMeanwhile(
                    f"{at_hand.name} has been changed meanwhile. Nothing was written."
                )
        _move_all(changed, beside, before)
    except OSError as fault:
        raise NewsletterError(
            f"cannot write {at_hand}: {fault.strerror or fault}. Nothing was changed."
        ) from None
    finally:
        for temporary in beside.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _move_all(
    changed: Iterable[Path], beside: Mapping[Path, Path], before: Mapping[Path, bytes | None]
) -> None:
    moved: list[Path] = []
    try:
        for path in changed:
            if path in beside:
                _replace(beside[path], path)
            else:
                path.unlink(missing_ok=True)
            moved.append(path)
    except OSError:
        for path in moved:
            _put_back(path, before[path])
        raise


def _put_back(path: Path, data: bytes | None) -> None:
    with contextlib.suppress(OSError):
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)


def _holds(path: Path, data: bytes | None) -> bool:
    if data is None:
        return not path.exists() and not path.is_symlink()
    try:
        return (
            not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
        )
    except OSError:
        return False


_LEFT_OVER = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")
OLD = 600
"""Seconds after which a file beside its place belongs to a process that was killed."""


def sweep(folder: Path) -> None:
    """Take away what killed processes left beside the files of a folder and of the folders in it."""
    for path in folder.rglob(".*.tmp") if folder.is_dir() else []:
        with contextlib.suppress(OSError):
            if _LEFT_OVER.fullmatch(path.name) and time.time() - path.lstat().st_mtime > OLD:
                path.unlink()


def _write_all(beside: Mapping[Path, Path], contents: Mapping[Path, bytes | None]) -> None:
    """Write every new text beside its place; many at once share the disk's waits."""
    if len(beside) < MANY:
        for path, temporary in beside.items():
            _write_synced(temporary, contents[path] or b"")
        return
    from concurrent.futures import ThreadPoolExecutor  # only large imports write so many

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda path: _write_synced(beside[path], contents[path] or b""), beside))


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _replace(temporary: Path, path: Path) -> None:
    """Move the file into place; on Windows another program may hold the old one open for a moment, so try for three seconds."""
    for _ in range(30 if os.name == "nt" else 1):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.1)
    temporary.replace(path)
