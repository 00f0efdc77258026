"""What an import did, in numbers that add up and in sentences."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.verdict import Role
from newsletter.core.problems.problem import Problem, ProblemKind
from newsletter.core.values.period import read_period
from newsletter.core.values.text import listed, path_key
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportItem, Skip
from newsletter.sources.merging.field_merge import DisputedField
from newsletter.sources.merging.remark_kinds import (
    ANNOUNCED_AND_CHANGED,
    BOTH_CHANGED,
    CANCELLED_IN_SOURCE,
    CHANGED_IN_SOURCE,
    DELETED_HERE,
    LOOKS_LIKE,
    NO_LONGER_IN_SOURCE,
    NOT_IMPORTED,
    PERSONAL_DETAILS,
    READING_NOTE,
    SOURCE_NOTE,
    TO_DECIDE,
)


class Fate(StrEnum):
    """What became of one thing that was found."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that was found, and the content file it has."""

    found: ImportItem
    item: str
    """The path id of its content file."""
    fate: Fate
    changed: tuple[str, ...] = ()
    """The fields that follow the source now."""
    kept: tuple[DisputedField, ...] = ()
    """The fields that staff and source both changed; what staff wrote stays."""
    like: str = ""
    """The id of an item that looks the same though nothing proves it."""
    alarm: str = ""
    """That an event was moved or cancelled, or a consent withdrawn, as a sentence; empty when nothing of the kind changed."""
    announced_in: str = ""
    """The name of the issue that announced it to members, when there is an ``alarm``; empty for none."""

    @property
    def file(self) -> str:
        """The content file, relative to the workspace."""
        return _content_file(self.item)


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that its source does not hold any more."""

    item: str
    title: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at after an import; ``str()`` of it is the line that the command line prints."""

    problem: Problem
    """What it is, with the item's id and file where it is about one."""
    title: str = ""
    """The title of that item."""

    def __str__(self) -> str:
        return str(self.problem)


@dataclass(frozen=True, slots=True)
class Report:
    """One source, read and imported: new + updated + unchanged + skipped + problems = held."""

    source: str
    """What reports call the source."""
    held: int = 0
    arrivals: tuple[Arrival, ...] = ()
    untouched: int = 0
    """How many the source said have not changed, so that they were not looked at."""
    skipped: Mapping[Skip, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    gone: tuple[Gone, ...] = ()
    deleted: tuple[str, ...] = ()
    """Titles of what came in before and whose content file was deleted here."""
    notes: tuple[str, ...] = ()
    fault: str = ""
    """Why nothing was changed; empty when all went well."""
    dry_run: bool = False

    def count(self, fate: Fate) -> int:
        """How many things have that fate."""
        there = sum(arrival.fate is fate for arrival in self.arrivals)
        return there + self.untouched if fate is Fate.UNCHANGED else there

    @property
    def adds_up(self) -> bool:
        """Whether everything the source holds is accounted for."""
        return self.held == len(self.arrivals) + self.untouched + sum(self.skipped.values()) + len(
            self.problems
        )

    def remarks(self) -> tuple[Remark, ...]:
        """What an editor should look at, most urgent first."""
        found = [_remark(NOT_IMPORTED, problem=problem) for problem in self.problems]
        for arrival in self.arrivals:
            found += _remarks_about(arrival)
        for gone in self.gone:
            found.append(_remark(NO_LONGER_IN_SOURCE, item=gone.item, title=gone.title))
        if self.deleted:
            found.append(_deleted_here(self.deleted))
        for note in self.notes:
            found.append(_remark(SOURCE_NOTE, remark=note))
        return tuple(found)

    def remark_lines(self) -> list[str]:
        """The remarks as the command line prints them."""
        return [str(remark) for remark in self.remarks()]

    def as_values(self) -> dict[str, Any]:
        """The same for programs: texts, numbers and lists."""
        fates = {str(fate): self.count(fate) for fate in Fate}
        skipped = {}
        for reason, number in self.skipped.items():
            if number:
                skipped[reason.name.lower().replace("_", "-")] = number
        touched = [a for a in self.arrivals if a.fate is not Fate.UNCHANGED or a.kept]
        return {
            "source": self.source,
            "held": self.held,
            "adds_up": self.adds_up,
            "fault": self.fault,
            "dry_run": self.dry_run,
            **fates,
            "skipped": skipped,
            "problems": list(self.problems),
            "items": [_arrival_values(arrival) for arrival in touched],
            "gone": [gone.item for gone in self.gone],
            "remarks": [_remark_values(remark) for remark in self.remarks()],
        }


def with_announced_named(report: Report, records: Iterable[SentRecord]) -> Report:
    """The report that names, for every event that was moved or cancelled, the issue that announced it to members."""
    announced = {}
    for record in records:
        for item in record.items:
            if item.role is Role.ANNOUNCED:
                announced[path_key(item.id)] = record.issue
    arrivals = []
    for arrival in report.arrivals:
        issue = announced.get(path_key(arrival.item), "")
        if arrival.alarm and issue:
            arrivals.append(replace(arrival, announced_in=issue))
        else:
            arrivals.append(arrival)
    return replace(report, arrivals=tuple(arrivals))


_MAY_HOLD_PERSONAL_DETAILS = frozenset({"title", "summary", "body", "location", "online"})
"""The fields in which a person's own data may be."""
LONGEST_QUOTE = 200
"""How many characters of the source's text a remark repeats."""
MOST_TITLES = 5
"""How many of the deleted items are named."""


def _remarks_about(arrival: Arrival) -> list[Remark]:
    """What to look at in one item: first what changed for members, last what may be private."""
    found = arrival.found
    is_new = arrival.fate is Fate.NEW
    remarks = []

    def add(kind: ProblemKind, **facts: str) -> None:
        remarks.append(_remark(kind, item=arrival.item, title=found.title, **facts))

    if arrival.announced_in:
        add(
            ANNOUNCED_AND_CHANGED,
            change=arrival.alarm,
            issue=arrival.announced_in,
            issue_title=_issue_title(arrival.announced_in),
        )
    elif arrival.alarm:
        add(CHANGED_IN_SOURCE, change=arrival.alarm)
    if is_new and found.undecided:
        add(TO_DECIDE, question=found.undecided)
    if arrival.like:
        add(LOOKS_LIKE, other=arrival.like, other_file=_content_file(arrival.like))
    for kept in arrival.kept:
        add(BOTH_CHANGED, field=kept.key, value=kept.source[:LONGEST_QUOTE])
    if is_new and found.cancelled:
        add(CANCELLED_IN_SOURCE)
    if is_new:
        for note in found.notes:
            add(READING_NOTE, remark=note)
    if found.personal and (is_new or _MAY_HOLD_PERSONAL_DETAILS.intersection(arrival.changed)):
        add(PERSONAL_DETAILS, remark=found.personal)
    return remarks


def _deleted_here(titles: Sequence[str]) -> Remark:
    named = listed(f"‘{title}’" for title in titles[:MOST_TITLES])
    if len(titles) > MOST_TITLES:
        named += f" and {len(titles) - MOST_TITLES} more"
    if len(titles) == 1:
        return _remark(DELETED_HERE, titles=named, it="it is", them="it")
    return _remark(DELETED_HERE, titles=named, it="they are", them="them")


def _issue_title(name: str) -> str:
    """``March – April 2022`` for ``2022-03-march-april``; a name that says no period stays as it is."""
    try:
        return read_period(name).title
    except NewsletterError:
        return name


def _content_file(item_id: str) -> str:
    return f"content/{item_id}.md"


def _remark(kind: ProblemKind, *, item: str = "", title: str = "", **facts: str) -> Remark:
    field, value = facts.pop("field", None), facts.pop("value", None)
    problem = Problem(
        kind=kind,
        severity=kind.severity,
        file=_content_file(item) if item else None,
        item=item or None,
        field=field,
        value=value,
        facts=tuple(facts.items()),
    )
    return Remark(problem, title)


def _remark_values(remark: Remark) -> dict[str, Any]:
    problem = remark.problem
    return {
        "code": problem.code,
        "item": problem.item,
        "file": problem.file,
        "title": remark.title,
        "field": problem.field,
        "message": problem.message,
    }


def _arrival_values(arrival: Arrival) -> dict[str, Any]:
    return {
        "file": arrival.file,
        "title": arrival.found.title,
        "fate": str(arrival.fate),
        "changed": list(arrival.changed),
        "kept": [kept.key for kept in arrival.kept],
        "like": arrival.like,
        "undecided": arrival.found.undecided,
        "alarm": arrival.alarm,
        "announced_in": arrival.announced_in,
    }


def skipped_in_words(skipped: Mapping[Skip, int]) -> str:
    """``3 behind a password, 1 private``; empty for none."""
    return ", ".join(
        f"{number:,} {reason}" for reason, number in Counter(skipped).items() if number
    )
