"""The year in figures, for annual reports: what the issues of a year held, each thing once, only what is public."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from newsletter.core.model.item import Audience, Kind
from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Role
from newsletter.core.values.text import fold, path_key


@dataclass(frozen=True, slots=True)
class YearItem:
    """One thing that members read about, in however many issues."""

    item: SentItem
    """As the last of these issues had it."""
    issues: tuple[str, ...]
    day: date | None
    """The day it is about."""
    link: str
    language: str
    is_off: bool = False
    """Whether a correction said that it does not take place."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A year."""

    year: int
    issues: tuple[SentRecord, ...]
    """The issues that were sent in it."""
    items: tuple[YearItem, ...]
    """By day."""
    members_only: int
    """How many more things were for members only; they appear nowhere else."""
    by: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """By ``section``, ``network``, ``country`` and ``kind``: how many, the most first.

    An empty name: the item has none, or, of a section, it was the lead."""
    events_held: tuple[YearItem, ...]
    publications: tuple[YearItem, ...]


def count_year(
    records: Iterable[SentRecord],
    year: int,
    documents: Iterable[str],
    publication_categories: Iterable[str],
) -> Figures:
    """What the issues that were sent in a year contained.

    ``documents`` are the endings of links to documents, such as ``pdf``. An item with such a link
    is a publication, and so is one that has one of ``publication_categories`` or is in a section of
    such a name.
    """
    of_year = [record for record in records if record.sent_on.year == year]
    issues = tuple(sorted(of_year, key=lambda record: (record.sent_on, record.issue)))
    all_items = _items_once(issues)
    items = [each for each in all_items if each.item.audience is Audience.PUBLIC]
    endings = tuple(f".{ending}" for ending in documents)
    categories = {fold(name) for name in publication_categories}
    return Figures(
        year=year,
        issues=issues,
        items=tuple(items),
        members_only=len(all_items) - len(items),
        by=(
            ("section", _count(each.item.section for each in items)),
            ("network", _count(each.item.network for each in items)),
            ("country", _count(each.item.country for each in items)),
            ("kind", _count(each.item.kind for each in items)),
        ),
        events_held=tuple(each for each in items if _took_place(each, issues)),
        publications=tuple(each for each in items if _is_publication(each, endings, categories)),
    )


def _items_once(issues: Iterable[SentRecord]) -> list[YearItem]:
    """Everything once, also what was announced in one issue and reported in another."""
    found: dict[str, list[tuple[SentRecord, SentItem]]] = {}
    first_key: dict[str, str] = {}
    for record in issues:
        for item in record.items:
            own_keys = [_key_with_title(key, item) for key in sorted(item.keys)]
            known = [first_key[key] for key in own_keys if key in first_key]
            name = known[0] if known else path_key(item.id)
            for key in own_keys:
                first_key.setdefault(key, name)
            found.setdefault(name, []).append((record, item))
    items = [_year_item(appearances) for appearances in found.values()]
    return sorted(items, key=lambda each: (each.day or date.max, each.item.id))


def _key_with_title(key: str, item: SentItem) -> str:
    """A link alone does not make two things one: its title has to agree."""
    if key.startswith("link:"):
        return f"{key} {fold(item.title)}"
    return key


def _year_item(appearances: list[tuple[SentRecord, SentItem]]) -> YearItem:
    record, item = appearances[-1]
    facts = record.last_facts(item)
    link = facts.get("link", "")
    if not link.startswith(("http://", "https://")):
        link = ""
    return YearItem(
        item=replace(item, title=facts.get("title", item.title)),
        issues=tuple(dict.fromkeys(record.issue for record, _ in appearances)),
        day=item.day,
        link=link,
        language=facts.get("language", ""),
        is_off=_is_off(record, item),
    )


def _is_off(record: SentRecord, item: SentItem) -> bool:
    """Whether the latest correction is about the item and has no facts of it any more."""
    if not record.corrections:
        return False
    latest = record.corrections[-1]
    return item.id in latest.items and item.id not in latest.facts


def _took_place(each: YearItem, issues: tuple[SentRecord, ...]) -> bool:
    """Whether it is an event that was reported, or was before the last issue of the year."""
    if each.item.kind != Kind.EVENT or each.is_off:
        return False
    if each.item.role is Role.REPORTED:
        return True
    return bool(each.day and issues and each.day < issues[-1].sent_on)


def _is_publication(each: YearItem, endings: tuple[str, ...], categories: set[str]) -> bool:
    if each.item.kind != Kind.NEWS:
        return False
    if each.link.partition("?")[0].lower().endswith(endings):
        return True
    section = fold(each.item.section)
    words = {fold(category) for category in each.item.categories}
    words.update(section.split())
    words.add(section)
    return bool(words & categories)


def _count(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How many of each name: the most first, the empty name last."""
    counted = Counter(names).items()
    return tuple(sorted(counted, key=lambda pair: (not pair[0], -pair[1], pair[0])))
