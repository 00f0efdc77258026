"""The command group and the one error boundary: what stops the work becomes one line on
stderr, never a traceback."""

import gc
import importlib
import os
import sys

import click

from newsletter.errors import NewsletterError

COMMANDS = {
    "init": ("newsletter.cli.commands.init", "Make a new workspace in a folder."),
    "new": ("newsletter.cli.commands.new", "Start an issue: write its issue.md."),
    "select": (
        "newsletter.cli.commands.select",
        "Show what belongs in an issue, and why the rest does not.",
    ),
    "build": ("newsletter.cli.commands.build", "Make the email: email.html and email.txt."),
    "check": (
        "newsletter.cli.commands.check",
        "List everything to fix before sending.",
    ),
    "export": ("newsletter.cli.commands.export", "Write the issue as files to paste or upload."),
    "sent": (
        "newsletter.cli.commands.sent",
        "Mark an issue as sent: what it held is kept in its sent.json.",
    ),
    "correct": (
        "newsletter.cli.commands.correct",
        "Correct an issue that was sent.",
    ),
    "status": (
        "newsletter.cli.commands.status",
        "Show all issues, a line each, and what was never sent.",
    ),
    "diff": (
        "newsletter.cli.commands.diff",
        "Show what changed since an issue was sent, or since the last build.",
    ),
    "archive": (
        "newsletter.cli.commands.archive",
        "Write a small website of all issues that were sent.",
    ),
    "report": (
        "newsletter.cli.commands.report",
        "Write the year in figures, for annual reports: a page and a CSV table.",
    ),
    "preview": (
        "newsletter.cli.commands.preview",
        "Open the issue in the browser: look, choose, edit, copy.",
    ),
    "import": ("newsletter.cli.commands.import_", "Import news and events into the workspace."),
}
"""Each command's module and the line that ``--help`` shows.

A module is imported only when its command is called, so that ``--help`` costs no more than click.
"""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as fault:
            from newsletter.core.values.text import nearest

            close = nearest(args[0], COMMANDS)
            if close and "Did you mean" not in fault.message:
                raise click.UsageError(f"{fault.message} Did you mean {close}?", ctx) from None
            raise


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """Print the version of the installed distribution, and exit."""
    if not value:
        return
    from importlib.metadata import version  # slow, so only when it is asked for

    click.echo(f"newsletter {version('member-newsletter')}")
    ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(),
    metavar="DIR",
    help="The folder with newsletter.toml; else the nearest one upward.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
@click.pass_context
def group(ctx: click.Context, workspace: str | None) -> None:
    """Compose a members' update: name a period, see what belongs in it, and get an email ready to paste.

    PERIOD is written as 2022-03, "March - April 2022", last, current or next.
    """
    ctx.obj = workspace


def main() -> None:
    """Run the command line.

    Exit codes: 0 done, 1 something is to be fixed, 2 the command was written wrongly, 130 stopped.
    """
    _replace_unknown_characters()
    # A command is one short run that keeps nearly all objects it makes until its end. Looking for
    # garbage among them again and again took half of the time (docs/design-notes.md).
    gc.disable()
    sys.exit(_run())


def _run() -> int:
    """Run the command that was typed, word what stops it, and return the exit code."""
    try:
        # Outside its standalone mode click returns the code of an Exit instead of exiting.
        code = group.main(prog_name="newsletter", standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except NewsletterError as fault:
        _show_error(fault)
        return 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing was left half-written.", err=True)
        return 130
    except BrokenPipeError:  # the reader of a pipe (head, less) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        click.echo(f"Error: {where}{fault.strerror or fault}.", err=True)
        return 1
    return code if isinstance(code, int) else 0


def _replace_unknown_characters() -> None:
    """Let a terminal with another encoding show a question mark instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _show_error(fault: NewsletterError) -> None:
    from newsletter.core.values.text import one_line

    for line in (f"Error: {fault}", *fault.others):
        click.echo(one_line(line), err=True)
