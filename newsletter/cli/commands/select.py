"""``newsletter select``: what belongs in an issue, and why the rest does not."""

from pathlib import Path
from typing import Any

import click

from newsletter.build import Choice, choose
from newsletter.cli.common import (
    period_argument,
    tell,
    tell_late,
    tell_unsent,
    the_workspace,
    today_in,
    workspace_option,
)
from newsletter.cli.selection_table import selection_table
from newsletter.core.model.item import Unreadable
from newsletter.core.model.verdict import Verdict
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
        import json

        click.echo(json.dumps(_for_programs(choice), ensure_ascii=False, indent=1))
        return
    for line in selection_table(choice):
        click.echo(line)
    if choice.problems:
        click.echo()
        tell(choice.problems)
    tell_late(choice, today)
    tell_unsent(workspace, choice.plan.period, today)


def _for_programs(choice: Choice) -> dict[str, Any]:
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
        "items": [_verdict(verdict) for verdict in choice.selection.verdicts],
        "problems": [
            {
                "severity": problem.severity,
                "file": problem.file,
                "line": problem.line,
                "message": problem.message,
            }
            for problem in by_weight(choice.problems)
        ],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    item = verdict.item
    kind = item.kind
    day = None if isinstance(item, Unreadable) else verdict.day
    return {
        "id": item.id,
        "kind": kind,
        "title": item.title,
        "date": day.isoformat() if day else None,
        "verdict": verdict.outcome,
        "code": verdict.code,
        "reason": verdict.reason,
        "section": verdict.section,
        "file": item.file,
    }
