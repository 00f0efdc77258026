"""A table (CSV): a heading row, then a row for each item; a form's answers are such a table too.

Only columns that are known or mapped are read: the names and addresses of those who sent something stay where they are.
Python's csv module; RFC 4180 as spreadsheets write it, with commas, semicolons or tabs.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from newsletter.core.date_text import UnreadableDate, parse_date, parse_time
from newsletter.core.item import Kind
from newsletter.core.text import fold, harmless, listed, one_line, quoted
from newsletter.core.zones import read_zone
from newsletter.errors import NewsletterError
from newsletter.sources.form_words import ALIASES, KINDS, MEMBERS, NO, NOBODY, QUESTIONS, TIMESTAMPS, YES
from newsletter.sources.found import Found, Gathered, Guide, Picture, Skip
from newsletter.sources.pictures import picture_fault
from newsletter.sources.posts import TITLE_LENGTH
from newsletter.sources.prose import opening
from newsletter.sources.raw import refuse_a_page, text_from
from newsletter.sources.site_text import plain_text
from newsletter.workspace.fields import link_fault

KIND = "csv"
MAX_ROWS = 20_000
MAX_CELL = 100_000
_DATES = ("date", "starts", "ends", "deadline")
_SLASHED = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?=$|[\s,T])")


@dataclass(frozen=True, slots=True)
class Table:
    """A table, read: which column is what, and its rows."""

    columns: Mapping[str, int]
    """For each key the place of its column."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Each with the number of its row in the file, the heading row being 1."""
    name: str = ""
    """A few letters that are the same for every table with these headings."""
    timestamp: int = -1
    """The place of a form's column of moments; -1 where there is none."""
    is_form: bool = False
    day_first: Mapping[str, bool | None] = field(default_factory=dict)
    """For each column of dates whether the day stands first; None when nothing settles it."""

    def cell(self, row: tuple[str, ...], key: str) -> str:
        """What stands in a row under a key; empty for nothing."""
        place = self.columns.get(key, -1)
        return harmless(row[place])[:MAX_CELL].strip() if 0 <= place < len(row) else ""


def read_csv(data: bytes, guide: Guide) -> Gathered:
    """Read a table. Raises NewsletterError when it is none, or has no column of titles."""
    refuse_a_page(data, "a table")
    rows = _rows(text_from(data))
    problems: list[str] = []
    table = _table(rows, guide)
    found: dict[str, Found] = {}
    skipped = {Skip.EMPTY: 0, Skip.REPEATED: 0}
    moments = [_minute(row[table.timestamp]) if 0 <= table.timestamp < len(row) else "" for _, row in table.rows]
    for (number, row), moment in zip(table.rows, moments, strict=True):
        if not any(cell.strip() for place, cell in enumerate(row) if place != table.timestamp):
            skipped[Skip.EMPTY] += 1
            continue
        if len(row) != len(rows[0][1]):
            problems.append(
                f"row {number} has {len(row)} columns, and the heading row has {len(rows[0][1])}; look for a quotation mark too many"
            )
            continue
        item = _item(table, row, moment if moments.count(moment) == 1 else "", guide)
        if isinstance(item, str):
            problems.append(f"row {number}: {item}")
        elif item.source_id in found:
            skipped[Skip.REPEATED] += 1
        else:
            found[item.source_id] = item
    return Gathered(tuple(found.values()), len(table.rows), skipped, tuple(problems), notes=_said(table))


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


def _table(rows: list[tuple[int, tuple[str, ...]]], guide: Guide) -> Table:
    headings = [one_line(cell) for cell in rows[0][1]]
    folded = [fold(heading) for heading in headings]
    columns: dict[str, int] = {}
    for key, heading in guide.source.columns.items():
        if fold(heading) not in folded:
            raise NewsletterError(
                f"it has no column {quoted(heading)}, which columns in newsletter.toml names for {key}. {_there(headings)}"
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
            f"no column is known to hold the titles. {_there(headings)}. Write under its [[sources]] in newsletter.toml "
            'columns = {title = "…"}'
        )
    is_form = timestamp >= 0 or sum(name in asked for name in folded) >= 6
    name = hashlib.sha256("|".join(folded).encode()).hexdigest()[:8]
    table = Table(columns, tuple(rows[1:]), name, timestamp, is_form)
    return replace(table, day_first={key: _order(table, key, guide) for key in _DATES if key in columns})


def _there(headings: list[str]) -> str:
    """The headings there are; where the first row seems to hold somebody's answers instead, only how many."""
    if any("@" in heading or sum(map(str.isdigit, heading)) > 5 for heading in headings):
        return f"Its first row holds {len(headings)} cells and no headings"
    return f"Its columns are {listed((quoted(heading) for heading in headings if heading), 'and')}"


def _order(table: Table, key: str, guide: Guide) -> bool | None:
    """Whether the day stands first in a column: as declared, or as one date with a number above 12 settles it for all.

    A form's sheet has one locale, so the moments its answers were sent at settle it where the column itself does not.
    """
    if guide.source.day_first:
        return guide.source.day_first == "yes"
    own = _settles(table.cell(row, key) for _, row in table.rows)
    if not own and table.timestamp >= 0:
        own = _settles(row[table.timestamp] for _, row in table.rows if table.timestamp < len(row))
    return own.pop() if len(own) == 1 else None


def _settles(cells: Iterable[str]) -> set[bool]:
    """What the dates of a column say about whether the day stands first: nothing, one thing, or both, which is a contradiction."""
    hits = [hit for cell in cells if (hit := _SLASHED.match(cell)) and hit[2] != "."]
    return {True for hit in hits if int(hit[1]) > 12} | {False for hit in hits if int(hit[3]) > 12}


def _said(table: Table) -> tuple[str, ...]:
    notes = []
    for key, order in table.day_first.items():
        hits = [hit for _, row in table.rows if (hit := _SLASHED.match(table.cell(row, key))) and hit[2] != "."]
        if order is None and any(hit[1] != hit[3] for hit in hits):
            notes.append(f"nothing in the column {key} says whether 04/05 is in April or in May, so both stay open. Write day_first = \"yes\" or \"no\" "
                         "under its [[sources]] in newsletter.toml")  # fmt: skip
    return tuple(notes)


def _item(table: Table, row: tuple[str, ...], moment: str, guide: Guide) -> Found | str:
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
        notes.append(f"{quoted(cell('kind'))} is no kind of item that is known; it came in as {kind}")
    zone, starts, ends = _times(table, row, guide.source.timezone, doubts)
    text = plain_text(cell("text"))
    summary = plain_text(cell("summary")).opening or opening(text.opening)
    own = cell("id") or moment  # which other tables may count like this, so something of this one stands before it
    days = cell("date") or cell("starts") or cell("deadline")
    identity = f"{table.name} {own}" if own else cell("link") or f"{fold(title)} {days}"
    date = _date(table, row, "date", doubts)
    if kind is Kind.EVENT and not starts:
        doubts.append("it has no date; write starts: in its file")
    found = Found(
        kind, title, KIND, one_line(identity)[:300], date=date if kind is Kind.NEWS or cell("date") else "", starts=starts, ends=ends,
        timezone=zone, deadline=_date(table, row, "deadline", doubts), location=one_line(cell("location"))[:300],
        link=_link(cell("link"), "link", notes), online=_online(cell("online"), notes), register=_link(cell("register"), "link to register", notes),
        summary=summary, body=text.body, categories=_list(cell("categories")), tags=_list(cell("tags")), network=one_line(cell("network"))[:200],
        country=one_line(cell("country"))[:100], language=_language(cell("language")), audience=_audience(table, cell("audience"), guide, notes),
        picture=_picture(cell, notes),
    )  # fmt: skip
    if kind is Kind.NEWS and not found.date:
        doubts.append("it has no date; write date: in its file")
    if kind is Kind.CALL and not found.deadline:
        doubts.append("it has no deadline; write deadline: in its file")
    return replace(found, undecided="; ".join(doubts), notes=tuple(notes))


def _minute(text: str) -> str:
    """A form's moment to the minute, however the sheet writes it: ``4/29/2022 10:11:12`` and ``4/29/2022 10:11`` are one."""
    numbers = re.findall(r"\d+", text)
    return "-".join(str(int(number)) for number in numbers[:5]) + ("pm" if re.search(r"p\.?\s?m", text, re.I) else "")


def _kind(said: str, starts: bool, deadline: bool) -> tuple[Kind, bool]:
    """What an item is, and whether what was said about it was understood."""
    word = re.sub(r"^(?:(?:an?|une?|un|una|el|la|le)\s+|l[’'])", "", one_line(said).casefold())
    for part in (word, *re.split(r"[,;/(]\s*", word)):
        if part.strip(" )") in KINDS:
            return Kind(KINDS[part.strip(" )")]), True
    return Kind.EVENT if starts else Kind.CALL if deadline else Kind.NEWS, not word


# ---- dates


def _settled(text: str, day_first: bool | None) -> str:
    """The date with its day and month in the order that the whole column has, where that is settled."""
    hit = _SLASHED.match(text)
    if not hit or (day_first is None and hit[2] != "."):
        return text
    first, second = int(hit[1]), int(hit[3])
    year = int(hit[4])
    if len(hit[4]) == 2:
        year += 2000 if year < 50 else 1900
    day, month = (first, second) if day_first is not False or hit[2] == "." else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return text
    return f"{year:04}-{month:02}-{day:02}{text[hit.end() :]}"


def _date(table: Table, row: tuple[str, ...], key: str, doubts: list[str]) -> str:
    text = one_line(table.cell(row, key))[:120]
    if not text:
        return ""
    settled = _settled(text, table.day_first.get(key))
    try:
        when = parse_date(settled)
    except UnreadableDate:
        doubts.append(f"its {key} {text!r} cannot be read; write it as 2022-04-30 in its file")
        return text
    day = when.certain_day
    if len(when.readings) > 1:
        doubts.append(f"its {key} {text!r} can be read in two ways")
    if day is None:
        return settled
    if when.first.time and (when.first.time.hour or when.first.time.minute) and key != "date":
        return settled
    return day.isoformat()


def _times(table: Table, row: tuple[str, ...], declared: str, doubts: list[str]) -> tuple[str, str, str]:
    """Zone, start and end of an event, from its days and its times; ``declared`` is the zone of a table that names none."""
    starts, ends = _date(table, row, "starts", doubts), _date(table, row, "ends", doubts)
    zone = one_line(table.cell(row, "timezone")) or declared
    named = zone.split(" ", 1)[0] if "/" in zone.split(" ", 1)[0] else zone
    if zone and read_zone(named) is None and starts:
        doubts.append(f"its time zone {quoted(zone)} is not known; put timezone: right in its file")
    time, end_time = (_clock(table.cell(row, key), doubts) for key in ("time", "end_time"))
    if starts and time and ":" not in starts:
        starts = f"{starts} {time}"
        if end_time:
            ends = f"{ends} {end_time}" if len(ends) == 10 and ends != starts[:10] else end_time
    if ends == starts[:10]:
        ends = ""
    return named if ":" in starts else "", starts, ends


def _clock(text: str, doubts: list[str]) -> str:
    """A time as spreadsheets write it (``9:00:00 AM``), as 09:00; empty when it is none."""
    found = parse_time(re.sub(r"(\d{1,2}[:.]\d{2})[:.]00", r"\1", one_line(text))) if text else None
    if text and not found:
        doubts.append(f"its time {quoted(one_line(text))} cannot be read; write it behind the day in its file")
    return f"{found[0]:%H:%M}" if found else ""


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
    return tuple(dict.fromkeys(part for raw in re.split(r"[,;\n]", text) if (part := one_line(raw)[:100])))


def _language(text: str) -> str:
    word = one_line(text)
    return word if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", word) else ""


def _audience(table: Table, said: str, guide: Guide, notes: list[str]) -> str:
    """What comes by form is for members until an editor says public, whatever its sender wished."""
    members = not said or one_line(said).casefold() in MEMBERS or one_line(said).casefold().startswith(MEMBERS)
    if table.is_form:
        if said and not members:
            notes.append(
                f"its sender wishes {quoted(said)}; it is for members until an editor says that everybody may read it"
            )
        return "members"
    if said:
        return "members" if members else "public"
    return guide.source.audience


def _picture(cell: Callable[[str], str], notes: list[str]) -> Picture | None:
    address = cell("picture").split(",")[0].strip()
    if not address:
        return None
    if fault := picture_fault(address):
        notes.append(f"its picture was left out: {fault}")
        return None
    said = one_line(cell("consent")).casefold()
    consent = (
        "yes"
        if said.startswith(YES) and not said.startswith(NO)
        else "no"
        if said.startswith(NO) and said not in NOBODY
        else ""
    )
    return Picture(
        address, one_line(cell("picture_alt"))[:500], one_line(cell("picture_credit"))[:200], consent=consent
    )
