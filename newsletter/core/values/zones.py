"""Time zones as people write them: IANA names, a few safe abbreviations, offsets."""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

# Only abbreviations that mean one thing everywhere. IST, BST, CST and the like have several
# meanings (India, Ireland, Israel ...), so they are asked about instead of guessed.
ABBREVIATIONS = {
    "UTC": 0, "GMT": 0, "Z": 0,
    "WET": 0, "WEST": 60,
    "CET": 60, "CEST": 120,
    "EET": 120, "EEST": 180,
}  # fmt: skip

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?")


@lru_cache(maxsize=256)
def iana_zone(name: str) -> ZoneInfo | None:
    """The zone of that IANA name (``Europe/London``), or None when there is none."""
    try:
        return ZoneInfo(name)
    except (
        ValueError,
        OSError,
        KeyError,
    ):  # KeyError: ZoneInfoNotFoundError; OSError: 'Europe' is a folder
        return None


def offset_zone(text: str) -> timezone | None:
    """The zone of ``+02:00``, ``+0200`` or ``UTC+2``, or None; offsets reach from -14:00 to +14:00."""
    found = _OFFSET.fullmatch(text.strip())
    if not found:
        return None
    sign, hours, minutes = found.groups()
    delta = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if delta > timedelta(hours=14) or int(minutes or 0) > 59:
        return None
    return timezone(-delta if sign == "-" else delta)


@lru_cache(maxsize=256)
def read_zone(text: str) -> tzinfo | None:
    """Any spelling of a zone that means one thing: IANA name, safe abbreviation or offset; else None."""
    text = text.strip()
    minutes = ABBREVIATIONS.get(text.upper())
    if minutes is not None:
        return timezone(timedelta(minutes=minutes), text.upper()) if minutes else timezone.utc
    if re.fullmatch(
        r"[A-Z]{2,5}", text
    ):  # EST and MST are old IANA names too, but people do not mean those
        return None
    return offset_zone(text) or iana_zone(text)


@lru_cache(maxsize=4096)
def first_instant(day: date, zone: tzinfo) -> datetime:
    """The first instant of that day in that zone, as an aware date-time in UTC.

    Where clocks jump over midnight the instant of the jump is meant; where midnight comes twice, the first.
    """
    return datetime.combine(day, time(0), zone).astimezone(timezone.utc)
