"""Front matter: lines, no guesses, no duplicates, no aliases, and free text mended."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import cases

from newsletter.workspace.frontmatter.fences import FrontMatterError
from newsletter.workspace.frontmatter.front_matter import read_front_matter
from newsletter.workspace.frontmatter.plain_yaml import plain_values
from newsletter.workspace.frontmatter.unquoted_text import quote_free_text
from newsletter.workspace.frontmatter.yaml_loader import NodeReader

MENDED = list(cases(Path(__file__).parent / "cases/mending.txt"))


@pytest.mark.parametrize(("line", "value"), MENDED, ids=[line for line, _ in MENDED])
def test_a_line_of_free_text_is_read_as_people_mean_it(line: str, value: str) -> None:
    """Every line in cases/mending.txt is read as it says there."""
    assert read_front_matter(f"---\n{line}\n---\n").values == {"title": value}


def test_mended_lines_are_told() -> None:
    """With the line, counted from the first of the file, and the key."""
    matter = read_front_matter("\n---\ndate: 2022-04-29\ntitle: a: b\nimage:\n  alt: c: d\n---\n")

    assert matter.read_as_text == ((4, "title"), (6, "alt"))
    assert matter.values["image"] == {"alt": "c: d"}


def test_what_stands_in_a_block_text_is_left_alone() -> None:
    """Within ``summary: |`` nothing is a key."""
    matter = read_front_matter("---\nsummary: |\n  title: a: b\n  c # d\n---\n")

    assert matter.values == {"summary": "title: a: b\nc # d\n"}
    assert matter.read_as_text == ()


def test_no_type_is_guessed() -> None:
    """13:00 is no number of minutes and no is a word; what they mean is for the field to decide."""
    matter = read_front_matter("---\na: 13:00\nb: no\nc: 0123\nd: 2022-04-29\ne: [yes, 1]\n---\n")

    assert matter.values == {
        "a": "13:00",
        "b": "no",
        "c": "0123",
        "d": "2022-04-29",
        "e": ["yes", "1"],
    }


def test_lines_are_those_of_the_file() -> None:
    """Counted from the first line, empty lines before the fence included; nested keys have theirs."""
    matter = read_front_matter("\n\n---\ntitle: x\nimage:\n  src: y\n---\n\n\nbody")

    assert matter.lines == {"title": 4, "image": 5, "image/src": 6}
    assert (matter.body, matter.body_line) == ("body", 10)


def test_dashes_in_the_body_are_the_bodys() -> None:
    """Only the first two fences count."""
    assert read_front_matter("---\ntitle: x\n---\none\n\n---\n\ntwo").body == "one\n\n---\n\ntwo"


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "does not begin with front matter"),
        ("Just words", 1, "does not begin with front matter"),
        ("Words first\n---\ntitle: x\n---\n", 1, "there is text before"),
        ("---\ntitle: x\n", 1, "not closed"),
        ("---\ntitle: x\ntitle: y\n---\n", 3, "title is written twice (first on line 2)"),
        ("---\nimage:\n  src: x\n  src: y\n---\n", 4, "src is written twice"),
        ("---\na: &a [1]\nb: *a\n---\n", 3, "aliases"),
        ("---\na: *b\n---\n", 2, "begins with *"),
        ("---\n- a\n- b\n---\n", 2, "not a list of keys"),
        ("---\na: 1\n\tb: 2\n---\n", 3, "tab"),
        ("---\nlink: x: y\n---\n", 2, "colon"),
        ("---\nlink: 'x\n---\n", 2, "quotation mark"),
        ("---\nlink: @x\n---\n", 2, "character that YAML keeps"),
        ("---\n? [a]\n: b\n---\n", 2, "not a word"),
        ("---\na: [[[[[[[[[[1]]]]]]]]]]\n---\n", 2, "nested too deeply"),
        ("---\na: " + "[" * 5000 + "\n---\n", None, ""),
        ("---\na: " + "[" * 90_000 + "\n---\n", 2, "too deeply"),
        ("---\na: " + "- " * 40_000 + "\n---\n", 2, ""),
        ("---\na: " + "x" * 200_000 + "\n---\n", 1, "longer than"),
        ("+++\ntitle = 'x'\n+++\n", 1, "does not begin"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int | None, part: str) -> None:
    """python-frontmatter and YAML would pass over most of these in silence, or without a line."""
    with pytest.raises(FrontMatterError) as told:
        read_front_matter(text)

    assert part in told.value.message
    assert line is None or told.value.line == line


def test_an_alias_bomb_is_refused_at_once() -> None:
    """Nine levels of nine aliases would be a billion texts."""
    levels = ["a0: &a0 [x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)
    ]

    with pytest.raises(FrontMatterError, match="aliases"):
        read_front_matter("---\n" + "\n".join(levels) + "\n---\n")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing between the fences makes the reader fail in any other way."""
    with contextlib.suppress(FrontMatterError):
        assert read_front_matter(f"---\n{text}\n---\n").body_line >= 2


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1)
    .map(str.strip)
    .filter(bool)
)
def test_any_headline_comes_back(title: str) -> None:
    """Whatever people write behind ``title:`` on one line is the title, as long as they open no quotes, blocks or flow."""
    if (
        title[0] in "'\"|>"
        or title in ("-", "?")
        or "\ufeff" in title
        or title != " ".join(title.split())
    ):
        return
    read = read_front_matter(f"---\ntitle: {title}\n---\n").values["title"]

    assert read == title


def test_a_text_that_goes_on_below_is_mended_whole() -> None:
    """YAML would drop what follows the number sign; the lines after it keep their numbers."""
    matter = read_front_matter(
        "---\nsummary: This is a long\n  text about the #1 thing\ndate: 2022-04-29\n---\n"
    )

    assert matter.values == {
        "summary": "This is a long text about the #1 thing",
        "date": "2022-04-29",
    }
    assert matter.lines["date"] == 4


def test_odd_line_ends_do_not_move_the_count() -> None:
    """U+2028 and U+0085 end a line for YAML and for nobody else."""
    matter = read_front_matter("---\ntitle: one\u2028two\x85three\ndate: x\n---\n")

    assert (matter.values["title"], matter.lines["date"]) == ("one two three", 3)


def test_a_very_long_line_is_read_at_once() -> None:
    """A run of blanks is no work."""
    assert read_front_matter(f"---\ntitle: a{' ' * 90_000}b\n---\n").read_as_text == ()


VALUES = st.one_of(
    st.text(st.sampled_from("aZ09 :#-'\"[]{},&*!|>%@`~?=é\u00a0\t€\\/."), max_size=14),
    st.text(max_size=12),
    st.lists(st.text(st.sampled_from("ab ,:#'-é"), max_size=5), max_size=3).map(
        lambda words: f"[{', '.join(words)}]"
    ),
    st.text(st.sampled_from("ab :#'\\é"), max_size=8).map(lambda text: f'"{text}"'),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["title", "date", "a-b", "_x", "k1", "é", "a b", ""]),
            st.sampled_from([": ", ":", ":  ", " : "]),
            VALUES,
        ),
        max_size=4,
    )
)
@settings(max_examples=600)
def test_what_is_read_without_yaml_is_read_as_yaml_would(
    entries: list[tuple[str, str, str]],
) -> None:
    """Values and lines are the same, whatever stands there; and what has a meaning of its own to YAML is left to it."""
    head = "\n" + "\n".join(f"{key}{colon}{value}" for key, colon, value in entries) + "\n"
    found = plain_values(head, 1)
    if found is None:
        return
    lines: dict[str, int] = {}
    text, mended = quote_free_text(head)
    assert mended == []
    assert found[0] == NodeReader(1, lines).read(text)
    assert found[1] == lines


def test_usual_front_matter_is_read_without_yaml() -> None:
    """As importers and people write it."""
    head = '\ntitle: Drug policy: what changed\ndate: 2022-04-29\nlink: https://example.org/a#b\nnetwork: "A: B"\ncategories: [News, Drug policy]\n'
    assert (
        plain_values(head, 1) is None
    )  # a colon and a blank: YAML would fail, and the mending has to look at it
    found = plain_values(head.replace("policy: what", "policy – what"), 1)
    assert found is not None
    assert found[0]["categories"] == ["News", "Drug policy"]
    assert found[1]["link"] == 4
