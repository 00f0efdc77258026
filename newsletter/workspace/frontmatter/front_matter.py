"""Front matter: what is written between the fences of a file, and the text under them.

Most files are read without YAML (``plain_yaml``), the others with python-frontmatter and a
handler of our own (``yaml_matter``), which is loaded for them alone. What a value means is
decided by its field; here all of it is text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsletter.core.problems import reading_kinds as kinds
from newsletter.workspace.frontmatter.fences import FrontMatterError, split_at_fences
from newsletter.workspace.frontmatter.plain_yaml import plain_values

_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}
"""What ends a line for YAML, but not for anybody who counts lines."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What is written between the fences, and the text under them."""

    values: Mapping[str, Any]
    """Texts, lists and mappings; no other types."""
    body: str
    lines: Mapping[str, int]
    """The line of each key, counted from the file's first; keys of mappings as ``outer/inner``."""
    read_as_text: tuple[tuple[int, str], ...] = ()
    """Line and key of each line of free text that was read as text although YAML would not."""
    body_line: int = 1
    """The line the body begins on."""


def read_front_matter(text: str) -> FrontMatter:
    """Split and read a whole file's text (line ends as ``\\n``, no byte order mark). Raises
    FrontMatterError."""
    if not text.isascii():
        text = text.translate(_LINE_ENDS)
    opening = _opening_line(text)
    head, body, body_line = split_at_fences(text.strip(), opening)
    plain = plain_values(head, opening)
    if plain is not None:
        return FrontMatter(plain[0], body.strip(), plain[1], (), body_line)
    return _with_yaml(text, opening)


def _with_yaml(text: str, opening: int) -> FrontMatter:
    import frontmatter

    from newsletter.workspace.frontmatter.yaml_loader import Handler

    handler = Handler(opening)
    values, body = frontmatter.parse(text, handler=handler)
    return FrontMatter(values, body, handler.lines, tuple(handler.read_as_text), handler.body_line)


def _opening_line(text: str) -> int:
    """The line of the first fence; python-frontmatter would read a file without one as all body."""
    if text.startswith("---\n"):
        return 1
    for number, line in enumerate(text.split("\n", 50)[:50], 1):
        if line.startswith("---") and not line.strip("- \t"):
            return number
        if line.strip():
            if "\n---" in text:
                raise FrontMatterError(kinds.TEXT_BEFORE_FRONT_MATTER, number)
            break
    raise FrontMatterError(kinds.FRONT_MATTER_MISSING, 1)
