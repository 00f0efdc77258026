"""New workspaces and new issues, made from templates/workspace; nothing that exists is ever overwritten."""

import json
from collections.abc import Mapping
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

    ``today`` is the day in ``timezone``; ``settings`` are further values for newsletter.toml. A language that has no words
    yet gets a copy of the English ones, to be translated. Raises NewsletterError when one of its files is there already, or
    a setting is wrong.
    """
    period = Cadence().containing(today).neighbour(-1)
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
    contents = {
        folder / name.format(day=day): _filled(template, values)
        for template, name in _FILES.items()
    }
    if settings:
        from newsletter.workspace.settings.settings_writer import (
            settings_text,  # only the page sets more than init does
        )

        toml = folder / "newsletter.toml"
        contents[toml] = settings_text(contents[toml].decode(), settings).encode()
        contents |= words_to_translate(folder, settings.get("language", "en"))
    there = [path.relative_to(folder).as_posix() for path in contents if path.exists()]
    if there:
        raise NewsletterError(
            f"{folder} holds {there[0]} already, and nothing is overwritten. Name a new folder."
        )
    write_whole(contents)
    for empty in ("content/images", "issues"):
        (folder / empty).mkdir(parents=True, exist_ok=True)
    return period


def words_to_translate(folder: Path, language: str) -> dict[Path, bytes]:
    """For a language that ships no words: a copy of the English ones for the workspace's templates folder."""
    words = f"words/{language}.toml"
    if (shipped_templates() / words).is_file() or (folder / "templates" / words).exists():
        return {}
    return {folder / "templates" / words: (shipped_templates() / "words/en.toml").read_bytes()}


def create_plan(workspace: Workspace, period: Period, send_on: date | None) -> Path:
    """Write the issue.md of an issue and return where. Raises NewsletterError when there is one already."""
    path = workspace.issue_folder(period) / PLAN
    if path.exists():
        raise NewsletterError("it is there already, and nothing is overwritten. Open it and change it.",
                              file=path.relative_to(workspace.path).as_posix())  # fmt: skip
    write_whole({path: new_plan_text(period, send_on).encode()})
    return path


def new_plan_text(period: Period, send_on: date | None) -> str:
    """The text of a new issue.md, with comments that explain each field."""
    values = {
        "PERIOD": period.title,
        "SEND_ON": f"{send_on or period.end}  # {say_day(send_on or period.end)}",
    }
    return _filled("issue.md", values).decode()


def _filled(template: str, values: Mapping[str, str]) -> bytes:
    text = (shipped_templates() / "workspace" / template).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text.encode()
