"""Markdown from content: safe, well-formed, and the same words as text."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.render.wording.prose import first_paragraph, prose


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Hello *you* and **me**", "<p>Hello <em>you</em> and <strong>me</strong></p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("[x](https://a.org/?b=1&c=2)", '<p><a href="https://a.org/?b=1&#38;c=2">x</a></p>'),
        ("# Head", "<h4>Head</h4>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<p>a · b</p><p>1 · 2</p>"),
        ("one  \ntwo", "<p>one<br />two</p>"),
        ("<script>alert(1)</script>text", "<p>text</p>"),
        ("<b onclick='x()' style='color:red'>bold</b>", "<p><strong>bold</strong></p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ('<a href="javascript:alert(1)">x</a>', "<p>x</p>"),
        ('<a href="data:text/html,x">x</a>', "<p>x</p>"),
        ("<iframe src='https://x.org'>in</iframe>after", "<p>after</p>"),
        ("<mj-section><mj-text>in</mj-text></mj-section>", "<p>in</p>"),
        ("{{ 7 * 7 }} {% include 'x' %}", "<p>{{ 7 * 7 }} {% include 'x' %}</p>"),
        ("<p>never closed <li>nor this", "<p>never closed</p><p>nor this</p>"),
        ("<!-- hidden -->shown", "<p>shown</p>"),
        ("![alt](https://x.org/p.png)", ""),
        ("1986. The year", '<ol start="1986"><li>The year</li></ol>'),
        ("🎉 🎉", "<p>🎉 🎉</p>"),
        ("a &#x202e;b c", "<p>a b c</p>"),
        ("Use the <form> below", "<p>Use the</p><p>below</p>"),
        ("[relative](/page)", "<p>relative</p>"),
        ("", ""),
    ],
)
def test_what_comes_out_is_what_an_email_may_hold(markdown: str, html: str) -> None:
    """Few tags, each written anew; the words stay."""
    assert prose(markdown).html == html


def test_the_words_come_out_as_text_too() -> None:
    """Paragraphs, lists with their marks, and links with their addresses."""
    found = prose("A [link](https://x.org).\n\n1. one\n2. two\n   - deep\n\n> said")

    assert [(block.marker, block.text, block.depth) for block in found.blocks] == [
        ("", "A link.", 0), ("1. ", "one", 0), ("2. ", "two", 0), ("- ", "deep", 1), ("", "said", 1),
    ]  # fmt: skip
    assert [(link.text, link.href) for link in found.links] == [("link", "https://x.org")]
    assert found.words == 6


def test_what_was_taken_away_is_known() -> None:
    """So that checks can tell the editor."""
    found = prose("![p](x.png) [r](page.html) [h](#top)")

    assert (found.pictures, found.relative) == (1, ("page.html", "#top"))


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Head\n\nFirst *words*.\n\nSecond.", "First words."),
        ("![p](x.png)\n\nFirst.", "First."),
        ("- one\n- two", "one"),
        ("<div><p>In html.</p><p>More.</p></div>", "In html."),
        ("\n\n---\n\nAfter a line.", "After a line."),
        ("# Only a head", ""),
        ("", ""),
    ],
)
def test_the_first_paragraph_is_the_first_with_words(markdown: str, text: str) -> None:
    """Headings, pictures and lines before it are passed over."""
    assert first_paragraph(markdown).text == text


markup = st.sampled_from(["<p>", "</p>", "<li>", "<ul>", "</ul>", "<a href='https://x.org'>", "</a>", "<b>", "</i>", "<br>", "<td>",
                          "<mj-text>", "</mj-column>", "]]>", "<![CDATA[", "<!--", "-->", "&", "<", "\"", "'", "*", "_", "`", "\n\n",
                          "- ", "> ", "# ", "[x](", ")", "{{", "}}", "\u00a0", "\u0651", "❤️", "ж", "words "])  # fmt: skip


@given(st.lists(markup, max_size=30).map("".join))
def test_any_markup_comes_out_well_formed(markdown: str) -> None:
    """MJML is read like XML: whatever comes from content is balanced, and no tag of MJML is among it."""
    for found in (prose(markdown), first_paragraph(markdown)):
        tree = ET.fromstring(f"<root>{found.html}</root>")
        assert {element.tag for element in tree.iter()} <= {
            "root", "p", "ul", "ol", "li", "blockquote", "pre", "h4", "a", "strong", "em", "code", "sub", "sup", "br", "del",
        }  # fmt: skip
        assert all(set(element.attrib) <= {"href"} for element in tree.iter())


@pytest.mark.parametrize("markdown", ["[" * 50_000, "> " * 5_000 + "x", "- " * 5_000 + "x", "<div>" * 20_000, "*" * 50_000,
                                      "<a href='" * 10_000, "`" * 50_000])  # fmt: skip
def test_hostile_texts_end(markdown: str) -> None:
    """None of these hangs or overflows; each is done well within the test's time."""
    assert isinstance(prose(markdown).html, str)
