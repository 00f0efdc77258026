"""New workspaces and new issues, made from templates/workspace; nothing that exists is ever
overwritten."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from newsletter.core.selection.reasons import say_day
from newsletter.core.values.period import Cadence, Period
from newsletter.errors import NewsletterError
from newsletter.workspace.files.safe_io import write_whole
from newsletter.workspace.files.shipped_templates import shipped_templates
from newsletter.workspace.workspace import PLAN, Workspace

_FILES = {
    "newsletter.toml": "newsletter.toml",
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "content/news/example.md": "content/news/{day}-example-news.md",
    "content/events/example.md": "content/events/{day}-example-event.md",
    "content/calls/example.md": "content/calls/{day}-example-call.md",
}
"""Each template with the name its copy has in the workspace."""


def create_workspace(
    folder: Path,
    organisation: str,
    timezone: str,
    today: date,
    settings: Mapping[str, Any] | None = None,
) -> Period:
    """Make a workspace with three example items dated in the last full period, and return that period.

    ``today`` is the day in ``timezone``; ``settings`` are further values for newsletter.toml. A
    language that has no words yet gets a copy of the English ones, to be translated. Raises
    NewsletterError when one of the files exists already, or a setting is wrong.
    """
    period = Cadence().containing(today).neighbour(-1)
    contents = _first_files(folder, organisation, timezone, period)
    if settings:
        # Imported here, since only the page sets more than ``init`` does.
        from newsletter.workspace.settings.settings_writer import settings_text

        toml = folder / "newsletter.toml"
        contents[toml] = settings_text(contents[toml].decode(), settings).encode()
        contents |= words_to_translate(folder, settings.get("language", "en"))
    _must_be_new(folder, contents)
    write_whole(contents)
    for empty in ("content/images", "issues"):
        (folder / empty).mkdir(parents=True, exist_ok=True)
    return period


def _first_files(
    folder: Path, organisation: str, timezone: str, period: Period
) -> dict[Path, bytes]:
    """The files of a new workspace, filled in."""
    day = period.end - timedelta(days=14)
    name = f"{organisation} Members Update"
    values = {
        "NAME": json.dumps(name, ensure_ascii=False),
        "NAME_PLAIN": name,
        "ORGANISATION": json.dumps(organisation, ensure_ascii=False),
        "TIMEZONE": json.dumps(timezone),
        "DAY": day.isoformat(),
        "DEADLINE": (period.end + timedelta(days=30)).isoformat(),
    }
    contents = {}
    for template, path in _FILES.items():
        contents[folder / path.format(day=day)] = _filled(template, values)
    return contents


def _must_be_new(folder: Path, paths: Iterable[Path]) -> None:
    """Raise NewsletterError when one of the files exists already."""
    for path in paths:
        if path.exists():
            name = path.relative_to(folder).as_posix()
            raise NewsletterError(
                f"{folder} already contains {name}, and nothing is overwritten. Name a new folder."
            )


def words_to_translate(folder: Path, language: str) -> dict[Path, bytes]:
    """For a language without words of ours: a copy of the English ones for the templates folder."""
    words = f"words/{language}.toml"
    is_shipped = (shipped_templates() / words).is_file()
    is_in_workspace = (folder / "templates" / words).exists()
    if is_shipped or is_in_workspace:
        return {}
    english = (shipped_templates() / "words/en.toml").read_bytes()
    return {folder / "templates" / words: english}


def create_plan(workspace: Workspace, period: Period, send_on: date | None) -> Path:
    """Write the issue.md of an issue and return its path. Raises NewsletterError when it exists already."""
    path = workspace.issue_folder(period) / PLAN
    if path.exists():
        raise NewsletterError(
            "it exists already, and nothing is overwritten. Open it and change it.",
            file=path.relative_to(workspace.path).as_posix(),
        )
    write_whole({path: new_plan_text(period, send_on).encode()})
    return path


def new_plan_text(period: Period, send_on: date | None) -> str:
    """The text of a new issue.md, with comments that explain each field."""
    day = send_on or period.end
    values = {"PERIOD": period.title, "SEND_ON": f"{day}  # {say_day(day)}"}
    return _filled("issue.md", values).decode()


def _filled(template: str, values: Mapping[str, str]) -> bytes:
    """A template of a new workspace with its values put in."""
    text = (shipped_templates() / "workspace" / template).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text.encode()
