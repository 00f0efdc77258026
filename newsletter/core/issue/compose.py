"""The issue: what members will read, in its order, before anything is rendered."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from newsletter.core.model.item import Item
from newsletter.core.model.plan import Edit, Form, Plan
from newsletter.core.model.sections import Section, Sort
from newsletter.core.model.verdict import Code, Outcome, Role, Verdict
from newsletter.core.selection.select import Selection
from newsletter.core.values.period import Period
from newsletter.core.values.text import fold, path_key

ELSEWHERE = ""
"""The group of what belongs to no region."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place in the issue, in the words and the form of this issue."""

    item: Item
    code: Code
    role: Role
    day: date | None
    form: Form
    title: str
    summary: str
    """Markdown; empty when the body's first paragraph is to be used."""

    @property
    def anchor(self) -> str:
        """A name for the item's place in the email, the same in every build."""
        return anchor_of(self.item.id)


@lru_cache(maxsize=16384)
def anchor_of(item_id: str) -> str:
    """A name for the item's place, in the email and on the page: letters and digits, the same in every build."""
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
    """What this issue puts right of an earlier one."""

    period: Period
    """Whose issue it was."""
    text: str
    public: bool
    """Whether it may stand where everybody can read it."""
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

    def shown(section: IssueSection) -> IssueSection:
        groups = tuple(
            replace(group, items=tuple(p for p in group.items if not _is_for_members(p)))
            for group in section.groups
        )
        return replace(section, groups=tuple(group for group in groups if group.items))

    def left(sections: Iterable[IssueSection]) -> tuple[IssueSection, ...]:
        pairs = [(section, shown(section)) for section in sections]
        # "Nothing is coming up" would not be true where what is coming up is for members only.
        return tuple(
            now for was, now in pairs if now.items or (now.section.empty and not was.items)
        )

    lead = None if issue.lead is None or _is_for_members(issue.lead) else issue.lead
    corrections = tuple(corrected for corrected in issue.corrections if corrected.public)
    return replace(
        issue,
        act_now=left(issue.act_now),
        lead=lead,
        sections=left(issue.sections),
        corrections=corrections,
    )


def _is_for_members(placed: Placed) -> bool:
    return placed.item.audience == "members"


def compose(
    selection: Selection,
    plan: Plan,
    sections: Iterable[Section],
    regions: Mapping[str, tuple[str, ...]],
) -> Issue:
    """Put what was selected into its place. Every selected item appears exactly once."""
    edits = {path_key(item_id): edit for item_id, edit in plan.edits.items()}
    forms = {path_key(item_id): form for item_id, form in plan.form.items()}
    wanted = {path_key(item_id): place for place, item_id in enumerate(plan.order)}
    by_section: dict[str, list[Placed]] = {}
    lead = None
    for verdict in selection.of(Outcome.SELECTED):
        placed = _placed(verdict, edits, forms)
        if plan.lead and path_key(placed.item.id) == path_key(plan.lead):
            lead = placed
        else:
            by_section.setdefault(verdict.section or "", []).append(placed)
    built = [
        _section(section, by_section.get(section.id, []), wanted, forms, regions)
        for section in sections
    ]
    shown = [section for section in built if section.items or section.section.empty]
    return Issue(
        plan,
        tuple(section for section in shown if section.section.act_now),
        lead,
        tuple(section for section in shown if not section.section.act_now),
        plan.period.neighbour(1),
    )


def _placed(verdict: Verdict, edits: Mapping[str, Edit], forms: Mapping[str, Form]) -> Placed:
    item = verdict.item
    assert isinstance(item, Item) and verdict.role is not None
    edit = edits.get(path_key(item.id), Edit())
    return Placed(
        replace(item, **edit.item_values) if edit.item_values else item, verdict.code, verdict.role, verdict.day,
        form=forms.get(path_key(item.id), Form.SUMMARY),
        title=edit.title or item.title,
        summary=item.summary if edit.summary is None else edit.summary,
    )  # fmt: skip


def _section(
    section: Section, items: list[Placed], wanted: Mapping[str, int], forms: Mapping[str, Form],
    regions: Mapping[str, tuple[str, ...]],
) -> IssueSection:  # fmt: skip
    ordered = sorted(items, key=_sort_key(section.sort))
    ordered.sort(key=lambda placed: wanted.get(path_key(placed.item.id), len(wanted)))
    if section.limit is not None:
        ordered = [
            placed
            if place < section.limit or path_key(placed.item.id) in forms
            else _as_line(placed)
            for place, placed in enumerate(ordered)
        ]
    return IssueSection(section, _groups(section, ordered, regions))


def _as_line(placed: Placed) -> Placed:
    return Placed(
        placed.item, placed.code, placed.role, placed.day, Form.LINE, placed.title, placed.summary
    )


def _sort_key(sort: Sort) -> Callable[[Placed], tuple[object, ...]]:
    """Keys that leave no ties: the id comes last."""

    def age(placed: Placed) -> int:
        return placed.day.toordinal() if placed.day else 0

    def natural(placed: Placed) -> tuple[object, ...]:
        announced = placed.role is Role.ANNOUNCED
        return (not announced, age(placed) if announced else -age(placed), placed.item.id)

    return {
        Sort.NATURAL: natural,
        Sort.NEWEST: lambda placed: (-age(placed), placed.item.id),
        Sort.OLDEST: lambda placed: (age(placed), placed.item.id),
        Sort.TITLE: lambda placed: (fold(placed.title), placed.item.id),
    }[sort]


def _groups(
    section: Section, items: list[Placed], regions: Mapping[str, tuple[str, ...]]
) -> tuple[Group, ...]:
    if section.group_by != "region" or not items:
        return (Group("", tuple(items)),) if items else ()
    region_of = {
        fold(country): region for region, countries in regions.items() for country in countries
    }
    in_region: dict[str, list[Placed]] = {}
    for placed in items:
        in_region.setdefault(region_of.get(fold(placed.item.country), ELSEWHERE), []).append(placed)
    order = [*regions, ELSEWHERE]
    return tuple(Group(region, tuple(in_region[region])) for region in order if region in in_region)
