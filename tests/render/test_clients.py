"""What mail programs understand: the email uses nothing that one of them lacks and that members would miss (facts: caniemail.com).

A property or an element that is not here yet is to be looked up there first; what a program lacks must leave the email readable.
"""

import re
from pathlib import Path

import lxml.html

EMAIL = (Path(__file__).parents[2] / "issues/2022-03-march-april/email.html").read_text("utf-8")

EVERYWHERE = {
    "background-color", "border", "border-bottom", "border-collapse", "border-left", "border-right", "border-top", "color", "direction", "font-family",
    "font-size", "font-weight", "line-height", "text-align", "text-decoration", "text-transform", "vertical-align", "width",
}  # fmt: skip
WITHOUT_HARM = {
    "background": "set beside background-color or bgcolor, which all know",
    "border-radius": "Outlook on Windows shows square corners",
    "display": "none for the preheader and for Outlook's ghost columns; beside it max-height, and mso-hide for Outlook",
    "margin": "Outlook keeps the vertical ones of paragraphs; distances that matter are padding of cells",
    "max-height": "see display",
    "max-width": "Outlook has the width of ghost tables",
    "overflow": "see display",
    "padding": "on cells everywhere; on others Outlook leaves it out",
    "word-break": "long addresses; Outlook breaks them as it likes",
    "white-space": "preformatted text; Outlook wraps as it likes",
}  # fmt: skip
"""Properties in elements that some program lacks, and why that does no harm."""
ELEMENTS = {
    "a", "blockquote", "body", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "head", "html", "img", "li", "meta", "ol", "p", "pre", "strong",
    "style", "table", "tbody", "td", "title", "tr", "ul",
}  # fmt: skip


def test_no_element_and_no_property_that_programs_lack() -> None:
    """In the elements themselves, for Gmail leaves nothing else to many members."""
    document = lxml.html.fromstring(EMAIL)
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    assert {element.tag for element in elements} <= ELEMENTS
    said = {
        part.partition(":")[0].strip()
        for element in elements
        for part in element.get("style", "").split(";")
        if ":" in part
    }
    assert said <= EVERYWHERE | set(WITHOUT_HARM)


def test_style_sheets_keep_within_what_gmail_takes() -> None:
    """At most 16 KB together, no rule within an @ rule's rule, nothing from elsewhere; the email stands without them too."""
    sheets = re.findall(r"<style[^>]*>(.*?)</style>", EMAIL, re.S)
    assert sum(map(len, sheets)) < 16_000
    for sheet in sheets:
        assert not re.search(r"@import|@font-face|url\(|@supports|@layer|expression\(", sheet)
        depth = 0
        for brace in re.findall(r"[{}]", sheet):
            depth += 1 if brace == "{" else -1
            assert depth <= 2
    assert not re.search(r"<(?:script|link|form|input|video|audio|iframe|svg|object)\b", EMAIL)


def test_what_outlook_alone_knows_stands_where_outlook_alone_reads() -> None:
    """No property of Microsoft's and no namespace of theirs outside of comments: to all others they are mistakes."""
    seen = re.sub(r"<!--.*?-->", "", EMAIL, flags=re.S)
    assert not re.search(r"\bmso-|xmlns|urn:schemas", seen)
    assert ".button td { padding: 12px 22px; }" in EMAIL
