"""The instants that sources write: what is sure is a day, everything else is told."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import cases

from newsletter.sources.parsing.timestamps import published

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("written", "means"), list(cases(Path(__file__).parent / "cases/moments.txt"))
)
def test_a_date_means_what_stands_beside_it(written: str, means: str) -> None:
    """In London."""
    when = published(written, LONDON)

    assert f"{when.text}{' | doubt' if when.doubt else ''}".strip() == means.strip()


@given(
    st.datetimes(datetime(1991, 1, 1), datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.integers(-12 * 60, 14 * 60),
    st.sampled_from(["Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "UTC"]),
)
def test_the_instant_and_the_organisations_zone_decide(
    local: datetime, offset: int, name: str
) -> None:
    """However the source writes the instant, the day is that of the organisation's clock."""
    moment, zone = local.replace(tzinfo=timezone(timedelta(minutes=offset))), ZoneInfo(name)
    day = moment.astimezone(zone).date().isoformat()

    assert published(moment.isoformat(), zone).text == day
    assert published(format_datetime(moment), zone).text == day


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    """It is a date, or it stays what it is with a doubt; nothing is made up."""
    when = published(text, LONDON)

    assert when.doubt or not when.text or when.text[:2].isdigit()
