"""Import one source, from beginning to end.

Source -> bytes or pages -> SourceContent -> ImportDecision -> files written whole -> Report

Everything or nothing: when the numbers of a source do not add up, no file changes.
"""

from dataclasses import replace

from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.source_kinds import SOURCE_KINDS, rank_of
from newsletter.core.values.text import one_line
from newsletter.errors import NewsletterError
from newsletter.settings import Source
from newsletter.sources.base.detect import is_web_address
from newsletter.sources.base.import_item import SourceContent, check_counts
from newsletter.sources.merging.import_report import Report, with_announced_named
from newsletter.sources.merging.reconcile import (
    ImportDecision,
    ImportPolicy,
    PoolView,
    reconcile,
)
from newsletter.sources.pipeline.dry_run import DryRun
from newsletter.sources.pipeline.import_request import ImportRequest
from newsletter.sources.pipeline.import_run import ImportRun
from newsletter.sources.pipeline.load import load_source, memory_label
from newsletter.sources.pipeline.personal_details import note_personal_details
from newsletter.sources.pipeline.scope import (
    fill_from_settings,
    limit_to_period,
    move_shared_links,
)
from newsletter.workspace.content.import_memory import read_memories, state_name, state_text
from newsletter.workspace.files.safe_io import (
    ChangedMeanwhile,
    SourceText,
    UnreadableFile,
    read_source,
    sweep,
    write_whole,
)
from newsletter.workspace.pool import read_pool
from newsletter.workspace.sent_file import read_records
from newsletter.workspace.workspace import Workspace

_MOST_TRIES = 3
"""How often an import is decided again when somebody changes the files meanwhile."""
_LONGEST_DETAIL = 120
"""Characters of an internal error that are shown."""


def try_import(run: ImportRun, request: ImportRequest) -> Report:
    """Import a source; when that fails, the report says why."""
    try:
        return import_source(run, request)
    except NewsletterError as fault:
        why = fault.message.rstrip(".")
    except Exception as fault:  # our own bug keeps one source out; the others are still imported
        detail = f"{type(fault).__name__}: {str(fault)[:_LONGEST_DETAIL]}"
        why = f"internal error ({detail}). Nothing was changed"
    return Report(request.label, fault=why, dry_run=request.dry_run is not None)


def import_source(run: ImportRun, request: ImportRequest) -> Report:
    """Import a source. Raises NewsletterError: then no file was changed."""
    content = _load_items(run, request)
    policy = _policy_for(run.workspace, request, content)
    for _ in range(_MOST_TRIES):
        decision = _decide(run, request, content, policy)
        if request.dry_run is not None:
            request.dry_run.keep(decision.contents)
            return replace(decision.report, dry_run=True)
        try:
            _write(run, request, content, decision, by=policy.by)
        except ChangedMeanwhile:
            continue
        return decision.report
    raise NewsletterError("somebody is changing the files right now. Try again in a moment")


def _load_items(run: ImportRun, request: ImportRequest) -> SourceContent:
    """The items of a source, as they are to be compared with the pool."""
    content = check_counts(load_source(run, request))
    content = fill_from_settings(content, request.source)
    content = move_shared_links(content)
    content = limit_to_period(content, request.period, run.workspace.settings)
    return replace(content, found=tuple(map(note_personal_details, content.found)))


def _policy_for(
    workspace: Workspace, request: ImportRequest, content: SourceContent
) -> ImportPolicy:
    kind = SOURCE_KINDS[request.source.kind]
    by = memory_label(request)
    if content.by:
        by = by.replace(kind.name, content.by, 1)
    known = set()
    for source in workspace.settings.sources:
        if not _is_newer_copy(request, source):
            known.add(memory_label(ImportRequest(source)))
    return ImportPolicy(by, rank_of, kind.follows, request.restore, known=frozenset(known))


def _is_newer_copy(request: ImportRequest, source: Source) -> bool:
    """Whether the file at hand may be a newer copy of the file that newsletter.toml names.

    The values of the older copy are then not kept against it.
    """
    is_file = not is_web_address(source.address)
    return request.data is not None and source.kind == request.source.kind and is_file


# ---- deciding


def _decide(
    run: ImportRun, request: ImportRequest, content: SourceContent, policy: ImportPolicy
) -> ImportDecision:
    pool = _pool_view(run.workspace, request.dry_run or DryRun())
    decision = reconcile(content, pool, policy, run.today, one_line(request.label))
    if not decision.report.adds_up:
        raise NewsletterError("internal error: counts do not match. Nothing was changed")
    report = with_announced_named(decision.report, _sent_records(run.workspace))
    damaged = map(_damaged_note, pool.memories.damaged)
    report = replace(report, notes=(*report.notes, *damaged))
    return replace(decision, report=report)


def _damaged_note(name: str) -> str:
    return (
        f"{name} cannot be read, so everything in its item counts as yours. "
        "Delete it to start again."
    )


def _pool_view(workspace: Workspace, dry_run: DryRun) -> PoolView:
    """What the workspace holds, with what a dry run would have written so far."""

    def read(name: str) -> SourceText:
        try:
            return dry_run.read(name) or read_source(workspace.path / name)
        except UnreadableFile as why:
            raise NewsletterError(f"{why}.", file=name) from None

    return PoolView(
        files=dry_run.pool(read_pool(workspace.path).files),
        memories=dry_run.memories(read_memories(workspace.path)),
        read=read,
    )


def _sent_records(workspace: Workspace) -> tuple[SentRecord, ...]:
    """The sent issues; none when one is damaged, which status and build report."""
    try:
        return read_records(workspace.path)
    except NewsletterError:
        return ()


# ---- writing


def _write(
    run: ImportRun,
    request: ImportRequest,
    content: SourceContent,
    decision: ImportDecision,
    by: str,
) -> None:
    """Write the files. Raises ChangedMeanwhile when one does not hold what it held before."""
    root = run.workspace.path
    sweep(root / "content")
    contents = dict(decision.contents)
    is_complete = not request.period and not decision.report.problems
    if content.state and is_complete:
        contents[state_name(by)] = state_text(content.state).encode()
    if run.write is not None:
        run.write(decision.report, contents, decision.expected)
        return
    write_whole(
        {root / name: data for name, data in contents.items()},
        {root / name: data for name, data in decision.expected.items()},
    )
