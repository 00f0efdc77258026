"""``newsletter import``: news and events from other places into the pool; alone, from every source of newsletter.toml."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from newsletter.cli.common import progress_bar, the_workspace, today_in, workspace_option
from newsletter.cli.import_table import import_table
from newsletter.core.model.source_kinds import SOURCE_KINDS, SourceKind
from newsletter.core.values.period import Period
from newsletter.errors import NewsletterError
from newsletter.settings import Source
from newsletter.sources.base.detect import recognise
from newsletter.sources.parsing.decoding import MAX_BYTES, file_bytes
from newsletter.sources.pipeline.dry_run import Trial
from newsletter.sources.pipeline.import_report import Report
from newsletter.sources.pipeline.import_request import ImportRequest, source_of_file
from newsletter.workspace.workspace import Workspace, plan_for


def import_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every way of importing takes."""
    for option in (
        workspace_option,
        click.option("--json", "as_json", is_flag=True, help="The report for programs."),
        click.option(
            "--all",
            "everything",
            is_flag=True,
            help="Read all of it, also what has not changed since the last time.",
        ),
        click.option("--restore", is_flag=True, help="Bring back what was deleted here."),
        click.option(
            "--period",
            metavar="PERIOD",
            help="Only what may belong to this period, such as 2022-03.",
        ),
        click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing."),
    ):
        command = option(command)
    return command


class _Kinds(click.Group):
    """The kinds of sources; who names a file or an address at once is told which kind it is."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and ("://" in args[0] or Path(args[0]).is_file()):
            raise click.UsageError(
                f"Say what it is: newsletter import {_kind_of(args[0])} {args[0]}", ctx
            )
        return super().resolve_command(ctx, args)


def _kind_of(given: str) -> str:
    if "://" in given:
        return (
            "ical"
            if given.split("?")[0].endswith(".ics")
            else "feed"
            if "feed" in given or "rss" in given
            else "wordpress"
        )
    try:
        return recognise(given, Path(given).read_bytes()[:20_000])
    except (NewsletterError, OSError):
        return "KIND"


@click.group("import", cls=_Kinds, invoke_without_command=True)
@import_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Bring news and events into the workspace.

    Alone it reads every source of newsletter.toml, in order. Run it as often as you like: nothing doubles, and what you changed stays.
    """
    if ctx.invoked_subcommand is not None:
        return
    workspace = the_workspace(options.pop("workspace_path"))
    if not workspace.settings.sources:
        raise NewsletterError(
            'newsletter.toml names no sources yet. Write there [[sources]], and under it kind = "wordpress" and '
            'address = "https://…"; or name one here, as in: newsletter import wordpress https://example.org'
        )
    _run(workspace, [(source, None, "") for source in workspace.settings.sources], **options)


def _subcommand(importer: SourceKind) -> click.Command:
    """The command for one kind of source."""

    @click.argument("source", metavar="URL" if importer.whole_site else "SOURCE")
    @import_options
    def run(source: str, **options: Any) -> None:
        before = (
            click.get_current_context().parent
        )  # options may stand before the kind too: import --dry-run feed …
        options = {
            key: value or (before.params.get(key) if before else None)
            for key, value in options.items()
        }
        workspace = the_workspace(options.pop("workspace_path"))
        _run(workspace, [_named(workspace, importer, source)], **options)

    place = "" if importer.whole_site else " SOURCE is a file, an address, or - for standard input."
    what = f"Read {importer.description}.{place}"
    run.__doc__ = f"{what}\n\nWhat you changed stays; {'items follow' if importer.follows else 'nothing that is here changes with'} their source."
    return click.command(importer.name, short_help=f"Read {importer.description}.")(run)


for _importer in SOURCE_KINDS.values():
    command.add_command(_subcommand(_importer))


def _named(
    workspace: Workspace, importer: SourceKind, given: str
) -> tuple[Source, bytes | None, str]:
    """The source that was named on the command line, as newsletter.toml has it where it is there, and its bytes where they are a file."""
    known = [source for source in workspace.settings.sources if source.kind == importer.name]
    source = next((source for source in known if source.address == given), None)
    if importer.whole_site or given.startswith(("http://", "https://", "webcal://", "$")):
        if importer.whole_site and "://" not in given and not given.startswith("$"):
            given = f"https://{given}"
        return source or Source(importer.name, given), None, ""
    if same := next((source for source in known if _same_file(workspace, source, given)), None):
        return same, None, ""
    if given == "-":
        data, name = sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"
    else:
        try:
            data, name = file_bytes(Path(given)), given
        except NewsletterError as fault:
            raise NewsletterError(f"{fault.message}.", file=given) from None
    return source_of_file(known, importer.name, given, data), data, name


def _same_file(workspace: Workspace, source: Source, given: str) -> bool:
    path = workspace.path / source.address
    return path.is_file() and Path(given).is_file() and path.samefile(given)


def _run(
    workspace: Workspace, sources: list[tuple[Source, bytes | None, str]], *, period: str | None, dry_run: bool, restore: bool,
    everything: bool, as_json: bool,
) -> None:  # fmt: skip
    from newsletter.sources.base.fetch import Fetcher
    from newsletter.sources.pipeline.importer import (
        brought_in,  # what asks websites and parses waits until something is brought in
    )

    today = today_in(workspace)
    trial = Trial() if dry_run else None
    only: Period | None = plan_for(workspace, period, today)[0].period if period else None
    reports: list[Report] = []
    with Fetcher() as fetcher:
        for source, data, name in sources:
            wanted = ImportRequest(source, data, name, only, trial, restore, everything)
            with progress_bar(name or source.label) as progress:
                reports.append(brought_in(workspace, wanted, fetcher, today, progress))
    if as_json:
        click.echo(
            json.dumps(
                {"sources": [report.as_values() for report in reports]},
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        for line in import_table(reports):
            click.echo(line)
    faults = [report for report in reports if report.fault]
    if faults:
        named = [
            f"{report.source}: {report.fault}{'' if report.fault.endswith('?') else '.'}"
            for report in faults
        ]
        first, *others = named
        raise NewsletterError(first, others=others)
