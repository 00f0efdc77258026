"""A built HTML part read back: its items and its opening, to tell what changed since. The marks are those of templates/parts/items.mjml.j2."""

import re
from html.parser import HTMLParser

from newsletter.core.history.issue_diff import OPENING, DiffPart

_VOID = {"br", "img", "hr", "meta", "link", "input", "wbr"}
_HEADINGS = ("h2", "h3")


def pieces(html: str) -> list[DiffPart]:
    """The items in reading order, each with the section it stands in, and before them subject and introduction."""
    reader = _EmailReader()
    reader.feed(html)
    reader.close()
    return [
        DiffPart("subject", "subject", OPENING, _join_words(reader.subject)),
        DiffPart(
            "preheader",
            "preheader",
            OPENING,
            re.sub("[\u034f\u200c\u00a0 ]+$", "", _join_words(reader.preheader)),
        ),
        DiffPart("introduction", "introduction", OPENING, _join_words(reader.opening)),
        *reader.found,
    ]


def _join_words(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


class _EmailReader(HTMLParser):
    """Collects the words of each element that has an item's anchor, and of the first text of the email."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[DiffPart] = []
        self.subject: list[str] = []
        self.preheader: list[str] = []
        self.opening: list[str] = []
        self.section: list[str] = []
        self._open: list[str] = []
        self._item: tuple[str, int, list[str], list[str]] | None = None
        """Its anchor, how deep it began, its words, its heading."""
        self._classes: tuple[str, ...] = ()
        """Those of the open elements."""
        self._in_section = 0
        """How deep the heading at hand began; 0 when none is open."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("id") or ""
        if tag not in _VOID:
            self._open.append(tag)
            self._classes = (*self._classes[: len(self._open) - 1], values.get("class") or "")
        elif self._item:
            self._item[2].append(" ")
        if name.startswith("i-") and self._item is None:
            self._item = (name, len(self._open), [], [])
        if tag == "h2" and name.startswith("s-"):
            self.section = []
            self._in_section = len(self._open)
        if self._item and tag in ("p", "li", "div", *_HEADINGS):
            self._item[2].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open and self._open.pop() != tag:
            pass
        self._classes = self._classes[: len(self._open)]
        if self._in_section > len(self._open):
            self._in_section = 0
        if self._item and len(self._open) < self._item[1]:
            anchor, _, words, heading = self._item
            self.found.append(
                DiffPart(
                    anchor,
                    _join_words(heading) or _join_words(words)[:80],
                    _join_words(self.section),
                    _join_words(words),
                )
            )
            self._item = None

    def handle_data(self, data: str) -> None:
        if self._item:
            _, depth, words, heading = self._item
            (heading if any(tag in _HEADINGS for tag in self._open[depth:]) else words).append(data)
        elif self._in_section:
            self.section.append(data)
        elif "title" in self._open:
            self.subject.append(data)
        elif "preheader" in self._classes:
            self.preheader.append(data)
        elif "prose" in self._classes and not self.found:
            self.opening.append(data)
