"""The text of a website's post: what its editor wrote, without what its theme, its blocks and its plugins put around it."""

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
from newsletter.sources.parsing.summaries import without_read_more

LONGEST = 100_000
"""Characters of Markdown; a longer text is cut at a paragraph's end, and its link leads to the rest."""

_NOISY = {
    "screen-reader-text", "sr-only", "visually-hidden", "more-link", "read-more", "sharedaddy", "jp-relatedposts",
    "addtoany_share_save_container", "wp-block-file__button", "wp-block-post-navigation-link", "post-password-form", "gform_wrapper", "wpcf7",
}  # fmt: skip
"""Classes of what is no part of the text: for screen readers alone, buttons, forms, what plugins share."""

# ---- shortcodes: [gallery ids="1,2"], [/caption], [contact-form-7 id=”12″]; brackets in prose are none

_NAME = r"[A-Za-z][\w-]{0,60}"
_ATTRIBUTE = r"""[\w-]{1,60}=(?:"[^"\[\]]{0,500}"|'[^'\[\]]{0,500}'|[“”″„][^“”″„\[\]]{0,500}[“”″]|[^\s\[\]"'“”″„]{1,500})"""
_CLOSING = re.compile(rf"\[/({_NAME})\]")
_SHORTCODE = re.compile(rf"\[({_NAME})((?:\s{{1,9}}{_ATTRIBUTE}){{1,40}})?\s{{0,9}}/?\]")
_KNOWN = {
    "gallery", "caption", "wp_caption", "embed", "audio", "video", "playlist", "contact-form", "contact-form-7", "gravityform",
    "wpforms", "ninja_form", "mc4wp_form", "tablepress", "toc", "recent-posts", "more", "nextpage", "tribe_events",
}  # fmt: skip
_BUILDERS = (
    "vc_",
    "et_pb_",
    "fusion_",
    "av_",
    "su_",
    "wpb_",
    "tribe_",
    "wp_",
    "elementor",
    "mk_",
    "cs_",
)
"""How the shortcodes of page builders begin."""
_CAPTION = re.compile(r"\[(caption|wp_caption)\b[^\[\]]{0,400}\](.{0,1500}?)\[/\1\]", re.S)


@dataclass(frozen=True, slots=True)
class Text:
    """A post's text."""

    body: str
    """Markdown."""
    opening: str
    """Its first paragraphs of running text in one line of Markdown, for a summary."""


def text_of(markup: str, base: str = "", *, raw: bool = False) -> Text:
    """The text of a post's HTML. ``base`` completes its links; ``raw`` is text as an editor stores it (an export file), where an
    empty line parts paragraphs."""
    markup = markup[:MAX_CHARACTERS]
    if "[/" in markup:
        markup = _CAPTION.sub(_as_figure, markup)
    if raw and not re.search(r"<p[\s>]|<!-- wp:", markup):
        markup = _paragraphs(markup)
    root = clean(markup, base, classes=True)
    if root is None:
        words = escaped(words_of(markup))
        return Text(_cut(words), words[:2000])
    _without_noise(root)
    _captions(root)
    _frames(root)
    _without_shortcodes(root)
    for element in root.iter():
        element.attrib.pop("class", None)
    paragraphs = [
        p
        for p in root.iter("p")
        if not any(True for _ in p.iterancestors("li", "td", "blockquote", "figure"))
    ]
    running = [
        p
        for p in paragraphs
        if p.text_content().strip() and p.get("data-caption") is None and not _is_button(p)
    ]
    escape_later = html.fromstring(html.tostring(root, encoding="unicode")) if not running else None
    body = markdown_of(root)
    if escape_later is not None:
        escape(escape_later)
    opening = _first_words(running if escape_later is None else [escape_later])
    return Text(_cut(body), opening)


def _is_button(paragraph: html.HtmlElement) -> bool:
    """Whether a paragraph is nothing but a link: a button, not running text."""
    return (
        len(paragraph) == 1
        and paragraph[0].tag == "a"
        and paragraph.text_content().strip() == paragraph[0].text_content().strip()
    )


def excerpt_words(markup: str) -> str:
    """The words of an excerpt on one line, without shortcodes; only to be compared."""
    words = words_of(markup[:20_000])
    return (
        _SHORTCODE.sub(lambda found: "" if found[2] else found[0], words) if "[" in words else words
    )


@lru_cache(maxsize=1024)  # the same categories come with every post
def line_of(markup: str) -> str:
    """A title: its words on one line, without form; entities are decoded once."""
    return one_line(words_of(markup[:5000]))


def plain_text(text: str, base: str = "") -> Text:
    """The text of a field that may be HTML or plain, as calendars and tables have it; empty lines part paragraphs."""
    if re.search(
        r"<(?:p|br|a|ul|ol|li|div|span|b|strong|i|em|h[1-6])\b[^<>]*>", text[:MAX_CHARACTERS], re.I
    ):
        return text_of(text, base)
    text = re.sub(r"^[ \t]*[•·‣▪*-][ \t]+(?=[^\n]*\w)", _BULLET, text[:MAX_CHARACTERS], flags=re.M)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", escaped(text)) if part.strip()]
    body = "\n\n".join(_lines(part) for part in paragraphs)
    return Text(_cut(body), one_line(" ".join(paragraphs).replace(_BULLET, ""))[:4000])


_BULLET = "\ue001"
"""Stands for the bullet of a list in plain text while its letters are escaped."""


def _lines(paragraph: str) -> str:
    """The lines of a paragraph as Markdown: lists as lists, other lines parted as they are."""
    lines = paragraph.split("\n")
    made = lines[0].replace(_BULLET, "- ")
    for before, line in pairwise(lines):
        if line.startswith(_BULLET):
            made += f"{chr(10) if before.startswith(_BULLET) else chr(10) * 2}- {line[1:]}"
        else:
            made += f"{chr(10) * 2 if before.startswith(_BULLET) else chr(92) + chr(10)}{line}"
    return made


def _first_words(elements: list[html.HtmlElement]) -> str:
    words: list[str] = []
    for element in elements:
        for block in element.iter(
            "br",
            "p",
            "div",
            "li",
            "td",
            "th",
            "tr",
            "blockquote",
            "dt",
            "dd",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ):
            block.tail = f" {block.tail or ''}"
        words.append(one_line(str(element.text_content()).replace("\u00a0", " ")))
        if sum(map(len, words)) > 2000:
            break
    return start_escaped(without_read_more(shown(" ".join(words))))


def _paragraphs(text: str) -> str:
    """What WordPress's own wpautop does to text without paragraphs, as far as it matters here."""
    blocks = [
        block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()
    ]
    is_block = re.compile(r"<(?:ul|ol|li|table|h[1-6]|blockquote|pre|div|figure|hr|dl)\b", re.I)
    return "\n".join(
        block if is_block.match(block) else "<p>{}</p>".format(block.replace("\n", "<br>"))
        for block in blocks
    )


def _as_figure(caption: re.Match[str]) -> str:
    named = re.search(
        r"""\bcaption=["'“”″]([^"'“”″\]]{1,500})["'“”″]""", caption[0]
    )  # as it was before WordPress 3.4
    if named:
        return f"<figure><figcaption>{named[1]}</figcaption></figure>"
    words = re.sub(r"<img\b[^>]*>|</?a\b[^>]*>", "", caption[2])
    return f"<figure><figcaption>{words}</figcaption></figure>"


def _without_noise(root: html.HtmlElement) -> None:
    for element in [
        element for element in root.iter() if _NOISY.intersection(element.get("class", "").split())
    ]:
        if element.getparent() is not None:
            element.drop_tree()
    links = root.xpath(".//a")
    for link in links[-1:]:  # a button at the very end of an excerpt
        if re.match(
            r"\s*(?:Read [Mm]ore|Continue [Rr]eading)\b", link.text_content()
        ) and not _words_after(link, root):
            link.drop_tree()
    for element in [*root.iter("hr")]:
        element.drop_tree()


def _words_after(link: html.HtmlElement, root: html.HtmlElement) -> str:
    """What stands behind a link up to the end of the text."""
    after, element = [link.tail or ""], link
    while element.getparent() is not None and element is not root:
        after += [
            f"{sibling.text_content()}{sibling.tail or ''}" for sibling in element.itersiblings()
        ]
        element = element.getparent()
        if element is not root:
            after.append(element.tail or "")
    return "".join(after).strip()


def _captions(root: html.HtmlElement) -> None:
    """Captions become paragraphs in italics, each on its own."""
    for caption in [*root.iter("figcaption", "caption")]:
        if not caption.text_content().strip():
            caption.drop_tree()
            continue
        outside = (
            next((a for a in caption.iterancestors("table")), None)
            if caption.tag == "caption"
            else None
        )
        caption.tag = "em"
        paragraph = caption.makeelement("p", {"data-caption": "yes"})
        tail, caption.tail = caption.tail, None
        (outside if outside is not None else caption).addprevious(paragraph)
        paragraph.append(caption)
        paragraph.tail = tail if outside is None else paragraph.tail
    for figure in [*root.iter("figure")]:
        figure.tag = "div"


def _frames(root: html.HtmlElement) -> None:
    """What was shown in a frame, a film mostly, becomes a link to it."""
    for frame in [*root.iter("iframe")]:
        address = frame.get("src", "")
        title = one_line(frame.get("title", "")) or "Video"
        frame.attrib.clear()
        if not re.match(r"https?://", address):
            frame.drop_tree()
            continue
        film = re.match(
            r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})", address
        )
        vimeo = re.match(r"https?://player\.vimeo\.com/video/(\d{4,15})", address)
        frame.tag, frame.text = "a", title
        around = frame.getparent()
        if around is not None and around.tag == "p" and around.text_content().strip() == title:
            around.set("data-caption", "yes")
        frame.set(
            "href",
            f"https://www.youtube.com/watch?v={film[1]}"
            if film
            else f"https://vimeo.com/{vimeo[1]}"
            if vimeo
            else address,
        )


def _without_shortcodes(root: html.HtmlElement) -> None:
    whole = str(root.text_content())
    if "[" not in whole:
        return
    opened = {name.lower() for name, _ in _SHORTCODE.findall(whole)}

    def closed(found: re.Match[str]) -> str:
        return (
            ""
            if found[1].lower() in opened | _KNOWN or found[1].lower().startswith(_BUILDERS)
            else found[0]
        )

    paired = {name.lower() for name in _CLOSING.findall(whole)}

    def without(text: str) -> str:
        parts = re.split(rf"(\[\[/?{_NAME}[^\[\]]*\]\])", text)  # [[gallery]] shows [gallery]
        parts[::2] = [
            _SHORTCODE.sub(
                lambda found: "" if _is_shortcode(found, paired) else found[0],
                _CLOSING.sub(closed, part),
            )
            for part in parts[::2]
        ]
        parts[1::2] = [part[1:-1] for part in parts[1::2]]
        return "".join(parts)

    for element in root.iter():
        in_code = any(True for _ in element.iterancestors("pre", "code")) or element.tag in (
            "pre",
            "code",
        )
        if element.text and not in_code:
            element.text = without(element.text)
        around = element.getparent()
        if element.tail and around is not None and around.tag not in ("pre", "code"):
            element.tail = without(element.tail)


def _is_shortcode(found: re.Match[str], paired: set[str]) -> bool:
    name = found[1].lower()
    return bool(found[2]) or name in _KNOWN or name in paired or name.startswith(_BUILDERS)


def _cut(body: str) -> str:
    if len(body) <= LONGEST:
        return body
    return f"{body[:LONGEST].rsplit(chr(10) * 2, 1)[0]}\n\n…"
