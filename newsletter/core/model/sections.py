"""Sections of the issue and the rules that say which one takes an item.

To add a rule, declare one more field of ``Section`` with ``matches``: reading newsletter.toml, the
page's form, docs/settings.md and the matching follow from it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from newsletter.core.model.declare_setting import DeclaredField, Matching, declared_fields, setting
from newsletter.core.model.item import Item, Kind
from newsletter.core.model.setting_rules import Between, Pattern
from newsletter.core.model.verdict import Role


class Sort(StrEnum):
    """The order of the items in a section."""

    NATURAL = "natural"
    """What is to come soonest first, what is past newest first."""
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


class GroupBy(StrEnum):
    """What the items of a section are put together by, under small headings."""

    REGION = "region"
    """The regions of their countries."""


ANY = "*"
"""In a list of a section's rule: any value, but not none."""

_A_LINE_EACH = "One on each line."
_ANY_HINT = "One on each line; * means any."


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the issue with a heading. All the rules a section gives must hold; one with none
    takes nothing by rule."""

    id: str = setting(
        rule=Pattern(r"[a-z0-9][a-z0-9-]*", "small letters, digits and dashes, such as coming-up")
    )
    """A short word for it, used by ``section:`` in content files and ``move:`` in issue.md."""
    title: str = setting(label="Heading")
    """The heading members read."""
    kind: tuple[Kind, ...] = setting(
        (), label="Takes", help="news, event, call", matches=lambda item, _role: (item.kind,)
    )
    """Takes these kinds of items."""
    role: Role | None = setting(
        None,
        label="Takes what is",
        choices=(
            ("", "past or to come"),
            (Role.ANNOUNCED, "to come, running or open"),
            (Role.REPORTED, "past"),
        ),
        matches=lambda _item, role: (role,),
    )
    """Takes what is ``announced`` (to come, running, open) or what is ``reported`` (past)."""
    category: tuple[str, ...] = setting(
        (),
        label="With one of these categories",
        help=_A_LINE_EACH,
        matches=lambda item, _role: item.categories,
    )
    """Takes items with one of these categories."""
    tag: tuple[str, ...] = setting(
        (),
        label="With one of these tags",
        help=_A_LINE_EACH,
        matches=lambda item, _role: item.tags,
    )
    """Takes items with one of these tags."""
    network: tuple[str, ...] = setting(
        (),
        label="From one of these networks",
        help=_ANY_HINT,
        matches=lambda item, _role: (item.network,),
    )
    """Takes items from one of these networks; ``*`` means any network."""
    country: tuple[str, ...] = setting(
        (),
        label="From one of these countries",
        help=_ANY_HINT,
        matches=lambda item, _role: (item.country,),
    )
    """Takes items from one of these countries; ``*`` means any country."""
    otherwise: bool = setting(False, label="Takes what no other section takes")
    """Takes what no other section takes; tried last, wherever it is in the list."""
    missed: bool = setting(False, label="Takes what an earlier issue missed, when you include it")
    """Takes what an earlier issue missed, when the editor includes it; nothing else by rule."""
    act_now: bool = setting(False, label="Members act here: buttons, above everything else")
    """Members act here: its items get a button and a deadline, and it comes above the lead."""
    sort: Sort = setting(
        Sort.NATURAL,
        label="Order",
        choices=(
            (Sort.NATURAL, "What is to come soonest first, what is past newest first"),
            (Sort.NEWEST, "Newest first"),
            (Sort.OLDEST, "Oldest first"),
            (Sort.TITLE, "By heading"),
        ),
    )
    """The order of its items; ``natural`` is what is to come soonest first, what is past newest
    first."""
    limit: int | None = setting(
        None, label="Show this many; further ones as one line", rule=Between(1)
    )
    """Items past this number become a title and a link; none is hidden."""
    empty: str = setting("", label="A sentence when nothing is in it")
    """A sentence to show when the section has no items; without one an empty section is not
    shown."""
    group_by: GroupBy | None = setting(
        None,
        label="Under small headings",
        choices=(("", "No"), (GroupBy.REGION, "By region")),
    )
    """``region`` puts the items under the regions of their countries, as ``[regions]`` has them."""

    @property
    def has_rules(self) -> bool:
        """Whether it takes anything by rule."""
        return any(getattr(self, rule.name) for rule in section_rules())

    def wants(self, item: Item, role: Role) -> bool:
        """Whether every rule of the section holds for the item."""
        if self.otherwise or self.missed:
            return False
        has_rules = False
        for name, matches in _matchings():
            given = getattr(self, name)
            if not given:
                continue
            has_rules = True
            if not _shares(matches(item, role), given):
                return False
        return has_rules


@lru_cache
def section_rules() -> tuple[DeclaredField, ...]:
    """The fields of a section that decide which items it takes."""
    return tuple(each for each in declared_fields(Section) if each.is_section_rule)


@lru_cache
def _matchings() -> tuple[tuple[str, Matching], ...]:
    """The rules by name, each with the words of an item that it looks at."""
    found = []
    for rule in section_rules():
        matches = rule.declaration.matches
        if matches is not None:
            found.append((rule.name, matches))
    return tuple(found)


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
    """The one section the item goes into; None when there is none.

    That is where it was moved, else the first section that wants it, else the one with
    ``otherwise``. ``missed`` says that an earlier issue missed the item; the section for such
    items, if there is one, then comes before those that want it.
    """
    sections = tuple(sections)
    if moved_to:
        return next((section for section in sections if section.id == moved_to), None)
    late = next((section for section in sections if section.missed), None)
    if missed and late:
        return late
    wanting = next((section for section in sections if section.wants(item, role)), None)
    return wanting or next((section for section in sections if section.otherwise), None)


def _shares(values: Iterable[str], given: str | tuple[str, ...]) -> bool:
    """Whether a rule names one of an item's values, whatever their case and accents."""
    wanted = _wanted_words(given)
    return any(value and (ANY in wanted or _comparable(value) in wanted) for value in values)


@lru_cache(maxsize=1024)  # a section asks for the same words of every item of a pool
def _wanted_words(given: str | tuple[str, ...]) -> frozenset[str]:
    """The words of a rule as they are compared."""
    words = (given,) if isinstance(given, str) else given
    return frozenset(_comparable(word) for word in words)


@lru_cache(maxsize=4096)  # the same few words are compared for every item of a pool
def _comparable(word: str) -> str:
    """The word as it is compared: ``Côte d’Ivoire`` like ``cote d'ivoire``."""
    straight = word.replace("’", "'").casefold()
    parts = unicodedata.normalize("NFKD", straight)
    return "".join(part for part in parts if not unicodedata.combining(part)).strip()
