"""A source read: its bytes or its pages from wherever they are, and what was remembered of it, into all that it holds."""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from newsletter.core.model.item import Item
from newsletter.core.model.source_kinds import SourceKind
from newsletter.core.selection.duplicates import link_key
from newsletter.errors import NewsletterError
from newsletter.settings import Settings, Source
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.base.import_item import ImportContext, Skip, SourceContent
from newsletter.sources.parsing.decoding import file_bytes
from newsletter.sources.pipeline.import_request import ImportRequest
from newsletter.workspace.content.import_memory import read_memories, read_state
from newsletter.workspace.pool import read_pool
from newsletter.workspace.workspace import Workspace

Progress = Callable[[int, int], None]
"""Told how many pages are read, and of how many."""


def guide_for(settings: Settings, source: Source, today: date) -> ImportContext:
    """What an importer must know."""
    events = source.event_categories or settings.event_categories
    return ImportContext(
        source, settings.zone, settings.timezone, today, frozenset(name.casefold() for name in events), settings.language,
        name=source.label,
    )  # fmt: skip


def memory_label(wanted: ImportRequest, importer: SourceKind) -> str:
    """What memories call this source: the importer and its address, or its variable where the address is secret."""
    address, kind = wanted.source.address, importer.name
    if address.startswith("$"):
        return f"{kind} {address}"
    if importer.whole_site:
        return f"{kind} {link_key(address) or address}"
    # An address may be a secret in itself, and so may a path; this stands in many files.
    digest = hashlib.sha256(address.encode()).hexdigest()[:8]
    if is_web(address) and wanted.data is None:
        return f"{kind} {urlsplit(address).hostname} {digest}"
    # A file that newsletter.toml names is a source of its own; one at hand may be a newer copy of any.
    return kind if wanted.data is not None else f"{kind} {PurePath(address).name} {digest}"


def is_web(address: str) -> bool:
    """Whether it is an address on the web, rather than a file's."""
    return address.startswith(("http://", "https://", "webcal://"))


def gather(
    workspace: Workspace,
    wanted: ImportRequest,
    importer: SourceKind,
    guide: ImportContext,
    by: str,
    fetcher: Fetcher,
    progress: Progress,
) -> SourceContent:
    """All that a source holds; ``by`` is its memory label. Raises NewsletterError."""
    from newsletter.sources.pipeline.sandbox import (
        read_apart,  # heavy, and not needed for every source
    )

    source = wanted.source
    if wanted.data is not None:
        return read_apart(importer.name, wanted.data, replace(guide, name=wanted.name))
    address = _address(source.address)
    state = {} if wanted.everything or wanted.restore else read_state(workspace.path, by)
    if importer.whole_site:
        from newsletter.sources.wordpress.site import Before, read_wordpress

        memories = read_memories(workspace.path).by_key.values()
        numbers = {
            memory.number: memory.id for memory in memories if memory.by == by and memory.number
        }
        site = replace(guide, source=replace(source, address=address))
        return read_wordpress(fetcher, site, Before(state, numbers), wanted.period, progress)
    if not is_web(address):
        gathered = read_apart(
            importer.name, file_bytes(workspace.path / address), replace(guide, name=address)
        )
        return _with_gone(workspace, gathered, importer, by, guide.today)
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
    workspace: Workspace, wanted: ImportRequest, importer: SourceKind, guide: ImportContext, address: str, state: Mapping[str, Any], by: str,
    fetcher: Fetcher,
) -> SourceContent:  # fmt: skip
    """A file at an address; where its server says that it has not changed, what was remembered of it."""
    from newsletter.sources.pipeline.sandbox import read_apart

    reading = _fingerprint(guide)
    known = state if state.get("reading") == reading and not wanted.period else {}
    validators = known.get("validators")
    headers = (
        {str(k): str(v) for k, v in validators.items()} if isinstance(validators, dict) else {}
    )
    came, skipped = _counted(known)
    if came < 0:  # what is remembered cannot be read, so all of it is asked for
        headers = {}
    answer = fetcher.get(address.replace("webcal://", "https://", 1), headers)
    if answer.not_modified:
        if not headers:
            raise NewsletterError(
                "the server says that nothing has changed, though nobody asked. Try again later"
            )
        return SourceContent((), came + sum(skipped.values()), skipped, unchanged=came, state=state)
    # What a calendar's text links to is not beside its file; and a secret address stands in no text.
    base = "" if importer.name == "ical" or wanted.source.address.startswith("$") else answer.url
    gathered = read_apart(importer.name, answer.body, replace(guide, base=base))
    remembered: dict[str, object] = {}
    if answer.validators and not gathered.problems:
        remembered = {
            "reading": reading, "validators": answer.validators, "came": len(gathered.found),
            "skipped": {reason.name: number for reason, number in gathered.skipped.items() if number},
        }  # fmt: skip
    return _with_gone(workspace, replace(gathered, state=remembered), importer, by, guide.today)


def _counted(known: Mapping[str, Any]) -> tuple[int, dict[Skip, int]]:
    """How many things came in the last time, and what was skipped; -1 when that cannot be read."""
    came, skipped = known.get("came", 0), known.get("skipped", {})
    if type(came) is not int or not isinstance(skipped, dict):
        return -1, {}
    if not all(
        name in Skip.__members__ and type(number) is int for name, number in skipped.items()
    ):
        return -1, {}
    return came, {Skip[name]: number for name, number in skipped.items()}


def _fingerprint(guide: ImportContext) -> str:
    """What decides about items beside the source itself; a calendar's endless series are unfolded year by year."""
    source = guide.source
    return "|".join([guide.timezone, str(guide.today.year), ",".join(sorted(guide.event_categories)), guide.language, source.network,
                     source.country, source.language, source.audience, source.timezone, source.day_first, str(dict(source.columns))])  # fmt: skip


def _with_gone(
    workspace: Workspace, gathered: SourceContent, importer: SourceKind, by: str, today: date
) -> SourceContent:
    """With the events to come that a calendar held before and holds no more; past ones leave calendars by themselves."""
    if importer.name != "ical":
        return gathered
    there = {(found.source_kind, found.source_id) for found in gathered.found}
    coming = {key for item in read_pool(workspace.path).files if isinstance(item, Item) and _coming(item, today)
              for key in ((source.kind, source.id) for source in item.sources)}  # fmt: skip
    lost = [
        memory for key, memory in read_memories(workspace.path).by_key.items() if key not in there
    ]
    gone = tuple(memory.id for memory in lost if memory.by == by and memory.key in coming)
    left = tuple(
        memory.key for memory in lost if any(said.by == by for said in memory.fields.values())
    )
    return replace(gathered, gone=gone, left=left)


def _coming(item: Item, today: date) -> bool:
    return any(
        when.first.day >= today for when in (*item.dates, *([item.starts] if item.starts else []))
    )
