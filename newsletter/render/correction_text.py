"""What members could be told about an item that is otherwise now than they got it: a proposal for the editor."""

from collections.abc import Iterator

from newsletter.core.history.changes_since_sent import ItemChange
from newsletter.core.issue.compose import Placed
from newsletter.core.model.item import Item, Kind
from newsletter.core.model.plan import Amount
from newsletter.core.model.verdict import Code
from newsletter.render.wording.when import deadline_line, event_lines, say_day
from newsletter.render.wording.words import Words
from newsletter.settings import Settings


def word_correction(each: ItemChange, settings: Settings, words: Words) -> Iterator[str]:
    """A sentence for each fact that was wrong; none for what is only worded otherwise, nor for a file that is gone."""
    before, item = each.before, each.item
    title = each.current.get("title") or before.get("title") or each.sent.title
    if each.cancelled:
        yield words("not_taking_place", title=title)
    if each.cancelled or item is None:
        return
    if "title" in each.parts and "title" in before:
        yield words("right_title", before=before.get("title", each.sent.title), title=title)
    if "when" in each.parts or "zone" in each.parts:
        yield from _when(each, item, title, settings, words)
    if "where" in each.parts and "where" in each.current and "where" in before:
        yield words("right_place", title=title, place=each.current["where"], before=before["where"])
    for part in ("link", "register", "online"):
        if part in each.parts and each.current.get(part) and before:
            yield words("right_address", title=title, address=each.current[part])


def _when(
    each: ItemChange, item: Item, title: str, settings: Settings, words: Words
) -> Iterator[str]:
    lines = (
        deadline_line(item.deadline, item, settings.zone, (), words) if item.kind is Kind.CALL and item.deadline
        else event_lines(item, settings.zone, (), words)
    )  # fmt: skip
    if not lines:
        return
    starts = item.deadline if item.kind is Kind.CALL else item.starts
    day = starts.certain_day if starts else None
    was = each.sent.day if each.before is each.sent.facts else None  # a correction keeps no day
    if day and was and day != was:
        yield words(
            "right_day", title=title, when=lines[0], before=say_day(was, words, weekday=True)
        )
    else:
        yield words("right_when", title=title, when=lines[0])


def place_current_item(each: ItemChange) -> Placed:
    """The item in its place in a correction. Only for one that is still there."""
    assert each.item is not None
    title = each.current.get("title", each.item.title)
    return Placed(
        each.item,
        Code.INCLUDED_BY_EDITOR,
        each.sent.role,
        each.sent.day,
        Amount.SUMMARY,
        title,
        each.item.summary,
    )
