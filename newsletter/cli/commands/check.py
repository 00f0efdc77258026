"""``newsletter check``: everything to fix before sending."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from newsletter.build import Build, build, choose, silence
from newsletter.cli.common import (
    count_by_severity,
    echo_json,
    period_argument,
    problem_values,
    progress_bar,
    tally,
    tell,
    tell_late,
    tell_undecided,
    the_workspace,
    today_in,
    verdict_values,
    workspace_option,
)
from newsletter.core.model.verdict import Outcome
from newsletter.core.problems.problem import Severity, by_weight
from newsletter.core.values.text import counted

SECONDS = 10
"""How long an address may take to answer."""


@click.command("check")
@period_argument
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.option("--links", is_flag=True, help="Ask every address of the issue whether it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
@workspace_option
def command(
    period: str, strict: bool, links: bool, as_json: bool, workspace_path: Path | None
) -> None:
    """List everything to fix before sending.

    Fails (exit code 1) on errors and undecided items; with --strict on warnings too. Notes never fail.
    """
    workspace = the_workspace(workspace_path)
    today = today_in(workspace)
    built = build(choose(workspace, period, today))
    if links:
        built = _with_link_problems(built)
    if as_json:
        echo_json(_values(built))
    else:
        tell(built.problems)
        tell_undecided(built.choice)
        click.echo(f"{built.choice.plan.name}: {_summary(built)}")
        tell_late(built.choice, today)
    has_warnings = any(problem.severity is Severity.WARNING for problem in built.problems)
    if built.blocked or (strict and has_warnings):
        raise click.exceptions.Exit(1)


def _with_link_problems(built: Build) -> Build:
    """The same with what is wrong with its addresses; a progress bar is shown on a terminal."""
    from newsletter.mailing.link_check import check_links
    from newsletter.sources.base.fetch import Fetcher

    settings = built.choice.settings
    with Fetcher(patience=SECONDS) as fetcher, progress_bar("Addresses") as progress:
        found = check_links(built.issue, settings, fetcher, progress)
    shown, silenced = silence(found, settings)
    return replace(
        built,
        problems=by_weight((*built.problems, *shown)),
        silenced=by_weight((*built.silenced, *silenced)),
    )


def _summary(built: Build) -> str:
    """``1 error, 2 warnings, 1 undecided item, 3 silenced``."""
    found = [tally(built.problems)]
    undecided = built.choice.selection.of(Outcome.UNDECIDED)
    if undecided:
        found.append(counted(len(undecided), "undecided item"))
    summary = ", ".join(filter(None, found)) or "nothing to fix"
    if built.silenced:
        return f"{summary}, {len(built.silenced):,} silenced"
    return summary


def _values(built: Build) -> dict[str, Any]:
    undecided = built.choice.selection.of(Outcome.UNDECIDED)
    numbers = count_by_severity(built.problems)
    return {
        "issue": built.choice.plan.name,
        "blocked": built.blocked,
        "counts": {
            "errors": numbers[Severity.ERROR],
            "warnings": numbers[Severity.WARNING],
            "notes": numbers[Severity.NOTE],
            "silenced": len(built.silenced),
            "undecided": len(undecided),
        },
        "problems": [problem_values(problem) for problem in by_weight(built.problems)],
        "undecided": [verdict_values(verdict) for verdict in undecided],
    }
