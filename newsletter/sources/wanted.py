"""What somebody asks to be brought in."""

from dataclasses import dataclass

from newsletter.core.period import Period
from newsletter.settings import Source


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
    dry_run: bool = False
    restore: bool = False
    """Bring back what was deleted here."""
    everything: bool = False
    """Read all of it, also what the source says has not changed."""
