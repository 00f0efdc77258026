"""Corrections of a sent issue: what is otherwise now, who may read of it, and which issue tells of it first."""

from collections.abc import Iterable, Iterator

from newsletter.core.issue import Corrected
from newsletter.core.memory import counting
from newsletter.core.otherwise import Otherwise
from newsletter.core.plan import Plan
from newsletter.core.record import Correction, SentRecord
from newsletter.core.text import listed, quoted
from newsletter.core.told import PARTS

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


def is_public(correction: Correction, record: SentRecord) -> bool:
    """Whether a correction may stand where everybody can read it: it is about nothing that is for members only."""
    about = {item.id: item.audience for item in record.items}
    if not correction.items:  # it may be about any of them
        return all(audience == "public" for audience in about.values())
    return all(about.get(item_id, "members") == "public" for item_id in correction.items)


def to_tell(plan: Plan, records: Iterable[SentRecord]) -> Iterator[Corrected]:
    """The corrections that this issue is the first to tell of: those made since the issue before it went out, and before its own day."""
    known = counting(records, plan)
    since = max((record.sent_on for record in known), default=None)
    for record in known:
        for correction in record.corrections:
            if since is not None and since <= correction.on < plan.send_on:
                yield Corrected(record.period, correction.text, is_public(correction, record))
