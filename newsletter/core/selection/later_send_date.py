"""What would change if the issue were sent later than planned; only commands and the page ask,
never a build."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.verdict import Code, Verdict
from newsletter.core.selection.select import Rules, Selection, SelectionCache, select

# A later day of sending changes nothing for what is past; these codes alone look ahead from it.
_LOOKING_AHEAD = {
    Code.COMING_UP,
    Code.RUNNING,
    Code.TOO_FAR_AHEAD,
    Code.OPEN_CALL,
    Code.PUBLISHED_AFTER,
    Code.EMBARGOED,
    Code.INCLUDED_BY_EDITOR,
}


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One item whose verdict a later day of sending would change."""

    planned: Verdict
    later: Verdict


def if_sent_on(
    day: date,
    selection: Selection,
    plan: Plan,
    records: Iterable[SentRecord],
    rules: Rules,
    memory: SelectionCache | None = None,
) -> tuple[VerdictChange, ...]:
    """What would change if ``plan`` said ``send_on: day``, a day after the one it says; by id."""
    planned = {}
    for verdict in selection.verdicts:
        if verdict.code in _LOOKING_AHEAD:
            planned[verdict.item.id] = verdict
    pool = [verdict.item for verdict in planned.values()]
    changes = []
    for later in select(pool, replace(plan, send_on=day), records, rules, memory).verdicts:
        before = planned[later.item.id]
        if later.code is not before.code:
            changes.append(VerdictChange(before, later))
    return tuple(changes)
