"""Decide what an import does to the pool: which content file each item has, and what it is to hold.

SourceContent + PoolView -> ImportDecision (a Report, and the bytes of every file that changes)

Nothing is written here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from newsletter.core.model.item import FOLDERS, Item, PoolFile, Unreadable
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportItem, Skip, SourceContent, first_day
from newsletter.sources.merging.change_alerts import change_alert
from newsletter.sources.merging.field_merge import MergeResult, Values, merge_fields, values_of
from newsletter.sources.merging.file_names import free_id
from newsletter.sources.merging.import_report import Arrival, Fate, Gone, Report
from newsletter.sources.merging.matching import Matcher
from newsletter.sources.merging.new_content import new_text
from newsletter.sources.merging.rematch import rematch
from newsletter.workspace.content.content_file import read_content
from newsletter.workspace.content.content_writer import changed_text, field_values
from newsletter.workspace.content.import_memory import (
    ImportMemory,
    Memories,
    SourceValue,
    memory_name,
    memory_text,
)
from newsletter.workspace.files.safe_io import SourceText

ReadFile = Callable[[str], SourceText]
"""Reads a content file, by its name relative to the workspace; raises NewsletterError."""
SourceKey = tuple[str, str]
"""The kind and the id by which a source knows an item."""


# ---- what goes in and what comes out


@dataclass(frozen=True, slots=True)
class PoolView:
    """What the workspace holds when a source is imported."""

    files: Sequence[PoolFile]
    memories: Memories
    read: ReadFile


@dataclass(frozen=True, slots=True)
class ImportPolicy:
    """How a source is imported, and which other sources it yields to."""

    by: str
    """The importer and its address, such as ``wordpress example.org``."""
    rank: Callable[[str], int]
    """How much an importer knows, from what memories call it."""
    follows: bool = True
    """Whether items that are here already follow the source; a copied page is read once."""
    restore: bool = False
    """Whether what was deleted here comes back."""
    known: frozenset[str] = frozenset()
    """All the sources of newsletter.toml, as memories call them.

    When two of them know equally much, the first one's values are kept.
    """

    def yields_to(self, owner: str) -> bool:
        """Whether the values of another source are kept against this one's."""
        if owner == self.by:
            return False
        if self.rank(owner) == self.rank(self.by):
            return owner in self.known
        return self.rank(owner) > self.rank(self.by)

    def outranks(self, owner: str) -> bool:
        """Whether this source knows more than another."""
        return self.rank(self.by) > self.rank(owner)


@dataclass(frozen=True, slots=True)
class ImportDecision:
    """What an import is to do."""

    report: Report
    contents: dict[str, bytes]
    """New bytes by name relative to the workspace.

    Content files come first, so that a memory is never there without its item.
    """
    expected: dict[str, bytes | None]
    """What files hold now; None when they do not exist.

    When a file holds something else by the time of writing, the import is decided again.
    """


# ---- steps in between


@dataclass(frozen=True, slots=True)
class _Context:
    """What decides about every item."""

    matcher: Matcher
    memories: Mapping[SourceKey, ImportMemory]
    read: ReadFile
    today: date
    policy: ImportPolicy


@dataclass(frozen=True, slots=True)
class _FileChange:
    """What one content file is to hold."""

    name: str
    """Relative to the workspace."""
    content: bytes | None
    """None when its bytes stay the same."""
    expected: bytes | None
    """Its bytes now; None when it does not exist."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one item leads to: an arrival, a skip or a problem, and what is written for it."""

    arrival: Arrival | None = None
    skip: Skip | None = None
    problem: str | None = None
    deleted_title: str | None = None
    """The title of an item whose content file was deleted here."""
    file: _FileChange | None = None
    memory: ImportMemory | None = None


def reconcile(
    content: SourceContent, pool: PoolView, policy: ImportPolicy, today: date, source: str = ""
) -> ImportDecision:
    """Decide about everything that a source holds.

    ``today`` becomes ``first_seen`` of what is new; ``source`` is what the report calls the source.
    """
    memories = pool.memories.by_key
    found = rematch(content.found, memories)
    matcher = Matcher(pool.files, memories, policy.by, found)
    context = _Context(matcher, memories, pool.read, today, policy)

    seen: set[SourceKey] = set()
    outcomes: list[_Outcome] = []
    for item in found:
        key = _key_of(item)
        if key in seen:
            outcomes.append(_Outcome(skip=Skip.REPEATED))
        else:
            seen.add(key)
            outcomes.append(_reconcile_item(item, context))
    deleted = _deleted_though_unchanged(content, seen, context)
    outcomes += deleted

    report = Report(
        source=source,
        held=content.held,
        arrivals=tuple(each.arrival for each in outcomes if each.arrival is not None),
        untouched=content.unchanged - len(deleted),
        skipped=_count_skipped(content.skipped, outcomes),
        problems=(*content.problems, *_problems_of(outcomes)),
        gone=tuple(_gone_items(content, context)),
        deleted=_deleted_titles(outcomes),
        notes=content.notes,
    )
    released = [_release(key, context) for key in content.left if key in memories]
    return _decision_of(report, outcomes, released)


def _decision_of(
    report: Report, outcomes: Iterable[_Outcome], released: Iterable[ImportMemory]
) -> ImportDecision:
    contents: dict[str, bytes] = {}
    expected: dict[str, bytes | None] = {}
    memories: dict[str, bytes] = {}
    for outcome in outcomes:
        if outcome.file is not None:
            expected[outcome.file.name] = outcome.file.expected
            if outcome.file.content is not None:
                contents[outcome.file.name] = outcome.file.content
        if outcome.memory is not None:
            memories[memory_name(*outcome.memory.key)] = memory_text(outcome.memory).encode()
    for memory in released:
        memories[memory_name(*memory.key)] = memory_text(memory).encode()
    return ImportDecision(report, contents | memories, expected)


def _count_skipped(
    by_reader: Mapping[Skip, int], outcomes: Iterable[_Outcome]
) -> Mapping[Skip, int]:
    """How many items were skipped for each reason, by the source's reader and here."""
    skipped = Counter(by_reader)
    for outcome in outcomes:
        if outcome.skip is not None:
            skipped[outcome.skip] += 1
    return dict(skipped)


def _problems_of(outcomes: Iterable[_Outcome]) -> tuple[str, ...]:
    return tuple(outcome.problem for outcome in outcomes if outcome.problem is not None)


def _deleted_titles(outcomes: Iterable[_Outcome]) -> tuple[str, ...]:
    return tuple(each.deleted_title for each in outcomes if each.deleted_title is not None)


def _key_of(item: ImportItem) -> SourceKey:
    return item.source_kind, item.source_id


# ---- one item


def _reconcile_item(found: ImportItem, context: _Context) -> _Outcome:
    memory = context.memories.get(_key_of(found))
    item = context.matcher.match(found, memory)
    if isinstance(item, Unreadable):
        why = f"its file {item.file} cannot be read, so it was not changed. {item.why}."
        return _problem_with(found, why)
    if item is not None:
        context.matcher.claim(item)
        return _update(found, item, memory, context)
    was_deleted_here = memory is not None
    if was_deleted_here and not context.policy.restore:
        return _Outcome(skip=Skip.DELETED, deleted_title=found.title)
    return _add(found, context)


def _problem_with(found: ImportItem, why: str) -> _Outcome:
    return _Outcome(problem=f"‘{found.title}’: {why}")


def _add(found: ImportItem, context: _Context) -> _Outcome:
    """Make a new content file."""
    matcher = context.matcher
    item_id = free_id(found.kind, found.title, first_day(found), matcher.taken_ids)
    name = f"content/{item_id}.md"
    text = new_text(found, context.today)
    item, problems = read_content(item_id, name, text)
    is_clear = not problems or found.undecided
    if not isinstance(item, Item) or not is_clear:
        return _problem_with(found, problems[0].message)

    arrival = Arrival(found, item_id, Fate.NEW, like=matcher.look_alike(found))
    matcher.add_new(_key_of(found), item)
    fields = {key: SourceValue(value, context.policy.by) for key, value in values_of(found).items()}
    return _Outcome(
        arrival=arrival,
        file=_FileChange(name, text.encode(), expected=None),
        memory=_memory_of(found, item_id, fields, context),
    )


def _update(
    found: ImportItem, item: Item, memory: ImportMemory | None, context: _Context
) -> _Outcome:
    """Let a content file follow its source, in the fields that staff did not change."""
    unchanged = Arrival(found, item.id, Fate.UNCHANGED)
    if not context.policy.follows or not item.imported:
        if memory is not None:
            return _Outcome(arrival=unchanged)
        return _Outcome(arrival=unchanged, memory=_memory_of(found, item.id, {}, context))

    values = values_of(found)
    before = memory.fields if memory else {}
    is_remembered_here = memory is not None and memory.item == item.id
    is_named_in_file = any((key.kind, key.id) == _key_of(found) for key in item.sources)
    if is_remembered_here and is_named_in_file and _is_same(values, before, context.policy.by):
        return _Outcome(arrival=unchanged)

    try:
        source = context.read(item.file)
        here = {**field_values(source.text), "kind": str(item.kind)}
    except NewsletterError as fault:
        return _problem_with(found, fault.message)
    result = merge_fields(
        values,
        here,
        before,
        _values_of_others(item, found, context),
        context.policy,
    )
    try:
        text = _text_with_changes(source.text, item, result, None if is_named_in_file else found)
    except NewsletterError as fault:
        return _problem_with(found, f"{item.file} could not be changed. {fault.message}")
    content = source.encoded(text) if text != source.text else None
    return _Outcome(
        arrival=_arrival_of(found, item, result),
        file=_FileChange(item.file, content, expected=source.raw),
        memory=_memory_of(found, item.id, result.said, context),
    )


def _is_same(values: Values, before: Mapping[str, SourceValue], by: str) -> bool:
    """Whether a source says what it said at its last import, and no other source said anything."""
    last = {key: said.value for key, said in before.items() if said.value}
    return last == dict(values) and all(said.by == by for said in before.values())


def _values_of_others(item: Item, found: ImportItem, context: _Context) -> dict[str, SourceValue]:
    """What other sources said of an item, field by field; of two, the one that knows more."""
    rank = context.policy.rank
    values: dict[str, SourceValue] = {}
    for source in item.sources:
        key = (source.kind, source.id)
        memory = context.memories.get(key)
        if memory is None or key == _key_of(found):
            continue
        for name, value in memory.fields.items():
            if name not in values or rank(value.by) > rank(values[name].by):
                values[name] = value
    return values


def _text_with_changes(
    text: str, item: Item, result: MergeResult, new_source: ImportItem | None
) -> str:
    """The text of a content file after a merge. ``new_source`` is added to the sources it names.

    Raises NewsletterError when the file cannot be changed safely.
    """
    changes = dict(result.changes)
    kind_of_folder = FOLDERS.get(item.id.partition("/")[0])
    if changes.get("kind") and changes["kind"] == kind_of_folder:
        changes["kind"] = None  # the folder says it already
    body = changes.pop("body", None)
    if not isinstance(body, str):
        body = None
    add = None
    if new_source is not None:
        add = (new_source.source_kind, new_source.source_id, new_source.link)
    return changed_text(text, item.id, changes, body, add)


def _arrival_of(found: ImportItem, item: Item, result: MergeResult) -> Arrival:
    kept = tuple(result.kept)
    if not result.changes:
        return Arrival(found, item.id, Fate.UNCHANGED, kept=kept)
    changed = dict.fromkeys(key.partition("/")[0] for key in result.changes)
    alarm = change_alert(item, result.changes)
    return Arrival(found, item.id, Fate.UPDATED, tuple(changed), kept=kept, alarm=alarm)


# ---- memories


def _memory_of(
    found: ImportItem, item_id: str, fields: Mapping[str, SourceValue], context: _Context
) -> ImportMemory:
    """What is remembered of an item. The source that knows most of it goes on watching it."""
    rank = context.policy.rank
    by, number = context.policy.by, found.number
    before = context.memories.get(_key_of(found))
    if before is not None and rank(before.by) > rank(by):
        by, number = before.by, before.number
    return ImportMemory(found.source_kind, found.source_id, item_id, by, fields, number)


def _release(key: SourceKey, context: _Context) -> ImportMemory:
    """The memory of an item that this source does not hold any more, so that others are followed."""
    memory = context.memories[key]
    fields = {}
    for name, said in memory.fields.items():
        owner = "" if said.by == context.policy.by else said.by
        fields[name] = SourceValue(said.value, owner)
    return replace(memory, fields=fields)


# ---- what the source does not hold any more, or says has not changed


def _deleted_though_unchanged(
    content: SourceContent, seen: set[SourceKey], context: _Context
) -> list[_Outcome]:
    """The items that were deleted here, of those that the source says have not changed."""
    outcomes: list[_Outcome] = []
    for key, memory in context.memories.items():
        if len(outcomes) == content.unchanged:
            break
        if memory.by != context.policy.by or key in seen or memory.id in content.gone:
            continue
        if context.matcher.holds(key, memory.item):
            continue
        title = memory.fields.get("title")
        name = str(title.value) if title else memory.item
        outcomes.append(_Outcome(skip=Skip.DELETED, deleted_title=name))
    return outcomes


def _gone_items(content: SourceContent, context: _Context) -> list[Gone]:
    """The items that their source does not hold any more, and no other source either."""
    gone = []
    for source_id in sorted(set(content.gone)):
        item = context.matcher.item_with_source_id(source_id)
        if item is None or item.leave_out or item.draft or item.cancelled:
            continue
        is_unreadable_in_source = any(item.title in why for why in content.problems)
        if is_unreadable_in_source or _another_source_holds(item, context):
            continue
        gone.append(Gone(item.id, item.title))
    return gone


def _another_source_holds(item: Item, context: _Context) -> bool:
    """Whether another source of newsletter.toml holds the item."""
    others = context.policy.known - {context.policy.by}
    for source in item.sources:
        memory = context.memories.get((source.kind, source.id))
        if memory and any(said.by in others for said in memory.fields.values()):
            return True
    return False
