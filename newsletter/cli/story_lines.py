"""The lines of ``newsletter status --item``."""

from collections.abc import Iterator, Sequence

from newsletter.build import Overview
from newsletter.core.history.item_story import Chapter, tell_story
from newsletter.core.model.item import Item
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import nearest, one_line, path_key, quoted
from newsletter.errors import NewsletterError
from newsletter.workspace.plan.plan_file import without_plan


def story_lines(found: Overview, item_id: str) -> Iterator[str]:
    """What became of the item. Raises NewsletterError, naming the nearest, when there is none of that id."""
    choice = found.coming
    pool = [verdict.item for verdict in choice.selection.verdicts]
    item = _item(pool, item_id)
    yield f"{item.id}: {one_line(item.title)}"
    yield from _origin(item)
    plans = {
        row.period: row.plan or without_plan(row.period)
        for row in found.history.rows
        if row.plan or row.record
    }
    plans.setdefault(choice.plan.period, choice.plan)
    for chapter in tell_story(item, pool, plans.values(), choice.records, choice.settings.rules):
        yield _line(chapter)


def _item(pool: Sequence[object], item_id: str) -> Item:
    wanted = path_key(item_id.removeprefix("content/").removesuffix(".md"))
    items = [item for item in pool if isinstance(item, Item)]
    for item in items:
        if path_key(item.id) == wanted:
            return item
    close = nearest(item_id, [item.id for item in items])
    raise NewsletterError(
        f"there is no item {quoted(item_id)}.{f' Did you mean {close}?' if close else ''}"
    )


def _origin(item: Item) -> Iterator[str]:
    if item.first_seen:
        yield f"  came in on {say_day(item.first_seen)}"
    for source in item.sources:
        yield f"  from {source.kind}{f', {one_line(source.link)}' if source.link else ''}"
    if not item.sources:
        yield "  written by hand"
    for when, what in (
        (item.date, "published"),
        (item.starts, "begins"),
        (item.deadline, "open until"),
    ):
        if when:
            yield f"  {what} {one_line(when.text)}"


def _line(chapter: Chapter) -> str:
    when = f"sent {say_day(chapter.sent_on)}" if chapter.sent_on else "not sent yet"
    what = "left it out"
    if chapter.taken and chapter.sent_on:
        what = "held it"
    elif chapter.taken:
        what = "takes it"
    return f"  {chapter.period.title} ({when}) {what}: {one_line(chapter.why)}"
