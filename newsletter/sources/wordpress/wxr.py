"""An export file of WordPress (WXR): what is published in it, and nothing of drafts, private posts, users or commenters.

Source: wp-admin/includes/export.php. The status decides, not the date: a missed schedule is not published.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from newsletter.core.model.item import Kind
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.text import one_line
from newsletter.core.values.zones import iana_zone, offset_zone
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import (
    ImportContext,
    ImportItem,
    Picture,
    Skip,
    SourceContent,
)
from newsletter.sources.parsing.decoding import refuse_a_page, without_bad_references
from newsletter.sources.parsing.posts import WORDPRESS, SitePost, item_from, names, site_id
from newsletter.sources.parsing.timestamps import Published, from_instant, published, utc
from newsletter.workspace.frontmatter.field_values import link_fault

MAX_ITEMS = 200_000
_CONTENT, _EXCERPT = "{http://purl.org/rss/1.0/modules/content/}encoded", "excerpt"
_STATUS = {
    "private": Skip.PRIVATE, "draft": Skip.UNPUBLISHED, "pending": Skip.UNPUBLISHED, "future": Skip.UNPUBLISHED,
    "trash": Skip.UNPUBLISHED, "auto-draft": Skip.UNPUBLISHED, "inherit": Skip.NOT_CONTENT,
}  # fmt: skip
_EXPORT = "wordpress.org/export/"
_PLAIN = {"title", "link", "guid", "pubDate"}
_EVENT = "tribe_events"


@dataclass(slots=True)
class _Item:
    """One ``item`` of the file: only what we read of it; comments and authors are never looked at."""

    texts: dict[str, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def read_wxr(data: bytes, guide: ImportContext) -> SourceContent:
    """Read an export file. Raises NewsletterError when it is none, or no well-formed XML."""
    refuse_a_page(data, "an export file of WordPress")
    home, items = "", []
    for what in _parts(data):
        if isinstance(what, str):
            home = what
        else:
            items.append(what)
            if len(items) > MAX_ITEMS:
                raise NewsletterError(f"it holds more than {MAX_ITEMS:,} things")
    if not home and not any("post_type" in item.texts for item in items):
        raise NewsletterError(
            "it is no export file of WordPress (Tools, Export on the website makes one); is it a feed?"
        )
    pictures = {
        item.texts.get("post_id", ""): item
        for item in items
        if item.texts.get("post_type") == "attachment"
    }
    found: dict[str, ImportItem] = {}
    numbers: set[int] = set()
    skipped: Counter[Skip] = Counter()
    problems = []
    for item in items:
        reason = _reason_to_skip(item)
        if reason:
            skipped[reason] += 1
            continue
        try:
            made = _found(item, home, pictures, guide)
        except Exception:  # one post spoils no other
            called = one_line(item.texts.get("post_id", "") or item.texts.get("link", ""))[:100]
            problems.append(f"post {called} has not the form of a post")
            continue
        if (
            made.source_id in found and made.number and made.number not in numbers
        ):  # copied posts share a guid
            made = replace(made, source_id=site_id("", home or link_key(made.link), made.number))
        numbers.add(made.number)
        if made.source_id in found:
            skipped[Skip.REPEATED] += 1
        else:
            found[made.source_id] = made
    return SourceContent(tuple(found.values()), len(items), skipped, tuple(problems))


def _parts(data: bytes) -> Iterator["str | _Item"]:
    """The site's address, and each item as soon as it is whole; what was read is let go of."""
    clean = without_bad_references(
        re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", data)
    )  # no XML may hold them, and exports do
    try:
        for _, element in iterparse(io.BytesIO(clean), forbid_dtd=True):
            name = _name(element)
            if name == "base_blog_url" and element.text:
                yield element.text.strip()
            elif name == "item":
                yield _item(element)
                element.clear()
    except ParseError as fault:
        line = f" (line {fault.position[0]})" if getattr(fault, "position", None) else ""
        raise NewsletterError(
            f"it is no well-formed XML{line}; it may have broken off. Export it again"
        ) from None
    except DefusedXmlException:
        raise NewsletterError(
            "it declares things of its own (a DTD), which no export does; it is refused"
        ) from None
    except (ValueError, LookupError):
        raise NewsletterError("its letters are in an encoding that cannot be read") from None


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _item(element: Element) -> _Item:
    item = _Item()
    for part in element:
        name = _name(part)
        if name == "postmeta":
            pair = {_name(inner): inner.text or "" for inner in part}
            item.meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif name == "category":
            list_of = {
                "category": item.categories,
                "tribe_events_cat": item.categories,
                "post_tag": item.tags,
            }.get(part.get("domain", ""))
            if list_of is not None:
                list_of.append(part.text or "")
        elif part.tag == _CONTENT:
            item.texts["content"] = part.text or ""
        elif name == "encoded" and _EXCERPT in str(part.tag):
            item.texts["excerpt"] = part.text or ""
        elif len(part) == 0 and (
            name in _PLAIN if "}" not in str(part.tag) else _EXPORT in str(part.tag)
        ):
            item.texts.setdefault(
                name, part.text or ""
            )  # what another namespace says of it does not count
    return item


def _reason_to_skip(item: _Item) -> Skip | None:
    if item.texts.get("post_type", "post") not in ("post", _EVENT):
        return Skip.NOT_CONTENT
    if item.texts.get("post_password", "").strip():
        return Skip.PASSWORD
    status = item.texts.get("status", "").strip()
    return None if status == "publish" else _STATUS.get(status, Skip.UNPUBLISHED)


def _found(item: _Item, home: str, pictures: dict[str, _Item], guide: ImportContext) -> ImportItem:
    texts = item.texts
    number = int(texts.get("post_id") or 0)
    if not number and not texts.get("guid") and not texts.get("link"):
        raise ValueError
    is_event = texts.get("post_type") == _EVENT
    link = texts.get("link", "").strip()
    found = item_from(
        SitePost(
            WORDPRESS, site_id("" if is_event else texts.get("guid", ""), home or link_key(link), number), _title(texts.get("title", "")),
            texts.get("content", ""), texts.get("excerpt", ""), link, _published(texts, guide), names(item.categories), names(item.tags),
            _picture(item, pictures), raw=True, number=number, language=guide.source.language,
        ),
        guide,
    )  # fmt: skip
    return _event(found, item.meta) if is_event else found


def _title(text: str) -> str:
    """The title as HTML. An export has it as it is stored: ``What's <em>Ours</em>``, ``Q & A``."""
    return re.sub(r"&(?!#?\w+;)", "&amp;", re.sub(r"<(?!/?[a-zA-Z])", "&lt;", text))


def _published(texts: dict[str, str], guide: ImportContext) -> Published:
    instant = utc(texts.get("post_date_gmt", ""))
    if instant:
        return from_instant(instant, guide.zone)
    return published(texts.get("pubDate", "") or texts.get("post_date", ""), guide.zone)


def _picture(item: _Item, pictures: dict[str, _Item]) -> Picture | None:
    attached = pictures.get(item.meta.get("_thumbnail_id", "").strip() or "none")
    if attached is None:
        return None
    address = attached.texts.get("attachment_url", "").strip()
    alt = one_line(attached.meta.get("_wp_attachment_image_alt", ""))
    return None if not address or link_fault(address) else Picture(address, alt)


def _event(found: ImportItem, meta: dict[str, str]) -> ImportItem:
    """An event of The Events Calendar: its days stand in its own fields, by its own clock."""
    times: list[Any] = [
        re.fullmatch(
            r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(?::\d{2})?",
            meta.get(f"_Event{end}Date", "").strip(),
        )
        for end in ("Start", "End")
    ]
    first, last = times
    base = {"kind": Kind.EVENT, "undecided": "", "starts": "", "ends": ""}
    if first is None:
        return _with(
            found, base | {"undecided": "its start cannot be read; write starts: in its file"}
        )
    if meta.get("_EventAllDay", "").strip().lower() in ("yes", "1", "true"):
        return _with(
            found,
            base | {"starts": first[1], "ends": last[1] if last and last[1] > first[1] else ""},
        )
    zone = one_line(meta.get("_EventTimezone", ""))
    known = bool(iana_zone(zone) or offset_zone(zone)) if zone else False
    ends = (
        ""
        if last is None or last[0] == first[0]
        else last[2]
        if last[1] == first[1]
        else f"{last[1]} {last[2]}"
    )
    doubt = (
        ""
        if known or not zone
        else f"its time zone {zone!r} is not known; put timezone: right in its file"
    )
    return _with(
        found,
        base
        | {"starts": f"{first[1]} {first[2]}", "ends": ends, "timezone": zone, "undecided": doubt},
    )


def _with(found: ImportItem, values: dict[str, Any]) -> ImportItem:
    return replace(found, **values)
