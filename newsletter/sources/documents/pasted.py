"""What was copied from a word processor, an email or a web page into Markdown: paragraphs, lists, links, emphasis, nothing else.

Word marks list entries as paragraphs (``mso-list`` in their style), Google Docs wraps everything in a ``<b>`` that is not bold and
says bold in styles; both are put right first, then it is made safe and written as Markdown (``sources/markdown``).
"""

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

from newsletter.core.values.text import harmless
from newsletter.errors import NewsletterError
from newsletter.sources.parsing.html_to_markdown import (
    MAX_DEPTH,
    clean,
    depth,
    escaped,
    markdown_of,
    words_of,
)

MAX_CHARACTERS = 500_000
_BULLET = re.compile(r"^\s*(?:[·•◦▪§o–-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{1,6})[.)])[\s\u00a0]*")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_PLAIN = re.compile(r"font-weight:\s*(?:normal|400)")
_ITALIC = re.compile(r"font-style:\s*italic")


def markdown_from(pasted: str) -> str:
    """The Markdown of an HTML fragment. Raises NewsletterError when it is longer than anybody can mean."""
    if len(pasted) > MAX_CHARACTERS:
        raise NewsletterError("That is too long to paste at once. Paste a part of it.")
    text = re.sub(r"\s{30,}", "\n", harmless(pasted))
    if not text.strip():
        return ""
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return escaped(words_of(text))
    if depth(root) > MAX_DEPTH:
        return escaped(words_of(text))
    _unwrap_google(root)
    _emphasise(root)
    _word_lists(root)
    _straight_links(root)
    safe = clean(html.tostring(root, encoding="unicode"))
    return markdown_of(safe) if safe is not None else ""


def _unwrap_google(root: html.HtmlElement) -> None:
    for element in root.xpath(".//b[@style]"):
        if _PLAIN.search(element.get("style", "")):
            element.drop_tag()


def _emphasise(root: html.HtmlElement) -> None:
    """Bold and italics said in a style become elements; bold within a heading says nothing."""
    for element in root.xpath(".//span[@style]"):
        style = element.get("style", "")
        within_heading = any(
            True for _ in element.iterancestors("h1", "h2", "h3", "h4", "h5", "h6")
        )
        if _BOLD.search(style) and not within_heading and element.text_content().strip():
            element.tag = "strong"
        elif _ITALIC.search(style) and element.text_content().strip():
            element.tag = "em"


def _word_lists(root: html.HtmlElement) -> None:
    """Paragraphs that Word means as list entries become lists, nested by their level."""
    stack: list[tuple[int, html.HtmlElement]] = []
    for paragraph in list(root.iter("p")):
        found = re.search(r"mso-list:\s*\S+ level(\d)", paragraph.get("style", ""))
        if not found:
            stack = []
            continue
        level = int(found[1])
        ordered = _take_marker(paragraph)
        stack = (
            [entry for entry in stack if entry[0] <= level] if _follows(paragraph, stack) else []
        )
        tag = "ol" if ordered else "ul"
        if (
            stack and stack[-1][0] == level and stack[-1][1].tag != tag
        ):  # bullets end, numbers begin
            stack.pop()
        if not stack or stack[-1][0] < level:
            new = paragraph.makeelement(tag)
            inside = stack[-1][1][-1] if stack else None
            if inside is None:
                paragraph.addprevious(new)
            else:
                inside.append(new)
            stack.append((level, new))
        stack[-1][1].append(paragraph)
        paragraph.tail = None
        paragraph.tag = "li"
        paragraph.attrib.clear()


def _follows(paragraph: html.HtmlElement, stack: list[tuple[int, html.HtmlElement]]) -> bool:
    """Whether the paragraph stands right behind the outermost list that is being made."""
    return bool(stack) and paragraph.getprevious() is stack[0][1]


def _take_marker(paragraph: html.HtmlElement) -> bool:
    """Take the bullet or number out that Word writes as text; whether it was a number."""
    markers = paragraph.xpath(
        ".//*[contains(@style, 'mso-list:Ignore') or contains(@style, 'mso-list: Ignore')]"
    )
    text = ""
    for marker in markers:
        text += marker.text_content()
        marker.drop_tree()
    return bool(re.match(r"\s*\(?(?:\d|[a-zA-Z]{1,3}[.)])", text))


def _straight_links(root: html.HtmlElement) -> None:
    """Addresses that Google and Outlook lead through their own servers, as they were written."""
    for link in root.iter("a"):
        link.set("href", straight(link.get("href", "")))


def straight(address: str) -> str:
    """The address itself, without the detour of Google's ``/url?q=`` or Outlook's safe links."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    host, query = parts.netloc.lower(), parse_qs(parts.query)
    if host in ("www.google.com", "google.com") and parts.path == "/url":
        return (query.get("q") or query.get("url") or [address])[0]
    if host.endswith(".safelinks.protection.outlook.com"):
        return query.get("url", [address])[0]
    return address.strip()
