"""``newsletter export``: the issue as files for a mailing tool, as a message, as a page, or for whoever approves it."""

from dataclasses import replace
from pathlib import Path

import click

from newsletter.build import Build, build, choose
from newsletter.cli.common import (
    period_argument,
    refuse,
    shown_path,
    tell,
    tell_late,
    the_workspace,
    today_in,
    workspace_option,
)
from newsletter.core.values.text import listed, nearest, quoted
from newsletter.errors import NewsletterError
from newsletter.workspace.workspace import Workspace

FOLDER = "export"
HERE = "https://pictures.invalid"
"""Where pictures of the workspace seem to be while a message is made that holds them (RFC 2606: no such name exists)."""


@click.command("export")
@period_argument
@click.option(
    "--for",
    "tool",
    metavar="TOOL",
    help="The mailing tool, such as mailchimp; else the one of newsletter.toml.",
)
@click.option(
    "--editor",
    metavar="EDITOR",
    help="Where in the tool it is pasted, such as code-block; else its usual editor.",
)
@click.option(
    "--eml", is_flag=True, help="One message (.eml) that opens in Thunderbird and Outlook."
)
@click.option(
    "--embed",
    is_flag=True,
    help="With --eml: the pictures within the message; they are fetched from their addresses.",
)
@click.option("--web", is_flag=True, help="A page for browsers, without what is for members only.")
@click.option(
    "--review",
    is_flag=True,
    help="One file for whoever approves the issue, every item with a number.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write; else the issue's export folder.",
)
@workspace_option
def command(
    period: str, tool: str | None, editor: str | None, eml: bool, embed: bool, web: bool, review: bool, out: Path | None,
    workspace_path: Path | None,
) -> None:  # fmt: skip
    """Write the issue as files to paste or upload.

    Nothing is sent anywhere. Errors and undecided items stop it, as they stop build; only --review shows an issue that is still in work.
    """
    if out is not None and not str(out).strip(". "):
        raise click.UsageError("--out needs the name of a folder.")
    if embed and not eml:
        raise click.UsageError("--embed goes with --eml.")
    workspace = _for_tool(the_workspace(workspace_path), tool, editor)
    built = build(choose(workspace, period, today_in(workspace)))
    if built.blocked and not (review and not (tool or eml or web)):
        refuse(built, "Not exported")
    folder = out or workspace.issue_folder(built.choice.plan.period) / FOLDER
    for path in _written(built, folder, tool, eml, embed, web, review, nested=out is None):
        click.echo(f"  {shown_path(path)}")
    for path in _pictures(built):
        click.echo(f"  {shown_path(path)}")
    tell(built.problems)
    tell_late(built.choice, today_in(workspace))


def _for_tool(workspace: Workspace, tool: str | None, editor: str | None) -> Workspace:
    """The workspace as if newsletter.toml named that tool and that editor."""
    from newsletter.render.tags.dialects import DIALECTS

    settings = workspace.settings
    name = tool or settings.mailing_tool
    if name not in DIALECTS:
        close = nearest(name, DIALECTS)
        raise click.UsageError(
            f"{quoted(name)} is no mailing tool that is known. {f'Did you mean {close}?' if close else f'Write one of {listed(DIALECTS)}.'}"
        )
    editors = [each.name for each in DIALECTS[name].editors]
    wanted = editor or (settings.mailing_editor if name == settings.mailing_tool else "")
    if editor and editor not in editors:
        raise click.UsageError(
            f"{quoted(editor)} is no editor of {DIALECTS[name].label}. Write {listed(editors, 'or')}."
        )
    return replace(workspace, settings=replace(settings, mailing_tool=name, mailing_editor=wanted))


def _written(
    built: Build,
    folder: Path,
    tool: str | None,
    eml: bool,
    embed: bool,
    web: bool,
    review: bool,
    nested: bool,
) -> list[Path]:
    """Write what is wanted, whole or not at all, and say where it lies."""
    from newsletter.mailing.export_files import (
        REVIEW_FILE,
        WEB_FILE,
        make_export_files,
        make_other_files,
    )
    from newsletter.workspace.files.safe_io import write_whole

    email, workspace = built.email, built.choice.workspace
    settings, own, name = workspace.settings, workspace.templates, built.choice.plan.name
    wanted = frozenset(file for file, asked in ((WEB_FILE, web), (REVIEW_FILE, review)) if asked)
    files: dict[Path, bytes | None] = {
        folder / file: data
        for file, data in make_other_files(built.issue, settings, own, wanted).items()
    }
    if eml:
        files[folder / f"{name}.eml"] = _message(built, embed)
    if tool or not (eml or wanted):
        if email.dialect.name == "none" and not tool:
            raise NewsletterError(
                "say which mailing tool: write --for and its name here, or mailing_tool in newsletter.toml."
            )
        place = folder / email.dialect.name if nested else folder
        files |= {
            place / file: data
            for file, data in make_export_files(email, built.issue, settings, own).items()
        }
    paths = sorted(path for path, data in files.items() if data is not None)
    if nested:
        files[folder / ".gitignore"] = b"*\n"  # made anew whenever it is wanted
    write_whole(files)
    return paths


def _pictures(built: Build) -> list[Path]:
    """The issue's pictures of the workspace, made ready to be uploaded."""
    from newsletter.mailing.image_files import write_pictures

    workspace = built.choice.workspace
    return write_pictures(
        built.issue, workspace.path, workspace.issue_folder(built.choice.plan.period)
    )


def _message(built: Build, embed: bool) -> bytes:
    from newsletter.mailing.eml_message import complete_email, make_message
    from newsletter.mailing.image_files import ready_pictures
    from newsletter.render.email import render
    from newsletter.sources.base.fetch import Fetcher

    plan, workspace = built.choice.plan, built.choice.workspace
    settings = workspace.settings
    if not embed:
        email = complete_email(built.email, built.issue, settings, workspace.templates)
        return make_message(email, settings, plan.send_on, plan.name)
    base = settings.image_base_url or HERE  # so that pictures of the workspace are shown at all
    settings = replace(settings, image_base_url=base)
    email = complete_email(
        render(built.issue, settings, workspace.templates),
        built.issue,
        settings,
        workspace.templates,
    )
    here = {
        f"{base.rstrip('/')}/{made.name}": made.data
        for made in ready_pictures(built.issue, workspace.path)
    }
    with Fetcher() as fetcher:
        return make_message(
            email, settings, plan.send_on, plan.name,
            lambda address: here[address] if address in here else fetcher.get(address).body,
        )  # fmt: skip
