"""MJML, the inliner, attributes and merge tags: every trap that was measured is closed."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.errors import NewsletterError
from newsletter.render.html.inline import inline_css
from newsletter.render.html.mjml import mjml_to_html
from newsletter.render.html.mjml_cleanup import clean_up_mjml
from newsletter.render.tags.dialects import DIALECTS, TEXT
from newsletter.render.tags.merge_tags import collisions, fill_html, fill_text, marks_for
from newsletter.render.wording.templates import attribute

TRICKY = ["a\u00a0b", "soft\u00adhyphen", "👩‍👩‍👧", "❤️", "عمّان", "हिन्दी", "ไทย", "שָׁלוֹם", "می‌خواهم", "thin\u2009space",
          "e\u0301", "line\nbreak", "tab\there", "back\\slash", 'double "quotes"', "it's", "a < b > c", "&copy=2", "{{ x }}"]  # fmt: skip


def document(body: str, head: str = "") -> str:
    return f'<mjml lang="en" dir="ltr"><mj-head><mj-title>T</mj-title>{head}</mj-head><mj-body>{body}</mj-body></mjml>'


def section(inside: str) -> str:
    return f"<mj-section><mj-column>{inside}</mj-column></mj-section>"


@pytest.mark.parametrize("text", TRICKY)
def test_an_attribute_survives_the_chain(text: str) -> None:
    """mjml-python would write a no-break space in an alt as \\u{a0}; as numbers all characters come through."""
    import lxml.html

    html = inline_css(mjml_to_html(document(section(
        f'<mj-image src="https://x.org/p.png" alt="{attribute(text)}" /><mj-text><a href="https://x.org/?q={attribute("ж&x=1")}">l</a></mj-text>'
    ))))  # fmt: skip

    page = lxml.html.document_fromstring(html)
    assert page.xpath("//img/@alt") == [text]
    assert "\\u{" not in html
    assert page.xpath("//a/@href")[0] in ("https://x.org/?q=ж&x=1", "https://x.org/?q=%D0%B6&x=1")


def test_no_font_is_fetched_and_no_mjml_is_left() -> None:
    """Without fonts={} a text brings a font server's address; an unknown tag would come out as it stands."""
    html = mjml_to_html(document(section("<mj-text>Words</mj-text>")))
    assert "fonts.googleapis" not in html
    assert "@import" not in html
    for broken in (
        "<mj-txet>x</mj-txet>",
        "<mj-text><p>never closed</mj-text>",
        "<mj-text>a < b</mj-text>",
        "<mj-include path='/etc/passwd' />",
    ):
        with pytest.raises(NewsletterError, match="MJML templates"):
            mjml_to_html(document(section(broken)))


def test_the_inliner_keeps_what_it_usually_breaks() -> None:
    """The doctype, !important in dark rules, widths of pictures, [data-ogsc] rules, conditional comments; no mark of its own stays."""
    head = ("<mj-style>/* inline */ p { color: #1a2b3c; }</mj-style>"
            "<mj-style>@media (prefers-color-scheme: dark) { .c p { color: #eeeeee !important; } } [data-ogsc] .c { color: #abc; }</mj-style>")  # fmt: skip
    parts = '<mj-text><p>x</p></mj-text><mj-image src="https://x.org/p.png" alt="" /><mj-button href="https://x.org">y</mj-button>'
    html = inline_css(clean_up_mjml(mjml_to_html(document(section(parts), head))))

    assert html.startswith("<!DOCTYPE html>")
    assert '<p style="color:#1a2b3c">x</p>' in html
    assert "color: #eeeeee !important" in html
    assert "[data-ogsc] .c" in html
    assert 'width="100%"' not in html.split("<img")[1].split(">")[0]
    assert "<!--[if mso" in html
    for left in (
        "data-premailer",
        "/* inline */",
        'height="auto"',
        "vertical-align=",
        "aria-roledescription",
        "_blank",
        "cursor",
        "word-spacing",
    ):
        assert left not in html


def test_the_mending_leaves_the_words_of_content_alone() -> None:
    """An article about HTML may say what is taken out of tags, in its text and in a picture's description."""
    import lxml.html

    said = 'role="article" target="_blank" style="cursor:auto; mso-padding-alt:0;" vertical-align="top" height="auto" <html xmlns="a" xmlns:v="b" xmlns:o="c">'
    parts = f'<mj-text><p>{escape(said)}</p></mj-text><mj-image src="https://x.org/p.png" alt="{attribute(said)}" />'
    html = inline_css(clean_up_mjml(mjml_to_html(document(section(parts)))))
    page = lxml.html.fromstring(html)

    assert page.findtext(".//p") == said
    assert page.find(".//img").get("alt") == said


def test_the_inliner_reaches_no_network() -> None:
    """Not even for a stylesheet that a template links to."""
    html = '<!doctype html><html><head><link rel="stylesheet" href="https://x.org/a.css"></head><body><p>x</p></body></html>'

    assert "<p>x</p>" in inline_css(html)


@pytest.mark.parametrize("name", sorted(DIALECTS))
def test_merge_tags_are_filled_in_as_the_tool_spells_them(name: str) -> None:
    """To the letter, in both parts, also in links; & and the like are as HTML wants them."""
    dialect = DIALECTS[name]
    marks = marks_for(dialect, "some issue")
    for neutral, mark in marks.marks.items():
        tag = dialect.tag(neutral)
        link = fill_html(f'<a class="c" href="{mark}" style="s">x</a>', marks)
        element = tag.strip("<>")
        written = (
            f'<{element} class="c" style="s">x</{element}>'
            if tag.startswith("<")
            else f'<a class="c" href="{tag}" style="s">x</a>'
        )
        assert link == written
        assert fill_text(mark, marks) == dialect.tag(neutral, TEXT)


@given(st.text(max_size=50), st.integers(0, 5), st.sampled_from(sorted(DIALECTS)))
def test_no_content_can_be_a_tag(text: str, number: int, name: str) -> None:
    """The marks avoid whatever the issue says, even the marks themselves."""
    issue = f"{text} mergetag{number}xunsubscribe mergetag0x"
    marks = marks_for(DIALECTS[name], issue)

    assert marks.seal not in issue
    assert fill_html(issue, marks) == fill_text(issue, marks) == issue
    assert marks == marks_for(DIALECTS[name], issue)


@pytest.mark.parametrize(
    ("text", "found"),
    [("*|FNAME|*", ["*|"]), ("{{ x }}", ["{{"]), ("{contact.first_name}", ["{contact.first_name}"]), ("[UNSUBSCRIBE]", ["[UNSUBSCRIBE]"]),
     ("[unsubscribe]", ["[unsubscribe]"]), ("%UNSUBSCRIBELINK%", ["%UNSUBSCRIBELINK%"]), ("[[firstname]]", ["[["]),
     ("[Video] Why", []), ("100% of members", []), ("a {b} c", []), ("we (all) * of | us", []), ("[UN] meeting", [])],
)  # fmt: skip
def test_marks_of_mailing_tools_are_recognised(text: str, found: list[str]) -> None:
    """And ordinary brackets are not."""
    assert collisions(text)[: len(found) or 1] == found


def test_settings_know_the_mailing_tools_that_there_are() -> None:
    """The names in settings and the table of dialects are the same."""
    from newsletter.settings import MAILING_TOOLS

    assert set(MAILING_TOOLS) == set(DIALECTS)
