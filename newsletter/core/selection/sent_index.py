"""What earlier issues held, arranged for looking up (the fourth step of the precedence)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentItem, SentRecord
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
        sent: dict[tuple[str, Role], Held] = {}
        for record in records:
            corrected = {
                item_id for correction in record.corrections for item_id in correction.items
            }
            for item in record.items:
                held = Held(record.issue, item, item.id in corrected)
                for key in item.keys:
                    sent.setdefault((key, item.role), held)
        return cls(
            sent=sent,
            left_out={
                key: (record.issue, why)
                for record in records
                for one, why in record.left_out.items()
                for key in (f"path:{path_key(one)}", *_certain(record.left_out_keys.get(one, ())))
            },
            own_links=frozenset(key for record in records if (key := link_key(record.link))),
            since=min((record.period.start for record in records), default=None),
        )

    def held(self, item: Item, role: Role) -> Held | None:
        """How the first issue that held the item in that role held it.

        A shared link proves it as it does among twins: when one of the two was imported, or their titles agree. So does the
        same title on the same day.
        """
        return self._among(sorted(names(item)), item, role)

    def _among(self, names: Iterable[str], item: Item, role: Role) -> Held | None:
        for key in names:
            held = self.sent.get((key, role))
            if held and held.item.is_proven_by(key, item.title, item.imported):
                return held
        return None

    def issue_with(self, item: Item, role: Role) -> str | None:
        """The first issue that held the item in that role."""
        held = self.held(item, role)
        return held.issue if held else None

    def whole(self, item: Item) -> Mapping[Role, Held]:
        """By role, how the first issue that held the item in it held it."""
        own = sorted(names(item)) if self.sent else ()
        found = ((role, self._among(own, item, role)) for role in Role)
        return {role: held for role, held in found if held}

    def missed(self, item: Item, day: date | None, whole: Mapping[Role, Held]) -> bool:
        """Whether the item, which belongs to an earlier period, should have been in an issue and was in none."""
        if (
            whole
            or self.since is None
            or day is None
            or max(day, _last_day(item) or day) < self.since
        ):
            return False
        return self.left_out_by(item) is None

    def left_out_by(self, item: Item) -> tuple[str, str] | None:
        """The issue that left the item out with a why, and the why."""
        if not self.left_out:
            return None
        return next(
            (self.left_out[key] for key in _certain(names(item)) if key in self.left_out), None
        )


def done(item: Item, whole: Mapping[Role, Held]) -> str | None:
    """The issue that held the item in the last role it can take, so that nothing of it is left to tell."""
    held = whole.get(Role.ANNOUNCED if item.kind is Kind.CALL else Role.REPORTED)
    return held.issue if held else None


def names(item: Item) -> frozenset[str]:
    """Every key an item is known again by: those of ``identity.keys``, and its title on its day."""
    when = item.starts or (item.dates[0] if item.dates else None) or item.deadline or item.date
    return (
        keys(item) | {f"alike:{item.kind}:{fold(item.title)}:{when.first.day}"}
        if when
        else keys(item)
    )


def _certain(found: Iterable[str]) -> list[str]:
    """The keys that prove by themselves which thing it is: all but links, which two things may share."""
    return sorted(key for key in found if not key.startswith("link:"))


def _last_day(item: Item) -> date | None:
    ends = item.ends or (item.dates[-1] if item.dates else None) or item.starts
    return max((reading.last.day for reading in ends.readings), default=None) if ends else None
