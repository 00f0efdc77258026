"""What earlier issues contained, arranged for looking up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentItem, SentRecord, record_of
from newsletter.core.model.verdict import Role
from newsletter.core.selection.duplicates import keys, link_key
from newsletter.core.values.text import fold, path_key


class Held(NamedTuple):
    """An item as an issue held it."""

    issue: str
    item: SentItem
    corrected: bool
    """Whether a correction has told members of it since."""


def counting(records: Iterable[SentRecord], plan: Plan) -> tuple[SentRecord, ...]:
    """The records that count for the plan's issue, the earliest first; never its own.

    For an issue that was sent: those that counted then. For another: those sent before its day
    of sending.
    """
    records = tuple(records)
    own = record_of(plan.name, records)
    if own is not None:
        known = [record for record in records if record.issue in own.before]
    else:
        known = [record for record in records if record.sent_on < plan.send_on]
    return tuple(sorted(known, key=lambda record: (record.sent_on, record.issue)))


@dataclass(frozen=True, slots=True)
class SentIndex:
    """The records that count for one issue, arranged for looking up."""

    sent: Mapping[tuple[str, Role], Held]
    """By key and role: the first issue that held it, and as what."""
    left_out: Mapping[str, tuple[str, str]]
    """By a key of what an earlier issue left out: that issue, the latest, and why."""
    own_links: frozenset[str]
    """The addresses of earlier issues' web versions, as compared."""
    since: date | None
    """The first day of the first recorded period; None when nothing was recorded."""

    @classmethod
    def of(cls, records: Iterable[SentRecord]) -> "SentIndex":
        """Arrange the records, the earliest first."""
        records = tuple(records)
        left_out: dict[str, tuple[str, str]] = {}
        own_links: set[str] = set()
        for record in records:
            left_out.update(_left_out_of(record))
            if link_key(record.link):
                own_links.add(link_key(record.link))
        return cls(
            sent=_arrange_items(records),
            left_out=left_out,
            own_links=frozenset(own_links),
            since=min((record.period.start for record in records), default=None),
        )

    def held(self, item: Item, role: Role) -> Held | None:
        """How the first issue that held the item in that role held it.

        A shared link proves it as it does among twins: when one of the two was imported, or
        their titles agree. So does the same title on the same day.
        """
        return self._find_held(sorted(names(item)), item, role)

    def _find_held(self, names: Iterable[str], item: Item, role: Role) -> Held | None:
        for key in names:
            held = self.sent.get((key, role))
            if held and held.item.is_proven_by(key, item.title, item.imported):
                return held
        return None

    def issue_with(self, item: Item, role: Role) -> str | None:
        """The first issue that held the item in that role."""
        held = self.held(item, role)
        return held.issue if held else None

    def held_by_role(self, item: Item) -> Mapping[Role, Held]:
        """By role, how the first issue that held the item in it held it."""
        if not self.sent:
            return {}
        own = sorted(names(item))
        found: dict[Role, Held] = {}
        for role in Role:
            held = self._find_held(own, item, role)
            if held:
                found[role] = held
        return found

    def missed(self, item: Item, day: date | None, held: Mapping[Role, Held]) -> bool:
        """Whether the item, which belongs to an earlier period, should have been in an issue and
        was in none."""
        if held or self.since is None or day is None:
            return False
        last_day = _last_day(item) or day
        if max(day, last_day) < self.since:
            return False
        return self.left_out_by(item) is None

    def left_out_by(self, item: Item) -> tuple[str, str] | None:
        """The issue that left the item out with a reason, and the reason."""
        if not self.left_out:
            return None
        for key in _proving_keys(names(item)):
            if key in self.left_out:
                return self.left_out[key]
        return None


def _arrange_items(records: Iterable[SentRecord]) -> dict[tuple[str, Role], Held]:
    """By key and role, the first issue that held it."""
    sent: dict[tuple[str, Role], Held] = {}
    for record in records:
        corrected: set[str] = set()
        for correction in record.corrections:
            corrected.update(correction.items)
        for item in record.items:
            held = Held(record.issue, item, item.id in corrected)
            for key in item.keys:
                sent.setdefault((key, item.role), held)
    return sent


def _left_out_of(record: SentRecord) -> dict[str, tuple[str, str]]:
    """By every key that proves which item it is, the issue and why it left the item out."""
    found = {}
    for item_id, why in record.left_out.items():
        keys_of_item = _proving_keys(record.left_out_keys.get(item_id, ()))
        for key in (f"path:{path_key(item_id)}", *keys_of_item):
            found[key] = (record.issue, why)
    return found


def last_issue_with(item: Item, held: Mapping[Role, Held]) -> str | None:
    """The issue that held the item in the last role it can take, so that nothing of it is left to
    report."""
    last_role = Role.ANNOUNCED if item.kind is Kind.CALL else Role.REPORTED
    found = held.get(last_role)
    return found.issue if found else None


def names(item: Item) -> frozenset[str]:
    """Every key an item is known again by: those of ``duplicates.keys``, and its title on its
    day."""
    first_of_series = item.dates[0] if item.dates else None
    when = item.starts or first_of_series or item.deadline or item.date
    if when is None:
        return keys(item)
    return keys(item) | {f"alike:{item.kind}:{fold(item.title)}:{when.first.day}"}


def _proving_keys(found: Iterable[str]) -> list[str]:
    """The keys that prove by themselves which item it is: all but links, which two items may
    share."""
    return sorted(key for key in found if not key.startswith("link:"))


def _last_day(item: Item) -> date | None:
    last_of_series = item.dates[-1] if item.dates else None
    ends = item.ends or last_of_series or item.starts
    if ends is None:
        return None
    return max((reading.last.day for reading in ends.readings), default=None)
