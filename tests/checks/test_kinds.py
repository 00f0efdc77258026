"""Every kind of problem: its code, and its words for both surfaces."""

import re
from dataclasses import fields
from string import Formatter

import pytest

from newsletter.core.model.item import Image, Item
from newsletter.core.model.plan import Plan
from newsletter.core.problems.all_kinds import ALL_KINDS, KINDS_BY_AREA, index_by_code
from newsletter.core.problems.problem import TERMINAL_WORDS, ProblemKind, make_problem, note_kind

KINDS = [pytest.param(kind, id=kind.code) for kind in ALL_KINDS.values()]


def names_in(template: str) -> set[str]:
    """The facts that a template names."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def without_facts(template: str) -> str:
    """The words of a template itself."""
    return "".join(words for words, _, _, _ in Formatter().parse(template))


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_is_in_kebab_case(kind: ProblemKind) -> None:
    """People write codes into files, so they are small letters with hyphens."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.code)


def test_a_code_used_twice_is_refused() -> None:
    """It would silence two different problems at once."""
    with pytest.raises(ValueError, match="the code one"):
        index_by_code([note_kind("one", "a", "A."), note_kind("one", "b", "B.")])


def test_every_kind_is_in_one_area() -> None:
    """The docs list all of them by area."""
    assert sum(map(len, KINDS_BY_AREA.values())) == len(ALL_KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_words_for_the_command_line_and_for_the_page(kind: ProblemKind) -> None:
    """The page's are whole sentences, since they stand alone."""
    assert kind.in_files
    assert not kind.in_files[0].isupper() or kind.in_files.startswith("{")
    assert re.match(r"[A-Z{]", kind.on_page)
    assert re.search(r"[.?]$", kind.on_page)


KEYS = "|".join(
    (
        *(field.name for field in fields(Item)),
        *(field.name for field in fields(Image)),
        *(field.name for field in fields(Plan)),
    )
)
KEY = re.compile(rf"\b(?:{KEYS}):")
FIXED_AS_TEXT = {"front-matter-missing", "front-matter-not-keys"}
"""A file without its first lines can only be fixed as text, so the page shows how they look."""
FACT = re.compile(r"\{\w+(?:!\w)?\}")
FILE = re.compile(r"\w\.(?:md|toml|json|html|txt)\b|YAML|front matter")


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_the_page_name_no_keys_and_no_files(kind: ProblemKind) -> None:
    """Staff on the page have a form in front of them, not files."""
    words = without_facts(kind.on_page)
    assert not KEY.search(words) or kind.code in FIXED_AS_TEXT
    assert not FILE.search(words)
    assert "_" not in words


@pytest.mark.parametrize("kind", KINDS)
def test_both_texts_fill_from_the_same_facts(kind: ProblemKind) -> None:
    """With all the facts that either text names, no brace is left in the message."""
    names = names_in(kind.in_files) | names_in(kind.on_page)
    facts = dict.fromkeys(names - {"field", "value"}, "fact")
    problem = make_problem(kind, field="summary", value="words", **facts)
    assert problem.message
    assert not FACT.search(problem.message)
    assert not FACT.search(TERMINAL_WORDS.say(kind.on_page, problem.all_facts()))


def test_a_list_is_quoted_word_by_word() -> None:
    """So each surface uses its own quotation marks for the words of a list."""
    kind = note_kind("one", "these are new: {titles!l}.", "New: {titles!l}.")

    assert make_problem(kind, titles="A\nB, C").message == "these are new: 'A' and 'B, C'."
