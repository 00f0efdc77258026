"""Front matter rewritten: what was not changed stays to the byte, what was changed is read again as meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import MARCH_APRIL

from newsletter.core.model import plan_edits as decisions
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Amount
from newsletter.errors import NewsletterError
from newsletter.workspace.content.content_file import read_content
from newsletter.workspace.content.content_writer import content_text
from newsletter.workspace.files.safe_io import SourceText
from newsletter.workspace.frontmatter.front_matter import read_front_matter
from newsletter.workspace.frontmatter.key_lines import comments_in
from newsletter.workspace.plan.plan_file import read_plan
from newsletter.workspace.plan.plan_writer import plan_text

PLAN = """---
# the months
period: March – April 2022
send_on: 2022-05-11   # a Wednesday
subject: We are #1: a report
preheader: ""

# Items are named by their path.
# lead: news/x

leave_out:
  news/a: one   # because
  # between
  content/news/B.md: 'two'
include: [news/c,   news/d]
form: {news/a: line,  news/c: full}
unknown: {kept: yes}
# the end
---

Dear members,

hello
"""


def changed(step, text: str = PLAN) -> str:  # type: ignore[no-untyped-def]
    before, _ = read_plan("issue.md", text, MARCH_APRIL)
    return plan_text(text, before, step(before))


def test_a_decision_changes_its_own_lines_alone() -> None:
    """Comments, order, quotation marks, blanks and unknown keys stay as they were."""
    text = changed(lambda plan: decisions.leave_out_item(plan, "news/z", 'It is "so": #1'))
    added = [line for line in text.splitlines() if line not in PLAN.splitlines()]
    gone = [line for line in PLAN.splitlines() if line not in text.splitlines()]
    assert added == ["  news/z: 'It is \"so\": #1'"]
    assert gone == []


def test_a_new_key_stands_where_a_person_would_write_it() -> None:
    """Behind the keys before it, in front of the comments on what follows."""
    text = changed(lambda plan: decisions.make_lead(plan, "news/q"))
    assert 'preheader: ""\nlead: news/q\n\n# Items are named' in text


def test_an_item_is_found_however_its_id_is_spelt() -> None:
    """``content/news/B.md`` is news/B."""
    text = changed(lambda plan: decisions.follow_rules(plan, "news/b"))
    assert "B.md" not in text
    assert "news/a: one   # because" in text


def test_the_last_entry_takes_the_key_away() -> None:
    """An empty key would say nothing."""
    text = changed(
        lambda plan: decisions.follow_rules(decisions.follow_rules(plan, "news/c"), "news/d")
    )
    assert "include" not in text


def test_lists_and_short_forms_that_people_write_are_understood() -> None:
    """leave_out as a list, include with commas or with a why behind each: all can be changed."""
    head = "---\nperiod: March – April 2022\n{}\n---\n"
    for key in (
        "include: news/a, news/b",
        "include: {news/a: because, news/b: too}",
        "leave_out: [news/a, news/b]",
        "next_time:\n- news/a\n- news/b",
    ):
        text = changed(
            lambda plan: decisions.leave_out_item(plan, "news/a", "why"), head.format(key)
        )
        again, _ = read_plan("issue.md", text, MARCH_APRIL)
        assert again.leave_out["news/a"] == "why"


IDS = st.sampled_from(["news/a", "news/b", "news/c", "events/é-x", "calls/x y"])
TEXTS = (
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["in", "out", "next", "rules", "lead", "form", "move", "title", "summary", "subject"]
        ),
        IDS,
        TEXTS,
    ),
    max_size=8,
)


@given(STEPS)
def test_any_row_of_decisions_is_read_again_as_decided(steps: list[tuple[str, str, str]]) -> None:
    """Whatever is decided and written, reading the file gives the same plan, or writing refuses."""
    text = PLAN
    for what, item, words in steps:
        do = {
            "in": lambda plan, i=item: decisions.include_item(plan, i, by_rules=False),
            "out": lambda plan, i=item, w=words: decisions.leave_out_item(plan, i, w),
            "next": lambda plan, i=item: decisions.postpone_item(plan, i),
            "rules": lambda plan, i=item: decisions.follow_rules(plan, i),
            "lead": lambda plan, i=item: decisions.make_lead(plan, i),
            "form": lambda plan, i=item: decisions.show_amount(plan, i, Amount.LINE),
            "move": lambda plan, i=item: decisions.move_item(plan, i, "other", ""),
            "title": lambda plan, i=item, w=words: decisions.edit_item(plan, i, "title", w),
            "summary": lambda plan, i=item, w=words: decisions.edit_item(
                plan, i, "summary", f"{w}\n\n{w}"
            ),
            "subject": lambda plan, w=words: type(plan)(
                **{**{f: getattr(plan, f) for f in plan.__slots__}, "subject": w}
            ),
        }[what]
        try:
            text = changed(do, text)
        except NewsletterError:
            continue
    for line in (
        "# the months",
        "# Items are named by their path.",
        "# the end",
        "unknown: {kept: yes}",
    ):
        assert line in text.splitlines()
    assert text.endswith("---\n\nDear members,\n\nhello\n")


CONTENT = """---
title: We are … : a report
date:   2022-04-29
starts: 13:00
image: https://example.org/a.jpg
tags: [a,  b]
summary: >
  Folded
  text.
own: {x: 1}
---
Body.
"""


def test_a_field_of_a_content_file_is_changed_alone() -> None:
    """Also the short form of a picture grows the field that was asked for, and a text of several lines stays one."""
    text = content_text(
        CONTENT,
        "news/x",
        {"image/alt": "A hall", "title": "We are #2: here", "summary": "One.\n\nTwo."},
    )
    for line in ("date:   2022-04-29", "starts: 13:00", "tags: [a,  b]", "own: {x: 1}"):
        assert line in text.splitlines()
    item, _ = read_content("news/x", "content/news/x.md", text)
    assert isinstance(item, Item)
    assert item.title == "We are #2: here"
    assert item.summary == "One.\n\nTwo."
    assert item.image is not None
    assert (item.image.src, item.image.alt) == ("https://example.org/a.jpg", "A hall")


@given(
    st.dictionaries(st.sampled_from(["title", "location", "summary", "network", "link"]), TEXTS),
    TEXTS,
)
def test_any_text_comes_back_as_it_was_written(values: dict[str, str], body: str) -> None:
    """A new file with any words in it is read again with just those words."""
    text = content_text(None, "news/x", {"title": "T", **values}, body=body)
    matter = read_front_matter(text)
    for key, value in values.items():
        assert matter.values[key] == value.strip()
    assert matter.body.strip() == body.strip()


def test_a_file_that_would_be_no_item_any_more_is_refused() -> None:
    """A title is needed; nothing is written without one."""
    with pytest.raises(NewsletterError, match="it has no title"):
        content_text(CONTENT, "news/x", {"title": None})


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ('summary: "a\n  b"\n  # keep out: private\ndate: 2022-04-01\n', {"summary": "New\nwords"}),
        ("summary: one\n  # private\ndate: 2022-04-01\n", {"summary": "two"}),
        ('title: "T" # why\n', {"title": "Other"}),
        ('location: "L" # why\n', {"location": "a\nb"}),
        ("network: x\n  # indented\n# margin\ncountry: y\n", {"network": None}),
        ("categories:\n  - a # one\n  # between\n  - b\n", {"categories": ["b", "c"]}),
        ("categories: [a, b] # flow\n", {"categories": ["b"]}),
        (
            "tags: a\tb # tab\nlink: https://example.org/\t\n",
            {"link": "https://example.org/x", "network": "n"},
        ),
        ("a:b: v # odd\nk#x: v\n-x: v\n", {"network": "n"}),
        (
            "summary: |+ # block\n  keep\n\n\n\nimage: https://example.org/a.jpg\n",
            {"network": "x: y"},
        ),
        ("summary: >- # folded\n  a\n  b\n\n# after\n", {"summary": None}),
        (
            "image: # picture\n  src: https://example.org/a.jpg # address\n  # described\n  alt: A\n",
            {"image/alt": "B", "image/credit": "C"},
        ),
    ],
)
def test_no_comment_is_lost_and_none_becomes_text(head: str, values: dict[str, str | None]) -> None:
    """Whatever is changed, every comment still stands, as a comment, and every other value says what it said."""
    text = (
        f"---\ntitle: T0\n{head}---\nBody.\n"
        if "title:" not in head
        else f"---\n{head}---\nBody.\n"
    )
    changed_text = content_text(text, "news/x", values)
    for comment in comments_in(text.split("---\n")[1]):
        assert comment in comments_in(changed_text.split("---\n")[1]), comment


@pytest.mark.parametrize(
    "lists",
    [
        "include:\n  news/a: the board asked\n  news/b: late\n",
        "order:\n- news/a # about A\n# mid\n- news/b # about B\n- news/c\n",
        "leave_out:\n  - news/a # private\n  - news/b\n",
        "next_time: [news/a, news/b] # both\n",
        "move:\n  news/a: x # why\n  # two\n  news/b: y\n",
    ],
)
def test_whys_and_comments_in_lists_stay(lists: str) -> None:
    """Taking in, leaving out, moving to the top: what people wrote beside other items stays."""
    text = f"---\nperiod: March – April 2022\n{lists}---\n"
    for step in (
        lambda plan: decisions.include_item(plan, "news/c", by_rules=False),
        lambda plan: decisions.leave_out_item(plan, "news/z", "why"),
        lambda plan: decisions.place_item(plan, "news/c", ("news/a", "news/b", "news/c"), 0),
        lambda plan: decisions.follow_rules(plan, "news/b"),
        lambda plan: decisions.move_item(plan, "news/b", "z", ""),
    ):
        after = changed(step, text)
        for comment in comments_in(lists):
            assert comment in comments_in(after.split("---\n")[1])
        if "the board asked" in lists:
            assert "the board asked" in after


def test_a_file_with_line_ends_of_several_kinds_keeps_them() -> None:
    """Only the lines that were changed are written with the usual one."""
    source = SourceText("---\ntitle: x\n---\na\nb\n", b"---\r\ntitle: x\r\n---\r\na\nb\r\n")
    assert source.encoded("---\ntitle: y\n---\na\nb\n") == b"---\r\ntitle: y\r\n---\r\na\nb\r\n"


KEYS = st.sampled_from(["network", "country", "own", "location", "tags", "summary"])
VALUES = st.sampled_from(
    [
        "x",
        "'q' # c",
        '"d"  # c',
        "[a, b]  # c",
        "|\n  one\n  two",
        ">-\n  one\n\n  two",
        "\n  - a # c\n  - b",
        "{k: v}",
        "",
        "~",
        "no",
        "13:00",
        "a b\n  c d",
    ]
)
GAPS = st.sampled_from(["", "# c1\n", "\n# c2\n\n", "  # c3\n", "\n\n"])


@given(
    st.dictionaries(KEYS, st.tuples(VALUES, GAPS), min_size=1, max_size=4),
    KEYS.filter(lambda key: key not in ("own", "tags")),
    TEXTS,
)
def test_any_front_matter_is_changed_in_one_place_alone(
    keys: dict[str, tuple[str, str]], key: str, value: str
) -> None:
    """Untouched keys keep their lines to the byte, comments stay comments, and what was asked for is what is read."""
    head = "title: T\n" + "".join(f"{name}: {said}\n{gap}" for name, (said, gap) in keys.items())
    text = f"---\n{head}---\nBody.\n"
    before = read_front_matter(text)
    try:
        result = content_text(text, "news/x", {key: value})
    except NewsletterError:
        return  # what would say something else is refused, and nothing is written
    after = read_front_matter(result)
    assert after.values[key] == value
    for name in before.values:
        if name != key:
            assert after.values[name] == before.values[name]
            assert f"{name}: {keys[name][0]}\n" in result if name in keys else True
    if (
        f"{key}: " not in head
    ):  # a comment behind a text of one line is a part of that text, as it is read
        assert sorted(set(comments_in(head))) == sorted(set(comments_in(result.split("---\n")[1])))


def test_line_ends_and_the_byte_order_mark_are_put_back() -> None:
    """A file from Windows stays one."""
    raw = b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nBody\r\n"
    source = SourceText("---\ntitle: x\n---\nBody\n", raw)
    assert source.encoded("---\ntitle: y\n---\nBody\n") == raw.replace(b"x", b"y")
    assert SourceText("a\n", b"a\n").encoded("b\n") == b"b\n"
