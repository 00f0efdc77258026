"""One source brought in, from beginning to end.

Source -> bytes or pages -> Gathered (reconciled) -> Decided -> files written whole -> Report

Everything or nothing: what does not add up changes no file.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from newsletter.core.model.item import PoolFile
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.source_kinds import SOURCE_KINDS, rank_of
from newsletter.core.values.text import one_line
from newsletter.errors import NewsletterError
from newsletter.settings import Source
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.base.import_item import SourceContent, reconciled
from newsletter.sources.pipeline.dry_run import Trial
from newsletter.sources.pipeline.import_report import Report, with_announced_named
from newsletter.sources.pipeline.import_request import ImportRequest
from newsletter.sources.pipeline.load import Progress, gather, guide_for, is_web, memory_label
from newsletter.sources.pipeline.personal_details import with_personal_words_noted
from newsletter.sources.pipeline.reconcile import Decided, Manner, decide
from newsletter.sources.pipeline.scope import of_period, with_source, without_shared_links
from newsletter.workspace.content.import_memory import (
    Memories,
    read_memories,
    state_name,
    state_text,
)
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

Write = Callable[[Report, Mapping[str, bytes], Mapping[str, bytes | None]], None]
"""Writes what an import decided: the report, what files are to hold, and what they must hold now, by name relative to the workspace.
Raises ChangedMeanwhile when one does not."""


def bring_in(
    workspace: Workspace, wanted: ImportRequest, fetcher: Fetcher, today: date, progress: Progress = lambda *_: None,
    write: Write | None = None,
) -> Report:  # fmt: skip
    """Bring a source in. ``today`` is the day in the organisation's zone. Raises NewsletterError: then no file was changed."""
    importer = SOURCE_KINDS[wanted.source.kind]
    guide = guide_for(workspace.settings, wanted.source, today)
    by = memory_label(wanted, importer)
    gathered = gather(workspace, wanted, importer, guide, by, fetcher, progress)
    gathered = without_shared_links(with_source(reconciled(gathered), wanted.source))
    gathered = of_period(gathered, wanted.period, workspace.settings)
    gathered = replace(gathered, found=tuple(map(with_personal_words_noted, gathered.found)))
    if gathered.by:
        by = by.replace(importer.name, gathered.by, 1)
    known = frozenset(
        memory_label(ImportRequest(source), SOURCE_KINDS[source.kind])
        for source in workspace.settings.sources
        if not _newer_copy(wanted, source)
    )
    manner = Manner(by, rank_of, importer.follows, wanted.restore, known)
    for _ in range(3):
        decided = _decide(workspace, gathered, manner, today, wanted)
        if wanted.trial is not None:
            wanted.trial.write(decided.contents)
            return replace(decided.report, dry_run=True)
        try:
            _write(workspace, decided, gathered, by, wanted, write)
        except ChangedMeanwhile:
            continue
        return decided.report
    raise NewsletterError("the files change faster than they can be written. Try again in a moment")


def brought_in(
    workspace: Workspace, wanted: ImportRequest, fetcher: Fetcher, today: date, progress: Progress = lambda *_: None,
    write: Write | None = None,
) -> Report:  # fmt: skip
    """As ``bring_in``; what stands in the way is in the report."""
    try:
        return bring_in(workspace, wanted, fetcher, today, progress, write)
    except Exception as mistake:
        fault = mistake if isinstance(mistake, NewsletterError) else _mistake(mistake)
        return Report(
            wanted.name or wanted.source.label,
            fault=fault.message.rstrip("."),
            dry_run=wanted.trial is not None,
        )


def _mistake(mistake: Exception) -> NewsletterError:
    """A mistake of ours keeps one source out; the others come in all the same."""
    return NewsletterError(
        f"the program made a mistake ({type(mistake).__name__}: {str(mistake)[:120]}). Nothing was changed"
    )


def _newer_copy(wanted: ImportRequest, source: Source) -> bool:
    """Whether a file at hand may be a newer copy of the file that newsletter.toml names, whose word then does not stand against it."""
    return (
        wanted.data is not None and source.kind == wanted.source.kind and not is_web(source.address)
    )


# ---- writing


def _decide(
    workspace: Workspace,
    gathered: SourceContent,
    manner: Manner,
    today: date,
    wanted: ImportRequest,
) -> Decided:
    ahead = wanted.trial or Trial()
    pool: tuple[PoolFile, ...] = ahead.pool(read_pool(workspace.path).files)
    memories: Memories = ahead.memories(read_memories(workspace.path))

    def read(name: str) -> SourceText:
        try:
            return ahead.read(name) or read_source(workspace.path / name)
        except UnreadableFile as why:
            raise NewsletterError(f"{why}.", file=name) from None

    decided = decide(
        gathered, pool, memories, read, today, manner, one_line(wanted.name or wanted.source.label)
    )
    if not decided.report.adds_up:
        raise NewsletterError(
            "its numbers do not add up, which is a mistake of this program. Nothing was changed"
        )
    decided.report = with_announced_named(decided.report, _records(workspace))
    notes = tuple(f"{name} cannot be read, so what stands in its item counts as yours; delete it to begin its memory anew."
                  for name in memories.damaged)  # fmt: skip
    decided.report = replace(decided.report, notes=(*decided.report.notes, *notes))
    return decided


def _records(workspace: Workspace) -> tuple[SentRecord, ...]:
    try:
        return read_records(workspace.path)
    except (
        NewsletterError
    ):  # status and build name the damaged one; what comes in has nothing to do with it
        return ()


def _write(
    workspace: Workspace,
    decided: Decided,
    gathered: SourceContent,
    by: str,
    wanted: ImportRequest,
    write: Write | None,
) -> None:
    sweep(workspace.path / "content")
    contents = dict(decided.contents)
    if gathered.state and not wanted.period and not decided.report.problems:
        contents[state_name(by)] = state_text(gathered.state).encode()
    if write:
        write(decided.report, contents, decided.expected)
        return
    root = workspace.path
    write_whole(
        {root / name: data for name, data in contents.items()},
        {root / name: data for name, data in decided.expected.items()},
    )
