"""Front matter rewritten: what was not changed stays to the byte, what was changed is read again as meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import MARCH_APRIL

from newsletter.core import decisions
from newsletter.core.item import Item
from newsletter.core.plan import Form
from newsletter.errors import NewsletterError
from newsletter.workspace.content import read_content
from newsletter.workspace.content_writer import content_text
from newsletter.workspace.files import SourceText
from newsletter.workspace.frontmatter import read_front_matter
from newsletter.workspace.plan_file import read_plan
from newsletter.workspace.plan_writer import plan_text

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
    text = changed(lambda plan: decisions.left_out(plan, "news/z", 'It is "so": #1'))
    added = [line for line in text.splitlines() if line not in PLAN.splitlines()]
    gone = [line for line in PLAN.splitlines() if line not in text.splitlines()]
    assert added == ["  news/z: 'It is \"so\": #1'"]
    assert gone == []


def test_a_new_key_stands_where_a_person_would_write_it() -> None:
    """Behind the keys before it, in front of the comments on what follows."""
    text = changed(lambda plan: decisions.lead(plan, "news/q"))
    assert 'preheader: ""\nlead: news/q\n\n# Items are named' in text


def test_an_item_is_found_however_its_id_is_spelt() -> None:
    """``content/news/B.md`` is news/B."""
    text = changed(lambda plan: decisions.as_rules_say(plan, "news/b"))
    assert "B.md" not in text
    assert "news/a: one   # because" in text


def test_the_last_entry_takes_the_key_away() -> None:
    """An empty key would say nothing."""
    text = changed(lambda plan: decisions.as_rules_say(decisions.as_rules_say(plan, "news/c"), "news/d"))
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
        text = changed(lambda plan: decisions.left_out(plan, "news/a", "why"), head.format(key))
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
        st.sampled_from(["in", "out", "next", "rules", "lead", "form", "move", "title", "summary", "subject"]),
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
            "in": lambda plan, i=item: decisions.taken_in(plan, i, by_rules=False),
            "out": lambda plan, i=item, w=words: decisions.left_out(plan, i, w),
            "next": lambda plan, i=item: decisions.next_time(plan, i),
            "rules": lambda plan, i=item: decisions.as_rules_say(plan, i),
            "lead": lambda plan, i=item: decisions.lead(plan, i),
            "form": lambda plan, i=item: decisions.shown_as(plan, i, Form.LINE),
            "move": lambda plan, i=item: decisions.moved_to(plan, i, "other", ""),
            "title": lambda plan, i=item, w=words: decisions.worded(plan, i, "title", w),
            "summary": lambda plan, i=item, w=words: decisions.worded(plan, i, "summary", f"{w}\n\n{w}"),
            "subject": lambda plan, w=words: type(plan)(
                **{**{f: getattr(plan, f) for f in plan.__slots__}, "subject": w}
            ),
        }[what]
        try:
            text = changed(do, text)
        except NewsletterError:
            continue
    for line in ("# the months", "# Items are named by their path.", "# the end", "unknown: {kept: yes}"):
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
        CONTENT, "news/x", {"image/alt": "A hall", "title": "We are #2: here", "summary": "One.\n\nTwo."}
    )
    for line in ("date:   2022-04-29", "starts: 13:00", "tags: [a,  b]", "own: {x: 1}"):
        assert line in text.splitlines()
    item, _ = read_content("news/x", "content/news/x.md", text)
    assert isinstance(item, Item)
    assert item.title == "We are #2: here"
    assert item.summary == "One.\n\nTwo."
    assert item.image is not None
    assert (item.image.src, item.image.alt) == ("https://example.org/a.jpg", "A hall")


@given(st.dictionaries(st.sampled_from(["title", "location", "summary", "network", "link"]), TEXTS), TEXTS)
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


def test_line_ends_and_the_byte_order_mark_are_put_back() -> None:
    """A file from Windows stays one."""
    raw = b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nBody\r\n"
    source = SourceText("---\ntitle: x\n---\nBody\n", raw)
    assert source.encoded("---\ntitle: y\n---\nBody\n") == raw.replace(b"x", b"y")
    assert SourceText("a\n", b"a\n").encoded("b\n") == b"b\n"
