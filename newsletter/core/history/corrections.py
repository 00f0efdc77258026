"""Corrections of a sent issue: what is otherwise now, who may read of it, and which issue tells of it first."""

from collections.abc import Iterable, Iterator

from newsletter.core.history.changes_since_sent import Otherwise
from newsletter.core.issue.compose import Corrected
from newsletter.core.issue.item_facts import PARTS
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.selection.sent_index import counting
from newsletter.core.values.text import listed, quoted

_TOLD = ("title", "when", "zone", "where", "link", "register", "online", "audience")
"""The parts whose change is said in full."""
SHOWN = 200


def what_changed(each: Otherwise) -> str:
    """What is otherwise, in a sentence for the editor."""
    if each.cancelled:
        return "It does not take place."
    if each.item is None:
        return "Its content file is gone."
    facts = [_fact(each, part) for part in each.parts if part in _TOLD]
    rest = [PARTS[part] for part in each.parts if part not in _TOLD]
    sentences = [*facts, f"Otherwise: {listed(rest)}." if rest else ""]
    return " ".join(sentence for sentence in sentences if sentence)


def _fact(each: Otherwise, part: str) -> str:
    was, now = each.before.get(part, ""), each.current.get(part, "")
    name = PARTS[part].removeprefix("its ").capitalize()
    if not now:
        return f"{name}: no longer {quoted(was, SHOWN)}."
    return f"{name}: {now}{f', not {was}' if was else ''}."


def is_public(record: SentRecord, about: Iterable[Otherwise], own_words: bool) -> bool:
    """Whether a correction may stand where everybody can read it.

    What is made from the items it is about may when all of them were and are public. An editor's own words may speak of any item, so
    nothing of the issue may be, or have become, for members only. ``about`` is everything that is otherwise.
    """
    about = tuple(about)
    now = all(each.item is None or each.item.audience == "public" for each in about)
    sent = record.items if own_words else [each.sent for each in about]
    return now and all(item.audience == "public" for item in sent)


def to_tell(plan: Plan, records: Iterable[SentRecord]) -> Iterator[Corrected]:
    """The corrections that this issue tells of: those that no issue before it told; of a sent issue those that it told."""
    records = tuple(records)
    own = next((record for record in records if record.issue == plan.name), None)
    known = counting(records, plan)
    told = {mark for record in known for mark in record.corrections_told}
    for record in known:
        for number, correction in enumerate(record.corrections, 1):
            mark = f"{record.issue}#{number}"
            if mark in own.corrections_told if own else mark not in told:
                yield Corrected(record.period, correction.text, correction.public, mark)
