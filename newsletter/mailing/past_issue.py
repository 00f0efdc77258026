"""An issue that was made without this program, entered as sent: which items it held is read from its text or HTML."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Code, Outcome, Role, Verdict
from newsletter.core.selection.duplicates import link_key
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import Selection
from newsletter.core.selection.sent_index import counting, names
from newsletter.core.values.text import fold
from newsletter.errors import NewsletterError
from newsletter.settings import Settings
from newsletter.workspace.frontmatter.field_values import link_fault
from newsletter.workspace.sent_file import record_text
from newsletter.workspace.workspace import SENT

_LINK = re.compile(r"https?://[^\s\"'<>)\]]+", re.I)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
"""A tag of HTML; no more is looked through for its end, so that hostile text takes no longer than other."""
SHORTEST_TITLE = 12
"""Letters that a title must have to be known by itself: a shorter one stands in many a text."""
_EXPECTED = (
    Code.LEFT_OUT_BY_EDITOR,
    Code.NEXT_TIME,
    Code.OVER_BEFORE_SENDING,
    Code.CLOSED_BEFORE_SENDING,
    Code.MISSED_LAST_TIME,
)
NEVER = (Code.DRAFT, Code.DUPLICATE, Code.OWN_UPDATE, Code.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it."""

    files: Mapping[str, bytes]
    items: tuple[str, ...]
    """The titles that were found in the text."""
    not_in_it: tuple[str, ...]
    """The titles that belong to the period and were not found."""


def entered(
    plan: Plan, selection: Selection, settings: Settings, records: tuple[SentRecord, ...], text: str, on: date, today: date,
    note: str = "", link: str = "",
) -> Entered:  # fmt: skip
    """The record of an issue whose finished text or HTML is ``text``; an item is in it when its link or its title is.

    Raises NewsletterError when the issue was sent already, on a day to come, or when nothing is found.
    """
    before = next((record for record in records if record.issue == plan.name), None)
    if before:
        raise NewsletterError(
            f"it was sent on {say_day(before.sent_on)} already.", file=before.file
        )
    if on > today:
        raise NewsletterError(f"it cannot have been sent on {say_day(on)}, which is still to come.")
    found = list(_found(selection, text, link_key(settings.website)))
    if not found:
        raise NewsletterError(
            "no item of the workspace was found in it, neither by its link nor by its title. Bring in what it is made from first (newsletter import)."
        )
    if link and link_fault(link):
        raise NewsletterError(f"--link: the address {link_fault(link)}.")
    ids = {verdict.item.id for verdict in found}
    record = SentRecord(
        issue=plan.name, period=plan.period, sent_on=on, items=tuple(_sent_item(verdict, settings) for verdict in found), subject=plan.subject,
        before=tuple(record.issue for record in counting(records, plan)), note=note, link=link, by_hand=True,
    )  # fmt: skip
    missing = tuple(v.item.title for v in selection.of(Outcome.SELECTED) if v.item.id not in ids)
    titles = tuple(verdict.item.title for verdict in found)
    return Entered({SENT: record_text(record).encode()}, titles, missing)


def _found(selection: Selection, text: str, home: str) -> Iterator[Verdict]:
    """Those whose link is in it; or whose title is, when they belong to the issue anyway: titles come again every year."""
    links = {link_key(unescape(address).rstrip(".,;:")) for address in _LINK.findall(text)} - {
        home,
        "",
    }
    words = f" {fold(unescape(_TAG.sub(' ', text)))} "
    for verdict in selection.verdicts:
        item = verdict.item
        if not isinstance(item, Item) or verdict.code in NEVER:
            continue
        title = fold(item.title)
        by_link = bool(item.link) and link_key(item.link) in links
        expected = verdict.outcome is not Outcome.LEFT_OUT or verdict.code in _EXPECTED
        if by_link or (expected and len(title) >= SHORTEST_TITLE and f" {title} " in words):
            yield verdict


def _sent_item(verdict: Verdict, settings: Settings) -> SentItem:
    item = verdict.item
    assert isinstance(item, Item)
    to_come = (
        verdict.code in (Code.COMING_UP, Code.RUNNING, Code.TOO_FAR_AHEAD) or item.kind is Kind.CALL
    )
    titles = {section.id: section.title for section in settings.sections}
    return SentItem(
        id=item.id, role=Role.ANNOUNCED if to_come else Role.REPORTED, keys=names(item), title=item.title, kind=item.kind, day=verdict.day,
        section=titles.get(verdict.section or "", ""), network=item.network, country=item.country, categories=item.categories, audience=item.audience,
    )  # fmt: skip
