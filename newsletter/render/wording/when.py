"""Dates and times as members read them: weekday and date, the event's own zone, UTC, and the cities in settings."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from newsletter.core.model.item import Item
from newsletter.core.values.dates import Point, Precision, When
from newsletter.core.values.zones import iana_zone
from newsletter.render.wording.words import Words
from newsletter.settings import City


def say_day(day: date, words: Words, weekday: bool = False) -> str:
    """``29 April 2022``, with the weekday before it if wanted."""
    parts = {"day": day.day, "month": words.month(day.month), "year": day.year}
    return (
        words("weekday_day", weekday=words.weekday(day.weekday()), **parts)
        if weekday
        else words("day", **parts)
    )


def say_when(when: When, zone: tzinfo, words: Words) -> str:
    """The day or days of a date without times, such as that of a news item."""
    only = when.only
    if only is None:
        return when.text
    if only.precision is Precision.MONTH:
        return _months(only.first.day, only.last.day, words)
    return _days(only.first.day_in(zone, zone), only.last.day_in(zone, zone), words)


def _months(first: date, last: date, words: Words) -> str:
    end = words("month_year", month=words.month(last.month), year=last.year)
    if (first.year, first.month) == (last.year, last.month):
        return end
    begin = words.month(first.month)
    begin = begin if first.year == last.year else words("month_year", month=begin, year=first.year)
    return words("range", first=begin, last=end)


def _days(first: date, last: date, words: Words) -> str:
    if first == last:
        return say_day(first, words)
    if (first.year, first.month) == (last.year, last.month):
        return words(
            "range_in_month",
            first=first.day,
            last=last.day,
            month=words.month(last.month),
            year=last.year,
        )
    return words("range", first=say_day(first, words), last=say_day(last, words))


def event_lines(item: Item, zone: tzinfo, cities: Iterable[City], words: Words) -> list[str]:
    """When an event takes place, a line each: its days and times, then the same moment elsewhere.

    ``zone`` is the organisation's, used for times that name none.
    """
    zone = item.zone or zone
    if item.dates:
        return _series(item, zone, cities, words)
    if item.starts is None:
        return []
    only = item.starts.only
    if only is None or only.precision is Precision.MONTH:
        return [say_when(item.starts, zone, words)]
    start, end = only.first, _end(item, only.last)
    lines = [_own_zone(start, end, zone, words)]
    return lines if start.all_day else [*lines, *_elsewhere(start, end, zone, cities, words)]


def deadline_line(
    when: When, item: Item, zone: tzinfo, cities: Iterable[City], words: Words
) -> list[str]:
    """The last day to act, with its time in the zone, in UTC and elsewhere when it has one."""
    only = when.only
    if only is None or only.precision is Precision.MONTH:
        return [words("deadline", date=say_when(when, zone, words))]
    zone = item.zone or zone
    lines = [words("deadline", date=_own_zone(only.last, only.last, zone, words))]
    return (
        lines
        if only.last.all_day
        else [*lines, *_elsewhere(only.last, only.last, zone, cities, words)]
    )


def _end(item: Item, fallback: Point) -> Point:
    only = item.ends.only if item.ends else None
    return only.last if only and only.precision is not Precision.MONTH else fallback


def _own_zone(start: Point, end: Point, zone: tzinfo, words: Words) -> str:
    """``Wednesday 25 May 2022, 13:00–14:30 (UTC+2)``."""
    first = say_day(start.day, words, weekday=True)
    if start.all_day:
        return first if end.day <= start.day else _weekday_range(start.day, end.day, words)
    name = zone_name(start, zone)
    if end.day == start.day:
        return f"{first}, {_clock(start, end)} ({name})"
    last = say_day(end.day, words, weekday=True)
    last = last if end.all_day else f"{last}, {end.time:%H:%M}"
    return words("range", first=f"{first}, {start.time:%H:%M}", last=f"{last} ({name})")


def _weekday_range(first: date, last: date, words: Words) -> str:
    """``Tuesday 12 – Wednesday 13 April 2022``: month and year are said once where they are the same."""
    if first.year != last.year:
        key = "weekday_day"
    else:
        key = "weekday_day_in_month" if first.month == last.month else "weekday_day_in_year"
    parts = {
        "weekday": words.weekday(first.weekday()),
        "day": first.day,
        "month": words.month(first.month),
        "year": first.year,
    }
    return words("range", first=words(key, **parts), last=say_day(last, words, weekday=True))


def _clock(start: Point, end: Point) -> str:
    first = f"{start.time:%H:%M}"
    return first if end.time is None or end.time == start.time else f"{first}–{end.time:%H:%M}"


def zone_name(point: Point, zone: tzinfo) -> str:
    """``Paris, UTC+2``, ``UTC+5:30`` or ``UTC``: never an abbreviation, which members elsewhere cannot know."""
    zone = point.zone or zone
    moment = (
        datetime.combine(point.day, point.time, zone)
        if point.time
        else datetime.combine(point.day, datetime.min.time(), zone)
    )
    offset = moment.utcoffset() or timedelta(0)
    place = (
        zone.key.rsplit("/", 1)[-1].replace("_", " ")
        if isinstance(zone, ZoneInfo) and "/" in zone.key
        else ""
    )
    text = _offset(offset)
    return f"{place}, {text}" if place else text


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def _elsewhere(
    start: Point, end: Point, zone: tzinfo, cities: Iterable[City], words: Words
) -> list[str]:
    """``This is 11:00–12:30 UTC, 18:00 in Bangkok and 01:00 in Auckland (the day after).``; no line where it says nothing new."""
    begin, finish = start.instant(zone), (start if end.all_day else end).instant(zone)
    times = []
    if not zone_name(start, zone).endswith("UTC"):  # nor "London, UTC" in winter
        said = words("time_in_zone", time=_span(begin, finish), zone="UTC")
        times.append(said + _other_day(begin.date(), start.day, words))
    for city in cities:
        there = iana_zone(city.timezone)
        if there is None:
            continue
        local = begin.astimezone(there)
        said = words("time_in_city", time=f"{local:%H:%M}", city=city.name)
        times.append(said + _other_day(local.date(), start.day, words))
    return [words("other_times", times=words.joined(times))] if times else []


def _span(begin: datetime, finish: datetime) -> str:
    same = finish <= begin or finish - begin >= timedelta(days=1)
    return f"{begin:%H:%M}" if same else f"{begin:%H:%M}–{finish:%H:%M}"


def _other_day(there: date, here: date, words: Words) -> str:
    if there == here:
        return ""
    return f" ({words('day_after' if there > here else 'day_before')})"


def _series(item: Item, zone: tzinfo, cities: Iterable[City], words: Words) -> list[str]:
    """``Mondays 4, 11 and 25 April 2022, 18:00–19:30 (Paris, UTC+2)``; times that differ stand each with its day."""
    readings = sorted(
        (when.readings[0] for when in item.dates), key=lambda r: (r.first.day, str(r.first.time))
    )
    first, last = readings[0].first, readings[0].last
    if len({(r.first.time, r.last.time, zone_name(r.first, zone)) for r in readings}) > 1:
        return [_own_zone(reading.first, reading.last, zone, words) for reading in readings]
    said = _series_days(sorted({reading.first.day for reading in readings}), words)
    if first.all_day:
        return [said]
    return [
        f"{said}, {_clock(first, last)} ({zone_name(first, zone)})",
        *_elsewhere(first, last, zone, cities, words),
    ]


def _series_days(days: list[date], words: Words) -> str:
    if len(days) == 1:
        return say_day(days[0], words, weekday=True)
    months: dict[tuple[int, int], list[str]] = {}
    for day in days:
        months.setdefault((day.year, day.month), []).append(str(day.day))
    parts = [words("series", days=words.joined(numbers), month=words.month(month), year=year)
             for (year, month), numbers in months.items()]  # fmt: skip
    said = words.joined(parts)
    if len({day.weekday() for day in days}) == 1:
        said = f"{words.weekday(days[0].weekday(), plural=True)} {said}"
    return said
