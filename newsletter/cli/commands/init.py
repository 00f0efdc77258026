"""``newsletter init``: a new workspace."""

from datetime import datetime
from pathlib import Path

import click

from newsletter.core.values.text import nearest, one_line
from newsletter.core.values.zones import iana_zone
from newsletter.errors import NewsletterError


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--organisation", metavar="NAME", help="Who sends the newsletter; else the folder's name."
)
@click.option(
    "--timezone",
    metavar="ZONE",
    default="UTC",
    show_default=True,
    help="Its time zone, such as Europe/London.",
)
def command(folder: Path, organisation: str | None, timezone: str) -> None:
    """Make a new workspace in a folder.

    It holds settings and three example items, and builds at once.
    """
    from newsletter.workspace.create import create_workspace

    zone = iana_zone(timezone)
    if zone is None:
        from zoneinfo import available_timezones

        close = nearest(timezone, available_timezones())
        raise NewsletterError(
            f"'{timezone}' is not a time zone. {f'Did you mean {close}?' if close else 'Write a place, such as Europe/London.'}"
        )
    name = (
        one_line(organisation or folder.absolute().name.replace("-", " ").replace("_", " ").title())
        or "Our network"
    )
    name = name.encode(
        "utf-8", "ignore"
    ).decode()  # a folder's name may hold bytes that are no text
    period = create_workspace(folder, name, timezone, datetime.now(zone).date())
    click.echo(
        f"Made a workspace for {name} in {folder}, with three example items of {period.title}."
    )
    click.echo(
        "It may come to hold words of people at risk: share the folder only with those who need it."
    )
    click.echo("Next:")
    click.echo(f"  cd {_typed(folder)}")
    click.echo("  newsletter build last")


def _typed(folder: Path) -> str:
    text = str(folder)
    return f'"{text}"' if " " in text else text
