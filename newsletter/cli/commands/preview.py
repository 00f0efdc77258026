"""``newsletter preview``: open the page in the browser."""

from datetime import datetime, timezone
from pathlib import Path

import click

from newsletter.cli.common import the_workspace, today_in, workspace_option
from newsletter.errors import NewsletterError
from newsletter.workspace.settings.settings_file import NAME
from newsletter.workspace.workspace import find_workspace, plan_for


@click.command("preview")
@click.argument("period", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="The port to listen on; else 8765, or a free one.",
)
@click.option("--no-open", is_flag=True, help="Print the address and do not open the browser.")
@workspace_option
def command(
    period: str | None, port: int | None, no_open: bool, workspace_path: Path | None
) -> None:
    """Open the issue in the browser: look, choose, edit, copy.

    Without PERIOD it opens the latest issue that is over and not sent. In a folder without a
    workspace the page makes one. It listens on this computer only; Ctrl-C stops it.
    """
    from newsletter.preview.web.server import serve

    folder = _folder(workspace_path)
    first = ""
    if period:
        workspace = the_workspace(folder)
        first = plan_for(workspace, period, today_in(workspace))[0].name
    served = serve(folder, first, lambda: datetime.now(timezone.utc), port)
    click.echo(f"The page is at {served.address}")
    click.echo(
        "It stays open until you press Ctrl-C here. Everything you do there is saved at once."
    )
    if not no_open:
        import webbrowser

        webbrowser.open(served.address)
    served.run()


def _folder(workspace_path: Path | None) -> Path:
    """The folder of the workspace, or the one in which the page will make one."""
    named = workspace_path or click.get_current_context().find_root().obj
    if named:
        if not Path(named).is_dir():
            raise NewsletterError(f"there is no folder {named}. Make it first, or name another.")
        return Path(named).absolute()
    here = Path.cwd()
    if (here / NAME).is_file():
        return here
    try:
        return find_workspace(here)
    except NewsletterError:
        return here
