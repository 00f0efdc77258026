"""The text of a website's post: everything its editor wrote, nothing of what was put around it."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import cases
from markdown_it import MarkdownIt

from newsletter.sources.parsing.site_text import line_of, plain_text, text_of
from newsletter.sources.parsing.summaries import opening, whole_sentences


@pytest.mark.parametrize(
    ("markup", "gives"), list(cases(Path(__file__).parent / "cases/site-text.txt"))
)
def test_a_piece_of_html_is_shown_the_same(markup: str, gives: str) -> None:
    """As the case says."""
    body = text_of(markup, "https://example.org/post/").body

    assert body.replace("\\\n", "\n") == gives.replace("\\n", "\n")


@given(
    st.lists(
        st.text("abz019 *_`<>[]()!#+-.~\\|&;:“”\"'{}=$^é\n", max_size=40), min_size=1, max_size=4
    )
)
def test_no_letter_means_anything_but_itself(lines: list[str]) -> None:
    """Whatever plain text a calendar or a form holds, Markdown shows just that."""
    text = "\n\n".join(line.replace("\n", " ") for line in lines)
    body = plain_text(text).body
    if any(line.lstrip()[:1] in ("*", "-") for line in lines) or "<" in text:
        return  # lists are lists, and what looks like HTML is read as such
    shown = MarkdownIt().render(body)
    words = "".join(line_of(shown).split())

    assert words == "".join(text.split())


@pytest.mark.parametrize("text", [
    "<p>[x" + " a=“b”" * 60 + " !</p>", "[" * 100_000, "[a b=" * 30_000, "." * 30_000, "! ? " * 20_000, "&" * 300_000, "<b>" * 30_000,
    "[caption]" * 30_000 + "[/", "… Read More " * 20_000, "<a href=" * 20_000, "* " * 30_000, "_" * 100_000, "&#1;" * 50_000,
])  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    """Patterns are bounded, whatever stands in a post."""
    begun = time.monotonic()
    text_of(text, "https://example.org/")
    plain_text(text)
    opening(text)

    assert time.monotonic() - begun < 8


@pytest.mark.parametrize(
    ("title", "gives"),
    [("Q &amp; A &#8211; <em>peers</em>", "Q & A – peers"), ("A<br>B", "A B"), ("&amp;lt;b&amp;gt;", "&lt;b&gt;"), ("null", "null"),
     ("a\ud83db &#11; c", "ab c"), ("<img onload=x>", "")],
)  # fmt: skip
def test_a_title_is_its_words(title: str, gives: str) -> None:
    """Entities are decoded once, and form is gone."""
    assert line_of(title) == gives


def test_words_of_blocks_are_not_glued() -> None:
    """Where a theme writes no paragraphs."""
    assert (
        text_of(
            "<div>First sentence.</div><div>Second one.</div><ul><li>a</li><li>b</li></ul>"
        ).opening
        == "First sentence. Second one. a b"
    )


def test_a_summary_ends_at_a_sentence() -> None:
    """Also in scripts that do without blanks, or end sentences in another way."""
    long = "One sentence here. " * 30
    assert opening(long).endswith("here.")
    assert len(opening(long).split()) <= 60
    assert opening("これは文です。" * 60).endswith("。")
    assert len(opening("これは文です。" * 60)) < 150
    assert opening("يبدأ النص هنا؟ " * 40).endswith("؟")
    assert whole_sentences("It is open. It has tea and […]") == "It is open."
