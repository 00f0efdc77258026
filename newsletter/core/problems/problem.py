"""What an editor should fix, as data: a code, a place and the facts.

Each surface words it for itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Any

from newsletter.core.values.text import listed, one_line, quoted


class Severity(StrEnum):
    """How much a problem matters.

    An error blocks ``build``, a warning says what will happen, a note informs.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One thing that can be wrong, with the words for it.

    Both texts are templates. The facts of a problem stand in braces: ``{days}`` is shown as it is,
    ``{value!q}`` in quotation marks, ``{field!f}`` as a field and ``{other!i}`` as an item. The
    command line shows keys and ids there; the page shows the form's labels and titles.
    ``{titles!l}`` is a fact of several lines: each is quoted, and they are listed with "and".
    A literal brace is doubled.
    """

    code: str
    """Its name in ``--json``, in ``silence`` and in docs/checks.md, such as ``missing-summary``."""
    severity: Severity
    in_files: str
    """For the command line: what is wrong and what to write, with keys. It follows the file's name,
    so it begins with a small letter."""
    on_page: str
    """For the page: whole sentences without keys, file names or advice to edit a file."""


def error_kind(code: str, in_files: str, on_page: str) -> ProblemKind:
    """A kind of problem that blocks ``build``."""
    return ProblemKind(code, Severity.ERROR, in_files, on_page)


def warning_kind(code: str, in_files: str, on_page: str) -> ProblemKind:
    """A kind of problem that blocks nothing, but says what will happen."""
    return ProblemKind(code, Severity.WARNING, in_files, on_page)


def note_kind(code: str, in_files: str, on_page: str) -> ProblemKind:
    """Something worth knowing."""
    return ProblemKind(code, Severity.NOTE, in_files, on_page)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to fix; ``str()`` of it is the line that the command line prints."""

    kind: ProblemKind
    severity: Severity
    file: str | None = None
    """The file, relative to the workspace, with forward slashes."""
    line: int | None = None
    """The line in it, counted from 1."""
    item: str | None = None
    """The id of the item it is about, if it is about one."""
    field: str | None = None
    """The field where it is fixed, such as ``summary`` or ``image/alt``, if it is one field."""
    value: str | None = None
    """What was written there."""
    facts: tuple[tuple[str, str], ...] = ()
    """The other facts that its words name, by name."""

    @property
    def code(self) -> str:
        """The code of its kind."""
        return self.kind.code

    @property
    def message(self) -> str:
        """What is wrong and what to write, in the words of the command line, without the place."""
        return TERMINAL_WORDS.say(self.kind.in_files, self.all_facts())

    def all_facts(self) -> dict[str, str]:
        """Everything that its words may name."""
        return {"field": self.field or "", "value": self.value or "", **dict(self.facts)}

    def __str__(self) -> str:
        # Names and values come from people's files. Nothing in them may move a terminal's cursor
        # or reverse the direction of a line.
        if self.file is None:
            return one_line(self.message)
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return one_line(f"{place}: {self.message}")


def make_problem(
    kind: ProblemKind,
    *,
    file: str | None = None,
    line: int | None = None,
    item: str | None = None,
    field: str | None = None,
    value: str | None = None,
    severity: Severity | None = None,
    **facts: object,
) -> Problem:
    """A problem of that kind at that place.

    ``facts`` are what its words name, besides field and value.
    ``severity`` overrules that of the kind.
    """
    named = tuple((name, str(fact)) for name, fact in facts.items())
    return Problem(
        kind=kind,
        severity=severity or kind.severity,
        file=file,
        line=line,
        item=item,
        field=field,
        value=value,
        facts=named,
    )


class ProblemWords(Formatter):
    """Fills the facts of a problem into a template.

    Each surface says how it shows quotes, fields and items.
    """

    def show_quoted(self, text: str) -> str:
        """What somebody wrote, in quotation marks."""
        return quoted(text)

    def show_field(self, name: str) -> str:
        """The name of a field."""
        return name

    def show_item(self, item_id: str) -> str:
        """The name of an item."""
        return item_id

    def show_list(self, lines: str) -> str:
        """Each line in quotation marks, listed with "and"."""
        return listed(self.show_quoted(line) for line in lines.split("\n"))

    def say(self, template: str, facts: Mapping[str, str]) -> str:
        """Fill in the facts. Raises KeyError when the problem lacks a fact that is named."""
        return self.vformat(template, (), facts)

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        """Apply ``!q`` (quoted), ``!f`` (field), ``!i`` (item) or ``!l`` (a list)."""
        if conversion == "q":
            return self.show_quoted(value)
        if conversion == "f":
            return self.show_field(value)
        if conversion == "i":
            return self.show_item(value)
        if conversion == "l":
            return self.show_list(value)
        return value


TERMINAL_WORDS = ProblemWords()
"""The words of the command line: keys, ids, and straight quotation marks."""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them blocks ``build``."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def by_weight(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors first, then warnings, then notes; each by file and line. Repeats are dropped."""
    unique = dict.fromkeys(problems)

    def weight(problem: Problem) -> tuple[int, str, int, str]:
        return (_RANK[problem.severity], problem.file or "", problem.line or 0, problem.message)

    return tuple(sorted(unique, key=weight))
