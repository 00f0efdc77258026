"""Whole files: changed as text when nothing else helps, taken away when they are copies."""

from newsletter.core.problems.problem import Problem
from newsletter.core.problems.reading_kinds import SYNC_COPY
from newsletter.core.values.text_merge import merge_lines
from newsletter.errors import NewsletterError
from newsletter.preview.actions.request import Conflict, Given, choice_of, text_of
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot
from newsletter.workspace.settings.settings_file import NAME, settings_from


def known_files(desk: Desk, shot: Snapshot) -> dict[str, str]:
    """The files that may be opened as text, each with what it is; a name from the browser is only ever looked up here."""
    files = {NAME: "The settings"}
    for part in ("words", "parts", ""):
        folder = desk.path / "templates" / part
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.is_file() and not path.is_symlink() and path.suffix in (".toml", ".j2"):
                files[path.relative_to(desk.path).as_posix()] = "Your own templates and words"
    if (desk.path / f"issues/{shot.name}/issue.md").is_file():
        files[f"issues/{shot.name}/issue.md"] = "The issue"
    if shot.choice:
        files |= {
            verdict.item.file: verdict.item.title for verdict in shot.choice.selection.verdicts
        }
        files |= dict.fromkeys(sync_copies(shot.choice.problems), "A copy")
    return files


def sync_copies(problems: tuple[Problem, ...]) -> set[str]:
    """The files that a sync program made as copies of others."""
    found = set()
    for problem in problems:
        if problem.code == SYNC_COPY.code and problem.file:
            found.add(problem.file)
    return found


def _require_known(desk: Desk, shot: Snapshot, given: Given) -> str:
    name = text_of(given, "file")
    if name not in known_files(desk, shot):
        raise NewsletterError("There is no such file in this workspace.")
    return name


def write(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Write a whole file as text."""
    name = _require_known(desk, shot, given)
    now = desk.text(name)
    text = text_of(given, "value").replace("\0", "")
    merged = merge_lines(text_of(given, "base"), text, now)
    if merged is None:
        raise Conflict(name, text, now)
    if name == NAME:
        settings_from(merged)
    return PageChange(
        f"Changed as text: {name}", {name: merged if merged.endswith("\n") else f"{merged}\n"}
    )


def remove_copy(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Delete a copy of a content file that a sync program made; undo brings it back."""
    name = text_of(given, "file")
    if name not in sync_copies(choice_of(shot).problems):
        raise NewsletterError("Only a copy of a file can be deleted here.")
    desk.text(name)
    return PageChange(f"Deleted: {name}", {name: None})
