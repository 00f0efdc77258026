"""``newsletter check``: everything that is to be mended before sending."""

from pathlib import Path

import click

from newsletter.build import build, choose
from newsletter.cli.common import (
    period_argument,
    tally,
    tell,
    tell_late,
    tell_undecided,
    the_workspace,
    today_in,
    workspace_option,
)
from newsletter.core.problem import Severity
from newsletter.core.text import counted
from newsletter.core.verdict import Outcome


@click.command("check")
@period_argument
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@workspace_option
def command(period: str, strict: bool, workspace_path: Path | None) -> None:
    """Tell everything that is to be mended before sending.

    Fails (exit code 1) on errors and undecided items; with --strict on warnings too. Notes never fail.
    """
    workspace = the_workspace(workspace_path)
    today = today_in(workspace)
    built = build(choose(workspace, period, today))
    tell(built.problems)
    undecided = built.choice.selection.of(Outcome.UNDECIDED)
    tell_undecided(built.choice)
    found = ", ".join(
        part for part in (tally(built.problems), counted(len(undecided), "undecided item") if undecided else "") if part
    )
    click.echo(f"{built.choice.plan.name}: {found or 'nothing to mend'}")
    tell_late(built.choice, today)
    warned = strict and any(problem.severity is Severity.WARNING for problem in built.problems)
    if built.blocked or warned:
        raise click.exceptions.Exit(1)
