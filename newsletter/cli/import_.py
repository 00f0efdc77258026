"""``newsletter import``: news and events from other places into the pool."""

import sys
from pathlib import Path

import click

from newsletter.cli.common import the_workspace, today_in, workspace_option
from newsletter.core.text import counted, one_line
from newsletter.errors import NewsletterError
from newsletter.workspace.files import UnreadableFile, decode, read_text
from newsletter.workspace.pool import read_pool

MAX_SOURCE_BYTES = 10_000_000


@click.group("import")
def command() -> None:
    """Bring news and events into the workspace."""


@command.command("listing")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@workspace_option
def listing(file: Path, dry_run: bool, workspace_path: Path | None) -> None:
    """Read an archive page of a website, copied as text or saved as HTML; - reads standard input.

    Each post becomes a content file. What is there already is never changed, so the same page can be read again.
    """
    _run("listing", file, dry_run, workspace_path)


def _run(kind: str, file: Path, dry_run: bool, workspace_path: Path | None) -> None:
    from newsletter.sources.into_pool import into_pool
    from newsletter.sources.table import IMPORTERS

    workspace = the_workspace(workspace_path)
    try:
        text = _text_of(file)
        reading = IMPORTERS[kind](text, workspace.settings.event_categories)
    except UnreadableFile as why:
        raise NewsletterError(f"{why}.", file=str(file)) from None
    except NewsletterError as fault:
        raise NewsletterError(f"{fault.message}.", file=str(file)) from None
    pool = read_pool(workspace.path)
    report = into_pool(reading, pool.files, workspace.path, today_in(workspace), dry_run=dry_run)
    for arrival in report.arrivals:
        word = "new" if arrival.new else "there already"
        click.echo(f"{word}: {arrival.file}")
        if arrival.new and arrival.found.undecided:
            click.echo(f"    to decide: {arrival.found.undecided}")
        if arrival.new and arrival.like:
            click.echo(f"    it looks like {arrival.like}; if they are one thing, delete one of the two files")
    old = len(report.arrivals) - len(report.new)
    undecided = sum(bool(arrival.found.undecided) for arrival in report.new)
    for failed in report.failed:
        click.echo(f"not written: {one_line(failed)}")
    total = len(report.arrivals) + report.repeated + len(report.failed)
    click.echo(
        f"{counted(total, 'post')} = {len(report.new)} new + {old} there already + {report.repeated} repeated on the page"
        f"{f' + {len(report.failed)} not written' if report.failed else ''}"
        f"{f'; {undecided} of the new to decide' if undecided else ''}{' (nothing was written)' if dry_run else ''}"
    )


def _text_of(file: Path) -> str:
    if str(file) == "-":
        return decode(sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1), MAX_SOURCE_BYTES)
    if not file.exists():
        raise UnreadableFile("there is no such file")
    return read_text(file, MAX_SOURCE_BYTES)
