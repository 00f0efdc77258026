"""What an import did, as the page shows it: the numbers of each source, then what to look at, each with its item."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsletter.core.issue.compose import anchor_of
from newsletter.core.values.text import listed
from newsletter.preview.views.problem_words import ITEM_LABELS, label_of, say_sentence, word_problem
from newsletter.sources.merging.import_report import (
    Arrival,
    Fate,
    Remark,
    Report,
    skipped_in_words,
)

MOST_LINES = 100
"""Lines shown for each source."""
COLUMNS = ("It holds", "New", "Updated", "Unchanged", "Skipped", "Problems")


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One remark, with the item it is about."""

    text: str
    title: str = ""
    """The item's title; empty when the line is about no item."""
    anchor: str = ""
    """The item's card; empty when the line is about no item."""


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What came of one source."""

    source: str
    fault: str
    """Why nothing was changed; empty when all went well."""
    numbers: tuple[tuple[str, int], ...]
    """Each with its heading, as ``COLUMNS`` has them."""
    skipped: str
    """How many were skipped and why, in words."""
    remarks: tuple[ResultLine, ...]
    """What to look at, most urgent first."""
    more_remarks: int
    """How many further remarks are not shown."""
    arrived: tuple[ResultLine, ...]
    """The new and updated items."""
    more_arrived: bool
    """Whether there are further ones."""


def view_result(report: Report, titles: Mapping[str, str]) -> SourceResult:
    """A report as the page shows it; ``titles`` gives the titles of the items that are here, by id."""
    titles = {**{arrival.item: arrival.found.title for arrival in report.arrivals}, **titles}
    counts = (
        report.held,
        *(report.count(fate) for fate in Fate),
        sum(report.skipped.values()),
        len(report.problems),
    )
    remarks = report.remarks()
    arrived = [arrival for arrival in report.arrivals if arrival.fate is not Fate.UNCHANGED]
    arrived.sort(key=lambda arrival: (arrival.fate, arrival.file))
    return SourceResult(
        source=report.source,
        fault=say_sentence(report.fault),
        numbers=tuple(zip(COLUMNS, counts, strict=True)),
        skipped=skipped_in_words(report.skipped),
        remarks=tuple(_remark_line(remark, titles) for remark in remarks[:MOST_LINES]),
        more_remarks=max(len(remarks) - MOST_LINES, 0),
        arrived=tuple(_arrival_line(arrival) for arrival in arrived[:MOST_LINES]),
        more_arrived=len(arrived) > MOST_LINES,
    )


def _remark_line(remark: Remark, titles: Mapping[str, str]) -> ResultLine:
    sentence = word_problem(remark.problem, titles)
    item = remark.problem.item
    if item is None:
        return ResultLine(sentence)
    return ResultLine(sentence, remark.title, anchor_of(item))


def _arrival_line(arrival: Arrival) -> ResultLine:
    """New, or what was updated, by the names that fields have on the page."""
    text = str(arrival.fate)
    if arrival.changed:
        labels = [label_of(key, ITEM_LABELS).lower() for key in arrival.changed]
        text = f"updated: {listed(labels)}"
    return ResultLine(text, arrival.found.title, anchor_of(arrival.item))
