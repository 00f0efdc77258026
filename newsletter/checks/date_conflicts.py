"""Checks on dates that contradict themselves, each other, or the text beside them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, tzinfo

from newsletter.checks.context import CheckContext, shown
from newsletter.core.model.item import Item
from newsletter.core.model.located_problems import about_item
from newsletter.core.problems import item_kinds
from newsletter.core.problems.problem import Problem
from newsletter.core.selection.reasons import say_day, say_weekday
from newsletter.core.values.date_parser import WEEKDAYS, dates_within
from newsletter.core.values.dates import Reading, When


def ends_before_start(checked: CheckContext) -> Iterable[Problem]:
    """An event does not end before it starts."""
    for placed in checked.placed:
        item = placed.item
        if item.starts is None or item.ends is None:
            continue
        start, end = item.starts.only, item.ends.only
        if start is None or end is None:
            continue
        zone = item.zone or checked.settings.zone
        if _is_backwards(start, end, zone):
            yield about_item(
                item_kinds.ENDS_BEFORE_START,
                item,
                "ends",
                value=item.ends.text,
                starts=item.starts.text,
            )


def _is_backwards(start: Reading, end: Reading, zone: tzinfo) -> bool:
    """Whether the end is before the start; without times only the days are compared."""
    if end.last.day < start.first.day:
        return True
    have_times = start.first.time and end.last.time
    return bool(have_times) and end.last.instant(zone) < start.first.instant(zone)


def wrong_weekday(checked: CheckContext) -> Iterable[Problem]:
    """The weekday beside a date is the weekday of that date."""
    for placed in checked.placed:
        item = placed.item
        yield from _in_date_fields(item)
        texts = {"title": placed.title, placed.text_field: shown(placed).text}
        for field, text in texts.items():
            yield from _in_text(item, field, text)
            yield from _in_text_without_year(item, field, text)


def _in_date_fields(item: Item) -> Iterator[Problem]:
    for field in ("date", "starts", "ends", "deadline"):
        when: When | None = getattr(item, field)
        day = _day_with_wrong_weekday(when)
        if when and day:
            yield about_item(
                item_kinds.WRONG_WEEKDAY,
                item,
                field,
                value=when.text,
                day=say_day(day),
                weekday=_weekday_of(day),
            )


def _in_text(item: Item, field: str, text: str) -> Iterator[Problem]:
    for when in dates_within(text):
        day = _day_with_wrong_weekday(when)
        if day:
            yield about_item(
                item_kinds.WRONG_WEEKDAY_IN_TEXT,
                item,
                field,
                value=when.text,
                day=say_day(day),
                weekday=_weekday_of(day),
            )


def _day_with_wrong_weekday(when: When | None) -> date | None:
    """The day that is meant, when another weekday is written beside it."""
    if when is None or len(when.readings) != 1:
        return None
    reading = when.readings[0]
    day = reading.first.day
    if reading.weekday is None or reading.weekday == day.weekday():
        return None
    return day


def _weekday_of(day: date) -> str:
    return WEEKDAYS[day.weekday()].capitalize()


def _in_text_without_year(item: Item, field: str, text: str) -> Iterator[Problem]:
    """``Tuesday 25 May`` in the text of an item whose own day is 25 May, a Wednesday."""
    own = item.starts or item.deadline or item.date
    day = own.certain_day if own else None
    if day is None:
        return
    for found in _weekday_beside(day).finditer(text):
        if found[1].lower() != WEEKDAYS[day.weekday()]:
            yield about_item(
                item_kinds.WEEKDAY_CONTRADICTS_DATE,
                item,
                field,
                value=found[0],
                day=say_weekday(day),
            )


def _weekday_beside(day: date) -> re.Pattern[str]:
    """Finds a weekday (group 1) that is written beside this day of the month without a year."""
    month = say_day(day).split()[1]
    weekdays = "|".join(WEEKDAYS)
    return re.compile(
        rf"({weekdays}),? (?:the )?{day.day}(?:st|nd|rd|th)?(?: of)?"
        rf" (?:{month}|{month[:3]})\b(?!,? \d{{4}})",
        re.I,
    )
