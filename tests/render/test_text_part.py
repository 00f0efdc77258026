"""The text part's own arts: columns and lines."""

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from newsletter.render.text_part import WIDTH, prose_text, tidy, wrap
from newsletter.render.wording.prose import prose


def columns(text: str) -> int:
    return wcwidth.wcswidth(text)


@pytest.mark.parametrize(
    "text",
    [
        "English words " * 30,
        "Русские слова " * 30,
        "كلمات عربية مُشَكَّلة " * 30,
        "日本語のとても長い文章です。" * 20,
        "ภาษาไทยไม่มีช่องว่าง" * 20,
        "e\u0301e\u0301 " * 60,
    ],
    ids=["English", "Russian", "Arabic", "Japanese", "Thai", "combining"],
)
def test_lines_hold_at_most_72_columns_in_every_script(text: str) -> None:
    """Counted by what characters occupy: wide ones two, combining ones none; and filled, not merely short."""
    lines = wrap(text).split("\n")

    assert all(columns(line) <= WIDTH for line in lines)
    assert all(columns(line) > WIDTH - 25 for line in lines[:-1])


def test_an_address_is_never_broken() -> None:
    """It stays whole on a line of its own, however long."""
    address = "https://example.org/" + "a" * 100

    assert address in wrap(f"Some words before it {address} and after").split("\n")


@given(
    st.lists(
        st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=20), max_size=60
    )
)
def test_no_word_is_lost(words: list[str]) -> None:
    """Wrapping changes blanks and line ends only."""
    text = " ".join(words)

    assert "".join(wrap(text).split()) == "".join(text.split())


def test_lists_and_quotations_are_indented() -> None:
    """Under their marks."""
    text = prose_text(prose("Intro:\n\n- " + "word " * 20 + "\n- two\n\n> said"))

    assert text.split("\n") == [
        "Intro:", "", "- " + "word " * 13 + "word", "  " + "word " * 5 + "word", "- two", "", "  said",
    ]  # fmt: skip


def test_nothing_trails() -> None:
    """No blanks at line ends (RFC 3676 would read them as soft breaks), one line end at the end."""
    assert tidy("a  \n\n\n\n\n\nb \n\n") == "a\n\n\nb\n"
