"""What became of events and calls since an earlier issue announced them: moved, cancelled, or never announced at all."""

from collections.abc import Iterable, Iterator

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.verdict import Code, Role, Verdict
from newsletter.core.problems.problem import Problem, note, warning
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.sent_index import Held, SentIndex
from newsletter.core.selection.timing import Frame


def since_sent(verdicts: Iterable[Verdict], memory: SentIndex, frame: Frame) -> Iterator[Problem]:
    """What members were told otherwise, and what they were never told beforehand."""
    if memory.since is None:
        return
    for verdict in verdicts:
        item = verdict.item
        if not isinstance(item, Item) or item.kind is Kind.NEWS:
            continue
        if (
            verdict.code is Code.TOOK_PLACE_IN_PERIOD
            and memory.issue_with(item, Role.ANNOUNCED) is None
        ):
            yield note("no issue announced it: members read of it when it is over.", *_place(item))
        elif verdict.code in (Code.ALREADY_SENT, Code.CANCELLED, Code.TOO_FAR_AHEAD):
            held = memory.held(item, Role.ANNOUNCED)
            if held and not held.corrected:
                yield from _otherwise(verdict, item, held, frame)


def _otherwise(verdict: Verdict, item: Item, held: Held, frame: Frame) -> Iterator[Problem]:
    told, now = held.item.day, verdict.day
    to_come = told is not None and told >= frame.send_on
    if item.cancelled:
        if to_come:
            yield warning(
                f"{held.issue} announced it, and it does not take place. {_TELL}", *_place(item)
            )
    elif told and now and told != now and not item.dates and now >= frame.send_on:
        yield warning(
            f"{held.issue} announced it for {say_day(told)}, and now it is {say_day(now)}. {_TELL}",
            *_place(item),
        )


_TELL = "Take it in once more, so that members know, or correct that issue."


def _place(item: Item) -> tuple[str, int | None, str]:
    return item.file, item.line("deadline" if item.kind is Kind.CALL else "starts"), item.id
