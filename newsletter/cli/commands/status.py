"""``newsletter status``: all issues at a glance, or the whole story of one item."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from newsletter.build import Overview, overview
from newsletter.cli.common import tally, the_workspace, today_in, workspace_option
from newsletter.core.history.overview import IssueRow, UnevenDays
from newsletter.core.model.verdict import Outcome
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import counted, one_line

NAMED = 3


@click.command("status")
@click.option(
    "--item",
    "item_id",
    metavar="ID",
    help="The whole story of one item, such as news/2022-04-29-x.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
@workspace_option
def command(item_id: str | None, as_json: bool, workspace_path: Path | None) -> None:
    """Show all issues, a line each, and what was never sent.

    With --item everything that became of one item: when it came in, and which issue took or left it, and why.
    """
    workspace = the_workspace(workspace_path)
    found = overview(workspace, today_in(workspace))
    if item_id:
        from newsletter.cli.story_lines import story_lines

        for line in story_lines(found, item_id):
            click.echo(line)
        return
    if as_json:
        import json

        click.echo(json.dumps(_for_programs(found), ensure_ascii=False, indent=1))
        return
    for line in _lines(found):
        click.echo(line.rstrip())


def _lines(found: Overview) -> Iterator[str]:
    rows = found.history.rows
    if not rows:
        yield "No issue was begun yet. Begin one with: newsletter new last"
        return
    width = max(len(row.period.title) for row in rows)
    for empty, group in groupby(rows, key=_is_empty):
        run = list(group)
        if empty and len(run) > 1:
            yield f"{run[0].period.title} to {run[-1].period.title}: {len(run)} issues not begun, and no items"
            continue
        for row in run:
            yield f"{row.period.title.ljust(width)}  {_state(row).ljust(24)}  {_held(row).rjust(9)}{_remarks(row, found)}"
    for name, fault in found.plans.broken:
        yield f"{name}: its issue.md cannot be read: {fault}"
    for between in found.history.between:
        yield _between(between)
    for title, first, second in found.history.twice:
        yield one_line(f"Told twice: {title}, in {first} and in {second}.")
    yield from _missed(found)
    yield from _silent(found)


def _is_empty(row: IssueRow) -> bool:
    return row.state == "not begun" and not row.items


def _state(row: IssueRow) -> str:
    if row.record is None:
        return row.state
    hand = ", made by hand" if row.record.by_hand else ""
    return f"sent {row.record.sent_on.isoformat()}{hand}"


def _held(row: IssueRow) -> str:
    return counted(row.items, "item")


def _remarks(row: IssueRow, found: Overview) -> str:
    said = []
    if row.period == found.coming.plan.period and row.record is None:
        undecided = len(found.coming.selection.of(Outcome.UNDECIDED))
        said += [f"{undecided} to decide"] if undecided else []
        said += [tally(found.coming.problems)] if found.coming.problems else []
    if row.missed:
        said.append(f"{len(row.missed)} missed")
    if row.changes:
        said.append(
            f"{len(row.changes)} otherwise than sent (newsletter diff {row.period.start:%Y-%m})"
        )
    if row.record and row.record.corrections:
        said.append(counted(len(row.record.corrections), "correction"))
    return f"  {', '.join(said)}" if said else ""


def _between(between: UnevenDays) -> str:
    if between.overlap:
        return f"Two issues cover {say_day(between.first)} to {say_day(between.last)}."
    return f"No issue covers {say_day(between.first)} to {say_day(between.last)}."


def _missed(found: Overview) -> Iterator[str]:
    missed = [verdict for row in found.history.rows for verdict in row.missed]
    if missed:
        yield ""
        yield f"Never sent ({len(missed)}); newsletter select {found.coming.plan.period.start:%Y-%m} offers them:"
        for verdict in missed:
            yield f"  {verdict.day.isoformat() if verdict.day else '':10}  {verdict.item.id}  {one_line(verdict.item.title)}"


def _silent(found: Overview) -> Iterator[str]:
    for what, names in (
        ("networks", found.history.silent_networks), ("regions", found.history.silent_regions),
    ):  # fmt: skip
        if names:
            yield ""
            yield f"Not heard from in the last three issues, {what}: {one_line(', '.join(names))}"


def _for_programs(found: Overview) -> dict[str, object]:
    return {
        "issues": [
            {
                "issue": row.name,
                "title": row.period.title,
                "state": row.state,
                "sent_on": row.record.sent_on.isoformat() if row.record else None,
                "items": row.items,
                "missed": [verdict.item.id for verdict in row.missed],
                "otherwise": [each.sent.id for each in row.changes],
            }
            for row in found.history.rows
        ],
        "between": [
            {
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "overlap": each.overlap,
            }
            for each in found.history.between
        ],
        "silent_networks": list(found.history.silent_networks),
        "silent_regions": list(found.history.silent_regions),
        "twice": [list(each) for each in found.history.twice],
    }
