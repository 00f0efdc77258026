"""The pool: which files are read, and what happens to the others."""

import os
from pathlib import Path

import pytest
from making import content, workspace

from newsletter.core.model.item import Item, Unreadable
from newsletter.workspace.files.safe_io import MAX_BYTES
from newsletter.workspace.pool import read_pool


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in read_pool(folder).problems]


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    """The bad one is named and counts; the rest loads."""
    workspace(
        tmp_path,
        {
            "content/news/good.md": content(),
            "content/news/bad.md": "words",
            "content/events/e.md": content(),
        },
    )
    pool = read_pool(tmp_path)

    assert [type(file) for file in pool.files] == [Item, Unreadable, Item]
    assert [file.id for file in pool.files] == ["events/e", "news/bad", "news/good"]
    assert len(pool.problems) == 1


@pytest.mark.parametrize(
    "data",
    [
        content("Ünïcode").encode("utf-8-sig"),
        content("Ünïcode").replace("\n", "\r\n").encode(),
        content("Ünïcode").encode(),
    ],
    ids=["byte order mark", "CRLF", "plain"],
)
def test_utf_8_is_read_however_it_was_saved(tmp_path: Path, data: bytes) -> None:
    """With or without a byte order mark, with any line ends."""
    workspace(tmp_path, {"content/news/x.md": ""})
    (tmp_path / "content/news/x.md").write_bytes(data)

    (one,) = read_pool(tmp_path).files
    assert one.title == "Ünïcode"


@pytest.mark.parametrize(
    ("data", "part"),
    [(content("Ü").encode("latin-1"), "not UTF-8"), (content("a").encode("utf-16"), "not UTF-8"), (b"---\0", "zero bytes"),
     (b"-" * (MAX_BYTES + 1), "larger than 2 MB")],
    ids=["latin-1", "utf-16", "zero bytes", "too large"],
)  # fmt: skip
def test_other_files_are_told(tmp_path: Path, data: bytes, part: str) -> None:
    """Each with what to do."""
    workspace(tmp_path, {"content/news/x.md": ""})
    (tmp_path / "content/news/x.md").write_bytes(data)
    pool = read_pool(tmp_path)

    assert isinstance(pool.files[0], Unreadable)
    assert part in str(pool.problems[0])


def test_links_pipes_and_devices_are_not_followed(tmp_path: Path) -> None:
    """A link could lead anywhere, and opening a pipe would wait for ever; all count as unreadable."""
    workspace(
        tmp_path,
        {
            "secret.md": content("Secret"),
            "content/news/x.md": content(),
            "elsewhere/y.md": content("Secret"),
        },
    )
    (tmp_path / "content/news/link.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "content/news/zero.md").symlink_to("/dev/zero")
    (tmp_path / "content/more").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "content/news/pipe.md")
    pool = read_pool(tmp_path)

    assert {file.id: type(file) for file in pool.files} == {
        "news/link": Unreadable, "news/pipe": Unreadable, "news/x": Item, "news/zero": Unreadable,
    }  # fmt: skip
    assert "Secret" not in str(pool)
    assert any("link to a folder" in line for line in told(tmp_path))


@pytest.mark.parametrize(
    "name",
    ["x (1).md", "x (conflicted copy 2022-05-01).md", "x (Anna's conflicted copy 2022-05-01).md",
     "x.sync-conflict-20220501-101112-ABCDEFG.md", "x - Copy.md", "x-LAPTOP7.md", "x (Case Conflict).md"],
)  # fmt: skip
def test_copies_made_by_sync_programs_are_problems_and_never_items(
    tmp_path: Path, name: str
) -> None:
    """Dropbox, Syncthing, OneDrive and Windows each have their way of naming the other copy."""
    workspace(
        tmp_path, {"content/news/x.md": content(), f"content/news/{name}": content("The other")}
    )
    pool = read_pool(tmp_path)

    assert [file.id for file in pool.files] == ["news/x"]
    assert [(problem.severity, problem.file) for problem in pool.problems] == [
        ("error", f"content/news/{name}")
    ]
    assert "another copy of x.md" in pool.problems[0].message


def test_a_name_that_merely_ends_in_capitals_is_no_copy(tmp_path: Path) -> None:
    """Only beside the file it would be a copy of."""
    workspace(
        tmp_path,
        {
            "content/news/2022-statement-INPUD.md": content(),
            "content/news/report (draft).md": content(),
        },
    )

    assert len(read_pool(tmp_path).files) == 2


def test_hidden_files_and_pictures_are_no_content(tmp_path: Path) -> None:
    """What importers remember and what editor programs leave is passed over; a forgotten ending is told."""
    workspace(tmp_path, {"content/.imported/news/x.md": content(), "content/news/.x.md.swp": "", "content/images/x.md": "",
                         "content/news/._x.md": "", "content/news/~x.md": "", "content/news/notes.txt": "words"})  # fmt: skip

    assert read_pool(tmp_path).files == ()
    assert told(tmp_path) == [
        "content/news/notes.txt: it is not read: a content file's name ends in .md."
    ]


def test_names_that_differ_in_capitals_only_are_told(tmp_path: Path) -> None:
    """On another computer one of the two would vanish."""
    workspace(tmp_path, {"content/news/a.md": content(), "content/news/A.md": content()})

    assert any("capitals" in line for line in told(tmp_path))


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 and line ends in names can be in no message as they are."""
    workspace(tmp_path, {"content/news/a.md": content()})
    (tmp_path / "content/news" / os.fsdecode(b"caf\xe9.md")).write_text(content())

    assert len(read_pool(tmp_path).files) == 1
    assert any("not text" in line and line.isprintable() for line in told(tmp_path))


def test_folders_may_be_nested_but_not_without_end(tmp_path: Path) -> None:
    """content/news/2022/x.md is news; forty levels are refused."""
    deep = "/".join(["d"] * 40)
    workspace(
        tmp_path, {"content/news/2022/x.md": content(), f"content/news/{deep}/y.md": content()}
    )

    assert [file.id for file in read_pool(tmp_path).files] == ["news/2022/x"]
    assert any("nested too deeply" in line for line in told(tmp_path))


def test_a_workspace_without_content_has_an_empty_pool(tmp_path: Path) -> None:
    """That is no mistake."""
    assert read_pool(tmp_path).files == ()


@pytest.mark.parametrize(
    "name", ["report-ES.md", "2022-sync-conflict-3-in-kenya.md", "Minutes (2).md"]
)
def test_ordinary_names_are_no_copies(tmp_path: Path, name: str) -> None:
    """A translation, a headline, minutes without an original."""
    workspace(tmp_path, {"content/news/report.md": content(), f"content/news/{name}": content()})

    assert len(read_pool(tmp_path).files) == 2
