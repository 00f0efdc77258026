"""What all imports of one run share: the workspace, the network, the day, and where files are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.merging.import_report import Report
from newsletter.workspace.workspace import Workspace

Progress = Callable[[int, int], None]
"""Called with the number of pages read so far, and of all pages."""
WriteFiles = Callable[[Report, Mapping[str, bytes], Mapping[str, bytes | None]], None]
"""Writes what an import decided, and raises ChangedMeanwhile when a file has changed meanwhile.

It gets the report, the new bytes of files, and the bytes that they must hold now (None: the file
does not exist), both by name relative to the workspace.
"""


def no_progress(_done: int, _total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class ImportRun:
    """What all imports of one run share."""

    workspace: Workspace
    fetcher: Fetcher
    today: date
    """The day in the organisation's zone."""
    progress: Progress = no_progress
    write: WriteFiles | None = None
    """None writes the files of the workspace directly."""
