"""What an editor asks to be imported."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from newsletter.core.model.item import Audience
from newsletter.core.values.period import Period
from newsletter.core.values.text import fold
from newsletter.settings import Source
from newsletter.sources.pipeline.dry_run import DryRun

_HEADING_BYTES = 20_000
"""Where the first line of a table is looked for."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """One source to import, and how."""

    source: Source
    data: bytes | None = None
    """The source's bytes when they are at hand: a file that was named or dropped, or standard input."""
    name: str = ""
    """The file's name, when the bytes are at hand."""
    period: Period | None = None
    """Only what may belong to this period."""
    dry_run: DryRun | None = None
    """Where a dry run of several sources keeps its files; None writes them."""
    restore: bool = False
    """Bring back what was deleted here."""
    everything: bool = False
    """Read everything, also what the source says has not changed."""

    @property
    def label(self) -> str:
        """What reports call the source."""
        return self.name or self.source.label


def source_for_file(sources: Iterable[Source], kind: str, name: str, data: bytes) -> Source:
    """The source that a file which was named or dropped is read as.

    When newsletter.toml names a file of the same name, it is that source. When it describes a table
    with the same columns, these are read the same way, and for the same audience: the answers of a
    form are exported under a new name each time.
    """
    same_kind = [source for source in sources if source.kind == kind]
    for source in same_kind:
        if name and PurePath(source.address).name == PurePath(name).name:
            return source
    for source in same_kind:
        describes_columns = bool(source.columns or source.day_first)
        if describes_columns and _has_columns(data, source):
            is_for_members = source.stated_audience is Audience.MEMBERS
            audience = Audience.MEMBERS.value if is_for_members else ""
            return Source(
                kind,
                name,
                columns=source.columns,
                day_first=source.day_first,
                audience=audience,
            )
    return Source(kind, name)


def _has_columns(data: bytes, source: Source) -> bool:
    """Whether a table has the columns that a source names."""
    text = data[:_HEADING_BYTES].decode("utf-8-sig", "replace").lstrip()
    heading = fold(text.partition("\n")[0])
    return all(fold(column) in heading for column in source.columns.values())
