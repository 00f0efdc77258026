"""What was copied from a word processor, an email or a web page into Markdown.

Paragraphs, lists, links and emphasis are kept, nothing else. Word marks list entries as paragraphs
(``mso-list`` in their style). Google Docs wraps everything in a ``<b>`` that is not bold, and puts
bold into styles. Both are corrected first; then the HTML is made safe and written as Markdown.
"""

import re
from dataclasses import dataclass
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
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|400)")
_ITALIC = re.compile(r"font-style:\s*italic")
_LIST_LEVEL = re.compile(r"mso-list:\s*\S+ level(\d)")
_NUMBER = re.compile(r"\s*\(?(?:\d|[a-zA-Z]{1,3}[.)])")
_MARKERS = ".//*[contains(@style, 'mso-list:Ignore') or contains(@style, 'mso-list: Ignore')]"


def markdown_from(pasted: str) -> str:
    """The Markdown of an HTML fragment. Raises NewsletterError when it is too long."""
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
    _unwrap_google_docs(root)
    _make_styles_elements(root)
    _make_word_lists(root)
    _straighten_links(root)
    safe = clean(html.tostring(root, encoding="unicode"))
    if safe is None:
        return ""
    return markdown_of(safe)


def _unwrap_google_docs(root: html.HtmlElement) -> None:
    """Remove the ``<b>`` elements that are not bold."""
    for element in root.xpath(".//b[@style]"):
        if _NOT_BOLD.search(element.get("style", "")):
            element.drop_tag()


def _make_styles_elements(root: html.HtmlElement) -> None:
    """Make elements of bold and italics that are in styles; a heading is bold anyway."""
    for element in root.xpath(".//span[@style]"):
        if not element.text_content().strip():
            continue
        style = element.get("style", "")
        is_in_heading = next(element.iterancestors(*_HEADINGS), None) is not None
        if _BOLD.search(style) and not is_in_heading:
            element.tag = "strong"
        elif _ITALIC.search(style):
            element.tag = "em"


# ---- Word's lists


@dataclass(frozen=True, slots=True)
class _OpenList:
    """A list that is being made."""

    level: int
    element: html.HtmlElement


def _make_word_lists(root: html.HtmlElement) -> None:
    """Make lists, nested by level, of the paragraphs that Word means as list entries."""
    open_lists: list[_OpenList] = []
    for paragraph in list(root.iter("p")):
        match = _LIST_LEVEL.search(paragraph.get("style", ""))
        if match is None:
            open_lists = []
            continue
        level = int(match[1])
        tag = "ol" if _take_marker(paragraph) else "ul"
        open_lists = _keep_open(open_lists, paragraph, level, tag)
        if not open_lists or open_lists[-1].level < level:
            open_lists.append(_begin_list(open_lists, paragraph, level, tag))
        open_lists[-1].element.append(paragraph)
        paragraph.tail = None
        paragraph.tag = "li"
        paragraph.attrib.clear()


def _keep_open(
    open_lists: list[_OpenList], paragraph: html.HtmlElement, level: int, tag: str
) -> list[_OpenList]:
    """The lists that an entry of this level and sort can belong to, outermost first."""
    if not open_lists or paragraph.getprevious() is not open_lists[0].element:
        return []  # something stands between the list and this entry
    kept = [each for each in open_lists if each.level <= level]
    if kept and kept[-1].level == level and kept[-1].element.tag != tag:
        kept.pop()  # bullets end, numbers begin
    return kept


def _begin_list(
    open_lists: list[_OpenList], paragraph: html.HtmlElement, level: int, tag: str
) -> _OpenList:
    """A new list, in the last entry of the innermost open one, or else before the paragraph."""
    element = paragraph.makeelement(tag)
    if open_lists:
        last_entry = open_lists[-1].element[-1]
        last_entry.append(element)
    else:
        paragraph.addprevious(element)
    return _OpenList(level, element)


def _take_marker(paragraph: html.HtmlElement) -> bool:
    """Take out the bullet or number that Word writes as text; returns whether it was a number."""
    text = ""
    for marker in paragraph.xpath(_MARKERS):
        text += marker.text_content()
        marker.drop_tree()
    return _NUMBER.match(text) is not None


# ---- links


def _straighten_links(root: html.HtmlElement) -> None:
    """Give links their own addresses, where Google and Outlook lead through their servers."""
    for link in root.iter("a"):
        link.set("href", straight(link.get("href", "")))


def straight(address: str) -> str:
    """The address itself, without the detour of Google's ``/url?q=`` or Outlook's safe links.

    Empty when it cannot be read.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    host = parts.netloc.lower()
    query = parse_qs(parts.query)
    if host in ("www.google.com", "google.com") and parts.path == "/url":
        targets = query.get("q") or query.get("url") or [address]
        return targets[0]
    if host.endswith(".safelinks.protection.outlook.com"):
        targets = query.get("url", [address])
        return targets[0]
    return address.strip()
