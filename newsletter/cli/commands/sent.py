"""``newsletter sent``: keep what an issue held, for the issues after it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from newsletter.build import Build, Choice, build, choose
from newsletter.cli.common import (
    period_argument,
    refuse,
    said,
    shown_path,
    tell,
    the_day,
    the_workspace,
    today_in,
    workspace_option,
)
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import counted
from newsletter.errors import NewsletterError


@click.command("sent")
@period_argument
@click.option(
    "--on",
    metavar="DATE",
    help="The day it was sent, such as 2022-05-11; else the send_on of its issue.md.",
)
@click.option(
    "--note", default="", metavar="TEXT", help="What was changed in the mailing tool after copying."
)
@click.option(
    "--link", default="", metavar="ADDRESS", help="Where its web version is, if it has one."
)
@click.option(
    "--from",
    "by_hand",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="It was made by hand: its text or HTML, from which its items are known.",
)
@click.option(
    "--undo", is_flag=True, help="It was not sent after all; possible until the next one is sent."
)
@workspace_option
def command(
    period: str,
    on: str | None,
    note: str,
    link: str,
    by_hand: Path | None,
    undo: bool,
    workspace_path: Path | None,
) -> None:
    """Say that an issue was sent: what it held is kept in its sent.json.

    Later issues then repeat nothing and offer what was missed. Nothing is sent by this command.
    """
    note, link = said(note), said(link)
    workspace = the_workspace(workspace_path)
    today = today_in(workspace)
    choice = choose(workspace, period, today)
    day = the_day("--on", on) if on else choice.plan.send_on
    if undo:
        _take_back(choice)
    elif by_hand:
        _entered(choice, by_hand, day, today, note, link)
    else:
        built = build(choice)
        if built.blocked:
            refuse(built, "Not marked as sent")
        _mark(built, day, today, note, link)


def _mark(built: Build, day: date, today: date, note: str, link: str) -> None:
    from newsletter.core.selection.later_send_date import if_sent_on
    from newsletter.mailing.mark_sent import Given, Made, sent_files
    from newsletter.workspace.files.safe_io import write_whole

    choice = built.choice
    folder = choice.workspace.issue_folder(choice.plan.period)
    made = Made(
        built.issue,
        choice.selection,
        built.email,
        choice.settings,
        choice.records,
        choice.workspace.templates,
    )
    files = sent_files(made, Given(day, note, link), today)
    _refuse_other_bytes(folder, made.parts, choice)
    write_whole({folder / name: data for name, data in files.items()})
    click.echo(
        f"{choice.plan.name} was sent on {say_day(day)}: {counted(choice.selection.counts['selected'], 'item')}."
    )
    click.echo(f"  {shown_path(folder / 'sent.json')}")
    changes = if_sent_on(day, choice.selection, choice.plan, choice.records, choice.settings.rules)
    if changes:
        click.echo(
            f"It was made for {say_day(choice.plan.send_on)}; on {say_day(day)} {counted(len(changes), 'item')} would have come out otherwise."
        )


def _refuse_other_bytes(folder: Path, parts: Mapping[str, bytes], choice: Choice) -> None:
    """What was copied must be what is recorded: the files in the issue's folder are what build gives now."""
    month = f"{choice.plan.period.start:%Y-%m}"
    for name, data in parts.items():
        path = folder / name
        if not path.is_file():
            raise NewsletterError(
                f"there is no {name}: nothing was built yet. Write newsletter build {month}, and send what that gives.",
                file=choice.plan.file or None,
            )
        if path.read_bytes() != data:
            raise NewsletterError(
                f"it is not what build gives now: something was changed since it was built. If that was sent, put back what was changed (newsletter diff "
                f"{month} says what); if not, write newsletter build {month} and send what that gives.", file=f"issues/{choice.plan.name}/{name}",
            )  # fmt: skip


def _entered(choice: Choice, by_hand: Path, day: date, today: date, note: str, link: str) -> None:
    from newsletter.mailing.past_issue import entered
    from newsletter.workspace.files.safe_io import UnreadableFile, read_text, write_whole

    try:
        text = read_text(by_hand)
    except UnreadableFile as why:
        raise NewsletterError(f"{why}.", file=str(by_hand)) from None
    found = entered(
        choice.plan, choice.selection, choice.settings, choice.records, text, day, today, note, link
    )
    folder = choice.workspace.issue_folder(choice.plan.period)
    write_whole({folder / name: data for name, data in found.files.items()})
    click.echo(
        f"{choice.plan.name} was sent on {say_day(day)}, made by hand: {counted(len(found.items), 'item')}."
    )
    for title in found.items:
        click.echo(f"  {title}")
    if found.not_in_it:
        click.echo(f"Not found in it, and so offered in the next issue ({len(found.not_in_it)}):")
    for title in found.not_in_it:
        click.echo(f"  {title}")


def _take_back(choice: Choice) -> None:
    from newsletter.mailing.mark_sent import refuse_taking_back
    from newsletter.workspace.files.safe_io import write_whole

    record = choice.sent
    if record is None:
        raise NewsletterError(f"{choice.plan.name} was not marked as sent.")
    refuse_taking_back(record, choice.records)
    folder = choice.workspace.issue_folder(choice.plan.period)
    write_whole({folder / "sent.json": None, folder / "web.html": None})
    if record.corrections:
        click.echo(f"With it went {counted(len(record.corrections), 'correction')} of it.")
    click.echo(
        f"{choice.plan.name} counts as not sent. Its email.html and email.txt are as they were."
    )
    tell(choice.problems)
