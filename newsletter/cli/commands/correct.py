"""``newsletter correct``: put right what a sent issue told."""

from pathlib import Path

import click

from newsletter.build import choose
from newsletter.cli.common import (
    period_argument,
    said,
    shown_path,
    the_day,
    the_workspace,
    today_in,
    workspace_option,
)
from newsletter.core.selection.reasons import say_day
from newsletter.errors import NewsletterError


@click.command("correct")
@period_argument
@click.option(
    "--say",
    default="",
    metavar="TEXT",
    help="What members are told; else it is made from what changed.",
)
@click.option("--on", metavar="DATE", help="The day of the correction; else today.")
@workspace_option
def command(period: str, say: str, on: str | None, workspace_path: Path | None) -> None:
    """Correct an issue that was sent.

    Made are a short email, a note in its page for browsers, and a line in the next issue. Without --say the words are made from what is otherwise now than members got it. Nothing is sent by this command.
    """
    from newsletter.core.history.changes_since_sent import find_changes
    from newsletter.core.model.item import Item
    from newsletter.mailing.correction_email import (
        NothingToCorrect,
        make_correction_files,
        plan_correction,
    )
    from newsletter.workspace.files.safe_io import write_whole

    say = said(say)
    workspace = the_workspace(workspace_path)
    today = today_in(workspace)
    day = the_day("--on", on) if on else today
    if day > today:
        raise NewsletterError(f"a correction cannot be of {say_day(day)}, which is still to come.")
    choice = choose(workspace, period, today)
    record = choice.sent
    if record is None:
        raise NewsletterError(
            f"{choice.plan.name} was not marked as sent, so there is nothing to correct: change it and build it again."
        )
    pool = {
        verdict.item.id: verdict.item
        for verdict in choice.selection.verdicts
        if isinstance(verdict.item, Item)
    }
    found = find_changes(record, choice.plan, pool)
    try:
        made = plan_correction(record, found, say, day, choice.settings, workspace.templates)
    except NothingToCorrect as fault:
        raise NewsletterError(
            f"{fault} To tell them something anyway, write it with --say."
        ) from None
    folder = workspace.issue_folder(choice.plan.period)
    files = make_correction_files(made, _web(folder))
    write_whole({folder / name: data for name, data in files.items()})
    for line in made.correction.text.splitlines():
        click.echo(line)
    for name in sorted(files):
        click.echo(f"  {shown_path(folder / name)}")


def _web(folder: Path) -> str | None:
    from newsletter.mailing.export_files import WEB_FILE
    from newsletter.workspace.files.safe_io import UnreadableFile, read_text

    path = folder / WEB_FILE
    if not path.exists():
        return None
    try:
        return read_text(path)
    except UnreadableFile as why:
        raise NewsletterError(f"{why}.", file=f"issues/{folder.name}/{WEB_FILE}") from None
