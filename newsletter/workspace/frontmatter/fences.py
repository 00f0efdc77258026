"""The lines of dashes around front matter, and what is wrong with it."""

import re
from typing import Any

from newsletter.core.problems import reading_kinds as kinds
from newsletter.core.problems.problem import Problem, ProblemKind, make_problem

FENCE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
"""The lines of dashes around front matter."""
MAX_FRONT_MATTER = 100_000
"""Characters; no honest front matter comes near it."""


class FrontMatterError(Exception):
    """Front matter that cannot be read. Not a ValueError: python-frontmatter swallows those."""

    def __init__(
        self,
        kind: ProblemKind,
        line: int,
        *,
        field: str | None = None,
        value: str | None = None,
        **facts: Any,
    ) -> None:
        """What is wrong on which line; the rest is as for ``make_problem``."""
        self.kind = kind
        self.line = line
        self.field = field
        self.value = value
        self.facts = facts
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """What is wrong and what to write, in the words of the command line, without a full
        stop."""
        return self.problem_in(None).message.removesuffix(".")

    def problem_in(self, file: str | None, item: str | None = None) -> Problem:
        """The problem of that file; ``item`` is the id of the item that it would be."""
        return make_problem(
            self.kind,
            file=file,
            line=self.line,
            item=item,
            field=self.field,
            value=self.value,
            **self.facts,
        )


def split_at_fences(text: str, opening_line: int) -> tuple[str, str, int]:
    """Head, body and the line the body begins on. ``opening_line`` is that of the first fence.
    Raises FrontMatterError."""
    parts = FENCE.split(text, 2)
    if len(parts) < 3:
        raise FrontMatterError(kinds.FRONT_MATTER_NOT_CLOSED, opening_line)
    _, head, body = parts
    if len(head) > MAX_FRONT_MATTER:
        most = f"{MAX_FRONT_MATTER:,}"
        raise FrontMatterError(kinds.FRONT_MATTER_TOO_LONG, opening_line, most=most)
    blank = len(body) - len(body.lstrip())
    return head, body, opening_line + head.count("\n") + body.count("\n", 0, blank)
