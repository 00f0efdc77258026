"""What the editor should mend, as a value with a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from newsletter.core.text import one_line


class Severity(StrEnum):
    """How much a problem matters: an error blocks ``build``, a warning says what will happen, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; ``str()`` of it is the line that people read."""

    severity: Severity
    message: str
    """What is wrong, in quotes what was written, and what to write instead."""
    file: str | None = None
    """The file, relative to the workspace, with forward slashes."""
    line: int | None = None
    """The line in it, counted from 1."""
    item: str | None = None
    """The id of the item it is about, when it is about one."""

    def __str__(self) -> str:
        # Names and keys come from people's files: nothing in them may move a terminal's cursor or turn a line around.
        if self.file is None:
            return one_line(self.message)
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return one_line(f"{place}: {self.message}")


def error(message: str, file: str | None = None, line: int | None = None, item: str | None = None) -> Problem:
    """A problem that blocks ``build``."""
    return Problem(Severity.ERROR, message, file, line, item)


def warning(message: str, file: str | None = None, line: int | None = None, item: str | None = None) -> Problem:
    """A problem that blocks nothing, but says what will happen."""
    return Problem(Severity.WARNING, message, file, line, item)


def note(message: str, file: str | None = None, line: int | None = None, item: str | None = None) -> Problem:
    """Something worth knowing."""
    return Problem(Severity.NOTE, message, file, line, item)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them blocks ``build``."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def by_weight(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors first, then warnings, then notes; within each by file and line. Repeats are told once."""
    unique = dict.fromkeys(problems)
    return tuple(
        sorted(unique, key=lambda p: (_RANK[p.severity], p.file or "", p.line or 0, p.message)),
    )
