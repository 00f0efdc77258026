"""Corrections of a sent issue: what changed, who may read of it, which issue reports it first."""

from collections.abc import Iterable, Iterator

from newsletter.core.history.changes_since_sent import ItemChange
from newsletter.core.issue.compose import Corrected
from newsletter.core.issue.item_facts import PARTS
from newsletter.core.model.item import Audience
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord, record_of
from newsletter.core.selection.sent_index import counting
from newsletter.core.values.text import listed, quoted

_SAID_IN_FULL = ("title", "when", "zone", "where", "link", "register", "online", "audience")
"""The parts whose change is said in full."""
SHOWN = 200


def what_changed(change: ItemChange) -> str:
    """What changed, in a sentence for the editor."""
    if change.cancelled:
        return "It does not take place."
    if change.item is None:
        return "Its content file is gone."
    facts = [_fact(change, part) for part in change.parts if part in _SAID_IN_FULL]
    rest = [PARTS[part] for part in change.parts if part not in _SAID_IN_FULL]
    sentences = [*facts, f"Otherwise: {listed(rest)}." if rest else ""]
    return " ".join(sentence for sentence in sentences if sentence)


def _fact(change: ItemChange, part: str) -> str:
    was, now = change.before.get(part, ""), change.current.get(part, "")
    name = PARTS[part].removeprefix("its ").capitalize()
    if not now:
        return f"{name}: no longer {quoted(was, SHOWN)}."
    if not was:
        return f"{name}: {now}."
    return f"{name}: {now}, not {was}."


def is_public(record: SentRecord, about: Iterable[ItemChange], own_words: bool) -> bool:
    """Whether a correction may appear where everybody can read it.

    What is made from the items it is about may when all of them were and are public. An editor's
    own words may speak of any item, so nothing of the issue may be, or have become, for members
    only. ``about`` is everything that changed.
    """
    sent = list(record.items) if own_words else []
    for change in about:
        if change.item is not None and change.item.audience is not Audience.PUBLIC:
            return False
        sent.append(change.sent)
    return all(item.audience is Audience.PUBLIC for item in sent)


def corrections_for(plan: Plan, records: Iterable[SentRecord]) -> Iterator[Corrected]:
    """The corrections that this issue includes.

    Of a sent issue these are the ones it had, of another those that no issue before it included.
    """
    records = tuple(records)
    own = record_of(plan.name, records)
    known = counting(records, plan)
    included_before: set[str] = set()
    for record in known:
        included_before.update(record.corrections_included)
    for record in known:
        for number, correction in enumerate(record.corrections, 1):
            mark = f"{record.issue}#{number}"
            if own is not None:
                is_included = mark in own.corrections_included
            else:
                is_included = mark not in included_before
            if is_included:
                yield Corrected(record.period, correction.text, correction.public, mark)
