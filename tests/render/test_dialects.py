"""The table of mailing tools: what content holds comes out as text for each of them, and each gets the HTML it takes."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import lxml.html
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from making import news, plan, rules

from newsletter.core.issue.compose import compose
from newsletter.core.model.sections import DEFAULT_SECTIONS
from newsletter.core.selection.select import select
from newsletter.render.email import Email, render
from newsletter.render.tags.dialects import DIALECTS, HTML, TEXT
from newsletter.render.tags.escape_tags import escape_html_tags, escape_text_tags
from newsletter.render.tags.merge_tags import NAMES, collisions
from newsletter.settings import Settings

SETTINGS = Settings(
    "Our Update",
    "Our Network",
    "https://example.org",
    "news@example.org",
    timezone="Europe/London",
    postal_address="Street 1",
)
EDITORS = [(tool, editor.name) for tool, dialect in DIALECTS.items() for editor in dialect.editors]
TAGS = sorted(
    {
        tag
        for dialect in DIALECTS.values()
        for tag in (*dialect.tags.values(), *dialect.text_tags.values())
    }
)
MARKS = [
    "{{",
    "{%",
    "{#",
    "*|",
    "|*",
    "[[",
    "${",
    "{$",
    "<@",
    "%%{",
    "[#",
    "%",
    "[",
    "]",
    "{",
    "}",
    "@TrackLink",
    ",fallback=",
    "[URL:",
    "%7B",
    "{ldelim}",
    "<$",
]
HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(TAGS), st.sampled_from(MARKS), st.text("aA1 :=_&;<>\"'é\u200b", max_size=6)
    ),
    max_size=8,
).map("".join)


def email(tool: str, editor: str = "", **values: str) -> Email:
    """An issue of one item, for a tool."""
    item = news(
        "news/x",
        **{
            "title": "A title",
            "date": "2022-04-29",
            "link": "https://example.org/a",
            "summary": "A sentence.",
        }
        | values,
    )
    the_plan = plan(subject=values.get("title", ""))
    issue = compose(
        select([item], the_plan, (), rules(sections=DEFAULT_SECTIONS)),
        the_plan,
        DEFAULT_SECTIONS,
        {},
    )
    return render(issue, replace(SETTINGS, mailing_tool=tool, mailing_editor=editor))


def bare(part: str, both: Email) -> str:
    """A finished part without the tool's own tags, and without what no member reads."""
    text = (
        re.sub(r"<style.*?</style>|<!--.*?-->", "", both.html, flags=re.S)
        if part == HTML
        else both.text
    )
    for name in both.dialect.tags:
        tag = both.dialect.tag(name, part)
        text = (
            re.sub(rf"</?{tag.strip('<>')}\b[^>]*>", "", text)
            if tag.startswith("<")
            else text.replace(tag, "")
        )
    return text


def test_the_table_is_whole() -> None:
    """Every tool says what it reads, where it is pasted and where it counts nobody; its tags are ours, and are read by itself."""
    assert len(DIALECTS) == 15
    for name, dialect in DIALECTS.items():
        assert set(dialect.tags) <= set(NAMES)
        assert set(dialect.needs(HTML)) | set(dialect.needs(TEXT)) <= set(dialect.tags)
        assert dialect.tracking.endswith(".")
        assert dialect.paste_text.endswith(".")
        assert all(
            editor.paste.endswith(".") and editor.shape in ("page", "body", "formatted")
            for editor in dialect.editors
        )
        assert dialect.text_part in ("field", "setting", "made")
        assert dialect.comments in ("all", "no-revealed", "none")
        for neutral in dialect.tags if name != "none" else ():
            for part in (HTML, TEXT):
                assert collisions(dialect.tag(neutral, part), dialect.reads), (name, neutral)


@hypothesis_settings(max_examples=60, deadline=None)
@given(HOSTILE, st.sampled_from(sorted(DIALECTS)))
def test_whatever_content_holds_comes_out_as_text(text: str, tool: str) -> None:
    """In both parts and in the subject nothing reads as a tag, and in the HTML members read just what stands there."""
    both = email(
        tool,
        title=f"A {text}",
        summary=f"So {text}",
        link=f"https://example.org/?a={text.replace(' ', '')}",
    )
    reads = both.dialect.reads
    assert collisions(bare(HTML, both), reads) == []
    assert collisions(bare(TEXT, both), reads) == []
    assert collisions(both.subject, reads) == []
    words = " ".join(lxml.html.fromstring(both.html).text_content().split())
    assert " ".join(f"A {text}".split()) in words


@given(HOSTILE, st.sampled_from(sorted(DIALECTS)))
def test_breaking_changes_nothing_but_blanks_and_spellings(text: str, tool: str) -> None:
    """The characters stay, in their order; and it is done once."""
    reads = DIALECTS[tool].reads
    broken = escape_text_tags(text, reads)
    assert re.sub(r"\s", "", unquote(broken)) == re.sub(r"\s", "", unquote(text))
    assert escape_text_tags(broken, reads) == broken
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"
    assert unescape(escape_html_tags(html, reads)) == unescape(html)


@pytest.mark.parametrize("tool", [name for name in DIALECTS if DIALECTS[name].reads])
def test_links_lead_where_they_led(tool: str) -> None:
    """A tag within an address is percent-encoded, which the server takes back."""
    for tag in DIALECTS[tool].tags.values():
        if re.search(r"[<>\"' ]", tag):
            continue
        both = email(tool, link=f"https://example.org/?q={tag}&b=1")
        links = [
            link for _, _, link, _ in lxml.html.fromstring(both.html).iterlinks() if "?q=" in link
        ]
        assert [unquote(link) for link in dict.fromkeys(links)] == [
            f"https://example.org/?q={tag}&b=1"
        ]


@pytest.mark.parametrize(("tool", "editor"), EDITORS)
def test_each_editor_gets_the_html_it_takes(tool: str, editor: str) -> None:
    """Its comments, its shape, its style sheets; the words are the same in all of them."""
    both, whole = email(tool, editor), email("none")
    dialect = DIALECTS[tool]
    comments = re.findall(r"<!--.*?-->", both.html, re.S)
    if dialect.comments == "none":
        assert comments == []
    elif dialect.comments == "no-revealed":
        assert not [
            comment for comment in comments if "<!-->" in comment or comment == "<!--<![endif]-->"
        ]
        assert "<!--[if mso | IE]>" in both.html
    shape = both.editor.shape
    assert both.html.startswith("<!DOCTYPE html>") is (shape != "body")
    for_all = re.sub(r"<!--.*?-->", "", both.html, flags=re.S)
    assert ("<style" in for_all) is (shape != "body")
    if dialect.styles == "spaced":
        assert not re.search(r"\{\S", re.search(r"<style.*</style>", both.html, re.S)[0])  # type: ignore[index]
    if shape == "body":
        assert "border-collapse:collapse" in both.html
        assert 'lang="en"' in both.html
    words = lxml.html.fromstring(both.html).text_content()
    assert "A sentence." in words
    assert lxml.html.fromstring(whole.html).text_content().count("A title") == words.count(
        "A title"
    )


@pytest.mark.parametrize(("tool", "editor"), EDITORS)
def test_the_tools_own_tags_in_content_are_words(tool: str, editor: str) -> None:
    """Also where all styles stand in the elements: only the tags that the templates ask for are left, each as often as there."""
    dialect = DIALECTS[tool]
    without = email(tool, editor)
    for tag in (*dialect.tags.values(), *dialect.text_tags.values()):
        both = email(tool, editor, title=f"Read {tag}", summary=f"So {tag} here.")
        assert both.left == ()
        assert (both.html.count(tag), both.text.count(tag)) == (
            without.html.count(tag),
            without.text.count(tag),
        ), tag
        assert tag not in both.subject


@pytest.mark.parametrize(
    ("tool", "text"),
    [
        ("sendy", "Hi [Name,fallback=friend] there"),
        ("phplist", "[FIRST NAME%%there]"),
        ("phplist", "[1st%%x] and [Name%%x]"),
        ("brevo", "{{{{{{"),
    ],
)
def test_breaking_ends_soon(tool: str, text: str) -> None:
    """With a blank or two for each tag, not with thousands."""
    broken = escape_text_tags(text, DIALECTS[tool].reads)
    assert collisions(broken, DIALECTS[tool].reads) == []
    assert len(broken) <= len(text) + 6
