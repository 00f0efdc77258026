"""Problems and reasons in the words of the page: labels, titles and whole sentences, no keys and no names of files."""

import re
from datetime import date
from pathlib import Path

import pytest
from conftest_preview import FILES, SETTINGS
from making import content, workspace

from newsletter.build import build, choose
from newsletter.core.problems.all_kinds import ALL_KINDS
from newsletter.core.problems.item_kinds import IMAGE_WITHOUT_DESCRIPTION, MISSING_SUMMARY
from newsletter.core.problems.problem import ProblemKind, error_kind, make_problem, warning_kind
from newsletter.preview.views.problem_list import group_problems, view_problems
from newsletter.preview.views.problem_words import (
    ITEM_LABELS,
    PLAN_LABELS,
    SETTING_LABELS,
    name_kind,
    say_kind,
    say_sentence,
    word_problem,
)
from newsletter.workspace.workspace import open_workspace

TODAY = date(2022, 5, 3)
KEYS = sorted({*ITEM_LABELS, *PLAN_LABELS, *SETTING_LABELS}, key=len, reverse=True)
NOT_ON_THE_PAGE = re.compile(
    rf"\b(?:(?:{'|'.join(KEYS)}):(?= |$)|issue\.md|newsletter\.toml|YAML|front matter"
    r"|content file|[a-z]+_[a-z]+|--[a-z]+)"
)
WRITTEN_AS_TEXT = "“title: …”"
"""The one key that the page shows: where a file has no fields yet, they are written as text."""
FAULTY = {
    "content/news/1.md": content("No date", ""),
    "content/news/2.md": content("Two readings", "x", date="04/05/2022"),
    "content/news/3.md": "---\ntitle: Open\n",
    "content/news/4.md": content(
        "Slips",
        "TODO",
        date="2022-04-02",
        sumary="x",
        draf="yes",
        section="nowhere",
        link="nolink",
        embargo="soon",
    ),
    "content/news/5.md": content(
        "Picture", "x", date="2022-04-02", image="{src: 'http://example.org/a.jpg'}"
    ),
    "content/news/5 (conflicted copy).md": content("Picture", "x", date="2022-04-02"),
    "content/events/6.md": content(
        "Backwards", "x", starts="2022-05-25 15:00", ends="2022-05-24", timezone="Mars"
    ),
    "content/calls/7.md": content("No link", "x", date="2022-04-02", deadline="2022-05-12"),
    "issues/2022-03-march-april/issue.md": (
        "---\nperiod: March – April 2022\nsend_on: 2022-04-20\nlead: news/zzz\n"
        "include: [news/1]\nnext_time: [news/1]\nmove: {news/2: there}\n---\n"
    ),
}


def test_a_field_is_named_as_its_form_names_it() -> None:
    """The label, in quotation marks, of the form in which the problem is fixed."""
    kind = error_kind("x", "", "{field!f} is {value!q}")
    in_item = make_problem(
        kind, item="events/a", file="content/events/a.md", field="starts", value="x"
    )
    in_plan = make_problem(kind, file="issues/a/issue.md", field="lead", value="x")
    in_settings = make_problem(kind, file="newsletter.toml", field="brand/colour", value="x")
    assert word_problem(in_item, {}) == "“Begins” is ‘x’."
    assert word_problem(in_plan, {}) == "“Top story” is ‘x’."
    assert word_problem(in_settings, {}) == "“Colour” is ‘x’."


def test_a_field_without_a_form_is_named_without_underscores() -> None:
    """A key that no form has is still words."""
    problem = make_problem(
        error_kind("x", "", "{field!f} is empty."), item="news/a", field="my_own_key"
    )
    assert word_problem(problem, {}) == "“My own key” is empty."


def test_an_item_is_named_by_its_title() -> None:
    """Nobody knows an item by the name of its file."""
    problem = make_problem(warning_kind("x", "", "It looks like {other!i}."), other="news/a")
    assert word_problem(problem, {"news/a": "A report"}) == "It looks like ‘A report’."
    assert word_problem(problem, {}) == "It looks like ‘a’."


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("it has no date", "It has no date."),
        ("published 29 April 2022", "Published 29 April 2022."),
        ("Was it sent?", "Was it sent?"),
        ("its date 'May' is not in a meeting's text", "Its date ‘May’ is not in a meeting's text."),
        ("https://example.org/feed does not answer", "https://example.org/feed does not answer."),
        ("", ""),
    ],
)
def test_a_half_sentence_becomes_a_sentence(reason: str, sentence: str) -> None:
    """It begins with a capital letter, ends with a full stop and quotes as the page does; an address stays as it is."""
    assert say_sentence(reason) == sentence


@pytest.mark.parametrize("kind", ALL_KINDS.values(), ids=list(ALL_KINDS))
def test_no_kind_of_problem_speaks_of_files_and_keys_on_the_page(kind: ProblemKind) -> None:
    """What the page says of any problem is words, begins with a capital and ends."""
    sentence = say_kind(kind)
    assert not NOT_ON_THE_PAGE.search(sentence.replace(WRITTEN_AS_TEXT, "")), sentence
    assert re.match(r"[A-ZÀ-Ž“‘…]", sentence), sentence
    assert re.search(r"[.!?…”]$", sentence), sentence


def test_a_kind_without_its_facts_is_said_with_an_ellipsis() -> None:
    """So that a kind that is silenced everywhere can still be named."""
    kind = warning_kind("x", "", "The subject has {length} characters. {value!q} is too long.")
    assert say_kind(kind) == "The subject has … characters. … is too long."
    assert name_kind(kind) == "‘The subject has … characters. … is too long.’"
    long = warning_kind(
        "x", "", "This item has no link, so members cannot read more. Enter the link."
    )
    assert name_kind(long) == "‘This item has no link, so members cannot read more. Enter …’"


def test_no_problem_or_reason_of_a_faulty_workspace_speaks_of_files_and_keys(
    tmp_path: Path,
) -> None:
    """Whatever is wrong in the files, the page says it without codes, in sentences that end."""
    root = workspace(tmp_path, FAULTY, SETTINGS)
    built = build(choose(open_workspace(root), "2022-03", TODAY))
    titles = {v.item.id: v.item.title for v in built.choice.selection.verdicts}
    sentences = [word_problem(problem, titles) for problem in built.problems]
    sentences += [say_sentence(v.reason) for v in built.choice.selection.verdicts]
    assert len(sentences) > 20
    for sentence in sentences:
        assert not NOT_ON_THE_PAGE.search(sentence.replace(WRITTEN_AS_TEXT, "")), sentence
        assert re.search(r"[.!?…”]$", sentence), sentence
        assert ".." not in sentence, sentence


def test_each_problem_knows_its_kind_its_field_and_where_it_is_fixed(tmp_path: Path) -> None:
    """The page guesses nothing from words."""
    choice = choose(open_workspace(workspace(tmp_path, FILES, SETTINGS)), "2022-03", TODAY)
    file = "content/news/beta.md"
    alt = make_problem(IMAGE_WITHOUT_DESCRIPTION, file=file, item="news/beta", field="image/alt")
    slip = make_problem(MISSING_SUMMARY, file=file, item="news/beta", field="sumary", line=3)
    nowhere = make_problem(MISSING_SUMMARY, field="subject")
    views = {view.field: view for view in view_problems(choice, [alt, slip, nowhere])}
    assert (views["image/alt"].code, views["image/alt"].fixed_in) == (alt.code, "item")
    assert (views["image/alt"].item_title, views["image/alt"].needs_file) == ("Beta report", False)
    assert views["sumary"].needs_file
    assert views["subject"].opening_anchor == "opening-subject"


def test_problems_of_one_kind_are_counted_together(tmp_path: Path) -> None:
    """A group for each kind and severity, errors first."""
    choice = choose(open_workspace(workspace(tmp_path, FILES, SETTINGS)), "2022-03", TODAY)
    problems = [
        make_problem(MISSING_SUMMARY, file=f"content/news/{name}.md", item=f"news/{name}")
        for name in ("alpha", "beta", "gamma")
    ]
    problems.append(make_problem(IMAGE_WITHOUT_DESCRIPTION, file="content/news/beta.md"))
    groups = group_problems(view_problems(choice, problems))
    assert [(group.code, group.severity, group.count) for group in groups] == [
        ("image-without-description", "error", 1),
        ("missing-summary", "warning", 3),
    ]
    assert [view.item_id for view in groups[1].problems] == [
        "news/alpha",
        "news/beta",
        "news/gamma",
    ]
