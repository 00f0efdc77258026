"""Records an issue that was made without this program: its text or HTML says which items it held."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentItem, SentRecord, record_of
from newsletter.core.model.verdict import Code, Outcome, Role, Verdict
from newsletter.core.selection.duplicates import link_key
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import Selection
from newsletter.core.selection.sent_index import counting, names
from newsletter.core.values.text import fold
from newsletter.errors import NewsletterError
from newsletter.mailing.mark_sent import SendingDetails
from newsletter.settings import Settings
from newsletter.workspace.frontmatter.field_values import link_fault
from newsletter.workspace.sent_file import record_text
from newsletter.workspace.workspace import SENT

_LINK = re.compile(r"https?://[^\s\"'<>)\]]+", re.I)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
"""An HTML tag. Its length is bounded, so that hostile text takes no longer to read than other text."""
SHORTEST_TITLE = 12
"""A title with fewer letters proves nothing: it could be in any text."""
_EXPECTED = (
    Code.LEFT_OUT_BY_EDITOR,
    Code.NEXT_TIME,
    Code.OVER_BEFORE_SENDING,
    Code.CLOSED_BEFORE_SENDING,
    Code.MISSED_LAST_TIME,
)
NEVER = (Code.DRAFT, Code.DUPLICATE, Code.OWN_UPDATE, Code.UNREADABLE)


@dataclass(frozen=True, slots=True)
class PastIssue:
    """The record of a past issue, and what it was made from."""

    files: Mapping[str, bytes]
    items: tuple[str, ...]
    """The titles that were found in the text."""
    not_in_it: tuple[str, ...]
    """The titles that belong to the period and were not found."""


@dataclass(frozen=True, slots=True)
class IssueChoice:
    """What the record of a past issue is made from: its plan, and what is known of the pool."""

    plan: Plan
    selection: Selection
    settings: Settings
    records: tuple[SentRecord, ...]


def record_past_issue(
    choice: IssueChoice, text: str, details: SendingDetails, today: date
) -> PastIssue:
    """The record of an issue whose finished text or HTML is ``text``.

    An item was in it when its link is in the text, or when its title is. Raises NewsletterError
    when the issue was recorded already, when the day is still to come, or when no item is found.
    """
    plan = choice.plan
    record = record_of(plan.name, choice.records)
    if record:
        raise NewsletterError(
            f"it was sent on {say_day(record.sent_on)} already.", file=record.file
        )
    if details.on > today:
        raise NewsletterError(
            f"it cannot have been sent on {say_day(details.on)}, which is still to come."
        )
    if details.link and link_fault(details.link):
        raise NewsletterError(f"the address of the web version {link_fault(details.link)}.")
    found = list(_find_items(choice.selection, text, link_key(choice.settings.website)))
    if not found:
        raise NewsletterError(
            "no item of the workspace was found in it, neither by its link nor by its title. "
            "Import what it was made from first (newsletter import)."
        )
    record = SentRecord(
        issue=plan.name,
        period=plan.period,
        sent_on=details.on,
        items=tuple(_make_sent_item(verdict, choice.settings) for verdict in found),
        subject=plan.subject,
        before=tuple(known.issue for known in counting(choice.records, plan)),
        note=details.note,
        link=details.link,
        by_hand=True,
    )
    found_ids = {verdict.item.id for verdict in found}
    missing = []
    for verdict in choice.selection.of(Outcome.SELECTED):
        if verdict.item.id not in found_ids:
            missing.append(verdict.item.title)
    return PastIssue(
        files={SENT: record_text(record).encode()},
        items=tuple(verdict.item.title for verdict in found),
        not_in_it=tuple(missing),
    )


def _find_items(selection: Selection, text: str, home: str) -> Iterator[Verdict]:
    """The items that are in the text.

    A link proves it. A title does only for an item that belongs to the issue anyway, since titles
    come back every year.
    """
    links = _read_links(text)
    links.discard(home)
    words = f" {fold(unescape(_TAG.sub(' ', text)))} "
    for verdict in selection.verdicts:
        item = verdict.item
        if not isinstance(item, Item) or verdict.code in NEVER:
            continue
        title = fold(item.title)
        is_linked = bool(item.link) and link_key(item.link) in links
        is_expected = verdict.outcome is not Outcome.LEFT_OUT or verdict.code in _EXPECTED
        is_named = len(title) >= SHORTEST_TITLE and f" {title} " in words
        if is_linked or (is_expected and is_named):
            yield verdict


def _read_links(text: str) -> set[str]:
    """Every address in the text, as links are compared."""
    links = set()
    for address in _LINK.findall(text):
        links.add(link_key(unescape(address).rstrip(".,;:")))
    links.discard("")
    return links


def _make_sent_item(verdict: Verdict, settings: Settings) -> SentItem:
    item = verdict.item
    assert isinstance(item, Item)
    is_to_come = verdict.code in (Code.COMING_UP, Code.RUNNING, Code.TOO_FAR_AHEAD)
    role = Role.REPORTED
    if is_to_come or item.kind is Kind.CALL:
        role = Role.ANNOUNCED
    titles = {section.id: section.title for section in settings.sections}
    return SentItem(
        id=item.id,
        role=role,
        keys=names(item),
        title=item.title,
        kind=item.kind,
        day=verdict.day,
        section=titles.get(verdict.section or "", ""),
        network=item.network,
        country=item.country,
        categories=item.categories,
        audience=item.audience,
    )
