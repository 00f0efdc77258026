"""``newsletter check``: everything that is to be mended before sending."""

from dataclasses import replace
from pathlib import Path

import click

from newsletter.build import Build, build, choose
from newsletter.cli.common import (
    period_argument,
    progress_bar,
    tally,
    tell,
    tell_late,
    tell_undecided,
    the_workspace,
    today_in,
    workspace_option,
)
from newsletter.core.model.verdict import Outcome
from newsletter.core.problems.problem import Problem, Severity, by_weight
from newsletter.core.values.text import counted

SECONDS = 10
"""How long an address may take to answer."""


def _links(built: Build) -> list[Problem]:
    """What is wrong with the addresses of the issue, with a progress bar where somebody watches."""
    from newsletter.mailing.link_check import check_links
    from newsletter.sources.base.fetch import Fetcher

    with Fetcher(patience=SECONDS) as fetcher, progress_bar("Addresses") as progress:
        return check_links(built.issue, built.choice.settings, fetcher, progress)


@click.command("check")
@period_argument
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.option("--links", is_flag=True, help="Ask every address of the issue whether it is there.")
@workspace_option
def command(period: str, strict: bool, links: bool, workspace_path: Path | None) -> None:
    """Tell everything that is to be mended before sending.

    Fails (exit code 1) on errors and undecided items; with --strict on warnings too. Notes never fail.
    """
    workspace = the_workspace(workspace_path)
    today = today_in(workspace)
    built = build(choose(workspace, period, today))
    if links:
        built = replace(built, problems=by_weight((*built.problems, *_links(built))))
    tell(built.problems)
    undecided = built.choice.selection.of(Outcome.UNDECIDED)
    tell_undecided(built.choice)
    found = ", ".join(
        part
        for part in (
            tally(built.problems),
            counted(len(undecided), "undecided item") if undecided else "",
        )
        if part
    )
    click.echo(f"{built.choice.plan.name}: {found or 'nothing to mend'}")
    tell_late(built.choice, today)
    warned = strict and any(problem.severity is Severity.WARNING for problem in built.problems)
    if built.blocked or warned:
        raise click.exceptions.Exit(1)
