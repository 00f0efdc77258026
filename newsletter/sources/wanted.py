"""What somebody asks to be brought in."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from newsletter.core.period import Period
from newsletter.settings import Source
from newsletter.sources.trial import Trial


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be brought in, and how."""

    source: Source
    data: bytes | None = None
    """The source's bytes when they are at hand: a file that was named or dropped, or standard input."""
    name: str = ""
    """The file's name, when the bytes are at hand."""
    period: Period | None = None
    """Only what may belong to this period."""
    trial: Trial | None = None
    """Where a dry run of several sources writes; None when what comes in is to be written for good."""
    restore: bool = False
    """Bring back what was deleted here."""
    everything: bool = False
    """Read all of it, also what the source says has not changed."""


def source_of_file(sources: Iterable[Source], kind: str, name: str) -> Source:
    """What newsletter.toml says of a file that was named or dropped.

    A file of another name holds the same columns: a form's answers are exported under a new name each time.
    """
    known = [source for source in sources if source.kind == kind]
    same = next((source for source in known if name and PurePath(source.address).name == PurePath(name).name), None)
    return same or next((source for source in known if source.columns or source.day_first), None) or Source(kind, name)
