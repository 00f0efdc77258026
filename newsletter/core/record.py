"""The sent record: what an issue held when it was sent, kept for the issues after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from newsletter.core.period import Period
from newsletter.core.verdict import Role


@dataclass(frozen=True, slots=True)
class SentItem:
    """One item of a sent issue."""

    id: str
    role: Role
    keys: frozenset[str]
    """Every key it was known by (``identity.keys``), so that it is found again under another id or link."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class SentRecord:
    """One sent issue."""

    issue: str
    period: Period
    sent_on: date
    items: tuple[SentItem, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Path keys of items that were left out with a why."""
    link: str = ""
    """The address of its web version, if it has one."""
