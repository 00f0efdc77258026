"""The year in figures, for annual reports: what the issues of a year held, each thing once, only what is public."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Role
from newsletter.core.values.text import fold, path_key


@dataclass(frozen=True, slots=True)
class YearItem:
    """One thing that members were told, in however many issues."""

    item: SentItem
    """As the last of them held it."""
    issues: tuple[str, ...]
    day: date | None
    """The day it is about."""
    link: str
    language: str
    is_off: bool = False
    """Members were told that it does not take place."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A year."""

    year: int
    issues: tuple[SentRecord, ...]
    """Those that were sent in it."""
    told: tuple[YearItem, ...]
    """By day."""
    members_only: int
    """How many more things were for members only; nothing else is said of them."""
    by: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """By ``section``, ``network``, ``country`` and ``kind``: how many, the most first. An empty name: it is not said, or of a section
    that it was the lead."""
    events_held: tuple[YearItem, ...]
    publications: tuple[YearItem, ...]


def figures(
    records: Iterable[SentRecord],
    year: int,
    documents: Iterable[str],
    publication_categories: Iterable[str],
) -> Figures:
    """What the issues that were sent in a year held.

    ``documents`` are the endings of links to documents, such as ``pdf``; these, and what has one of ``publication_categories`` (or
    stands in a section of such a name), are publications.
    """
    issues = tuple(
        sorted((r for r in records if r.sent_on.year == year), key=lambda r: (r.sent_on, r.issue))
    )
    every = _once(issues)
    told = tuple(each for each in every if each.item.audience == "public")
    endings = tuple(f".{ending}" for ending in documents)
    named = {fold(name) for name in publication_categories}
    held = tuple(each for each in told if each.item.kind == "event" and _took_place(each, issues))
    return Figures(
        year,
        issues,
        told,
        len(every) - len(told),
        (
            ("section", _counted(each.item.section for each in told)),
            ("network", _counted(each.item.network for each in told)),
            ("country", _counted(each.item.country for each in told)),
            ("kind", _counted(each.item.kind for each in told)),
        ),
        held,
        tuple(each for each in told if _is_publication(each, endings, named)),
    )


def _once(issues: Iterable[SentRecord]) -> list[YearItem]:
    """Everything once, also what was announced in one issue and reported in another."""
    found: dict[str, list[tuple[SentRecord, SentItem]]] = {}
    first_key: dict[str, str] = {}
    for record in issues:
        for item in record.items:
            # A link alone does not make two things one: its title has to agree.
            own = [
                f"{key} {fold(item.title)}" if key.startswith("link:") else key
                for key in sorted(item.keys)
            ]
            known = next((first_key[key] for key in own if key in first_key), path_key(item.id))
            first_key.update({key: known for key in own if key not in first_key})
            found.setdefault(known, []).append((record, item))
    told = [_told(held) for held in found.values()]
    return sorted(told, key=lambda each: (each.day or date.max, each.item.id))


def _told(held: list[tuple[SentRecord, SentItem]]) -> YearItem:
    record, item = held[-1]
    said = record.last_told(item)
    item = replace(item, title=said.get("title", item.title))
    off = any(
        item.id in each.items and item.id not in each.told for each in record.corrections[-1:]
    )
    issues = tuple(dict.fromkeys(record.issue for record, _ in held))
    link = said.get("link", "")
    link = link if link.startswith(("http://", "https://")) else ""
    return YearItem(item, issues, item.day, link, said.get("language", ""), off)


def _took_place(each: YearItem, issues: tuple[SentRecord, ...]) -> bool:
    """Whether members were told that the event took place, or it lay before the last issue of the year."""
    if each.is_off:
        return False
    if each.item.role is Role.REPORTED:
        return True
    return bool(each.day and issues and each.day < issues[-1].sent_on)


def _is_publication(each: YearItem, endings: tuple[str, ...], named: set[str]) -> bool:
    if each.item.kind != "news":
        return False
    if each.link.partition("?")[0].lower().endswith(endings):
        return True
    words = {fold(category) for category in each.item.categories} | set(
        fold(each.item.section).split()
    )
    return bool(words & named) or fold(each.item.section) in named


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda pair: (not pair[0], -pair[1], pair[0])))
