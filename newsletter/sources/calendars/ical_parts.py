"""A calendar file into calendars and their events, each alone where the whole cannot be read."""

import re
from dataclasses import dataclass, field
from typing import Any

import icalendar

from newsletter.core.values.text import harmless, one_line, quoted
from newsletter.errors import NewsletterError

MAX_EVENTS = 10_000
UNNAMED = "an event without a name"
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
"""What icalendar raises for broken calendars; OSError for a zone that is a folder (Europe)."""
_CALENDAR = re.compile(r"^BEGIN:VCALENDAR[ \t]*$.*?^END:VCALENDAR[ \t]*$", re.M | re.S | re.I)


@dataclass(slots=True)
class ParsedCalendar:
    """A calendar as icalendar reads it, without the events that it cannot read."""

    calendar: Any
    problems: list[str] = field(default_factory=list)
    """Why an event cannot be read, each a sentence."""
    hidden: int = 0
    """How many events that cannot be read are private: not even their names are reported."""

    @property
    def events(self) -> list[Any]:
        """The events that could be read."""
        return list(self.calendar.walk("VEVENT"))


def split_calendars(text: str) -> list[str]:
    """Each calendar of a file; some hold several."""
    return [block.replace("\n", "\r\n") + "\r\n" for block in _CALENDAR.findall(text)]


def parse_calendar(block: str) -> ParsedCalendar:
    """A calendar with its events. Raises NewsletterError when none of them can be read."""
    # Forgets the zones that another calendar described: two may give theirs the same name.
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    try:
        return ParsedCalendar(icalendar.Calendar.from_ical(block))
    except _UNREADABLE:
        return _parse_one_by_one(block)


def _parse_one_by_one(block: str) -> ParsedCalendar:
    """A calendar of those events that can be read alone."""
    parsed = ParsedCalendar(icalendar.Calendar())
    parts = [*_find_components("VTIMEZONE", block), *_find_components("VEVENT", block)]
    for text in parts[:MAX_EVENTS]:
        try:
            alone = icalendar.Calendar.from_ical(
                f"BEGIN:VCALENDAR\r\n{text.rstrip()}\r\nEND:VCALENDAR\r\n"
            )
        except _UNREADABLE as why:
            if text.startswith("BEGIN:VEVENT"):
                _report_unreadable(text, why, parsed)
            continue
        for component in alone.subcomponents:
            parsed.calendar.add_component(component)
    if not parsed.calendar.subcomponents and not parsed.hidden:
        raise NewsletterError("it cannot be read as a calendar")
    own_lines = block[: block.find("\nBEGIN:", 1)]
    for key in ("X-WR-TIMEZONE", "METHOD"):
        value = re.search(rf"^{key}(?:;[^:\r\n]*)?:(.*)$", own_lines, re.M | re.I)
        if value:
            parsed.calendar.add(key, value[1].strip())
    return parsed


def _find_components(name: str, block: str) -> list[str]:
    pattern = rf"^BEGIN:{name}[ \t]*\r?$.*?^END:{name}[ \t]*\r?$"
    return re.findall(pattern, block, re.M | re.S)


def _report_unreadable(text: str, why: Exception, parsed: ParsedCalendar) -> None:
    if _is_private(text):
        parsed.hidden += 1
        return
    reason = "its time zone is none" if isinstance(why, OSError) else type(why).__name__
    parsed.problems.append(f"{_find_name(text)} cannot be read ({reason})")


def _is_private(text: str) -> bool:
    """Whether the text of an event says that it is not for everybody (RFC 5545, 3.8.1.3)."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)  # RFC 5545, 3.1
    said = re.search(r"^CLASS(?:;[^:\r\n]*)?:[ \t]*(\w*)", unfolded, re.M | re.I)
    return said is not None and said[1].upper() not in ("PUBLIC", "")


def _find_name(text: str) -> str:
    """The name in the text of an event that cannot be read."""
    name = re.search(r"^SUMMARY(?:;[^:\r\n]*)?:(.{1,200})", text, re.M | re.I)
    if name is None:
        return UNNAMED
    return quoted(one_line(name[1]))


# ---- properties of an event


def text_in(event: Any, key: str) -> str:
    """The text of a property, cleaned; empty when there is none."""
    value = event.get(key, "")
    if isinstance(value, list) and value:
        value = value[0]
    return harmless(str(value)).strip()


def name_of(event: Any) -> str:
    """The event's name in quotation marks, for a sentence."""
    return quoted(text_in(event, "SUMMARY") or UNNAMED)


def written_as(event: Any, key: str) -> str:
    """A property as it is written in the calendar; empty when there is none."""
    value = event.get(key)
    if value is None:
        return ""
    try:
        return str(value.to_ical().decode("utf-8", "replace"))
    except Exception:  # a broken property has none of the methods of a whole one
        return str(value)[:200]


def sequence_of(event: Any) -> int:
    """The number of an event's version; 0 when it names none that can be read."""
    try:
        return int(event.get("SEQUENCE", 0))
    except (ValueError, TypeError):
        return 0


def is_changed_day(event: Any) -> bool:
    """Whether an event is a changed day of a series."""
    return "RECURRENCE-ID" in event
