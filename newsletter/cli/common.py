"""What the commands share: finding the workspace and telling problems."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from newsletter.core.problem import Problem, Severity, by_weight
from newsletter.core.text import counted
from newsletter.workspace.workspace import Workspace, find_workspace, open_workspace

period_argument = click.argument("period")


def workspace_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--workspace`` behind the command's name, as it may also stand before it."""
    option = click.option("--workspace", "workspace_path", type=click.Path(path_type=Path), metavar="DIR",
                          help="The folder with newsletter.toml; else the nearest one upward.")  # fmt: skip
    return option(command)


def the_workspace(workspace_path: Path | None) -> Workspace:
    """The workspace that was named after or before the command, or the nearest one upward."""
    named = workspace_path or click.get_current_context().find_root().obj
    return open_workspace(Path(named) if named else find_workspace(Path.cwd()))


def today_in(workspace: Workspace) -> date:
    """Today in the organisation's zone. Nothing below cli asks the clock."""
    return datetime.now(workspace.settings.zone).date()


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def tell(problems: Iterable[Problem], *, err: bool = False) -> None:
    """Print problems, errors first, each on a line that begins with what it is."""
    for problem in by_weight(problems):
        click.echo(f"{click.style(problem.severity, fg=_COLOURS[problem.severity])}: {problem}", err=err)


def tally(problems: Iterable[Problem]) -> str:
    """``2 errors, 1 warning``; empty when there are none."""
    unique = by_weight(problems)
    counts = [(severity, sum(p.severity is severity for p in unique)) for severity in Severity]
    return ", ".join(counted(number, severity) for severity, number in counts if number)
