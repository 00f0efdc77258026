"""What of a source comes in, and what newsletter.toml says of all of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from newsletter.core.model.item import Kind
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.date_parser import UnreadableDate, parse_date
from newsletter.core.values.period import Period
from newsletter.settings import Settings, Source
from newsletter.sources.base.import_item import ImportItem, Skip, SourceContent


def with_source(gathered: SourceContent, source: Source) -> SourceContent:
    """What newsletter.toml says of all items of a source, where the items say nothing themselves."""

    def completed(found: ImportItem) -> ImportItem:
        return replace(
            found, network=found.network or source.network, country=found.country or source.country,
            language=found.language or source.language, audience="members" if source.audience == "members" else found.audience,
        )  # fmt: skip

    if not (source.network or source.country or source.language or source.audience):
        return gathered
    return replace(gathered, found=tuple(completed(found) for found in gathered.found))


def without_shared_links(gathered: SourceContent) -> SourceContent:
    """A link that several things of a source share (a page of events, a room to meet in) is no address of any of them: it would
    make them one. It stands in their text instead."""
    shared = Counter(
        f"{found.kind} {link_key(found.link)}" for found in gathered.found if found.link
    )

    def moved(found: ImportItem) -> ImportItem:
        if not found.link or shared[f"{found.kind} {link_key(found.link)}"] < 2:
            return found
        body = found.body if found.link in found.body else f"{found.body}\n\n<{found.link}>".strip()
        return replace(found, link="", body=body)

    return (
        replace(gathered, found=tuple(map(moved, gathered.found)))
        if max(shared.values(), default=0) > 1
        else gathered
    )


def of_period(gathered: SourceContent, period: Period | None, settings: Settings) -> SourceContent:
    """Only what may belong to a period; all of it when there is none."""
    if period is None:
        return gathered
    inside = tuple(
        found for found in gathered.found if _may_belong(found, period, settings.look_ahead_days)
    )
    outside = len(gathered.found) - len(inside)
    return replace(
        gathered,
        found=inside,
        skipped={**gathered.skipped, Skip.OUTSIDE: outside},
        gone=(),
        state={},
    )


def _may_belong(found: ImportItem, period: Period, look_ahead: int) -> bool:
    """Whether an item may belong to the period; one without a date that can be read may."""
    texts = (
        [found.starts, found.ends if len(found.ends) >= 10 else "", *found.dates]
        if found.kind is Kind.EVENT
        else []
    )
    texts = (
        [found.deadline] if found.kind is Kind.CALL and found.deadline else texts or [found.date]
    )
    days = [day for text in texts if text for day in _days(text)]
    if not days:
        return True
    end = period.end if found.kind is Kind.NEWS else period.end + timedelta(days=look_ahead)
    return min(days) < end and max(days) >= period.start


def _days(text: str) -> Iterable[date]:
    try:
        when = parse_date(text)
    except UnreadableDate:
        return []
    return [day for reading in when.readings for day in (reading.first.day, reading.last.day)]
