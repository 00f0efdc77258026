"""``newsletter new``: start an issue by writing its issue.md."""

from pathlib import Path

import click

from newsletter.cli.common import (
    period_argument,
    tell_unsent,
    the_day,
    the_workspace,
    today_in,
    workspace_option,
)
from newsletter.workspace.create import create_plan
from newsletter.workspace.workspace import plan_for


@click.command("new")
@period_argument
@click.option("--send-on", metavar="DATE", help="The day members will read it, such as 2022-05-11.")
@workspace_option
def command(period: str, send_on: str | None, workspace_path: Path | None) -> None:
    """Start an issue: write its issue.md.

    Comments in it explain each field.
    """
    workspace = the_workspace(workspace_path)
    plan, _ = plan_for(workspace, period, today_in(workspace))
    day = the_day("--send-on", send_on) if send_on else None
    path = create_plan(workspace, plan.period, day)
    click.echo(f"Started {plan.name}: {path.relative_to(workspace.path).as_posix()}")
    if day is None and plan.send_on < today_in(workspace):
        click.echo(
            "Its send_on is the first day after the period, which has passed: write the day you will really send."
        )
    tell_unsent(workspace, plan.period, today_in(workspace))
    click.echo(f"Next: newsletter select {plan.period.start:%Y-%m}")
