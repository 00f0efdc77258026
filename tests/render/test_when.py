"""Dates and times in words."""

from typing import Any

import pytest
from making import event, news

from newsletter.core.values.zones import iana_zone
from newsletter.render.wording.when import deadline_line, event_lines, say_when
from newsletter.render.wording.words import load_words
from newsletter.settings import City

WORDS = load_words("en", None)
LONDON = iana_zone("Europe/London")
CITIES = (City("New York", "America/New_York"), City("Auckland", "Pacific/Auckland"))


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"starts": "2022-05-25"}, ["Wednesday 25 May 2022"]),
        ({"starts": "2022-04-12", "ends": "2022-04-13"}, ["Tuesday 12 – Wednesday 13 April 2022"]),
        ({"starts": "2022-02-28", "ends": "2022-04-01"}, ["Monday 28 February – Friday 1 April 2022"]),
        ({"starts": "2021-12-30", "ends": "2022-01-02"}, ["Thursday 30 December 2021 – Sunday 2 January 2022"]),
        ({"starts": "2022-06"}, ["June 2022"]),
        ({"starts": "2022-05-25 13:00 CEST", "ends": "2022-05-25 14:30 CEST"},
         ["Wednesday 25 May 2022, 13:00–14:30 (UTC+2)",
          "This is 11:00–12:30 UTC, 07:00 in New York and 23:00 in Auckland."]),
        ({"starts": "2022-05-25 20:00", "timezone": "Europe/Paris"},
         ["Wednesday 25 May 2022, 20:00 (Paris, UTC+2)",
          "This is 18:00 UTC, 14:00 in New York and 06:00 in Auckland (the day after)."]),
        ({"starts": "2022-05-25 08:00", "timezone": "Pacific/Auckland"},
         ["Wednesday 25 May 2022, 08:00 (Auckland, UTC+12)",
          "This is 20:00 UTC (the day before), 16:00 in New York (the day before) and 08:00 in Auckland."]),
        ({"starts": "2022-05-25 10:00", "timezone": "Asia/Kathmandu"},
         ["Wednesday 25 May 2022, 10:00 (Kathmandu, UTC+5:45)",
          "This is 04:15 UTC, 00:15 in New York and 16:15 in Auckland."]),
        ({"starts": "2022-05-25 10:00", "ends": "2022-05-26 12:00"},
         ["Wednesday 25 May 2022, 10:00 – Thursday 26 May 2022, 12:00 (London, UTC+1)",
          "This is 09:00 UTC, 05:00 in New York and 21:00 in Auckland."]),
        ({"starts": "2022-05-25 21:00", "ends": "2022-05-25 23:00", "timezone": "America/New_York"},
         ["Wednesday 25 May 2022, 21:00–23:00 (New York, UTC−4)",
          "This is 01:00–03:00 UTC (the day after), 21:00 in New York and 13:00 in Auckland (the day after)."]),
        ({"starts": "2022-05-25 18:00", "ends": "2022-05-25 20:00", "timezone": "America/Bogota"},
         ["Wednesday 25 May 2022, 18:00–20:00 (Bogota, UTC−5)",
          "This is 23:00–01:00 UTC, 19:00 in New York and 11:00 in Auckland (the day after)."]),
        ({"starts": "2022-01-25 15:00", "timezone": "Europe/London"},
         ["Tuesday 25 January 2022, 15:00 (London, UTC)", "This is 10:00 in New York and 04:00 in Auckland (the day after)."]),
        ({"dates": ["2022-04-11", "2022-04-04", "2022-04-25"]}, ["Mondays 4, 11 and 25 April 2022"]),
        ({"dates": ["2022-04-04", "2022-05-03"]}, ["4 April 2022 and 3 May 2022"]),
        ({"dates": ["2022-04-04 18:00", "2022-04-11 18:00"], "timezone": "Europe/Paris"},
         ["Mondays 4 and 11 April 2022, 18:00 (Paris, UTC+2)",
          "This is 16:00 UTC, 12:00 in New York and 04:00 in Auckland (the day after)."]),
        ({"dates": ["2022-04-04 18:00 – 19:30", "2022-04-12 19:00"], "timezone": "UTC"},
         ["Monday 4 April 2022, 18:00–19:30 (UTC)", "Tuesday 12 April 2022, 19:00 (UTC)"]),
        ({"dates": ["2022-04-04"]}, ["Monday 4 April 2022"]),
    ],
)  # fmt: skip
def test_an_event_says_when_everywhere(values: dict[str, Any], lines: list[str]) -> None:
    """Weekday and date, its own zone as a place and an offset, UTC, the cities, and the other day where it is one."""
    assert LONDON is not None
    assert event_lines(event(**values), LONDON, CITIES, WORDS) == lines


def test_no_line_holds_an_abbreviation_of_a_zone() -> None:
    """CEST and BST mean nothing to members elsewhere."""
    assert LONDON is not None
    for text in ("2022-05-25 13:00 CEST", "2022-05-25 13:00"):
        said = " ".join(event_lines(event(starts=text), LONDON, CITIES, WORDS))
        assert "CEST" not in said
        assert "BST" not in said


@pytest.mark.parametrize(
    ("date", "said"),
    [("2022-04-29", "29 April 2022"), ("12 – 13 April, 2022", "12 – 13 April 2022"), ("May 2017", "May 2017"),
     ("30 April – 2 May 2022", "30 April 2022 – 2 May 2022"), ("March – April 2022", "March – April 2022"),
     ("2022-04-30T23:30:00Z", "1 May 2022")],
)  # fmt: skip
def test_news_says_its_day(date: str, said: str) -> None:
    """In the organisation's zone."""
    when = news(date=date).date
    assert when is not None
    assert LONDON is not None
    assert say_when(when, LONDON, WORDS) == said


def test_a_deadline_says_its_last_moment() -> None:
    """With a time only where there is one."""
    assert LONDON is not None
    one = news(deadline="2022-06-03 17:00", timezone="Europe/Amsterdam")
    assert one.deadline is not None

    assert deadline_line(one.deadline, one, LONDON, (), WORDS) == [
        "Deadline: Friday 3 June 2022, 17:00 (Amsterdam, UTC+2)", "This is 15:00 UTC."
    ]  # fmt: skip
