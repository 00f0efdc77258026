"""The desk: one workspace at hand, what it looks like now, and the one door through which the page changes it.

disk -> generation -> Snapshot (one for each generation and issue, however many frames show it)
action -> Change -> files written whole -> generation
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from newsletter.build import Build, BuildCache, Choice, build, choose
from newsletter.core.issue.compose import Issue, compose
from newsletter.core.values.period import read_period
from newsletter.errors import NewsletterError
from newsletter.preview.desk.presence import Presence
from newsletter.preview.desk.undo_log import UndoLog
from newsletter.preview.desk.undo_step import FileChange, Step, Turned
from newsletter.render.email import Email
from newsletter.settings import Settings
from newsletter.workspace.files.safe_io import (
    ChangedMeanwhile,
    SourceText,
    UnreadableFile,
    read_source,
    write_whole,
)
from newsletter.workspace.settings.settings_file import NAME
from newsletter.workspace.workspace import Workspace, open_workspace

MAX_UNDOABLE = 3_000_000
"""Bytes of one import that can be undone; the history is read at every start."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One issue as it is in one generation. What is broken now is None, with the fault beside it."""

    generation: int
    name: str
    """The issue's name, such as ``2022-03-march-april``."""
    today: date
    workspace: Workspace | None = None
    choice: Choice | None = None
    issue: Issue | None = None
    built: Build | None = None
    email: Email | None = None
    """The last email that could be made, be it of an earlier generation."""
    fault: NewsletterError | None = None


@dataclass(frozen=True, slots=True)
class PageChange:
    """What an action wants: which files are to hold what, and what to say about it."""

    said: str
    """What was done, in the past: "Left out: ‘A title’"."""
    files: Mapping[str, str | None]
    """By name relative to the workspace, the new text (line ends as ``\\n``); None takes the file away."""
    field: str = ""
    """What was written in, when it was a field."""
    item: str = ""
    """The id of the item whose card to go to."""
    go: str = ""
    """The page to go to."""
    is_step: bool = True
    """Whether undo takes it back; what was sent is taken back by a button of its own."""


@dataclass(slots=True)
class Desk:
    """All that the page knows. Its methods may be called from any thread."""

    path: Path
    clock: Callable[[], datetime]
    """The time now, with its zone. Nothing else asks for it."""
    generation: int = 1
    on_change: Callable[[int], None] = lambda _: None
    presence: Presence = field(init=False)
    lock: threading.RLock = field(default_factory=threading.RLock)
    kept: BuildCache = field(default_factory=BuildCache)
    _shots: dict[str, Snapshot] = field(default_factory=dict)
    _history: UndoLog | None = None
    _seen: dict[str, SourceText] = field(default_factory=dict)
    """What the action at hand has read: only what is still so may be overwritten."""
    _own: dict[str, tuple[int, int, int] | None] = field(default_factory=dict)
    """How files looked on disk when the page had written them, to tell its own changes from those of other programs."""

    def __post_init__(self) -> None:
        self.presence = Presence(self.path)

    @property
    def begun(self) -> bool:
        """Whether there is a workspace at all."""
        return (self.path / NAME).is_file()

    @property
    def history(self) -> UndoLog:
        """What was done from the page in this workspace."""
        if self._history is None:
            self._history = UndoLog(self.path)
        return self._history

    def today(self, settings: Settings) -> date:
        """Today in the organisation's zone."""
        return self.clock().astimezone(settings.zone).date()

    def disk_changed(self, names: set[str] | None = None) -> None:
        """Something was written in the workspace. ``names`` are the only content files it can have been; None: any."""
        with self.lock:
            pool = self.kept.pool
            pool.touched = None if names is None or pool.touched is None else pool.touched | names
            self.generation += 1
            generation = self.generation
        self.on_change(generation)

    def beat(self) -> None:
        """A page is open: leave a sign for others who share the folder, and show when they come and go."""
        if self.begun and self.presence.beat(self.clock().timestamp()):
            self.disk_changed(set())

    def look_anew(self) -> None:
        """Look at the whole disk with the next question, should watching have missed anything; nobody is told of it."""
        with self.lock:
            self.kept.pool.touched = None
            self.generation += 1

    def watched(self, names: set[str] | None) -> None:
        """Whoever watches the disk saw files change (None: it cannot say which). The page's own changes are no news."""
        with self.lock:
            if names is not None:
                names = {
                    name
                    for name in names
                    if name not in self._own or self._own[name] != _stamp(self.path / name)
                }
                if not names:
                    return
                names = self._known_content(names)
        self.disk_changed(names)

    def _known_content(self, names: Iterable[str]) -> set[str] | None:
        """Those of the files that are content; None when one of them came or went, so that all must be looked at."""
        content = {name for name in names if name.startswith("content/")}
        known = self.kept.pool.read
        return (
            content
            if all(name in known and (self.path / name).is_file() for name in content)
            else None
        )

    def snapshot(self, name: str) -> Snapshot:
        """The issue of that name in this generation; made once, however many ask. ``name`` may be any name of a period."""
        with self.lock:
            shot = self._shots.get(name)
            if shot is None or shot.generation != self.generation:
                shot = self._shots[name] = self._look(name, shot)
            return shot

    def _look(self, name: str, before: Snapshot | None) -> Snapshot:
        shot = Snapshot(
            self.generation, name, self.clock().date(), email=before.email if before else None
        )
        try:
            read_period(name)
            workspace = open_workspace(self.path)
            shot = replace(shot, workspace=workspace, today=self.today(workspace.settings))
            choice = choose(workspace, name, shot.today, kept=self.kept)
            self.kept.pool.touched = (
                set()
            )  # all is read; from here on whoever watches the disk says what to read again
            shot = replace(shot, choice=choice)
            built = build(choice)
            return replace(shot, built=built, issue=built.issue, email=built.email)
        except NewsletterError as fault:
            return replace(shot, fault=fault, issue=_without_email(shot.choice))

    def perform(self, name: str, act: Callable[[Snapshot], PageChange]) -> PageChange:
        """Carry out an action on the issue as it is on disk now. Raises NewsletterError; nothing is changed then."""
        with self.lock:
            for _ in range(3):
                self._seen.clear()
                change = act(self.snapshot(name))
                try:
                    self._write(change)
                except ChangedMeanwhile:
                    self.disk_changed()
                    continue
                return change
        raise NewsletterError(
            "The files change faster than they can be written. Try again in a moment."
        )

    def _write(self, change: PageChange) -> None:
        contents: dict[Path, bytes | None] = {}
        expected: dict[Path, bytes | None] = {}
        steps = []
        for name, text in change.files.items():
            path = self.path / name
            source = self._seen.get(name)  # what the action has not read must not be there
            contents[path] = (
                None if text is None else source.encoded(text) if source else text.encode()
            )
            expected[path] = source.raw if source else None
            steps.append(FileChange(name, _exact(expected[path]), _exact(contents[path])))
        if all(contents[path] == expected[path] for path in contents):
            return
        write_whole(contents, expected)
        if change.is_step:
            self.history.record(
                Step(change.said, tuple(steps), change.field, self.clock().timestamp())
            )
        self._wrote(change.files)

    def take_in(
        self, contents: Mapping[str, bytes], expected: Mapping[str, bytes | None]
    ) -> list[FileChange]:
        """Write what an import decided. Raises ChangedMeanwhile when a file is not as the import found it. ``record_import``
        makes a step of it, together with what other sources brought."""
        with self.lock:
            paths = {name: self.path / name for name in contents}
            before = {
                name: path.read_bytes() if path.is_file() else None for name, path in paths.items()
            }
            write_whole(
                {paths[name]: data for name, data in contents.items()},
                {self.path / name: data for name, data in expected.items()},
            )
            changed = [name for name, data in contents.items() if before[name] != data]
            self._wrote(changed)
            return [
                FileChange(name, _exact(before[name]), _exact(contents[name])) for name in changed
            ]

    def record_import(self, said: str, changes: Iterable[FileChange]) -> float:
        """Make a step of an import, so that undo takes all of it back; when it was, or 0 when that cannot be done.

        Where somebody changed a file between two sources that both wrote it, the import is two steps, with theirs between.
        """
        steps: list[dict[str, FileChange]] = [{}]
        for change in changes:
            first = steps[-1].get(change.name)
            if first and first.after != change.before:
                steps.append({})
                first = None
            steps[-1][change.name] = replace(change, before=first.before) if first else change
        at = 0.0
        for whole in steps:
            size = sum(
                len(change.after or "") + len(change.before or "") for change in whole.values()
            )
            if size <= MAX_UNDOABLE and any(
                change.name.endswith(".md") for change in whole.values()
            ):
                with self.lock:
                    at = self.clock().timestamp()
                    self.history.record(Step(said, tuple(whole.values()), "", at))
        return at

    def _wrote(self, names: Iterable[str]) -> None:
        names = list(names)
        self._own.update({name: _stamp(self.path / name) for name in names})
        self.disk_changed(self._known_content(names))

    def undo(self) -> Turned:
        """Undo the last step. Raises NewsletterError when that cannot be done."""
        with self.lock:
            turned = self.history.undo()
            self._wrote(change.name for change in turned.step.changes)
            return turned

    def redo(self) -> Turned:
        """Do the step again that was undone last. Raises NewsletterError when that cannot be done."""
        with self.lock:
            turned = self.history.redo()
            self._wrote(change.name for change in turned.step.changes)
            return turned

    def text(self, name: str) -> str:
        """The text of a file that an action is about to change; for actions alone. Raises NewsletterError.

        What it gives is what the file must still hold when the action is carried out.
        """
        source = self._seen[name] = self._source(name)
        return source.text

    def shown(self, name: str) -> str:
        """The text of a file as it is to be shown, with line ends as ``\\n``. Raises NewsletterError."""
        return self._source(name).text

    def _source(self, name: str) -> SourceText:
        try:
            return read_source(self.path / name)
        except UnreadableFile as why:
            raise NewsletterError(f"{why}.", file=name) from None


def _without_email(choice: Choice | None) -> Issue | None:
    if choice is None:
        return None
    return compose(choice.selection, choice.plan, choice.settings.sections, choice.settings.regions)


def _exact(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "surrogateescape")


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino
