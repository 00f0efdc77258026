"""A calendar (iCalendar, RFC 5545): each event one item, a series one item with its dates.

icalendar reads it; recurring-ical-events works out series. Each series is worked out alone, so that
one bad event is one problem, and within bounds, since a rule can be endless.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

from newsletter.core.model.item import Kind
from newsletter.core.values.text import one_line
from newsletter.core.values.zones import iana_zone
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportContext, ImportItem, Skip, SourceContent
from newsletter.sources.calendars.ical_groups import group_events
from newsletter.sources.calendars.ical_parts import (
    MAX_EVENTS,
    ParsedCalendar,
    is_changed_day,
    name_of,
    parse_calendar,
    sequence_of,
    split_calendars,
    text_in,
)
from newsletter.sources.calendars.ical_series import (
    Series,
    in_order,
    is_off,
    is_private,
    unfold,
)
from newsletter.sources.calendars.ical_spans import (
    BadEvent,
    Remarks,
    Span,
    in_one,
    span_of,
    written,
    zone_of,
)
from newsletter.sources.parsing.decoding import refuse_a_page, text_from
from newsletter.sources.parsing.posts import TITLE_LENGTH, WORDPRESS
from newsletter.sources.parsing.site_text import plain_text
from newsletter.sources.parsing.summaries import opening
from newsletter.sources.parsing.time_limit import TimeLimitReached, limit_time
from newsletter.workspace.frontmatter.field_values import link_fault

KIND = "ical"
_TEC_UID = re.compile(r"(\d+)-(\d{6,12})-(\d{6,12})@([\w.:-]+)")
"""A UID of The Events Calendar: post number, start, end, website. Only the number and the website
stay the same when an event is moved."""
_SECONDS = 2.0
"""For one series."""


class AllPrivate(Exception):
    """A series none of whose days is for everybody."""


@dataclass(slots=True)
class _Findings:
    """What was found in a file so far."""

    items: list[ImportItem] = field(default_factory=list)
    skipped: dict[Skip, int] = field(
        default_factory=lambda: dict.fromkeys((Skip.PRIVATE, Skip.REPEATED, Skip.DAY_OF_SERIES), 0)
    )
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    """The events that are one item: an event, perhaps in several versions, and its changed days."""

    calendar: Any
    identity: str
    shown: list[Any]
    """Those that are for everybody."""
    private: list[Any]
    """Its private days."""
    home: tzinfo
    """The calendar's zone."""

    @property
    def versions(self) -> list[Any]:
        """The event itself, its latest version last; none when there are only changed days."""
        masters = [event for event in self.shown if not is_changed_day(event)]
        return sorted(masters, key=sequence_of)

    @property
    def changed(self) -> list[Any]:
        """Its changed days that are for everybody."""
        return [event for event in self.shown if is_changed_day(event)]


def read_ical(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a calendar. Raises NewsletterError when it is not one, or is incomplete."""
    refuse_a_page(data, "a calendar")
    text = text_from(data)
    if "BEGIN:VCALENDAR" not in text[:5000].upper():
        raise NewsletterError("it is no calendar (it does not begin with BEGIN:VCALENDAR)")
    if not re.search(r"^END:VCALENDAR[ \t]*$", text[-5000:], re.M | re.I):
        raise NewsletterError("it breaks off before its end. Nothing was changed; try again")
    findings = _Findings()
    held = 0
    for block in split_calendars(text):
        parsed = parse_calendar(block)
        findings.problems += parsed.problems
        findings.skipped[Skip.PRIVATE] += parsed.hidden
        held += len(parsed.events) + len(parsed.problems) + parsed.hidden
        if held > MAX_EVENTS:
            raise NewsletterError(f"it holds more than {MAX_EVENTS:,} events")
        _read_calendar(parsed, guide, findings)
    items, problems = tuple(findings.items), tuple(findings.problems)
    return SourceContent(items, held, findings.skipped, problems)


def _read_calendar(parsed: ParsedCalendar, guide: ImportContext, findings: _Findings) -> None:
    """Add to ``findings`` what the events of a calendar are."""
    calendar = parsed.calendar
    is_cancelled = str(calendar.get("METHOD", "")).strip().upper() == "CANCEL"
    home = iana_zone(one_line(str(calendar.get("X-WR-TIMEZONE", "")))) or guide.zone
    for identity, events in group_events(parsed.events).items():
        private = [event for event in events if is_private(event)]
        shown = [event for event in events if event not in private]
        if not shown or not all(is_changed_day(event) for event in private):
            findings.skipped[Skip.PRIVATE] += len(events)  # a private series has no public days
            continue
        findings.skipped[Skip.PRIVATE] += len(private)
        group = _Group(calendar, identity, shown, private, home)
        item = _read_group(group, guide, findings)
        if item is None:
            continue
        if is_cancelled:
            item = replace(item, cancelled=True)
        findings.items.append(item)


def _read_group(group: _Group, guide: ImportContext, findings: _Findings) -> ImportItem | None:
    """The item of a group; None when it is skipped or cannot be read, as ``findings`` then say."""
    name = name_of(group.shown[0])
    try:
        with limit_time(_SECONDS):
            item = _make_item(group, guide)
    except AllPrivate:
        findings.skipped[Skip.PRIVATE] += len(group.shown)
        return None
    except TimeLimitReached:
        reason = f"{name} repeats in a way that takes too long to work out"
    except BadEvent as why:
        reason = f"{name}: {why}"
    except Exception as why:  # icalendar raises in many ways for many sorts of broken properties
        reason = f"{name}: it cannot be read ({type(why).__name__})"
    else:
        repeated = max(len(group.versions) - 1, 0)
        findings.skipped[Skip.REPEATED] += repeated
        findings.skipped[Skip.DAY_OF_SERIES] += len(group.shown) - 1 - repeated
        return item
    findings.problems.append(reason)
    findings.problems += [f"a day of {name}"] * (len(group.shown) - 1)
    return None


def _make_item(group: _Group, guide: ImportContext) -> ImportItem:
    """The item of a group of events. Raises AllPrivate, BadEvent, and what icalendar raises."""
    versions = group.versions
    main = versions[-1] if versions else group.changed[0]
    remarks = Remarks([], [])
    own = span_of(main, remarks.doubts, group.home)
    if "EXRULE" in main:
        remarks.doubts.append(
            "some of its days are taken out by a rule of a kind that is no longer used (EXRULE); "
            "look at its dates"
        )
    zone_name, zone = zone_of(main, own, group.home, guide, remarks)
    spans = _find_spans(group, main, own, guide, remarks)
    if not spans and group.private:
        raise AllPrivate
    item = replace(
        _describe(main, group.identity, guide),
        cancelled=is_off(main) or not spans,
        undecided="; ".join(dict.fromkeys(remarks.doubts)),
        notes=tuple(remarks.notes),
        timezone=zone_name,
        language=guide.source.language,
    )
    if len(spans) > 1:
        return replace(item, dates=tuple(in_one(span, zone) for span in spans))
    starts, ends = written(spans[0] if spans else own, zone)
    return replace(item, starts=starts, ends=ends)


def _find_spans(
    group: _Group, main: Any, own: Span, guide: ImportContext, remarks: Remarks
) -> list[Span]:
    """When the event is, in order; none when it is cancelled or all its days are private."""
    series = Series(group.calendar, main, [*group.changed, *group.private], group.home)
    if group.versions and series.names_dates():
        spans, notes = unfold(series, own, guide.today)
        remarks.notes.extend(notes)
        return spans
    spans = []
    for event in group.changed or [main]:
        if not is_off(event):
            spans.append(span_of(event, remarks.doubts, group.home))
    return in_order(spans, group.home)


# ---- the words


def _describe(event: Any, identity: str, guide: ImportContext) -> ImportItem:
    """The item of an event without its times."""
    text = plain_text(text_in(event, "DESCRIPTION"), guide.base)
    summary = opening(text.opening)
    title = one_line(text_in(event, "SUMMARY"))[:TITLE_LENGTH]
    link = one_line(str(event.get("URL", "")))
    source_kind, source_id = _identify(identity)
    return ImportItem(
        Kind.EVENT,
        title=title or summary[:80] or "Untitled event",
        source_kind=source_kind,
        source_id=source_id,
        link="" if link_fault(link) else link,
        location=one_line(text_in(event, "LOCATION"))[:300],
        summary=summary,
        body=text.body,
        categories=tuple(dict.fromkeys(_find_categories(event))),
    )


def _identify(uid: str) -> tuple[str, str]:
    """The kind of source and the id; an event of a WordPress site has the id of its post."""
    match = _TEC_UID.fullmatch(uid)
    if match is None:
        return KIND, uid
    number, website = match[1], match[4].removeprefix("www.")
    return WORDPRESS, f"{website}?p={number}"


def _find_categories(event: Any) -> Iterable[str]:
    value = event.get("CATEGORIES")
    for part in value if isinstance(value, list) else [value]:
        for name in getattr(part, "cats", None) or []:
            category = one_line(str(name))[:100]
            if category:
                yield category
