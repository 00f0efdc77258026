"""Imports from the page: one at a time, in a thread of its own, while the page goes on answering.

start -> thread -> pipeline/importer -> Desk.take_in -> Reports, kept until the next import
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timezone, tzinfo
from typing import Any

from newsletter.core.values.text import counted, listed
from newsletter.errors import NewsletterError
from newsletter.preview.desk.desk import Desk
from newsletter.preview.desk.undo_step import FileChange, Step
from newsletter.sources.base.detect import kind_of_file
from newsletter.sources.merging.import_report import Fate, Report
from newsletter.sources.parsing.decoding import MAX_BYTES
from newsletter.sources.pipeline.import_request import ImportRequest, source_for_file
from newsletter.workspace.workspace import open_workspace

MAX_WAITING = 2 * MAX_BYTES
"""Bytes of files that wait to be imported together."""

Waiting = ImportRequest | Report
"""A source that waits to be imported; a report when it already failed."""


@dataclass(frozen=True, slots=True)
class ImportJob:
    """The import that is running, or the last one."""

    running: bool = False
    what: str = ""
    """What is being read."""
    done: int = 0
    """How many pages of the source were read."""
    total: int = 0
    """How many pages it has; 0 when that is not known."""
    reports: tuple[Report, ...] = ()
    at: str = ""
    """When it ended, as 10:43 by the organisation's clock."""
    step: float = 0
    """When its undo step was made; 0 when undo cannot take it back."""
    undone: bool = False

    @property
    def status(self) -> str:
        """How far it is, or what came of it, in one or two sentences."""
        if self.running:
            pages = f", page {self.done} of {self.total}" if self.total > 1 else ""
            return f"Reading {self.what}{pages} …"
        if not self.reports:
            return ""
        if self.undone:
            return f"The import at {self.at} was undone."
        new, updated = _count_changes(self.reports)
        text = f"{self.at}: {counted(new, 'new item')}, {updated:,} updated."
        failed = [report for report in self.reports if report.fault]
        if failed:
            text += f" {counted(len(failed), 'source')} could not be read."
        return text


@dataclass(slots=True)
class ImportJobs:
    """The imports of one desk."""

    desk: Desk
    job: ImportJob = ImportJob()
    lock: threading.Lock = field(default_factory=threading.Lock)
    _changes: list[FileChange] = field(default_factory=list)
    """What the running import has written so far."""
    _zone: tzinfo = timezone.utc
    _batches: Mapping[str, tuple[Waiting, ...]] = field(default_factory=dict)
    """The files of the one batch that is arriving."""

    # ---- starting

    def start_all(self) -> None:
        """Import every source of newsletter.toml.

        Raises NewsletterError when there is none, or an import is running.
        """
        sources = open_workspace(self.desk.path).settings.sources
        if not sources:
            raise NewsletterError(
                "There are no sources yet. Write the address of your website under "
                "“Where it comes from”, and save."
            )
        self._start([ImportRequest(source) for source in sources])

    def start_pasted(self, text: str) -> None:
        """Import an archive page that was pasted. Raises NewsletterError when it is empty."""
        if not text.strip():
            raise NewsletterError("Paste the page first.")
        self._start([self._request_for("the pasted page", text.encode(), "listing")])

    def add_file(self, batch: str, name: str, data: bytes) -> None:
        """Keep a dropped file, one of a batch, until ``start_files`` imports all of them.

        A file of no known kind is kept as well, so that the report says so.
        """
        try:
            kind = kind_of_file(name, data)
            waiting: Waiting = self._request_for(name, data, kind.name)
        except NewsletterError as fault:
            waiting = Report(name, fault=fault.message)
        with self.lock:
            others = self._batches.get(batch, ())
            if _size_of(others) + len(data) > MAX_WAITING:
                too_large = "together these files are too large. Import this one alone"
                waiting = Report(name, fault=too_large)
            self._batches = {batch: (*others, waiting)}  # an earlier batch was given up

    def start_files(self, batch: str) -> None:
        """Import the files of a batch: one import, one report, one undo step.

        Raises NewsletterError when none has arrived, or an import is running.
        """
        with self.lock:
            waiting = self._batches.get(batch, ())
        if not waiting:
            raise NewsletterError("The files did not arrive. Drop them once more.")
        self._start(waiting)
        self._batches = {}

    def _request_for(self, name: str, data: bytes, kind: str) -> ImportRequest:
        sources = open_workspace(self.desk.path).settings.sources
        return ImportRequest(source_for_file(sources, kind, name, data), data, name)

    def _start(self, waiting: Sequence[Waiting]) -> None:
        with self.lock:
            if self.job.running:
                raise NewsletterError("An import is running already. Wait until it is done.")
            self.job = ImportJob(running=True, what=_label_of(waiting[0]))
        threading.Thread(target=self._run, args=(waiting,), daemon=True).start()

    # ---- in the thread

    def _run(self, waiting: Sequence[Waiting]) -> None:
        reports: list[Report] = []
        try:
            self._import_all(waiting, reports)
        except NewsletterError as fault:
            reports.append(Report(self.job.what, fault=fault.message.rstrip(".")))
        except Exception as fault:  # our own bug must not leave the page waiting for ever
            why = f"internal error ({type(fault).__name__}). Nothing was changed"
            reports.append(Report(self.job.what, fault=why))
            raise
        finally:
            self._finish(reports)

    def _import_all(self, waiting: Sequence[Waiting], reports: list[Report]) -> None:
        """Import everything that waits; each report is added to ``reports`` as it comes."""
        # Imported here, since httpx and the pipeline are slow to load and only an import needs them.
        from newsletter.sources.base.fetch import Fetcher
        from newsletter.sources.pipeline.import_run import ImportRun
        from newsletter.sources.pipeline.importer import try_import

        workspace = open_workspace(self.desk.path)
        self._zone = workspace.settings.zone
        today = self.desk.today(workspace.settings)
        with Fetcher() as fetcher:
            run = ImportRun(workspace, fetcher, today, self._show_progress, write=self._write)
            for each in waiting:
                self.job = replace(self.job, what=_label_of(each), done=0, total=0)
                report = each if isinstance(each, Report) else try_import(run, each)
                reports.append(report)

    def _show_progress(self, done: int, total: int) -> None:
        self.job = replace(self.job, done=done, total=total)

    def _write(
        self, _report: Report, contents: Mapping[str, bytes], expected: Mapping[str, bytes | None]
    ) -> None:
        self._changes += self.desk.take_in(contents, expected)

    def _finish(self, reports: Sequence[Report]) -> None:
        """Make one undo step of the import, and show its reports."""
        new, updated = _count_changes(reports)
        names = listed(report.source for report in reports if not report.fault)
        label = f"Imported from {names}: {new} new, {updated} updated"
        step = 0.0
        try:
            step = self.desk.record_import(label, self._changes)
        finally:  # the import is over, even when its undo step could not be written
            self._changes = []
            at = self.desk.clock().astimezone(self._zone).strftime("%H:%M")
            self.job = ImportJob(reports=tuple(reports), at=at, step=step)

    # ---- what the page asks

    def note_undo(self, step: Step, undone: bool) -> None:
        """Show the last import as undone, or as done again, when ``step`` is its step."""
        if self.job.step and step.at == self.job.step:
            self.job = replace(self.job, undone=undone)

    def state(self) -> dict[str, Any]:
        """How far the import is, for the page's script."""
        job = self.job
        return {"running": job.running, "said": job.status, "done": job.done, "total": job.total}


def _count_changes(reports: Iterable[Report]) -> tuple[int, int]:
    """How many items are new, and how many were updated."""
    new = updated = 0
    for report in reports:
        new += report.count(Fate.NEW)
        updated += report.count(Fate.UPDATED)
    return new, updated


def _size_of(waiting: Iterable[Waiting]) -> int:
    """Bytes of all the files that wait."""
    size = 0
    for each in waiting:
        if isinstance(each, ImportRequest) and each.data is not None:
            size += len(each.data)
    return size


def _label_of(waiting: Waiting) -> str:
    return waiting.source if isinstance(waiting, Report) else waiting.label
