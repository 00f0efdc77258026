"""A table (CSV): a heading row, then one row for each item. A form's answers are such a table too.

Only columns that are known or mapped are read: the names and addresses of those who sent something
stay in the table. Python's csv module reads it: RFC 4180 as spreadsheets write it, with commas,
semicolons or tabs.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from newsletter.core.values.text import counted, fold, listed, one_line, quoted
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import (
    ImportContext,
    ImportItem,
    Skip,
    SourceContent,
    first_day,
)
from newsletter.sources.parsing.decoding import refuse_a_page, text_from
from newsletter.sources.tables.column_names import (
    ALIASES,
    LANGUAGES,
    QUESTIONS,
    TIMESTAMPS,
)
from newsletter.sources.tables.csv_dates import (
    Row,
    Table,
    day_stands_first,
    describe_open_order,
)
from newsletter.sources.tables.csv_row import read_row

MAX_ROWS = 20_000
FORM_QUESTIONS = 6
"""A table with so many of our questions as headings is a form's, even without timestamps."""
_DATES = ("date", "starts", "ends", "deadline")

NumberedRow = tuple[int, Row]
"""A row with its number in the file."""


def read_csv(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a table. Raises NewsletterError when it is not one, or has no column of titles."""
    refuse_a_page(data, "a table")
    rows = _split_rows(text_from(data))
    _, headings = rows[0]
    table = _make_table(rows, guide)
    found: dict[str, ImportItem] = {}
    skipped = {Skip.EMPTY: 0, Skip.REPEATED: 0}
    problems: list[str] = []
    moments = [_moment_of(table, row) for _, row in table.rows]
    for (number, row), moment in zip(table.rows, moments, strict=True):
        if _is_unanswered(table, row):
            skipped[Skip.EMPTY] += 1
            continue
        if len(row) != len(headings):
            problems.append(_describe_width(number, row, headings))
            continue
        if moment and moments.count(moment) > 1:  # several answers share it
            moment = f"{moment} {fold(table.cell(row, 'title'))}"
        item = read_row(table, row, moment, guide)
        if item is None:
            problems.append(f"row {number}: it has no title")
            continue
        item = _give_own_id(item, found)
        if item is None:
            skipped[Skip.REPEATED] += 1
        else:
            found[item.source_id] = item
    notes = describe_open_order(table, headings)
    items = tuple(found.values())
    return SourceContent(items, len(table.rows), skipped, tuple(problems), notes=notes)


def _describe_width(number: int, row: Row, headings: Row) -> str:
    return (
        f"row {number} has {len(row)} columns, and the heading row has {len(headings)}; "
        "look for a quotation mark too many"
    )


def _is_unanswered(table: Table, row: Row) -> bool:
    """Whether a row is empty, or has nothing but the moment it was sent."""
    answers = [cell.strip() for place, cell in enumerate(row) if place != table.timestamp]
    return not any(answers)


def _moment_of(table: Table, row: Row) -> str:
    """The numbers of the moment a form's answer was sent, however it is written; empty for none.

    ``matching`` still knows it again when a sheet leaves out the seconds.
    """
    if table.timestamp is None or table.timestamp >= len(row):
        return ""
    text = row[table.timestamp]
    numbers = [str(int(number)) for number in re.findall(r"\d{1,4}", text)]
    is_afternoon = re.search(r"p\.?\s?m", text, re.I) is not None
    half = ["pm"] if is_afternoon else []
    return "-".join(half + numbers[:6])


def _give_own_id(item: ImportItem, found: Mapping[str, ImportItem]) -> ImportItem | None:
    """The item with an id that no other row has; None when another row says exactly the same.

    Rows can share an id, a link or a moment and still be different items.
    """
    for identity in _possible_ids(item):
        other = found.get(identity)
        if other is None:
            return replace(item, source_id=identity)
        if replace(other, source_id=item.source_id) == item:
            return None
    return None


def _possible_ids(item: ImportItem) -> Iterator[str]:
    own = item.source_id
    yield own
    yield f"{own} {first_day(item) or 'undated'} {fold(item.title)}"[:300]
    for number in range(2, MAX_ROWS):
        yield f"{own} #{number}"


# ---- the file into rows


def _split_rows(text: str) -> list[NumberedRow]:
    """The rows with their numbers, without empty ones before the first and after the last.

    Cells are separated by whichever mark splits the heading row into most columns.
    """
    first_line = text.lstrip("\n").split("\n", 1)[0]
    separator = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[NumberedRow] = []
    try:
        for number, row in enumerate(reader, 1):
            if number > MAX_ROWS:
                raise NewsletterError(f"it has more than {MAX_ROWS:,} rows")
            rows.append((number, tuple(row)))
    except csv.Error as fault:
        raise NewsletterError(
            f"it cannot be read as a table: near line {reader.line_num} a quotation mark stands "
            f"that is not closed, or closes too soon ({fault})"
        ) from None
    while rows and _is_empty(rows[0]):
        rows.pop(0)
    if not rows:
        raise NewsletterError("it is empty")
    while len(rows) > 1 and _is_empty(rows[-1]):
        rows.pop()
    return rows


def _is_empty(numbered: NumberedRow) -> bool:
    _, row = numbered
    return not any(cell.strip() for cell in row)


# ---- what the columns mean


def _make_table(rows: list[NumberedRow], guide: ImportContext) -> Table:
    """The rows with what their columns mean. Raises NewsletterError without a column of titles."""
    _, first_row = rows[0]
    headings = [one_line(cell) for cell in first_row]
    folded = [fold(heading) for heading in headings]
    columns = _find_columns(headings, guide)
    if "title" not in columns:
        raise NewsletterError(
            f"no column is known to hold the titles. {_describe(headings, known=bool(columns))}. "
            "Write Title in the first row of that column, or write under its [[sources]] in "
            'newsletter.toml columns = {title = "…"}'
        )
    timestamp = _find_timestamp(folded)
    questions = _by_folded_name(QUESTIONS)
    asked = sum(name in questions for name in folded)
    is_form = timestamp is not None or asked >= FORM_QUESTIONS
    language = _form_language(folded) if is_form else None
    table = Table(columns, tuple(rows[1:]), timestamp, is_form, language)
    day_first = {key: day_stands_first(table, key, guide) for key in _DATES if key in columns}
    return replace(table, day_first=day_first)


def _find_columns(headings: list[str], guide: ImportContext) -> dict[str, int]:
    """For each key the place of its column: by the settings, else by our questions and aliases.

    Raises NewsletterError when the settings name a column that is not there.
    """
    folded = [fold(heading) for heading in headings]
    columns: dict[str, int] = {}
    for key, heading in guide.source.columns.items():
        if fold(heading) not in folded:
            raise NewsletterError(
                f"it has no column {quoted(heading)}, which stands for {key} in newsletter.toml. "
                f"{_describe(headings, known=True)}"
            )
        columns[key] = folded.index(fold(heading))
    known_names = _by_folded_name(ALIASES) | _by_folded_name(QUESTIONS)
    for place, name in enumerate(folded):
        known = known_names.get(name)
        if known and known not in columns and place not in columns.values():
            columns[known] = place
    return columns


def _by_folded_name(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each folded name the key that it means."""
    keys = {}
    for key, spellings in names.items():
        for spelling in spellings:
            keys[fold(spelling)] = key
    return keys


def _find_timestamp(folded: list[str]) -> int | None:
    for name in TIMESTAMPS:
        if fold(name) in folded:
            return folded.index(fold(name))
    return None


def _form_language(folded: list[str]) -> str | None:
    """The language of most questions of a form; None when none of them is one of ours."""
    most, language = 0, None
    for place, candidate in enumerate(LANGUAGES):
        asked = sum(fold(questions[place]) in folded for questions in QUESTIONS.values())
        if asked > most:
            most, language = asked, candidate
    return language


def _describe(headings: list[str], *, known: bool) -> str:
    """The headings there are, for a message.

    Where none is ``known``, or one looks personal, the first row may hold somebody's answers: then
    only their number is named.
    """
    if not known or any(_looks_personal(heading) for heading in headings):
        cells = counted(len(headings), "cell")
        return f"Its first row holds {cells}, and none is a heading that is known"
    names = [quoted(heading) for heading in headings if heading]
    return f"Its columns are {listed(names, 'and')}"


def _looks_personal(heading: str) -> bool:
    """Whether a heading may be an email address or a telephone number."""
    digits = sum(character.isdigit() for character in heading)
    return "@" in heading or digits > 5
