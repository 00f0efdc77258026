"""Markdown from content into safe, well-formed HTML, and into the same words without markup.

    Markdown -> markdown-it -> HTML -> nh3 (only what an email may hold) -> written anew, tag by tag -> Prose

What comes from content is written anew by ``_Writer`` from the sanitised tags, so nothing but the few tags named here can
reach MJML, well-formed and with every delicate character of an attribute as a number.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

from newsletter.core.values.text import harmless
from newsletter.render.wording.templates import attribute

INLINE = {"a", "strong", "em", "code", "sub", "sup", "br", "del"}
BLOCKS = {"p", "ul", "ol", "li", "blockquote", "pre", "h4"}
_RENAMED = {
    "b": "strong",
    "i": "em",
    "s": "del",
    "h1": "h4",
    "h2": "h4",
    "h3": "h4",
    "h5": "h4",
    "h6": "h4",
}
_PARSED = (
    INLINE
    | BLOCKS
    | set(_RENAMED)
    | {"table", "tr", "td", "th", "div", "section", "figcaption", "dt", "dd", "hr", "img"}
)
_DROPPED = {"script", "style", "template", "svg", "math", "iframe", "object", "noscript"}
MAX_DEPTH = 8
"""How deep lists and quotations may nest; deeper ones are written flat. libxml2, under premailer, drops what nests
beyond 256 elements, and the rest of the email with it."""

_FIRST_PARAGRAPH_WITHIN = 20_000
"""Characters of a body that are looked at for its first paragraph."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, a list entry or a heading, without markup."""

    text: str
    marker: str = ""
    """What stands before its first line, such as ``- `` or ``2. ``."""
    depth: int = 0
    """How deep it is indented."""


@dataclass(frozen=True, slots=True)
class Prose:
    """One text in its two shapes, with what checks ask about."""

    html: str = ""
    blocks: tuple[TextBlock, ...] = ()
    links: tuple[Link, ...] = ()
    relative: tuple[str, ...] = ()
    """Addresses in it that are not full web addresses; their links were taken away."""
    pictures: int = 0
    """How many pictures stood in it; none is shown from within a text."""

    @property
    def text(self) -> str:
        """All its words on one line."""
        return " ".join(block.text for block in self.blocks)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_PARSED,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


@lru_cache(maxsize=512)
def prose(markdown: str) -> Prose:
    """A whole text."""
    return _written(markdown)


def as_markdown(text: str) -> str:
    """Plain words as Markdown that means just them: every mark that Markdown gives a meaning is escaped (CommonMark 2.4)."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


@lru_cache(maxsize=512)
def first_paragraph(markdown: str) -> Prose:
    """The first paragraph of a text that holds words; headings and pictures before it are passed over."""
    head = markdown[:_FIRST_PARAGRAPH_WITHIN]
    writer = _Writer(only_first=True)
    writer.feed(_cleaner().clean(_markdown().render(head)))
    return writer.done()


def _written(markdown: str) -> Prose:
    if not markdown.strip():
        return Prose()
    writer = _Writer()
    writer.feed(_cleaner().clean(_markdown().render(markdown)))
    return writer.done()


@dataclass(slots=True)
class _Block:
    html: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Writer(HTMLParser):
    """Writes sanitised HTML anew: balanced, few tags, paragraphs and lists only, and collects the plain words beside."""

    def __init__(self, only_first: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.only_first = only_first
        self.html: list[str] = []
        self.blocks: list[TextBlock] = []
        self.links: list[Link] = []
        self.relative: list[str] = []
        self.pictures = 0
        self.open_inline: list[str] = []
        self.open_blocks: list[str] = []
        self.numbers: list[int] = []
        self.current = _Block()
        self.marker = ""
        self.href = ""
        self.link_start = 0
        self.finished = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _RENAMED.get(tag, tag)
        if self.finished:
            return
        if tag == "img":
            self.pictures += 1
        elif tag == "br":
            self.current.html.append("<br />")
            self.current.text.append("\n")
        elif tag in ("td", "th"):
            if "".join(self.current.text).strip():
                self._say(" · ".removeprefix(" " if self.current.text[-1].endswith(" ") else ""))
        elif tag == "a":
            self._open_link(dict(attrs).get("href") or "")
        elif tag in INLINE:
            if len(self.open_inline) < MAX_DEPTH:
                self.open_inline.append(tag)
                self.current.html.append(f"<{tag}>")
        else:
            self._open_block(tag, dict(attrs).get("start") or "")

    def handle_endtag(self, tag: str) -> None:
        tag = _RENAMED.get(tag, tag)
        if self.finished or tag in ("td", "th", "br", "img", "hr"):
            return
        if tag in INLINE:
            self._close_inline(tag)
        else:
            self._close_block(tag)

    def handle_data(self, data: str) -> None:
        if not self.finished:
            self._say(data)

    def _say(self, text: str) -> None:
        text = harmless(text)  # once more: entities have become characters by now
        if not self.open_blocks or self.open_blocks[-1] != "pre":
            text = re.sub(r"[ \t\n]+", " ", text)
            if "".join(self.current.text[-1:]).endswith((" ", "\n")):
                text = text.lstrip(" ")
        self.current.html.append(escape(text, quote=False))
        self.current.text.append(text)

    def _open_link(self, href: str) -> None:
        full = re.match(r"(?:https?://[^/\s]|mailto:[^\s@]+@)", href, re.I)
        if href and not full:
            self.relative.append(href)
        if full:
            self.open_inline.append("a")
            self.href, self.link_start = href, len(self.current.text)
            self.current.html.append(f'<a href="{attribute(href)}">')

    def _close_inline(self, tag: str) -> None:
        if tag not in self.open_inline:
            return
        while self.open_inline:
            last = self.open_inline.pop()
            self.current.html.append(f"</{last}>")
            if last == "a":
                said = re.sub(r"\s+", " ", "".join(self.current.text[self.link_start :])).strip()
                self.links.append(Link(said, self.href))
            if last == tag:
                return

    def _open_block(self, tag: str, start: str) -> None:
        self._flush()
        if len(self.open_blocks) >= MAX_DEPTH:
            return  # its words stay, in the block around it
        if tag == "ul":
            self.numbers.append(0)
        elif tag == "ol":
            self.numbers.append(int(start) if start.isdecimal() and len(start) < 6 else 1)
        elif tag == "li":
            if not self.numbers:
                return
            self.marker = "- " if not self.numbers[-1] else f"{self.numbers[-1]}. "
            self.numbers[-1] += 1 if self.numbers[-1] else 0
        if tag in BLOCKS:
            self.open_blocks.append(tag)
            if tag in ("ul", "ol", "li", "blockquote") and not self.only_first:
                begins = (
                    f' start="{self.numbers[-1]}"' if tag == "ol" and self.numbers[-1] != 1 else ""
                )
                self.html.append(f"<{tag}{begins}>")

    def _close_block(self, tag: str) -> None:
        self._flush()
        if tag not in self.open_blocks:
            return
        while self.open_blocks:
            last = self.open_blocks.pop()
            if last in ("ul", "ol") and self.numbers:
                self.numbers.pop()
            if last in ("ul", "ol", "li", "blockquote") and not self.only_first:
                self.html.append(f"</{last}>")
            if last == tag:
                return

    def _flush(self) -> None:
        """End the paragraph at hand, if it holds any words."""
        while self.open_inline:
            self._close_inline(self.open_inline[-1])
        text = "\n".join(line.strip() for line in "".join(self.current.text).split("\n")).strip()
        html = "".join(self.current.html).strip()
        self.current = _Block()
        if not (re.search(r"\w", text) if self.only_first else text):
            return
        tag = next(
            (tag for tag in reversed(self.open_blocks) if tag in ("p", "h4", "pre", "li")), "p"
        )
        if self.only_first and tag == "h4":
            return
        tag = "p" if self.only_first else tag
        self.html.append(html if tag == "li" else f"<{tag}>{html}</{tag}>")
        depth = max(sum(block in ("ul", "ol", "blockquote") for block in self.open_blocks) - 1, 0)
        depth += 1 if "blockquote" in self.open_blocks or (self.numbers and not self.marker) else 0
        self.blocks.append(TextBlock(text, self.marker, depth))
        self.marker = ""
        self.finished = self.only_first

    def done(self) -> Prose:
        """What was written."""
        self.close()
        self._close_all()
        return Prose(
            "".join(self.html),
            tuple(self.blocks),
            tuple(self.links),
            tuple(self.relative),
            self.pictures,
        )

    def _close_all(self) -> None:
        finished, self.finished = self.finished, False
        if not finished:
            self._flush()
        while self.open_blocks:
            self._close_block(self.open_blocks[-1])
