"""``newsletter new``: the issue.md of an issue."""

from datetime import datetime
from pathlib import Path

import click

from newsletter.cli.common import period_argument, the_workspace, today_in, workspace_option
from newsletter.workspace.create import create_plan
from newsletter.workspace.workspace import plan_for


@click.command("new")
@period_argument
@click.option(
    "--send-on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day members will read it, such as 2022-05-11.",
)
@workspace_option
def command(period: str, send_on: datetime | None, workspace_path: Path | None) -> None:
    """Begin an issue: write its issue.md.

    Comments in it explain each field.
    """
    workspace = the_workspace(workspace_path)
    plan, _ = plan_for(workspace, period, today_in(workspace))
    path = create_plan(workspace, plan.period, send_on.date() if send_on else None)
    click.echo(f"Begun {plan.name}: {path.relative_to(workspace.path).as_posix()}")
    click.echo(f"Next: newsletter select {plan.period.start:%Y-%m}")
