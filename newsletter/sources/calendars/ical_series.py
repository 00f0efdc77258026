"""The dates of a series, within bounds: a rule can be endless, or hostile. recurring-ical-events unfolds it (RFC 5545, 3.8.5)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

import icalendar
import recurring_ical_events

from newsletter.sources.calendars.ical_spans import BadEvent, Span, span_of, utc_of
from newsletter.sources.parsing.time_limit import Impatient

MAX_DAYS = 366
"""Dates of a series that an item holds; of a longer one those around today."""
_FAR = datetime(2200, 1, 1, tzinfo=timezone.utc)
_DAY = timedelta(days=1)


def has_days(main: Any, changed: Iterable[Any]) -> bool:
    """Whether an event is a series."""
    return bool(main.get("RRULE") or "RDATE" in main or list(changed))


def series(
    calendar: Any, main: Any, changed: list[Any], own: Span, home: tzinfo, today: date
) -> tuple[list[Span], list[str]]:
    """The dates of a series in their order, without those that were taken out, cancelled or are private; and what is worth knowing.

    Of an endless series those from last year to the end of next year. Empty when every date was taken out. Raises BadEvent.
    """
    _refuse_hostile(main)
    alone = _alone(calendar, main, changed)
    first = utc_of(own.first, home)
    ends, cut = _ends(main, first)
    named = [moment for event in changed for moment in _named(event, home)] + _listed(main, home)
    start, end = (datetime(today.year + years, 1, 1, tzinfo=timezone.utc) for years in (-1, 2))
    if ends:
        start, end = min([first, *named]), max(ends, end)
    end = max([end, *(moment + _DAY for moment in named if moment < _FAR)])
    spans = _between(alone, start - 2 * _DAY, end + 2 * _DAY, home)
    spans = [span for span in spans if ends or utc_of(span.first, home) < end]
    taken_out = "EXDATE" in main or any(is_off(event) or is_private(event) for event in changed)
    if not spans and not (ends and taken_out):
        spans = _between(alone, first - 2 * _DAY, first + 2 * _DAY, home) or [
            own
        ]  # the first at least is known
    notes = []
    if spans and not ends:
        notes = [f"it repeats without an end; its dates up to the end of {today.year + 1} came in"]
    elif spans and cut:
        notes = [f"it repeats for more than ten years; its dates up to {end.year} came in"]
    if len(spans) > MAX_DAYS:
        spans, notes = (
            _around(spans, today, home),
            [f"it has {len(spans):,} dates; those around today came in"],
        )
    return spans, notes


def is_off(event: Any) -> bool:
    """Whether an event does not take place."""
    return str(event.get("STATUS", "")).strip().upper() == "CANCELLED"


def is_private(event: Any) -> bool:
    """Whether an event is not for everybody: whatever does not say PUBLIC is PRIVATE (RFC 5545, 3.8.1.3)."""
    return str(event.get("CLASS", "PUBLIC")).strip().upper() not in ("PUBLIC", "")


def _alone(calendar: Any, main: Any, changed: Iterable[Any]) -> Any:
    """A calendar with nothing but this series, so that a bad event spoils no other."""
    alone = icalendar.Calendar()
    for part in calendar.walk("VTIMEZONE"):
        alone.add_component(part)
    _until_its_end(main)
    for event in (main, *changed):
        _at_its_time(event, main)
        alone.add_component(event)
    if not main.get("RRULE") and "RRULE" in main:
        del main["RRULE"]
    return alone


def _at_its_time(event: Any, main: Any) -> None:
    """A changed day of a series with times that is named by its day alone is that of its time."""
    named, begins = (
        getattr(event.get("RECURRENCE-ID"), "dt", None),
        getattr(main.get("DTSTART"), "dt", None),
    )
    if isinstance(begins, datetime) and isinstance(named, date) and not isinstance(named, datetime):
        del event["RECURRENCE-ID"]
        event.add("RECURRENCE-ID", datetime.combine(named, begins.timetz()))


def _until_its_end(main: Any) -> None:
    """UNTIL should be an instant in UTC where the series has times (RFC 5545, 3.3.10). A day means all of that day, a time without
    zone the series' own clock; read as UTC they would lose the last date, or add one."""
    begins = getattr(main.get("DTSTART"), "dt", None)
    rules = main.get("RRULE", [])
    if not isinstance(begins, datetime):
        return
    for rule in rules if isinstance(rules, list) else [rules]:
        until = _only(rule.get("UNTIL")) if rule else None
        if until is None or (isinstance(until, datetime) and until.tzinfo is not None):
            continue
        last = until if isinstance(until, datetime) else datetime.combine(until, time(23, 59, 59))
        rule["UNTIL"] = [
            last
            if begins.tzinfo is None
            else last.replace(tzinfo=begins.tzinfo).astimezone(timezone.utc)
        ]


def _between(alone: Any, start: datetime, end: datetime, home: tzinfo) -> list[Span]:
    try:
        events = recurring_ical_events.of(alone).between(start, end)
    except (Impatient, MemoryError):
        raise
    except (
        Exception
    ):  # dateutil and the library have no family of their own for what a rule can be wrong in
        raise BadEvent("it repeats by a rule that cannot be read") from None
    spans = {}
    for event in events:
        if not is_off(event) and not is_private(event):
            span = span_of(event, [], home)
            spans[utc_of(span.first, home)] = span
    return [spans[key] for key in sorted(spans)]


def _named(event: Any, home: tzinfo) -> list[datetime]:
    """The moment a changed day was moved to."""
    return [utc_of(span_of(event, [], home).first, home)]


def _listed(main: Any, home: tzinfo) -> list[datetime]:
    """The moments that RDATE names."""
    parts = main.get("RDATE", [])
    found = []
    for part in parts if isinstance(parts, list) else [parts]:
        for entry in getattr(part, "dts", []):
            moment = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            if moment.year < _FAR.year:
                found.append(utc_of(moment, home))
    return found


_STEP = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
"""The most days from one date to the next."""
_LEAPS = 4
"""A rule may pass most of its months and years over: 29 February, a fifth Monday."""


def _ends(main: Any, first: datetime) -> tuple[datetime | None, bool]:
    """The last moment a series that begins at ``first`` may have, None when it has no end; and whether it goes on behind that."""
    rules = main.get("RRULE", [])
    latest, cut = first, False
    for rule in rules if isinstance(rules, list) else [rules]:
        if not rule:
            continue
        until, count = (_only(rule.get(key)) for key in ("UNTIL", "COUNT"))
        if until:
            end = utc_of(until if until.year < _FAR.year else _FAR.date(), timezone.utc) + _DAY
            cut = cut or end > first + 3660 * _DAY
            latest = max(latest, min(end, first + 3660 * _DAY))
        elif count and int(count) <= 2000:
            days = (
                _STEP[str(_only(rule.get("FREQ"))).upper()]
                * int(_only(rule.get("INTERVAL")) or 1)
                * int(count)
                * _LEAPS
            )
            latest = max(latest, first + min(days, (_FAR - first).days) * _DAY)
        else:
            return None, False
    return latest, cut


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def _refuse_hostile(main: Any) -> None:
    """A rule that repeats within the day, or never goes on, is none that people mean, and would run for ever."""
    rules = main.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if not rule:
            continue
        frequency = [str(word).upper() for word in rule.get("FREQ", [])]
        if frequency not in (["DAILY"], ["WEEKLY"], ["MONTHLY"], ["YEARLY"]):
            raise BadEvent(
                f"it repeats {' '.join(frequency).lower() or 'in no known way'}, which is no series of events"
            )
        interval = rule.get("INTERVAL", [1])
        if not all(
            isinstance(number, int) and number > 0
            for number in (interval if isinstance(interval, list) else [interval])
        ):
            raise BadEvent("it repeats at an interval of nothing")
        if (
            any(len(rule.get(key, [])) > 1 for key in ("BYSECOND", "BYMINUTE"))
            or len(rule.get("BYHOUR", [])) > 4
        ):
            raise BadEvent("it repeats within the hour, which is no series of events")
        if len(str(rule)) > 2000:
            raise BadEvent("it repeats by a rule that is longer than any that people mean")
    listed = [main.get(key, []) for key in ("RDATE", "EXDATE")]
    if (
        sum(
            len(getattr(part, "dts", []))
            for parts in listed
            for part in (parts if isinstance(parts, list) else [parts])
        )
        > 2000
    ):
        raise BadEvent("it names more than 2,000 dates one by one")


def _around(spans: list[Span], today: date, home: tzinfo) -> list[Span]:
    """The dates nearest to today: a quarter of them past, reckoned from the month's first day, so that they rarely change."""
    month = datetime(today.year, today.month, 1, tzinfo=timezone.utc)
    coming = next(
        (at for at, span in enumerate(spans) if utc_of(span.first, home) >= month), len(spans)
    )
    start = max(0, min(coming - MAX_DAYS // 4, len(spans) - MAX_DAYS))
    return spans[start : start + MAX_DAYS]
