"""What an issue held, made into its sent record."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from newsletter.core.issue.compose import Issue, Placed
from newsletter.core.issue.item_facts import item_facts
from newsletter.core.model.item import Item
from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Code
from newsletter.core.selection.duplicates import keys
from newsletter.core.selection.select import Selection
from newsletter.core.selection.sent_index import SentIndex, counting, names
from newsletter.core.values.text import path_key


def record_of(
    issue: Issue, selection: Selection, records: Iterable[SentRecord], sent_on: date, files: Mapping[str, str],
    note: str = "",
) -> SentRecord:  # fmt: skip
    """The record of an issue as it is now. ``records`` are those of all issues, ``files`` the SHA-256 of what was sent, by name."""
    records = tuple(records)
    known = counting(records, issue.plan)
    memory = SentIndex.of(known)
    own = {
        verdict.item.id: verdict.item
        for verdict in selection.verdicts
        if isinstance(verdict.item, Item)
    }
    doubles = _doubles(selection)
    named = {path_key(item_id) for item_id in issue.plan.leave_out}
    return SentRecord(
        issue=issue.plan.name,
        period=issue.plan.period,
        sent_on=sent_on,
        items=tuple(
            _sent(
                placed,
                own[placed.item.id],
                section,
                title,
                doubles.get(placed.item.id, frozenset()),
                memory,
            )
            for section, title, placed in placed_in(issue)
        ),
        left_out={
            verdict.item.id: verdict.reason
            for verdict in selection.verdicts
            if verdict.code is Code.LEFT_OUT_BY_EDITOR and path_key(verdict.item.id) in named
        },
        left_out_keys={
            verdict.item.id: tuple(sorted(names(verdict.item)))
            for verdict in selection.verdicts
            if isinstance(verdict.item, Item)
            and verdict.code is Code.LEFT_OUT_BY_EDITOR
            and path_key(verdict.item.id) in named
        },
        before=tuple(record.issue for record in known),
        subject=issue.plan.subject,
        opening={"preheader": issue.plan.preheader, "introduction": issue.plan.introduction},
        corrections_told=tuple(corrected.mark for corrected in issue.corrections),
        note=note,
        files=files,
    )


def placed_in(issue: Issue) -> Iterator[tuple[str, str, Placed]]:
    """Every item in reading order, with its section's id and title; the lead has ``lead`` and no title."""
    for section in issue.act_now:
        yield from ((section.section.id, section.section.title, placed) for placed in section.items)
    if issue.lead:
        yield "lead", "", issue.lead
    for section in issue.sections:
        yield from ((section.section.id, section.section.title, placed) for placed in section.items)


def repeats(record: SentRecord, others: Iterable[SentRecord]) -> Iterator[tuple[SentItem, str]]:
    """Items that another issue holds in the same role, and which; those taken in once more on purpose are not named."""
    memory = SentIndex.of(others)
    for item in record.items:
        same = ((key, memory.sent.get((key, item.role))) for key in sorted(item.keys))
        found = next(
            (
                held
                for key, held in same
                if held and held.item.is_proven_by(key, item.title, item.imported)
            ),
            None,
        )
        if found and not item.again:
            yield item, found.issue


def _doubles(selection: Selection) -> dict[str, frozenset[str]]:
    """By id of the one that stays, the keys of what was left out as the same thing: it is known under them too."""
    found: dict[str, frozenset[str]] = {}
    for verdict in selection.verdicts:
        if verdict.instead and isinstance(verdict.item, Item):
            found[verdict.instead] = found.get(verdict.instead, frozenset()) | keys(verdict.item)
    return found


def _sent(
    placed: Placed, item: Item, section: str, title: str, more: frozenset[str], memory: SentIndex
) -> SentItem:
    return SentItem(
        id=item.id,
        role=placed.role,
        keys=names(item) | keys(placed.item) | more,
        again=memory.held(item, placed.role) is not None,
        title=item.title,
        kind=item.kind,
        day=placed.day,
        section=title,
        network=placed.item.network,
        country=placed.item.country,
        categories=item.categories,
        audience=item.audience,
        told=item_facts(placed, section),
    )
