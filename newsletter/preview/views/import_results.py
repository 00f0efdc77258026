"""What an import did, as the page shows it: the numbers of each source, then what to look at, each with its item."""

import re
from dataclasses import dataclass

from newsletter.core.issue.compose import anchor_of
from newsletter.core.values.text import listed
from newsletter.preview.plain import plain
from newsletter.preview.views.item_form import FIELDS
from newsletter.sources.pipeline.import_report import Arrival, Fate, Report, skipped_in_words

MOST = 100
"""Lines shown for each source."""
COLUMNS = ("It holds", "New", "Updated", "Unchanged", "Skipped", "Problems")


_NAMES = {field.key: field.label for field in FIELDS} | {
    "kind": "what it is",
    "image": "picture",
    "tags": "tags",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One remark, with the item it is about."""

    text: str
    title: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One source's report."""

    source: str
    fault: str
    numbers: tuple[tuple[str, int], ...]
    """Each with its heading, as ``COLUMNS`` has them."""
    skipped: str
    told: tuple[Line, ...]
    more_told: int
    arrived: tuple[Line, ...]
    more: bool


def shown(report: Report) -> Shown:
    """A report as the page shows it."""
    numbers = (
        report.held,
        *(report.count(fate) for fate in Fate),
        sum(report.skipped.values()),
        len(report.problems),
    )
    titles = {arrival.file: arrival for arrival in report.arrivals}
    told = [Line(f"Not brought in: {problem}.") for problem in report.problems]
    told += [_line(text, titles) for text in report.told()[len(report.problems) :]]
    arrived = sorted(
        (a for a in report.arrivals if a.fate is not Fate.UNCHANGED), key=lambda a: (a.fate, a.file)
    )
    return Shown(
        report.source, plain(report.fault) if report.fault else "", tuple(zip(COLUMNS, numbers, strict=True)), skipped_in_words(report.skipped), tuple(told[:MOST]), max(len(told) - MOST, 0),
        tuple(Line(_what(arrival), arrival.found.title, anchor_of(arrival.item)) for arrival in arrived[:MOST]), len(arrived) > MOST,
    )  # fmt: skip


def _what(arrival: Arrival) -> str:
    """New, or what was updated, by the names that fields have on the page."""
    names = (_NAMES.get(key, key).lower() for key in arrival.changed)
    return f"updated: {listed(names)}" if arrival.changed else str(arrival.fate)


def _line(text: str, titles: dict[str, Arrival]) -> Line:
    """A remark that begins with a content file becomes one about its item."""
    found = re.match(r"(content/[^:]+\.md): ", text)
    if not found:
        return Line(plain(text))
    arrival = titles.get(found[1])
    item = found[1].removeprefix("content/").removesuffix(".md")
    return Line(
        plain(text[found.end() :]),
        arrival.found.title if arrival else item.rsplit("/", 1)[-1],
        anchor_of(item),
    )
