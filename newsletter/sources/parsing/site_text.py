"""The text of a website's post: what its editor wrote, without what theme and plugins add."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from lxml import html

from newsletter.core.values.text import one_line
from newsletter.sources.parsing.html_to_markdown import (
    MAX_CHARACTERS,
    clean,
    escape,
    escaped,
    markdown_of,
    shown,
    start_escaped,
    words_of,
)
from newsletter.sources.parsing.shortcodes import (
    caption_shortcodes_to_figures,
    drop_shortcodes,
    remove_shortcodes,
)
from newsletter.sources.parsing.site_markup import (
    CAPTION_MARK,
    make_captions_paragraphs,
    make_frames_links,
    remove_noise,
)
from newsletter.sources.parsing.summaries import without_read_more

LONGEST = 100_000
"""Characters of Markdown; a longer text is cut at a paragraph's end: its link leads to the rest."""
OPENING_LENGTH = 2_000
"""Characters of running text that are enough for a summary."""
_HAS_PARAGRAPHS = re.compile(r"<p[\s>]|<!-- wp:")
_LOOKS_LIKE_HTML = re.compile(r"<(?:p|br|a|ul|ol|li|div|span|b|strong|i|em|h[1-6])\b[^<>]*>", re.I)
_BLOCK = re.compile(r"<(?:ul|ol|li|table|h[1-6]|blockquote|pre|div|figure|hr|dl)\b", re.I)
_SEPARATING = (
    "br", "p", "div", "li", "td", "th", "tr", "blockquote", "dt", "dd",
    "h1", "h2", "h3", "h4", "h5", "h6",
)  # fmt: skip
"""Elements whose end separates words."""
_BULLET = "\ue001"
"""Stands for the bullet of a list in plain text while its letters are escaped."""


@dataclass(frozen=True, slots=True)
class Text:
    """A post's text."""

    body: str
    """Markdown."""
    opening: str
    """Its first paragraphs of running text in one line of Markdown, for a summary."""


def text_of(markup: str, base: str = "", *, raw: bool = False) -> Text:
    """The text of a post's HTML. ``base`` completes its links.

    ``raw`` is text as a website stores it (an export file), where empty lines separate paragraphs.
    """
    markup = caption_shortcodes_to_figures(markup[:MAX_CHARACTERS])
    if raw and not _HAS_PARAGRAPHS.search(markup):
        markup = _add_paragraphs(markup)
    root = clean(markup, base, classes=True)
    if root is None:
        words = escaped(words_of(markup))
        return Text(_cut(words), words[:OPENING_LENGTH])
    remove_noise(root)
    make_captions_paragraphs(root)
    make_frames_links(root)
    remove_shortcodes(root)
    for element in root.iter():
        element.attrib.pop("class", None)

    running = [paragraph for paragraph in root.iter("p") if _is_running_text(paragraph)]
    if running:  # markdown_of escapes the letters of these paragraphs too
        body = markdown_of(root)
        return Text(_cut(body), _opening_of(running))
    copy = html.fromstring(html.tostring(root, encoding="unicode"))
    escape(copy)
    return Text(_cut(markdown_of(root)), _opening_of([copy]))


def _is_running_text(paragraph: html.HtmlElement) -> bool:
    """Whether a paragraph is prose, not a list, table, quotation, caption or button."""
    for _ in paragraph.iterancestors("li", "td", "blockquote", "figure"):
        return False
    if not paragraph.text_content().strip() or paragraph.get(CAPTION_MARK) is not None:
        return False
    return not _is_button(paragraph)


def _is_button(paragraph: html.HtmlElement) -> bool:
    """Whether a paragraph is nothing but a link."""
    if len(paragraph) != 1 or paragraph[0].tag != "a":
        return False
    link_text = paragraph[0].text_content()
    return bool(paragraph.text_content().strip() == link_text.strip())


def excerpt_words(markup: str) -> str:
    """The words of an excerpt on one line, without shortcodes; only to be compared."""
    return drop_shortcodes(words_of(markup[:20_000]))


@lru_cache(maxsize=1024)  # the same categories come with every post
def line_of(markup: str) -> str:
    """A title in HTML as plain words on one line; entities are decoded once."""
    return one_line(words_of(markup[:5000]))


def plain_text(text: str, base: str = "") -> Text:
    """The text of a field that may be HTML or plain, as in calendars and tables.

    In plain text empty lines separate paragraphs. ``base`` completes links.
    """
    if _LOOKS_LIKE_HTML.search(text[:MAX_CHARACTERS]):
        return text_of(text, base)
    text = re.sub(r"^[ \t]*[•·‣▪*-][ \t]+(?=[^\n]*\w)", _BULLET, text[:MAX_CHARACTERS], flags=re.M)
    paragraphs = _split_paragraphs(escaped(text))
    body = "\n\n".join(_join_lines(paragraph) for paragraph in paragraphs)
    opening = one_line(" ".join(paragraphs).replace(_BULLET, ""))
    return Text(_cut(body), opening[:4000])


def _split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which empty lines separate."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text)]
    return [part for part in parts if part]


def _join_lines(paragraph: str) -> str:
    """The lines of a paragraph as Markdown: bullets as a list, other lines as lines."""
    lines = paragraph.split("\n")
    markdown = lines[0].replace(_BULLET, "- ")
    for before, line in pairwise(lines):
        after_bullet = before.startswith(_BULLET)
        if line.startswith(_BULLET):
            separator = "\n" if after_bullet else "\n\n"
            markdown += f"{separator}- {line[1:]}"
        else:
            separator = "\n\n" if after_bullet else "\\\n"
            markdown += f"{separator}{line}"
    return markdown


def _opening_of(elements: list[html.HtmlElement]) -> str:
    """The first words of elements on one line of Markdown. Their tree is changed."""
    words: list[str] = []
    for element in elements:
        for block in element.iter(*_SEPARATING):
            block.tail = f" {block.tail or ''}"
        words.append(one_line(str(element.text_content()).replace("\u00a0", " ")))
        if sum(len(part) for part in words) > OPENING_LENGTH:
            break
    return start_escaped(without_read_more(shown(" ".join(words))))


def _add_paragraphs(text: str) -> str:
    """Text without paragraphs as HTML with them, as far as needed what WordPress's wpautop does."""
    blocks = []
    for block in _split_paragraphs(text.replace("\r\n", "\n")):
        if _BLOCK.match(block):
            blocks.append(block)
        else:
            lines = block.replace("\n", "<br>")
            blocks.append(f"<p>{lines}</p>")
    return "\n".join(blocks)


def _cut(body: str) -> str:
    """The Markdown, cut at a paragraph's end when it is too long."""
    if len(body) <= LONGEST:
        return body
    kept = body[:LONGEST].rsplit("\n\n", 1)[0]
    return f"{kept}\n\n…"
