"""Simple front matter, read without YAML: keys with values that mean the very same text in YAML.

Nine files of ten contain nothing else, and reading them this way takes a fifth of the time.
Everything else is left to libyaml; a property test compares the two.
"""

import re

from newsletter.workspace.frontmatter.unquoted_text import FREE_TEXT

_START = r"[^\W_]"
_INSIDE = r"(?:[^:#\n]|:(?=\S)|(?<=\S)#)*"
"""A colon or a number sign that YAML gives no meaning (YAML 1.1, 9.1.2 and 9.1.3)."""
_WORD = r"[^\W_][^,\[\]{}:#\n]*"
_LINE = re.compile(
    rf"(?P<key>[A-Za-z_][A-Za-z0-9_-]*): "
    rf"(?:(?P<plain>{_START}{_INSIDE})"
    rf'|"(?P<quoted>[^"\\\n]*)"'
    rf"|\[(?P<words>{_WORD}(?:, {_WORD})*)\])"
)


def plain_values(
    head: str, first_line: int
) -> tuple[dict[str, str | list[str]], dict[str, int]] | None:
    """The values of front matter and the line of each key, or None when YAML has to read it.

    ``head`` is what is between the fences, from the end of the first fence's line on, which
    is ``first_line``.
    """
    values: dict[str, str | list[str]] = {}
    lines: dict[str, int] = {}
    if not head.replace("\n", "").isprintable():
        return None
    for number, line in enumerate(head.split("\n"), first_line):
        line = line.rstrip(" ")
        if not line:
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        key, plain, quoted, words = found.groups()
        if key in values or (words is not None and key in FREE_TEXT):  # "title: [Video]" is a text
            return None
        lines[key] = number
        if plain is not None:
            values[key] = plain
        elif quoted is not None:
            values[key] = quoted
        else:
            values[key] = [word.rstrip() for word in words.split(", ")]
    return values, lines
