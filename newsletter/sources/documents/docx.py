"""A Word document, such as a network's report: one item, or several by its headings.

mammoth reads it. Comments, names of their authors and struck-out changes are not imported. Items
from a document are for members until an editor makes them public.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import mammoth
from lxml import html

from newsletter.core.model.item import Audience, Kind
from newsletter.core.values.date_parser import leading_date
from newsletter.core.values.text import fold, one_line
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportContext, ImportItem, SourceContent
from newsletter.sources.documents.docx_hidden import without_hidden
from newsletter.sources.parsing.event_times import spelled, vague
from newsletter.sources.parsing.posts import TITLE_LENGTH
from newsletter.sources.parsing.site_text import text_of
from newsletter.sources.parsing.summaries import opening

KIND = "docx"
MAX_UNPACKED = 80_000_000
"""Bytes of all that is packed in the file."""
MAX_PARTS = 3_000
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the old format (.doc) begins, and one with a password."""
_TITLE_CLASS = "doctitle"
_STYLES = "\n".join(
    [
        f"p[style-name='Title'] => h1.{_TITLE_CLASS}:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        "p[style-name='Caption'] => figcaption:fresh",
    ]
)
_LEVELS = ("h1", "h2", "h3")
"""The headings that can begin an item, highest first."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a document that becomes one item."""

    title: str
    markup: str
    """HTML."""
    document: str
    """The title of the whole document."""


def read_docx(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a document. Raises NewsletterError when it is not a Word document, or is empty."""
    _check_package(data)
    markup, pictures = _convert(without_hidden(data))
    if not markup.strip():
        raise NewsletterError("nothing stands in it")
    parts = _split(html.fragment_fromstring(markup, create_parent="div"), guide)
    items = _number_repeats(_make_item(part, guide) for part in parts)
    notes: tuple[str, ...] = ()
    if pictures:
        notes = (f"the pictures in it did not come along ({pictures})",)
    return SourceContent(items, len(parts), {}, notes=notes)


def _check_package(data: bytes) -> None:
    """Raise NewsletterError when the bytes are not a .docx of a reasonable size."""
    if data.startswith(_OLD_WORD):
        raise NewsletterError(
            "it is an old or a locked Word document. "
            "Open it in Word and save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            files = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NewsletterError("it is no Word document (.docx)") from None
    unpacked = sum(file.file_size for file in files)
    if len(files) > MAX_PARTS or unpacked > MAX_UNPACKED:
        megabytes = MAX_UNPACKED // 1_000_000
        raise NewsletterError(
            f"it unpacks to more than {megabytes} MB; take large pictures out of it"
        )
    if not any(_belongs_to_word(file.filename) for file in files):
        raise NewsletterError("it is no Word document (.docx)")


def _belongs_to_word(file_name: str) -> bool:
    return file_name.startswith("word/") or file_name.endswith("document.xml")


def _convert(data: bytes) -> tuple[str, int]:
    """The document as HTML without its pictures, and how many it had.

    Raises NewsletterError when mammoth cannot read it.
    """
    pictures = 0

    def drop_picture(_image: Any) -> list[Any]:
        nonlocal pictures
        pictures += 1
        return []

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=drop_picture,
            include_default_style_map=True,
            include_embedded_style_map=False,
        )
    except NewsletterError:
        raise
    except Exception:  # mammoth has no error class of its own for broken documents
        raise NewsletterError(
            "it cannot be read as a Word document. Open it in Word and save it again as .docx"
        ) from None
    return result.value, pictures


# ---- the parts of a document


def _split(root: html.HtmlElement, guide: ImportContext) -> list[_Part]:
    """The document's parts, split at the highest heading level that it uses twice or more.

    A document without such headings is one part. Text before the first of them is its own part.
    """
    elements = list(root)
    title_element = _find_title(elements)
    file_name = _file_name(guide) or "A report"
    level = _repeated_level(elements, title_element)
    if level is None:
        return [_whole(elements, title_element, file_name)]

    starts = []
    for place, element in enumerate(elements):
        if element is not title_element and _heading_level(element) == level:
            starts.append(place)
    introduction = [element for element in elements[: starts[0]] if element is not title_element]
    document = _take_title(title_element, introduction) or file_name

    parts = []
    if any(_words(element) for element in introduction):
        parts.append(_Part(document, _markup(introduction), document))
    ends = [*starts[1:], len(elements)]
    for start, end in zip(starts, ends, strict=True):
        content = elements[start + 1 : end]
        parts.append(_Part(_words(elements[start]), _markup(content), document))
    return parts


def _take_title(
    title_element: html.HtmlElement | None, introduction: list[html.HtmlElement]
) -> str | None:
    """The document's title, or else its first heading, which is taken out of ``introduction``."""
    if title_element is not None:
        return _words(title_element)
    for element in introduction:
        if element.tag in ("h1", "h2"):
            introduction.remove(element)
            return _words(element)
    return None


def _whole(
    elements: list[html.HtmlElement], title_element: html.HtmlElement | None, fallback: str
) -> _Part:
    """The document as one part. Its title and its first heading are not repeated in the text."""
    first_heading = next((element for element in elements if _heading_level(element)), None)
    named_by = first_heading if title_element is None else title_element
    document = fallback
    if named_by is not None:
        document = _words(named_by) or fallback
    content = [
        element
        for element in elements
        if element is not title_element and element is not first_heading
    ]
    return _Part(document, _markup(content), document)


def _find_title(elements: list[html.HtmlElement]) -> html.HtmlElement | None:
    """The paragraph in Word's style "Title", if there is one."""
    for element in elements:
        if element.get("class") == _TITLE_CLASS:
            return element
    return None


def _heading_level(element: html.HtmlElement) -> str | None:
    """``h1``, ``h2`` or ``h3``; None for an empty heading and for anything else."""
    if element.tag in _LEVELS and _words(element):
        return str(element.tag)
    return None


def _repeated_level(
    elements: list[html.HtmlElement], title_element: html.HtmlElement | None
) -> str | None:
    """The highest heading level that is used twice or more, not counting the title."""
    used = [_heading_level(element) for element in elements if element is not title_element]
    for level in _LEVELS:
        if used.count(level) > 1:
            return level
    return None


def _file_name(guide: ImportContext) -> str:
    """The file's name without folder, ending and the marks of a copy (``(1)``, ``- copy``)."""
    name = re.split(r"[/\\]", guide.name)[-1]
    name = re.sub(r"\.docx$", "", name, flags=re.I).replace("_", " ")
    return re.sub(r"\s*(?:\(\d+\)|- copy|copy)$", "", name, flags=re.I)


# ---- a part into an item


def _make_item(part: _Part, guide: ImportContext) -> ImportItem:
    text = text_of(part.markup)
    item = ImportItem(
        Kind.NEWS,
        title=one_line(part.title)[:TITLE_LENGTH],
        source_kind=KIND,
        source_id=f"{fold(part.document)[:120]} / {fold(part.title)[:160]}",
        summary=opening(text.opening),
        body=text.body,
        audience=guide.source.stated_audience or Audience.MEMBERS,
    )
    dated = leading_date(text.opening)
    if dated is None:
        return replace(
            item,
            undecided="no date stands at the beginning of its text; "
            "write date: in its file, or starts: for an event",
        )
    day, _ = dated
    body = leading_date(text.body)
    if body:
        item = replace(item, body=body[1].strip())
    return replace(item, date=spelled(day), undecided=vague(day))


def _number_repeats(items: Iterable[ImportItem]) -> tuple[ImportItem, ...]:
    """The items with ``#2``, ``#3`` behind an id that an earlier item has: headings repeat."""
    numbered: dict[str, ImportItem] = {}
    for item in items:
        earlier = sum(known.partition(" #")[0] == item.source_id for known in numbered)
        if earlier:
            item = replace(item, source_id=f"{item.source_id} #{earlier + 1}")
        numbered[item.source_id] = item
    return tuple(numbered.values())


def _words(element: html.HtmlElement) -> str:
    return one_line(str(element.text_content()))


def _markup(elements: list[html.HtmlElement]) -> str:
    return "".join(html.tostring(element, encoding="unicode") for element in elements)
