"""Front matter with changed keys: what is not changed stays as it was, to the byte.

ruamel.yaml puts a changed key into words, with the comments and quotation marks inside it; the
lines of all other keys, and all comments between keys, are taken from the file as they are. The
result is read again before anybody gets it.
"""

import io
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import LiteralScalarString

from newsletter.errors import NewsletterError
from newsletter.workspace.frontmatter.fences import FENCE, FrontMatterError
from newsletter.workspace.frontmatter.front_matter import read_front_matter
from newsletter.workspace.frontmatter.key_lines import KeyLines, comments_in, cut_keys
from newsletter.workspace.frontmatter.unquoted_text import quote_free_text

Change = Callable[[CommentedMap], None]
"""Changes the keys and values of a front matter in place."""


class _Texts(VersionedResolver):
    """Every plain scalar is a text, as ``workspace/frontmatter`` reads it: ``13:00`` and ``no``
    need no quotation marks."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return super().resolve(kind, value, (False, False) if kind is ScalarNode else implicit)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A file, cut at its fences."""

    before: str
    """All up to the end of the opening fence's line."""
    head: str
    fence: str
    """The closing fence's line, up to the end of the file's body."""
    body: str


def rewritten(text: str, change: Change, order: Iterable[str], body: str | None = None) -> str:
    """The file's text with a change in its front matter, and another body unless that is None.

    ``text`` has line ends as ``\\n``. ``order`` names the keys as they should follow one
    another: a new key follows the nearest of those before it. Raises NewsletterError when the
    text cannot be read, before or after.
    """
    _must_read(text)
    parts = _cut(text)
    pieces = cut_keys(parts.head)
    document = _loaded(pieces)
    before = {key: _as_plain_value(document[key]) for key in document}
    change(document)
    after = {
        key: "" if _as_plain_value(document[key]) == before.get(key) else _dumped_key(document, key)
        for key in document
    }
    head = _spliced(pieces, before, after, tuple(order))
    new_body = parts.body if body is None else _with_blank(body, parts.body)
    result = f"{parts.before}{head}{parts.fence}{new_body}"
    _must_read(result)
    return result


def _with_blank(body: str, before: str) -> str:
    """The new body with as many blank lines in front as the one before it had."""
    blank = before[: len(before) - len(before.lstrip("\n"))] if before.strip() else "\n"
    return f"{blank}{body.strip()}\n" if body.strip() else "\n"


def _must_read(text: str) -> None:
    try:
        read_front_matter(text)
    except FrontMatterError as fault:
        raise NewsletterError(f"{fault.message}.", line=fault.line) from None


def _cut(text: str) -> _Parts:
    opening, closing = list(FENCE.finditer(text))[:2]
    return _Parts(
        text[: opening.end() + 1],
        text[opening.end() + 1 : closing.start()],
        closing[0],
        text[closing.end() :],
    )


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Resolver = _Texts
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _loaded(pieces: Iterable[KeyLines]) -> CommentedMap:
    """Each key with its value as ruamel holds it, with the comments in it; each is loaded alone."""
    document = CommentedMap()
    for piece in pieces:
        if not piece.key:
            continue
        try:
            readable, _ = quote_free_text(piece.value)
            alone = _yaml().load(textwrap.dedent(readable.replace("\t", " ")))
            ((key, value),) = alone.items()
        except (YAMLError, ValueError, AttributeError):
            # It can be replaced as a whole; else it stays as it is.
            key, value, alone = piece.key, piece.value, None
        document[key] = value
        if alone is not None and key in alone.ca.items:
            document.ca.items[key] = alone.ca.items[key]
    return document


def _as_plain_value(node: Any) -> Any:
    """What a value says, in a form that can be compared; a mapping in another order says something
    else."""
    if isinstance(node, Mapping):
        return tuple((str(key), _as_plain_value(value)) for key, value in node.items())
    return [_as_plain_value(entry) for entry in node] if isinstance(node, list) else str(node)


def _dumped_key(document: CommentedMap, key: str) -> str:
    alone = CommentedMap({key: document[key]})
    # A comment behind a value that is a block of lines now would become a part of the block.
    if key in document.ca.items and not isinstance(document[key], LiteralScalarString):
        alone.ca.items[key] = document.ca.items[key]
    out = io.StringIO()
    _yaml().dump(alone, out)
    text = out.getvalue().rstrip("\n")
    return f"{text}\n"


def _spliced(
    pieces: list[KeyLines],
    before: Mapping[str, Any],
    after: Mapping[str, str],
    order: tuple[str, ...],
) -> str:
    """The head with new lines for every key that says something else now (``after`` has them); no
    comment is lost."""
    done: list[KeyLines] = []
    for piece in pieces:
        if piece.key and piece.key not in after:
            done.append(KeyLines(piece.key, "", _kept(piece.value, "") + piece.behind))
        elif piece.key and after[piece.key]:
            value = textwrap.indent(after[piece.key], piece.indent)
            behind = _kept(piece.value, value) + piece.behind
            done.append(KeyLines(piece.key, value, _beside(value, behind), piece.indent))
        else:
            done.append(piece)
    for key in (key for key in after if key not in before):
        earlier = order[: order.index(key)] if key in order else ()
        names = [piece.key for piece in done]
        at = max((names.index(name) for name in earlier if name in names), default=len(done) - 1)
        # What follows the key before it, comments on the next one, stays behind both.
        last = done[at]
        done[at] = KeyLines(last.key, last.value, "", last.indent)
        value = textwrap.indent(after[key], last.indent)
        done.insert(at + 1, KeyLines(key, value, _beside(value, last.behind), last.indent))
    return "".join(piece.value + piece.behind for piece in done)


def _beside(value: str, behind: str) -> str:
    """What follows a key's lines; behind a block of text an indented comment would become a
    part of it."""
    return (
        re.sub(r"^[ \t]+(?=#)", "", behind, flags=re.M)
        if re.search(r":[ \t]*[|>]", value.split("\n")[0])
        else behind
    )


def _kept(old: str, new: str) -> str:
    """The comments of the old lines that are not in the new ones, each on a line of its own."""
    there = comments_in(new) if new else []
    return "".join(f"{comment}\n" for comment in comments_in(old) if comment not in there)
