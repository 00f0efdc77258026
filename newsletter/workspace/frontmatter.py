"""Front matter: read with python-frontmatter through a handler of our own that knows lines and guesses nothing.

Every plain scalar stays text (``13:00``, ``no``, ``0123``, ``2022-04-29``): what it means is decided by the field it
stands in. Duplicate keys and aliases are refused, and every fault has its line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from newsletter.core.text import quoted
from newsletter.workspace.mending import mend
from newsletter.workspace.plain_yaml import plain_values

MAX_FRONT_MATTER = 100_000
"""Characters; no honest front matter comes near it."""
MAX_DEPTH = 8
FENCE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
"""The lines of dashes around front matter."""
_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}  # line ends to YAML, and to nobody who counts lines

try:
    from yaml import CBaseLoader as _YamlLoader
except ImportError:  # PyYAML built without libyaml: slower, the same outcome
    from yaml import BaseLoader as _YamlLoader  # type: ignore[assignment]


class TextLoader(_YamlLoader):
    """libyaml's loader without any guess at types: nothing asks for the tags, so none is worked out."""

    def resolve(self, *_: Any) -> str:
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, *_: Any) -> None:
        """Nothing: only the search for tags wants to know where it is."""

    def ascend_resolver(self) -> None:
        """Nothing, as above."""


class FrontMatterError(Exception):
    """Front matter that cannot be read; the message is a sentence. Not a ValueError: python-frontmatter swallows those."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the fences, and the text under them."""

    values: Mapping[str, Any]
    """Texts, lists and mappings; no other types."""
    body: str
    lines: Mapping[str, int]
    """The line of each key, counted from the file's first; keys of mappings as ``outer/inner``."""
    mended: tuple[tuple[int, str], ...] = ()
    """Line and key of each line of free text that was read as text although YAML would not."""
    body_line: int = 1
    """The line the body begins on."""


def read_front_matter(text: str) -> FrontMatter:
    """Split and read a whole file's text (line ends as ``\\n``, no byte order mark). Raises FrontMatterError."""
    if not text.isascii():
        text = text.translate(_LINE_ENDS)
    opening = _opening_line(text)
    handler = _Handler(opening)
    values, body = frontmatter.parse(text, handler=handler)
    return FrontMatter(values, body, handler.lines, tuple(handler.mended), handler.body_line)


def _opening_line(text: str) -> int:
    """The line of the first fence; python-frontmatter takes a file without one as all body, in silence."""
    if text.startswith("---\n"):
        return 1
    for number, line in enumerate(text.split("\n", 50)[:50], 1):
        if line.startswith("---") and not line.strip("- \t"):
            return number
        if line.strip():
            if "\n---" in text:
                raise FrontMatterError("text stands before the first line of dashes; begin the file with ---", number)
            break
    raise FrontMatterError(
        "the file does not begin with front matter; begin it with ---, then title: …, then --- again", 1
    )


class _Handler(BaseHandler):
    """Splits at the fences and reads the YAML between them with line numbers."""

    FM_BOUNDARY = FENCE

    def __init__(self, opening_line: int) -> None:
        super().__init__()
        self.opening_line = opening_line
        self.body_line = opening_line
        self.lines: dict[str, int] = {}
        self.mended: list[tuple[int, str]] = []

    def split(self, text: str) -> tuple[str, str]:
        parts = self.FM_BOUNDARY.split(text, 2)
        if len(parts) < 3:
            raise FrontMatterError(
                "the front matter is not closed; write --- on a line of its own under it", self.opening_line
            )
        _, head, body = parts
        if len(head) > MAX_FRONT_MATTER:
            raise FrontMatterError(
                f"the front matter is longer than {MAX_FRONT_MATTER:,} characters", self.opening_line
            )
        blank = len(body) - len(body.lstrip())
        self.body_line = self.opening_line + head.count("\n") + body.count("\n", 0, blank)
        return head, body

    def load(self, fm: str) -> dict[str, Any]:
        plain = plain_values(fm, self.opening_line)
        if plain is not None:
            self.lines = plain[1]
            return dict(plain[0])
        head, mended = mend(fm)
        # The first line of ``fm`` is what is left of the opening fence, so its line 1 is the fence's own line.
        self.mended = [(self.opening_line + line - 1, key) for line, key in mended]
        reader = _NodeReader(self.opening_line, self.lines)
        return reader.read(head)


@dataclass(slots=True)
class _NodeReader:
    """Turns YAML nodes into texts, lists and mappings, noting the line of every key."""

    opening_line: int
    lines: dict[str, int]
    seen: set[int] = field(default_factory=set)
    shared: bool = False

    def read(self, head: str) -> dict[str, Any]:
        self._refuse_deep(head)
        loader = TextLoader(head)
        try:
            node = loader.get_single_node()
        except yaml.MarkedYAMLError as fault:
            raise FrontMatterError(_explain(fault), self._line(_place(fault))) from None
        except (yaml.YAMLError, RecursionError) as fault:
            raise FrontMatterError(
                f"the front matter cannot be read as YAML ({str(fault).splitlines()[0]})", self.opening_line
            ) from None
        finally:
            loader.dispose()
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            raise FrontMatterError(
                "the front matter is not a list of keys and values; write lines such as title: …",
                self._line(node.start_mark),
            )
        # An alias gives the very node it points to; only a text with both marks can hold one.
        self.shared = "*" in head and "&" in head
        return self._mapping(node, "", 1)

    def _refuse_deep(self, head: str) -> None:
        """Refuse what nests too deeply before it is composed: libyaml's composer would call itself until the process dies."""
        if sum(map(head.count, ("[", "{", "- -", "? "))) < 50:
            return
        depth = 0
        try:
            for event in yaml.parse(head, Loader=TextLoader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                if depth > MAX_DEPTH:
                    raise FrontMatterError("lists stand within lists too deeply", self._line(event.start_mark))
        except yaml.YAMLError:
            return  # told with its own words when it is composed

    def _mapping(self, node: yaml.MappingNode, prefix: str, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self._line(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                raise FrontMatterError("a key is not a word; write it as word: value", line)
            key = key_node.value
            path = prefix + key
            if key in values:
                raise FrontMatterError(
                    f"{key} stands twice (first on line {self.lines[path]}); keep one of the two", line
                )
            self.lines[path] = line
            values[key] = self._value(value_node, path, depth)
        return values

    def _value(self, node: yaml.Node, path: str, depth: int) -> Any:
        if self.shared:
            if id(node) in self.seen:
                raise FrontMatterError(
                    "aliases (*name) are not allowed; write the value out, or put it in quotes", self.lines[path]
                )
            self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if depth >= MAX_DEPTH:
            raise FrontMatterError(f"{quoted(path)} is nested too deeply", self._line(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path + "/", depth + 1)
        return [self._value(child, path, depth + 1) for child in node.value]

    def _line(self, mark: Any) -> int:
        return self.opening_line + (mark.line if mark is not None else 0)


def _place(fault: yaml.MarkedYAMLError) -> Any:
    """Where the fault is: for a quotation mark that is never closed, where it was opened."""
    opened = "quoted scalar" in (fault.context or "")
    return fault.context_mark if opened else fault.problem_mark or fault.context_mark


def _explain(fault: yaml.MarkedYAMLError) -> str:
    problem = fault.problem or "it is not YAML"
    if "mapping values are not allowed" in problem:
        return "a colon followed by a blank stands in a value; put the whole value in double quotes"
    if "'\\t'" in problem or "tab" in problem.lower():
        return "a tab stands where blanks belong; write blanks"
    if "cannot start any token" in problem:
        return "a value begins with a character that YAML keeps for itself (@, ` or %); put the whole value in double quotes"
    if "found undefined alias" in problem or "alias" in problem:
        return "a value begins with *; put the whole value in double quotes"
    if "quoted scalar" in (fault.context or ""):
        return "a quotation mark is opened and not closed; close it, or put the whole value in double quotes"
    return f"the front matter cannot be read here ({problem}); put the value in double quotes, or check the line above"
