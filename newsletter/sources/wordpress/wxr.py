"""An export file of WordPress (WXR): what is published in it.

Nothing is read of drafts, private posts, users or commenters. The source is
wp-admin/includes/export.php. The status decides, not the date: a missed schedule is not published.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_EXCERPT = "excerpt"
_SKIPPED_STATUS = {"private": Skip.PRIVATE, "inherit": Skip.NOT_CONTENT}
"""Every other status but ``publish`` is unpublished: draft, pending, future, trash."""
_EXPORT = "wordpress.org/export/"
_PLAIN = {"title", "link", "guid", "pubDate"}
_EVENT = "tribe_events"
_CATEGORY_DOMAINS = ("category", "tribe_events_cat")
_TAG_DOMAIN = "post_tag"
_CONTROL_CHARACTERS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TIME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2}) (?P<clock>\d{2}:\d{2})(?::\d{2})?")


@dataclass(slots=True)
class _Post:
    """One ``item`` of the file: only what we read of it, never comments and authors."""

    texts: dict[str, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The text of an element without blanks around it; empty when there is none."""
        return self.texts.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class _Export:
    """An export file, read but not yet judged."""

    posts: list[_Post]
    home: str
    """The site's address; empty when the file does not name it."""
    attachments: dict[str, _Post]
    """The pictures by their numbers."""


def read_wxr(data: bytes, guide: ImportContext) -> SourceContent:
    """Read an export file. Raises NewsletterError when it is not one, or not well-formed XML."""
    export = _read_export(data)
    found: dict[str, ImportItem] = {}
    numbers: set[int] = set()
    skipped: Counter[Skip] = Counter()
    problems = []
    for post in export.posts:
        reason = _reason_to_skip(post)
        if reason:
            skipped[reason] += 1
            continue
        try:
            item = _make_item(post, export, guide)
        except Exception:  # one post spoils no other
            called = one_line(post.texts.get("post_id", "") or post.texts.get("link", ""))[:100]
            problems.append(f"post {called} has not the form of a post")
            continue
        is_copy = item.number and item.number not in numbers
        if item.source_id in found and is_copy:  # copied posts share a guid
            home = export.home or link_key(item.link)
            item = replace(item, source_id=site_id("", home, item.number))
        numbers.add(item.number)
        if item.source_id in found:
            skipped[Skip.REPEATED] += 1
        else:
            found[item.source_id] = item
    return SourceContent(tuple(found.values()), len(export.posts), skipped, tuple(problems))


# ---- the file into posts


def _read_export(data: bytes) -> _Export:
    """The posts of a file. Raises NewsletterError."""
    refuse_a_page(data, "an export file of WordPress")
    home = ""
    posts: list[_Post] = []
    for part in _read_parts(data):
        if isinstance(part, str):
            home = part
            continue
        posts.append(part)
        if len(posts) > MAX_ITEMS:
            raise NewsletterError(f"it holds more than {MAX_ITEMS:,} things")
    if not home and not any("post_type" in post.texts for post in posts):
        raise NewsletterError(
            "it is no export file of WordPress (Tools, Export on the website makes one); "
            "is it a feed?"
        )
    attachments = {}
    for post in posts:
        if post.texts.get("post_type") == "attachment":
            attachments[post.texts.get("post_id", "")] = post
    return _Export(posts, home, attachments)


def _read_parts(data: bytes) -> Iterator[str | _Post]:
    """The site's address, and each post as soon as it is complete. Raises NewsletterError."""
    # XML may not hold control characters, but exports do.
    clean = without_bad_references(_CONTROL_CHARACTERS.sub(b"", data))
    try:
        for _, element in iterparse(io.BytesIO(clean), forbid_dtd=True):
            name = _local_name(element)
            if name == "base_blog_url" and element.text:
                yield element.text.strip()
            elif name == "item":
                yield _read_post(element)
                element.clear()  # frees the memory
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


def _local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def _read_post(element: Element) -> _Post:
    post = _Post()
    for part in element:
        name = _local_name(part)
        text = part.text or ""
        if name == "postmeta":
            pair = {_local_name(inner): inner.text or "" for inner in part}
            post.meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif name == "category":
            _add_term(post, part.get("domain", ""), text)
        elif part.tag == _CONTENT:
            post.texts["content"] = text
        elif name == "encoded" and _EXCERPT in str(part.tag):
            post.texts["excerpt"] = text
        elif len(part) == 0 and _is_wordpress_field(part):
            post.texts.setdefault(name, text)  # the first counts
    return post


def _add_term(post: _Post, domain: str, name: str) -> None:
    if domain in _CATEGORY_DOMAINS:
        post.categories.append(name)
    elif domain == _TAG_DOMAIN:
        post.tags.append(name)


def _is_wordpress_field(part: Element) -> bool:
    """Whether an element is RSS's own or WordPress's, rather than of another namespace."""
    tag = str(part.tag)
    if "}" in tag:
        return _EXPORT in tag
    return tag in _PLAIN


# ---- a post into an item


def _reason_to_skip(post: _Post) -> Skip | None:
    """Why a post is not for everybody, or not a post."""
    if post.texts.get("post_type", "post") not in ("post", _EVENT):
        return Skip.NOT_CONTENT
    if post.text("post_password"):
        return Skip.PASSWORD
    status = post.text("status")
    if status == "publish":
        return None
    return _SKIPPED_STATUS.get(status, Skip.UNPUBLISHED)


def _make_item(post: _Post, export: _Export, guide: ImportContext) -> ImportItem:
    """The item of a post. Raises ValueError when nothing identifies it."""
    texts = post.texts
    number = int(texts.get("post_id") or 0)
    if not number and not texts.get("guid") and not texts.get("link"):
        raise ValueError
    is_event = texts.get("post_type") == _EVENT
    link = post.text("link")
    guid = "" if is_event else texts.get("guid", "")
    site_post = SitePost(
        WORDPRESS,
        site_id(guid, export.home or link_key(link), number),
        title=_title_as_html(texts.get("title", "")),
        html=texts.get("content", ""),
        excerpt=texts.get("excerpt", ""),
        link=link,
        published=_date_of(texts, guide),
        categories=names(post.categories),
        tags=names(post.tags),
        picture=_find_picture(post, export),
        raw=True,
        number=number,
        language=guide.source.language,
    )
    item = item_from(site_post, guide)
    if is_event:
        return _with_event_times(item, post.meta)
    return item


def _title_as_html(text: str) -> str:
    """The title as HTML. An export has it as it is stored: ``What's <em>Ours</em>``, ``Q & A``."""
    text = re.sub(r"<(?!/?[a-zA-Z])", "&lt;", text)
    return re.sub(r"&(?!#?\w+;)", "&amp;", text)


def _date_of(texts: dict[str, str], guide: ImportContext) -> Published:
    instant = utc(texts.get("post_date_gmt", ""))
    if instant:
        return from_instant(instant, guide.zone)
    return published(texts.get("pubDate", "") or texts.get("post_date", ""), guide.zone)


def _find_picture(post: _Post, export: _Export) -> Picture | None:
    """The featured picture, which is an attachment in the same file."""
    number = post.meta.get("_thumbnail_id", "").strip()
    attachment = export.attachments.get(number or "none")
    if attachment is None:
        return None
    address = attachment.text("attachment_url")
    if not address or link_fault(address):
        return None
    return Picture(address, one_line(attachment.meta.get("_wp_attachment_image_alt", "")))


def _with_event_times(item: ImportItem, meta: dict[str, str]) -> ImportItem:
    """An event of The Events Calendar: its days are in its own fields, by its own clock."""
    item = replace(item, kind=Kind.EVENT, undecided="", starts="", ends="")
    first = _TIME.fullmatch(meta.get("_EventStartDate", "").strip())
    last = _TIME.fullmatch(meta.get("_EventEndDate", "").strip())
    if first is None:
        return replace(item, undecided="its start cannot be read; write starts: in its file")
    if meta.get("_EventAllDay", "").strip().lower() in ("yes", "1", "true"):
        if last and last["day"] > first["day"]:
            return replace(item, starts=first["day"], ends=last["day"])
        return replace(item, starts=first["day"])
    zone = one_line(meta.get("_EventTimezone", ""))
    doubt = ""
    if zone and not iana_zone(zone) and not offset_zone(zone):
        doubt = f"its time zone {zone!r} is not known; put timezone: right in its file"
    return replace(
        item,
        starts=f"{first['day']} {first['clock']}",
        ends=_write_end(first, last),
        timezone=zone,
        undecided=doubt,
    )


def _write_end(first: re.Match[str], last: re.Match[str] | None) -> str:
    """The end: its time, with its day where that is another; empty when there is no end."""
    if last is None or last[0] == first[0]:
        return ""
    if last["day"] == first["day"]:
        return last["clock"]
    return f"{last['day']} {last['clock']}"
