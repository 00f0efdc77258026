"""A table, and the dates in it as people and spreadsheets write them.

Whether the day or the month stands first is settled for a whole column at a time.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from newsletter.core.values.date_parser import UnreadableDate, parse_date
from newsletter.core.values.dates import When
from newsletter.core.values.text import harmless, listed, one_line, quoted
from newsletter.sources.base.import_item import ImportContext
from newsletter.sources.parsing.timestamps import from_instant, published

MAX_CELL = 100_000
MAX_DATE = 120
NUMERIC_DATE = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?=$|[\s,T])")
"""A date in numbers with its year last: the first number, the mark, the second number, the year."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that has been read: what its columns mean, and its rows."""

    columns: Mapping[str, int]
    """For each key the place of its column."""
    rows: tuple[tuple[int, Row], ...]
    """Each with the number of its row in the file; the heading row is 1."""
    timestamp: int | None = None
    """The place of the column with the moments a form's answers were sent; None without one."""
    is_form: bool = False
    language: str | None = None
    """The language a form asks in; None when it is not one of our forms."""
    day_first: Mapping[str, bool | None] = field(default_factory=dict)
    """For each column of dates whether the day stands first; None when nothing settles it."""

    def cell(self, row: Row, key: str) -> str:
        """The text of a row under a key, cleaned; empty when there is no such column or cell."""
        place = self.columns.get(key)
        if place is None or place >= len(row):
            return ""
        return harmless(row[place])[:MAX_CELL].strip()


# ---- the order of day and month


def day_stands_first(table: Table, key: str, guide: ImportContext) -> bool | None:
    """Whether the day stands first in a column; None when nothing settles it.

    The settings decide, or else one date with a number above 12 decides for the whole column. A
    form's sheet has one locale, so where its column of dates decides nothing, its moments may.
    """
    if guide.source.day_first:
        return guide.source.day_first == "yes"
    orders = _orders(table.cell(row, key) for _, row in table.rows)
    place = table.timestamp
    if not orders and place is not None:
        orders = _orders(row[place] for _, row in table.rows if place < len(row))
    if len(orders) == 1:
        return orders.pop()
    return None


def _orders(cells: Iterable[str]) -> set[bool]:
    """What dates show of their order: True for day first, False for month first, perhaps both."""
    orders = set()
    for cell in cells:
        match = NUMERIC_DATE.match(cell)
        if match is None or match[2] == ".":  # with dots the day always stands first
            continue
        if int(match[1]) > 12:
            orders.add(True)
        if int(match[3]) > 12:
            orders.add(False)
    return orders


def _with_order_settled(text: str, day_first: bool | None) -> str:
    """A date in numbers as year-month-day, where the order in its column is settled."""
    match = NUMERIC_DATE.match(text)
    if match is None:
        return text
    day, month = int(match[1]), int(match[3])
    if match[2] != ".":
        if day_first is None:
            return text
        if not day_first:
            day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return text
    return f"{_full_year(match[4]):04}-{month:02}-{day:02}{text[match.end() :]}"


def describe_open_order(table: Table, headings: Row) -> tuple[str, ...]:
    """A note that days and months may be the wrong way round, for the columns that settle nothing.

    One note covers all of them, with a date of the first as its example.
    """
    examples: dict[str, re.Match[str]] = {}
    for key, order in table.day_first.items():
        if order is not None:
            continue
        example = _ambiguous_date(table, key)
        if example:
            examples[one_line(headings[table.columns[key]])] = example
    if not examples:
        return ()
    example = next(iter(examples.values()))
    day_first = f"{int(example[1])} {month_name[int(example[3])]}"
    month_first = f"{int(example[3])} {month_name[int(example[1])]}"
    plural = "s" if len(examples) > 1 else ""
    columns = listed([quoted(heading) for heading in examples])
    note = (
        f"nothing in the column{plural} {columns} settles whether {example[0].strip()} is "
        f"{day_first} or {month_first}, so both stay open, and each item asks. "
        'Write day_first = "yes" or "no" under its [[sources]] in newsletter.toml, '
        "and import it once more"
    )
    return (note,)


def _ambiguous_date(table: Table, key: str) -> re.Match[str] | None:
    """The first date in a column that can be read both ways."""
    for _, row in table.rows:
        match = NUMERIC_DATE.match(table.cell(row, key))
        if match is None or match[2] == "." or match[1] == match[3]:
            continue
        if int(match[1]) <= 12 and int(match[3]) <= 12:
            return match
    return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 50 else 1900)


# ---- days


def date_of(table: Table, row: Row, key: str, doubts: list[str], zone: tzinfo) -> str:
    """The date of a row under a key, as content files have it; empty for none.

    ``zone`` is the organisation's. An unclear date stays as it was written, and the reason is added
    to ``doubts``.
    """
    text = one_line(table.cell(row, key))[:MAX_DATE]
    if not text:
        return ""
    settled = _with_order_settled(text, table.day_first.get(key))
    try:
        when = parse_date(settled)
    except UnreadableDate:
        doubts.append(f"its {key} {text!r} cannot be read; write it as 2022-04-30 in its file")
        return text
    if _names_wrong_weekday(when):
        doubts.append(f"its {key} {text!r} names a weekday that this day was not")
    if key == "date":
        day = _day_in_zone(when, settled, doubts, zone)
        if day is not None:
            return day
    if len(when.readings) > 1:
        doubts.append(f"its {key} {text!r} can be read in two ways")
    if when.certain_day is None:
        return settled
    if key != "date" and _has_time(when):
        return settled
    return when.certain_day.isoformat()


def _names_wrong_weekday(when: When) -> bool:
    reading = when.only
    if reading is None or reading.weekday is None:
        return False
    return reading.weekday != reading.first.day.weekday()


def _day_in_zone(when: When, text: str, doubts: list[str], zone: tzinfo) -> str | None:
    """The day in ``zone`` of a publication date with a time and a zone; None without them."""
    reading = when.only
    if reading and reading.first.time and reading.first.zone:
        return from_instant(reading.first.instant(zone), zone).text
    if when.unclear_zone:
        day = published(text, zone)
        if day.doubt:
            doubts.append(day.doubt)
        return day.text
    return None


def _has_time(when: When) -> bool:
    """Whether a time other than midnight stands with the date; spreadsheets add 00:00 to days."""
    start = when.first.time
    return start is not None and (start.hour, start.minute) != (0, 0)
