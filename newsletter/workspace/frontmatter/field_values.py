"""One field of front matter at a time: from the text that people wrote to the value that is meant, or a problem."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlsplit

from newsletter.core.problems.problem import Problem, error, note, warning
from newsletter.core.values.date_parser import UnreadableDate, parse_date, parse_time, past_midnight
from newsletter.core.values.dates import Point, Precision, Reading, When
from newsletter.core.values.text import listed, nearest, one_line, quoted
from newsletter.core.values.zones import read_zone

_YES = {"yes", "true", "on", "y", "1", "ja", "oui", "si", "sí"}
_NO = {"no", "false", "off", "n", "0", "", "nein", "non"}
_HOST = re.compile(r"[^\s/@:\[\]]+(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?")

_KEEPS_BACK = {"draft", "cancelled", "embargo", "leave_out", "audience", "consent", "people"}
"""Keys that keep something from members or from the public: a slip in one of them is an error, whatever else is right."""

_OTHER_WORDS = {
    "url": "link", "href": "link", "website": "link", "venue": "location", "place": "location", "where": "location",
    "description": "summary", "excerpt": "summary", "abstract": "summary", "subtitle": "summary", "lang": "language",
    "start": "starts", "startdate": "starts", "start_date": "starts", "when": "starts", "time": "starts",
    "end": "ends", "enddate": "ends", "end_date": "ends", "closes": "deadline", "due": "deadline", "published": "date",
    "visibility": "audience", "members_only": "audience", "public": "audience", "private": "audience", "hidden": "draft",
    "canceled": "cancelled", "embargoed": "embargo", "zone": "timezone", "tz": "timezone", "picture": "image", "photo": "image",
}  # fmt: skip
"""What people write, and other systems call, our keys; only asked about a key that is not ours."""

_PLAIN_LINK = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[\w\-./?=&%#~+,;:!$()*]*)?", re.ASCII
)


@dataclass(slots=True)
class Fields:
    """The fields of one file. What cannot be read becomes a problem and the field's default; nothing is guessed."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    file: str
    item: str | None = None
    prefix: str = ""
    file_zone: tzinfo | None = None
    """The zone that the file names for its times."""
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, key: str, message: str) -> None:
        """Note an error about a key."""
        self.problems.append(error(message, self.file, self._line(key), self.item))

    def _line(self, key: str) -> int | None:
        return self.lines.get(self.prefix + key)

    def unknown_keys(self, known: Collection[str], *, strict: bool = False) -> dict[str, Any]:
        """The keys that are not ours. One close to one of ours is told; with ``strict`` that is an
        error, and every other one is told too."""
        extra = {key: value for key, value in self.values.items() if key not in known}
        for key in extra:
            names = list(known)
            close = nearest(key.replace("-", "_"), names) or _OTHER_WORDS.get(
                key.lower().replace("-", "_")
            )
            close = close if close in known else None
            if strict or close:
                hint = (
                    f"did you mean {close}?"
                    if close
                    else f"the keys here are {listed(names)}; this one does nothing"
                )
                tell = error if close and (strict or close in _KEEPS_BACK) else warning
                self.problems.append(
                    tell(
                        f"there is no key {quoted(self.prefix + key)}; {hint}",
                        self.file,
                        self._line(key),
                        self.item,
                    )
                )
        return extra

    def text(self, key: str) -> str:
        """A text on one line, without control characters and bidi overrides; empty when it is missing."""
        return one_line(self.long_text(key)) if key in self.values else ""

    def long_text(self, key: str) -> str:
        """A text of any number of lines; empty when it is missing."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.wrong(key, f"{key} is a list; put the whole text in double quotes")
        return ""

    def yes(self, key: str) -> bool:
        """A yes or no; no when it is missing."""
        word = self.text(key).lower()
        if word in _YES:
            return True
        if word not in _NO:
            self.wrong(key, f"{key} is {quoted(word)}; write yes or no")
        return False

    def one_of(self, key: str, choices: Iterable[str], default: str) -> str:
        """One of a few words."""
        word = self.text(key).lower()
        names = list(choices)
        if not word or word in names:
            return word or default
        close = nearest(word, names)
        hint = f"did you mean {close}?" if close else f"write {listed(names, 'or')}"
        self.wrong(key, f"{key} is {quoted(word)}; {hint}")
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one, and commas part it."""
        value = self.values.get(key)
        if value is None:
            return ()
        if isinstance(value, str):
            value = value.split(",")
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self.wrong(key, f"{key} is not a list of words; write it as [one, two]")
            return ()
        return tuple(dict.fromkeys(word for entry in value if (word := one_line(entry))))

    def mapping(self, key: str) -> dict[str, Any]:
        """Keys and values; empty when it is missing."""
        value = self.values.get(key)
        if value is None or value == "":
            return {}
        if not isinstance(value, dict):
            self.wrong(key, f"{key} is not a list of keys and values; write it as {{key: value}}")
            return {}
        return value

    def link(self, key: str, *, mail: bool = False) -> str:
        """An absolute http or https address (or, with ``mail``, a mailto: one); empty when it is missing."""
        address = self.text(key)
        fault = link_fault(address, mail=mail) if address else ""
        if fault:
            self.wrong(key, f"{key} is {quoted(address)}, {fault}")
            return ""
        return address

    def links_by_language(self, key: str) -> tuple[tuple[str, str], ...]:
        """Addresses by the code of their language: ``{fr: https://…}``."""
        inside = self.inside(key)
        found = []
        for language in inside.values:
            if not inside.text(language):
                inside.wrong(language, f"{key} has no address behind {quoted(language)}; write it as {{fr: https://…}}, with a "
                             "blank after the colon")  # fmt: skip
            elif address := inside.link(language):
                found.append((language, address))
        return tuple(found)

    def day(self, key: str) -> date | None:
        """A certain calendar day."""
        when = self.when(key)
        if when is None:
            return None
        if when.certain_day is None:
            self.wrong(
                key,
                f"{key} is {quoted(when.text)}, which can mean more than one day. Write it as 2022-04-30.",
            )
        return when.certain_day

    def when(self, key: str, same_day: str = "") -> When | None:
        """A date with everything it may mean. ``same_day`` names the key on whose day ``14:30`` alone is."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(key, f"{key} is a list; write one date, such as {self._example(key)}")
            return None
        clock = parse_time(value) if same_day else None
        base = self.when(same_day) if clock else None
        if base and clock:
            return self._with_a_clear_zone(key, _on_the_day_of(base, value, *clock))
        return self._read_when(key, one_line(value))

    def whens(self, key: str) -> tuple[When, ...]:
        """A list of dates; each that cannot be read is a problem."""
        value = self.values.get(key)
        if value is None:
            return ()
        entries = [value] if isinstance(value, str) and value else value
        if not isinstance(entries, list | tuple) or not all(
            isinstance(entry, str) for entry in entries
        ):
            self.wrong(
                key,
                f"{key} is not a list of days; write it as [2022-04-04 18:00 – 19:30, 2022-04-11]",
            )
            return ()
        if len(entries) > 400:
            self.wrong(
                key, f"{key} has {len(entries)} days; a series of more than 400 cannot be shown"
            )
        found = [when for entry in entries[:400] if (when := self._read_when(key, one_line(entry)))]
        for when in found:
            if when.only is None or when.only.precision is Precision.MONTH:
                self.wrong(
                    key,
                    f"{key} has {quoted(when.text)}, which can mean more than one day. Write it as 2022-04-04.",
                )
        return tuple(found)

    def _read_when(self, key: str, text: str) -> When | None:
        if not text:
            return None
        try:
            when = parse_date(text)
        except UnreadableDate as why:
            because = f": {why}" if str(why) else ""
            self.wrong(
                key,
                f"{key} is {quoted(text)}, which is not a date{because}. Write it as {self._example(key)}.",
            )
            return None
        return self._with_a_clear_zone(key, when)

    def _with_a_clear_zone(self, key: str, when: When) -> When:
        """The date, with an error when its zone could be several and the file names none."""
        if when.unclear_zone and when.unclear_zone not in self._own_abbreviations(when):
            self.wrong(key, f"{key} is {quoted(when.text)}, and {when.unclear_zone} can mean several time zones. "
                       f"Take {when.unclear_zone} away and write timezone: with a place, such as Europe/London.")  # fmt: skip
        return when

    def _own_abbreviations(self, when: When) -> set[str | None]:
        """What the file's own zone is called around that day: beside ``timezone: Europe/London``, BST is no riddle."""
        if self.file_zone is None:
            return set()
        year = when.first.day.year
        return {datetime(year, month, 1, tzinfo=self.file_zone).tzname() for month in (1, 4, 7, 10)}

    def _example(self, key: str) -> str:
        return (
            "2026-09-20 or 2026-09-20 18:30"
            if key in ("starts", "ends", "deadline", "dates")
            else "2026-09-20"
        )

    def timezone(self, key: str) -> tuple[str, tzinfo | None]:
        """A zone's name and the zone."""
        name = self.text(key)
        if not name:
            return "", None
        zone = read_zone(name)
        if zone is None:
            self.wrong(
                key,
                f"{key} is {quoted(name)}, which is not a time zone. Write a place, such as Europe/Paris.",
            )
            return "", None
        return name, zone

    def number(self, key: str) -> int | None:
        """A whole number from 1 to 10,000."""
        word = self.text(key)
        if word and not (word.isascii() and word.isdigit() and 0 < int(word) <= 10_000):
            self.wrong(key, f"{key} is {quoted(word)}; write a whole number of pixels, such as 600")
            return None
        return int(word) if word else None

    def inside(self, key: str) -> "Fields":
        """The fields of the mapping under a key; their problems are ours."""
        return Fields(
            self.mapping(key),
            self.lines,
            self.file,
            self.item,
            f"{self.prefix}{key}/",
            self.file_zone,
            self.problems,
        )

    def noted(self, message: str, line: int | None) -> None:
        """Tell something worth knowing."""
        self.problems.append(note(message, self.file, line, self.item))


def link_fault(address: str, *, mail: bool = False) -> str:
    """What is wrong with an address, as the end of a sentence; empty when nothing is."""
    if _PLAIN_LINK.fullmatch(address):
        return ""
    if mail and re.fullmatch(r"mailto:[^\s@<>\"]+@[^\s@<>\"]+", address, re.I):
        return ""
    try:
        parts = urlsplit(address)
        whole = parts.scheme.lower() in ("http", "https") and bool(_HOST.fullmatch(parts.netloc))
    except ValueError:
        whole = False
    if not whole or re.search(r"[\s<>\"\\^`{|}]", address):
        return "which is not a full web address. Write it as the browser shows it, beginning with https://."
    return ""


def _on_the_day_of(
    same_day: When, text: str, clock: Any, zone: tzinfo | None, unclear_zone: str
) -> When:
    """``ends: 14:30`` beside ``starts``: the same day, or the day after when the clock has gone past midnight."""
    readings = []
    for reading in same_day.readings:
        last = reading.last
        day = last.day
        if (
            reading.first.time
            and reading.first.day == day
            and past_midnight(reading.first.time, clock)
        ):
            day = (datetime.combine(day, clock) + timedelta(days=1)).date()
        point = Point(day, clock, zone or last.zone or reading.first.zone)
        readings.append(Reading(point, point))
    return When(text, tuple(readings), unclear_zone)
