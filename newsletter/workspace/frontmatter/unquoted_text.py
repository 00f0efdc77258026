"""Lines of front matter that people write without quotes, made into what they meant.

YAML gives ``:``, ``#``, ``[``, ``@`` and quotation marks a meaning that nobody writing a
headline has in mind. On the lines of free text the rest of the line is the text, whenever YAML
would fail on it or drop some of it::

    title: We are … : a report      ->  title: 'We are … : a report'
    title: We are #1 in Kenya       ->  title: 'We are #1 in Kenya'
    title: 'We are' – x             ->  title: '''We are'' – x'

So does a text that goes on over deeper lines; those lines are left empty, so that the numbers of
the others stay.
"""

import re

FREE_TEXT = (
    "title",
    "summary",
    "location",
    "network",
    "leave_out",
    "subject",
    "preheader",
    "alt",
    "credit",
)
"""The keys whose value is a line of free text."""

_LINE = re.compile(
    rf"""^(?P<indent> *)["']?(?P<key>{"|".join(FREE_TEXT)})["']?[ \t]*:[ \t]+(?P<value>\S.*)$""",
    re.M,
)
_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?:](?=\S)")
_YAML_INSIDE = re.compile(r":\s|:$|\s#")
_QUOTED = re.compile(
    r"""(?:'(?:[^']++|'')*+'|"(?:[^"\\]++|\\[0abtnvfre "/\\N_LPxuU])*+")(?:\s+\#.*)?$"""
)
_BLOCK = re.compile(r"[|>][-+0-9]*(?:\s+\#.*)?$")
_OPENS_BLOCK = re.compile(r":[ \t]+[|>][-+0-9]*(?:[ \t]+#.*)?$")
_DEEPER = re.compile(r"\n[ \t]")
"""A deeper line: a text may go on there."""


def quote_free_text(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The front matter with such lines quoted, and for each of them the line (from 1) and the
    key."""
    if not _DEEPER.search(text) and all(
        _means_itself(found["value"].rstrip()) for found in _LINE.finditer(text)
    ):
        return text, []
    lines = text.split("\n")
    quoted_lines: list[tuple[int, str]] = []
    block_indent = -1  # within a block text (``summary: |``) nothing is a key
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent >= 0 and (indent > block_indent or not line.strip()):
            continue
        block_indent = indent if _OPENS_BLOCK.search(line) else -1
        found = _LINE.match(line)
        if found and _quote_line(lines, number, indent, found):
            quoted_lines.append((number + 1, found["key"]))
    return "\n".join(lines), quoted_lines


def _quote_line(lines: list[str], number: int, indent: int, found: re.Match[str]) -> bool:
    """Quote the value that begins on a line, in place; whether that was needed."""
    value, more = found["value"].rstrip(), _continuation(lines, number, indent)
    if more and value[0] in "'\"|>[{":
        # What goes on over several lines in quotes or brackets is the writer's own YAML.
        return False
    if found["key"] == "leave_out" and value[0] in "{[":
        return False  # in issue.md it is a list of items
    whole = " ".join([value, *(line.strip() for line in more)])
    if _means_itself(whole):
        return False
    lines[number] = f"{found['indent']}{found['key']}: '" + whole.replace("'", "''") + "'"
    lines[number + 1 : number + 1 + len(more)] = [""] * len(more)
    return True


def _continuation(lines: list[str], number: int, indent: int) -> list[str]:
    """The lines that go on with the value: those right under it that are deeper."""
    more = []
    for line in lines[number + 1 :]:
        if not line.strip() or len(line) - len(line.lstrip(" ")) <= indent:
            break
        more.append(line)
    return more


def _means_itself(value: str) -> bool:
    """Whether YAML reads the value as the text that is written there."""
    if value[0].isalpha():
        return not _YAML_INSIDE.search(value)
    if value[0] in "'\"":
        return bool(_QUOTED.match(value))
    if value[0] in "|>":
        return bool(_BLOCK.match(value))
    return bool(_PLAIN_START.match(value)) and not _YAML_INSIDE.search(value)
