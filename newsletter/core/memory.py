"""What earlier issues held, arranged for looking up (the fourth step of the precedence)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from newsletter.core.identity import keys, link_key
from newsletter.core.item import Item, Kind
from newsletter.core.plan import Plan
from newsletter.core.record import SentItem, SentRecord
from newsletter.core.text import fold, path_key
from newsletter.core.verdict import Role


class Held(NamedTuple):
    """An item as an issue held it."""

    issue: str
    item: SentItem
    imported: bool
    corrected: bool
    """Whether a correction has told members of it since."""


def counting(records: Iterable[SentRecord], plan: Plan) -> tuple[SentRecord, ...]:
    """The records that count for the plan's issue, the earliest first; never its own.

    For an issue that was sent: those that counted then. For another: those sent before its day of sending.
    """
    records = tuple(records)
    own = next((record for record in records if record.issue == plan.name), None)
    if own is not None:
        known = [record for record in records if record.issue in own.before]
    else:
        known = [record for record in records if record.sent_on < plan.send_on]
    return tuple(sorted(known, key=lambda record: (record.sent_on, record.issue)))


@dataclass(frozen=True, slots=True)
class Memory:
    """The records that count for one issue, arranged for looking up."""

    sent: Mapping[tuple[str, Role], Held]
    """By key and role: the first issue that held it, and as what."""
    left_out: Mapping[str, tuple[str, str]]
    """By path key of what an earlier issue left out: that issue, the latest, and why."""
    own_links: frozenset[str]
    """The addresses of earlier issues' web versions, as compared."""
    since: date | None
    """The first day of the first recorded period; None when nothing was recorded."""

    @classmethod
    def of(cls, records: Iterable[SentRecord]) -> "Memory":
        """Arrange the records, the earliest first."""
        records = tuple(records)
        sent: dict[tuple[str, Role], Held] = {}
        for record in records:
            corrected = {item_id for correction in record.corrections for item_id in correction.items}
            for item in record.items:
                imported = any(key.startswith("source:") for key in item.keys)
                held = Held(record.issue, item, imported, item.id in corrected)
                for key in (*item.keys, *_likeness(item.kind, item.title, item.day)):
                    sent.setdefault((key, item.role), held)
        return cls(
            sent=sent,
            left_out={path_key(one): (record.issue, why) for record in records for one, why in record.left_out.items()},
            own_links=frozenset(key for record in records if (key := link_key(record.link))),
            since=min((record.period.start for record in records), default=None),
        )

    def held(self, item: Item, role: Role) -> Held | None:
        """How the first issue that held the item in that role held it.

        A shared link proves it as it does among twins: when one of the two was imported, or their titles agree. So does the
        same title on the same day.
        """
        return self._among(_names(item), item, role)

    def _among(self, names: Iterable[str], item: Item, role: Role) -> Held | None:
        for key in names:
            held = self.sent.get((key, role))
            if held and (not key.startswith("link:") or _link_is_proof(held, item)):
                return held
        return None

    def issue_with(self, item: Item, role: Role) -> str | None:
        """The first issue that held the item in that role."""
        held = self.held(item, role)
        return held.issue if held else None

    def whole(self, item: Item) -> Mapping[Role, Held]:
        """By role, how the first issue that held the item in it held it."""
        names = _names(item) if self.sent else ()
        found = ((role, self._among(names, item, role)) for role in Role)
        return {role: held for role, held in found if held}

    def missed(self, item: Item, day: date | None, whole: Mapping[Role, Held]) -> bool:
        """Whether the item, which belongs to an earlier period, should have been in an issue and was in none."""
        if whole or self.since is None or day is None or day < self.since:
            return False
        return path_key(item.id) not in self.left_out


def done(item: Item, whole: Mapping[Role, Held]) -> str | None:
    """The issue that held the item in the last role it can take, so that nothing of it is left to tell."""
    held = whole.get(Role.ANNOUNCED if item.kind is Kind.CALL else Role.REPORTED)
    return held.issue if held else None


def _likeness(kind: str, title: str, day: date | None) -> tuple[str, ...]:
    """The key of a thing with that title on that day, when both are known."""
    return (f"alike:{kind}:{fold(title)}:{day}",) if day and title else ()


def _names(item: Item) -> list[str]:
    """Every key to look for, in an order that is always the same."""
    return [*sorted(keys(item)), *_likeness(item.kind, item.title, _day(item))]


def _day(item: Item) -> date | None:
    when = item.starts or item.deadline or item.date
    return when.certain_day if when else None


def _link_is_proof(held: Held, item: Item) -> bool:
    return held.imported or item.imported or fold(held.item.title) == fold(item.title)
