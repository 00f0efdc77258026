"""The table that ``select`` shows people: by section, then undecided, then left out by reason, then the boundary report."""

from collections.abc import Iterator
from itertools import groupby

from newsletter.build import Choice
from newsletter.cli.common import in_words
from newsletter.core.model.verdict import Code, Outcome, Verdict
from newsletter.core.selection.boundary_report import Boundary, boundary_report
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.period import day_after
from newsletter.core.values.text import counted, one_line

TITLE_WIDTH = 58
SHOWN_PER_REASON = 12


def selection_table(choice: Choice) -> Iterator[str]:
    """The lines of the table, without the problems."""
    for part in (_head, _selected, _undecided, _missed, _left_out, _boundary):
        yield from (line.rstrip() for line in part(choice))


def _head(choice: Choice) -> Iterator[str]:
    plan, counts = choice.plan, choice.selection.counts
    last = day_after(plan.period.end, -1)
    yield f"{choice.settings.name}: {plan.period.title}"
    yield f"from {say_day(plan.period.start)} to {say_day(last)}, days in {choice.settings.timezone}; sent on {say_day(plan.send_on)}"
    yield (f"{counted(counts['pool'], 'content file')} = {counts['selected']:,} selected + {counts['undecided']:,} undecided "
           f"+ {counts['left_out']:,} left out")  # fmt: skip


def _selected(choice: Choice) -> Iterator[str]:
    selected = choice.selection.of(Outcome.SELECTED)
    for section in choice.settings.sections:
        verdicts = sorted((v for v in selected if v.section == section.id), key=_by_day)
        yield ""
        yield f"{section.title} ({len(verdicts)})"
        yield from (_row(verdict) for verdict in verdicts)


def _undecided(choice: Choice) -> Iterator[str]:
    undecided = choice.selection.of(Outcome.UNDECIDED)
    yield ""
    yield f"Undecided ({len(undecided)}): these keep build from going on"
    for verdict in undecided:
        yield _row(verdict)
        yield f"      {verdict.item.file}: {verdict.reason_and_advice}"


def _missed(choice: Choice) -> Iterator[str]:
    missed = sorted((v for v in _left(choice) if v.code is Code.MISSED_LAST_TIME), key=_by_day)
    if missed:
        yield ""
        yield f"Missed last time ({len(missed)}): no issue held them. Name under include in issue.md what this one shall tell."
        yield from (f"{_row(verdict)}  {verdict.item.id}" for verdict in missed)


def _left(choice: Choice) -> tuple[Verdict, ...]:
    return choice.selection.of(Outcome.LEFT_OUT)


def _left_out(choice: Choice) -> Iterator[str]:
    told = (verdict for verdict in _left(choice) if verdict.code is not Code.MISSED_LAST_TIME)
    left_out = sorted(told, key=lambda v: (v.code, v.distance, v.item.id))
    by_code = [(code, list(group)) for code, group in groupby(left_out, key=lambda v: v.code)]
    # The reason whose nearest item lies nearest comes first: near misses are what an editor looks for.
    for code, verdicts in sorted(by_code, key=lambda pair: (pair[1][0].distance, pair[0])):
        yield ""
        yield f"Left out, {in_words(code)} ({len(verdicts)})"
        for verdict in verdicts[:SHOWN_PER_REASON]:
            yield f"{_row(verdict)}  {verdict.reason_and_advice}"
        if len(verdicts) > SHOWN_PER_REASON:
            yield f"  … and {len(verdicts) - SHOWN_PER_REASON:,} further away (all of them: --json)"


def _boundary(choice: Choice) -> Iterator[str]:
    yield ""
    yield "Close to the edges of the period (three days on each side)"
    for boundary in boundary_report(choice.selection):
        yield from _edge(boundary)


def _edge(boundary: Boundary) -> Iterator[str]:
    for near, where in (
        (boundary.before, f"before {say_day(boundary.edge)}"),
        (boundary.after, f"from {say_day(boundary.edge)} on"),
    ):
        if not near:
            yield f"  {where}: nothing"
            continue
        yield f"  {where}:"
        for each in near:
            utc = "; in UTC it would lie on the other side" if each.changes_in_utc else ""
            yield f"  {_row(each.verdict)}  {each.verdict.outcome.replace('-', ' ')}, {in_words(each.verdict.code)}{utc}"


def _row(verdict: Verdict) -> str:
    day = verdict.day.isoformat() if verdict.day else "no date   "
    return f"  {day}  {_fitted(verdict.item.title, TITLE_WIDTH)}"


def _fitted(text: str, width: int) -> str:
    """The text cut or filled to so many columns, counting wide and combining characters by what they occupy."""
    text = one_line(text)
    if _columns(text) > width:
        while text and _columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # its tables are worth loading only for the scripts that need them

    return max(wcswidth(text), 0) or len(text)


def _by_day(verdict: Verdict) -> tuple[str, str]:
    return (verdict.day.isoformat() if verdict.day else "", verdict.item.id)
