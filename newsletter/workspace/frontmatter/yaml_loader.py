"""Front matter that needs YAML, through a handler of python-frontmatter that knows lines and guesses nothing.

Every plain scalar stays text (``13:00``, ``no``, ``0123``, ``2022-04-29``): what it means is decided by the field it
stands in. Duplicate keys and aliases are refused, and every fault has its line.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler

from newsletter.core.values.text import quoted
from newsletter.workspace.frontmatter.fences import FENCE, FrontMatterError, split_at_fences
from newsletter.workspace.frontmatter.unquoted_text import mend

MAX_DEPTH = 8

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


class Handler(BaseHandler):
    """Splits at the fences and reads the YAML between them with line numbers."""

    FM_BOUNDARY = FENCE

    def __init__(self, opening_line: int) -> None:
        super().__init__()
        self.opening_line = opening_line
        self.body_line = opening_line
        self.lines: dict[str, int] = {}
        self.mended: list[tuple[int, str]] = []

    def split(self, text: str) -> tuple[str, str]:
        head, body, self.body_line = split_at_fences(text, self.opening_line)
        return head, body

    def load(self, fm: str) -> dict[str, Any]:
        head, mended = mend(fm)
        # The first line of ``fm`` is what is left of the opening fence, so its line 1 is the fence's own line.
        self.mended = [(self.opening_line + line - 1, key) for line, key in mended]
        reader = NodeReader(self.opening_line, self.lines)
        return reader.read(head)


@dataclass(slots=True)
class NodeReader:
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
                f"the front matter cannot be read as YAML ({str(fault).splitlines()[0]})",
                self.opening_line,
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
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
                    event, yaml.CollectionEndEvent
                )
                if depth > MAX_DEPTH:
                    raise FrontMatterError(
                        "lists stand within lists too deeply", self._line(event.start_mark)
                    )
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
                    f"{key} stands twice (first on line {self.lines[path]}); keep one of the two",
                    line,
                )
            self.lines[path] = line
            values[key] = self._value(value_node, path, depth)
        return values

    def _value(self, node: yaml.Node, path: str, depth: int) -> Any:
        if self.shared:
            if id(node) in self.seen:
                raise FrontMatterError(
                    "aliases (*name) are not allowed; write the value out, or put it in quotes",
                    self.lines[path],
                )
            self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if depth >= MAX_DEPTH:
            raise FrontMatterError(
                f"{quoted(path)} is nested too deeply", self._line(node.start_mark)
            )
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
