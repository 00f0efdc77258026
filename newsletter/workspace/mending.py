"""Lines of front matter that people write without quotes, made into what they meant.

YAML gives ``:``, ``#``, ``[``, ``@`` and quotation marks a meaning that nobody writing a headline has in mind. On the lines
of free text the rest of the line is the text, whenever YAML would fail on it or drop some of it::

    title: We are … : a report      ->  title: 'We are … : a report'
    title: We are #1 in Kenya       ->  title: 'We are #1 in Kenya'
    title: 'We are' – x             ->  title: '''We are'' – x'
"""

import re

FREE_TEXT = ("title", "summary", "location", "subject", "preheader", "alt", "credit")
"""The keys whose value is a line of free text."""

_LINE = re.compile(rf"^(?P<indent> *)(?P<key>{'|'.join(FREE_TEXT)}):(?P<gap>[ \t]+)(?P<value>\S.*?)[ \t]*$", re.M)
_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?:](?=\S)")
_QUOTED = re.compile(r"""(?:'(?:[^']|'')*'|"(?:[^"\\]|\\[0abtnvfre "/\\N_LPxuU])*")(?:\s+\#.*)?$""")
_BLOCK = re.compile(r"[|>][-+0-9]*(?:\s+\#.*)?$")
_OPENS_BLOCK = re.compile(r":[ \t]+[|>][-+0-9]*(?:[ \t]+#.*)?$")


def mend(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The front matter with such lines quoted, and for each the line (from 1) and the key that were mended."""
    if all(_means_itself(found["value"]) for found in _LINE.finditer(text)):
        return text, []
    lines = text.split("\n")
    mended: list[tuple[int, str]] = []
    block_indent = -1  # within a block text (``summary: |``) nothing is a key
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent >= 0 and (indent > block_indent or not line.strip()):
            continue
        block_indent = indent if _OPENS_BLOCK.search(line) else -1
        found = _LINE.match(line)
        if found and not _means_itself(found["value"]) and not _goes_on(lines, number, indent):
            lines[number] = f"{found['indent']}{found['key']}: '" + found["value"].replace("'", "''") + "'"
            mended.append((number + 1, found["key"]))
    return "\n".join(lines), mended


def _means_itself(value: str) -> bool:
    """Whether YAML reads the value as the text that stands there."""
    if value[0].isalpha():
        return ": " not in value and " #" not in value and not value.endswith(":")
    if value[0] in "'\"":
        return bool(_QUOTED.match(value))
    if value[0] in "|>":
        return bool(_BLOCK.match(value))
    return bool(_PLAIN_START.match(value)) and ": " not in value and " #" not in value and not value.endswith(":")


def _goes_on(lines: list[str], number: int, indent: int) -> bool:
    """Whether the value continues on the next, deeper line; such a text has quotes or is the writer's own YAML."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return bool(following.strip()) and len(following) - len(following.lstrip(" ")) > indent
