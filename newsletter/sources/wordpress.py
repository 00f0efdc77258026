"""A WordPress site: its posts by REST, by its feed where REST is shut, and the events of The Events Calendar.

    address -> site (Link header) -> pages of posts -> SitePost -> Found        REST
                                  -> /feed/?paged=N -> Found                     where REST is shut
                                  -> tribe/events/v1 -> Found                    where the site has a calendar

Sources: WordPress REST API handbook (pagination, discovery), WP_REST_Posts_Controller.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from newsletter.core.period import Period
from newsletter.core.text import one_line
from newsletter.sources.fetch import Fetcher
from newsletter.sources.found import Found, Gathered, Guide, Picture, Skip
from newsletter.sources.moments import Published, day_of, published, utc
from newsletter.sources.posts import WORDPRESS, SitePost, item_from, names, site_id
from newsletter.sources.wp_calendar import read_calendar
from newsletter.sources.wp_feed import read_site_feed
from newsletter.sources.wp_site import Listing, Shut, Site, find_site
from newsletter.workspace.fields import link_fault

Progress = Callable[[int, int], None]
"""Told how many pages are read, and of how many."""

FIELDS = "id,date,date_gmt,modified_gmt,guid,link,status,type,title,content,excerpt,_links,_embedded"
ROUTE = "wp/v2/posts"
WIDTH = 1200
"""Pixels that the featured picture should be wide."""
_MARGIN = timedelta(days=1)
_READING = 1
"""Raised when posts are read otherwise than before, so that all are read again."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is remembered of the site."""

    state: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    """The number of each post that came in before, with its id."""

    def fits(self, guide: Guide) -> bool:
        """Whether it is enough to ask for what was modified: nothing that decides about items is otherwise than then."""
        return bool(self.state) and self.state.get("reading") == _fingerprint(guide)


def read_wordpress(
    fetcher: Fetcher, guide: Guide, before: Before, period: Period | None = None, progress: Progress = lambda *_: None
) -> Gathered:
    """Read a site. With a ``period`` only what it may need is asked for. Raises NewsletterError: then nothing came in."""
    site = find_site(fetcher, guide.source.address)
    try:
        posts = _posts(site, guide, before, period, progress)
    except Shut as shut:
        gathered = read_site_feed(fetcher, site, guide, progress)
        return replace(
            gathered, notes=(*gathered.notes, f"REST is shut at this site ({shut.message}), so its feed was read.")
        )
    events = read_calendar(site, guide, progress) if site.has_calendar else None
    return _together(posts, events) if events else posts


def _together(posts: Gathered, events: Gathered) -> Gathered:
    skipped = {
        reason: posts.skipped.get(reason, 0) + events.skipped.get(reason, 0)
        for reason in {**posts.skipped, **events.skipped}
    }
    return replace(
        posts, found=(*posts.found, *events.found), held=posts.held + events.held, skipped=skipped,
        problems=(*posts.problems, *events.problems), notes=(*posts.notes, *events.notes),
    )  # fmt: skip


def _fingerprint(guide: Guide) -> str:
    source = guide.source
    return "|".join([str(_READING), guide.timezone, ",".join(sorted(guide.event_categories)), source.network, source.country, source.language, source.audience])  # fmt: skip


# ---- posts


def _posts(site: Site, guide: Guide, before: Before, period: Period | None, progress: Progress) -> Gathered:
    if period:
        return _of_period(site, guide, period, progress)
    if before.fits(guide):
        changed = _changed(site, guide, before, progress)
        if changed is not None:
            return changed
    return _as_gathered(site.listing(ROUTE, _query(), progress), site, guide, before)


def _query() -> dict[str, str]:
    return {"orderby": "id", "order": "asc", "_embed": "wp:term,wp:featuredmedia", "_fields": FIELDS}


def _of_period(site: Site, guide: Guide, period: Period, progress: Progress) -> Gathered:
    """What was published in the period, with a day of margin since sites cut by their own clock; and all events, whose own
    days are not known to the site."""
    after, until = (datetime(day.year, day.month, day.day, tzinfo=timezone.utc) for day in (period.start, period.end))
    listing = site.listing(ROUTE, _query() | {"after": _z(after - _MARGIN), "before": _z(until + _MARGIN)}, progress)
    categories = site.listing("wp/v2/categories", {"_fields": "id,name", "orderby": "id"}, lambda *_: None)
    events = [
        str(entry["id"]) for entry in categories.entries if "id" in entry and guide.is_event(names([entry.get("name")]))
    ]
    if events:
        more = site.listing(ROUTE, _query() | {"categories": ",".join(events)}, progress)
        there = {entry.get("id") for entry in listing.entries}
        others = [entry for entry in more.entries if entry.get("id") not in there]
        listing = Listing((*listing.entries, *others), listing.broken + more.broken)
    return replace(_as_gathered(listing, site, guide, Before()), state={}, gone=())


def _changed(site: Site, guide: Guide, before: Before, progress: Progress) -> Gathered | None:
    """What was modified since the last import; None when that is not the whole truth, and all must be read.

    A scheduled post comes out without being modified, so what is dated since is asked for too; and the site's own total must be
    what it was and what has come in since, or something went, or came in without a trace.
    """
    since, last = utc(str(before.state.get("modified", ""))), utc(str(before.state.get("dated", "")))
    known = before.state.get("posts")
    if since is None or last is None or not isinstance(known, dict) or _PROBLEM in known.values():
        return None
    entries: dict[Any, Mapping[str, Any]] = {}
    for key, moment in (("modified_after", since), ("after", last)):
        # Both are exclusive and by the site's clock, which repeats an hour in autumn. Before 5.7 the first is passed over.
        listing = site.listing(ROUTE, _query() | {key: _z(moment - timedelta(hours=1, seconds=1))}, progress)
        if listing.broken:
            return None
        entries |= {entry.get("id"): entry for entry in listing.entries}
    total = site.total(ROUTE)
    if total != len({*known, *map(str, entries)}):
        return None
    gathered = _as_gathered(Listing(tuple(entries.values())), site, guide, before)
    quiet = [fate for number, fate in known.items() if int(number) not in entries]
    skipped = Counter(gathered.skipped)
    skipped.update(Skip[fate] for fate in quiet if fate in Skip.__members__)
    state = {**gathered.state, "posts": {**known, **_posts_in(gathered.state)}}
    for key in ("modified", "dated"):
        state[key] = max(str(before.state.get(key)), str(gathered.state.get(key) or ""))
    untouched = sum(fate == _CAME for fate in quiet)
    return replace(gathered, held=total or 0, unchanged=untouched, skipped=skipped, state=state,
                   gone=tuple(identity for identity in gathered.gone if identity in _ids_of(entries, before)))  # fmt: skip


def _posts_in(state: Mapping[str, object]) -> Mapping[str, object]:
    posts = state.get("posts")
    return posts if isinstance(posts, dict) else {}


def _ids_of(entries: Mapping[Any, object], before: Before) -> set[str]:
    return {identity for number, identity in before.numbers.items() if number in entries}


_CAME, _PROBLEM = "came", "problem"
"""What is remembered of a post that came in, and of one that could not be read; of others the name of their Skip."""


def _as_gathered(listing: Listing, site: Site, guide: Guide, before: Before) -> Gathered:
    """Every post of a list as an item, as skipped for a reason, or as a problem."""
    found: list[Found] = []
    fates: dict[str, str] = {}
    problems = ["an entry of its list is no post"] * listing.broken
    for entry in listing.entries:
        number = entry.get("id")
        try:
            made = _post(entry, site, guide)
        except (KeyError, TypeError, ValueError, AttributeError):
            problems.append(f"post {str(number)[:20]} has not the form of a post")
            fates[str(number)] = _PROBLEM
            continue
        fates[str(number)] = made.name if isinstance(made, Skip) else _CAME
        if isinstance(made, SitePost):
            found.append(item_from(made, guide))
    came = {int(number) for number, fate in fates.items() if fate == _CAME}
    state = {
        "reading": _fingerprint(guide), "posts": fates,
        "modified": max((str(entry.get("modified_gmt") or "") for entry in listing.entries), default=""),
        "dated": max((str(entry.get("date_gmt") or "") for entry in listing.entries), default=""),
    }  # fmt: skip
    return Gathered(
        tuple(found), listing.held, Counter(Skip[fate] for fate in fates.values() if fate in Skip.__members__), tuple(problems),
        gone=tuple(identity for number, identity in before.numbers.items() if number not in came), state=state,
    )  # fmt: skip


def _post(entry: Mapping[str, Any], site: Site, guide: Guide) -> SitePost | Skip:
    """One post. What the public cannot read is skipped before any of its words is looked at."""
    status = entry.get("status", "publish")
    if status != "publish":
        return Skip.PRIVATE if status == "private" else Skip.UNPUBLISHED
    content, excerpt = entry["content"], entry.get("excerpt") or {}
    if content.get("protected") or excerpt.get("protected"):
        return Skip.PASSWORD
    if entry.get("type", "post") != "post":
        return Skip.NOT_CONTENT
    number = int(entry["id"])
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
        str(excerpt.get("rendered") or ""), str(entry.get("link") or ""), _published(entry, site, guide),
        names(term.get("name") for term in terms if term.get("taxonomy") == "category"),
        names(term.get("name") for term in terms if term.get("taxonomy") == "post_tag"),
        _picture(embedded), number=number, language=guide.source.language,
    )  # fmt: skip


def _published(entry: Mapping[str, Any], site: Site, guide: Guide) -> Published:
    """``date_gmt`` is the instant; ``date`` is by the site's clock and names no zone."""
    instant = utc(str(entry.get("date_gmt") or ""))
    if instant is not None:
        return Published(day_of(instant, guide.zone))
    local = utc(str(entry.get("date") or ""))
    if local is not None and site.zone is not None:
        return Published(day_of(local.replace(tzinfo=site.zone), guide.zone))
    return published(str(entry.get("date") or ""), guide.zone)


def _picture(embedded: Mapping[str, Any]) -> Picture | None:
    """The featured picture in the size nearest to 1,200 pixels, with its description."""
    media = next((entry for entry in embedded.get("wp:featuredmedia") or [] if isinstance(entry, dict)), {})
    details = media.get("media_details")
    details = details if isinstance(details, dict) else {}
    sizes = details.get("sizes")
    sizes = [size for size in sizes.values() if isinstance(size, dict)] if isinstance(sizes, dict) else []
    sizes.append(
        {"width": details.get("width"), "height": details.get("height"), "source_url": media.get("source_url")}
    )
    fitting = [
        size
        for size in sizes
        if isinstance(size.get("width"), int) and not link_fault(str(size.get("source_url") or "x"))
    ]
    alt = one_line(str(media.get("alt_text") or ""))
    if not fitting:
        source = str(media.get("source_url") or "")
        return Picture(source, alt) if source and not link_fault(source) else None
    best = min(fitting, key=lambda size: (abs(size["width"] - WIDTH), size["width"]))
    height = best.get("height")
    return Picture(str(best["source_url"]), alt, width=_pixels(best["width"]), height=_pixels(height))


def _pixels(value: object) -> int:
    return value if isinstance(value, int) and 0 < value <= 10_000 else 0


def _z(moment: datetime) -> str:
    """A bound as REST takes it: a whole date-time with its zone (a plain day is refused)."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
