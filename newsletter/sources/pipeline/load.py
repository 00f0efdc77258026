"""Load a source: get its bytes or pages from wherever they are, and read everything it holds."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from newsletter.core.model.item import Item
from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.core.selection.duplicates import link_key
from newsletter.errors import NewsletterError
from newsletter.settings import Settings, Source
from newsletter.sources.base.detect import fetchable_address, is_web_address
from newsletter.sources.base.import_item import ImportContext, Skip, SourceContent
from newsletter.sources.parsing.decoding import file_bytes
from newsletter.sources.pipeline.import_request import ImportRequest
from newsletter.sources.pipeline.import_run import ImportRun
from newsletter.workspace.content.import_memory import ImportMemory, read_memories, read_state
from newsletter.workspace.pool import read_pool
from newsletter.workspace.workspace import Workspace


def import_context(settings: Settings, source: Source, today: date) -> ImportContext:
    """What a reader must know about the workspace and the source."""
    categories = source.event_categories or settings.event_categories
    return ImportContext(
        source=source,
        zone=settings.zone,
        timezone=settings.timezone,
        today=today,
        event_categories=frozenset(name.casefold() for name in categories),
        language=settings.language,
        name=source.label,
    )


def memory_label(request: ImportRequest) -> str:
    """What memories call a source: its kind and its address.

    It is written into many files, so an address or a path, which may be a secret in itself, is
    there only as a digest, and an address from the environment as its variable.
    """
    address, kind = request.source.address, SOURCE_KINDS[request.source.kind]
    if address.startswith("$"):
        return f"{kind.name} {address}"
    if kind.whole_site:
        return f"{kind.name} {link_key(address) or address}"
    if request.data is not None:
        return kind.name  # a file at hand may be a newer copy of any
    digest = hashlib.sha256(address.encode()).hexdigest()[:8]
    if is_web_address(address):
        return f"{kind.name} {urlsplit(address).hostname} {digest}"
    return f"{kind.name} {PurePath(address).name} {digest}"


def load_source(run: ImportRun, request: ImportRequest) -> SourceContent:
    """Read everything that a source holds. Raises NewsletterError."""
    context = import_context(run.workspace.settings, request.source, run.today)
    if request.data is not None:
        return _read(request, request.data, replace(context, name=request.name))
    address = _address_of(request.source)
    if SOURCE_KINDS[request.source.kind].whole_site:
        return _read_site(run, request, context, address)
    if is_web_address(address):
        return _fetch_file(run, request, context, address)
    data = file_bytes(run.workspace.path / address)
    content = _read(request, data, replace(context, name=address))
    return _with_gone_events(run, request, content)


def _read(request: ImportRequest, data: bytes, context: ImportContext) -> SourceContent:
    from newsletter.sources.pipeline.sandbox import (
        read_in_sandbox,  # heavy, and not needed for every source
    )

    return read_in_sandbox(request.source.kind, data, context)


def _address_of(source: Source) -> str:
    """The address of a source, from the environment when newsletter.toml names a variable."""
    if not source.address.startswith("$"):
        return source.address
    variable = source.address[1:]
    secret = os.environ.get(variable, "")
    if not secret:
        raise NewsletterError(
            f"its address is secret and comes from the environment; set {variable} there first"
        )
    return secret


def _state_before(run: ImportRun, request: ImportRequest) -> Mapping[str, Any]:
    """What the last import remembered of a source; empty when everything is read again."""
    if request.everything or request.restore:
        return {}
    return read_state(run.workspace.path, memory_label(request))


# ---- a website


def _read_site(
    run: ImportRun, request: ImportRequest, context: ImportContext, address: str
) -> SourceContent:
    from newsletter.sources.wordpress.site import Before, read_wordpress

    by = memory_label(request)
    numbers = {}
    for memory in read_memories(run.workspace.path).by_key.values():
        if memory.by == by and memory.number:
            numbers[memory.number] = memory.id
    before = Before(_state_before(run, request), numbers)
    site = replace(context, source=replace(request.source, address=address))
    return read_wordpress(run.fetcher, site, before, request.period, run.progress)


# ---- a file at an address


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What is remembered of the last time a file was fetched."""

    headers: Mapping[str, str]
    """What to send, so that the server answers only when the file has changed."""
    imported: int
    """How many items it held."""
    skipped: Mapping[Skip, int]


_NEVER_FETCHED = _Fetched({}, 0, {})


def _fetch_file(
    run: ImportRun, request: ImportRequest, context: ImportContext, address: str
) -> SourceContent:
    """Read a file at an address; when its server says it has not changed, count as last time."""
    fingerprint = _fingerprint(context)
    state = _state_before(run, request)
    before = _NEVER_FETCHED
    if state.get("reading") == fingerprint and not request.period:
        before = _fetched_before(state)

    response = run.fetcher.get(fetchable_address(address), before.headers)
    if response.not_modified:
        if not before.headers:
            raise NewsletterError(
                "the server answers that nothing has changed, although nobody asked. "
                "Try again later"
            )
        held = before.imported + sum(before.skipped.values())
        return SourceContent((), held, before.skipped, unchanged=before.imported, state=state)

    is_secret = request.source.address.startswith("$")
    is_calendar = request.source.kind == "ical"
    if not is_secret and not is_calendar:
        # A calendar's links do not lie beside its file; a secret address must not get into a text.
        context = replace(context, base=response.url)
    content = _read(request, response.body, context)
    remembered: dict[str, object] = {}
    if response.validators and not content.problems:
        remembered = {
            "reading": fingerprint,
            "validators": response.validators,
            "came": len(content.found),
            "skipped": {
                reason.name: number for reason, number in content.skipped.items() if number
            },
        }
    return _with_gone_events(run, request, replace(content, state=remembered))


def _fetched_before(state: Mapping[str, Any]) -> _Fetched:
    """What was remembered; nothing when it is damaged, so that the whole file is asked for."""
    validators = state.get("validators")
    imported, skipped = state.get("came", 0), state.get("skipped", {})
    if not isinstance(validators, dict) or not isinstance(skipped, dict):
        return _NEVER_FETCHED
    if type(imported) is not int:
        return _NEVER_FETCHED
    by_reason = {}
    for name, number in skipped.items():
        if name not in Skip.__members__ or type(number) is not int:
            return _NEVER_FETCHED
        by_reason[Skip[name]] = number
    headers = {str(name): str(value) for name, value in validators.items()}
    return _Fetched(headers, imported, by_reason)


def _fingerprint(context: ImportContext) -> str:
    """What decides about items besides the source itself.

    The year is part of it, since a calendar's endless series are unfolded year by year.
    """
    source = context.source
    parts = [
        context.timezone,
        str(context.today.year),
        ",".join(sorted(context.event_categories)),
        context.language,
        source.network,
        source.country,
        source.language,
        source.audience,
        source.timezone,
        source.day_first,
        str(dict(source.columns)),
    ]
    return "|".join(parts)


# ---- events that a calendar does not hold any more


def _with_gone_events(
    run: ImportRun, request: ImportRequest, content: SourceContent
) -> SourceContent:
    """Name the events to come that a calendar held before and does not hold any more.

    Past ones are not named: calendars drop them automatically.
    """
    if request.source.kind != "ical":
        return content
    by = memory_label(request)
    held = {(item.source_kind, item.source_id) for item in content.found}
    coming = _keys_of_coming_events(run.workspace, run.today)
    gone, left = [], []
    for key, memory in read_memories(run.workspace.path).by_key.items():
        if key in held:
            continue
        if memory.by == by and memory.key in coming:
            gone.append(memory.id)
        if _has_values_of(memory, by):
            left.append(memory.key)
    return replace(content, gone=tuple(gone), left=tuple(left))


def _has_values_of(memory: ImportMemory, by: str) -> bool:
    return any(value.by == by for value in memory.fields.values())


def _keys_of_coming_events(workspace: Workspace, today: date) -> set[tuple[str, str]]:
    keys: set[tuple[str, str]] = set()
    for item in read_pool(workspace.path).files:
        if isinstance(item, Item) and _is_coming(item, today):
            keys.update((source.kind, source.id) for source in item.sources)
    return keys


def _is_coming(item: Item, today: date) -> bool:
    days = [when.first.day for when in item.dates]
    if item.starts:
        days.append(item.starts.first.day)
    return any(day >= today for day in days)
