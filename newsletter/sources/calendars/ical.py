"""A calendar (iCalendar, RFC 5545): each event one item, a series one item with its dates.

icalendar reads it; recurring-ical-events unfolds series. Each series is unfolded alone, so that one bad event is one problem, and
within bounds, since a rule can be endless.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo
from typing import Any

import icalendar

from newsletter.core.model.item import Kind
from newsletter.core.values.text import harmless, one_line, quoted
from newsletter.core.values.zones import iana_zone
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportContext, ImportItem, Skip, SourceContent
from newsletter.sources.calendars.ical_series import has_days, is_off, is_private, series
from newsletter.sources.calendars.ical_spans import (
    BadEvent,
    in_one,
    span_of,
    utc_of,
    written,
    zone_of,
)
from newsletter.sources.parsing.decoding import refuse_a_page, text_from
from newsletter.sources.parsing.posts import TITLE_LENGTH, WORDPRESS
from newsletter.sources.parsing.site_text import plain_text
from newsletter.sources.parsing.summaries import opening
from newsletter.sources.parsing.time_limit import Impatient, patience
from newsletter.workspace.frontmatter.field_values import link_fault

KIND = "ical"
MAX_EVENTS = 10_000
_OF_TEC = re.compile(r"(\d+)-(\d{6,12})-(\d{6,12})@([\w.:-]+)")
"""A UID of The Events Calendar holds the times and so changes when an event is moved; the number before the dash stays."""
_SECONDS = 2.0
"""For one series."""


class AllPrivate(Exception):
    """A series none of whose days is for everybody."""


def read_ical(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a calendar. Raises NewsletterError when it is none, or breaks off before its end."""
    refuse_a_page(data, "a calendar")
    text = text_from(data)
    if "BEGIN:VCALENDAR" not in text[:5000].upper():
        raise NewsletterError("it is no calendar (it does not begin with BEGIN:VCALENDAR)")
    if not re.search(r"^END:VCALENDAR[ \t]*$", text[-5000:], re.M | re.I):
        raise NewsletterError("it breaks off before its end. Nothing was changed; try again")
    found: list[ImportItem] = []
    skipped = dict.fromkeys((Skip.PRIVATE, Skip.REPEATED, Skip.DAY_OF_SERIES), 0)
    problems: list[str] = []
    held = 0
    for block in _blocks(text):
        icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]  # forgets the zones that another calendar described: two may call theirs alike
        calendar, broken, hidden = _parsed(block)
        problems += broken
        skipped[Skip.PRIVATE] += hidden
        events = list(calendar.walk("VEVENT"))
        held += len(events) + len(broken) + hidden
        if held > MAX_EVENTS:
            raise NewsletterError(f"it holds more than {MAX_EVENTS:,} events")
        _read_calendar(calendar, events, guide, found, skipped, problems)
    return SourceContent(tuple(found), held, skipped, tuple(problems))


def _blocks(text: str) -> list[str]:
    """Each calendar of a file; some hold several."""
    found = re.findall(r"^BEGIN:VCALENDAR[ \t]*$.*?^END:VCALENDAR[ \t]*$", text, re.M | re.S | re.I)
    return [block.replace("\n", "\r\n") + "\r\n" for block in found]


def _parsed(block: str) -> tuple[Any, list[str], int]:
    """A calendar; where it cannot be read as a whole, each of its events alone, why others cannot be read, and how many of those
    are private: not even their names are told."""
    try:
        return icalendar.Calendar.from_ical(block), [], 0
    except _UNREADABLE:
        pass
    part = r"^BEGIN:{0}[ \t]*\r?$.*?^END:{0}[ \t]*\r?$"
    whole, broken, hidden = icalendar.Calendar(), [], 0
    own = block[: block.find("\nBEGIN:", 1)]
    heads = {
        key: said[1].strip()
        for key in ("X-WR-TIMEZONE", "METHOD")
        if (said := re.search(rf"^{key}(?:;[^:\r\n]*)?:(.*)$", own, re.M | re.I))
    }
    for text in [
        *re.findall(part.format("VTIMEZONE"), block, re.M | re.S),
        *re.findall(part.format("VEVENT"), block, re.M | re.S),
    ][:MAX_EVENTS]:
        try:
            alone = icalendar.Calendar.from_ical(
                f"BEGIN:VCALENDAR\r\n{text.rstrip()}\r\nEND:VCALENDAR\r\n"
            )
        except _UNREADABLE as why:
            if not text.startswith("BEGIN:VEVENT"):
                continue
            if _is_hidden(text):
                hidden += 1
            else:
                broken.append(
                    f"{_name_in(text)} cannot be read ({'its time zone is none' if isinstance(why, OSError) else type(why).__name__})"
                )
            continue
        for component in alone.subcomponents:
            whole.add_component(component)
    if not (whole.subcomponents or hidden):
        raise NewsletterError("it cannot be read as a calendar")
    for key, value in heads.items():
        whole.add(key, value)
    return whole, broken, hidden


_UNREADABLE = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    OSError,
)
"""What icalendar raises for calendars that are none; OSError for a zone that is a folder of zones (Europe)."""


def _read_calendar(
    calendar: Any,
    events: list[Any],
    guide: ImportContext,
    found: list[ImportItem],
    skipped: dict[Skip, int],
    problems: list[str],
) -> None:
    called_off = str(calendar.get("METHOD", "")).strip().upper() == "CANCEL"
    home = iana_zone(one_line(str(calendar.get("X-WR-TIMEZONE", "")))) or guide.zone
    for identity, group in _groups(events).items():
        secret = [event for event in group if is_private(event)]
        if any("RECURRENCE-ID" not in event for event in secret) or len(secret) == len(group):
            skipped[Skip.PRIVATE] += len(group)  # a private series has no public days
            continue
        skipped[Skip.PRIVATE] += len(secret)
        shown = [event for event in group if event not in secret]
        try:
            with patience(_SECONDS):
                item, others = _item(calendar, identity, shown, secret, home, guide)
        except AllPrivate:
            skipped[Skip.PRIVATE] += len(shown)
            continue
        except Impatient:
            problems.append(f"{_called(shown[0])} repeats in a way that takes too long to work out")
            problems.extend([f"a day of {_called(shown[0])}"] * (len(shown) - 1))
            continue
        except (
            Exception
        ) as why:  # icalendar raises in many ways for many sorts of broken properties
            reason = (
                str(why)
                if isinstance(why, BadEvent)
                else f"it cannot be read ({type(why).__name__})"
            )
            problems.append(f"{_called(shown[0])}: {reason}")
            problems.extend([f"a day of {_called(shown[0])}"] * (len(shown) - 1))
            continue
        found.append(replace(item, cancelled=True) if called_off else item)
        for reason in others:
            skipped[reason] += 1


def _groups(events: Iterable[Any]) -> dict[str, list[Any]]:
    """The events by what they are known by; some programs give one UID to all, so those of other names are others."""
    by_uid: dict[str, list[Any]] = defaultdict(list)
    for number, event in enumerate(events):
        uid = one_line(str(event.get("UID", "")))[:500]
        by_uid[
            uid
            or f"{_called(event)} {_raw(event, 'DTSTART')} {number if 'DTSTART' not in event else ''}".strip()
        ].append(event)
    groups: dict[str, list[Any]] = {}
    for uid, members in by_uid.items():
        masters = [event for event in members if "RECURRENCE-ID" not in event]
        names = {(_called(event), _raw(event, "DTSTART")) for event in masters}
        if len(names) > 1 and len({_sequence(event) for event in masters}) == 1:
            first = masters[
                0
            ]  # keeps the UID itself, so that it is known again when it was alone before
            keys = {
                _called(e): uid if e is first else f"{uid} {_called(e)} {_raw(e, 'DTSTART')}"
                for e in reversed(masters)
            }
            for event in members:  # a changed day belongs to the event of its name
                own = uid if event is first else f"{uid} {_called(event)} {_raw(event, 'DTSTART')}"
                key = (
                    keys.get(_called(event), next(iter(keys.values())))
                    if "RECURRENCE-ID" in event
                    else own
                )
                groups.setdefault(key, []).append(event)
        else:
            groups[uid] = members
    return groups


def _item(
    calendar: Any,
    identity: str,
    group: list[Any],
    secret: list[Any],
    home: tzinfo,
    guide: ImportContext,
) -> tuple[ImportItem, list[Skip]]:
    """The item a group of events is, and what became of those that are no item of their own. ``secret`` are its private days."""
    masters = sorted((event for event in group if "RECURRENCE-ID" not in event), key=_sequence)
    changed = [event for event in group if "RECURRENCE-ID" in event]
    main = masters[-1] if masters else changed[0]
    others = [Skip.REPEATED] * max(len(masters) - 1, 0)
    others += [Skip.DAY_OF_SERIES] * (len(changed) if masters else len(changed) - 1)
    doubts: list[str] = []
    notes: list[str] = []
    own = span_of(main, doubts, home)
    if "EXRULE" in main:
        doubts.append(
            "some of its days are taken out by a rule of a kind that is no longer used (EXRULE); look at its dates"
        )
    zone_name, zone = zone_of(main, own, home, guide, doubts, notes)
    if masters and has_days(main, [*changed, *secret]):
        spans, said = series(calendar, main, [*changed, *secret], own, home, guide.today)
        notes += said
    else:
        days = [span_of(event, doubts, home) for event in (changed or [main]) if not is_off(event)]
        spans = sorted(days, key=lambda span: utc_of(span.first, home))
    if not spans and secret:
        raise AllPrivate
    found = replace(
        _words(main, identity, guide), cancelled=is_off(main) or not spans, undecided="; ".join(dict.fromkeys(doubts)),
        notes=tuple(notes), timezone=zone_name, language=guide.source.language,
    )  # fmt: skip
    if len(spans) < 2:
        starts, ends = written((spans or [own])[0], zone)
        return replace(found, starts=starts, ends=ends), others
    return replace(found, dates=tuple(in_one(span, zone) for span in spans)), others


# ---- the words


def _words(event: Any, identity: str, guide: ImportContext) -> ImportItem:
    title = one_line(_text(event, "SUMMARY"))[:TITLE_LENGTH]
    description = _text(event, "DESCRIPTION")
    text = plain_text(description, guide.base)
    link = one_line(str(event.get("URL", "")))
    categories = [name for name in _categories(event) if name]
    kind, key = _identity(identity)
    return ImportItem(
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


def _is_hidden(text: str) -> bool:
    """Whether an event that nothing can read is not for everybody (RFC 5545, 3.8.1.3; 3.1 for lines that are folded)."""
    said = re.search(
        r"^CLASS(?:;[^:\r\n]*)?:[ \t]*(\w*)", re.sub(r"\r?\n[ \t]", "", text), re.M | re.I
    )
    return bool(said and said[1].upper() not in ("PUBLIC", ""))


def _name_in(text: str) -> str:
    """What an event calls itself that nothing can read."""
    named = re.search(r"^SUMMARY(?:;[^:\r\n]*)?:(.{1,200})", text, re.M | re.I)
    return quoted(one_line(named[1])) if named else "an event without a name"


def _called(event: Any) -> str:
    return quoted(_text(event, "SUMMARY") or "an event without a name")


def _raw(event: Any, key: str) -> str:
    value = event.get(key)
    try:
        return value.to_ical().decode("utf-8", "replace") if value is not None else ""
    except Exception:  # a broken property has none of the methods of a whole one
        return str(value)[:200]


def _sequence(event: Any) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (ValueError, TypeError):
        return 0
