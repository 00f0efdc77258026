"""Checks on dates that contradict themselves, each other, or the text beside them."""

import re
from collections.abc import Iterable, Iterator

from newsletter.checks.context import CheckContext, shown
from newsletter.core.model.item import Item
from newsletter.core.problems.problem import Problem, error, warning
from newsletter.core.selection.reasons import say_day, say_weekday
from newsletter.core.values.date_parser import WEEKDAYS, dates_within
from newsletter.core.values.dates import Reading, When
from newsletter.core.values.text import quoted


def ends_before_start(checked: CheckContext) -> Iterable[Problem]:
    """An event does not end before it starts."""
    for placed in checked.placed:
        item = placed.item
        start, end = _only(item.starts), _only(item.ends)
        if not (start and end):
            continue
        zone = item.zone or checked.settings.zone
        backwards = end.last.day < start.first.day
        if not backwards and start.first.time and end.last.time:
            backwards = end.last.instant(zone) < start.first.instant(zone)
        if backwards:
            assert item.ends is not None and item.starts is not None
            yield error(f"ends is {quoted(item.ends.text)}, before it starts ({quoted(item.starts.text)}). Put one of them right.",
                        item.file, item.line("ends"), item.id)  # fmt: skip


def _only(when: When | None) -> Reading | None:
    return when.only if when else None


def wrong_weekday(checked: CheckContext) -> Iterable[Problem]:
    """A weekday beside a date is that date's weekday."""
    for placed in checked.placed:
        item = placed.item
        for key in ("date", "starts", "ends", "deadline"):
            when: When | None = getattr(item, key)
            if when:
                yield from _weekday(when, item, key, key)
        text = f"{placed.title}. {shown(placed).text}"
        for when in dates_within(text):
            yield from _weekday(when, item, "its text", "summary")
        yield from _weekdays_without_year(text, item)


def _weekday(when: When, item: Item, where: str, key: str) -> Iterator[Problem]:
    for reading in when.readings:
        day = reading.first.day
        if (
            reading.weekday is not None
            and len(when.readings) == 1
            and reading.weekday != day.weekday()
        ):
            yield warning(f"{where} says {quoted(when.text)}, but {say_day(day)} is a {WEEKDAYS[day.weekday()].capitalize()}. "
                          "Put the day or the weekday right.", item.file, item.line(key), item.id)  # fmt: skip


def _weekdays_without_year(text: str, item: Item) -> Iterator[Problem]:
    """``Tuesday 25 May`` in the text of an item whose own day is 25 May, a Wednesday."""
    own = item.starts or item.deadline or item.date
    day = own.certain_day if own else None
    if day is None:
        return
    month = f"{say_day(day).split()[1]}|{say_day(day).split()[1][:3]}"
    beside = rf"({'|'.join(WEEKDAYS)}),? (?:the )?{day.day}(?:st|nd|rd|th)?(?: of)? (?:{month})\b(?!,? \d{{4}})"
    for found in re.finditer(beside, text, re.I):
        if found[1].lower() != WEEKDAYS[day.weekday()]:
            yield warning(f"its text says {quoted(found[0])}, but its own day is {say_weekday(day)}. Put one of them right.",
                          item.file, item.line("summary"), item.id)  # fmt: skip
