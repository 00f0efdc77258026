"""WordPress shortcodes in a text: ``[gallery ids="1,2"]``, ``[contact-form-7 id=”12″]``.

Brackets in prose are not shortcodes and stay.
"""

import re
from dataclasses import dataclass

from lxml import html

from newsletter.sources.parsing.html_to_markdown import is_in_code, is_tail_in_code

_NAME = r"[A-Za-z][\w-]{0,60}"
_VALUE = (
    r'(?:"[^"\[\]]{0,500}"'
    r"|'[^'\[\]]{0,500}'"
    r"|[“”″„][^“”″„\[\]]{0,500}[“”″]"
    r"""|[^\s\[\]"'“”″„]{1,500})"""
)
_ATTRIBUTE = rf"[\w-]{{1,60}}={_VALUE}"
_CLOSING = re.compile(rf"\[/({_NAME})\]")
_OPENING = re.compile(rf"\[({_NAME})((?:\s{{1,9}}{_ATTRIBUTE}){{1,40}})?\s{{0,9}}/?\]")
_ESCAPED = re.compile(rf"(\[\[/?{_NAME}[^\[\]]*\]\])")
"""``[[gallery]]``, which WordPress shows as ``[gallery]``."""
_KNOWN = {
    "gallery", "caption", "wp_caption", "embed", "audio", "video", "playlist", "contact-form",
    "contact-form-7", "gravityform", "wpforms", "ninja_form", "mc4wp_form", "tablepress", "toc",
    "recent-posts", "more", "nextpage", "tribe_events",
}  # fmt: skip
_BUILDERS = (
    "vc_", "et_pb_", "fusion_", "av_", "su_", "wpb_", "tribe_", "wp_", "elementor", "mk_", "cs_",
)  # fmt: skip
"""How the shortcodes of page builders begin."""
_CAPTION = re.compile(r"\[(caption|wp_caption)\b[^\[\]]{0,400}\](.{0,1500}?)\[/\1\]", re.S)
_OLD_CAPTION = re.compile(r"""\bcaption=["'“”″]([^"'“”″\]]{1,500})["'“”″]""")
"""As it was before WordPress 3.4."""


@dataclass(frozen=True, slots=True)
class _Shortcodes:
    """The names of shortcodes in one text, in lower case."""

    opened: frozenset[str]
    closed: frozenset[str]

    def remove_from(self, text: str) -> str:
        """The text without its shortcodes; one in double brackets is shown in single ones."""
        parts = _ESCAPED.split(text)
        for place, part in enumerate(parts):
            is_escaped = place % 2 == 1
            if is_escaped:
                parts[place] = part[1:-1]
            else:
                parts[place] = _OPENING.sub(
                    self._drop_opening, _CLOSING.sub(self._drop_closing, part)
                )
        return "".join(parts)

    def _drop_opening(self, match: re.Match[str]) -> str:
        """Nothing for a shortcode: it has attributes, is closed later or has a known name."""
        name, attributes = match[1].lower(), match[2]
        if attributes or name in self.closed or _is_known(name):
            return ""
        return match[0]

    def _drop_closing(self, match: re.Match[str]) -> str:
        name = match[1].lower()
        if name in self.opened or _is_known(name):
            return ""
        return match[0]


def _is_known(name: str) -> bool:
    return name in _KNOWN or name.startswith(_BUILDERS)


def remove_shortcodes(root: html.HtmlElement) -> None:
    """Take the shortcodes out of a tree; code keeps its brackets."""
    whole_text = str(root.text_content())
    if "[" not in whole_text:
        return
    shortcodes = _Shortcodes(
        opened=frozenset(name.lower() for name, _ in _OPENING.findall(whole_text)),
        closed=frozenset(name.lower() for name in _CLOSING.findall(whole_text)),
    )
    for element in root.iter():
        if element.text and not is_in_code(element):
            element.text = shortcodes.remove_from(element.text)
        if element.tail and not is_tail_in_code(element):
            element.tail = shortcodes.remove_from(element.tail)


def drop_shortcodes(words: str) -> str:
    """Plain words without the shortcodes that have attributes, which prose never looks like."""
    if "[" not in words:
        return words
    return _OPENING.sub(lambda match: "" if match[2] else match[0], words)


def caption_shortcodes_to_figures(markup: str) -> str:
    """HTML in which ``[caption]…[/caption]`` has become a figure with a caption."""
    if "[/" not in markup:
        return markup
    return _CAPTION.sub(_make_figure, markup)


def _make_figure(match: re.Match[str]) -> str:
    old = _OLD_CAPTION.search(match[0])
    if old:
        words = old[1]
    else:
        words = re.sub(r"<img\b[^>]*>|</?a\b[^>]*>", "", match[2])
    return f"<figure><figcaption>{words}</figcaption></figure>"
