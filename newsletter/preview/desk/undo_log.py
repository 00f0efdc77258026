"""What was changed from the page, step by step, so that it can be undone and done again, also after a restart.

Kept in ``.newsletter/history.jsonl``, one line for each step, undo and redo; a line that a crash cut short is passed over.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from newsletter.core.values.text import listed, quoted
from newsletter.errors import NewsletterError
from newsletter.preview.desk.undo_step import (
    ChangedSince,
    FileChange,
    Step,
    Turned,
    is_note,
    remembers,
    turned,
)
from newsletter.workspace.content.import_memory import FOLDER as IMPORTED
from newsletter.workspace.files.safe_io import write_whole

FOLDER, FILE = ".newsletter", "history.jsonl"
MAX_STEPS = 300
MAX_BYTES = 8_000_000
"""A longer history is cut to its latest steps when it is opened."""
SOON = 60
"""Seconds within which two changes of one field count as one step."""


class UndoLog:
    """The steps of one workspace. Not for several threads at once; whoever owns it sees to that."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self._file = workspace / FOLDER / FILE
        self._load()

    def record(self, step: Step) -> None:
        """Note a step that has been done; what had been undone before can no longer be done again."""
        last = self.done[-1] if self.done and not self.undone else None
        if (
            last
            and step.field
            and last.field == step.field
            and step.at - last.at < SOON
            and _follows(last, step)
        ):
            changes = tuple(
                replace(new, before=old.before)
                for old, new in zip(last.changes, step.changes, strict=True)
            )
            self.done[-1] = replace(step, changes=changes)
            self._note("again", self.done[-1])
            return
        self.done.append(step)
        self.undone.clear()
        del self.done[:-MAX_STEPS]
        self._note("do", step)

    def undo(self) -> Turned:
        """Undo the last step; what was changed elsewhere since stays. Raises NewsletterError when nothing of it can be undone; the
        step is then passed over, so that it does not stand before the earlier ones."""
        if not self.done:
            raise NewsletterError("There is nothing to undo.")
        return self._turn(self.done, self.undone, back=True)

    def redo(self) -> Turned:
        """Do again what was undone last. Raises NewsletterError when that cannot be done, as ``undo`` does."""
        if not self.undone:
            raise NewsletterError("There is nothing to do again.")
        return self._turn(self.undone, self.done, back=False)

    def _turn(self, here: list[Step], there: list[Step], back: bool) -> Turned:
        """Give every file of the last step its text from before (or after) it, merged with what was changed since."""
        step = here[-1]
        contents: dict[Path, bytes | None] = {}
        expected: dict[Path, bytes | None] = {}
        stayed: list[str] = []
        for change in step.changes:
            path = self.workspace / change.name
            before = path.read_bytes() if path.is_file() else None
            try:
                contents[path] = turned(change, before, back)
            except ChangedSince:
                stayed.append(change.name)
            else:
                expected[path] = before
        word = "undo" if back else "redo"
        rest = tuple(c for c in step.changes if c.name not in stayed and remembers(c) not in stayed)
        if stayed and all(is_note(change.name) for change in rest):
            here.pop()
            self._note(word, passed=True)
            raise NewsletterError(
                f"{quoted(step.label, 100)} cannot be {'undone' if back else 'done again'}: {listed(stayed[:3])} was changed in the same "
                f"place since. Put it right there yourself; the button goes on with what was {'done before' if back else 'undone before'}."
            )
        paths = [self.workspace / change.name for change in rest]
        write_whole(
            {path: contents[path] for path in paths}, {path: expected[path] for path in paths}
        )
        here.pop()
        there.append(replace(step, changes=rest))
        self._note(word, there[-1] if stayed else None)
        return Turned(there[-1], tuple(stayed))

    def _note(self, what: str, step: Step | None = None, passed: bool = False) -> None:
        """Keep it on disk. What was done is done: a disk that refuses costs only that it cannot be undone after a new start."""
        with contextlib.suppress(OSError):
            self._append(what, asdict(step) if step else 0 if passed else 1)

    def _append(self, what: str, value: object) -> None:
        self._file.parent.mkdir(exist_ok=True)
        ignore = self._file.with_name(".gitignore")
        if not ignore.exists():  # it may hold confidential words, and belongs to this computer
            ignore.write_text("*\n", "utf-8")
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({what: value}) + "\n")

    def _load(self) -> None:
        try:
            lines = self._file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return
        for line in lines:
            self._replay(line)
        if lines and not self._file.read_bytes().endswith(b"\n"):  # a crash cut the last line short
            with self._file.open("a", encoding="utf-8") as out:
                out.write("\n")
        if len(lines) > 4 * MAX_STEPS or self._file.stat().st_size > MAX_BYTES:
            kept = [{"do": asdict(step)} for step in self.done[-MAX_STEPS // 3 :]]
            self.done, self.undone = self.done[-MAX_STEPS // 3 :], []
            write_whole({self._file: "".join(json.dumps(entry) + "\n" for entry in kept).encode()})

    def _replay(self, line: str) -> None:
        try:
            ((what, value),) = json.loads(line).items()
            if what in ("undo", "redo"):
                here, there = (
                    (self.done, self.undone) if what == "undo" else (self.undone, self.done)
                )
                step = here.pop()
                if value:  # 0: it was passed over; a step: what of it could be done
                    there.append(step if value == 1 else _step(value))
            elif what == "again":
                self.done[-1] = _step(value)
            else:
                self.done.append(_step(value))
                self.undone.clear()
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            return  # cut short by a crash, or written by another version: that step cannot be undone, nothing else is lost


def _step(value: Mapping[str, object]) -> Step:
    changes = tuple(FileChange(**change) for change in value["changes"])  # type: ignore[attr-defined]
    for change in changes:
        if not _is_ours(change.name) or not all(
            isinstance(text, str | None) for text in (change.before, change.after)
        ):
            raise ValueError(change.name)
    return Step(str(value["label"]), changes, str(value["field"]), float(value["at"]))  # type: ignore[arg-type]


def _is_ours(name: object) -> bool:
    """Whether the page can have written a file of that name: nothing else is ever touched, whoever wrote the history."""
    if (
        not isinstance(name, str)
        or "\\" in name
        or any(
            part in ("", "..") or part.startswith(".")
            for part in name.removeprefix(f"{IMPORTED}/").split("/")
        )
    ):
        return False
    if name.startswith(f"{IMPORTED}/"):
        return name.endswith(".json")
    parts = name.split("/")
    return (
        name == "newsletter.toml"
        or (parts[0] == "content" and name.endswith(".md"))
        or (parts[0] == "issues" and len(parts) == 3 and parts[2] == "issue.md")
        or (parts[0] == "templates" and name.endswith((".toml", ".j2")))
    )


def _follows(last: Step, step: Step) -> bool:
    """Whether the step begins exactly where the last one ended."""
    return [(c.name, c.after) for c in last.changes] == [(c.name, c.before) for c in step.changes]
