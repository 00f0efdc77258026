"""Dates as people mean them: a date is the set of days it may mean."""

import datetime as dt
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from newsletter.core.values.zones import first_instant


@dataclass(frozen=True, slots=True)
class Point:
    """A day, or a time on it."""

    day: date
    time: dt.time | None = None
    """The wall time; None for the whole day."""
    zone: tzinfo | None = None
    """The zone written beside the time; None when none was."""

    @property
    def all_day(self) -> bool:
        """Whether the whole day is meant."""
        return self.time is None

    def instant(self, zone: tzinfo) -> datetime:
        """The instant in UTC; a time without a zone of its own, and a whole day's first instant, is read in ``zone``."""
        if self.time is None:
            return first_instant(self.day, self.zone or zone)
        return datetime.combine(self.day, self.time, self.zone or zone).astimezone(timezone.utc)

    def day_in(self, zone: tzinfo, default: tzinfo | None = None) -> date:
        """The calendar day in ``zone``. A whole day is that day everywhere; a time without zone is read in ``default``."""
        if self.time is None or (self.zone is None and default is None):
            return self.day
        return self.instant(default or zone).astimezone(zone).date()


class Precision(StrEnum):
    """What a reading says: one day, a span from one day to another, or some day of a month."""

    DAY = "day"
    SPAN = "span"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a written date: the points it runs from and to, both included."""

    first: Point
    last: Point
    precision: Precision = Precision.DAY
    weekday: int | None = None
    """The weekday written before the first day, Monday = 0, whether it is right or not."""

    def days(self) -> tuple[date, ...]:
        """Every day the reading covers, in order."""
        return tuple(
            self.first.day + timedelta(days=n)
            for n in range((self.last.day - self.first.day).days + 1)
        )


@dataclass(frozen=True, slots=True)
class When:
    """A date as written, with every reading it allows."""

    text: str
    """As the file has it."""
    readings: tuple[Reading, ...]
    """At least one."""
    unclear_zone: str = ""
    """A zone abbreviation in it that means several things (IST, BST), so that the editor is asked."""

    @property
    def only(self) -> Reading | None:
        """The reading, when there is just one."""
        return self.readings[0] if len(self.readings) == 1 else None

    @property
    def first(self) -> Point:
        """The earliest point it may mean."""
        return min((r.first for r in self.readings), key=lambda p: (p.day, p.time or dt.time(0)))

    @property
    def certain_day(self) -> date | None:
        """The day, when exactly one day is meant."""
        only = self.only
        return only.first.day if only and only.first.day == only.last.day else None
