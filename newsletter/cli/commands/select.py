"""``newsletter select``: what belongs in an issue, and why the rest does not."""

from pathlib import Path
from typing import Any

import click

from newsletter.build import Choice, choose
from newsletter.cli.common import (
    echo_json,
    period_argument,
    problem_values,
    tell,
    tell_late,
    tell_unsent,
    the_workspace,
    today_in,
    verdict_values,
    workspace_option,
)
from newsletter.cli.selection_table import selection_table
from newsletter.core.problems.problem import by_weight


@click.command("select")
@period_argument
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
@workspace_option
def command(period: str, as_json: bool, workspace_path: Path | None) -> None:
    """Show what belongs in an issue, and why the rest does not."""
    workspace = the_workspace(workspace_path)
    today = today_in(workspace)
    choice = choose(workspace, period, today)
    if as_json:
        echo_json(_values(choice))
        return
    for line in selection_table(choice):
        click.echo(line)
    if choice.problems:
        click.echo()
        tell(choice.problems)
    tell_late(choice, today)
    tell_unsent(workspace, choice.plan.period, today)


def _values(choice: Choice) -> dict[str, Any]:
    plan = choice.plan
    return {
        "issue": plan.name,
        "period": {
            "start": plan.period.start.isoformat(),
            "end": plan.period.end.isoformat(),
            "title": plan.period.title,
            "timezone": choice.settings.timezone,
        },
        "send_on": plan.send_on.isoformat(),
        "counts": choice.selection.counts,
        "items": [verdict_values(verdict) for verdict in choice.selection.verdicts],
        "problems": [problem_values(problem) for problem in by_weight(choice.problems)],
    }
