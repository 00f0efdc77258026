"""One row of a table into one item."""

import re
from dataclasses import dataclass, field, replace

from newsletter.core.model.item import Audience, Kind
from newsletter.core.values.text import fold, one_line, quoted
from newsletter.sources.base.import_item import ImportContext, ImportItem, Picture
from newsletter.sources.parsing.image_links import picture_fault
from newsletter.sources.parsing.posts import TITLE_LENGTH
from newsletter.sources.parsing.site_text import plain_text
from newsletter.sources.parsing.summaries import opening
from newsletter.sources.tables.column_names import KINDS, NO, YES, meaning_of
from newsletter.sources.tables.csv_dates import Row, Table, date_of
from newsletter.sources.tables.csv_times import times_of
from newsletter.workspace.frontmatter.field_values import link_fault

KIND = "csv"
_ARTICLE = re.compile(r"^(?:(?:an?|une?|un|una|el|la|le)\s+|l[’'])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class _RowReader:
    """A row while it is read, with what turned out to be doubtful or worth knowing on the way."""

    table: Table
    row: Row
    guide: ImportContext
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def cell(self, key: str) -> str:
        return self.table.cell(self.row, key)

    def line(self, key: str, limit: int) -> str:
        """A cell on one line, of at most ``limit`` characters."""
        return one_line(self.cell(key))[:limit]

    def date(self, key: str) -> str:
        return date_of(self.table, self.row, key, self.doubts, self.guide.zone)


def read_row(table: Table, row: Row, moment: str, guide: ImportContext) -> ImportItem | None:
    """The item of a row; None when it has no title.

    ``moment`` is when a form's answer was sent; it identifies the row where no id does.
    """
    reader = _RowReader(table, row, guide)
    title = reader.line("title", TITLE_LENGTH)
    if not title:
        return None
    kind = _read_kind(reader)
    times = times_of(table, row, guide.source.timezone, reader.doubts, guide.zone)
    date = reader.date("date")
    if kind is Kind.EVENT and not times.starts:
        reader.doubts.append("it has no date; write starts: in its file")
    text = plain_text(reader.cell("text"))
    item = ImportItem(
        kind,
        title=title,
        source_kind=KIND,
        source_id=_identify(reader, title, moment),
        date=date,
        starts=times.starts,
        ends=times.ends,
        timezone=times.timezone,
        deadline=reader.date("deadline"),
        location=reader.line("location", 300),
        link=_read_link(reader, "link", "link"),
        online=_read_online(reader),
        register=_read_link(reader, "register", "link to register"),
        summary=plain_text(reader.cell("summary")).opening or opening(text.opening),
        body=text.body,
        categories=_split_list(reader.cell("categories")),
        tags=_split_list(reader.cell("tags")),
        network=reader.line("network", 200),
        country=reader.line("country", 100),
        language=_read_language(reader),
        audience=_read_audience(reader),
        picture=_read_picture(reader),
    )
    if kind is Kind.NEWS and not item.date:
        reader.doubts.append("it has no date; write date: in its file")
    if kind is Kind.CALL and not item.deadline:
        reader.doubts.append("it has no deadline; write deadline: in its file")
    return replace(item, undecided="; ".join(reader.doubts), notes=tuple(reader.notes))


def _identify(reader: _RowReader, title: str, moment: str) -> str:
    """What the row is known by: its id, its moment, its link, or else its title and day."""
    day = reader.cell("date") or reader.cell("starts") or reader.cell("deadline")
    own = one_line(reader.cell("id")) or moment
    identity = own or reader.cell("link") or f"{fold(title)} {day}"
    return one_line(identity)[:300]


def _read_kind(reader: _RowReader) -> Kind:
    """What the item is, as the row says, or else as its columns suggest."""
    answer = reader.cell("kind")
    word = _ARTICLE.sub("", one_line(answer).casefold())
    for part in (word, *re.split(r"[,;/(]\s*", word)):
        known = KINDS.get(part.strip(" )"))
        if known:
            return Kind(known)
    kind = Kind.NEWS
    if reader.cell("starts"):
        kind = Kind.EVENT
    elif reader.cell("deadline"):
        kind = Kind.CALL
    if word:
        reader.notes.append(
            f"{quoted(answer)} is not a kind of item that is known; it came in as {kind}"
        )
    return kind


def _read_link(reader: _RowReader, key: str, name: str) -> str:
    """The web address in a cell, empty when there is none. ``name`` is what a message calls it."""
    text = reader.cell(key)
    words = text.split()
    if not words:
        return ""
    address = words[0]
    if address.lower().startswith("www."):
        address = f"https://{address}"
    if link_fault(address):
        reader.notes.append(f"its {name} {quoted(text)} is no web address and was left out")
        return ""
    return address


def _read_online(reader: _RowReader) -> str:
    """``yes`` or the link to join; empty when the event is not online."""
    word = one_line(reader.cell("online")).casefold()
    if word in YES:
        return "yes"
    if word in NO:
        return ""
    return _read_link(reader, "online", "link to join")


def _split_list(text: str) -> tuple[str, ...]:
    """The entries of a cell, separated by commas, semicolons or line ends; each only once."""
    entries: dict[str, None] = {}
    for part in re.split(r"[,;\n]", text):
        entry = one_line(part)[:100]
        if entry:
            entries[entry] = None
    return tuple(entries)


def _read_language(reader: _RowReader) -> str:
    """The language the row names, or its form asks in; empty when it is the newsletter's."""
    word = one_line(reader.cell("language"))
    if _LANGUAGE.fullmatch(word):
        return word
    form_language = reader.table.language
    if form_language is None or form_language == reader.guide.language:
        return ""
    return form_language


def _read_audience(reader: _RowReader) -> Audience | None:
    """Who may read the row's item; None when nothing says it.

    What is sent by form is for members until an editor makes it public, whatever its sender wished.
    So is a row whose answer nobody understands.
    """
    answer = reader.cell("audience")
    meaning = meaning_of("audience", answer)
    if reader.table.is_form:
        if answer and meaning != Audience.MEMBERS:
            reader.notes.append(
                f"its sender answers {quoted(answer)} to who may read it; "
                "it is for members until an editor says that everybody may"
            )
        return Audience.MEMBERS
    if not answer:
        return reader.guide.source.stated_audience
    if meaning is None:
        reader.notes.append(f"{quoted(answer)} does not say who may read it, so it is for members")
        return Audience.MEMBERS
    return Audience(meaning)


def _read_picture(reader: _RowReader) -> Picture | None:
    """The picture of a row, and what it says about the consent of the people in it."""
    address = reader.cell("picture").split(",")[0].strip()
    if not address:
        return None
    fault = picture_fault(address)
    if fault:
        reader.notes.append(f"its picture was left out: {fault}")
        return None
    picture = Picture(
        address,
        alt=reader.line("picture_alt", 500),
        credit=reader.line("picture_credit", 200),
    )
    answer = reader.cell("consent")
    meaning = meaning_of("consent", answer)
    if meaning == "nobody":
        return replace(picture, people="no")
    if meaning is not None:
        return replace(picture, consent=meaning)
    if answer:
        reader.notes.append(
            f"{quoted(answer)} is neither yes nor no, "
            "so nothing says yet whether the people in its picture agree"
        )
    return picture
