"""Dates as people write them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import cases

from newsletter.core.values.date_parser import (
    UnreadableDate,
    dates_within,
    leading_date,
    parse_date,
    parse_time,
)
from newsletter.core.values.dates import Point, Precision, When

CASES = list(cases(Path(__file__).parent / "cases/dates.txt"))


def shown(when: When) -> str:
    readings = []
    for reading in when.readings:
        first, last = point(reading.first), point(reading.last)
        month = " month" if reading.precision is Precision.MONTH else ""
        readings.append((first if first == last else f"{first}..{last}") + month)
    unclear = f" ?{when.unclear_zone}" if when.unclear_zone else ""
    return " | ".join(readings) + unclear


def point(one: Point) -> str:
    clock = f" {one.time:%H:%M}" if one.time else ""
    return f"{one.day}{clock}{f' {one.zone}' if one.zone else ''}"


@pytest.mark.parametrize(("written", "means"), CASES, ids=[written for written, _ in CASES])
def test_a_date_means_what_people_mean_by_it(written: str, means: str) -> None:
    """Every spelling in cases/dates.txt is read as it says there."""
    try:
        found = shown(parse_date(written))
    except UnreadableDate:
        found = "no date"

    assert found == means


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31)))
def test_an_iso_date_is_that_day(day: date) -> None:
    """Every day written as YYYY-MM-DD is read as exactly that day."""
    assert parse_date(day.isoformat()).certain_day == day


@given(st.text(max_size=200))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """No text makes the reader fail in any other way than saying that it is no date."""
    try:
        when = parse_date(text)
    except UnreadableDate:
        return

    assert when.readings


@pytest.mark.parametrize(
    ("prose", "day"),
    [
        ("25 May, 2022 Join us for a webinar", date(2022, 5, 25)),
        ("**25 May 2022**: join us", date(2022, 5, 25)),
        ("12 – 13 April, 2022 The following statement", date(2022, 4, 12)),
        ("In December 2021 the World Health Assembly held a session", None),
        ("The hearing on 25 May 2022 was long", None),
        ("May 2017 saw progress", None),
        ("29 people came", None),
        ("29 April, 2022 1.25 million people came", date(2022, 4, 29)),
        ("", None),
    ],
)
def test_only_a_date_at_the_head_of_a_text_leads_it(prose: str, day: date | None) -> None:
    """A date somewhere in a text does not lead it, and one that a sentence grows out of does not either."""
    found = leading_date(prose)

    assert (found[0].first.day if found else None) == day


def test_what_follows_the_leading_date_is_kept() -> None:
    """The rest of the text is given back without the date."""
    found = leading_date("25 May, 2022 Join us.")

    assert found is not None
    assert found[1] == "Join us."


@pytest.mark.parametrize(
    ("prose", "rest"),
    [
        ("26 June, 2022 is the global day. More.", "26 June, 2022 is the global day. More."),
        ("14 April 2022, online via a link.", "online via a link."),
        ("14 April 2022 – online", "online"),
    ],
)
def test_a_sentence_keeps_the_date_it_begins_with(prose: str, rest: str) -> None:
    """Without it half a sentence would be left."""
    found = leading_date(prose)

    assert found is not None
    assert found[1] == rest


def test_two_days_that_do_not_follow_one_another_are_no_span() -> None:
    """15 and 17 March are two days, 12 and 13 April are both days of one meeting."""
    with pytest.raises(UnreadableDate):
        parse_date("15 and 17 March 2022")
    assert parse_date("12 and 13 April 2022").readings[0].last.day == date(2022, 4, 13)


@pytest.mark.parametrize(
    ("text", "start"),
    [("2:00 - 4:00 pm", "14:00"), ("11:00 - 1:00 pm", "11:00"), ("10:00 - 14:00", "10:00")],
)
def test_half_a_day_is_said_once_for_both_times(text: str, start: str) -> None:
    """From two to four in the afternoon; from eleven in the morning to one."""
    when = parse_date(f"12 April 2022, {text}")

    assert f"{when.first.time:%H:%M}" == start


def test_dates_within_a_text_are_found_in_order() -> None:
    """All dates with a year are found; words and numbers around them do not disturb."""
    text = "Held on 11-12 April, 2022 and again on Tuesday 3 May 2022 at 13:00 CEST, for 45 people of 12 countries."

    assert [when.text for when in dates_within(text)] == ["11-12 April, 2022", "Tuesday 3 May 2022"]


def test_a_time_alone_is_a_time() -> None:
    """``14:30`` and its like are read, and what is no time is not."""
    found = parse_time("14:30")
    assert found is not None
    assert f"{found[0]:%H:%M}" == "14:30"
    assert parse_time("half past two") is None
    assert parse_time("25:00") is None
