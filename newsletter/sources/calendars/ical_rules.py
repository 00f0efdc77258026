"""The rules by which a series repeats: which are refused, and where they end (RFC 5545, 3.3.10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from newsletter.sources.calendars.ical_spans import LATEST_YEAR, BadEvent, utc_of

FAR = datetime(LATEST_YEAR, 1, 1, tzinfo=timezone.utc)
"""No series is followed beyond it."""
MAX_COUNT = 2_000
"""Dates that a rule may count, or that a series may list one by one."""
MAX_RULE_LENGTH = 2_000
_DAY = timedelta(days=1)
_TEN_YEARS = 3660 * _DAY
_STEP = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
"""The most days from one date to the next."""
_MOST_WITHIN_A_DAY = {"BYSECOND": 1, "BYMINUTE": 1, "BYHOUR": 4}
_LEAPS = 4
"""A rule may skip most of its months and years: 29 February, a fifth Monday."""


@dataclass(frozen=True, slots=True)
class SeriesEnd:
    """Where a series ends."""

    last: datetime | None
    """The last moment a date of it may have; None when it never ends."""
    is_cut: bool = False
    """Whether it goes on after that."""


def rules_of(main: Any) -> list[Any]:
    """The rules of an event; most series have one."""
    return [rule for rule in _as_list(main.get("RRULE", [])) if rule]


def refuse_hostile(main: Any) -> None:
    """Raise BadEvent when a series would take too long to work out.

    Nobody means a rule that repeats within the day or never moves on.
    """
    for rule in rules_of(main):
        _refuse_hostile_rule(rule)
    listed = 0
    for key in ("RDATE", "EXDATE"):
        for part in _as_list(main.get(key, [])):
            listed += len(getattr(part, "dts", []))
    if listed > MAX_COUNT:
        raise BadEvent(f"it names more than {MAX_COUNT:,} dates one by one")


def _refuse_hostile_rule(rule: Any) -> None:
    frequency = [str(word).upper() for word in rule.get("FREQ", [])]
    if len(frequency) != 1 or frequency[0] not in _STEP:
        named = " ".join(frequency).lower() or "in no known way"
        raise BadEvent(f"it repeats {named}, which is no series of events")
    for interval in _as_list(rule.get("INTERVAL", [1])):
        if not isinstance(interval, int) or interval <= 0:
            raise BadEvent("it repeats at an interval of nothing")
    for key, most in _MOST_WITHIN_A_DAY.items():
        if len(rule.get(key, [])) > most:
            raise BadEvent("it repeats within the hour, which is no series of events")
    if len(str(rule)) > MAX_RULE_LENGTH:
        raise BadEvent("it repeats by a rule that is longer than any that people mean")


def find_end(main: Any, first: datetime) -> SeriesEnd:
    """Where a series that begins at ``first`` ends: after ten years at the latest, or never."""
    latest = first
    is_cut = False
    ten_years_on = first + _TEN_YEARS
    for rule in rules_of(main):
        until = _only(rule.get("UNTIL"))
        count = _only(rule.get("COUNT"))
        if until:
            end = _read_until(until)
            is_cut = is_cut or end > ten_years_on
            latest = max(latest, min(end, ten_years_on))
        elif count and int(count) <= MAX_COUNT:
            days = min(_days_spanned(rule, int(count)), (FAR - first).days)
            latest = max(latest, first + days * _DAY)
        else:
            return SeriesEnd(None)
    return SeriesEnd(latest, is_cut)


def _read_until(until: date | datetime) -> datetime:
    """The end of the day after which a rule stops."""
    if until.year >= FAR.year:
        until = FAR.date()
    return utc_of(until, timezone.utc) + _DAY


def _days_spanned(rule: Any, count: int) -> int:
    """The most days that a rule needs for so many dates."""
    step = _STEP[str(_only(rule.get("FREQ"))).upper()]
    interval = int(_only(rule.get("INTERVAL")) or 1)
    return step * interval * count * _LEAPS


def correct_until(main: Any) -> None:
    """Make UNTIL an instant in UTC where the series has times, as RFC 5545, 3.3.10 asks.

    Many calendars write a day, which means all of that day, or a time by the series' own clock.
    Read as UTC these would lose the last date, or add one.
    """
    begins = getattr(main.get("DTSTART"), "dt", None)
    if not isinstance(begins, datetime):
        return
    for rule in rules_of(main):
        until = _only(rule.get("UNTIL"))
        if until is None:
            continue
        if not isinstance(until, datetime):
            until = datetime.combine(until, time(23, 59, 59))
        elif until.tzinfo is not None:
            continue
        if begins.tzinfo is not None:
            until = until.replace(tzinfo=begins.tzinfo).astimezone(timezone.utc)
        rule["UNTIL"] = [until]


def listed_dates(main: Any) -> Iterator[date | datetime]:
    """The moments that RDATE names one by one."""
    for part in _as_list(main.get("RDATE", [])):
        for entry in getattr(part, "dts", []):
            is_period = isinstance(entry.dt, tuple)
            moment: date | datetime = entry.dt[0] if is_period else entry.dt
            if moment.year < FAR.year:
                yield moment


def _as_list(value: Any) -> list[Any]:
    """A property's values; icalendar gives a list only when there are several."""
    return value if isinstance(value, list) else [value]


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value
