"""Which of the undecided items are old: announced so long ago that they cannot belong to this issue, though nobody knows their day."""

from collections.abc import Iterable
from datetime import timedelta

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Code, Outcome, Verdict
from newsletter.core.values.period import Period

LONG_AGO = timedelta(days=366)
"""Between the day something was announced and the period: events and deadlines are hardly announced a year ahead."""


def old_ones(verdicts: Iterable[Verdict], period: Period) -> tuple[Item, ...]:
    """The undecided events and calls that say no day of their own at all, and were announced long before the period."""
    return tuple(
        v.item for v in verdicts
        if v.outcome is Outcome.UNDECIDED and v.code is Code.UNDATED and isinstance(v.item, Item) and _is_old(v.item, period)
    )  # fmt: skip


def _is_old(item: Item, period: Period) -> bool:
    own = (item.starts, item.ends, item.deadline, *item.dates)
    if item.kind is Kind.NEWS or any(own) or item.unread:
        return False  # a day that is written though it cannot be read may be any day
    return (
        item.date is not None
        and max(reading.last.day for reading in item.date.readings) < period.start - LONG_AGO
    )
