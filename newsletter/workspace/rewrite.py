"""Front matter written anew, key by key: what is not changed stays as it was, to the byte.

ruamel.yaml puts a changed key into words, with the comments and quotation marks inside it; the lines of all other keys, and
all comments between keys, are taken from the file as they stand. The result is read again before anybody gets it.
"""

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver

from newsletter.errors import NewsletterError
from newsletter.workspace.frontmatter import FENCE, FrontMatterError, read_front_matter
from newsletter.workspace.mending import mend

Change = Callable[[CommentedMap], None]
"""Changes the keys and values of a front matter in place."""


class _Texts(VersionedResolver):
    """Every plain scalar is a text, as ``workspace/frontmatter`` reads it: ``13:00`` and ``no`` need no quotation marks."""

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

    ``text`` has line ends as ``\\n``. ``order`` names the keys as they should follow one another: a new key goes behind the
    nearest of those before it. Raises NewsletterError when the text cannot be read, before or after.
    """
    _must_read(text)
    parts = _cut(text)
    document = _loaded(parts.head)
    before = _dumped_keys(document)
    change(document)
    after = _dumped_keys(document)
    head = _spliced(parts.head, before, after, tuple(order))
    result = f"{parts.before}{head}{parts.fence}{parts.body if body is None else _with_blank(body, parts.body)}"
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
        text[: opening.end() + 1], text[opening.end() + 1 : closing.start()], closing[0], text[closing.end() :]
    )


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Resolver = _Texts
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _loaded(head: str) -> CommentedMap:
    try:
        document = _yaml().load(mend(head)[0])
    except YAMLError as fault:
        why = str(fault).splitlines()[0]
        raise NewsletterError(
            f"it is written in a way that cannot be changed here ({why}); change the file itself."
        ) from None
    return CommentedMap() if document is None else document


def _dumped_keys(document: CommentedMap) -> dict[str, str]:
    """Each key with the lines that ruamel writes for it, without comments that stand on lines of their own behind it."""
    dumped = {}
    for key in document:
        alone = CommentedMap({key: document[key]})
        if key in document.ca.items:
            alone.ca.items[key] = document.ca.items[key]
        out = io.StringIO()
        _yaml().dump(alone, out)
        dumped[key] = _value_lines(out.getvalue().splitlines(keepends=True))
    return dumped


def _value_lines(lines: list[str]) -> str:
    """The lines of a key, up to the last that is neither blank nor a comment at the margin."""
    last = max((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), default=0)
    text = "".join(lines[: last + 1])
    return text if text.endswith("\n") else f"{text}\n"


_KEY = re.compile(
    r"^(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|(?P<plain>[^\s#\"'\-&*!|>%@`{}\[\],][^:#]*?))\s*:(?=\s|$)", re.M
)


def _spliced(head: str, before: Mapping[str, str], after: Mapping[str, str], order: tuple[str, ...]) -> str:
    """The head with the lines of every key that is worded otherwise now."""
    pieces = _pieces(head, before)
    for key in before:
        if key not in after:
            pieces[key] = ("", pieces[key][1])
        elif after[key] != before[key]:
            pieces[key] = (after[key], pieces[key][1])
    names = list(pieces)
    for key in (key for key in after if key not in before):
        earlier = order[: order.index(key)] if key in order else ()
        at = max((names.index(name) for name in earlier if name in names), default=len(names) - 1)
        names.insert(at + 1, key)
        pieces[key] = (after[key], "")
        if (
            at >= 0 and key not in before
        ):  # what stands behind the key before it (comments on what follows) stays behind both
            value, behind = pieces[names[at]]
            pieces[names[at]], pieces[key] = (value, ""), (after[key], behind)
    return "".join(value + behind for value, behind in (pieces[name] for name in names))


def _pieces(head: str, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """By key its own lines, and the comments and blank lines behind them; what stands before the first key is under ``""``."""
    wanted = set(keys)
    starts = [(found.start(), next(filter(None, found.groups()))) for found in _KEY.finditer(head)]
    starts = [(start, key) for start, key in starts if key in wanted]
    if [key for _, key in starts] != list(keys):
        raise NewsletterError("its keys are written in a way that cannot be changed here; change the file itself.")
    pieces = {"": ("", head[: starts[0][0]] if starts else head)}
    for (start, key), end in zip(starts, [*(start for start, _ in starts[1:]), len(head)], strict=False):
        lines = head[start:end].splitlines(keepends=True)
        value = _value_lines(lines)
        pieces[key] = (value, head[start:end][len(value) :])
    return pieces
