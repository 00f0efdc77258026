"""What became of events and calls since an issue announced them: moved, cancelled, or never
announced at all."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Code, Role, Verdict
from newsletter.core.problems.problem import Problem, ProblemKind, make_problem
from newsletter.core.problems.selection_kinds import (
    CANCELLED_SINCE_ANNOUNCED,
    MOVED_SINCE_ANNOUNCED,
    NEVER_ANNOUNCED,
)
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.sent_index import Held, SentIndex
from newsletter.core.selection.timing import Frame


def check_announcements(
    verdicts: Iterable[Verdict], sent: SentIndex, frame: Frame
) -> Iterator[Problem]:
    """What changed since members read of it, and what they will read of only when it is over."""
    if sent.since is None:
        return
    for verdict in verdicts:
        item = verdict.item
        if not isinstance(item, Item) or item.kind is Kind.NEWS:
            continue
        if verdict.code is Code.TOOK_PLACE_IN_PERIOD:
            if sent.issue_with(item, Role.ANNOUNCED) is None:
                yield _problem_at_day(NEVER_ANNOUNCED, item)
        elif verdict.code in (Code.ALREADY_SENT, Code.CANCELLED, Code.TOO_FAR_AHEAD):
            held = sent.held(item, Role.ANNOUNCED)
            if held and not held.corrected:
                yield from _check_change(item, held, verdict.day, frame.send_on)


def _check_change(item: Item, held: Held, now: date | None, send_on: date) -> Iterator[Problem]:
    """Whether an announced item was cancelled or moved, as long as members can still act on it."""
    before = held.item.day
    if item.cancelled:
        if before is not None and before >= send_on:
            yield _problem_at_day(CANCELLED_SINCE_ANNOUNCED, item, issue=held.issue)
        return
    if before is None or now is None or item.dates:
        return
    if before != now and now >= send_on:
        yield _problem_at_day(
            MOVED_SINCE_ANNOUNCED,
            item,
            issue=held.issue,
            before=say_day(before),
            now=say_day(now),
        )


def _problem_at_day(kind: ProblemKind, item: Item, **facts: Any) -> Problem:
    """A problem at the line with the item's own day."""
    field = "deadline" if item.kind is Kind.CALL else "starts"
    return make_problem(
        kind, file=item.file, line=item.line(field), item=item.id, field=field, **facts
    )
