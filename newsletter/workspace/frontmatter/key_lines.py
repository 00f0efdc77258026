"""Which lines of a front matter belong to which key: from the marks of libyaml's nodes, so that
nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from newsletter.errors import NewsletterError
from newsletter.workspace.frontmatter.unquoted_text import quote_free_text
from newsletter.workspace.frontmatter.yaml_loader import TextLoader

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.M)


@dataclass(frozen=True, slots=True)
class KeyLines:
    """A key's own lines, and the comments and blank lines behind them. What stands before the first
    key has no key."""

    key: str
    value: str
    behind: str
    indent: str = ""


def cut_keys(head: str) -> list[KeyLines]:
    """The pieces of a front matter that can be read; joined together they are the front matter, to
    the byte."""
    readable, _ = quote_free_text(head)
    node = _composed(readable)
    lines, seen = head.splitlines(keepends=True), readable.splitlines()
    if node is None:
        return [KeyLines("", "", head)]
    if node.flow_style:
        raise NewsletterError(
            "its front matter is in braces, which cannot be changed here; open the file itself."
        )
    starts = [key.start_mark.line for key, _ in node.value]
    pieces = [KeyLines("", "", "".join(lines[: starts[0]]))]
    for (key, value), start, following in zip(
        node.value, starts, [*starts[1:], len(lines)], strict=True
    ):
        end = max(_last_line(value, seen), start)
        # Quoting writes a text that goes on over several lines as one, and leaves the others empty.
        while (
            end + 1 < following
            and lines[end + 1].strip()
            and not (seen[end + 1].strip() if end + 1 < len(seen) else "")
        ):
            end += 1
        own, behind = "".join(lines[start : end + 1]), "".join(lines[end + 1 : following])
        pieces.append(
            KeyLines(
                key.value,
                own if own.endswith("\n") else f"{own}\n",
                behind,
                " " * key.start_mark.column,
            )
        )
    return pieces


def comments_in(text: str) -> list[str]:
    """The comments in some lines of front matter: every # that begins one and is not inside a
    value."""
    readable, _ = quote_free_text(text)
    node = _composed(readable)
    values = list(_scalars(node, readable.splitlines())) if node is not None else []
    found = []
    for hit in _COMMENT.finditer(readable):
        line = readable.count("\n", 0, hit.start())
        column = hit.start() - (readable.rfind("\n", 0, hit.start()) + 1)
        if not any(start <= (line, column) < end for start, end in values):
            found.append(hit[0].rstrip())
    return found


def _composed(text: str) -> yaml.MappingNode | None:
    loader = TextLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError:
        return None
    finally:
        loader.dispose()
    return node if isinstance(node, yaml.MappingNode) else None


Place = tuple[int, int]


def _scalars(node: yaml.Node, lines: list[str]) -> Iterator[tuple[Place, Place]]:
    """From where to where each scalar reaches."""
    if isinstance(node, yaml.ScalarNode):
        end = (node.end_mark.line, node.end_mark.column)
        if node.style in ("|", ">"):
            yield (node.start_mark.line + 1, 0), (_last_line(node, lines) + 1, 0)
        else:
            yield (node.start_mark.line, node.start_mark.column), end
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key, lines)
            yield from _scalars(value, lines)
    else:
        for child in node.value:
            yield from _scalars(child, lines)


def _last_line(node: yaml.Node, lines: list[str]) -> int:
    """The last line of a value itself, without the comments that the marks of blocks reach over."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            return _last_of_block(node, lines)
        return int(node.end_mark.line)
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return max(_last_line(child, lines) for child in (last if isinstance(last, tuple) else (last,)))


def _last_of_block(node: yaml.ScalarNode, lines: list[str]) -> int:
    """The last line of ``key: |`` and its like: blank lines behind belong to it only when it says
    so (``|+``)."""
    header = int(node.start_mark.line)
    stop = min(int(node.end_mark.line) + (1 if node.end_mark.column else 0), len(lines))
    inside = [at for at in range(header + 1, stop) if lines[at].strip()]
    if not inside:
        return header
    indent = len(lines[inside[0]]) - len(lines[inside[0]].lstrip(" "))
    last = max(at for at in inside if len(lines[at]) - len(lines[at].lstrip(" ")) >= indent)
    if re.search(r"[|>]\d?\+", lines[header]):
        while last + 1 < len(lines) and not lines[last + 1].strip():
            last += 1
    return last
