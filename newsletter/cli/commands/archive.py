"""``newsletter archive``: every sent issue as a small website."""

from pathlib import Path

import click

from newsletter.cli.common import shown_path, the_workspace, workspace_option
from newsletter.core.values.text import counted


@click.command("archive")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Where to write it.",
)
@click.option(
    "--address",
    default="",
    metavar="ADDRESS",
    help="Where the archive will be on the web; feed readers want to know.",
)
@workspace_option
def command(out: Path, address: str, workspace_path: Path | None) -> None:
    """Write a small website of all issues that were sent.

    It has a page for each issue, an index by year and an Atom feed. It is made only from what was
    sent, without items for members only.
    """
    from newsletter.mailing.archive_site import find_outdated_pages, make_archive_files
    from newsletter.workspace.files.safe_io import write_whole
    from newsletter.workspace.frontmatter.field_values import link_fault
    from newsletter.workspace.sent_file import read_records

    if not str(out).strip(". "):
        raise click.UsageError("--out needs the name of a folder.")
    if address and link_fault(address):
        raise click.UsageError(f"--address {link_fault(address)}.")
    workspace = the_workspace(workspace_path)
    records = read_records(workspace.path)
    files = make_archive_files(
        records, workspace.path / "issues", workspace.settings, workspace.templates, address
    )
    contents: dict[Path, bytes | None] = {out / name: data for name, data in files.items()}
    contents |= dict.fromkeys(find_outdated_pages(out, files) if out.is_dir() else ())
    write_whole(contents)
    click.echo(f"{counted(len(records), 'sent issue')}: {shown_path(out / 'index.html')}")
