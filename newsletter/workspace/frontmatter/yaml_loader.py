"""Front matter that needs YAML, through a handler of python-frontmatter that knows lines and
guesses nothing.

Every plain scalar stays text (``13:00``, ``no``, ``0123``, ``2022-04-29``): what it means is
decided by its field. Duplicate keys and aliases are refused, and every fault has its line.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler

from newsletter.core.problems import reading_kinds as kinds
from newsletter.workspace.frontmatter.fences import FENCE, FrontMatterError, split_at_fences
from newsletter.workspace.frontmatter.unquoted_text import quote_free_text

MAX_DEPTH = 8

try:
    from yaml import CBaseLoader as _YamlLoader
except ImportError:  # PyYAML built without libyaml: slower, the same outcome
    from yaml import BaseLoader as _YamlLoader  # type: ignore[assignment]


class TextLoader(_YamlLoader):
    """libyaml's loader without any guess at types: nothing asks for the tags, so none is worked
    out."""

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
        self.read_as_text: list[tuple[int, str]] = []

    def split(self, text: str) -> tuple[str, str]:
        head, body, self.body_line = split_at_fences(text, self.opening_line)
        return head, body

    def load(self, fm: str) -> dict[str, Any]:
        head, quoted_lines = quote_free_text(fm)
        # The first line of ``fm`` is what is left of the opening fence, so its line 1 is the
        # fence's own line.
        self.read_as_text = [(self.opening_line + line - 1, key) for line, key in quoted_lines]
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
            raise _explain(fault, self._line(_place(fault))) from None
        except (yaml.YAMLError, RecursionError) as fault:
            why = str(fault).splitlines()[0]
            raise FrontMatterError(
                kinds.FRONT_MATTER_NOT_YAML, self.opening_line, why=why
            ) from None
        finally:
            loader.dispose()
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            raise FrontMatterError(kinds.FRONT_MATTER_NOT_KEYS, self._line(node.start_mark))
        # An alias gives the very node it points to; only a text with both marks can hold one.
        self.shared = "*" in head and "&" in head
        return self._mapping(node, "", 1)

    def _refuse_deep(self, head: str) -> None:
        """Refuse what nests too deeply before it is composed: libyaml's composer would call itself
        until the process dies."""
        if sum(map(head.count, ("[", "{", "- -", "? "))) < 50:
            return
        depth = 0
        try:
            for event in yaml.parse(head, Loader=TextLoader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
                    event, yaml.CollectionEndEvent
                )
                if depth > MAX_DEPTH:
                    line = self._line(event.start_mark)
                    raise FrontMatterError(kinds.LISTS_TOO_DEEP, line)
        except yaml.YAMLError:
            return  # reported with its own words when it is composed

    def _mapping(self, node: yaml.MappingNode, prefix: str, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self._line(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                raise FrontMatterError(kinds.KEY_NOT_A_WORD, line)
            key = key_node.value
            path = prefix + key
            if key in values:
                first = self.lines[path]
                raise FrontMatterError(kinds.KEY_TWICE, line, field=path, key=key, first=first)
            self.lines[path] = line
            values[key] = self._value(value_node, path, depth)
        return values

    def _value(self, node: yaml.Node, path: str, depth: int) -> Any:
        if self.shared:
            if id(node) in self.seen:
                raise FrontMatterError(kinds.ALIAS_NOT_ALLOWED, self.lines[path], field=path)
            self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if depth >= MAX_DEPTH:
            line = self._line(node.start_mark)
            raise FrontMatterError(kinds.NESTED_TOO_DEEPLY, line, field=path, value=path)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path + "/", depth + 1)
        return [self._value(child, path, depth + 1) for child in node.value]

    def _line(self, mark: Any) -> int:
        return self.opening_line + (mark.line if mark is not None else 0)


def _place(fault: yaml.MarkedYAMLError) -> Any:
    """Where the fault is: for a quotation mark that is never closed, where it was opened."""
    opened = "quoted scalar" in (fault.context or "")
    return fault.context_mark if opened else fault.problem_mark or fault.context_mark


def _explain(fault: yaml.MarkedYAMLError, line: int) -> FrontMatterError:
    """A fault of YAML in words that help the person who wrote the line."""
    problem = fault.problem or "it is not YAML"
    if "mapping values are not allowed" in problem:
        return FrontMatterError(kinds.COLON_IN_VALUE, line)
    if "'\\t'" in problem or "tab" in problem.lower():
        return FrontMatterError(kinds.TAB_FOR_BLANKS, line)
    if "cannot start any token" in problem:
        return FrontMatterError(kinds.RESERVED_CHARACTER, line)
    if "alias" in problem:
        return FrontMatterError(kinds.STAR_AT_START, line)
    if "quoted scalar" in (fault.context or ""):
        return FrontMatterError(kinds.QUOTE_NOT_CLOSED, line)
    return FrontMatterError(kinds.FRONT_MATTER_NOT_YAML_HERE, line, why=problem)
