"""One field of front matter at a time: from the text that people wrote to the value that is meant,
or a problem."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from newsletter.core.problems import reading_kinds as kinds
from newsletter.core.problems.problem import Problem, ProblemKind, Severity, make_problem
from newsletter.core.values.date_parser import UnreadableDate, parse_date, parse_time, past_midnight
from newsletter.core.values.dates import Point, Precision, Reading, When
from newsletter.core.values.text import listed, nearest, one_line
from newsletter.core.values.web_address import link_fault as link_fault
from newsletter.core.values.zones import read_zone

MOST_DAYS = 400
"""How many days a series may have."""
MOST_PIXELS = 10_000
_YES = {"yes", "true", "on", "y", "1", "ja", "oui", "si", "sí"}
_NO = {"no", "false", "off", "n", "0", "", "nein", "non"}

_PROTECTING_KEYS = {"draft", "cancelled", "embargo", "leave_out", "audience", "consent", "people"}
"""Keys that keep something from members or from the public: a misspelling of one of them is an
error."""

_FOREIGN_KEYS = {
    "url": "link", "href": "link", "website": "link", "venue": "location", "place": "location", "where": "location",
    "description": "summary", "excerpt": "summary", "abstract": "summary", "subtitle": "summary", "lang": "language",
    "start": "starts", "startdate": "starts", "start_date": "starts", "when": "starts", "time": "starts",
    "end": "ends", "enddate": "ends", "end_date": "ends", "closes": "deadline", "due": "deadline", "published": "date",
    "visibility": "audience", "members_only": "audience", "public": "audience", "private": "audience", "hidden": "draft",
    "canceled": "cancelled", "embargoed": "embargo", "zone": "timezone", "tz": "timezone", "picture": "image", "photo": "image",
}  # fmt: skip
"""What people write, and other systems call, our keys; only asked about a key that is not ours."""


@dataclass(slots=True)
class Fields:
    """The fields of one file. What cannot be read becomes a problem and the field's default;
    nothing is guessed."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    file: str
    item: str | None = None
    prefix: str = ""
    """The key that these fields are under, with a slash behind it; empty for the outermost."""
    file_zone: tzinfo | None = None
    """The zone that the file names for its times."""
    problems: list[Problem] = field(default_factory=list)

    def report(
        self,
        kind: ProblemKind,
        key: str,
        value: str | None = None,
        *,
        severity: Severity | None = None,
        **facts: object,
    ) -> None:
        """Add a problem with a key; ``value`` is what is written there."""
        problem = make_problem(
            kind,
            file=self.file,
            line=self.lines.get(self.prefix + key),
            item=self.item,
            field=self.prefix + key,
            value=value,
            severity=severity,
            key=key,
            **facts,
        )
        self.problems.append(problem)

    def report_read_as_text(self, quoted_lines: Iterable[tuple[int, str]]) -> None:
        """Add a note for each line that was read as text although YAML would not have."""
        for line, key in quoted_lines:
            problem = make_problem(
                kinds.READ_AS_TEXT, file=self.file, line=line, item=self.item, field=key, key=key
            )
            self.problems.append(problem)

    def unknown_keys(self, known: Collection[str], *, strict: bool = False) -> dict[str, Any]:
        """The keys that are not ours. One that resembles one of ours is a problem.

        With ``strict`` that is an error, and every other one is a problem too.
        """
        extra = {key: value for key, value in self.values.items() if key not in known}
        for key in extra:
            close = _find_meant_key(key, known)
            if close:
                self._report_misspelt(key, close, strict=strict)
            elif strict:
                self.report(kinds.UNKNOWN_KEY, key, self.prefix + key, known=listed(known))
        return extra

    def _report_misspelt(self, key: str, close: str, *, strict: bool) -> None:
        is_serious = strict or close in _PROTECTING_KEYS
        self.report(
            kinds.MISSPELT_KEY,
            key,
            self.prefix + key,
            severity=Severity.ERROR if is_serious else None,
            close=close,
            close_field=self.prefix + close,
        )

    def text(self, key: str) -> str:
        """A text on one line, without control characters and bidi overrides; empty when it is
        missing."""
        if key not in self.values:
            return ""
        return one_line(self.long_text(key))

    def long_text(self, key: str) -> str:
        """A text of any number of lines; empty when it is missing."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.report(kinds.TEXT_IS_A_LIST, key)
        return ""

    def yes(self, key: str) -> bool:
        """A yes or no; no when it is missing."""
        word = self.text(key).lower()
        if word in _YES:
            return True
        if word not in _NO:
            self.report(kinds.NOT_YES_OR_NO, key, word)
        return False

    def one_of(self, key: str, choices: Iterable[str], default: str) -> str:
        """One of a few words."""
        word = self.text(key).lower()
        names = list(choices)
        if not word:
            return default
        if word in names:
            return word
        close = nearest(word, names)
        hint = f"did you mean {close}?" if close else f"write {listed(names, 'or')}."
        self.report(kinds.NOT_A_CHOICE, key, word, hint=hint)
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one, and commas separate its parts."""
        value = self.values.get(key)
        if value is None:
            return ()
        if isinstance(value, str):
            value = value.split(",")
        if not _is_list_of_texts(value):
            self.report(kinds.NOT_A_WORD_LIST, key)
            return ()
        words = (one_line(entry) for entry in value)
        return tuple(dict.fromkeys(word for word in words if word))

    def mapping(self, key: str) -> dict[str, Any]:
        """Keys and values; empty when it is missing."""
        value = self.values.get(key)
        if value is None or value == "":
            return {}
        if not isinstance(value, dict):
            self.report(kinds.NOT_KEYS_AND_VALUES, key)
            return {}
        return value

    def link(self, key: str, *, mail: bool = False) -> str:
        """An absolute http or https address (or, with ``mail``, a mailto: one); empty when it is
        missing."""
        address = self.text(key)
        if address and link_fault(address, mail=mail):
            self.report(kinds.NOT_A_LINK, key, address)
            return ""
        return address

    def links_by_language(self, key: str) -> tuple[tuple[str, str], ...]:
        """Addresses by the code of their language: ``{fr: https://…}``."""
        inside = self.inside(key)
        found = []
        for language in inside.values:
            if not inside.text(language):
                # What YAML took for a key without a value: {fr:https://…}.
                line = self.lines.get(f"{self.prefix}{key}/{language}")
                self._report_link_missing(key, language, line)
                continue
            address = inside.link(language)
            if address:
                found.append((language, address))
        return tuple(found)

    def _report_link_missing(self, key: str, language: str, line: int | None) -> None:
        problem = make_problem(
            kinds.LANGUAGE_WITHOUT_LINK,
            file=self.file,
            line=line,
            item=self.item,
            field=self.prefix + key,
            value=language,
            key=key,
        )
        self.problems.append(problem)

    def day(self, key: str) -> date | None:
        """A certain calendar day."""
        when = self.when(key)
        if when is None:
            return None
        if when.certain_day is None:
            self.report(kinds.NOT_ONE_DAY, key, when.text)
        return when.certain_day

    def when(self, key: str, same_day: str = "") -> When | None:
        """A date with everything it may mean. ``same_day`` names the key on whose day ``14:30``
        alone is."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.report(kinds.DATE_IS_A_LIST, key, example=_example_for(key))
            return None
        clock = parse_time(value) if same_day else None
        base = self.when(same_day) if clock else None
        if base and clock:
            return self._check_zone(key, _on_the_day_of(base, value, *clock))
        return self._read_when(key, one_line(value))

    def whens(self, key: str) -> tuple[When, ...]:
        """A list of dates; each that cannot be read is a problem."""
        value = self.values.get(key)
        if value is None:
            return ()
        entries = [value] if isinstance(value, str) and value else value
        if not _is_list_of_texts(entries):
            self.report(kinds.NOT_A_LIST_OF_DAYS, key)
            return ()
        if len(entries) > MOST_DAYS:
            self.report(kinds.TOO_MANY_DAYS, key, count=len(entries), most=MOST_DAYS)
        found = []
        for entry in entries[:MOST_DAYS]:
            when = self._read_when(key, one_line(entry))
            if when is None:
                continue
            if when.only is None or when.only.precision is Precision.MONTH:
                self.report(kinds.UNCLEAR_DAY_IN_SERIES, key, when.text)
            found.append(when)
        return tuple(found)

    def _read_when(self, key: str, text: str) -> When | None:
        if not text:
            return None
        try:
            when = parse_date(text)
        except UnreadableDate as why:
            self.report(
                kinds.UNREADABLE_DATE,
                key,
                text,
                because=f": {why}" if str(why) else "",
                example=_example_for(key),
            )
            return None
        return self._check_zone(key, when)

    def _check_zone(self, key: str, when: When) -> When:
        """The date, with an error when its zone could be several and the file names none."""
        zone = when.unclear_zone
        if zone and zone not in self._own_abbreviations(when):
            self.report(kinds.UNCLEAR_TIME_ZONE, key, when.text, zone=zone)
        return when

    def _own_abbreviations(self, when: When) -> set[str | None]:
        """What the file's own zone is called around that day: beside ``timezone: Europe/London``,
        BST is clear."""
        if self.file_zone is None:
            return set()
        year = when.first.day.year
        return {datetime(year, month, 1, tzinfo=self.file_zone).tzname() for month in (1, 4, 7, 10)}

    def timezone(self, key: str) -> tuple[str, tzinfo | None]:
        """A zone's name and the zone."""
        name = self.text(key)
        if not name:
            return "", None
        zone = read_zone(name)
        if zone is None:
            self.report(kinds.UNKNOWN_TIME_ZONE, key, name)
            return "", None
        return name, zone

    def number(self, key: str) -> int | None:
        """A whole number of pixels."""
        word = self.text(key)
        if not word:
            return None
        is_number = word.isascii() and word.isdigit()
        if not is_number or not 0 < int(word) <= MOST_PIXELS:
            self.report(kinds.NOT_A_NUMBER_OF_PIXELS, key, word)
            return None
        return int(word)

    def inside(self, key: str) -> "Fields":
        """The fields of the mapping under a key; their problems are ours."""
        return Fields(
            values=self.mapping(key),
            lines=self.lines,
            file=self.file,
            item=self.item,
            prefix=f"{self.prefix}{key}/",
            file_zone=self.file_zone,
            problems=self.problems,
        )


def _find_meant_key(key: str, known: Collection[str]) -> str | None:
    """The key of ours that somebody probably meant; None when the key resembles none."""
    written = key.replace("-", "_")
    close = nearest(written, list(known)) or _FOREIGN_KEYS.get(written.lower())
    return close if close in known else None


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(entry, str) for entry in value)


def _example_for(key: str) -> str:
    """A date to show how one is written under that key."""
    if key in ("starts", "ends", "deadline", "dates"):
        return "2026-09-20 or 2026-09-20 18:30"
    return "2026-09-20"


def _on_the_day_of(
    same_day: When, text: str, clock: Any, zone: tzinfo | None, unclear_zone: str
) -> When:
    """``ends: 14:30`` beside ``starts``: the same day, or the day after when the clock has gone
    past midnight."""
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
