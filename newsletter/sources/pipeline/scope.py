"""Limit what a source holds to what is asked for, and complete it from newsletter.toml."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from newsletter.core.model.item import Audience, Kind
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.date_parser import UnreadableDate, parse_date
from newsletter.core.values.period import Period
from newsletter.settings import Settings, Source
from newsletter.sources.base.import_item import ImportItem, Skip, SourceContent

_DATE_LENGTH = len("2022-04-30")


def fill_from_settings(content: SourceContent, source: Source) -> SourceContent:
    """Give items the network, country and language of their source where they have none.

    What the source has for members only is for members only.
    """
    items = []
    for item in content.found:
        completed = replace(
            item,
            network=item.network or source.network,
            country=item.country or source.country,
            language=item.language or source.language,
        )
        if source.stated_audience is Audience.MEMBERS:
            completed = replace(completed, audience=Audience.MEMBERS)
        items.append(completed)
    return replace(content, found=tuple(items))


def move_shared_links(content: SourceContent) -> SourceContent:
    """Move a link that several items of a source share from their ``link`` into their text.

    Such a link (a page of events, a room to meet in) is the address of none of them, and would make
    them all one item.
    """
    uses = Counter(_link_and_kind(item) for item in content.found if item.link)
    items = []
    for item in content.found:
        if item.link and uses[_link_and_kind(item)] > 1:
            item = _with_link_in_text(item)
        items.append(item)
    return replace(content, found=tuple(items))


def _link_and_kind(item: ImportItem) -> str:
    return f"{item.kind} {link_key(item.link)}"


def _with_link_in_text(item: ImportItem) -> ImportItem:
    body = item.body
    if item.link not in body:
        body = f"{body}\n\n<{item.link}>".strip()
    return replace(item, link="", body=body)


def limit_to_period(
    content: SourceContent, period: Period | None, settings: Settings
) -> SourceContent:
    """Leave only what may belong to a period; everything when ``period`` is None."""
    if period is None:
        return content
    days = settings.look_ahead_days
    inside = [item for item in content.found if _may_belong(item, period, days)]
    outside = len(content.found) - len(inside)
    skipped = {**content.skipped, Skip.OUTSIDE: outside}
    return replace(content, found=tuple(inside), skipped=skipped, gone=(), state={})


def _may_belong(item: ImportItem, period: Period, look_ahead_days: int) -> bool:
    """Whether an item may belong to the period; one without a date that can be read may."""
    days: list[date] = []
    for text in _deciding_dates(item):
        days += _days(text)
    if not days:
        return True
    end = period.end
    if item.kind is not Kind.NEWS:
        end += timedelta(days=look_ahead_days)
    return min(days) < end and max(days) >= period.start


def _deciding_dates(item: ImportItem) -> list[str]:
    """The texts of the dates that decide whether an item belongs to a period."""
    if item.kind is Kind.CALL and item.deadline:
        return [item.deadline]
    if item.kind is not Kind.EVENT:
        return [item.date]
    ends_with_a_date = len(item.ends) >= _DATE_LENGTH  # not only a time, such as 18:30
    ends = item.ends if ends_with_a_date else ""
    return [item.starts, ends, *item.dates]


def _days(text: str) -> list[date]:
    """The first and last days that a text may mean; none when it cannot be read."""
    if not text:
        return []
    try:
        when = parse_date(text)
    except UnreadableDate:
        return []
    days = []
    for reading in when.readings:
        days += [reading.first.day, reading.last.day]
    return days
