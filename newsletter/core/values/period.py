"""The period an issue covers: named, half-open, in whole calendar months; and the spellings people give it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from newsletter.core.values.date_parser import MONTH_NUMBER, MONTHS
from newsletter.errors import NewsletterError

CADENCES = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months from the first day of one month up to, not including, the first day after the last month.

    The instants are those days' first instants in the organisation's zone (``zones.first_instant``).
    """

    start: date
    """The first day that belongs to it; always the first of a month."""
    months: int
    """How many calendar months it covers."""

    def __post_init__(self) -> None:
        if self.start.day != 1 or not 1 <= self.months <= 12:
            raise ValueError(f"not a period: {self.months} months from {self.start}")

    @property
    def end(self) -> date:
        """The first day that no longer belongs to it."""
        return add_months(self.start, self.months)

    @property
    def last_month(self) -> date:
        """The first day of its last month."""
        return add_months(self.start, self.months - 1)

    @property
    def title(self) -> str:
        """``March – April 2022``, ``December 2021 – January 2022`` or ``March 2022``."""
        first, last = self.start, self.last_month
        if first == last:
            return f"{_name(first)} {first.year}"
        year = f" {first.year}" if first.year != last.year else ""
        return f"{_name(first)}{year} – {_name(last)} {last.year}"

    @property
    def slug(self) -> str:
        """The name of its issue and of the issue's folder: ``2022-03-march-april``."""
        names = [_name(self.start).lower()]
        if self.months > 1:
            names.append(_name(self.last_month).lower())
        return f"{self.start:%Y-%m}-{'-'.join(names)}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def neighbour(self, steps: int) -> "Period":
        """The period so many steps later (earlier when negative), of the same length."""
        return Period(add_months(self.start, self.months * steps), self.months)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How the year is cut into periods: so many months each, one of them beginning with ``first_month``."""

    months: int = 2
    first_month: int = 1

    def containing(self, day: date) -> Period:
        """The period of the cadence that holds the day."""
        back = (day.month - self.first_month) % self.months
        return Period(add_months(day.replace(day=1), -back), self.months)


@lru_cache(maxsize=4096)
def add_months(first: date, months: int) -> date:
    """The first of the month so many months later. Raises NewsletterError outside the years 1 to 9998."""
    index = first.year * 12 + first.month - 1 + months
    if not 12 <= index < 9999 * 12:
        raise NewsletterError(
            "that period lies outside the calendar; name one in the years 1 to 9998"
        )
    return date(index // 12, index % 12 + 1, 1)


def _clean_spelling(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate({ord(dash): "-" for dash in "–—‑−"}))


def _name(month: date) -> str:
    return MONTHS[month.month - 1].capitalize()


_ISO = r"(\d{4})-(\d{2})"
_MONTH = "(" + "|".join(sorted(MONTH_NUMBER, key=len, reverse=True)) + r")\.?"
_NAMED = re.compile(
    rf"{_MONTH}(?:[ ,]+(\d{{4}}))?(?: ?(?:-|/|to|and|&) ?{_MONTH})?[ ,]+(\d{{4}})", re.I
)
_SLUG = re.compile(r"(\d{4})-(\d{2})-([a-z]+)(?:-([a-z]+))?")
_HOW = (
    "Write a period such as 2022-03, 2022-03/2022-04, 'March – April 2022', last, current or next"
)


def parse_period(text: str, cadence: Cadence, today: date, own: tuple[Period, ...] = ()) -> Period:
    """The period that ``text`` names.

    ``today`` is the day in the organisation's zone and is looked at for ``last``, ``current`` and ``next`` alone.
    ``own`` are the periods that existing issues give themselves in issue.md: one that begins with the named month,
    or else holds it, wins over the cadence. Raises NewsletterError when no period, or none of this newsletter's, is meant.
    """
    plain = _clean_spelling(text).strip().lower()
    word = {"last": -1, "current": 0, "next": 1}.get(plain)
    if word is not None:
        return cadence.containing(today).neighbour(word)
    first, last = _months_named(plain, text)
    if last is None:
        holding = [p for p in own if p.start == first] or [p for p in own if first in p]
        return holding[0] if holding else cadence.containing(first)
    named = _spanning(first, last, text)
    fitting = cadence.containing(first)
    if named != fitting and named not in own:
        raise NewsletterError(
            f"'{text}' is not one of this newsletter's periods: {first:%Y-%m} belongs to {fitting.title} "
            f"(write {fitting.start:%Y-%m}). For an issue of its own length, "
            f"write period: {first:%Y-%m}/{last:%Y-%m} in its issue.md."
        )
    return named


def read_period(text: str) -> Period:
    """A period written out in full, as issue.md has it: the months named are its months, whatever the cadence.

    Raises NewsletterError when the text names no period.
    """
    plain = _clean_spelling(text).strip().lower()
    first, last = _months_named(plain, text)
    return _spanning(first, last or first, text)


def names_period(text: str) -> bool:
    """Whether the text holds the name of a month or months with a year, as a newsletter's own title does."""
    plain = _clean_spelling(text)
    return bool(_NAMED.search(plain) or re.search(r"\b\d{4}-\d{2}\b", plain))


def _spanning(first: date, last: date, text: str) -> Period:
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    if not 1 <= span <= 12:
        raise NewsletterError(
            f"the period '{text}' ends before it begins, or is longer than a year. {_HOW}."
        )
    return Period(first, span)


def _months_named(plain: str, text: str) -> tuple[date, date | None]:
    """The first and, where two are named, the last month. A slug counts as two only when it names two."""
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", plain):
        raise NewsletterError(f"'{text}' reads as a day, not as a period. {_HOW}.")
    if found := re.fullmatch(_ISO, plain):
        return _first(found[1], int(found[2]), text), None
    if found := re.fullmatch(rf"{_ISO} ?(?:/|-|to) ?{_ISO}", plain):
        return _first(found[1], int(found[2]), text), _first(found[3], int(found[4]), text)
    if found := _SLUG.fullmatch(plain):
        return _slug_months(found, text)
    if found := _NAMED.fullmatch(plain):
        month1, year1, month2, year2 = found.groups()
        number1 = MONTH_NUMBER[month1]
        if month2 is None:
            return _first(year2, number1, text), None
        number2 = MONTH_NUMBER[month2]
        # A year belongs to the last month named: December - January 2022 begins in 2021.
        first_year = int(year1) if year1 else int(year2) - (number1 > number2)
        return _first(str(first_year), number1, text), _first(year2, number2, text)
    raise NewsletterError(f"'{text}' names no period. {_HOW}.")


def _slug_months(found: re.Match[str], text: str) -> tuple[date, date]:
    year, number, name1, name2 = found.groups()
    if MONTH_NUMBER.get(name1) != int(number) or (name2 and name2 not in MONTH_NUMBER):
        raise NewsletterError(
            f"'{text}' does not agree with itself: month {number} is not {name1}. {_HOW}."
        )
    first = _first(year, int(number), text)
    if not name2:
        return first, first
    last_number = MONTH_NUMBER[name2]
    return first, _first(str(int(year) + (last_number < int(number))), last_number, text)


def _first(year: str, month: int, text: str) -> date:
    if not 1 <= month <= 12:
        raise NewsletterError(f"'{text}' names month {month:02}, which does not exist. {_HOW}.")
    if not 1 <= int(year) <= 9997:
        raise NewsletterError(f"'{text}' names a year outside the calendar. {_HOW}.")
    return date(int(year), month, 1)


@lru_cache(maxsize=4096)
def day_after(day: date, days: int = 1) -> date:
    """The day so many days later, held inside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
