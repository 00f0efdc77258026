"""The Events Calendar's REST (tribe/events/v1): events with their own days, zones and places.

Its default is what is to come, so the days are always named; they are inclusive (Archive_Event.php, Post_Repository.php).
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from newsletter.core.model.item import Kind
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
from newsletter.sources.feeds.feed import is_protected
from newsletter.sources.parsing.posts import WORDPRESS, names, site_id
from newsletter.sources.parsing.site_text import line_of, text_of
from newsletter.sources.parsing.summaries import opening
from newsletter.sources.parsing.timestamps import day_of, published, utc
from newsletter.sources.wordpress.rest import MAX_PAGES, Site, parsed
from newsletter.workspace.frontmatter.field_values import link_fault

_ROUTE = "tribe/events/v1/events"
_PER_PAGE = 50
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(?::\d{2})?")


def read_calendar(
    site: Site, guide: ImportContext, progress: Callable[[int, int], None]
) -> SourceContent:
    """Every event of the site's calendar. Raises NewsletterError when it cannot be had whole."""
    entries: dict[Any, Mapping[str, Any]] = {}
    broken, total, number = 0, None, 1
    while number <= MAX_PAGES:
        data = _ask(site, number)
        if data is None:
            break
        events = data["events"]
        said = data.get("total")
        total = said if number == 1 and isinstance(said, int) else total
        fresh = [
            event for event in events if isinstance(event, dict) and type(event.get("id")) is int
        ]
        ids = [event["id"] for event in fresh]
        if len(set(ids)) != len(ids) or entries.keys() & set(ids):
            raise NewsletterError(
                "its calendar gives the same event on two pages. Nothing was changed; try again later"
            )
        entries |= {event["id"]: event for event in fresh}
        broken += len(events) - len(fresh)
        pages = data.get("total_pages")
        progress(number, pages if isinstance(pages, int) else number)
        if not events or (isinstance(pages, int) and number >= pages):
            break
        number += 1
    else:
        raise NewsletterError(f"its calendar has more than {MAX_PAGES} pages. Nothing was changed")
    if total is not None and total != len(entries) + broken:
        raise NewsletterError(
            f"its calendar says that it holds {total:,} events, and {len(entries) + broken:,} came. Nothing was changed"
        )
    return _gathered(list(entries.values()), broken, site, guide)


def _ask(site: Site, page: int) -> Mapping[str, Any] | None:
    query = {
        "start_date": "1990-01-01 00:00:00",
        "end_date": "2099-12-31 23:59:59",
        "per_page": str(_PER_PAGE),
        "page": str(page),
    }
    answer = site.fetcher.get(site.url(_ROUTE, query), errors=True)
    data = parsed(answer)
    if (
        answer.status == 404
        and isinstance(data, dict)
        and data.get("code") == "event-archive-page-not-found"
    ):
        return None
    if (
        answer.status != 200
        or not isinstance(data, dict)
        or not isinstance(data.get("events"), list)
    ):
        raise NewsletterError(
            f"its calendar answers {answer.status}, which is not a list of events. Nothing was changed; try again later"
        )
    return data


def _gathered(
    events: list[Mapping[str, Any]], broken: int, site: Site, guide: ImportContext
) -> SourceContent:
    found, skipped, problems = (
        [],
        Counter[Skip](),
        ["an entry of its calendar is no event"] * broken,
    )
    for event in events:
        try:
            if event.get("status", "publish") != "publish":
                skipped[Skip.UNPUBLISHED] += 1
            elif (
                event.get("password")
                or event.get("post_password")
                or is_protected(str(event.get("title")), str(event.get("description")))
            ):
                skipped[Skip.PASSWORD] += 1
            elif event.get("hide_from_listings"):
                skipped[Skip.HIDDEN] += 1
            else:
                found.append(_event(event, site, guide))
        except Exception:  # an event can have any shape; one spoils no other
            problems.append(
                f"event {str(event.get('id'))[:20]} of its calendar has not the form of an event"
            )
    return SourceContent(tuple(found), len(events) + broken, skipped, tuple(problems))


def _event(event: Mapping[str, Any], site: Site, guide: ImportContext) -> ImportItem:
    number, link, title = int(event["id"]), str(event.get("url") or ""), event["title"]
    if not isinstance(title, str):
        raise TypeError
    text = text_of(str(event.get("description") or ""), link)
    starts, ends, zone, doubt = _when(event)
    venue = event.get("venue")
    place, country = _place(venue if isinstance(venue, dict) else {})
    announced = utc(str(event.get("date_utc") or ""))
    website = str(event.get("website") or "")
    return ImportItem(
        Kind.EVENT, line_of(title) or "Untitled event", WORDPRESS, site_id("", site.home, number),
        date=day_of(announced, guide.zone) if announced else published(str(event.get("date") or ""), guide.zone).text,
        starts=starts, ends=ends, timezone=zone, location=place, country=country,
        register=website if website and not link_fault(website) else "", link="" if link_fault(link) else link,
        summary=opening(text.opening), body=text.body, categories=_terms(event.get("categories")), tags=_terms(event.get("tags")),
        picture=_picture(event.get("image")), undecided=doubt, number=number, language=guide.source.language,
    )  # fmt: skip


def _when(event: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Start, end, zone and what is doubtful. Its times are by the event's own clock; an all-day event's end is its last day."""
    first, last = (
        _TIME.fullmatch(str(event.get(key) or "").strip()) for key in ("start_date", "end_date")
    )
    if first is None:
        said = one_line(str(event.get("start_date") or ""))[:60]
        return said, "", "", f"its start {said!r} is not a date; write starts: in its file"
    if event.get("all_day"):
        return first[1], last[1] if last and last[1] > first[1] else "", "", ""
    name = one_line(str(event.get("timezone") or ""))
    known = iana_zone(name) is not None or offset_zone(name) is not None
    ends, doubt = (
        "",
        ""
        if known or not name
        else f"its time zone {name!r} is not known; put timezone: right in its file",
    )
    if last and last[0] < first[0]:
        doubt = doubt or "it ends before it starts; put ends: right in its file"
    if last and last[0] != first[0]:
        ends = last[2] if last[1] == first[1] else f"{last[1]} {last[2]}"
    return f"{first[1]} {first[2]}", ends, name, doubt


def _place(venue: Mapping[str, Any]) -> tuple[str, str]:
    parts = [line_of(str(venue.get(key) or "")) for key in ("venue", "city", "country")]
    return ", ".join(dict.fromkeys(part for part in parts if part))[:300], parts[2]


def _terms(terms: object) -> tuple[str, ...]:
    return (
        names(term.get("name") for term in terms if isinstance(term, dict))
        if isinstance(terms, list)
        else ()
    )


def _picture(image: object) -> Picture | None:
    if not isinstance(image, dict):
        return None
    sizes = image.get("sizes")
    every = (
        [size for size in sizes.values() if isinstance(size, dict)]
        if isinstance(sizes, dict)
        else []
    )
    every = [
        size
        for size in [*every, image]
        if type(size.get("width")) is int and not link_fault(str(size.get("url") or "x"))
    ]
    if not every:
        return None
    best = min(every, key=lambda size: (abs(size["width"] - 1200), size["width"]))
    height = best.get("height")
    return Picture(
        str(best["url"]),
        one_line(str(image.get("alt") or "")),
        width=best["width"],
        height=height if type(height) is int else 0,
    )
