"""Writing: whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from newsletter.errors import NewsletterError
from newsletter.workspace.files import safe_io as files
from newsletter.workspace.files.safe_io import sweep, write_whole


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    """Missing folders are made."""
    write_whole({tmp_path / "a/b.txt": b"one", tmp_path / "c.txt": b"two"})

    assert (tmp_path / "a/b.txt").read_bytes() == b"one"
    assert (tmp_path / "c.txt").read_bytes() == b"two"


def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the second file cannot be written, the first is not replaced either, and nothing is left lying about."""
    (tmp_path / "a.txt").write_bytes(b"old")
    written = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device", "b.txt")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NewsletterError, match="No space left"):
        write_whole({tmp_path / "a.txt": b"new", tmp_path / "b.txt": b"new"})

    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


def test_an_interruption_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C between writing and moving: every file is old or new, and the next run completes it."""
    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr(files, "_replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_whole({tmp_path / "a.txt": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"

    monkeypatch.undo()
    write_whole({tmp_path / "a.txt": b"new"})
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    """So nothing that watches the folder is disturbed."""
    write_whole({tmp_path / "a.txt": b"one"})
    before = (tmp_path / "a.txt").stat().st_mtime_ns

    write_whole({tmp_path / "a.txt": b"one"})

    assert (tmp_path / "a.txt").stat().st_mtime_ns == before


def test_a_move_that_fails_puts_back_what_was_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both parts of the email are new, or both are as they were."""
    (tmp_path / "a.txt").write_bytes(b"old")
    replace_file, moved = files._replace, []

    def second_fails(temporary: Path, path: Path) -> None:
        moved.append(path)
        if len(moved) == 2:
            raise OSError(errno.EIO, "Input/output error")
        replace_file(temporary, path)

    monkeypatch.setattr(files, "_replace", second_fails)
    with pytest.raises(NewsletterError, match=r"cannot write .*b\.txt: Input/output error"):
        write_whole({tmp_path / "a.txt": b"new", tmp_path / "b.txt": b"new"})

    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_where_something_else_stands_nothing_is_written(tmp_path: Path) -> None:
    """A folder called email.txt stops both parts."""
    (tmp_path / "b.txt").mkdir()

    with pytest.raises(NewsletterError, match="no file stands there"):
        write_whole({tmp_path / "a.txt": b"new", tmp_path / "b.txt": b"new"})
    assert not (tmp_path / "a.txt").exists()


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    """Only what is surely of that kind, and old."""
    names = [".a.md.0123abcd.tmp", ".new.md.0123abcd.tmp", ".a.tmp", "b.md"]
    for name in names:
        (tmp_path / name).write_text("x")
    for name in names:
        if "new" not in name:
            os.utime(tmp_path / name, (0, 0))
    sweep(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".a.tmp",
        ".new.md.0123abcd.tmp",
        "b.md",
    ]
