"""The sample of docs/adding-a-source.md is code that runs, and follows the page's own rules."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import sample_source
from sourcing import guide

from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportItem, Skip, SourceContent, check_counts

PAGE = Path(__file__).parents[2] / "docs/adding-a-source.md"
ENTRY = {"id": "one", "title": "A new clinic", "date": "2022-04-05", "text": "It is open."}


def read(*entries: Any) -> SourceContent:
    """What the sample finds in a bulletin with these entries; the numbers must add up."""
    data = json.dumps({"entries": entries}).encode()
    return check_counts(sample_source.read_bulletin(data, guide("feed")))


def read_one(**values: Any) -> ImportItem:
    """The item of one entry with these values."""
    return read({**ENTRY, **values}).found[0]


def test_the_page_shows_the_sample_as_it_is() -> None:
    """So that what a newcomer copies is what was tested."""
    sample = Path(sample_source.__file__).read_text("utf-8")
    shown = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.S | re.M)

    assert sample in shown


def test_an_entry_becomes_an_item() -> None:
    """With its text, its tags, its day and its link."""
    item = read_one(tags=["Health", "Health", 7], link="https://example.org/clinic")

    assert (item.title, item.date, item.body) == ("A new clinic", "2022-04-05", "It is open.")
    assert (item.tags, item.link) == (("Health",), "https://example.org/clinic")
    assert (item.undecided, item.notes) == ("", ())


def test_letters_of_plain_text_mean_only_themselves() -> None:
    """What looks like Markdown in it is not, and HTML is made safe."""
    assert read_one(text="5 * 3 * 2 and [x](y)").body == r"5 \* 3 \* 2 and [x\](y)"
    assert "script" not in read_one(text="<p>Hello<script>alert(1)</script></p>").body


def test_what_is_not_sure_is_left_to_the_editor() -> None:
    """No date and a date that cannot be read make the item undecided; a bad link is left out."""
    item = read_one(date="", link="javascript:alert(1)")

    assert item.undecided == "it has no date"
    assert item.link == ""
    assert "is not a web address" in item.notes[0]


def test_a_private_entry_is_skipped() -> None:
    """And counted, without its words."""
    content = read({**ENTRY, "private": True}, ENTRY)

    assert content.skipped == {Skip.PRIVATE: 1}
    assert len(content.found) == 1


@pytest.mark.parametrize("entry", [{}, 7, {"id": "one"}, {"title": "x", "id": ["one"]}])
def test_one_bad_entry_is_one_problem(entry: Any) -> None:
    """The others are imported."""
    content = read(entry, ENTRY)

    assert content.problems == ("an entry has no id or no title",)
    assert len(content.found) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<!doctype html><title>Log in</title>", "a web page came instead of a bulletin"),
        (b'{"entries": [', "breaks off before its end"),
        (b"[]", "it has no list of entries"),
        (json.dumps({"entries": [{}] * 5_001}).encode(), "more than 5,000 entries"),
    ],
)
def test_what_is_not_a_bulletin_is_refused(data: bytes, message: str) -> None:
    """In a sentence, and nothing is imported."""
    with pytest.raises(NewsletterError, match=message):
        sample_source.read_bulletin(data, guide("feed"))
