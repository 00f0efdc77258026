"""One source brought in, from beginning to end.

Source -> bytes or pages -> Gathered (reconciled) -> Decided -> files written whole -> Report

Everything or nothing: what does not add up changes no file.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from newsletter.core.date_text import UnreadableDate, parse_date
from newsletter.core.identity import link_key
from newsletter.core.item import Item, Kind, PoolFile
from newsletter.core.period import Period
from newsletter.core.text import one_line
from newsletter.errors import NewsletterError
from newsletter.settings import Settings, Source
from newsletter.sources.arriving import Decided, Manner, decide, without_files
from newsletter.sources.fetch import Fetcher
from newsletter.sources.found import Found, Gathered, Guide, Skip, reconciled
from newsletter.sources.personal import with_personal_words_noted
from newsletter.sources.raw import file_bytes
from newsletter.sources.report import Report
from newsletter.sources.table import IMPORTERS, Importer, rank_of
from newsletter.sources.wanted import Wanted
from newsletter.workspace.files import (
    ChangedMeanwhile,
    SourceText,
    UnreadableFile,
    read_source,
    sweep,
    write_whole,
)
from newsletter.workspace.imported import Memories, read_memories, read_state, state_name, state_text
from newsletter.workspace.pool import read_pool
from newsletter.workspace.workspace import Workspace

Progress = Callable[[int, int], None]
"""Told how many pages are read, and of how many."""
Write = Callable[[Report, Mapping[str, bytes], Mapping[str, bytes | None]], None]
"""Writes what an import decided: the report, what files are to hold, and what they must hold now, by name relative to the workspace.
Raises ChangedMeanwhile when one does not."""


def bring_in(
    workspace: Workspace, wanted: Wanted, fetcher: Fetcher, today: date, progress: Progress = lambda *_: None,
    write: Write | None = None,
) -> Report:  # fmt: skip
    """Bring a source in. ``today`` is the day in the organisation's zone. Raises NewsletterError: then no file was changed."""
    importer = IMPORTERS[wanted.source.kind]
    guide = guide_for(workspace.settings, wanted.source, today)
    by = _by(wanted, importer)
    gathered = _gather(workspace, wanted, importer, guide, by, fetcher, progress)
    gathered = _of_period(_with_source(reconciled(gathered), wanted.source), wanted.period, workspace.settings)
    gathered = replace(gathered, found=tuple(map(with_personal_words_noted, gathered.found)))
    if gathered.by:
        by = by.replace(importer.kind, gathered.by, 1)
    known = frozenset(_by(Wanted(source), IMPORTERS[source.kind]) for source in workspace.settings.sources)
    manner = Manner(by, rank_of, importer.follows, wanted.restore, known)
    for _ in range(3):
        decided = _decide(workspace, gathered, manner, today, wanted)
        if wanted.dry_run:
            return without_files(decided).report
        try:
            _write(workspace, decided, gathered, by, wanted, write)
        except ChangedMeanwhile:
            continue
        return decided.report
    raise NewsletterError("the files change faster than they can be written. Try again in a moment")


def brought_in(
    workspace: Workspace, wanted: Wanted, fetcher: Fetcher, today: date, progress: Progress = lambda *_: None,
    write: Write | None = None,
) -> Report:  # fmt: skip
    """As ``bring_in``; what stands in the way is in the report."""
    try:
        return bring_in(workspace, wanted, fetcher, today, progress, write)
    except Exception as mistake:
        fault = mistake if isinstance(mistake, NewsletterError) else _mistake(mistake)
        return Report(wanted.name or wanted.source.label, fault=fault.message.rstrip("."), dry_run=wanted.dry_run)


def _mistake(mistake: Exception) -> NewsletterError:
    """A mistake of ours keeps one source out; the others come in all the same."""
    return NewsletterError(
        f"the program made a mistake ({type(mistake).__name__}: {str(mistake)[:120]}). Nothing was changed"
    )


def guide_for(settings: Settings, source: Source, today: date) -> Guide:
    """What an importer must know."""
    events = source.event_categories or settings.event_categories
    return Guide(
        source, settings.zone, settings.timezone, today, frozenset(name.casefold() for name in events), settings.language,
        name=source.label,
    )  # fmt: skip


def _by(wanted: Wanted, importer: Importer) -> str:
    """What memories call this source: the importer and its address, or its variable where the address is secret."""
    address = wanted.source.address
    if wanted.data is not None or not _is_web(address):
        return importer.kind if not address.startswith("$") else f"{importer.kind} {address}"
    if importer.whole_site:
        return f"{importer.kind} {link_key(address) or address}"
    # An address may be a secret in itself, and this stands in many files.
    return f"{importer.kind} {urlsplit(address).hostname} {hashlib.sha256(address.encode()).hexdigest()[:8]}"


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://", "webcal://"))


# ---- reading


def _gather(
    workspace: Workspace,
    wanted: Wanted,
    importer: Importer,
    guide: Guide,
    by: str,
    fetcher: Fetcher,
    progress: Progress,
) -> Gathered:
    from newsletter.sources.apart import read_apart  # heavy, and not needed for every source

    source = wanted.source
    if wanted.data is not None:
        return read_apart(importer.kind, wanted.data, replace(guide, name=wanted.name))
    address = _address(source.address)
    state = {} if wanted.everything or wanted.restore else read_state(workspace.path, by)
    if importer.whole_site:
        from newsletter.sources.wordpress import Before, read_wordpress

        memories = read_memories(workspace.path).by_key.values()
        numbers = {memory.number: memory.id for memory in memories if memory.by == by and memory.number}
        site = replace(guide, source=replace(source, address=address))
        return read_wordpress(fetcher, site, Before(state, numbers), wanted.period, progress)
    if not _is_web(address):
        return read_apart(importer.kind, file_bytes(workspace.path / address), replace(guide, name=address))
    return _fetched(workspace, wanted, importer, guide, address, state, by, fetcher)


def _address(address: str) -> str:
    if not address.startswith("$"):
        return address
    secret = os.environ.get(address[1:], "")
    if not secret:
        raise NewsletterError(
            f"its address is secret and is to come from the environment; set {address[1:]} there first"
        )
    return secret


def _fetched(
    workspace: Workspace, wanted: Wanted, importer: Importer, guide: Guide, address: str, state: Mapping[str, Any], by: str,
    fetcher: Fetcher,
) -> Gathered:  # fmt: skip
    """A file at an address; where its server says that it has not changed, what was remembered of it."""
    from newsletter.sources.apart import read_apart

    reading = _fingerprint(guide)
    known = state if state.get("reading") == reading and not wanted.period else {}
    validators = known.get("validators")
    headers = {str(k): str(v) for k, v in validators.items()} if isinstance(validators, dict) else {}
    came, skipped = _counted(known)
    if came < 0:  # what is remembered cannot be read, so all of it is asked for
        headers = {}
    answer = fetcher.get(address.replace("webcal://", "https://", 1), headers)
    if answer.not_modified:
        if not headers:
            raise NewsletterError("the server says that nothing has changed, though nobody asked. Try again later")
        return Gathered((), came + sum(skipped.values()), skipped, unchanged=came, state=state)
    # What a calendar's text links to is not beside its file; and a secret address stands in no text.
    base = "" if importer.kind == "ical" or wanted.source.address.startswith("$") else answer.url
    gathered = read_apart(importer.kind, answer.body, replace(guide, base=base))
    remembered: dict[str, object] = {}
    if answer.validators and not gathered.problems:
        remembered = {
            "reading": reading, "validators": answer.validators, "came": len(gathered.found),
            "skipped": {reason.name: number for reason, number in gathered.skipped.items() if number},
        }  # fmt: skip
    gone = _gone(workspace, gathered, by, guide.today) if importer.kind == "ical" else ()
    return replace(gathered, state=remembered, gone=gone)


def _counted(known: Mapping[str, Any]) -> tuple[int, dict[Skip, int]]:
    """How many things came in the last time, and what was skipped; -1 when that cannot be read."""
    came, skipped = known.get("came", 0), known.get("skipped", {})
    if type(came) is not int or not isinstance(skipped, dict):
        return -1, {}
    if not all(name in Skip.__members__ and type(number) is int for name, number in skipped.items()):
        return -1, {}
    return came, {Skip[name]: number for name, number in skipped.items()}


def _fingerprint(guide: Guide) -> str:
    """What decides about items beside the source itself; a calendar's endless series are unfolded year by year."""
    source = guide.source
    return "|".join([guide.timezone, str(guide.today.year), ",".join(sorted(guide.event_categories)), guide.language, source.network,
                     source.country, source.language, source.audience, source.timezone, source.day_first, str(dict(source.columns))])  # fmt: skip


def _gone(workspace: Workspace, gathered: Gathered, by: str, today: date) -> tuple[str, ...]:
    """Events to come that this calendar held before and holds no more; past ones leave calendars by themselves."""
    there = {(found.source_kind, found.source_id) for found in gathered.found}
    coming = {key for item in read_pool(workspace.path).files if isinstance(item, Item) and _coming(item, today)
              for key in ((source.kind, source.id) for source in item.sources)}  # fmt: skip
    memories = read_memories(workspace.path).by_key
    return tuple(key[1] for key, memory in memories.items() if memory.by == by and key not in there and key in coming)


def _coming(item: Item, today: date) -> bool:
    return any(when.first.day >= today for when in (*item.dates, *([item.starts] if item.starts else [])))


# ---- what comes in


def _with_source(gathered: Gathered, source: Source) -> Gathered:
    """What newsletter.toml says of all items of a source, where the items say nothing themselves."""

    def completed(found: Found) -> Found:
        return replace(
            found, network=found.network or source.network, country=found.country or source.country,
            language=found.language or source.language, audience="members" if source.audience == "members" else found.audience,
        )  # fmt: skip

    if not (source.network or source.country or source.language or source.audience):
        return gathered
    return replace(gathered, found=tuple(completed(found) for found in gathered.found))


def _of_period(gathered: Gathered, period: Period | None, settings: Settings) -> Gathered:
    if period is None:
        return gathered
    inside = tuple(found for found in gathered.found if _may_belong(found, period, settings.look_ahead_days))
    outside = len(gathered.found) - len(inside)
    return replace(gathered, found=inside, skipped={**gathered.skipped, Skip.OUTSIDE: outside}, gone=(), state={})


def _may_belong(found: Found, period: Period, look_ahead: int) -> bool:
    """Whether an item may belong to the period; one without a date that can be read may."""
    texts = (
        [found.starts, found.ends if len(found.ends) >= 10 else "", *found.dates] if found.kind is Kind.EVENT else []
    )
    texts = [found.deadline] if found.kind is Kind.CALL and found.deadline else texts or [found.date]
    days = [day for text in texts if text for day in _days(text)]
    if not days:
        return True
    end = period.end if found.kind is Kind.NEWS else period.end + timedelta(days=look_ahead)
    return min(days) < end and max(days) >= period.start


def _days(text: str) -> Iterable[date]:
    try:
        when = parse_date(text)
    except UnreadableDate:
        return []
    return [day for reading in when.readings for day in (reading.first.day, reading.last.day)]


# ---- writing


def _decide(workspace: Workspace, gathered: Gathered, manner: Manner, today: date, wanted: Wanted) -> Decided:
    pool: tuple[PoolFile, ...] = read_pool(workspace.path).files
    memories: Memories = read_memories(workspace.path)

    def read(name: str) -> SourceText:
        try:
            return read_source(workspace.path / name)
        except UnreadableFile as why:
            raise NewsletterError(f"{why}.", file=name) from None

    decided = decide(gathered, pool, memories, read, today, manner, one_line(wanted.name or wanted.source.label))
    if not decided.report.adds_up:
        raise NewsletterError("its numbers do not add up, which is a mistake of this program. Nothing was changed")
    notes = tuple(f"{name} cannot be read, so what stands in its item counts as yours; delete it to begin its memory anew."
                  for name in memories.damaged)  # fmt: skip
    decided.report = replace(decided.report, notes=(*decided.report.notes, *notes))
    return decided


def _write(
    workspace: Workspace, decided: Decided, gathered: Gathered, by: str, wanted: Wanted, write: Write | None
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
