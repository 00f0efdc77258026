"""Periods: their spellings, their edges, any cadence."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.core.values.period import (
    CADENCES,
    Cadence,
    Period,
    names_period,
    parse_period,
    read_period,
)
from newsletter.core.values.zones import first_instant, iana_zone
from newsletter.errors import NewsletterError

TODAY = date(2022, 5, 11)
months = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)).map(
    lambda day: day.replace(day=1)
)
cadences = st.builds(Cadence, st.sampled_from(CADENCES), st.integers(1, 12))


@pytest.mark.parametrize(
    "spelling",
    ["2022-03", "2022-04", "2022-03-march-april", "March–April 2022", "march - april 2022", "mar-apr 2022", "Mar – Apr, 2022",
     "2022-03/2022-04", "2022-03 – 2022-04", "March 2022 – April 2022", "April 2022", "last", "  LAST "],
)  # fmt: skip
def test_every_spelling_names_the_period(spelling: str) -> None:
    """March – April 2022 is meant by all of these, on 11 May 2022."""
    assert parse_period(spelling, Cadence(), TODAY) == Period(date(2022, 3, 1), 2)


@pytest.mark.parametrize(("word", "start"), [("last", 3), ("current", 5), ("next", 7)])
def test_last_current_and_next_are_neighbours(word: str, start: int) -> None:
    """``current`` holds today; ``last`` and ``next`` lie beside it."""
    assert parse_period(word, Cadence(), TODAY).start == date(2022, start, 1)


@pytest.mark.parametrize(
    ("spelling", "part"),
    [
        ("2022-03-04", "reads as a day"),
        ("2022-3-4", "reads as a day"),
        ("2022-13", "month 13"),
        ("Smarch 2022", "names no period"),
        ("February – March 2022", "write 2022-01"),
        ("2022-04/2022-03", "ends before it begins"),
        ("2022-03-april-may", "does not agree with itself"),
        ("2022-01/2025-01", "longer than a year"),
        ("0000-01", "outside the calendar"),
        ("", "names no period"),
    ],
)
def test_what_names_no_period_is_refused_with_what_to_write(spelling: str, part: str) -> None:
    """A refusal says what is wrong."""
    with pytest.raises(NewsletterError, match=part):
        parse_period(spelling, Cadence(), TODAY)


def test_a_year_belongs_to_the_last_month_named() -> None:
    """December – January 2022 begins in December 2021."""
    period = parse_period("December – January 2022", Cadence(2, 12), TODAY)

    assert (period.start, period.slug) == (date(2021, 12, 1), "2021-12-december-january")
    assert period.title == "December 2021 – January 2022"


def test_a_plans_own_period_wins_over_the_cadence() -> None:
    """An issue that says it covers February – March is found by either month and by its full name."""
    own = Period(date(2022, 2, 1), 2)

    for spelling in ("2022-02", "2022-03", "February – March 2022", "2022-02-february-march"):
        assert parse_period(spelling, Cadence(), TODAY, (own,)) == own


@pytest.mark.parametrize(("count", "slug"), [(1, "2022-03-march"), (2, "2022-03-march-april"), (3, "2022-01-january-march"),
                                             (6, "2022-01-january-june"), (12, "2022-01-january-december")])  # fmt: skip
def test_an_issue_is_named_after_its_first_and_last_month(count: int, slug: str) -> None:
    """The name comes back as the same period, whatever the cadence."""
    period = Cadence(count).containing(date(2022, 3, 9))

    assert period.slug == slug
    assert parse_period(slug, Cadence(count), TODAY) == period


@given(months, cadences)
def test_every_day_lies_in_exactly_one_period(day: date, cadence: Cadence) -> None:
    """Periods of a cadence touch without gap or overlap."""
    period = cadence.containing(day)

    assert day in period
    assert period.neighbour(1).start == period.end
    assert cadence.containing(period.end) == period.neighbour(1)
    assert cadence.containing(period.start - timedelta(days=1)) == period.neighbour(-1)


@given(months, cadences)
def test_title_and_slug_read_back(day: date, cadence: Cadence) -> None:
    """What a period is called names that period again."""
    period = cadence.containing(day)

    assert read_period(period.title) == period
    assert read_period(period.slug) == period
    assert names_period(f"Our Update: {period.title}")


@pytest.mark.parametrize(
    ("zone", "instant"),
    [("Europe/London", "2022-04-30T23:00:00+00:00"), ("Pacific/Auckland", "2022-04-30T12:00:00+00:00"),
     ("America/New_York", "2022-05-01T04:00:00+00:00"), ("UTC", "2022-05-01T00:00:00+00:00")],
)  # fmt: skip
def test_a_period_ends_at_the_first_instant_in_the_organisations_zone(
    zone: str, instant: str
) -> None:
    """1 May begins at another instant in every zone."""
    found = iana_zone(zone)
    assert found is not None

    assert first_instant(date(2022, 5, 1), found) == datetime.fromisoformat(instant)


def test_a_day_without_midnight_begins_when_the_clocks_have_jumped() -> None:
    """In Beirut clocks go from 00:00 to 01:00 on 27 March 2022: the day begins at 01:00, which is 22:00 UTC."""
    zone = iana_zone("Asia/Beirut")
    assert zone is not None

    assert first_instant(date(2022, 3, 27), zone) == datetime(2022, 3, 26, 22, tzinfo=timezone.utc)
