"""Safe HTML into Markdown: every letter means itself, and only the elements are form.

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
"""Elements within elements; what nests deeper keeps its words and loses its form."""

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "a", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code",
        "table", "thead", "tbody", "tfoot", "tr", "td", "th", "div", "del", "s", "sub", "sup", "figure", "figcaption", "caption",
        "iframe", "span", "section", "article", "header", "footer", "main", "aside", "cite", "dl", "dt", "dd", "hr", "details", "summary",
        "address", "q"}  # fmt: skip
DROPPED = {"script", "style", "title", "head", "template", "svg", "math", "noscript", "xml", "form", "select", "button",
           "textarea", "object", "embed", "applet", "audio", "video", "canvas"}  # fmt: skip
"""Elements that go with all that is in them."""

_OPTIONS = html_to_markdown.ConversionOptions(
    heading_style="atx", bullets="-", newline_style="backslash", skip_images=True, extract_metadata=False,
    autolinks=False, escape_misc=False, escape_asterisks=False, escape_underscores=False, max_depth=2 * MAX_DEPTH,
)  # fmt: skip
# What Markdown would take for form within a line. Markers at the start of a line are escaped by the converter.
_MEANS_SOMETHING = re.compile(
    r"[`*<]|\\(?=[`*<_~&\]!])|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|~(?=~)|(?<=~)~|\](?=[(\[:])|!(?=\[)"
)
_WITHIN_LINKS = re.compile(
    _MEANS_SOMETHING.pattern.replace(r"|\](?=[(\[:])", "").replace(r"|!(?=\[)", "")
)
_STRUCK = re.compile(f"{_MEANS_SOMETHING.pattern}|~")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN = "\ue002"
"""As the next, before a backslash that stands in the text itself."""
_BACKSLASH = "\ue000"
"""Stands for a backslash until the converter is done, which would put another one before it. From Unicode's private use area."""


def clean(markup: str, base: str = "", classes: bool = False) -> html.HtmlElement | None:
    """The tree of what is safe in a piece of HTML; None when it nests beyond reason or holds nothing.

    ``base`` completes relative links; with ``classes`` elements keep their class, for those who look for one.
    """
    attributes = {
        "a": {"href"},
        "iframe": {"src", "title"},
        "ol": {"start"},
        "td": {"colspan"},
        "th": {"colspan"},
    }
    if classes:
        attributes["*"] = {"class"}
    text = re.sub(r"\s{30,}", "\n", harmless(markup)).translate(
        {ord(_BACKSLASH): None, ord(_OWN): None}
    )
    if "<pre" not in text.lower():
        text = re.sub(
            r"(?:<br\s*/?>\s*){2,}", "</p><p>", text, flags=re.I
        )  # two line breaks are a new paragraph
    safe = nh3.clean(
        text, tags=TAGS, clean_content_tags=DROPPED, attributes=attributes,
        url_schemes={"http", "https", "mailto"}, link_rel=None,
    )  # fmt: skip
    safe = _NO_XML.sub("", safe)  # what references stood for; lxml takes no such letters
    if not safe.strip():
        return None
    try:
        root = html.fragment_fromstring(safe, create_parent="div")
    except (etree.ParserError, ValueError):
        return None
    if depth(root) > MAX_DEPTH:
        return None
    if base:
        _complete(root, base)
    return root


def _complete(root: html.HtmlElement, base: str) -> None:
    """Make the addresses of links and frames absolute; one that cannot be read goes."""
    for element in root.iter("a", "iframe"):
        name = "href" if element.tag == "a" else "src"
        address = element.get(name, "")
        if address and not address.startswith(("https://", "http://", "mailto:")):
            try:
                element.set(name, urljoin(base, address.strip()))
            except ValueError:
                del element.attrib[name]


def markdown_of(root: html.HtmlElement) -> str:
    """The tree as Markdown. It is changed: its letters are escaped, and links without an address are only their words."""
    for link in list(root.iter("a")):
        if (
            not re.match(r"(?:https?://|mailto:)", link.get("href", ""), re.I)
            or not link.text_content().strip()
        ):
            link.drop_tag()
    _tighten(root)
    _loosen(root)
    escape(root)
    _no_pictures(root)
    try:
        made = (
            html_to_markdown.convert(html.tostring(root, encoding="unicode"), _OPTIONS).content
            or ""
        )
    except ConversionError:
        made = " ".join(str(root.text_content()).split())
    return tidy(shown(made))


def _tighten(root: html.HtmlElement) -> None:
    """Entries of a list that hold one paragraph each are lines of a list, without empty lines between them."""
    for paragraph in list(root.iter("p")):
        around = paragraph.getparent()
        if (
            around is not None
            and around.tag == "li"
            and not (around.text or "").strip()
            and around[0] is paragraph
        ):
            others = [other for other in around if other is not paragraph]
            if (
                all(other.tag in ("ul", "ol") for other in others)
                and not (paragraph.tail or "").strip()
            ):
                paragraph.drop_tag()


def shown(text: str) -> str:
    """Text of a tree that ``escape`` was at, with true backslashes."""
    # In some places the converter has put a backslash there itself.
    return text.replace(f"{_BACKSLASH}\\", "\\").translate({ord(_BACKSLASH): "\\", ord(_OWN): "\\"})


def escape(root: html.HtmlElement) -> None:
    """Mark every letter that Markdown would take for form; not within code. ``shown`` makes backslashes of the marks."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        in_code = element.tag in ("pre", "code") or any(
            True for _ in element.iterancestors("pre", "code")
        )
        if element.text and not in_code:
            element.text = _marker(element, False).sub(_marked, element.text)
        around = element.getparent()
        if element.tail and around is not None and around.tag not in ("pre", "code"):
            element.tail = _marker(element, True).sub(_marked, element.tail)


def _marker(element: html.HtmlElement, tail: bool) -> re.Pattern[str]:
    """What is marked in an element's text, or behind it. The converter takes care of brackets within links itself."""
    around = [] if tail else [element.tag]
    around += [str(outer.tag) for outer in element.iterancestors()]
    if "a" in around:
        return _WITHIN_LINKS
    return _STRUCK if "del" in around or "s" in around else _MEANS_SOMETHING


def _marked(found: re.Match[str]) -> str:
    return f"{_OWN if found[0].startswith(chr(92)) else _BACKSLASH}{found[0]}"


def escaped(text: str) -> str:
    """Plain text as Markdown that shows just that; its lines stay lines."""
    doubled = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", harmless(text).replace(_BACKSLASH, ""))
    lines = (shown(_MEANS_SOMETHING.sub(_marked, line.strip())) for line in doubled.split("\n"))
    return "\n".join(start_escaped(line) for line in lines)


def start_escaped(line: str) -> str:
    """The line with its first letters escaped where they would make it a list, a heading or a quotation."""
    return re.sub(
        r"^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=>|#{1,6}(?:\s|$)|[+-](?:\s|$)|=+\s*$|-{2,}\s*$))",
        lambda found: f"{found[1]}\\" if found[1] else "\\",
        line,
    )


def _no_pictures(root: html.HtmlElement) -> None:
    """An exclamation mark right before a link would make a picture of it."""
    for link in root.iter("a"):
        before, around = link.getprevious(), link.getparent()
        if before is not None and (before.tail or "").endswith("!"):
            before.tail = f"{(before.tail or '')[:-1]}{_BACKSLASH}!"
        elif before is None and around is not None and (around.text or "").endswith("!"):
            around.text = f"{(around.text or '')[:-1]}{_BACKSLASH}!"


def _loosen(root: html.HtmlElement) -> None:
    """Put a blank where emphasis would not begin or end: ``**Date:**12`` is no bold to CommonMark (6.2, flanking)."""
    for element in root.iter("strong", "b", "em", "i", "del", "s"):
        words = element.text_content()
        if not words.strip():
            continue
        if (
            element.tail
            and element.tail[0].isalnum()
            and not words[-1].isalnum()
            and not words[-1].isspace()
        ):
            element.tail = f" {element.tail}"
        before = element.getprevious()
        around = element.getparent()
        text = (
            before.tail if before is not None else around.text if around is not None else ""
        ) or ""
        if text and text[-1].isalnum() and not words[0].isalnum() and not words[0].isspace():
            if before is not None:
                before.tail = f"{text} "
            elif around is not None:
                around.text = f"{text} "


def words_of(markup: str) -> str:
    """The words without any form, as plain text on one line; entities are decoded once."""
    parted = re.sub(
        r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>", r" \g<0>", harmless(markup), flags=re.I
    )
    words = unescape(nh3.clean(parted, tags=set(), clean_content_tags=DROPPED))
    return " ".join(harmless(_NO_XML.sub("", words)).split())


def tidy(markdown: str) -> str:
    """Without blanks at line ends, and with one empty line at most between paragraphs; code stays as it is."""
    parts = re.split(r"(^(`{3,})[^\n]*\n.*?^\2`*[ \t]*$)", markdown, flags=re.M | re.S)
    kept = [
        part if at % 3 == 1 else _tidy_prose(part) for at, part in enumerate(parts) if at % 3 != 2
    ]
    return re.sub(r"\n{3,}(?=`{3})", "\n\n", "".join(kept)).strip()


def _tidy_prose(markdown: str) -> str:
    spaced = (
        re.sub(r"(?<=\S) {2,}", " ", line.replace("\u00a0", " ")).rstrip()
        for line in markdown.split("\n")
    )
    text = "\n".join("" if line.strip() == "\\" else line for line in spaced)
    text = re.sub(r"(?<!\\)\\(?=\n\n|\n?\Z)", "", text)  # a line break that nothing follows
    parted = re.sub(r"^(\*[^\n]+\*|`{3,})\n(?=> )", r"\1\n\n", text, flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", parted)


def depth(root: html.HtmlElement) -> int:
    """How deep elements nest, found without calling itself."""
    deepest, depth = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
