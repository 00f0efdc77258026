"""A calendar (iCalendar, RFC 5545): each event one item, a series one item with its dates.

icalendar reads it; recurring-ical-events unfolds series. Each series is unfolded alone, so that one bad event is one problem, and
within bounds, since a rule can be endless.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from newsletter.core.item import Kind
from newsletter.core.text import harmless, one_line, quoted
from newsletter.core.zones import iana_zone, offset_zone
from newsletter.errors import NewsletterError
from newsletter.sources.found import Found, Gathered, Guide, Skip
from newsletter.sources.moments import EARLIEST
from newsletter.sources.patience import Impatient, patience
from newsletter.sources.posts import TITLE_LENGTH, WORDPRESS
from newsletter.sources.prose import opening
from newsletter.sources.raw import refuse_a_page, text_from
from newsletter.sources.site_text import plain_text
from newsletter.workspace.fields import link_fault

KIND = "ical"
MAX_EVENTS = 10_000
MAX_DAYS = 366
"""Dates of a series that an item holds; of a longer one those around today."""
_OF_TEC = re.compile(r"(\d+)-(\d{6,12})-(\d{6,12})@([\w.:-]+)")
"""A UID of The Events Calendar holds the times and so changes when an event is moved; the number before the dash stays."""
_SECONDS = 2.0
"""For one series."""


@dataclass(frozen=True, slots=True)
class Span:
    """When one event takes place: days, or times with their zone."""

    first: date | datetime
    last: date | datetime
    """For days the last day itself (RFC 5545 gives the day after); for times the end."""

    @property
    def all_day(self) -> bool:
        """Whether whole days are meant."""
        return not isinstance(self.first, datetime)


class BadEvent(Exception):
    """An event that cannot be read; the message says why, as the end of a sentence."""


def read_ical(data: bytes, guide: Guide) -> Gathered:
    """Read a calendar. Raises NewsletterError when it is none, or breaks off before its end."""
    refuse_a_page(data, "a calendar")
    text = text_from(data)
    if "BEGIN:VCALENDAR" not in text[:5000].upper():
        raise NewsletterError("it is no calendar (it does not begin with BEGIN:VCALENDAR)")
    if not re.search(r"^END:VCALENDAR[ \t]*$", text[-5000:], re.M | re.I):
        raise NewsletterError("it breaks off before its end. Nothing was changed; try again")
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError):
        raise NewsletterError("it cannot be read as a calendar") from None
    found: list[Found] = []
    skipped = dict.fromkeys((Skip.PRIVATE, Skip.REPEATED, Skip.DAY_OF_SERIES), 0)
    problems: list[str] = []
    held = 0
    for calendar in calendars:
        events = list(calendar.walk("VEVENT"))
        held += len(events)
        if held > MAX_EVENTS:
            raise NewsletterError(f"it holds more than {MAX_EVENTS:,} events")
        _read_calendar(calendar, events, guide, found, skipped, problems)
    return Gathered(tuple(found), held, skipped, tuple(problems))


def _read_calendar(
    calendar: Any, events: list[Any], guide: Guide, found: list[Found], skipped: dict[Skip, int], problems: list[str]
) -> None:
    home = iana_zone(one_line(str(calendar.get("X-WR-TIMEZONE", "")))) or guide.zone
    for identity, group in _groups(events).items():
        secret = [event for event in group if _is_private(event)]
        if any("RECURRENCE-ID" not in event for event in secret):  # a private series has no public days
            secret = group
        skipped[Skip.PRIVATE] += len(secret)
        shown = [event for event in group if event not in secret]
        if not shown:
            continue
        try:
            with patience(_SECONDS):
                item, others = _item(calendar, identity, shown, home, guide)
        except Impatient:
            problems.append(f"{_called(shown[0])} repeats in a way that takes too long to work out")
            problems.extend([f"a day of {_called(shown[0])}"] * (len(shown) - 1))
            continue
        except Exception as why:  # icalendar raises in many ways for many sorts of broken properties
            reason = str(why) if isinstance(why, BadEvent) else f"it cannot be read ({type(why).__name__})"
            problems.append(f"{_called(shown[0])}: {reason}")
            problems.extend([f"a day of {_called(shown[0])}"] * (len(shown) - 1))
            continue
        found.append(item)
        for reason in others:
            skipped[reason] += 1


def _is_private(event: Any) -> bool:
    return str(event.get("CLASS", "PUBLIC")).strip().upper() not in ("PUBLIC", "")


def _groups(events: Iterable[Any]) -> dict[str, list[Any]]:
    """The events by what they are known by; some programs give one UID to all, so those of other names are others."""
    by_uid: dict[str, list[Any]] = defaultdict(list)
    for number, event in enumerate(events):
        uid = one_line(str(event.get("UID", "")))[:500]
        by_uid[
            uid or f"{_called(event)} {_raw(event, 'DTSTART')} {number if 'DTSTART' not in event else ''}".strip()
        ].append(event)
    groups: dict[str, list[Any]] = {}
    for uid, members in by_uid.items():
        masters = [event for event in members if "RECURRENCE-ID" not in event]
        names = {(_called(event), _raw(event, "DTSTART")) for event in masters}
        if len(names) > 1 and len({_sequence(event) for event in masters}) == 1:
            for event in members:
                groups.setdefault(f"{uid} {_called(event)} {_raw(event, 'DTSTART')}", []).append(event)
        else:
            groups[uid] = members
    return groups


def _item(calendar: Any, identity: str, group: list[Any], home: tzinfo, guide: Guide) -> tuple[Found, list[Skip]]:
    """The item a group of events is, and what became of those that are no item of their own."""
    masters = sorted((event for event in group if "RECURRENCE-ID" not in event), key=_sequence)
    changed = [event for event in group if "RECURRENCE-ID" in event]
    main = masters[-1] if masters else changed[0]
    others = [Skip.REPEATED] * max(len(masters) - 1, 0)
    others += [Skip.DAY_OF_SERIES] * (len(changed) if masters else len(changed) - 1)
    doubts: list[str] = []
    notes: list[str] = []
    own = _span(main, doubts, home)
    zone_name, zone = _zone(main, own, home, guide, doubts, notes)
    if masters and ("RRULE" in main or "RDATE" in main or changed):
        spans, said = _series(calendar, main, changed, own, home, guide.today)
        notes += said
    else:
        spans = sorted(
            (_span(event, doubts, home) for event in (changed or [main])), key=lambda span: _utc(span.first, home)
        )
    cancelled = str(main.get("STATUS", "")).upper() == "CANCELLED" or not spans
    found = replace(
        _words(main, identity, guide), cancelled=cancelled, undecided="; ".join(dict.fromkeys(doubts)), notes=tuple(notes),
        timezone=zone_name, language=guide.source.language,
    )  # fmt: skip
    if len(spans) < 2:
        starts, ends = _written((spans or [own])[0], zone)
        return replace(found, starts=starts, ends=ends), others
    return replace(found, dates=tuple(_in_one(span, zone) for span in spans)), others


# ---- the words


def _words(event: Any, identity: str, guide: Guide) -> Found:
    title = one_line(_text(event, "SUMMARY"))[:TITLE_LENGTH]
    description = _text(event, "DESCRIPTION")
    text = plain_text(description, guide.base)
    link = one_line(str(event.get("URL", "")))
    categories = [name for name in _categories(event) if name]
    kind, key = _identity(identity)
    return Found(
        Kind.EVENT, title or opening(text.opening)[:80] or "Untitled event", kind, key, link="" if link_fault(link) else link,
        location=one_line(_text(event, "LOCATION"))[:300], summary=opening(text.opening), body=text.body,
        categories=tuple(dict.fromkeys(categories)),
    )  # fmt: skip


def _identity(uid: str) -> tuple[str, str]:
    tec = _OF_TEC.fullmatch(uid)
    return (WORDPRESS, f"{tec[4].removeprefix('www.')}?p={tec[1]}") if tec else (KIND, uid)


def _text(event: Any, key: str) -> str:
    value = event.get(key, "")
    value = value[0] if isinstance(value, list) and value else value
    return harmless(str(value)).strip()


def _categories(event: Any) -> Iterable[str]:
    value = event.get("CATEGORIES")
    for part in value if isinstance(value, list) else [value]:
        for name in getattr(part, "cats", None) or []:
            yield one_line(str(name))[:100]


def _called(event: Any) -> str:
    return quoted(_text(event, "SUMMARY") or "an event without a name")


def _raw(event: Any, key: str) -> str:
    value = event.get(key)
    return value.to_ical().decode("utf-8", "replace") if hasattr(value, "to_ical") else str(value)


def _sequence(event: Any) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (ValueError, TypeError):
        return 0


# ---- when


def _span(event: Any, doubts: list[str], home: tzinfo) -> Span:
    first = _moment(event, "DTSTART")
    if first is None:
        raise BadEvent("it says not when it starts (no DTSTART)")
    last = _moment(event, "DTEND")
    if last is None:
        length = _length(event)
        last = first + length if length else first
        if isinstance(first, datetime) is False and not length:
            last = first + timedelta(days=1)
    if isinstance(first, datetime) and isinstance(last, datetime):
        if (first.tzinfo is None) != (last.tzinfo is None):
            last = (
                last.replace(tzinfo=first.tzinfo) if last.tzinfo is None else last.astimezone(home).replace(tzinfo=None)
            )
        if last < first:
            doubts.append("it ends before it starts; put ends: right in its file")
        return Span(first, last)
    if isinstance(first, datetime) or isinstance(last, datetime):
        last = first if isinstance(first, datetime) else last.date() if isinstance(last, datetime) else last
        doubts.append(
            "its start is a day and its end a time, or the other way round; look at starts: and ends: in its file"
        )
        return Span(first, last if last >= first else first)
    last -= timedelta(days=1)  # RFC 5545 3.6.1: the end is not part of it
    if last < first - timedelta(days=1):
        doubts.append("it ends before it starts; put ends: right in its file")
        return Span(first, last)
    return Span(first, max(first, last))


def _moment(event: Any, key: str) -> date | datetime | None:
    value = event.get(key)
    if value is None:
        return None
    value = value[0] if isinstance(value, list) else value
    try:
        moment = value.dt
    except Exception:  # the library raises one of its own for each way a date can be broken
        raise BadEvent(f"its {key} cannot be read") from None
    if isinstance(moment, (datetime, date)):
        if not EARLIEST.year <= moment.year <= 2200:
            raise BadEvent(f"its {key} is in the year {moment.year}")
        return moment
    raise BadEvent(f"its {key} cannot be read")


def _length(event: Any) -> timedelta | None:
    try:
        length = event["DURATION"].dt
    except Exception:  # absent, or broken in one of the library's ways
        return None
    return length if isinstance(length, timedelta) and timedelta(0) <= length < timedelta(days=3660) else None


def _zone(
    event: Any, span: Span, home: tzinfo, guide: Guide, doubts: list[str], notes: list[str]
) -> tuple[str, tzinfo]:
    """The zone an event is written in: its own where it has one, else the calendar's, else the organisation's (which needs no name)."""
    of_home = home.key if isinstance(home, ZoneInfo) and home.key != guide.timezone else ""
    if not isinstance(span.first, datetime):
        return "", home
    said = str(getattr(event["DTSTART"], "params", {}).get("TZID", "")).strip('"')
    own = span.first.tzinfo
    if isinstance(own, ZoneInfo) and own.key not in _UTC:
        return own.key, own
    if own is None and said:
        offset = offset_zone(said)
        if offset:
            return said, offset
        doubts.append(f"its time zone {quoted(said)} is not known; put timezone: right in its file")
        return said, home  # it stands in the file, as an error, until somebody knows
    if own is None:  # RFC 5545 3.3.5: the clock wherever one is
        notes.append("its times name no time zone; they were taken by the calendar's or the organisation's clock")
    return of_home, home


_UTC = {"UTC", "Etc/UTC", "Zulu", "Etc/GMT", "GMT", "Etc/Zulu", "UCT", "Etc/UCT"}


def _written(span: Span, zone: tzinfo) -> tuple[str, str]:
    """Start and end as a content file has them."""
    if span.all_day:
        return str(span.first), str(span.last) if span.last != span.first else ""
    first, last = _local(span.first, zone), _local(span.last, zone)
    starts = f"{first:%Y-%m-%d %H:%M}"
    if last == first:
        return starts, ""
    return starts, f"{last:%H:%M}" if last.date() == first.date() else f"{last:%Y-%m-%d %H:%M}"


def _in_one(span: Span, zone: tzinfo) -> str:
    """One date of a series."""
    starts, ends = _written(span, zone)
    if not ends:
        return starts
    return f"{starts} – {ends}"


def _local(moment: date | datetime, zone: tzinfo) -> datetime:
    assert isinstance(moment, datetime)
    return moment if moment.tzinfo is None else moment.astimezone(zone)


# ---- series


def _series(
    calendar: Any, main: Any, changed: list[Any], own: Span, home: tzinfo, today: date
) -> tuple[list[Span], list[str]]:
    """The dates of a series, those that were taken out or cancelled gone, in their order; and what is worth knowing."""
    _refuse_hostile(main)
    alone = icalendar.Calendar()
    for part in calendar.walk("VTIMEZONE"):
        alone.add_component(part)
    for event in (main, *changed):
        alone.add_component(event)
    year = today.year
    first = _utc(own.first, home) - timedelta(days=2)
    start, end = datetime(year - 1, 1, 1, tzinfo=timezone.utc), datetime(year + 2, 1, 1, tzinfo=timezone.utc)
    ends = _ends(main)
    if ends:
        start, end = first, max(min(ends, first + timedelta(days=3660)), end)
    start = max(min(first, start) if ends else start, first)
    try:
        events = recurring_ical_events.of(alone).between(start, max(end, first + timedelta(days=2)))
    except (Impatient, MemoryError):
        raise
    except Exception:  # dateutil and the library have no family of their own for what a rule can be wrong in
        raise BadEvent("it repeats by a rule that cannot be read") from None
    doubts: list[str] = []
    spans = {}
    for event in events:
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            span = _span(event, doubts, home)
            spans[_utc(span.first, home)] = span
    ordered = [spans[key] for key in sorted(spans)]
    notes = [] if ends or not ordered else [f"it repeats without an end; its dates up to the end of {year + 1} came in"]
    if len(ordered) > MAX_DAYS:
        ordered, notes = _around(ordered, today, home), [f"it has {len(ordered):,} dates; those around today came in"]
    return ordered, notes


def _ends(main: Any) -> datetime | None:
    """The last moment a series may have, when its rule has an end."""
    rules = main.get("RRULE", [])
    latest = datetime(1970, 1, 1, tzinfo=timezone.utc)
    for rule in rules if isinstance(rules, list) else [rules]:
        until, count = rule.get("UNTIL"), rule.get("COUNT")
        if until:
            moment = until[0] if isinstance(until, list) else until
            latest = max(
                latest, _utc(moment if moment.year < 2200 else date(2200, 1, 1), timezone.utc) + timedelta(days=1)
            )
        elif count:
            number = int(count[0] if isinstance(count, list) else count)
            if number > 2000:
                return None
            latest = datetime(2200, 1, 1, tzinfo=timezone.utc)
        else:
            return None
    return latest if rules else datetime(2200, 1, 1, tzinfo=timezone.utc)


def _refuse_hostile(main: Any) -> None:
    """A rule that repeats within the day, or never goes on, is none that people mean, and would run for ever."""
    rules = main.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
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
        if any(len(rule.get(key, [])) > 1 for key in ("BYSECOND", "BYMINUTE")) or len(rule.get("BYHOUR", [])) > 4:
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
    coming = next((at for at, span in enumerate(spans) if _utc(span.first, home) >= month), len(spans))
    start = max(0, min(coming - MAX_DAYS // 4, len(spans) - MAX_DAYS))
    return spans[start : start + MAX_DAYS]


def _utc(moment: date | datetime, home: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day, tzinfo=timezone.utc)
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(timezone.utc)
