"""``newsletter build``: the email, or everything that blocks it."""

from pathlib import Path

import click

from newsletter.build import Build, build, choose
from newsletter.cli.common import (
    period_argument,
    refuse,
    shown_path,
    tally,
    tell,
    the_workspace,
    today_in,
    workspace_option,
)
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import counted
from newsletter.errors import NewsletterError


@click.command("build")
@period_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write; else the issue's own folder.",
)
@workspace_option
def command(period: str, out: Path | None, workspace_path: Path | None) -> None:
    """Make the email: email.html and email.txt.

    Errors and undecided items are listed and stop it; the files of an earlier build stay as they were.
    """
    from newsletter.build import write_email
    from newsletter.mailing.image_files import write_pictures

    workspace = the_workspace(workspace_path)
    built = build(choose(workspace, period, today_in(workspace)))
    if built.blocked:
        refuse(built, "Not built")
    if out is None:
        _keep_what_was_sent(built)
    folder = workspace.issue_folder(built.choice.plan.period)
    written = write_email(built.email, out or folder)
    pictures = write_pictures(built.issue, workspace.path, folder)
    tell(built.problems)
    click.echo(_summary(built))
    for path in (written.html, written.text, *pictures):
        click.echo(f"  {shown_path(path)}")


def _keep_what_was_sent(built: Build) -> None:
    """Raises NewsletterError when the issue was sent and would be overwritten with something else."""
    from newsletter.mailing.export_files import HTML_FILE, TEXT_FILE
    from newsletter.mailing.mark_sent import matches_record

    record = built.choice.sent
    if record is None:
        return
    files = {HTML_FILE: built.email.html.encode(), TEXT_FILE: built.email.text.encode()}
    if matches_record(record, files):
        return
    month = f"{built.choice.plan.period.start:%Y-%m}"
    raise NewsletterError(
        f"it was sent on {say_day(record.sent_on)}, and build gives something different now "
        f"(newsletter diff {month} shows what). What was sent stays as it is. "
        f"Write newsletter build {month} --out DIR to write the new one to another folder, "
        f"or newsletter correct {month} to tell members what changed.",
        file=record.file,
    )


def _summary(built: Build) -> str:
    counts, email = built.choice.selection.counts, built.email
    summary = (
        f"Built {built.choice.plan.name}: {counted(counts['selected'], 'item')}, "
        f"{email.word_count:,} words, {email.size / 1000:.0f} KB of the 102 KB that Gmail shows"
    )
    problems = tally(built.problems)
    return f"{summary} ({problems})" if problems else summary
