"""What holds for every pool, whatever is in it."""

import ast
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import call, event, news, rules, unreadable

import newsletter.core
from newsletter.core.model.item import Item, PoolFile
from newsletter.core.model.plan import Plan
from newsletter.core.model.verdict import Code, Outcome, Role
from newsletter.core.selection.select import Selection, select
from newsletter.core.values.period import CADENCES, Cadence

YEAR = st.dates(date(2021, 7, 1), date(2023, 1, 31))
ZONES = st.sampled_from(
    ["UTC", "Europe/London", "Pacific/Auckland", "America/New_York", "Asia/Kathmandu"]
)
CLOCK = st.one_of(
    st.just(""), st.builds(lambda h, m: f" {h:02}:{m:02}", st.integers(0, 23), st.integers(0, 59))
)
WRITTEN = st.one_of(
    st.builds(lambda day, clock: f"{day}{clock}", YEAR, CLOCK),
    st.builds(lambda day: f"{day:%Y-%m}", YEAR),
    st.builds(lambda day, more: f"{day} – {day + timedelta(days=more)}", YEAR, st.integers(1, 40)),
    st.builds(lambda day: f"{day:%d/%m/%Y}", YEAR),
)


@st.composite
def pool_files(draw: st.DrawFn, number: int) -> PoolFile:
    kind = draw(st.sampled_from(["news", "event", "call", "unreadable"]))
    if kind == "unreadable":
        return unreadable(f"news/{number}")
    shared: dict[str, Any] = {
        "draft": draw(st.booleans()),
        "title": draw(st.sampled_from(["A", "B", "Our Update: May 2022"])),
    }
    if draw(st.booleans()):
        shared["sources"] = (("wp", draw(st.sampled_from("123"))),)
    if draw(st.booleans()):
        shared["timezone"] = draw(ZONES)
    if draw(st.booleans()):
        shared["body"] = f"{draw(YEAR):%d %B %Y} Some words"
    when = draw(st.one_of(st.none(), WRITTEN))
    dated = {} if when is None else when
    if kind == "news":
        return news(f"news/{number}", **shared, **({"date": dated} if dated else {}))
    if kind == "call":
        return call(f"calls/{number}", **shared, **({"deadline": dated} if dated else {}))
    return event(f"events/{number}", **shared, **({"starts": dated} if dated else {}))


@st.composite
def pools(draw: st.DrawFn) -> list[PoolFile]:
    return [draw(pool_files(number)) for number in range(draw(st.integers(0, 12)))]


def chosen(pool: list[Any], day: date, cadence: Cadence, zone: str, wait: int = 0) -> Selection:
    period = cadence.containing(day)
    return select(pool, Plan(period, period.end + timedelta(days=wait)), (), rules(zone))


cadences = st.builds(Cadence, st.sampled_from(CADENCES), st.integers(1, 12))


@given(pools(), YEAR, cadences, ZONES, st.integers(-20, 60))
def test_every_file_gets_one_verdict_and_the_counts_add_up(
    pool: list[PoolFile], day: date, cadence: Cadence, zone: str, wait: int
) -> None:
    """pool = selected + left out + undecided; selected ones have a role and a section, all have a reason."""
    selection = chosen(pool, day, cadence, zone, wait)
    counts = selection.counts

    assert sorted(verdict.item.id for verdict in selection.verdicts) == sorted(
        file.id for file in pool
    )
    assert (
        counts["pool"] == len(pool) == counts["selected"] + counts["left_out"] + counts["undecided"]
    )
    for verdict in selection.verdicts:
        assert verdict.reason
        assert (
            (verdict.section is not None)
            == (verdict.role is not None)
            == (verdict.outcome is Outcome.SELECTED)
        )


@given(pools(), YEAR, ZONES, st.randoms())
def test_the_order_of_the_files_makes_no_difference(
    pool: list[PoolFile], day: date, zone: str, random: Any
) -> None:
    """A pool read in any other order gives the same verdicts and the same problems."""
    shuffled = list(pool)
    random.shuffle(shuffled)

    assert chosen(shuffled, day, Cadence(), zone) == chosen(pool, day, Cadence(), zone)


@given(st.lists(st.tuples(YEAR, CLOCK, ZONES), max_size=10), cadences, ZONES)
def test_consecutive_periods_share_no_news_and_lose_none(
    written: list[tuple[date, str, str]], cadence: Cadence, zone: str
) -> None:
    """News whose date is beyond doubt is selected in exactly one issue of a row that covers them all."""
    pool = [
        news(f"news/{n}", title=f"T{n}", date=f"{day}{clock}", timezone=own)
        for n, (day, clock, own) in enumerate(written)
    ]
    period = cadence.containing(date(2021, 6, 1))
    seen: list[str] = []
    while period.start < date(2023, 4, 1):
        selection = select(pool, Plan(period, period.end), (), rules(zone))
        seen += [verdict.item.id for verdict in selection.of(Outcome.SELECTED)]
        period = period.neighbour(1)

    assert sorted(seen) == sorted(one.id for one in pool)


@given(st.lists(st.tuples(YEAR, CLOCK, st.integers(0, 120), ZONES), max_size=6), cadences, ZONES,
       st.lists(st.integers(-400, 400), min_size=25, max_size=25), st.integers(0, 200))  # fmt: skip
def test_no_event_is_lost_between_issues_whatever_their_send_dates(
    written: list[tuple[date, str, int, str]],
    cadence: Cadence,
    zone: str,
    waits: list[int],
    look_ahead: int,
) -> None:
    """Every event is selected in at least one issue of a row, and reported or announced in each at most once."""
    pool = [
        event(
            f"events/{n}",
            title=f"T{n}",
            starts=f"{day}{clock}",
            ends=f"{day + timedelta(days=length + 1)}",
            timezone=own,
        )
        for n, (day, clock, length, own) in enumerate(written)
    ]
    period = cadence.containing(date(2021, 6, 1))
    seen: set[str] = set()
    for wait in waits:
        selection = select(
            pool,
            Plan(period, period.end + timedelta(days=wait)),
            (),
            rules(zone, look_ahead_days=look_ahead),
        )
        seen |= {verdict.item.id for verdict in selection.of(Outcome.SELECTED)}
        if period.start > date(2023, 9, 1):
            break
        period = period.neighbour(1)

    within = {one.id for one in pool if one.starts and one.starts.first.day < period.start}
    assert within <= seen


@given(pools(), YEAR)
def test_every_selected_item_was_selected_by_a_rule(pool: list[PoolFile], day: date) -> None:
    """Nothing comes in by the editor's word when there is none, and roles agree with codes."""
    for verdict in chosen(pool, day, Cadence(), "UTC", 10).of(Outcome.SELECTED):
        assert isinstance(verdict.item, Item)
        assert verdict.code is not Code.INCLUDED_BY_EDITOR
        announced = verdict.code in (Code.COMING_UP, Code.RUNNING, Code.OPEN_CALL)
        assert verdict.role is (Role.ANNOUNCED if announced else Role.REPORTED)


def test_nothing_in_core_asks_the_clock_the_locale_or_the_machine() -> None:
    """No module of core names a function that would: what time it is, which language or zone the computer has, what lies on its disk."""
    asking = {"now", "today", "utcnow", "localtime", "gmtime", "getlocale", "setlocale", "strftime", "strptime", "environ", "getenv",
              "open", "random", "urandom"}  # fmt: skip
    folder = Path(newsletter.core.__file__).parent
    for module in folder.glob("*.py"):
        tree = ast.parse(module.read_text("utf-8"))
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        called |= {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & asking, module.name


def test_the_computers_zone_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times without a zone are in the organisation's, wherever the computer stands."""
    pool: list[Any] = [
        news(date="2022-04-30 23:30"),
        event(starts="2022-05-25 13:00"),
        call(deadline="2022-05-20"),
    ]
    usual = chosen(pool, date(2022, 3, 1), Cadence(), "Europe/London", 10)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert chosen(pool, date(2022, 3, 1), Cadence(), "Europe/London", 10) == usual
    finally:
        monkeypatch.undo()
        time.tzset()
