"""What earlier issues held, arranged for looking up (the fourth step of the precedence)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newsletter.core.identity import keys, link_key
from newsletter.core.item import Item
from newsletter.core.plan import Plan
from newsletter.core.record import SentRecord
from newsletter.core.text import fold, path_key
from newsletter.core.verdict import Role


@dataclass(frozen=True, slots=True)
class Memory:
    """The records that count for one issue: those sent before it is, never its own."""

    sent: Mapping[tuple[str, Role], tuple[str, str, bool]]
    """By key and role: the issue that held it, its folded title, and whether it had been imported."""
    left_out: frozenset[str]
    """Path keys of what an earlier issue left out with a why."""
    own_links: frozenset[str]
    """The addresses of earlier issues' web versions, as compared."""
    since: date | None
    """The first day of the first recorded period; None when nothing was recorded."""

    @classmethod
    def of(cls, records: Iterable[SentRecord], plan: Plan) -> "Memory":
        """Arrange the records that count for the plan's issue."""
        counting = sorted(
            (r for r in records if r.sent_on < plan.send_on and r.issue != plan.name),
            key=lambda r: (r.sent_on, r.issue),
        )
        return cls(
            sent={
                (key, item.role): (r.issue, fold(item.title), any(k.startswith("source:") for k in item.keys))
                for r in reversed(counting)
                for item in r.items
                for key in item.keys
            },
            left_out=frozenset(path_key(item_id) for r in counting for item_id in r.left_out),
            own_links=frozenset(key for r in counting if (key := link_key(r.link))),
            since=min((r.period.start for r in counting), default=None),
        )

    def issue_with(self, item: Item, role: Role) -> str | None:
        """The first issue that held the item in that role.

        A shared link proves it as it does among twins: when one of the two was imported, or their titles agree.
        """
        for key in sorted(keys(item)):
            issue, title, imported = self.sent.get((key, role), ("", "", False))
            if issue and (not key.startswith("link:") or imported or item.imported or title == fold(item.title)):
                return issue
        return None

    def missed(self, item: Item, day: date | None) -> bool:
        """Whether the item, which belongs to an earlier period, should have been in an issue and was in none."""
        if self.since is None or day is None or day < self.since or path_key(item.id) in self.left_out:
            return False
        return not any(self.issue_with(item, role) for role in Role)
