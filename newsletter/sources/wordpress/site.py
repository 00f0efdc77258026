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

from newsletter.core.values.period import Period
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.base.import_item import ImportContext, ImportItem, Skip, SourceContent
from newsletter.sources.parsing.posts import names
from newsletter.sources.parsing.timestamps import utc
from newsletter.sources.wordpress.paged_feed import read_site_feed
from newsletter.sources.wordpress.rest import Listing, Shut, Site, find_site
from newsletter.sources.wordpress.rest_events import read_calendar
from newsletter.sources.wordpress.rest_posts import CAME, PROBLEM, Judge

Progress = Callable[[int, int], None]
"""Told how many pages are read, and of how many."""

FIELDS = (
    "id,date,date_gmt,modified_gmt,guid,link,status,type,title,content,excerpt,_links,_embedded"
)
ROUTE = "wp/v2/posts"
_LOOK_EVERY = timedelta(days=7)
"""So often everything is read, whatever the site says of what was modified."""
_MARGIN = timedelta(days=1)
_READING = 1
"""Raised when posts are read otherwise than before, so that all are read again."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is remembered of the site."""

    state: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    """The number of each post that came in before, with its id."""

    def fits(self, guide: ImportContext) -> bool:
        """Whether it is enough to ask for what was modified: nothing that decides about items is otherwise than then."""
        return bool(self.state) and self.state.get("reading") == _fingerprint(guide)


def read_wordpress(
    fetcher: Fetcher,
    guide: ImportContext,
    before: Before,
    period: Period | None = None,
    progress: Progress = lambda *_: None,
) -> SourceContent:
    """Read a site. With a ``period`` only what it may need is asked for. Raises NewsletterError: then nothing came in."""
    site = find_site(fetcher, guide.source.address)
    try:
        posts = _posts(site, guide, before, period, progress)
    except Shut as shut:
        gathered = read_site_feed(fetcher, site, guide, progress)
        note = f"REST is shut at this site ({shut.message}), so its feed was read."
        # By the feed, which knows less and so takes nothing away from what REST said.
        return replace(gathered, notes=(*gathered.notes, note), by="feed")
    together = (
        _together(posts, read_calendar(site, guide, progress)) if site.has_calendar else posts
    )
    return together if period else replace(together, gone=_gone(together, before))


def _gone(gathered: SourceContent, before: Before) -> tuple[str, ...]:
    """The ids of posts and events that came in before and do not any more."""
    came = {int(number) for number, fate in _posts_in(gathered.state).items() if fate == CAME}
    came |= {found.number for found in gathered.found}
    return tuple(identity for number, identity in before.numbers.items() if number not in came)


def _together(posts: SourceContent, events: SourceContent) -> SourceContent:
    skipped = {
        reason: posts.skipped.get(reason, 0) + events.skipped.get(reason, 0)
        for reason in {**posts.skipped, **events.skipped}
    }
    return replace(
        posts, found=(*posts.found, *events.found), held=posts.held + events.held, skipped=skipped,
        problems=(*posts.problems, *events.problems), notes=(*posts.notes, *events.notes),
    )  # fmt: skip


def _fingerprint(guide: ImportContext) -> str:
    source = guide.source
    return "|".join([str(_READING), guide.timezone, ",".join(sorted(guide.event_categories)), source.network, source.country, source.language, source.audience])  # fmt: skip


# ---- posts


def _posts(
    site: Site, guide: ImportContext, before: Before, period: Period | None, progress: Progress
) -> SourceContent:
    if period:
        return _of_period(site, guide, period, progress)
    if before.fits(guide):
        changed = _changed(site, guide, before, progress)
        if changed is not None:
            return changed
    judge = Judge(site, guide)
    return _as_gathered(site.listing(ROUTE, _query(), progress, judge.look), judge)


def _query() -> dict[str, str]:
    return {
        "orderby": "id",
        "order": "asc",
        "_embed": "wp:term,wp:featuredmedia",
        "_fields": FIELDS,
    }


def _of_period(
    site: Site, guide: ImportContext, period: Period, progress: Progress
) -> SourceContent:
    """What was published in the period, with a day of margin since sites cut by their own clock; and all events, whose own
    days are not known to the site."""
    after, until = (
        datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
        for day in (period.start, period.end)
    )
    judge = Judge(site, guide)
    within = {"after": _z(after - _MARGIN), "before": _z(until + _MARGIN)}
    listing = site.listing(ROUTE, _query() | within, progress, judge.look)
    categories = site.listing(
        "wp/v2/categories", {"_fields": "id,name", "orderby": "id"}, lambda *_: None
    )
    events = [
        str(entry["id"])
        for entry in categories.entries
        if "id" in entry and guide.is_event(names([entry.get("name")]))
    ]
    if events:
        more = site.listing(
            ROUTE, _query() | {"categories": ",".join(events)}, progress, judge.look
        )
        there = {entry.get("id") for entry in listing.entries}
        others = [entry for entry in more.entries if entry.get("id") not in there]
        listing = Listing((*listing.entries, *others), listing.broken + more.broken)
    return replace(_as_gathered(listing, judge), state={})


def _changed(
    site: Site, guide: ImportContext, before: Before, progress: Progress
) -> SourceContent | None:
    """What was modified since the last import; None when that is not the whole truth, and all must be read.

    A scheduled post comes out without being modified, so what is dated since is asked for too; and the site's own total must be
    what it was and what has come in since, or something went, or came in without a trace.
    """
    known, looked = before.state.get("posts"), str(before.state.get("looked") or "")
    if not isinstance(known, dict) or PROBLEM in known.values():
        return None
    if (
        looked < (guide.today - _LOOK_EVERY).isoformat()
    ):  # what came in and went unseen, one for one, no total shows
        return None
    entries = _recent(site, before, progress)
    if entries is None or _elsewhere(before.state.get("newest"), entries):
        return None
    total = site.total(ROUTE)
    if total is None or total != len({*known, *map(str, entries)}):
        return None
    return _and_quiet(
        _as_gathered(Listing(tuple(entries.values())), Judge(site, guide)), before, total
    )


def _recent(site: Site, before: Before, progress: Progress) -> dict[int, Mapping[str, Any]] | None:
    """The posts that were modified or came out since the last import, by number; None when that cannot be said."""
    since, last = (
        utc(str(before.state.get("modified", ""))),
        utc(str(before.state.get("dated", ""))),
    )
    if since is None or last is None:
        return None
    entries: dict[int, Mapping[str, Any]] = {}
    for key, moment in (("modified_after", since), ("after", last)):
        # Both are exclusive and by the site's clock, which repeats an hour in autumn. Before 5.7 the first is passed over.
        listing = site.listing(
            ROUTE, _query() | {key: _z(moment - timedelta(hours=1, seconds=1))}, progress
        )
        if listing.broken:
            return None
        entries |= {entry["id"]: entry for entry in listing.entries}
    return entries


def _and_quiet(gathered: SourceContent, before: Before, total: int) -> SourceContent:
    """What was read now, and everything else of the site's ``total`` as it was known."""
    known, read = _posts_in(before.state), _posts_in(gathered.state)
    quiet = [str(fate) for number, fate in known.items() if number not in read]
    skipped = Counter(gathered.skipped)
    skipped.update(Skip[fate] for fate in quiet if fate in Skip.__members__)
    state = {**gathered.state, "looked": before.state.get("looked"), "posts": {**known, **read}}
    if not read:
        state["newest"] = before.state.get("newest")
    for key in ("modified", "dated"):
        state[key] = max(str(before.state.get(key)), str(gathered.state.get(key) or ""))
    return replace(gathered, held=total, unchanged=quiet.count(CAME), skipped=skipped, state=state)


def _elsewhere(newest: object, entries: Mapping[Any, Mapping[str, Any]]) -> bool:
    """Whether the newest post of last time has another address now: then all addresses changed, and nothing was modified."""
    number, link = newest if isinstance(newest, list) and len(newest) == 2 else (None, None)
    return number in entries and entries[number].get("link") != link


def _posts_in(state: Mapping[str, object]) -> Mapping[str, object]:
    posts = state.get("posts")
    return posts if isinstance(posts, dict) else {}


def _as_gathered(listing: Listing, judge: Judge) -> SourceContent:
    """Every post of a list as an item, as skipped for a reason, or as a problem."""
    judged = {entry["id"]: judge.judged(entry) for entry in listing.entries}
    fates = {
        number: made.name if isinstance(made, Skip) else CAME if made else PROBLEM
        for number, made in judged.items()
    }
    problems = ["an entry of its list is no post"] * listing.broken
    problems += [
        f"post {number} has not the form of a post"
        for number, fate in fates.items()
        if fate == PROBLEM
    ]
    newest = max(listing.entries, key=lambda entry: str(entry.get("date_gmt") or ""), default={})
    state = {
        "looked": judge.guide.today.isoformat(), "newest": [newest.get("id"), newest.get("link")], "reading": _fingerprint(judge.guide), "posts": {str(number): fate for number, fate in fates.items()},
        "modified": _latest(listing, "modified_gmt", judge.guide), "dated": _latest(listing, "date_gmt", judge.guide),
    }  # fmt: skip
    return SourceContent(
        tuple(made for made in judged.values() if isinstance(made, ImportItem)), listing.held,
        Counter(made for made in judged.values() if isinstance(made, Skip)), tuple(problems), state=state,
    )  # fmt: skip


def _latest(listing: Listing, key: str, guide: ImportContext) -> str:
    """The latest moment of its posts; a clock that runs ahead must not hide what is changed from now on."""
    now = f"{guide.today.isoformat()}T00:00:00"
    return max((min(str(entry.get(key) or ""), now) for entry in listing.entries), default="")


def _z(moment: datetime) -> str:
    """A bound as REST takes it: a whole date-time with its zone (a plain day is refused)."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
