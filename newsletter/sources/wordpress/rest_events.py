"""The Events Calendar's REST (tribe/events/v1): events with their own days, zones and places.

By default it gives only what is to come, so the days are always named. They are inclusive
(Archive_Event.php, Post_Repository.php).
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
from newsletter.sources.wordpress.picture_sizes import nearest_size, sizes_in
from newsletter.sources.wordpress.rest import MAX_PAGES, Site, parsed
from newsletter.workspace.frontmatter.field_values import link_fault

_ROUTE = "tribe/events/v1/events"
_PER_PAGE = 50
_TIME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2}) (?P<clock>\d{2}:\d{2})(?::\d{2})?")

Event = Mapping[str, Any]
"""An event as the calendar gives it."""


@dataclass(slots=True)
class _Events:
    """The events of the pages that have been read so far."""

    by_number: dict[int, Event] = field(default_factory=dict)
    broken: int = 0
    """How many entries are not events."""

    @property
    def held(self) -> int:
        return len(self.by_number) + self.broken

    def add_page(self, entries: list[Any]) -> None:
        """Add the events of a page. Raises NewsletterError when one of them came before."""
        for entry in entries:
            if not isinstance(entry, dict) or type(entry.get("id")) is not int:
                self.broken += 1
                continue
            if entry["id"] in self.by_number:
                raise NewsletterError(
                    "its calendar gives the same event on two pages. "
                    "Nothing was changed; try again later"
                )
            self.by_number[entry["id"]] = entry


@dataclass(frozen=True, slots=True)
class CalendarTimes:
    """When an event is, as content files have it; each part is empty where it is not known."""

    starts: str = ""
    ends: str = ""
    timezone: str = ""
    doubt: str = ""
    """What is unclear about them, as a sentence."""


def read_calendar(
    site: Site, guide: ImportContext, progress: Callable[[int, int], None]
) -> SourceContent:
    """Every event of the site's calendar. Raises NewsletterError when it cannot be read whole."""
    events = _Events()
    total: int | None = None
    for number in range(1, MAX_PAGES + 1):
        page = _fetch_page(site, number)
        if page is None:
            break
        if number == 1:
            total = _whole_number(page.get("total"))
        events.add_page(page["events"])
        pages = _whole_number(page.get("total_pages"))
        progress(number, number if pages is None else pages)
        is_last = pages is not None and number >= pages
        if is_last or not page["events"]:
            break
    else:
        raise NewsletterError(f"its calendar has more than {MAX_PAGES} pages. Nothing was changed")
    if total is not None and total != events.held:
        raise NewsletterError(
            f"its calendar says that it holds {total:,} events, and {events.held:,} came. "
            "Nothing was changed"
        )
    return _make_items(events, site, guide)


def _whole_number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _fetch_page(site: Site, page: int) -> Mapping[str, Any] | None:
    """A page of the calendar; None behind the last one. Raises NewsletterError."""
    query = {
        "start_date": "1990-01-01 00:00:00",
        "end_date": "2099-12-31 23:59:59",
        "per_page": str(_PER_PAGE),
        "page": str(page),
    }
    answer = site.fetcher.get(site.url(_ROUTE, query), errors=True)
    data = parsed(answer)
    if isinstance(data, dict):
        if answer.status == 200 and isinstance(data.get("events"), list):
            return data
        if answer.status == 404 and data.get("code") == "event-archive-page-not-found":
            return None
    raise NewsletterError(
        f"its calendar answers {answer.status}, which is not a list of events. "
        "Nothing was changed; try again later"
    )


# ---- events into items


def _make_items(events: _Events, site: Site, guide: ImportContext) -> SourceContent:
    """Every event as an item, as skipped for a reason, or as a problem."""
    found = []
    skipped: Counter[Skip] = Counter()
    problems = ["an entry of its calendar is no event"] * events.broken
    for number, event in events.by_number.items():
        try:
            reason = _reason_to_skip(event)
            if reason:
                skipped[reason] += 1
            else:
                found.append(_make_item(event, site, guide))
        except Exception:  # an event can have any shape; one spoils no other
            short = str(number)[:20]
            problems.append(f"event {short} of its calendar has not the form of an event")
    return SourceContent(tuple(found), events.held, skipped, tuple(problems))


def _reason_to_skip(event: Event) -> Skip | None:
    """Why an event is not for everybody."""
    if event.get("status", "publish") != "publish":
        return Skip.UNPUBLISHED
    if event.get("password") or event.get("post_password"):
        return Skip.PASSWORD
    if is_protected(str(event.get("title")), str(event.get("description"))):
        return Skip.PASSWORD
    if event.get("hide_from_listings"):
        return Skip.HIDDEN
    return None


def _make_item(event: Event, site: Site, guide: ImportContext) -> ImportItem:
    """The item of an event. Raises an exception of any kind when the event has not its form."""
    number = int(event["id"])
    title = event["title"]
    if not isinstance(title, str):
        raise TypeError
    link = _text(event, "url")
    website = _text(event, "website")
    text = text_of(_text(event, "description"), link)
    times = _times_of(event)
    venue = event.get("venue")
    place, country = _place_of(venue if isinstance(venue, dict) else {})
    return ImportItem(
        Kind.EVENT,
        title=line_of(title) or "Untitled event",
        source_kind=WORDPRESS,
        source_id=site_id("", site.home, number),
        date=_announced_on(event, guide),
        starts=times.starts,
        ends=times.ends,
        timezone=times.timezone,
        location=place,
        country=country,
        register="" if link_fault(website) else website,
        link="" if link_fault(link) else link,
        summary=opening(text.opening),
        body=text.body,
        categories=_names_of(event.get("categories")),
        tags=_names_of(event.get("tags")),
        picture=_picture_of(event.get("image")),
        undecided=times.doubt,
        number=number,
        language=guide.source.language,
    )


def _text(part: Mapping[str, Any], key: str) -> str:
    return str(part.get(key) or "")


def _announced_on(event: Event, guide: ImportContext) -> str:
    """The day the event was published on the site."""
    instant = utc(_text(event, "date_utc"))
    if instant:
        return day_of(instant, guide.zone)
    return published(_text(event, "date"), guide.zone).text


def _times_of(event: Event) -> CalendarTimes:
    """When the event is, by its own clock; an all-day event's end is its last day."""
    first = _TIME.fullmatch(_text(event, "start_date").strip())
    last = _TIME.fullmatch(_text(event, "end_date").strip())
    if first is None:
        start = one_line(_text(event, "start_date"))[:60]
        doubt = f"its start {start!r} is not a date; write starts: in its file"
        return CalendarTimes(start, doubt=doubt)
    if event.get("all_day"):
        has_more_days = last is not None and last["day"] > first["day"]
        return CalendarTimes(first["day"], last["day"] if last and has_more_days else "")
    zone = one_line(_text(event, "timezone"))
    doubt = ""
    if zone and iana_zone(zone) is None and offset_zone(zone) is None:
        doubt = f"its time zone {zone!r} is not known; put timezone: right in its file"
    elif last and last[0] < first[0]:
        doubt = "it ends before it starts; put ends: right in its file"
    starts = f"{first['day']} {first['clock']}"
    return CalendarTimes(starts, _write_end(first, last), zone, doubt)


def _write_end(first: re.Match[str], last: re.Match[str] | None) -> str:
    """The end: its time, with its day where that is another; empty when there is no end."""
    if last is None or last[0] == first[0]:
        return ""
    if last["day"] == first["day"]:
        return last["clock"]
    return f"{last['day']} {last['clock']}"


def _place_of(venue: Mapping[str, Any]) -> tuple[str, str]:
    """The place in words, and its country."""
    parts = [line_of(_text(venue, key)) for key in ("venue", "city", "country")]
    country = parts[-1]
    distinct = dict.fromkeys(part for part in parts if part)
    return ", ".join(distinct)[:300], country


def _names_of(terms: object) -> tuple[str, ...]:
    """The names of categories or tags."""
    if not isinstance(terms, list):
        return ()
    return names(term.get("name") for term in terms if isinstance(term, dict))


def _picture_of(image: object) -> Picture | None:
    """The event's picture in the size nearest to the wanted width."""
    if not isinstance(image, dict):
        return None
    best = nearest_size([*sizes_in(image.get("sizes")), image], "url")
    if best is None:
        return None
    height = best.get("height")
    return Picture(
        str(best["url"]),
        one_line(_text(image, "alt")),
        width=best["width"],
        height=height if type(height) is int else 0,
    )
