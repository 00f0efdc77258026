"""``newsletter init``: make a new workspace."""

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
        raise NewsletterError(_say_unknown_zone(timezone))
    name = _organisation_name(organisation, folder)
    period = create_workspace(folder, name, timezone, datetime.now(zone).date())
    click.echo(
        f"Made a workspace for {name} in {folder}, with three example items of {period.title}."
    )
    click.echo(
        "It may come to hold words of people at risk: share the folder only with those who need it."
    )
    click.echo("Next:")
    click.echo(f"  cd {_quote_for_shell(folder)}")
    click.echo("  newsletter build last")


def _say_unknown_zone(timezone: str) -> str:
    from zoneinfo import available_timezones

    close = nearest(timezone, available_timezones())
    hint = "Write a place, such as Europe/London."
    if close:
        hint = f"Did you mean {close}?"
    return f"'{timezone}' is not a time zone. {hint}"


def _organisation_name(organisation: str | None, folder: Path) -> str:
    """The name that was given, or one made from the folder's name."""
    if not organisation:
        organisation = folder.absolute().name.replace("-", " ").replace("_", " ").title()
    name = one_line(organisation) or "Our network"
    # A folder's name may hold bytes that are not text.
    return name.encode("utf-8", "ignore").decode()


def _quote_for_shell(folder: Path) -> str:
    text = str(folder)
    return f'"{text}"' if " " in text else text
