"""The lines of dashes around front matter, and what is wrong with it."""

import re

FENCE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
"""The lines of dashes around front matter."""
MAX_FRONT_MATTER = 100_000
"""Characters; no honest front matter comes near it."""


class FrontMatterError(Exception):
    """Front matter that cannot be read; the message is a sentence. Not a ValueError: python-frontmatter swallows those."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def split_at_fences(text: str, opening_line: int) -> tuple[str, str, int]:
    """Head, body and the line the body begins on. ``opening_line`` is that of the first fence. Raises FrontMatterError."""
    parts = FENCE.split(text, 2)
    if len(parts) < 3:
        raise FrontMatterError(
            "the front matter is not closed; write --- on a line of its own under it", opening_line
        )
    _, head, body = parts
    if len(head) > MAX_FRONT_MATTER:
        raise FrontMatterError(
            f"the front matter is longer than {MAX_FRONT_MATTER:,} characters", opening_line
        )
    blank = len(body) - len(body.lstrip())
    return head, body, opening_line + head.count("\n") + body.count("\n", 0, blank)
