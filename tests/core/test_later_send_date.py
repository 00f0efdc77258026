"""What a later day of sending would change."""

from datetime import date

import pytest
from making import call, event, news, plan, rules

from newsletter.core.selection.later_send_date import if_sent_on
from newsletter.core.selection.select import select

POOL = [
    event("events/soon", starts="2022-05-20"), event("events/later", starts="2022-06-20"), event("events/far", starts="2022-08-01"),
    event("events/held", starts="2022-04-01"), event("events/long", starts="2022-04-01", ends="2022-05-20"),
    call("calls/open", deadline="2022-05-20"), call("calls/new", deadline="2022-07-01", date="2022-05-20"),
    news("news/in", date="2022-04-01"), news("news/held-back", date="2022-04-01", embargo=date(2022, 5, 20)),
]  # fmt: skip


@pytest.mark.parametrize("day", [date(2022, 5, 12), date(2022, 6, 1), date(2023, 1, 1)])
def test_it_names_exactly_what_a_whole_new_selection_would_change(day: date) -> None:
    """Although it looks only at what is ahead."""
    first = select(POOL, plan(), (), rules())
    other = {
        verdict.item.id: verdict.code
        for verdict in select(POOL, plan(send_on=day), (), rules()).verdicts
    }
    expected = {
        v.item.id: (v.code, other[v.item.id])
        for v in first.verdicts
        if v.code is not other[v.item.id]
    }

    found = {
        change.planned.item.id: (change.planned.code, change.later.code)
        for change in if_sent_on(day, first, plan(), (), rules())
    }

    assert found == expected
    if day == date(2022, 6, 1):
        assert found == {
            "calls/new": ("published-after", "open-call"), "calls/open": ("open-call", "closed-before-sending"),
            "events/far": ("too-far-ahead", "coming-up"), "events/long": ("running", "took-place-in-period"),
            "events/soon": ("coming-up", "over-before-sending"), "news/held-back": ("embargoed", "published-in-period"),
        }  # fmt: skip
