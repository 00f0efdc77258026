"""A table (CSV): a heading row, then a row for each item; a form's answers are such a table too.

Only columns that are known or mapped are read: the names and addresses of those who sent something stay where they are.
Python's csv module; RFC 4180 as spreadsheets write it, with commas, semicolons or tabs.
"""

import csv
import io
import re
from calendar import month_name
from collections.abc import Callable, Mapping
from dataclasses import replace

from newsletter.core.model.item import Kind
from newsletter.core.values.text import counted, fold, listed, one_line, quoted
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import (
    ImportContext,
    ImportItem,
    Picture,
    Skip,
    SourceContent,
    first_day,
)
from newsletter.sources.parsing.decoding import refuse_a_page, text_from
from newsletter.sources.parsing.image_links import picture_fault
from newsletter.sources.parsing.posts import TITLE_LENGTH
from newsletter.sources.parsing.site_text import plain_text
from newsletter.sources.parsing.summaries import opening
from newsletter.sources.tables.column_names import (
    ALIASES,
    KINDS,
    LANGUAGES,
    NO,
    QUESTIONS,
    TIMESTAMPS,
    YES,
    meaning_of,
)
from newsletter.sources.tables.csv_dates import SLASHED, Table, date_of, day_stands_first, times_of
from newsletter.workspace.frontmatter.field_values import link_fault

KIND = "csv"
MAX_ROWS = 20_000
_DATES = ("date", "starts", "ends", "deadline")


def read_csv(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a table. Raises NewsletterError when it is none, or has no column of titles."""
    refuse_a_page(data, "a table")
    rows = _rows(text_from(data))
    problems: list[str] = []
    table = _table(rows, guide)
    found: dict[str, ImportItem] = {}
    skipped = {Skip.EMPTY: 0, Skip.REPEATED: 0}
    moments = [
        _moment(row[table.timestamp]) if 0 <= table.timestamp < len(row) else ""
        for _, row in table.rows
    ]
    for (number, row), moment in zip(table.rows, moments, strict=True):
        if not any(cell.strip() for place, cell in enumerate(row) if place != table.timestamp):
            skipped[Skip.EMPTY] += 1
            continue
        if len(row) != len(rows[0][1]):
            problems.append(
                f"row {number} has {len(row)} columns, and the heading row has {len(rows[0][1])}; look for a quotation mark too many"
            )
            continue
        item = _item(table, row, _told_apart(moment, moments, table.cell(row, "title")), guide)
        if isinstance(item, str):
            problems.append(f"row {number}: {item}")
        elif (alone := _by_an_id_of_its_own(item, found)) is None:
            skipped[Skip.REPEATED] += 1
        else:
            found[alone.source_id] = alone
    return SourceContent(
        tuple(found.values()),
        len(table.rows),
        skipped,
        tuple(problems),
        notes=_said(table, rows[0][1]),
    )


def _by_an_id_of_its_own(item: ImportItem, found: Mapping[str, ImportItem]) -> ImportItem | None:
    """The item of a row, told apart from those of other rows with the same id, link or moment; None when such a row says the same."""
    own = item.source_id
    for identity in (
        own,
        f"{own} {first_day(item) or 'undated'} {fold(item.title)}"[:300],
        *(f"{own} #{n}" for n in range(2, MAX_ROWS)),
    ):
        there = found.get(identity)
        if there is None:
            return replace(item, source_id=identity)
        if replace(there, source_id=own) == item:
            return None
    return None


def _rows(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """The rows with their numbers, by whichever mark parts the heading row into most columns."""
    head = text.lstrip("\n").split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, row in enumerate(reader, 1):
            if number > MAX_ROWS:
                raise NewsletterError(f"it has more than {MAX_ROWS:,} rows")
            rows.append((number, tuple(row)))
    except csv.Error as fault:
        raise NewsletterError(
            f"it cannot be read as a table: near line {reader.line_num} a quotation mark stands that is not closed, or closes too soon ({fault})"
        ) from None
    while rows and not any(cell.strip() for cell in rows[0][1]):
        rows.pop(0)
    if not rows:
        raise NewsletterError("it is empty")
    while len(rows) > 1 and not any(cell.strip() for cell in rows[-1][1]):
        rows.pop()
    return rows


def _table(rows: list[tuple[int, tuple[str, ...]]], guide: ImportContext) -> Table:
    headings = [one_line(cell) for cell in rows[0][1]]
    folded = [fold(heading) for heading in headings]
    columns: dict[str, int] = {}
    for key, heading in guide.source.columns.items():
        if fold(heading) not in folded:
            raise NewsletterError(
                f"it has no column {quoted(heading)}, which stands for {key} in newsletter.toml. {_there(headings, known=True)}"
            )
        columns[key] = folded.index(fold(heading))
    asked = {fold(question): key for key, questions in QUESTIONS.items() for question in questions}
    named = {fold(alias): key for key, aliases in ALIASES.items() for alias in aliases}
    for place, name in enumerate(folded):
        known = asked.get(name) or named.get(name)
        if known and known not in columns and place not in columns.values():
            columns[known] = place
    timestamp = next((folded.index(fold(name)) for name in TIMESTAMPS if fold(name) in folded), -1)
    if "title" not in columns:
        raise NewsletterError(
            f"no column is known to hold the titles. {_there(headings, bool(columns))}. Write Title in the first row of that "
            'column, or write under its [[sources]] in newsletter.toml columns = {title = "…"}'
        )
    is_form = timestamp >= 0 or sum(name in asked for name in folded) >= 6
    table = Table(
        columns, tuple(rows[1:]), timestamp, is_form, _asked_in(folded) if is_form else ""
    )
    return replace(
        table,
        day_first={key: day_stands_first(table, key, guide) for key in _DATES if key in columns},
    )


def _asked_in(folded: list[str]) -> str:
    """The language of most questions of a form; empty when none of them is one of ours."""
    asked = {
        language: sum(fold(questions[at]) in folded for questions in QUESTIONS.values())
        for at, language in enumerate(LANGUAGES)
    }
    most = max(asked, key=lambda language: asked[language])
    return most if asked[most] else ""


def _there(headings: list[str], known: bool) -> str:
    """The headings there are; where none of them is ``known``, the first row may hold somebody's answers, and only how many."""
    if not known or any(
        "@" in heading or sum(map(str.isdigit, heading)) > 5 for heading in headings
    ):
        return f"Its first row holds {counted(len(headings), 'cell')}, and none is a heading that is known"
    return f"Its columns are {listed((quoted(heading) for heading in headings if heading), 'and')}"


def _said(table: Table, headings: tuple[str, ...]) -> tuple[str, ...]:
    """That days and months may be the wrong way round, once for all the columns where nothing settles it, with a date of theirs."""
    open_ones: dict[str, re.Match[str]] = {}
    for key in (key for key, order in table.day_first.items() if order is None):
        hits = (SLASHED.match(table.cell(row, key)) for _, row in table.rows)
        if hit := next(
            (
                hit
                for hit in hits
                if hit
                and hit[2] != "."
                and hit[1] != hit[3]
                and max(int(hit[1]), int(hit[3])) <= 12
            ),
            None,
        ):
            open_ones[one_line(headings[table.columns[key]])] = hit
    if not open_ones:
        return ()
    hit = next(iter(open_ones.values()))
    days = [
        f"{int(day)} {month_name[int(month)]}"
        for day, month in ((hit[1], hit[3]), (hit[3], hit[1]))
    ]
    where = f"the column{'s' if len(open_ones) > 1 else ''} {listed(map(quoted, open_ones))}"
    return (f"nothing in {where} settles whether {hit[0].strip()} is {days[0]} or {days[1]}, so both stay open, and each item asks. Write "
            'day_first = "yes" or "no" under its [[sources]] in newsletter.toml, and import it once more',)  # fmt: skip


def _item(
    table: Table, row: tuple[str, ...], moment: str, guide: ImportContext
) -> ImportItem | str:
    """The item of a row, or why it is none."""

    def cell(key: str) -> str:
        return table.cell(row, key)

    title = one_line(cell("title"))[:TITLE_LENGTH]
    if not title:
        return "it has no title"
    doubts: list[str] = []
    notes: list[str] = []
    kind, known = _kind(cell("kind"), bool(cell("starts")), bool(cell("deadline")))
    if not known:
        notes.append(
            f"{quoted(cell('kind'))} is not a kind of item that is known; it came in as {kind}"
        )
    zone, starts, ends = times_of(table, row, guide.source.timezone, doubts, guide.zone)
    text = plain_text(cell("text"))
    summary = plain_text(cell("summary")).opening or opening(text.opening)
    own = one_line(cell("id")) or moment
    days = cell("date") or cell("starts") or cell("deadline")
    identity = own or cell("link") or f"{fold(title)} {days}"
    date = date_of(table, row, "date", doubts, guide.zone)
    if kind is Kind.EVENT and not starts:
        doubts.append("it has no date; write starts: in its file")
    found = ImportItem(
        kind, title, KIND, one_line(identity)[:300], date=date if kind is Kind.NEWS or cell("date") else "", starts=starts, ends=ends,
        timezone=zone, deadline=date_of(table, row, "deadline", doubts, guide.zone), location=one_line(cell("location"))[:300],
        link=_link(cell("link"), "link", notes), online=_online(cell("online"), notes), register=_link(cell("register"), "link to register", notes),
        summary=summary, body=text.body, categories=_list(cell("categories")), tags=_list(cell("tags")), network=one_line(cell("network"))[:200],
        country=one_line(cell("country"))[:100], language=_language(cell("language")) or (table.language if table.language != guide.language else ""), audience=_audience(table, cell("audience"), guide, notes),
        picture=_picture(cell, notes),
    )  # fmt: skip
    if kind is Kind.NEWS and not found.date:
        doubts.append("it has no date; write date: in its file")
    if kind is Kind.CALL and not found.deadline:
        doubts.append("it has no deadline; write deadline: in its file")
    return replace(found, undecided="; ".join(doubts), notes=tuple(notes))


def _moment(text: str) -> str:
    """A form's moment in numbers, however the sheet writes it; without its seconds it is known again all the same (``matching``)."""
    numbers = re.findall(r"\d{1,4}", text)
    half = ["pm"] if re.search(r"p\.?\s?m", text, re.I) else []
    return "-".join([*half, *(str(int(number)) for number in numbers[:6])])


def _told_apart(moment: str, moments: list[str], title: str) -> str:
    """A moment that several answers share, with the title of this one."""
    return f"{moment} {fold(title)}" if moment and moments.count(moment) > 1 else moment


def _kind(said: str, starts: bool, deadline: bool) -> tuple[Kind, bool]:
    """What an item is, and whether what was said about it was understood."""
    word = re.sub(r"^(?:(?:an?|une?|un|una|el|la|le)\s+|l[’'])", "", one_line(said).casefold())
    for part in (word, *re.split(r"[,;/(]\s*", word)):
        if part.strip(" )") in KINDS:
            return Kind(KINDS[part.strip(" )")]), True
    return Kind.EVENT if starts else Kind.CALL if deadline else Kind.NEWS, not word


# ---- the rest


def _link(text: str, what: str, notes: list[str]) -> str:
    address = text.split()[0] if text.split() else ""
    if address and re.match(r"www\.", address, re.I):
        address = f"https://{address}"
    if address and link_fault(address):
        notes.append(f"its {what} {quoted(text)} is no web address and was left out")
        return ""
    return address


def _online(text: str, notes: list[str]) -> str:
    word = one_line(text).casefold()
    return "yes" if word in YES else "" if word in NO else _link(text, "link to join", notes)


def _list(text: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(part for raw in re.split(r"[,;\n]", text) if (part := one_line(raw)[:100]))
    )


def _language(text: str) -> str:
    word = one_line(text)
    return word if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", word) else ""


def _audience(table: Table, said: str, guide: ImportContext, notes: list[str]) -> str:
    """What comes by form is for members until an editor says public, whatever its sender wished; so is what nobody understands."""
    means = meaning_of("audience", said)
    if table.is_form:
        if said and means != "members":
            notes.append(
                f"its sender answers {quoted(said)} to who may read it; it is for members until an editor says that everybody may"
            )
        return "members"
    if said and not means:
        notes.append(f"{quoted(said)} does not say who may read it, so it is for members")
    return (means or "members") if said else guide.source.audience


def _picture(cell: Callable[[str], str], notes: list[str]) -> Picture | None:
    address = cell("picture").split(",")[0].strip()
    if not address:
        return None
    if fault := picture_fault(address):
        notes.append(f"its picture was left out: {fault}")
        return None
    said = cell("consent")
    means = meaning_of("consent", said)
    if said and not means:
        notes.append(
            f"{quoted(said)} is neither yes nor no, so nothing says yet whether the people in its picture agree"
        )
    return Picture(
        address, one_line(cell("picture_alt"))[:500], one_line(cell("picture_credit"))[:200],
        consent=means if means != "nobody" else "", people="no" if means == "nobody" else "",
    )  # fmt: skip
