"""The one family of errors that stops the work; everything else a person should mend is a Problem."""

from collections.abc import Iterable


class NewsletterError(Exception):
    """Something the editor can put right, said in one sentence.

    ``message`` says what is wrong and what to write or do instead. ``file`` (relative to the
    workspace where it lies in one) and ``line`` (counted from 1) say where, when there is a where.
    ``others`` are the sentences of further faults found in the same breath.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        others: Iterable[str] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.others = tuple(others)

    def __str__(self) -> str:
        if self.file is None:
            return self.message
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"
