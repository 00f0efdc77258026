"""A post as WordPress's REST gives it: an item, skipped for a reason, or not readable."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsletter.core.values.text import harmless, one_line
from newsletter.sources.base.import_item import ImportContext, ImportItem, Picture, Skip
from newsletter.sources.parsing.posts import WORDPRESS, SitePost, item_from, names, site_id
from newsletter.sources.parsing.time_limit import TimeLimitReached, limit_time
from newsletter.sources.parsing.timestamps import Published, from_instant, published, utc
from newsletter.sources.wordpress.picture_sizes import nearest_size, sizes_in
from newsletter.sources.wordpress.rest import Site
from newsletter.workspace.frontmatter.field_values import link_fault

_SECONDS = 5.0
"""For the text of one post."""
CAME, PROBLEM = "came", "problem"
"""What is remembered of a post that was imported, and of one that could not be read.

Of a skipped post the name of its Skip is remembered.
"""
MAX_PIXELS = 10_000
_NAMES_ZONE = re.compile(r"(?:[Zz]|[+-]\d{2}:?\d{2})$")

Entry = Mapping[str, Any]
"""A post as REST gives it."""


class PostJudge:
    """Judges posts as they arrive, while the next page is being downloaded."""

    def __init__(self, site: Site, guide: ImportContext) -> None:
        self.site, self.guide = site, guide
        self._seen: dict[int, tuple[Entry, ImportItem | Skip | None]] = {}

    def look(self, entry: Entry) -> None:
        """Judge a post and remember the result."""
        self._seen[entry["id"]] = (entry, self._judge(entry))

    def judged(self, entry: Entry) -> ImportItem | Skip | None:
        """What a post is; None when it cannot be read."""
        seen, result = self._seen.get(entry["id"], (None, None))
        if seen is entry:
            return result
        return self._judge(entry)

    def _judge(self, entry: Entry) -> ImportItem | Skip | None:
        try:
            with limit_time(_SECONDS):
                post = post_from(entry, self.site, self.guide)
                if isinstance(post, Skip):
                    return post
                return item_from(post, self.guide)
        except (TimeLimitReached, Exception):  # a post can have any shape; one spoils no other
            return None


def post_from(entry: Entry, site: Site, guide: ImportContext) -> SitePost | Skip:
    """One post, or why it is skipped: before any of its words is looked at."""
    reason = _reason_to_skip(entry)
    if reason:
        return reason
    number = entry["id"]
    guid = str((entry.get("guid") or {}).get("rendered", ""))
    excerpt = entry.get("excerpt") or {}
    embedded = entry.get("_embedded") or {}
    terms = list(_terms_in(embedded))
    return SitePost(
        WORDPRESS,
        site_id(guid, site.home, number),
        title=str(entry["title"]["rendered"]),
        html=str(entry["content"].get("rendered") or ""),
        excerpt=str(excerpt.get("rendered") or ""),
        link=harmless(str(entry.get("link") or "")),
        published=_date_of(entry, site, guide),
        categories=_names_of(terms, "category"),
        tags=_names_of(terms, "post_tag"),
        picture=_featured_picture(embedded),
        number=number,
        language=guide.source.language,
    )


def _reason_to_skip(entry: Entry) -> Skip | None:
    """Why a post is not for everybody, or not a post."""
    status = entry.get("status", "publish")
    if status == "private":
        return Skip.PRIVATE
    if status != "publish":
        return Skip.UNPUBLISHED
    excerpt = entry.get("excerpt") or {}
    if entry["content"].get("protected") or excerpt.get("protected"):
        return Skip.PASSWORD
    if entry.get("type", "post") != "post":
        return Skip.NOT_CONTENT
    return None


def _terms_in(embedded: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The categories and tags that come with a post."""
    for group in embedded.get("wp:term") or []:
        if not isinstance(group, list):
            continue
        for term in group:
            if isinstance(term, dict):
                yield term


def _names_of(terms: list[Mapping[str, Any]], taxonomy: str) -> tuple[str, ...]:
    return names(term.get("name") for term in terms if term.get("taxonomy") == taxonomy)


def _date_of(entry: Entry, site: Site, guide: ImportContext) -> Published:
    """The day in the organisation's zone.

    ``date_gmt`` is the instant; ``date`` is by the site's clock and names no zone.
    """
    instant = utc(str(entry.get("date_gmt") or ""))
    if instant is not None:
        return from_instant(instant, guide.zone)
    text = str(entry.get("date") or "")
    local = utc(text)
    zone = site.zone
    if local is None or zone is None or _NAMES_ZONE.search(text.strip()):
        return published(text, guide.zone)
    return from_instant(local.replace(tzinfo=zone), guide.zone)


def _featured_picture(embedded: Mapping[str, Any]) -> Picture | None:
    """The featured picture in the size nearest to the wanted width, with its description."""
    media = _first_object(embedded.get("wp:featuredmedia") or [])
    details = media.get("media_details")
    if not isinstance(details, dict):
        details = {}
    original = {
        "width": details.get("width"),
        "height": details.get("height"),
        "source_url": media.get("source_url"),
    }
    alt = one_line(str(media.get("alt_text") or ""))
    best = nearest_size([*sizes_in(details.get("sizes")), original], "source_url")
    if best is not None:
        width, height = _pixels(best["width"]), _pixels(best.get("height"))
        return Picture(str(best["source_url"]), alt, width=width, height=height)
    address = str(media.get("source_url") or "")
    if not address or link_fault(address):
        return None
    return Picture(address, alt)


def _first_object(entries: Any) -> Mapping[str, Any]:
    """The first JSON object of a list; an empty one when there is none."""
    for entry in entries:
        if isinstance(entry, dict):
            return entry
    return {}


def _pixels(value: object) -> int:
    """A believable number of pixels; 0 when it is not known."""
    if type(value) is int and 0 < value <= MAX_PIXELS:
        return value
    return 0
