"""The issue: what members will read, in its order, before anything is rendered."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from newsletter.core.model.item import Audience, Item
from newsletter.core.model.plan import Amount, Edit, Plan
from newsletter.core.model.sections import GroupBy, Section, Sort
from newsletter.core.model.verdict import Code, Outcome, Role, Verdict
from newsletter.core.selection.select import Selection
from newsletter.core.values.period import Period
from newsletter.core.values.text import fold, path_key

ELSEWHERE = ""
"""The group of what belongs to no region."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place in the issue, with the words of this issue and how much is shown."""

    item: Item
    code: Code
    role: Role
    day: date | None
    amount: Amount
    title: str
    summary: str
    """Markdown; empty when the body's first paragraph is to be used."""

    @property
    def anchor(self) -> str:
        """A name for the item's place in the email, the same in every build."""
        return anchor_of(self.item.id)

    @property
    def text_field(self) -> str:
        """The field that the text shown comes from: ``summary`` or ``body``."""
        shows_whole_body = self.amount is Amount.FULL and bool(self.item.body)
        shows_first_paragraph = bool(self.item.body) and not self.summary
        return "body" if shows_whole_body or shows_first_paragraph else "summary"


@lru_cache(maxsize=16384)
def anchor_of(item_id: str) -> str:
    """A name for the item's place, in the email and on the page.

    It has only letters, digits and a hyphen, and is the same in every build.
    """
    return "i-" + hashlib.sha256(path_key(item_id).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Group:
    """Items under a small heading in a section; most sections have one group without heading."""

    title: str
    items: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class IssueSection:
    """A section as it appears."""

    section: Section
    groups: tuple[Group, ...]

    @property
    def items(self) -> tuple[Placed, ...]:
        """Its items in reading order."""
        return tuple(placed for group in self.groups for placed in group.items)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction of an earlier issue that this one includes."""

    period: Period
    """Whose issue it was."""
    text: str
    public: bool
    """Whether it may appear where everybody can read it."""
    mark: str = ""
    """What it is called in records: the issue, ``#`` and its number."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One number of the newsletter."""

    plan: Plan
    act_now: tuple[IssueSection, ...]
    """The sections with buttons, above the lead."""
    lead: Placed | None
    sections: tuple[IssueSection, ...]
    """The other sections; those without items and without a sentence for it are gone."""
    next_period: Period
    corrections: tuple[Corrected, ...] = ()

    @property
    def items(self) -> Iterator[Placed]:
        """Every item in reading order."""
        for section in self.act_now:
            yield from section.items
        if self.lead:
            yield self.lead
        for section in self.sections:
            yield from section.items


def public(issue: Issue) -> Issue:
    """The issue without what is for members only: for every place but the email itself."""
    lead = issue.lead
    if lead is not None and _is_for_members(lead):
        lead = None
    corrections = [corrected for corrected in issue.corrections if corrected.public]
    return replace(
        issue,
        act_now=_public_sections(issue.act_now),
        lead=lead,
        sections=_public_sections(issue.sections),
        corrections=tuple(corrections),
    )


def _public_sections(sections: Iterable[IssueSection]) -> tuple[IssueSection, ...]:
    found = []
    for section in sections:
        shown = _public_section(section)
        # "Nothing is coming up" would not be true where what is coming up is for members only.
        was_empty = bool(section.section.empty) and not section.items
        if shown.items or was_empty:
            found.append(shown)
    return tuple(found)


def _public_section(section: IssueSection) -> IssueSection:
    groups = []
    for group in section.groups:
        items = tuple(placed for placed in group.items if not _is_for_members(placed))
        if items:
            groups.append(replace(group, items=items))
    return replace(section, groups=tuple(groups))


def _is_for_members(placed: Placed) -> bool:
    return placed.item.audience is Audience.MEMBERS


def compose(
    selection: Selection,
    plan: Plan,
    sections: Iterable[Section],
    regions: Mapping[str, tuple[str, ...]],
) -> Issue:
    """Put what was selected into its place. Every selected item appears exactly once."""
    decisions = _Decisions.of(plan)
    by_section: dict[str, list[Placed]] = {}
    lead = None
    for verdict in selection.of(Outcome.SELECTED):
        placed = _place(verdict, decisions)
        if plan.lead and path_key(placed.item.id) == path_key(plan.lead):
            lead = placed
        else:
            by_section.setdefault(verdict.section or "", []).append(placed)
    act_now, others = [], []
    for section in sections:
        ordered = _in_order(section, by_section.get(section.id, []), decisions)
        composed = IssueSection(section, _groups(section, ordered, regions))
        if not composed.items and not section.empty:
            continue
        if section.act_now:
            act_now.append(composed)
        else:
            others.append(composed)
    return Issue(
        plan=plan,
        act_now=tuple(act_now),
        lead=lead,
        sections=tuple(others),
        next_period=plan.period.neighbour(1),
    )


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What the plan says of single items, by ``path_key`` of their ids."""

    edits: Mapping[str, Edit]
    amounts: Mapping[str, Amount]
    places: Mapping[str, int]
    """The place in ``order``, from 0."""

    @classmethod
    def of(cls, plan: Plan) -> "_Decisions":
        """Those of a plan."""
        return cls(
            edits={path_key(item_id): edit for item_id, edit in plan.edits.items()},
            amounts={path_key(item_id): amount for item_id, amount in plan.amounts.items()},
            places={path_key(item_id): place for place, item_id in enumerate(plan.order)},
        )


def _place(verdict: Verdict, decisions: _Decisions) -> Placed:
    item = verdict.item
    assert isinstance(item, Item) and verdict.role is not None
    key = path_key(item.id)
    edit = decisions.edits.get(key, Edit())
    edited = replace(item, **edit.item_values) if edit.item_values else item
    return Placed(
        item=edited,
        code=verdict.code,
        role=verdict.role,
        day=verdict.day,
        amount=decisions.amounts.get(key, Amount.SUMMARY),
        title=edit.title or item.title,
        summary=item.summary if edit.summary is None else edit.summary,
    )


def _in_order(section: Section, items: list[Placed], decisions: _Decisions) -> list[Placed]:
    """The items of a section in reading order; those past its limit as lines."""
    places = decisions.places
    ordered = sorted(items, key=_sort_key(section.sort))
    ordered.sort(key=lambda placed: places.get(path_key(placed.item.id), len(places)))
    if section.limit is None:
        return ordered
    beyond = []
    for placed in ordered[section.limit :]:
        has_own_amount = path_key(placed.item.id) in decisions.amounts
        beyond.append(placed if has_own_amount else replace(placed, amount=Amount.LINE))
    return [*ordered[: section.limit], *beyond]


def _sort_key(sort: Sort) -> Callable[[Placed], tuple[object, ...]]:
    """Keys that leave no ties: the id comes last."""
    return {
        Sort.NATURAL: _natural,
        Sort.NEWEST: lambda placed: (-_age(placed), placed.item.id),
        Sort.OLDEST: lambda placed: (_age(placed), placed.item.id),
        Sort.TITLE: lambda placed: (fold(placed.title), placed.item.id),
    }[sort]


def _age(placed: Placed) -> int:
    return placed.day.toordinal() if placed.day else 0


def _natural(placed: Placed) -> tuple[object, ...]:
    """What is to come first, the soonest first; then what is past, the newest first."""
    if placed.role is Role.ANNOUNCED:
        return (False, _age(placed), placed.item.id)
    return (True, -_age(placed), placed.item.id)


def _groups(
    section: Section, items: list[Placed], regions: Mapping[str, tuple[str, ...]]
) -> tuple[Group, ...]:
    if not items:
        return ()
    if section.group_by != GroupBy.REGION:
        return (Group("", tuple(items)),)
    region_of = {}
    for region, countries in regions.items():
        for country in countries:
            region_of[fold(country)] = region
    in_region: dict[str, list[Placed]] = {}
    for placed in items:
        region = region_of.get(fold(placed.item.country), ELSEWHERE)
        in_region.setdefault(region, []).append(placed)
    order = [*regions, ELSEWHERE]
    return tuple(Group(region, tuple(in_region[region])) for region in order if region in in_region)
