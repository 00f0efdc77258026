"""``newsletter import``: import news and events; alone, from every source of newsletter.toml."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from newsletter.cli.common import progress_bar, the_workspace, today_in, workspace_option
from newsletter.cli.import_table import import_table
from newsletter.core.model.source_kinds import SOURCE_KINDS, SourceKind
from newsletter.errors import NewsletterError
from newsletter.settings import Source
from newsletter.sources.base.detect import is_web_address, kind_of_address, kind_of_file
from newsletter.sources.merging.import_report import Report
from newsletter.sources.parsing.decoding import MAX_BYTES, file_bytes
from newsletter.sources.pipeline.dry_run import DryRun
from newsletter.sources.pipeline.import_request import ImportRequest, source_for_file
from newsletter.workspace.workspace import Workspace, plan_for


def import_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every way of importing takes."""
    for option in (
        workspace_option,
        click.option("--json", "as_json", is_flag=True, help="The report for programs."),
        click.option(
            "--all",
            "everything",
            is_flag=True,
            help="Read everything, also what has not changed since the last import.",
        ),
        click.option("--restore", is_flag=True, help="Bring back what was deleted here."),
        click.option(
            "--period",
            metavar="PERIOD",
            help="Only what may belong to this period, such as 2022-03.",
        ),
        click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing."),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class _Options:
    """The options of one import, as click names them."""

    period: str | None
    dry_run: bool
    restore: bool
    everything: bool
    as_json: bool


class _KindsGroup(click.Group):
    """The kinds of sources; a file or an address without its kind gets a hint which kind it is."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        given = args[0]
        is_source = "://" in given or Path(given).is_file()
        if is_source and given not in self.commands:
            kind = _kind_name_of(given)
            raise click.UsageError(f"Say what it is: newsletter import {kind} {given}", ctx)
        return super().resolve_command(ctx, args)


def _kind_name_of(given: str) -> str:
    """The kind that an address or a file most probably is; ``KIND`` when nothing says so."""
    kind = kind_of_address(given)
    if Path(given).is_file():
        try:
            kind = kind_of_file(given, Path(given).read_bytes())
        except (NewsletterError, OSError):
            kind = None
    return kind.name if kind else "KIND"


@click.group("import", cls=_KindsGroup, invoke_without_command=True)
@import_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Import news and events into the workspace.

    Alone it reads every source of newsletter.toml, in order. Run it as often as you like: nothing
    is imported twice, and what you changed stays.
    """
    if ctx.invoked_subcommand is not None:
        return
    workspace = the_workspace(options.pop("workspace_path"))
    if not workspace.settings.sources:
        raise NewsletterError(
            "newsletter.toml names no sources yet. Write there [[sources]], and under it "
            'kind = "wordpress" and address = "https://…"; or name one here, as in: '
            "newsletter import wordpress https://example.org"
        )
    requests = [ImportRequest(source) for source in workspace.settings.sources]
    _run(workspace, requests, _Options(**options))


def _subcommand(kind: SourceKind) -> click.Command:
    """The command for one kind of source."""

    @click.argument("source", metavar="URL" if kind.whole_site else "SOURCE")
    @import_options
    def run(source: str, **options: Any) -> None:
        options = _with_options_before_kind(options)
        workspace = the_workspace(options.pop("workspace_path"))
        _run(workspace, [_request_for(workspace, kind, source)], _Options(**options))

    what = f"Read {kind.description}."
    if not kind.whole_site:
        what += " SOURCE is a file, an address, or - for standard input."
    if kind.follows:
        effect = "What you changed stays; items follow their source."
    else:
        effect = "What you changed stays; nothing that is here changes with their source."
    run.__doc__ = f"{what}\n\n{effect}"
    return click.command(kind.name, short_help=f"Read {kind.description}.")(run)


def _with_options_before_kind(options: dict[str, Any]) -> dict[str, Any]:
    """The options, also those that stand before the kind: ``import --dry-run feed …``."""
    parent = click.get_current_context().parent
    if parent is None:
        return options
    return {name: value or parent.params.get(name) for name, value in options.items()}


for _kind in SOURCE_KINDS.values():
    command.add_command(_subcommand(_kind))


# ---- which source


def _request_for(workspace: Workspace, kind: SourceKind, given: str) -> ImportRequest:
    """What to import when a source is named on the command line.

    It is the source of newsletter.toml where that names the same one. The content of another file
    is read here.
    """
    known = [source for source in workspace.settings.sources if source.kind == kind.name]
    if kind.whole_site or is_web_address(given) or given.startswith("$"):
        return ImportRequest(_source_at_address(known, kind, given))
    for source in known:
        if _is_same_file(workspace, source, given):
            return ImportRequest(source)
    if given == "-":
        data, name = sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"
    else:
        data, name = _read_file(given), given
    return ImportRequest(source_for_file(known, kind.name, given, data), data, name)


def _source_at_address(known: Iterable[Source], kind: SourceKind, given: str) -> Source:
    for source in known:
        if source.address == given:
            return source
    lacks_scheme = "://" not in given and not given.startswith("$")
    if lacks_scheme:
        given = f"https://{given}"
    return Source(kind.name, given)


def _is_same_file(workspace: Workspace, source: Source, given: str) -> bool:
    path = workspace.path / source.address
    return path.is_file() and Path(given).is_file() and path.samefile(given)


def _read_file(name: str) -> bytes:
    try:
        return file_bytes(Path(name))
    except NewsletterError as fault:
        raise NewsletterError(f"{fault.message}.", file=name) from None


# ---- importing


def _run(workspace: Workspace, requests: Iterable[ImportRequest], options: _Options) -> None:
    """Import the sources one after the other, and print the report. Raises NewsletterError."""
    # Imported here, since httpx and the pipeline are slow to load and only an import needs them.
    from newsletter.sources.base.fetch import Fetcher
    from newsletter.sources.pipeline.import_run import ImportRun
    from newsletter.sources.pipeline.importer import try_import

    today = today_in(workspace)
    period = None
    if options.period:
        plan, *_ = plan_for(workspace, options.period, today)
        period = plan.period
    dry_run = DryRun() if options.dry_run else None
    reports: list[Report] = []
    with Fetcher() as fetcher:
        for source_request in requests:
            request = replace(
                source_request,
                period=period,
                dry_run=dry_run,
                restore=options.restore,
                everything=options.everything,
            )
            with progress_bar(request.label) as progress:
                run = ImportRun(workspace, fetcher, today, progress=progress)
                reports.append(try_import(run, request))
    _print_reports(reports, as_json=options.as_json)
    _raise_faults(reports)


def _print_reports(reports: Sequence[Report], *, as_json: bool) -> None:
    if as_json:
        values = {"sources": [report.as_values() for report in reports]}
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
        return
    for line in import_table(reports):
        click.echo(line)


def _raise_faults(reports: Iterable[Report]) -> None:
    """Raise one NewsletterError for all the sources that could not be imported."""
    faults = []
    for report in reports:
        if report.fault:
            end = "" if report.fault.endswith("?") else "."
            faults.append(f"{report.source}: {report.fault}{end}")
    if faults:
        raise NewsletterError(faults[0], others=faults[1:])
