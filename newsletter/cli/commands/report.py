"""``newsletter report``: write the year in figures, as a page and as a table."""

from pathlib import Path

import click

from newsletter.cli.common import shown_path, the_workspace, workspace_option
from newsletter.core.values.text import counted
from newsletter.errors import NewsletterError


@click.command("report")
@click.argument("year", type=click.IntRange(1900, 2999))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write; else the folder reports of the workspace.",
)
@workspace_option
def command(year: int, out: Path | None, workspace_path: Path | None) -> None:
    """Write the year in figures, for annual reports: a page and a CSV table.

    They hold items by section, network, country and kind, events held, and publications with dates
    and links. They are made from what was sent in that year, without items for members only.
    """
    from newsletter.core.history.year_figures import count_year
    from newsletter.render.archive_pages import DOCUMENTS, report_csv, report_page
    from newsletter.workspace.files.safe_io import write_whole
    from newsletter.workspace.sent_file import read_records

    workspace = the_workspace(workspace_path)
    settings = workspace.settings
    found = count_year(
        read_records(workspace.path), year, DOCUMENTS, settings.publication_categories
    )
    if not found.issues:
        raise NewsletterError(f"no issue was sent in {year}, so there is nothing to count.")
    folder = out or workspace.path / "reports"
    files = {
        f"{year}.html": report_page(found, settings, workspace.templates),
        f"{year}.csv": "\ufeff" + report_csv(found),
    }
    write_whole({folder / name: text.encode() for name, text in files.items()})
    click.echo(f"{counted(len(found.issues), 'issue')}, {counted(len(found.items), 'public item')}")
    for name in files:
        click.echo(f"  {shown_path(folder / name)}")
