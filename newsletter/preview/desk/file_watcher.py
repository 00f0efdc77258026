"""Watches the workspace on disk, so that what another program saves shows on the page by itself."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, watch

# watchfiles' defaults (a step of 50 ms, up to 1.6 s until it tells) would take most of the time a change may take.
STEP, DEBOUNCE = 5, 25
"""Milliseconds: how long it stays quiet before it is told, and how long it is waited at most."""

SECOND_LOOK = 0.25
"""Seconds after which a folder that appeared is looked at again."""

_FOLDERS = ("content/", "issues/", "templates/")
_BUILT = ("email.html", "email.txt")


def concerns(name: str) -> bool:
    """Whether a file, named relative to the workspace, can change what the page shows."""
    parts = name.split("/")
    if any(part.startswith(".") for part in parts) or name.endswith((".tmp", "~", *_BUILT)):
        return False
    return name == "newsletter.toml" or f"{name}/".startswith(_FOLDERS)


@dataclass(frozen=True, slots=True)
class _Either:
    """Set when one of two events is, in the form that watchfiles asks."""

    one: threading.Event
    other: threading.Event

    def is_set(self) -> bool:
        return self.one.is_set() or self.other.is_set()


def watching(
    workspace: Path, tell: Callable[[set[str] | None], None], stop: threading.Event
) -> None:
    """Start watching; ``tell`` gets the names that changed, or None when folders did, from threads of its own.

    Only the workspace's own folders are watched with all that is in them: beside them may lie anything, of any size.
    """
    root = workspace.resolve()
    folders_changed = threading.Event()

    def around() -> None:
        for changes in _changes([root], stop, recursive=False, step=50):
            names = {_name(root, path) for _, path in changes}
            if any(f"{name}/" in _FOLDERS for name in names):
                folders_changed.set()
            if any(concerns(name) for name in names):
                tell(
                    None if folders_changed.is_set() else {name for name in names if concerns(name)}
                )

    def within() -> None:
        while not stop.is_set():
            folders_changed.clear()
            folders = [root / name for name in _FOLDERS if (root / name).is_dir()]
            if not folders:
                folders_changed.wait(1)
                continue
            tell_of = _report_to(root, tell, stop)
            for changes in _changes(folders, _Either(stop, folders_changed), recursive=True):
                tell_of(changes)
            if (
                not stop.is_set()
            ):  # a folder came or went: what was put into it before it was watched would be missed
                stop.wait(SECOND_LOOK)
                tell(None)

    for name, run in (("watch around", around), ("watch within", within)):
        threading.Thread(target=run, name=name, daemon=True).start()


def _report_to(
    root: Path, tell: Callable[[set[str] | None], None], stop: threading.Event
) -> Callable[[set[tuple[Change, str]]], None]:
    def telling(changes: set[tuple[Change, str]]) -> None:
        names = {name for name in (_name(root, path) for _, path in changes) if concerns(name)}
        if not names:
            return
        appeared = any(
            kind is not Change.modified and "." not in Path(path).name for kind, path in changes
        )
        tell(None if appeared else names)
        if appeared:
            stop.wait(SECOND_LOOK)
            tell(None)

    return telling


def _changes(
    paths: list[Path], stop: threading.Event | _Either, *, recursive: bool, step: int = STEP
) -> Iterator[set[tuple[Change, str]]]:
    """What changes there until told to stop; by looking again and again where the system cannot tell."""
    for force_polling in (False, True):
        try:
            yield from watch(*paths, step=step, debounce=DEBOUNCE, stop_event=stop, rust_timeout=1000, yield_on_timeout=False,
                             raise_interrupt=False, watch_filter=None, recursive=recursive, force_polling=force_polling)  # fmt: skip
            return
        except (
            OSError,
            RuntimeError,
        ):  # too many watched files on this system, or a file system that cannot be watched
            continue


def _name(root: Path, path: str) -> str:
    try:
        return Path(path).relative_to(root).as_posix()
    except ValueError:
        return "."
