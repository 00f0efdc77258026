"""``newsletter sent``: mark an issue as sent, and keep what it held for the issues after it."""

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
from newsletter.mailing.export_files import WEB_FILE
from newsletter.mailing.mark_sent import (
    BuiltIssue,
    SendingDetails,
    make_sent_files,
    refuse_undo,
)
from newsletter.workspace.workspace import SENT


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
    help="For an issue made by hand: its text or HTML, which says what it held.",
)
@click.option(
    "--undo", is_flag=True, help="It was not sent after all. Possible until the next issue is sent."
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
    """Mark an issue as sent: what it held is kept in its sent.json.

    Later issues then repeat nothing and offer what was missed. Nothing is sent by this command.
    """
    workspace = the_workspace(workspace_path)
    today = today_in(workspace)
    choice = choose(workspace, period, today)
    if undo:
        _undo(choice)
        return
    day = the_day("--on", on) if on else choice.plan.send_on
    details = SendingDetails(day, note=said(note), link=said(link))
    if by_hand:
        _record_by_hand(choice, by_hand, details, today)
        return
    built = build(choice)
    if built.blocked:
        refuse(built, "Not marked as sent")
    _mark_sent(built, details, today)


def _mark_sent(built: Build, details: SendingDetails, today: date) -> None:
    from newsletter.core.selection.later_send_date import if_sent_on
    from newsletter.workspace.files.safe_io import write_whole

    choice = built.choice
    folder = choice.workspace.issue_folder(choice.plan.period)
    issue = BuiltIssue(
        built.issue,
        choice.selection,
        built.email,
        settings=choice.settings,
        records=choice.records,
        templates=choice.workspace.templates,
    )
    files = make_sent_files(issue, details, today)
    _refuse_other_bytes(folder, issue.parts, choice)
    write_whole({folder / name: data for name, data in files.items()})
    day = say_day(details.on)
    items = counted(choice.selection.counts["selected"], "item")
    click.echo(f"{choice.plan.name} was sent on {day}: {items}.")
    click.echo(f"  {shown_path(folder / SENT)}")
    changes = if_sent_on(
        details.on, choice.selection, choice.plan, choice.records, choice.settings.rules
    )
    if changes:
        planned_day = say_day(choice.plan.send_on)
        items = counted(len(changes), "item")
        click.echo(f"It was made for {planned_day}; for {day}, {items} would be different.")


def _refuse_other_bytes(folder: Path, parts: Mapping[str, bytes], choice: Choice) -> None:
    """Refuse to record anything but what was copied: the built files must be what build makes now."""
    month = f"{choice.plan.period.start:%Y-%m}"
    for name, data in parts.items():
        path = folder / name
        if not path.is_file():
            raise NewsletterError(
                f"there is no {name}: nothing was built yet. "
                f"Run newsletter build {month}, and send what it makes.",
                file=choice.plan.file or None,
            )
        if path.read_bytes() != data:
            raise NewsletterError(
                "it is not what build makes now: something was changed since it was built. "
                f"If that was sent, undo the change (newsletter diff {month} shows it); "
                f"if not, run newsletter build {month} and send what it makes.",
                file=f"issues/{choice.plan.name}/{name}",
            )


def _record_by_hand(choice: Choice, by_hand: Path, details: SendingDetails, today: date) -> None:
    from newsletter.mailing.past_issue import IssueChoice, record_past_issue
    from newsletter.workspace.files.safe_io import UnreadableFile, read_text, write_whole

    try:
        text = read_text(by_hand)
    except UnreadableFile as why:
        raise NewsletterError(f"{why}.", file=str(by_hand)) from None
    known = IssueChoice(choice.plan, choice.selection, choice.settings, records=choice.records)
    past = record_past_issue(known, text, details, today=today)
    folder = choice.workspace.issue_folder(choice.plan.period)
    write_whole({folder / name: data for name, data in past.files.items()})
    day, items = say_day(details.on), counted(len(past.items), "item")
    click.echo(f"{choice.plan.name} was sent on {day}, made by hand: {items}.")
    for title in past.items:
        click.echo(f"  {title}")
    if past.not_in_it:
        click.echo(f"Not found in it, and so offered in the next issue ({len(past.not_in_it)}):")
    for title in past.not_in_it:
        click.echo(f"  {title}")


def _undo(choice: Choice) -> None:
    from newsletter.workspace.files.safe_io import write_whole

    record = choice.sent
    if record is None:
        raise NewsletterError(f"{choice.plan.name} was not marked as sent.")
    refuse_undo(record, choice.records)
    folder = choice.workspace.issue_folder(choice.plan.period)
    write_whole({folder / SENT: None, folder / WEB_FILE: None})
    if record.corrections:
        corrections = counted(len(record.corrections), "correction")
        click.echo(f"Deleted with it: {corrections}.")
    click.echo(f"{choice.plan.name} is not marked as sent any more. Its email files are unchanged.")
    tell(choice.problems)
