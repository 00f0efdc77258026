"""Who else has an issue open: in a folder that several computers share, each leaves a sign of life, and sees those of the others.

The signs lie in ``.newsletter/open/``, one file for each running page. They hold a user's and a computer's name, for colleagues alone:
the folder is not for git.
"""

import contextlib
import getpass
import json
import math
import platform
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.core.values.text import one_line
from newsletter.preview.desk.undo_log import FOLDER
from newsletter.workspace.files.safe_io import UnreadableFile, read_text

EVERY = 30
"""Seconds between two signs."""
ALIVE = 150
"""Seconds after which a sign that did not change is one of a page that was closed; synchronising takes some of them."""
OLD = 86_400
"""Seconds after which a sign is swept away."""
MOST = 50
"""How many signs are read: more people do not work on one newsletter."""


@dataclass(slots=True)
class Presence:
    """The sign of one running page, and those of the others. ``now`` is handed in, in seconds since 1970."""

    workspace: Path
    who: str = ""
    mark: str = field(default_factory=lambda: secrets.token_hex(6))
    issue: str = ""
    at: float = 0
    seen: tuple[str, ...] = ()

    @property
    def _folder(self) -> Path:
        return self.workspace / FOLDER / "open"

    def showing(self, issue: str, now: float) -> None:
        """This page shows that issue now."""
        if issue != self.issue or now - self.at >= EVERY:
            self.issue, self.at = issue, now
            self._write()

    def beat(self, now: float) -> bool:
        """A sign of life; whether others came or went since it was asked last."""
        if not self.issue:
            return False
        self.showing(self.issue, now)
        before, self.seen = self.seen, self.others(self.issue, now)
        return before != self.seen

    def others(self, issue: str, now: float) -> tuple[str, ...]:
        """Who else has that issue open, by name."""
        found = set()
        for path in sorted(self._folder.glob("*.json"))[:MOST] if self._folder.is_dir() else ():
            if path.stem != self.mark:
                who, what, at = _sign(path)
                if what == issue and abs(now - at) < ALIVE:
                    found.add(who)
                elif now - at > OLD:
                    with contextlib.suppress(OSError):
                        path.unlink()
        return tuple(sorted(found))

    def gone(self) -> None:
        """The page is closed."""
        with contextlib.suppress(OSError):
            (self._folder / f"{self.mark}.json").unlink(missing_ok=True)

    def _write(self) -> None:
        """Leave the sign. A disk that refuses costs only that others do not see it."""
        self.who = self.who or _name()
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            ignore = self.workspace / FOLDER / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", "utf-8")
            sign = {"who": self.who, "issue": self.issue, "at": self.at}
            (self._folder / f"{self.mark}.json").write_text(json.dumps(sign), "utf-8")


def _name() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "somebody"
    return f"{user} at {platform.node() or 'another computer'}"


def _sign(path: Path) -> tuple[str, str, float]:
    """Who, which issue, when; what cannot be read is as old as can be."""
    try:
        value = json.loads(read_text(path, 2_000))
        at = float(value["at"])
        return (
            one_line(str(value["who"]))[:80],
            str(value["issue"]),
            at if math.isfinite(at) else 0.0,
        )
    except (UnreadableFile, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return "", "", 0.0
