"""One step of the history: the files it changed, and what each is to hold when the step is undone or done again."""

from dataclasses import dataclass

from newsletter.core.values.text_merge import merge_lines
from newsletter.workspace.content.import_memory import FOLDER as IMPORTED
from newsletter.workspace.content.import_memory import memory_from


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file before and after; None where it is not there."""

    name: str
    """Relative to the workspace, with forward slashes."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing an editor did."""

    label: str
    """What was done, as the end of the sentence "Undo: …"."""
    changes: tuple[FileChange, ...]
    field: str = ""
    """What was written in, when it was a field: writing on in it belongs to the same step."""
    at: float = 0
    """When, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What was undone, or done again."""

    step: Step
    """With the files that could be given back."""
    stayed: tuple[str, ...] = ()
    """The files that stay as they are, since they were changed in the same place."""


class ChangedSince(Exception):
    """A file was changed in the same place since."""


def turned(change: FileChange, before: bytes | None, back: bool) -> bytes | None:
    """What a file is to hold that holds ``before``. Raises ChangedSince."""
    old, new = (change.after, change.before) if back else (change.before, change.after)
    if is_note(change.name):  # how far a source was read is asked anew, whoever wrote it since
        return None
    now = _text(before)
    if now == new:  # somebody else did it already
        return before
    merged = new if now == old else _merged(old, new, now)
    if merged is None and not (now == old and new is None):
        raise ChangedSince
    return None if merged is None else merged.encode("utf-8", "surrogateescape")


def remembers(change: FileChange) -> str:
    """The content file whose memory this is: the two go together. Empty for other files."""
    if not change.name.startswith(f"{IMPORTED}/") or is_note(change.name):
        return ""
    memory = memory_from(change.after or change.before or "")
    return f"content/{memory.item}.md" if memory else ""


def is_note(name: str) -> bool:
    """Whether a file only notes how far a source was read."""
    return name.startswith(f"{IMPORTED}/sources/")


def _merged(old: str | None, new: str | None, now: str | None) -> str | None:
    if old is None or new is None or now is None:
        return None
    return merge_lines(old, new, now)


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "surrogateescape")
