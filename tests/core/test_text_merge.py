"""Two people's changes to one text, merged line by line."""

from hypothesis import given
from hypothesis import strategies as st

from newsletter.core.values.text_merge import merge_lines

LINES = st.lists(st.sampled_from("abcdef"), max_size=12).map(
    lambda letters: "".join(f"{letter}\n" for letter in letters)
)


def test_changes_in_different_lines_are_both_kept() -> None:
    """One changes the first line, the other the last: both stand."""
    assert merge_lines("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n") == "A\nb\nC\n"
    assert merge_lines("a\nb\n", "A\nb\n", "a\nB\n") == "A\nB\n"


def test_changes_in_the_same_line_are_a_conflict() -> None:
    """Nobody's words are thrown away in silence."""
    assert merge_lines("a\nb\n", "x\nb\n", "y\nb\n") is None
    assert merge_lines("a\n", "a\nx\n", "a\ny\n") is None
    assert merge_lines("a\nb\n", "", "a\nB\n") is None


def test_the_same_change_made_by_both_counts_once() -> None:
    """Two people who do the same do not double it."""
    assert merge_lines("a\nb\n", "a\nx\n", "a\nx\n") == "a\nx\n"


@given(LINES, LINES)
def test_who_changed_nothing_gets_the_others_text(base: str, other: str) -> None:
    """Whatever one side did alone is the outcome, from either side."""
    assert merge_lines(base, base, other) == other
    assert merge_lines(base, other, base) == other
    assert merge_lines(base, other, other) == other


@given(LINES, LINES, LINES)
def test_it_does_not_matter_who_comes_first(base: str, one: str, other: str) -> None:
    """The outcome is the same with both sides exchanged, and holds every line that both kept."""
    merged = merge_lines(base, one, other)
    assert merged == merge_lines(base, other, one)
