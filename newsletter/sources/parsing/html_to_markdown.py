"""Safe HTML into Markdown: every letter stays what it is, and only elements become formatting.

HTML -> nh3 (safe) -> tree -> letters escaped -> html-to-markdown -> Markdown
"""

import re
from html import unescape
from urllib.parse import urljoin

import html_to_markdown
import nh3
from html_to_markdown.exceptions import ConversionError
from lxml import etree, html

from newsletter.core.values.text import harmless

MAX_CHARACTERS = 400_000
MAX_DEPTH = 60
"""Elements within elements; what nests deeper keeps its words and loses its formatting."""

TAGS = {
    "p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "a", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "pre", "code", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "div", "del",
    "s", "sub", "sup", "figure", "figcaption", "caption", "iframe", "span", "section", "article",
    "header", "footer", "main", "aside", "cite", "dl", "dt", "dd", "hr", "details", "summary",
    "address", "q",
}  # fmt: skip
DROPPED = {
    "script", "style", "title", "head", "template", "svg", "math", "noscript", "xml", "form",
    "select", "button", "textarea", "object", "embed", "applet", "audio", "video", "canvas",
}  # fmt: skip
"""Elements that go with everything in them."""
_ATTRIBUTES = {
    "a": {"href"},
    "iframe": {"src", "title"},
    "ol": {"start"},
    "td": {"colspan"},
    "th": {"colspan"},
}

_OPTIONS = html_to_markdown.ConversionOptions(
    heading_style="atx",
    bullets="-",
    newline_style="backslash",
    skip_images=True,
    extract_metadata=False,
    autolinks=False,
    escape_misc=False,
    escape_asterisks=False,
    escape_underscores=False,
    max_depth=2 * MAX_DEPTH,
)
# What Markdown would take for formatting within a line. The converter escapes markers at the start
# of a line itself, and brackets within links.
_IN_LINK = r"[`*<]|\\(?=[`*<_~&\]!])|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|~(?=~)|(?<=~)~"
_IN_TEXT = rf"{_IN_LINK}|\](?=[(\[:])|!(?=\[)"
_SPECIAL = re.compile(_IN_TEXT)
_SPECIAL_IN_LINKS = re.compile(_IN_LINK)
_SPECIAL_IN_STRUCK = re.compile(rf"{_IN_TEXT}|~")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Both marks are from Unicode's private use area.
_BACKSLASH = "\ue000"
"""Stands for a backslash until the converter is done, which would put another one before it."""
_OWN_BACKSLASH = "\ue002"
"""The same, before a backslash that the text itself holds."""
_START_OF_LINE = re.compile(
    r"^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=>|#{1,6}(?:\s|$)|[+-](?:\s|$)|=+\s*$|-{2,}\s*$))"
)


def clean(markup: str, base: str = "", classes: bool = False) -> html.HtmlElement | None:
    """The tree of what is safe in HTML; None when it nests too deep or has no content.

    ``base`` completes relative links; with ``classes`` elements keep their classes.
    """
    attributes = _ATTRIBUTES | {"*": {"class"}} if classes else _ATTRIBUTES
    safe = nh3.clean(
        _normalise(markup),
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=attributes,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    safe = _NOT_XML.sub("", safe)  # references can stand for letters that lxml does not accept
    if not safe.strip():
        return None
    try:
        root = html.fragment_fromstring(safe, create_parent="div")
    except (etree.ParserError, ValueError):
        return None
    if depth(root) > MAX_DEPTH:
        return None
    if base:
        _complete_links(root, base)
    return root


def _normalise(markup: str) -> str:
    """HTML without long blanks and our own marks; outside code, two line breaks are a paragraph."""
    text = re.sub(r"\s{30,}", "\n", harmless(markup))
    text = text.replace(_BACKSLASH, "").replace(_OWN_BACKSLASH, "")
    if "<pre" not in text.lower():
        text = re.sub(r"(?:<br\s*/?>\s*){2,}", "</p><p>", text, flags=re.I)
    return text


def _complete_links(root: html.HtmlElement, base: str) -> None:
    """Make the addresses of links and frames absolute; drop an address that cannot be read."""
    for element in root.iter("a", "iframe"):
        attribute = "href" if element.tag == "a" else "src"
        address = element.get(attribute, "")
        if not address or address.startswith(("https://", "http://", "mailto:")):
            continue
        try:
            element.set(attribute, urljoin(base, address.strip()))
        except ValueError:
            del element.attrib[attribute]


def markdown_of(root: html.HtmlElement) -> str:
    """The tree as Markdown.

    The tree is changed: its letters are escaped, and links without an address are only words.
    """
    for link in list(root.iter("a")):
        has_address = re.match(r"(?:https?://|mailto:)", link.get("href", ""), re.I)
        if not has_address or not link.text_content().strip():
            link.drop_tag()
    _tighten_lists(root)
    _space_emphasis(root)
    escape(root)
    _separate_exclamation_marks(root)
    try:
        converted = html_to_markdown.convert(html.tostring(root, encoding="unicode"), _OPTIONS)
        markdown = converted.content or ""
    except ConversionError:
        markdown = " ".join(str(root.text_content()).split())
    return tidy(shown(markdown))


def _tighten_lists(root: html.HtmlElement) -> None:
    """Take the paragraph out of list entries that hold just one, so no empty lines part them."""
    for paragraph in list(root.iter("p")):
        entry = paragraph.getparent()
        if entry is not None and entry.tag == "li" and _is_only_paragraph(paragraph, entry):
            paragraph.drop_tag()


def _is_only_paragraph(paragraph: html.HtmlElement, entry: html.HtmlElement) -> bool:
    """Whether a list entry begins with this paragraph and holds nothing else but lists."""
    if (entry.text or "").strip() or (paragraph.tail or "").strip():
        return False
    first, *others = entry
    return first is paragraph and all(other.tag in ("ul", "ol") for other in others)


# ---- letters that Markdown would take for formatting


def escape(root: html.HtmlElement) -> None:
    """Mark every letter that Markdown would take for formatting, except in code.

    ``shown`` turns the marks into backslashes.
    """
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        outer = [str(ancestor.tag) for ancestor in element.iterancestors()]
        if element.text and not is_in_code(element):
            special = _special_letters([element.tag, *outer])
            element.text = special.sub(_mark, element.text)
        if element.tail and not is_tail_in_code(element):
            element.tail = _special_letters(outer).sub(_mark, element.tail)


def is_in_code(element: html.HtmlElement) -> bool:
    """Whether an element's text is code."""
    if element.tag in ("pre", "code"):
        return True
    return next(element.iterancestors("pre", "code"), None) is not None


def is_tail_in_code(element: html.HtmlElement) -> bool:
    """Whether the text behind an element is code, or outside the tree."""
    parent = element.getparent()
    return parent is None or parent.tag in ("pre", "code")


def _special_letters(tags: list[str]) -> re.Pattern[str]:
    """The letters to mark in text within elements of these tags."""
    if "a" in tags:
        return _SPECIAL_IN_LINKS
    if "del" in tags or "s" in tags:
        return _SPECIAL_IN_STRUCK
    return _SPECIAL


def _mark(match: re.Match[str]) -> str:
    mark = _OWN_BACKSLASH if match[0].startswith("\\") else _BACKSLASH
    return f"{mark}{match[0]}"


def shown(text: str) -> str:
    """Text of a tree after ``escape``, with backslashes instead of the marks."""
    # In some places the converter has put a backslash there itself.
    text = text.replace(f"{_BACKSLASH}\\", "\\")
    return text.replace(_BACKSLASH, "\\").replace(_OWN_BACKSLASH, "\\")


def escaped(text: str) -> str:
    """Plain text as Markdown that shows just that; its lines stay lines."""
    text = harmless(text).replace(_BACKSLASH, "")
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", text)
    lines = []
    for line in text.split("\n"):
        marked = _SPECIAL.sub(_mark, line.strip())
        lines.append(start_escaped(shown(marked)))
    return "\n".join(lines)


def start_escaped(line: str) -> str:
    """The line, escaped where it would begin a list, a heading or a quotation."""
    return _START_OF_LINE.sub(lambda match: f"{match[1] or ''}\\", line)


def _separate_exclamation_marks(root: html.HtmlElement) -> None:
    """Escape an exclamation mark right before a link, which would make the link a picture."""
    for link in root.iter("a"):
        before = _text_before(link)
        if before.endswith("!"):
            _set_text_before(link, f"{before[:-1]}{_BACKSLASH}!")


def _space_emphasis(root: html.HtmlElement) -> None:
    """Put a blank where emphasis would not begin or end.

    ``**Date:**12`` is not bold in CommonMark (6.2, flanking).
    """
    for element in root.iter("strong", "b", "em", "i", "del", "s"):
        words = element.text_content()
        if not words.strip():
            continue
        if element.tail and element.tail[0].isalnum() and _is_mark(words[-1]):
            element.tail = f" {element.tail}"
        before = _text_before(element)
        if before and before[-1].isalnum() and _is_mark(words[0]):
            _set_text_before(element, f"{before} ")


def _is_mark(letter: str) -> bool:
    """Whether a letter is punctuation or a symbol."""
    return not letter.isalnum() and not letter.isspace()


def _text_before(element: html.HtmlElement) -> str:
    """The text between an element and the tag before it."""
    sibling, parent = element.getprevious(), element.getparent()
    if sibling is not None:
        return sibling.tail or ""
    if parent is not None:
        return parent.text or ""
    return ""


def _set_text_before(element: html.HtmlElement, text: str) -> None:
    sibling, parent = element.getprevious(), element.getparent()
    if sibling is not None:
        sibling.tail = text
    elif parent is not None:
        parent.text = text


# ---- words and whitespace


def words_of(markup: str) -> str:
    """The words of HTML without formatting, on one line; entities are decoded once."""
    spaced = re.sub(
        r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>", r" \g<0>", harmless(markup), flags=re.I
    )
    words = unescape(nh3.clean(spaced, tags=set(), clean_content_tags=DROPPED))
    return " ".join(harmless(_NOT_XML.sub("", words)).split())


def tidy(markdown: str) -> str:
    """Markdown without blanks at line ends, with at most one empty line between paragraphs.

    Code stays as it is.
    """
    parts = re.split(r"(^(`{3,})[^\n]*\n.*?^\2`*[ \t]*$)", markdown, flags=re.M | re.S)
    kept = []
    for place in range(0, len(parts), 3):  # prose, code, the code's fence alone; prose again
        kept.append(_tidy_prose(parts[place]))
        kept += parts[place + 1 : place + 2]
    return re.sub(r"\n{3,}(?=`{3})", "\n\n", "".join(kept)).strip()


def _tidy_prose(markdown: str) -> str:
    lines = []
    for line in markdown.split("\n"):
        spaced = re.sub(r"(?<=\S) {2,}", " ", line.replace("\u00a0", " ")).rstrip()
        lines.append("" if spaced.strip() == "\\" else spaced)
    text = "\n".join(lines)
    text = re.sub(r"(?<!\\)\\(?=\n\n|\n?\Z)", "", text)  # a line break before nothing
    text = re.sub(r"^(\*[^\n]+\*|`{3,})\n(?=> )", r"\1\n\n", text, flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", text)


def depth(root: html.HtmlElement) -> int:
    """How deep elements nest, counted without recursion."""
    deepest = current = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        current += 1 if event == "start" else -1
        deepest = max(deepest, current)
    return deepest
