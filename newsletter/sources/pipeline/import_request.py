"""What somebody asks to be brought in."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from newsletter.core.values.period import Period
from newsletter.core.values.text import fold
from newsletter.settings import Source
from newsletter.sources.pipeline.dry_run import Trial


@dataclass(frozen=True, slots=True)
class ImportRequest:
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


def source_of_file(sources: Iterable[Source], kind: str, name: str, data: bytes) -> Source:
    """What newsletter.toml says of a file that was named or dropped: all of it for a file of the same name; else how to read such
    columns, and that they are for members: a form's answers are exported under a new name each time."""
    known = [source for source in sources if source.kind == kind]
    same = next(
        (
            source
            for source in known
            if name and PurePath(source.address).name == PurePath(name).name
        ),
        None,
    )
    like = next(
        (
            source
            for source in known
            if (source.columns or source.day_first) and _fits(source, data)
        ),
        None,
    )
    if same or not like:
        return same or Source(kind, name)
    audience = like.audience if like.audience == "members" else ""
    return Source(kind, name, columns=like.columns, day_first=like.day_first, audience=audience)


def _fits(source: Source, data: bytes) -> bool:
    """Whether a table has the columns that a source names."""
    heading = fold(data[:20_000].decode("utf-8-sig", "replace").lstrip().split("\n", 1)[0])
    return all(fold(column) in heading for column in source.columns.values())
