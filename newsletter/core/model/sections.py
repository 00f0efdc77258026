"""Sections of the issue and the rules that say which one takes an item."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Role


class Sort(StrEnum):
    """The order of the items in a section."""

    NATURAL = "natural"
    """What is to come soonest first, what is past newest first."""
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the issue with a heading. All the rules a section gives must hold; one with none takes nothing by rule."""

    id: str
    """A short word for it, used by ``section:`` in content files and ``move:`` in issue.md."""
    title: str
    """The heading members read."""
    kind: tuple[str, ...] = ()
    """Takes these kinds: ``news``, ``event``, ``call``."""
    role: str = ""
    """Takes what is ``announced`` (to come, running, open) or what is ``reported`` (past)."""
    category: tuple[str, ...] = ()
    """Takes items with one of these categories."""
    tag: tuple[str, ...] = ()
    """Takes items with one of these tags."""
    network: tuple[str, ...] = ()
    """Takes items from one of these networks; ``*`` means any network."""
    otherwise: bool = False
    """Takes what no other section wants; tried last wherever it stands."""
    missed: bool = False
    """Takes what an earlier issue missed, when the editor takes it up; nothing else by rule."""
    act_now: bool = False
    """Members act here: its items get a button and a deadline, and it stands above the lead."""
    sort: Sort = Sort.NATURAL
    """``natural`` (what is to come soonest first, what is past newest first), ``newest``, ``oldest`` or ``title``."""
    limit: int | None = None
    """Items past this number become a title and a link; none is hidden."""
    empty: str = ""
    """A sentence to show when the section has no items; without one an empty section is not shown."""
    group_by: str = ""
    """``region`` puts the items under the regions of their countries, as ``[regions]`` has them."""

    @property
    def has_rules(self) -> bool:
        """Whether it takes anything by rule."""
        return bool(self.kind or self.role or self.category or self.tag or self.network)

    def wants(self, item: Item, role: Role) -> bool:
        """Whether every rule of the section holds for the item."""
        return self.has_rules and not self.otherwise and not self.missed and all((
            not self.kind or item.kind in self.kind,
            not self.role or role == self.role,
            not self.category or _shares(item.categories, self.category),
            not self.tag or _shares(item.tags, self.tag),
            not self.network or ("*" in self.network and bool(item.network)) or _shares((item.network,), self.network),
        ))  # fmt: skip


DEFAULT_SECTIONS = (
    Section("act-now", "Time to act", kind=(Kind.CALL,), act_now=True),
    Section("coming-up", "Coming up", kind=(Kind.EVENT,), role=Role.ANNOUNCED),
    Section("news", "News", otherwise=True),
    Section("events-held", "Events held", kind=(Kind.EVENT,), role=Role.REPORTED),
    Section("missed", "In case you missed it", missed=True),
)
"""The sections of a workspace that names none."""


def section_for(
    item: Item, role: Role, sections: Iterable[Section], moved_to: str = "", missed: bool = False
) -> Section | None:
    """The one section the item goes into: where it was moved, else the first that wants it, else ``otherwise``.

    ``missed``: an earlier issue missed it; the section for such items, if there is one, wants it before the others.
    """
    sections = tuple(sections)
    if moved_to:
        return next((section for section in sections if section.id == moved_to), None)
    late = next((section for section in sections if section.missed), None)
    if missed and late:
        return late
    wanting = next((section for section in sections if section.wants(item, role)), None)
    return wanting or next((section for section in sections if section.otherwise), None)


def _shares(have: Iterable[str], want: Iterable[str]) -> bool:
    return bool({word.casefold() for word in have} & {word.casefold() for word in want})
