"""What was found becomes content files, once."""

from datetime import date
from pathlib import Path

import pytest
from making import workspace

from newsletter.core.item import Item, Kind
from newsletter.sources.found import Found, Reading
from newsletter.sources.into_pool import Report, into_pool, slug
from newsletter.workspace.pool import read_pool

TODAY = date(2022, 5, 2)


def bring(folder: Path, *found: Found, dry_run: bool = False) -> Report:
    return into_pool(Reading(found), read_pool(folder).files, folder, TODAY, dry_run=dry_run)


def post(title: str = "A title", source_id: str = "a", **values: str) -> Found:
    return Found(Kind.NEWS, title, "listing", source_id, **{"date": "2022-04-29", **values})  # type: ignore[arg-type]


def test_a_new_thing_becomes_a_content_file_that_reads_back(tmp_path: Path) -> None:
    """Whatever is in its words."""
    title = 'We: "are" #1 – [it\'s] \\n @home: {yes}'
    workspace(tmp_path)
    report = bring(tmp_path, post(title, summary="Line one\nline two: #3", link="https://example.org/a"))
    (one,) = read_pool(tmp_path).files

    assert isinstance(one, Item)
    assert (one.title, one.summary, one.link, one.first_seen) == (
        title,
        "Line one\nline two: #3",
        "https://example.org/a",
        TODAY,
    )
    assert read_pool(tmp_path).problems == ()
    assert [arrival.file for arrival in report.new] == [one.file]


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    """Not when it was renamed, mended or moved: a second import changes nothing."""
    workspace(tmp_path)
    bring(tmp_path, post(), post("Other", "b"))
    old = tmp_path / "content/news/2022-04-29-a-title.md"
    old.write_text(old.read_text().replace("A title", "Our own words"))
    old.rename(tmp_path / "content/news/renamed.md")
    before = {path: path.read_bytes() for path in (tmp_path / "content").rglob("*.md")}

    report = bring(tmp_path, post(), post("Other", "b"))

    assert [arrival.new for arrival in report.arrivals] == [False, False]
    assert {path: path.read_bytes() for path in (tmp_path / "content").rglob("*.md")} == before


def test_a_link_is_enough_to_know_it_again(tmp_path: Path) -> None:
    """The saved page after the copied one, or a post that was given another title."""
    workspace(tmp_path)
    bring(tmp_path, post(link="https://example.org/a/"))

    assert not bring(tmp_path, post("New title", "z", link="http://www.example.org/a?utm_source=x")).new


def test_what_only_looks_the_same_comes_in_and_is_told(tmp_path: Path) -> None:
    """A hand-written item with that title and day is no proof."""
    workspace(tmp_path, {"content/news/hand.md": "---\ntitle: a title!\ndate: 2022-04-29\n---\n"})
    (arrival,) = bring(tmp_path, post()).new

    assert arrival.like == "news/hand"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It only tells."""
    workspace(tmp_path)

    assert len(bring(tmp_path, post(), dry_run=True).new) == 1
    assert not (tmp_path / "content").exists()


def test_two_things_of_one_name_get_two_files(tmp_path: Path) -> None:
    """On systems that know no capitals too."""
    workspace(tmp_path)
    bring(tmp_path, post("Report", "1"), post("REPORT", "2"))

    assert [file.id for file in read_pool(tmp_path).files] == ["news/2022-04-29-report", "news/2022-04-29-report-2"]


@pytest.mark.parametrize(
    ("title", "name"),
    [("Plain Title", "plain-title"), ("‘We are’ – x / y: z?", "we-are-x-y-z"), ("Éléonore à São Paulo", "eleonore-a-sao-paulo"),
     ("Новости сети", "новости-сети"), ("أخبار الشبكة", "أخبار-الشبكة"), ("../../etc/passwd", "etc-passwd"), ("???", "untitled"),
     ("CON", "con"), ("a" * 200, "a" * 60), ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word")],
)  # fmt: skip
def test_names_are_safe_and_say_what_it_is(title: str, name: str) -> None:
    """In any script; no dots, no slashes, not too long."""
    assert slug(title) == name
