"""The dates of a series, within bounds: a rule can be endless, or hostile.

recurring-ical-events works them out (RFC 5545, 3.8.5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any

import icalendar
import recurring_ical_events

from newsletter.sources.calendars.ical_rules import (
    FAR,
    SeriesEnd,
    correct_until,
    find_end,
    listed_dates,
    refuse_hostile,
)
from newsletter.sources.calendars.ical_spans import BadEvent, Span, span_of, utc_of
from newsletter.sources.parsing.time_limit import TimeLimitReached

MAX_DAYS = 366
"""Dates of a series that an item holds; of a longer one those around today."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Series:
    """An event that repeats, with the calendar it is in."""

    calendar: Any
    main: Any
    """The event with the rule."""
    changed: list[Any]
    """Its changed days, private ones too."""
    home: tzinfo
    """The calendar's zone."""

    def names_dates(self) -> bool:
        """Whether the event is a series at all."""
        return bool(self.main.get("RRULE") or "RDATE" in self.main or self.changed)

    def has_removed_dates(self) -> bool:
        """Whether dates were taken out, cancelled or made private."""
        if "EXDATE" in self.main:
            return True
        return any(is_off(event) or is_private(event) for event in self.changed)

    def named_moments(self) -> list[datetime]:
        """The moments that changed days were moved to, and those listed one by one."""
        moved = [utc_of(span_of(event, [], self.home).first, self.home) for event in self.changed]
        listed = [utc_of(moment, self.home) for moment in listed_dates(self.main)]
        return moved + listed


def unfold(series: Series, own: Span, today: date) -> tuple[list[Span], list[str]]:
    """The dates of a series in their order, and notes about them. ``own`` is the main event's span.

    Dates that were taken out, cancelled or are private are not among them; perhaps none is left. Of
    an endless series there are those from last year to the end of next year. Raises BadEvent.
    """
    home = series.home
    refuse_hostile(series.main)
    alone = _isolate(series)
    first = utc_of(own.first, home)
    series_end = find_end(series.main, first)
    start, end = _bounds(series, first, series_end, today)
    spans = _find_dates(alone, start - 2 * _DAY, end + 2 * _DAY, home)
    if series_end.last is None:
        spans = [span for span in spans if utc_of(span.first, home) < end]
    may_be_empty = series_end.last is not None and series.has_removed_dates()
    if not spans and not may_be_empty:  # the first at least is known
        spans = _find_dates(alone, first - 2 * _DAY, first + 2 * _DAY, home) or [own]
    if len(spans) > MAX_DAYS:
        note = f"it has {len(spans):,} dates; those around today came in"
        return _dates_around(spans, today, home), [note]
    if not spans:
        return [], []
    return spans, _describe_bounds(series_end, end, today)


def _describe_bounds(series_end: SeriesEnd, end: datetime, today: date) -> list[str]:
    """A note when a series goes on after the dates that were imported."""
    if series_end.last is None:
        until = today.year + 1
        return [f"it repeats without an end; its dates up to the end of {until} came in"]
    if series_end.is_cut:
        return [f"it repeats for more than ten years; its dates up to {end.year} came in"]
    return []


def is_off(event: Any) -> bool:
    """Whether an event has been cancelled."""
    return str(event.get("STATUS", "")).strip().upper() == "CANCELLED"


def is_private(event: Any) -> bool:
    """Whether an event is not for everybody: every class but PUBLIC is (RFC 5545, 3.8.1.3)."""
    return str(event.get("CLASS", "PUBLIC")).strip().upper() not in ("PUBLIC", "")


def _bounds(
    series: Series, first: datetime, series_end: SeriesEnd, today: date
) -> tuple[datetime, datetime]:
    """Between which moments to look for dates."""
    named = series.named_moments()
    if series_end.last is None:
        start = datetime(today.year - 1, 1, 1, tzinfo=timezone.utc)
        end = datetime(today.year + 2, 1, 1, tzinfo=timezone.utc)
    else:
        start = min([first, *named])
        end = max(series_end.last, datetime(today.year + 2, 1, 1, tzinfo=timezone.utc))
    for moment in named:
        if moment < FAR:
            end = max(end, moment + _DAY)
    return start, end


def _isolate(series: Series) -> Any:
    """A calendar with nothing but this series, so that a bad event spoils no other."""
    alone = icalendar.Calendar()
    for part in series.calendar.walk("VTIMEZONE"):
        alone.add_component(part)
    main = series.main
    correct_until(main)
    for event in (main, *series.changed):
        _correct_recurrence_id(event, main)
        alone.add_component(event)
    if "RRULE" in main and not main.get("RRULE"):
        del main["RRULE"]
    return alone


def _correct_recurrence_id(event: Any, main: Any) -> None:
    """Add the series' time to a changed day that is named by its day alone."""
    named = getattr(event.get("RECURRENCE-ID"), "dt", None)
    begins = getattr(main.get("DTSTART"), "dt", None)
    if not isinstance(begins, datetime):
        return
    if isinstance(named, date) and not isinstance(named, datetime):
        del event["RECURRENCE-ID"]
        event.add("RECURRENCE-ID", datetime.combine(named, begins.timetz()))


def _find_dates(alone: Any, start: datetime, end: datetime, home: tzinfo) -> list[Span]:
    """The public dates between two moments, in their order. Raises BadEvent."""
    try:
        events = recurring_ical_events.of(alone).between(start, end)
    except (TimeLimitReached, MemoryError):
        raise
    except Exception:  # neither dateutil nor the library has an error class for broken rules
        raise BadEvent("it repeats by a rule that cannot be read") from None
    return in_order(_public_spans(events, home), home)


def _public_spans(events: Iterable[Any], home: tzinfo) -> list[Span]:
    spans = {}
    for event in events:
        if not is_off(event) and not is_private(event):
            span = span_of(event, [], home)
            spans[utc_of(span.first, home)] = span
    return list(spans.values())


def in_order(spans: Iterable[Span], home: tzinfo) -> list[Span]:
    """The spans by their beginnings."""
    return sorted(spans, key=lambda span: utc_of(span.first, home))


def _dates_around(spans: list[Span], today: date, home: tzinfo) -> list[Span]:
    """The dates nearest to today, a quarter of them past.

    They are counted from the month's first day, so that they rarely change.
    """
    month = datetime(today.year, today.month, 1, tzinfo=timezone.utc)
    past = sum(utc_of(span.first, home) < month for span in spans)
    start = max(0, min(past - MAX_DAYS // 4, len(spans) - MAX_DAYS))
    return spans[start : start + MAX_DAYS]
