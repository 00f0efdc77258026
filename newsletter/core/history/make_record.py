"""Make the sent record of an issue from what it contains."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from newsletter.core.issue.compose import Issue, Placed
from newsletter.core.issue.item_facts import item_facts
from newsletter.core.model.item import Item
from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Code, Verdict
from newsletter.core.selection.duplicates import keys
from newsletter.core.selection.select import Selection
from newsletter.core.selection.sent_index import SentIndex, counting, names
from newsletter.core.values.text import path_key


def make_record(
    issue: Issue,
    selection: Selection,
    records: Iterable[SentRecord],
    sent_on: date,
    files: Mapping[str, str],
    note: str = "",
) -> SentRecord:
    """The record of an issue as it is now.

    ``records`` are those of all issues, ``files`` the SHA-256 of what was sent, by name.
    """
    known = counting(tuple(records), issue.plan)
    left_out = _items_left_out(issue, selection)
    left_out_keys = {}
    for verdict in left_out:
        if isinstance(verdict.item, Item):
            left_out_keys[verdict.item.id] = tuple(sorted(names(verdict.item)))
    return SentRecord(
        issue=issue.plan.name,
        period=issue.plan.period,
        sent_on=sent_on,
        items=tuple(_sent_items(issue, selection, SentIndex.of(known))),
        left_out={verdict.item.id: verdict.reason for verdict in left_out},
        left_out_keys=left_out_keys,
        before=tuple(record.issue for record in known),
        subject=issue.plan.subject,
        opening={"preheader": issue.plan.preheader, "introduction": issue.plan.introduction},
        corrections_included=tuple(corrected.mark for corrected in issue.corrections),
        note=note,
        files=files,
    )


def _items_left_out(issue: Issue, selection: Selection) -> list[Verdict]:
    """The verdicts on what the plan leaves out; not those on what a content file leaves out."""
    in_plan = {path_key(item_id) for item_id in issue.plan.leave_out}
    by_editor = [
        verdict for verdict in selection.verdicts if verdict.code is Code.LEFT_OUT_BY_EDITOR
    ]
    return [verdict for verdict in by_editor if path_key(verdict.item.id) in in_plan]


def _sent_items(issue: Issue, selection: Selection, index: SentIndex) -> Iterator[SentItem]:
    files = {}
    for verdict in selection.verdicts:
        if isinstance(verdict.item, Item):
            files[verdict.item.id] = verdict.item
    keys_of_copies = _keys_of_copies(selection)
    for section, title, placed in list_in_reading_order(issue):
        item = files[placed.item.id]
        item_keys = names(item) | keys(placed.item) | keys_of_copies.get(item.id, frozenset())
        yield SentItem(
            id=item.id,
            role=placed.role,
            keys=item_keys,
            again=index.held(item, placed.role) is not None,
            title=item.title,
            kind=item.kind,
            day=placed.day,
            section=title,
            network=placed.item.network,
            country=placed.item.country,
            categories=item.categories,
            audience=item.audience,
            facts=item_facts(placed, section),
        )


def list_in_reading_order(issue: Issue) -> Iterator[tuple[str, str, Placed]]:
    """Every item in reading order, with its section's id and title.

    The lead has ``lead`` and no title.
    """
    for section in issue.act_now:
        for placed in section.items:
            yield section.section.id, section.section.title, placed
    if issue.lead:
        yield "lead", "", issue.lead
    for section in issue.sections:
        for placed in section.items:
            yield section.section.id, section.section.title, placed


def repeats(record: SentRecord, others: Iterable[SentRecord]) -> Iterator[tuple[SentItem, str]]:
    """Items that another issue has in the same role, and which issue.

    Those that were included once more on purpose are not named.
    """
    index = SentIndex.of(others)
    for item in record.items:
        issue = _issue_with(item, index)
        if issue is not None and not item.again:
            yield item, issue


def _issue_with(item: SentItem, index: SentIndex) -> str | None:
    for key in sorted(item.keys):
        held = index.sent.get((key, item.role))
        if held is not None and held.item.is_proven_by(key, item.title, item.imported):
            return held.issue
    return None


def _keys_of_copies(selection: Selection) -> dict[str, frozenset[str]]:
    """By id of the item that stays, the keys of its duplicates: it is known by them too."""
    found: dict[str, frozenset[str]] = {}
    for verdict in selection.verdicts:
        if verdict.instead and isinstance(verdict.item, Item):
            known = found.get(verdict.instead, frozenset())
            found[verdict.instead] = known | keys(verdict.item)
    return found
