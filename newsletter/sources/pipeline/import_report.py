"""What an import did, in numbers that add up and in sentences."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.verdict import Role
from newsletter.core.values.text import listed, path_key
from newsletter.sources.base.import_item import ImportItem, Skip
from newsletter.sources.pipeline.field_merge import KeptField


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
    kept: tuple[KeptField, ...] = ()
    """The fields that staff and source both changed; what staff wrote stays."""
    like: str = ""
    """The id of an item that looks the same though nothing proves it."""
    alarm: str = ""
    """That an event was moved or cancelled, or a consent withdrawn, as a sentence; empty when nothing of the kind changed."""

    @property
    def file(self) -> str:
        """The content file, relative to the workspace."""
        return f"content/{self.item}.md"


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that its source does not hold any more."""

    item: str
    title: str


@dataclass(frozen=True, slots=True)
class Report:
    """One source, read and brought in: new + updated + unchanged + skipped + problems = held."""

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

    def told(self) -> list[str]:
        """What an editor should look at, a sentence each, most urgent first."""
        lines = [f"not brought in: {problem}" for problem in self.problems]
        for arrival in self.arrivals:
            lines += [f"{arrival.file}: {text}" for text in _about(arrival)]
        lines += [
            f"content/{gone.item}.md: its source does not have it any more. It stays here; if it should not go out, write "
            "leave_out: and why in its file."
            for gone in self.gone
        ]
        if self.deleted:
            named = listed(f"‘{title}’" for title in self.deleted[:5])
            more = f" and {len(self.deleted) - 5} more" if len(self.deleted) > 5 else ""
            away, back = ("it stays", "it") if len(self.deleted) == 1 else ("they stay", "them")
            lines.append(
                f"you deleted {named}{more} here, so {away} away; --restore brings {back} back."
            )
        return [*lines, *self.notes]

    def as_values(self) -> dict[str, Any]:
        """The same for programs: texts, numbers and lists."""
        return {
            "source": self.source, "held": self.held, "adds_up": self.adds_up, "fault": self.fault, "dry_run": self.dry_run,
            **{str(fate): self.count(fate) for fate in Fate},
            "skipped": {reason.name.lower().replace("_", "-"): number for reason, number in self.skipped.items() if number},
            "problems": list(self.problems),
            "items": [_values(arrival) for arrival in self.arrivals if arrival.fate is not Fate.UNCHANGED or arrival.kept],
            "gone": [gone.item for gone in self.gone], "told": self.told(),
        }  # fmt: skip


def with_announced_named(report: Report, records: Iterable[SentRecord]) -> Report:
    """The report that says, of every event that was moved or cancelled, which issue had announced it to members."""
    announced = {
        path_key(item.id): record.issue
        for record in records
        for item in record.items
        if item.role is Role.ANNOUNCED
    }
    arrivals = tuple(
        replace(
            one,
            alarm=f"{one.alarm} Members know it from {announced[path_key(one.item)]}: correct that issue (newsletter correct).",
        )
        if one.alarm and path_key(one.item) in announced
        else one
        for one in report.arrivals
    )
    return replace(report, arrivals=arrivals)


_WORDS = {"title", "summary", "body", "location", "online"}
"""The fields in which a person's own data may stand."""


def _about(arrival: Arrival) -> list[str]:
    said = []
    if arrival.alarm:
        said.append(arrival.alarm)
    if arrival.fate is Fate.NEW and arrival.found.undecided:
        said.append(f"to decide: {arrival.found.undecided}.")
    if arrival.like:
        said.append(
            f"it looks like content/{arrival.like}.md. If they are one thing, delete one of the two files."
        )
    said += [
        f"you and its source both changed {kept.key}; yours stays. The source says: {kept.source[:200]}"
        for kept in arrival.kept
    ]
    if arrival.fate is Fate.NEW and arrival.found.cancelled:
        said.append("its source has called it off.")
    if arrival.fate is Fate.NEW:
        said += [f"{note}." for note in arrival.found.notes]
    if arrival.found.personal and (arrival.fate is Fate.NEW or _WORDS & set(arrival.changed)):
        said.append(f"{arrival.found.personal}.")
    return said


def _values(arrival: Arrival) -> dict[str, Any]:
    return {
        "file": arrival.file, "title": arrival.found.title, "fate": str(arrival.fate), "changed": list(arrival.changed),
        "kept": [kept.key for kept in arrival.kept], "like": arrival.like, "undecided": arrival.found.undecided,
        "alarm": arrival.alarm,
    }  # fmt: skip


def skipped_in_words(skipped: Mapping[Skip, int]) -> str:
    """``3 behind a password, 1 private``; empty for none."""
    return ", ".join(
        f"{number:,} {reason}" for reason, number in Counter(skipped).items() if number
    )
