"""The table that ``import`` shows people: a row for each source, then what they should look at."""

from collections.abc import Iterator, Sequence

from newsletter.core.values.text import counted, one_line
from newsletter.sources.merging.import_report import Fate, Report, skipped_in_words

SHOWN = 25
"""How many new and updated files, and how many remarks, are named for one source."""
_HEAD = ("held", "new", "updated", "unchanged", "skipped", "problems")


def import_table(reports: Sequence[Report]) -> Iterator[str]:
    """The lines of the table."""
    width = min(max(len("source"), *(len(report.source) for report in reports)), 48)
    yield f"{'source':<{width}}" + "".join(f"{name:>11}" for name in _HEAD)
    for report in reports:
        yield from _row(report, width)
    if len(reports) > 1:
        sums = [
            sum(column)
            for column in zip(
                *(_numbers(report) for report in reports if not report.fault), strict=True
            )
        ]
        yield f"{'together':<{width}}" + "".join(
            f"{number:>11,}" for number in sums or [0] * len(_HEAD)
        )
    for report in reports:
        yield from _details(report)
    if any(report.dry_run for report in reports):
        yield "Nothing was written (--dry-run)."


def _numbers(report: Report) -> list[int]:
    return [
        report.held,
        *(report.count(fate) for fate in Fate),
        sum(report.skipped.values()),
        len(report.problems),
    ]


def _row(report: Report, width: int) -> Iterator[str]:
    name = one_line(report.source)
    name = name if len(name) <= width else f"{name[: width - 1]}…"
    if report.fault:
        yield f"{name:<{width}}   nothing was changed"
    else:
        yield f"{name:<{width}}" + "".join(f"{number:>11,}" for number in _numbers(report))


def _details(report: Report) -> Iterator[str]:
    remarks, skipped = report.remark_lines(), skipped_in_words(report.skipped)
    arrivals = sorted(
        (a for a in report.arrivals if a.fate is not Fate.UNCHANGED), key=lambda a: (a.fate, a.file)
    )
    if not (remarks or skipped or arrivals):
        return
    yield ""
    yield one_line(report.source)
    if skipped:
        yield f"  skipped: {skipped}"
    for arrival in arrivals[:SHOWN]:
        what = f" ({', '.join(arrival.changed)})" if arrival.changed else ""
        yield f"    {arrival.fate}: {one_line(arrival.file)}{what}"
    if len(arrivals) > SHOWN:
        yield f"    … and {counted(len(arrivals) - SHOWN, 'more file')}"
    if remarks:
        yield "  to look at:"
    for remark in remarks[:SHOWN]:
        yield f"    {remark}"
    if len(remarks) > SHOWN:
        yield f"    … and {counted(len(remarks) - SHOWN, 'more remark')} (all of them: --json)"
