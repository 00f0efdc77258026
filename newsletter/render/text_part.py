"""The text part: written from the items by its own template, 72 columns, one address a line."""

import re
from collections.abc import Iterable
from functools import lru_cache

import jinja2
import wcwidth

from newsletter.render.wording.prose import Prose

WIDTH = 72


def columns(text: str) -> int:
    """How many columns a text occupies: wide characters count two, combining ones none."""
    return len(text) if text.isascii() else max(wcwidth.wcswidth(text), 0)


@lru_cache(maxsize=4096)  # the page renders the same texts again and again
def wrap(text: str, width: int = WIDTH, first: str = "", rest: str = "") -> str:
    """The text in lines of at most ``width`` columns; ``first`` stands before the first line, ``rest`` before the others.

    Words are never broken, except where a script writes without blanks; an address longer than the line stays whole on a
    line of its own.
    """
    lines: list[str] = []
    before, room = (columns(first), columns(rest)), width - columns(rest)
    for paragraph in text.split("\n"):
        words: list[str] = []
        used = before[bool(lines)]
        for word in (piece for whole in paragraph.split() for piece in _pieces(whole, room)):
            size = columns(word)
            if words and used + 1 + size > width:
                lines.append((rest if lines else first) + " ".join(words))
                words, used = [], before[1]
            used += size + bool(words)
            words.append(word)
        lines.append((rest if lines else first) + " ".join(words))
    return "\n".join(line.rstrip() for line in lines)


def _pieces(word: str, width: int) -> Iterable[str]:
    """A word cut where it must be: only texts without blanks (Chinese, Thai) are, addresses never."""
    if word.isascii() or "://" in word or columns(word) <= width:
        yield word
        return
    piece = ""
    for char in word:
        if columns(piece + char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


def prose_text(prose: Prose, indent: str = "") -> str:
    """A text's paragraphs and lists, wrapped, with an empty line between paragraphs."""
    parts: list[str] = []
    for number, block in enumerate(prose.blocks):
        space = indent + "  " * block.depth
        if number and not (block.marker and prose.blocks[number - 1].marker):
            parts.append("")
        parts.append(
            wrap(block.text, first=space + block.marker, rest=space + " " * len(block.marker))
        )
    return "\n".join(parts)


def add_filters(env: jinja2.Environment) -> None:
    """Make ``wrap``, ``prose`` and ``underlined`` known to text templates."""
    env.filters["wrap"] = wrap
    env.filters["prose"] = prose_text
    env.filters["underlined"] = lambda text, mark="-": (
        f"{wrap(text)}\n{mark * min(max(map(columns, wrap(text).splitlines())), WIDTH)}"
    )


def tidy(text: str) -> str:
    """No blanks at line ends, never more than two empty lines together, one line end at the very end."""
    lines = (line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n") + "\n"
