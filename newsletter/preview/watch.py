"""Watches the workspace on disk, so that what another program saves shows on the page by itself."""

import threading
from collections.abc import Callable
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


def watching(workspace: Path, tell: Callable[[set[str] | None], None], stop: threading.Event) -> threading.Thread:
    """Start watching; ``tell`` gets the names that changed, or None when folders did, from a thread of its own."""
    root = workspace.resolve()

    def run() -> None:
        for changes in watch(root, step=STEP, debounce=DEBOUNCE, stop_event=stop, rust_timeout=1000,
                             yield_on_timeout=False, raise_interrupt=False, watch_filter=None, recursive=True):  # fmt: skip
            names = {_name(root, path) for _, path in changes}
            names = {name for name in names if concerns(name)}
            if names:
                appeared = any(kind is not Change.modified and "." not in Path(path).name for kind, path in changes)
                tell(None if appeared else names)
                if appeared:  # what was put into a new folder before it was watched would be missed
                    stop.wait(SECOND_LOOK)
                    tell(None)

    thread = threading.Thread(target=run, name="watch", daemon=True)
    thread.start()
    return thread


def _name(root: Path, path: str) -> str:
    try:
        return Path(path).relative_to(root).as_posix()
    except ValueError:
        return "."
