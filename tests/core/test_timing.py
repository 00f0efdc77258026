"""The tables of what belongs in an issue: one line each, sent on 11 May 2022 for March – April, in London's zone."""

from datetime import date
from typing import Any

import pytest
from making import call, event, news, verdict_on

from newsletter.core.model.item import Item
from newsletter.core.model.verdict import Code, Outcome, Role

NEWS: list[tuple[str, dict[str, Any]]] = [
    ("published-in-period", {"date": "2022-03-01"}),
    ("published-in-period", {"date": "2022-04-30"}),
    ("published-before", {"date": "2022-02-28"}),
    ("published-after", {"date": "2022-05-01"}),
    # the instant decides, in the organisation's zone: 00:30 in Paris on 1 May is 23:30 in London on 30 April
    ("published-in-period", {"date": "2022-05-01T00:30:00+02:00"}),
    ("published-after", {"date": "2022-04-30T23:30:00Z"}),
    ("published-in-period", {"date": "2022-04-30T22:30:00Z"}),
    ("published-in-period", {"date": "2022-05-01 00:30", "timezone": "Europe/Paris"}),
    # a date is the set of days it may mean
    ("published-in-period", {"date": "12 – 13 April, 2022"}),
    ("published-in-period", {"date": "April 2022"}),
    ("published-in-period", {"date": "2022-03"}),
    ("published-before", {"date": "May 2017"}),
    ("ambiguous-date", {"date": "28 February – 1 March 2022"}),
    ("ambiguous-date", {"date": "04/05/2022"}),
    ("published-in-period", {"date": "03/04/2022"}),
    ("undated", {}),
    # a date that leads the body is a rival, one further down is not
    ("conflicting-dates", {"date": "2022-05-02", "body": "29 April 2022 As part of"}),
    ("published-in-period", {"date": "2022-04-12", "body": "13 April 2022 As part of"}),
    ("published-after", {"date": "2022-05-02", "body": "As part of a meeting on 29 April 2022"}),
]  # fmt: skip

EVENTS: list[tuple[str, dict[str, Any]]] = [
    ("coming-up", {"starts": "2022-05-25"}),
    ("coming-up", {"starts": "2022-05-11"}),
    ("coming-up", {"starts": "2022-07-25"}),
    ("too-far-ahead", {"starts": "2022-07-26"}),
    ("running", {"starts": "2022-02-01", "ends": "2022-06-01"}),
    ("running", {"starts": "2022-05-09", "ends": "2022-05-11"}),
    ("over-before-sending", {"starts": "2022-05-09", "ends": "2022-05-10"}),
    ("over-before-sending", {"starts": "2022-05-01"}),
    ("took-place-in-period", {"starts": "2022-04-30"}),
    ("took-place-in-period", {"starts": "2022-04-30", "ends": "2022-05-03"}),
    ("took-place-in-period", {"starts": "2022-02-28", "ends": "2022-03-01"}),
    ("took-place-in-period", {"starts": "2022-03-01"}),
    ("over-before-period", {"starts": "2022-02-28"}),
    ("over-before-period", {"starts": "2022-02-20", "ends": "2022-02-28"}),
    # the event's own zone: 11 May begins in London at 23:00 UTC on the 10th
    ("coming-up", {"starts": "2022-05-11 00:30", "timezone": "Europe/London"}),
    ("over-before-sending", {"starts": "2022-05-11 00:30", "timezone": "Asia/Bangkok"}),
    ("running", {"starts": "2022-05-10 23:30", "ends": "2022-05-11 01:30", "timezone": "Europe/London"}),
    ("took-place-in-period", {"starts": "2022-05-01 03:00", "timezone": "Pacific/Auckland"}),
    # never by the day it was announced
    ("took-place-in-period", {"starts": "2022-04-12", "date": "2021-12-01"}),
    # an event that begins before the period ends is never too far ahead, however early the issue is sent
    ("too-far-ahead", {"starts": "2022-09-01"}),
    # a range in starts is the event's length, a month is not known well enough
    ("took-place-in-period", {"starts": "12 – 13 April 2022"}),
    ("took-place-in-period", {"starts": "April 2022"}),
    ("ambiguous-date", {"starts": "May 2022"}),
    ("coming-up", {"starts": "June 2022"}),
    ("undated", {"date": "2022-04-01"}),
    # an end before its start may be a slip of either
    ("took-place-in-period", {"starts": "2022-04-13", "ends": "2022-04-12"}),
    ("conflicting-dates", {"starts": "2022-05-13", "ends": "2022-04-12"}),
    ("conflicting-dates", {"starts": "2022-05-25", "body": "25 April 2022 Join us"}),
    ("coming-up", {"starts": "2022-05-25", "ends": "2022-05-28", "body": "26 May 2022 Join us"}),
    # a series is one item
    ("coming-up", {"dates": ["2022-04-04", "2022-05-16"]}),
    ("took-place-in-period", {"dates": ["2022-04-04", "2022-04-11"]}),
    ("took-place-in-period", {"dates": ["2022-04-04", "2022-09-01"]}),
    ("too-far-ahead", {"dates": ["2022-01-04", "2022-09-01"]}),
    ("over-before-sending", {"dates": ["2022-02-04", "2022-05-02"]}),
    ("over-before-period", {"dates": ["2022-02-04", "2022-02-11"]}),
]  # fmt: skip

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("open-call", {"deadline": "2022-05-11"}),
    ("open-call", {"deadline": "2023-01-01"}),
    ("open-call", {"deadline": "2022-06-01", "date": "2022-05-11"}),
    ("published-after", {"deadline": "2022-06-01", "date": "2022-05-12"}),
    ("closed-before-sending", {"deadline": "2022-05-10"}),
    ("closed-before-sending", {"deadline": "2022-05-10 17:00"}),
    ("closed-before-sending", {"deadline": "2022-05-11 00:00"}),
    ("open-call", {"deadline": "2022-05-11 00:01"}),
    ("open-call", {"deadline": "2022-05-10 23:59", "timezone": "America/New_York"}),
    ("open-call", {"deadline": "1 – 15 May 2022"}),
    ("ambiguous-date", {"deadline": "May 2022"}),
    ("open-call", {"deadline": "June 2022"}),
    ("undated", {"date": "2022-04-01"}),
]  # fmt: skip


def named(table: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [
        f"{code}: {', '.join(f'{key} {value}' for key, value in values.items())}"
        for code, values in table
    ]


def check(one: Item, code: str) -> None:
    verdict = verdict_on(one)

    assert verdict.code == code
    assert verdict.reason


@pytest.mark.parametrize(("code", "values"), NEWS, ids=named(NEWS))
def test_news_belongs_by_the_day_it_was_published(code: str, values: dict[str, Any]) -> None:
    """News: before, in or after the period, by date."""
    check(news(**values), code)


@pytest.mark.parametrize(("code", "values"), EVENTS, ids=named(EVENTS))
def test_an_event_belongs_by_when_it_takes_place(code: str, values: dict[str, Any]) -> None:
    """Events: coming, running, over or past, by start and end against the day of sending."""
    check(event(**values), code)


@pytest.mark.parametrize(("code", "values"), CALLS, ids=named(CALLS))
def test_a_call_belongs_while_members_can_act(code: str, values: dict[str, Any]) -> None:
    """Calls: open and known on the day of sending, whatever the period."""
    check(call(**values), code)


def test_an_early_issue_announces_the_rest_of_its_own_period() -> None:
    """Sent on 1 March with no look-ahead to speak of, an event in April is still coming up."""
    verdict = verdict_on(event(starts="2022-04-20"), send_on=date(2022, 3, 1))

    assert verdict.code is Code.COMING_UP


@pytest.mark.parametrize(
    ("one", "role"),
    [(news(date="2022-04-01"), Role.REPORTED), (event(starts="2022-04-01"), Role.REPORTED),
     (event(starts="2022-05-25"), Role.ANNOUNCED), (event(starts="2022-05-01", ends="2022-06-01"), Role.ANNOUNCED),
     (call(deadline="2022-06-01"), Role.ANNOUNCED)],
)  # fmt: skip
def test_what_is_to_come_is_announced_and_what_is_past_is_reported(one: Item, role: Role) -> None:
    """The role follows from the code."""
    verdict = verdict_on(one)

    assert verdict.outcome is Outcome.SELECTED
    assert verdict.role is role
