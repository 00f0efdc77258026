"""What an import did, as the page shows it: the numbers of each source, then what to look at, each with its item."""

import re
from dataclasses import dataclass

from newsletter.core.issue import anchor_of
from newsletter.preview.plain import plain
from newsletter.sources.report import Arrival, Fate, Report, skipped_in_words

MOST = 100
"""Lines shown for each source."""


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
    numbers: tuple[int, ...]
    """Held, new, updated, unchanged, skipped, problems."""
    skipped: str
    told: tuple[Line, ...]
    more_told: int
    arrived: tuple[Line, ...]
    more: bool


def shown(report: Report) -> Shown:
    """A report as the page shows it."""
    numbers = (report.held, *(report.count(fate) for fate in Fate), sum(report.skipped.values()), len(report.problems))
    titles = {arrival.file: arrival for arrival in report.arrivals}
    told = [_line(text, titles) for text in report.told()]
    arrived = [arrival for arrival in report.arrivals if arrival.fate is not Fate.UNCHANGED]
    return Shown(
        report.source, plain(f"{report.fault}.") if report.fault else "", numbers, skipped_in_words(report.skipped), tuple(told[:MOST]), max(len(told) - MOST, 0),
        tuple(Line(_what(arrival), arrival.found.title, anchor_of(arrival.item)) for arrival in arrived[:MOST]), len(arrived) > MOST,
    )  # fmt: skip


def _what(arrival: Arrival) -> str:
    return f"updated: {', '.join(arrival.changed)}" if arrival.changed else str(arrival.fate)


def _line(text: str, titles: dict[str, Arrival]) -> Line:
    """A remark that begins with a content file becomes one about its item."""
    found = re.match(r"(content/[^:]+\.md): ", text)
    if not found:
        return Line(text)
    arrival = titles.get(found[1])
    item = found[1].removeprefix("content/").removesuffix(".md")
    return Line(text[found.end() :], arrival.found.title if arrival else item.rsplit("/", 1)[-1], anchor_of(item))
