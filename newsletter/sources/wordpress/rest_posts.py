"""A post as WordPress's REST gives it, judged: an item, skipped for a reason, or not to be read."""

import re
from collections.abc import Mapping
from typing import Any

from newsletter.core.values.text import harmless, one_line
from newsletter.sources.base.import_item import ImportContext, ImportItem, Picture, Skip
from newsletter.sources.parsing.posts import WORDPRESS, SitePost, item_from, names, site_id
from newsletter.sources.parsing.time_limit import Impatient, patience
from newsletter.sources.parsing.timestamps import Published, from_instant, published, utc
from newsletter.sources.wordpress.rest import Site
from newsletter.workspace.frontmatter.field_values import link_fault

_SECONDS = 5.0
"""For the text of one post."""
WIDTH = 1200
"""Pixels that the featured picture should be wide."""
CAME, PROBLEM = "came", "problem"
"""What is remembered of a post that came in, and of one that could not be read; of others the name of their Skip."""


class Judge:
    """Judges posts as they come, so that their texts are worked on while the next page is on its way."""

    def __init__(self, site: Site, guide: ImportContext) -> None:
        self.site, self.guide = site, guide
        self._seen: dict[int, tuple[Mapping[str, Any], ImportItem | Skip | None]] = {}

    def look(self, entry: Mapping[str, Any]) -> None:
        """Judge a post and remember it."""
        self._seen[entry["id"]] = (entry, self._judge(entry))

    def judged(self, entry: Mapping[str, Any]) -> ImportItem | Skip | None:
        """What a post is; None when it has not the form of one."""
        seen = self._seen.get(entry["id"])
        return seen[1] if seen and seen[0] is entry else self._judge(entry)

    def _judge(self, entry: Mapping[str, Any]) -> ImportItem | Skip | None:
        try:
            with patience(_SECONDS):
                post = post_from(entry, self.site, self.guide)
                return post if isinstance(post, Skip) else item_from(post, self.guide)
        except (
            Impatient,
            Exception,
        ):  # a post can have any shape, and any text; one spoils no other
            return None


def post_from(entry: Mapping[str, Any], site: Site, guide: ImportContext) -> SitePost | Skip:
    """One post. What the public cannot read is skipped before any of its words is looked at."""
    status = entry.get("status", "publish")
    if status != "publish":
        return Skip.PRIVATE if status == "private" else Skip.UNPUBLISHED
    content, excerpt = entry["content"], entry.get("excerpt") or {}
    if content.get("protected") or excerpt.get("protected"):
        return Skip.PASSWORD
    if entry.get("type", "post") != "post":
        return Skip.NOT_CONTENT
    number = entry["id"]
    guid = (entry.get("guid") or {}).get("rendered", "")
    embedded = entry.get("_embedded") or {}
    terms = [
        term
        for group in embedded.get("wp:term") or []
        if isinstance(group, list)
        for term in group
        if isinstance(term, dict)
    ]
    return SitePost(
        WORDPRESS, site_id(str(guid), site.home, number), str(entry["title"]["rendered"]), str(content.get("rendered") or ""),
        str(excerpt.get("rendered") or ""), harmless(str(entry.get("link") or "")), _published(entry, site, guide),
        names(term.get("name") for term in terms if term.get("taxonomy") == "category"),
        names(term.get("name") for term in terms if term.get("taxonomy") == "post_tag"),
        _picture(embedded), number=number, language=guide.source.language,
    )  # fmt: skip


def _published(entry: Mapping[str, Any], site: Site, guide: ImportContext) -> Published:
    """``date_gmt`` is the instant; ``date`` is by the site's clock and names no zone."""
    instant = utc(str(entry.get("date_gmt") or ""))
    if instant is not None:
        return from_instant(instant, guide.zone)
    text = str(entry.get("date") or "")
    local = utc(text)
    if (
        local is not None
        and site.zone is not None
        and not re.search(r"(?:[Zz]|[+-]\d{2}:?\d{2})$", text.strip())
    ):
        return from_instant(local.replace(tzinfo=site.zone), guide.zone)
    return published(str(entry.get("date") or ""), guide.zone)


def _picture(embedded: Mapping[str, Any]) -> Picture | None:
    """The featured picture in the size nearest to 1,200 pixels, with its description."""
    media = next(
        (entry for entry in embedded.get("wp:featuredmedia") or [] if isinstance(entry, dict)), {}
    )
    details = media.get("media_details")
    details = details if isinstance(details, dict) else {}
    sizes = details.get("sizes")
    sizes = (
        [size for size in sizes.values() if isinstance(size, dict)]
        if isinstance(sizes, dict)
        else []
    )
    sizes.append(
        {
            "width": details.get("width"),
            "height": details.get("height"),
            "source_url": media.get("source_url"),
        }
    )
    fitting = [
        size
        for size in sizes
        if type(size.get("width")) is int and not link_fault(str(size.get("source_url") or "x"))
    ]
    alt = one_line(str(media.get("alt_text") or ""))
    if not fitting:
        source = str(media.get("source_url") or "")
        return Picture(source, alt) if source and not link_fault(source) else None
    best = min(fitting, key=lambda size: (abs(size["width"] - WIDTH), size["width"]))
    height = best.get("height")
    return Picture(
        str(best["source_url"]), alt, width=_pixels(best["width"]), height=_pixels(height)
    )


def _pixels(value: object) -> int:
    return value if type(value) is int and 0 < value <= 10_000 else 0
