"""Bringing sources in from the page: one import at a time, in a thread of its own, while the page goes on answering.

start -> thread -> sources/bring_in -> the desk's one door -> Report, kept until the next import
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timezone, tzinfo
from typing import Any

from newsletter.core.values.text import counted, listed
from newsletter.errors import NewsletterError
from newsletter.preview.desk.desk import Desk
from newsletter.preview.desk.undo_step import FileChange, Step
from newsletter.sources.base.detect import recognise
from newsletter.sources.parsing.decoding import MAX_BYTES
from newsletter.sources.pipeline.import_report import Fate, Report
from newsletter.sources.pipeline.import_request import ImportRequest, source_of_file
from newsletter.workspace.workspace import open_workspace

MAX_WAITING = 2 * MAX_BYTES
"""Bytes of files that wait to be brought in together."""


@dataclass(frozen=True, slots=True)
class Job:
    """The import at hand, or the last one."""

    running: bool = False
    what: str = ""
    """What is being read."""
    done: int = 0
    total: int = 0
    """Pages read of the source at hand, and how many there are; 0 when that is not known."""
    reports: tuple[Report, ...] = ()
    at: str = ""
    """When it was done, as 10:43 by the organisation's clock."""
    step: float = 0
    """When its step of the history was made; 0 when undo cannot take it back."""
    taken_back: bool = False
    """Whether it was undone."""

    @property
    def said(self) -> str:
        """Where it stands, in one sentence."""
        if self.running:
            return f"Reading {self.what}{f', page {self.done} of {self.total}' if self.total > 1 else ''} …"
        if not self.reports:
            return ""
        if self.taken_back:
            return f"What came in at {self.at} was taken back."
        new, updated = (
            sum(report.count(fate) for report in self.reports) for fate in (Fate.NEW, Fate.UPDATED)
        )
        faults = sum(bool(report.fault) for report in self.reports)
        text = f"{self.at}: {counted(new, 'new item')}, {updated:,} brought up to date."
        return f"{text} {counted(faults, 'source')} could not be read." if faults else text


@dataclass(slots=True)
class Bringing:
    """The imports of one desk."""

    desk: Desk
    job: Job = Job()
    lock: threading.Lock = field(default_factory=threading.Lock)
    _changes: list[FileChange] = field(default_factory=list)
    _zone: tzinfo = timezone.utc
    _handed: Mapping[str, tuple[ImportRequest | Report, ...]] = field(default_factory=dict)
    """The files of the batch that is arriving; a report for one that cannot be read."""

    def start_all(self) -> None:
        """Bring every source of newsletter.toml in. Raises NewsletterError when there is none, or an import is at work."""
        sources = open_workspace(self.desk.path).settings.sources
        if not sources:
            raise NewsletterError(
                "There are no sources yet. Write the address of your website under “Where it comes from”, and save."
            )
        self._start([ImportRequest(source) for source in sources])

    def start_pasted(self, text: str) -> None:
        """Bring an archive page in that was pasted. Raises NewsletterError when there is nothing in it."""
        if not text.strip():
            raise NewsletterError("Paste the page first.")
        self._start([self._wanted("the pasted page", text.encode(), "listing")])

    def hand_over(self, batch: str, name: str, data: bytes) -> None:
        """Take a file that was dropped, one of a batch; ``start_files`` begins with all of them. One that is of no known kind waits too:
        the report says so."""
        try:
            wanted: ImportRequest | Report = self._wanted(name, data, recognise(name, data))
        except NewsletterError as fault:
            wanted = Report(name, fault=fault.message)
        with self.lock:
            waiting = self._handed.get(batch, ())
            if (
                sum(len(each.data or b"") for each in waiting if isinstance(each, ImportRequest))
                + len(data)
                > MAX_WAITING
            ):
                wanted = Report(
                    name, fault="it is too much to read together with the others. Bring it in alone"
                )
            self._handed = {
                batch: (*waiting, wanted)
            }  # what an earlier batch left behind will not be asked for any more

    def start_files(self, batch: str) -> None:
        """Bring the files of a batch in: one import, one report, one step to undo."""
        with self.lock:
            waiting = self._handed.get(batch, ())
        if not waiting:
            raise NewsletterError("The files did not arrive. Drop them once more.")
        self._start(waiting)
        self._handed = {}

    def _wanted(self, name: str, data: bytes, kind: str) -> ImportRequest:
        return ImportRequest(
            source_of_file(open_workspace(self.desk.path).settings.sources, kind, name, data),
            data,
            name,
        )

    def _start(self, wanted: Sequence[ImportRequest | Report]) -> None:
        with self.lock:
            if self.job.running:
                raise NewsletterError(
                    "Something is being brought in already. Wait until it is done."
                )
            self.job = Job(True, _name_of(wanted[0]))
        threading.Thread(target=self._run, args=(wanted,), daemon=True).start()

    def _run(self, wanted: Sequence[ImportRequest | Report]) -> None:
        from newsletter.sources.base.fetch import Fetcher
        from newsletter.sources.pipeline.importer import (
            brought_in,  # asking websites and parsing wait until something is brought in
        )

        reports: list[Report] = []
        try:
            workspace = open_workspace(self.desk.path)
            self._zone, today = workspace.settings.zone, self.desk.today(workspace.settings)
            with Fetcher() as fetcher:
                for each in wanted:
                    self.job = replace(self.job, what=_name_of(each), done=0, total=0)
                    reports.append(
                        each
                        if isinstance(each, Report)
                        else brought_in(
                            workspace, each, fetcher, today, self._progress, self._write
                        )
                    )
        except NewsletterError as fault:
            reports.append(Report(self.job.what, fault=fault.message.rstrip(".")))
        except Exception as fault:  # a mistake of ours must not leave the page waiting for ever
            reports.append(
                Report(
                    self.job.what,
                    fault=f"the program made a mistake ({type(fault).__name__}). Nothing was changed",
                )
            )
            raise
        finally:
            self._done(reports)

    def _done(self, reports: Sequence[Report]) -> None:
        new, updated = (
            sum(report.count(fate) for report in reports) for fate in (Fate.NEW, Fate.UPDATED)
        )
        names = listed(report.source for report in reports if not report.fault)
        label, step = f"Brought in from {names}: {new} new, {updated} updated", 0.0
        try:
            step = self.desk.record_import(label, self._changes)
        finally:  # whatever happens to the history, the import is over
            self._changes = []
            at = self.desk.clock().astimezone(self._zone).strftime("%H:%M")
            self.job = Job(False, reports=tuple(reports), at=at, step=step)

    def turned(self, step: Step, back: bool) -> None:
        """A step was undone or done again: the report of an import that is no longer so is not shown any more."""
        if self.job.step and step.at == self.job.step:
            self.job = replace(self.job, taken_back=back)

    def _progress(self, done: int, total: int) -> None:
        self.job = replace(self.job, done=done, total=total)

    def _write(
        self, _report: Report, contents: Mapping[str, bytes], expected: Mapping[str, bytes | None]
    ) -> None:
        self._changes += self.desk.take_in(contents, expected)

    def state(self) -> dict[str, Any]:
        """Where it stands, for the page."""
        job = self.job
        return {"running": job.running, "said": job.said, "done": job.done, "total": job.total}


def _name_of(wanted: ImportRequest | Report) -> str:
    return wanted.source if isinstance(wanted, Report) else wanted.name or wanted.source.label
