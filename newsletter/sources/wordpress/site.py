"""A WordPress site: its posts by REST, or by its feed where REST is shut, and its events.

    address -> site (Link header) -> pages of posts -> SitePost -> ImportItem    REST
                                  -> /feed/?paged=N -> ImportItem                where REST is shut
                                  -> tribe/events/v1 -> ImportItem               The Events Calendar

Sources: WordPress REST API handbook (pagination, discovery), WP_REST_Posts_Controller.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from newsletter.core.values.period import Period
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.base.import_item import ImportContext, ImportItem, Skip, SourceContent
from newsletter.sources.parsing.posts import names
from newsletter.sources.parsing.timestamps import utc
from newsletter.sources.wordpress.discovery import find_site
from newsletter.sources.wordpress.paged_feed import read_site_feed
from newsletter.sources.wordpress.rest import Listing, Progress, Shut, Site
from newsletter.sources.wordpress.rest_events import read_calendar
from newsletter.sources.wordpress.rest_posts import CAME, PROBLEM, PostJudge

FIELDS = (
    "id,date,date_gmt,modified_gmt,guid,link,status,type,title,content,excerpt,_links,_embedded"
)
ROUTE = "wp/v2/posts"
_QUERY = {
    "orderby": "id",
    "order": "asc",
    "_embed": "wp:term,wp:featuredmedia",
    "_fields": FIELDS,
}
_CATEGORIES_ROUTE = "wp/v2/categories"
_READ_ALL_EVERY = timedelta(days=7)
"""So often everything is read, whatever the site says was modified."""
_MARGIN = timedelta(days=1)
_VERSION = 1
"""To be raised when posts are read in a new way, so that all are read again."""

Entries = Mapping[int, Mapping[str, Any]]
"""Posts as REST gives them, by number."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is remembered of the site."""

    state: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    """The number of each post that was imported before, with its id."""

    def fits(self, guide: ImportContext) -> bool:
        """Whether reading what was modified is enough: nothing that decides about items changed."""
        return bool(self.state) and self.state.get("reading") == _fingerprint(guide)


def read_wordpress(
    fetcher: Fetcher,
    guide: ImportContext,
    before: Before,
    period: Period | None = None,
    progress: Progress = lambda *_: None,
) -> SourceContent:
    """Read a site; with a ``period`` only what that period may need.

    Raises NewsletterError when it cannot be read whole: then nothing is imported.
    """
    site = find_site(fetcher, guide.source.address)
    try:
        content = _read_posts(site, guide, before, period, progress)
    except Shut as shut:
        content = read_site_feed(fetcher, site, guide, progress)
        note = f"REST is shut at this site ({shut.message}), so its feed was read."
        # The feed knows less, so it takes nothing away from what REST said.
        return replace(content, notes=(*content.notes, note), by="feed")
    if site.has_calendar:
        content = _add(content, read_calendar(site, guide, progress))
    if period:
        return content
    return replace(content, gone=_find_gone(content, before))


def _find_gone(content: SourceContent, before: Before) -> tuple[str, ...]:
    """The ids of posts and events that were imported before and are there no more."""
    present = {item.number for item in content.found}
    for number, fate in _fates_in(content.state).items():
        if fate == CAME:
            present.add(int(number))
    return tuple(identity for number, identity in before.numbers.items() if number not in present)


def _add(posts: SourceContent, events: SourceContent) -> SourceContent:
    """Posts and events as one."""
    skipped = Counter(posts.skipped)
    skipped.update(events.skipped)
    return replace(
        posts,
        found=(*posts.found, *events.found),
        held=posts.held + events.held,
        skipped=skipped,
        problems=(*posts.problems, *events.problems),
        notes=(*posts.notes, *events.notes),
    )


def _fingerprint(guide: ImportContext) -> str:
    """Everything in the settings that decides what becomes of a post."""
    source = guide.source
    parts = [
        str(_VERSION),
        guide.timezone,
        ",".join(sorted(guide.event_categories)),
        source.network,
        source.country,
        source.language,
        source.audience,
    ]
    return "|".join(parts)


# ---- posts


def _read_posts(
    site: Site, guide: ImportContext, before: Before, period: Period | None, progress: Progress
) -> SourceContent:
    if period:
        return _read_period(site, guide, period, progress)
    if before.fits(guide):
        changed = _read_changed(site, guide, before, progress)
        if changed is not None:
            return changed
    judge = PostJudge(site, guide)
    return _judge_all(site.listing(ROUTE, _QUERY, progress, judge.look), judge)


def _read_period(
    site: Site, guide: ImportContext, period: Period, progress: Progress
) -> SourceContent:
    """What was published in the period, and all events: the site does not know their own days.

    There is a day of margin, since sites use their own clock.
    """
    judge = PostJudge(site, guide)
    within = {
        "after": _rest_time(_midnight(period.start) - _MARGIN),
        "before": _rest_time(_midnight(period.end) + _MARGIN),
    }
    listing = site.listing(ROUTE, _QUERY | within, progress, judge.look)
    categories = _find_event_categories(site, guide)
    if categories:
        query = _QUERY | {"categories": ",".join(categories)}
        events = site.listing(ROUTE, query, progress, judge.look)
        listing = _merge(listing, events)
    return replace(_judge_all(listing, judge), state={})


def _find_event_categories(site: Site, guide: ImportContext) -> list[str]:
    """The numbers of the categories whose posts are events."""
    query = {"_fields": "id,name", "orderby": "id"}
    categories = site.listing(_CATEGORIES_ROUTE, query, progress=lambda *_: None)
    chosen = [entry for entry in categories.entries if guide.is_event(names([entry.get("name")]))]
    return [str(entry["id"]) for entry in chosen]


def _merge(listing: Listing, more: Listing) -> Listing:
    """Both lists as one, each entry once."""
    present = {entry.get("id") for entry in listing.entries}
    others = [entry for entry in more.entries if entry.get("id") not in present]
    return Listing((*listing.entries, *others), listing.broken + more.broken)


def _read_changed(
    site: Site, guide: ImportContext, before: Before, progress: Progress
) -> SourceContent | None:
    """What was modified since the last import; None when that may not be all, and all must be read.

    A scheduled post comes out without being modified, so posts dated since are asked for too. The
    site's total must be the old one and what is new: else a post went, or came without a trace.
    """
    known = before.state.get("posts")
    if not isinstance(known, dict) or PROBLEM in known.values():
        return None
    # No total shows that as many posts came as went, so all are read from time to time.
    all_read_on = str(before.state.get("looked") or "")
    if all_read_on < (guide.today - _READ_ALL_EVERY).isoformat():
        return None
    entries = _read_recent(site, before, progress)
    if entries is None or _has_moved(before.state.get("newest"), entries):
        return None
    total = site.total(ROUTE)
    expected = {*known, *(str(number) for number in entries)}
    if total is None or total != len(expected):
        return None
    listing = Listing(tuple(entries.values()))
    return _with_unchanged(_judge_all(listing, PostJudge(site, guide)), before, total)


def _read_recent(site: Site, before: Before, progress: Progress) -> Entries | None:
    """The posts modified or published since the last import; None when that is not known."""
    modified = utc(str(before.state.get("modified", "")))
    dated = utc(str(before.state.get("dated", "")))
    if modified is None or dated is None:
        return None
    entries: dict[int, Mapping[str, Any]] = {}
    for key, moment in (("modified_after", modified), ("after", dated)):
        # Both exclude the moment itself, and are by the site's clock, which repeats an hour in
        # autumn. WordPress before 5.7 ignores the first.
        since = _rest_time(moment - timedelta(hours=1, seconds=1))
        listing = site.listing(ROUTE, _QUERY | {key: since}, progress)
        if listing.broken:
            return None
        for entry in listing.entries:
            entries[entry["id"]] = entry
    return entries


def _with_unchanged(content: SourceContent, before: Before, total: int) -> SourceContent:
    """What was read now, and everything else of the site's ``total`` as it was known."""
    known, read = _fates_in(before.state), _fates_in(content.state)
    unchanged = [str(fate) for number, fate in known.items() if number not in read]
    skipped = Counter(content.skipped)
    for fate in unchanged:
        if fate in Skip.__members__:
            skipped[Skip[fate]] += 1
    state = {**content.state, "looked": before.state.get("looked"), "posts": {**known, **read}}
    if not read:
        state["newest"] = before.state.get("newest")
    for key in ("modified", "dated"):
        state[key] = max(str(before.state.get(key)), str(content.state.get(key) or ""))
    return replace(
        content, held=total, unchanged=unchanged.count(CAME), skipped=skipped, state=state
    )


def _has_moved(newest: object, entries: Entries) -> bool:
    """Whether the newest post of last time has another address now.

    Then all addresses have changed, although no post was modified.
    """
    if not isinstance(newest, list) or len(newest) != 2:
        return False
    number, link = newest
    return number in entries and entries[number].get("link") != link


def _fates_in(state: Mapping[str, object]) -> Mapping[str, object]:
    """What became of each post, by its number, as it is remembered."""
    posts = state.get("posts")
    return posts if isinstance(posts, dict) else {}


# ---- a list of posts into items


def _judge_all(listing: Listing, judge: PostJudge) -> SourceContent:
    """Every post of a list as an item, as skipped for a reason, or as a problem."""
    found: list[ImportItem] = []
    skipped: Counter[Skip] = Counter()
    problems = ["an entry of its list is no post"] * listing.broken
    fates: dict[str, str] = {}
    for entry in listing.entries:
        number = str(entry["id"])
        result = judge.judged(entry)
        if result is None:
            problems.append(f"post {number} has not the form of a post")
            fates[number] = PROBLEM
        elif isinstance(result, Skip):
            skipped[result] += 1
            fates[number] = result.name
        else:
            found.append(result)
            fates[number] = CAME
    state = _describe_state(listing, judge.guide, fates)
    return SourceContent(tuple(found), listing.held, skipped, tuple(problems), state=state)


def _describe_state(
    listing: Listing, guide: ImportContext, fates: Mapping[str, str]
) -> dict[str, object]:
    """What is remembered for the next import."""
    newest = max(listing.entries, key=_publication_time, default={})
    return {
        "looked": guide.today.isoformat(),
        "newest": [newest.get("id"), newest.get("link")],
        "reading": _fingerprint(guide),
        "posts": fates,
        "modified": _find_latest(listing, "modified_gmt", guide),
        "dated": _find_latest(listing, "date_gmt", guide),
    }


def _publication_time(entry: Mapping[str, Any]) -> str:
    return str(entry.get("date_gmt") or "")


def _find_latest(listing: Listing, key: str, guide: ImportContext) -> str:
    """The latest moment of its posts, today at most.

    A clock that runs ahead must not hide what is changed from now on.
    """
    today = f"{guide.today.isoformat()}T00:00:00"
    moments = [min(str(entry.get(key) or ""), today) for entry in listing.entries]
    return max(moments, default="")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def _rest_time(moment: datetime) -> str:
    """A moment as REST takes it: with its time and zone (a plain day is refused)."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
