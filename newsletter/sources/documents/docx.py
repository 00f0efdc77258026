"""A Word document, such as a network's report: one item, or several by its headings. mammoth reads it.

Comments, names of their authors and struck-out changes stay where they are. What comes so is for members until an editor says public.
"""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import mammoth
from lxml import html

from newsletter.core.model.item import Kind
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
_STYLES = "\n".join([
    "p[style-name='Title'] => h1.doctitle:fresh", "p[style-name='Subtitle'] => p:fresh", "p[style-name='Caption'] => figcaption:fresh",
])  # fmt: skip


def read_docx(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a document. Raises NewsletterError when it is none, or nothing stands in it."""
    _refuse(data)
    pictures = 0

    def no_picture(_image: Any) -> list[Any]:
        nonlocal pictures
        pictures += 1
        return []

    data = without_hidden(data)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=no_picture,
            include_default_style_map=True,
            include_embedded_style_map=False,
        )
    except NewsletterError:
        raise
    except Exception:  # mammoth has no family of its own for what a document can be wrong in
        raise NewsletterError(
            "it cannot be read as a Word document. Open it in Word and save it again as .docx"
        ) from None
    if not made.value.strip():
        raise NewsletterError("nothing stands in it")
    parts = _parts(html.fragment_fromstring(made.value, create_parent="div"), guide)
    found: dict[str, ImportItem] = {}
    for title, markup, whole in parts:
        item = _item(title, markup, whole, guide)
        times = sum(
            other.source_id.partition(" #")[0] == item.source_id for other in found.values()
        )
        item = (
            replace(item, source_id=f"{item.source_id} #{times + 1}") if times else item
        )  # a heading may stand there twice
        found[item.source_id] = item
    notes = [f"the pictures in it did not come along ({pictures})"] if pictures else []
    return SourceContent(tuple(found.values()), len(parts), {}, notes=tuple(notes))


def _refuse(data: bytes) -> None:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise NewsletterError(
            "it is an old or a locked Word document. Open it in Word and save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NewsletterError("it is no Word document (.docx)") from None
    if len(inside) > MAX_PARTS or sum(part.file_size for part in inside) > MAX_UNPACKED:
        raise NewsletterError(
            f"it unpacks to more than {MAX_UNPACKED // 1_000_000} MB; take large pictures out of it"
        )
    if not any(
        part.filename.startswith("word/") or part.filename.endswith("document.xml")
        for part in inside
    ):
        raise NewsletterError("it is no Word document (.docx)")


def _file_name(guide: ImportContext) -> str:
    """What the document is called, without its folder and its ending."""
    name = re.sub(r"\.docx$", "", re.split(r"[/\\]", guide.name)[-1], flags=re.I).replace("_", " ")
    return re.sub(
        r"\s*(?:\(\d+\)|- copy|copy)$", "", name, flags=re.I
    )  # what a second download or copy is called


def _parts(root: html.HtmlElement, guide: ImportContext) -> list[tuple[str, str, str]]:
    """Title, HTML and document of each item: by the highest heading that stands there twice or more, else the whole as one."""
    elements = list(root)
    heading = [
        element.tag if element.tag in ("h1", "h2", "h3") and _words(element) else ""
        for element in elements
    ]
    own = next(
        (at for at, element in enumerate(elements) if element.get("class") == "doctitle"), -1
    )
    name = _file_name(guide)
    level = next(
        (
            tag
            for tag in ("h1", "h2", "h3")
            if sum(h == tag and at != own for at, h in enumerate(heading)) > 1
        ),
        "",
    )
    cuts = [at for at, tag in enumerate(heading) if tag == level and level and at != own]
    document = (
        _words(elements[own])
        if own >= 0
        else next((_words(e) for e, h in zip(elements, heading, strict=True) if h), "")
        if not cuts
        else ""
    )
    document = document or name or "A report"
    if not cuts:
        first = next((at for at, tag in enumerate(heading) if tag), -1)
        rest = [element for at, element in enumerate(elements) if at not in (first, own)]
        return [(document, _html(rest), document)]
    parts = []
    before = [element for at, element in enumerate(elements[: cuts[0]]) if at != own]
    alone = next((element for element in before if element.tag in ("h1", "h2")), None)
    if alone is not None and own < 0:
        document = _words(alone)
        before.remove(alone)
    if "".join(_words(element) for element in before):
        parts.append((document, _html(before), document))
    for start, end in zip(cuts, [*cuts[1:], len(elements)], strict=True):
        parts.append((_words(elements[start]), _html(elements[start + 1 : end]), document))
    return parts


def _item(title: str, markup: str, document: str, guide: ImportContext) -> ImportItem:
    text = text_of(markup)
    led = leading_date(text.opening)
    body = leading_date(text.body) if led else None
    doubt = (
        vague(led[0])
        if led
        else "no date stands at the beginning of its text; write date: in its file, or starts: for an event"
    )
    return ImportItem(
        Kind.NEWS, one_line(title)[:TITLE_LENGTH], KIND, f"{fold(document)[:120]} / {fold(title)[:160]}", date=spelled(led[0]) if led else "",
        summary=opening(text.opening), body=body[1].strip() if body else text.body, audience=guide.source.audience or "members", undecided=doubt,
    )  # fmt: skip


def _words(element: html.HtmlElement) -> str:
    return one_line(str(element.text_content()))


def _html(elements: list[html.HtmlElement]) -> str:
    return "".join(html.tostring(element, encoding="unicode") for element in elements)
