"""The precedence of the rules, duplicates, memory, doubts."""

from datetime import date
from typing import Any

import pytest
from making import (
    MARCH_APRIL,
    call,
    event,
    news,
    plan,
    rules,
    selected_from,
    unreadable,
    verdict_on,
)

from newsletter.core.model.item import Item
from newsletter.core.model.sections import Section
from newsletter.core.model.sent_record import SentItem, SentRecord
from newsletter.core.model.verdict import Code, Outcome, Role
from newsletter.core.selection.duplicates import keys
from newsletter.core.selection.select import Selection, select
from newsletter.core.values.period import read_period

IN = {"date": "2022-04-01"}


def codes(selection: Selection) -> dict[str, str]:
    return {verdict.item.id: str(verdict.code) for verdict in selection.verdicts}


def test_a_file_that_cannot_be_read_counts_and_is_undecided() -> None:
    """An unreadable file is in the pool, and nothing the plan says decides about it."""
    broken = unreadable("news/broken")

    selection = select([broken, news(**IN)], plan(leave_out={"news/broken": "no"}), (), rules())

    assert codes(selection) == {"news/broken": "unreadable", "news/x": "published-in-period"}
    assert selection.counts == {"pool": 2, "selected": 1, "left_out": 0, "undecided": 1}


@pytest.mark.parametrize(
    ("decided", "code"),
    [
        ({"leave_out": {"news/x": "old"}}, "left-out-by-editor"),
        ({"next_time": ("news/x",)}, "next-time"),
        ({"include": ("news/x",)}, "published-in-period"),
        ({"include": ("News/X.md",)}, "published-in-period"),
    ],
)
def test_the_editors_word_comes_first(decided: dict[str, Any], code: str) -> None:
    """What the plan says beats the rules; include keeps the natural code where the rules select it anyway."""
    assert verdict_on(news(**IN), **decided).code == code


@pytest.mark.parametrize(
    "values",
    [{"date": "2022-01-01"}, {}, {"date": "2022-04-01", "draft": True}, {"date": "04/05/2022"}],
)
def test_include_takes_in_what_the_rules_would_not(values: dict[str, Any]) -> None:
    """What is past, undated, a draft or in doubt comes in when the editor says so."""
    verdict = verdict_on(news(**values), include=("news/x",))

    assert (verdict.code, verdict.outcome, verdict.section) == (
        Code.INCLUDED_BY_EDITOR,
        Outcome.SELECTED,
        "news",
    )


def test_leave_out_in_the_content_file_counts_for_every_issue() -> None:
    """The why is said."""
    verdict = verdict_on(news(leave_out="a mistake", **IN))

    assert verdict.code is Code.LEFT_OUT_BY_EDITOR
    assert "a mistake" in verdict.reason


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"draft": True}, "draft"),
        ({"embargo": date(2022, 5, 12)}, "embargoed"),
        ({"embargo": date(2022, 5, 11)}, "published-in-period"),
        ({"title": "INPUD Members Update: March – April 2022"}, "own-update"),
        ({"title": "‘INPUD members update’ January–February 2022"}, "own-update"),
        ({"title": "INPUD Members Update on its new form"}, "published-in-period"),
        ({"title": "Old Name: March 2022"}, "own-update"),
    ],
)
def test_what_an_item_is_comes_before_when_it_is(values: dict[str, Any], code: str) -> None:
    """Drafts, embargoes and our own issues are left out whatever their date."""
    selection = select([news(**{**IN, **values})], plan(), (), rules(own_titles=("Old Name",)))

    assert codes(selection) == {"news/x": code}


def test_a_cancelled_event_is_left_out() -> None:
    """It is not announced."""
    assert verdict_on(event(starts="2022-05-25", cancelled=True)).code is Code.CANCELLED


def test_a_shared_source_id_proves_one_thing() -> None:
    """The hand-written one stays; of two imported ones the one seen first; then the first id."""
    hand = news("news/hand", sources=(("wp", "1"),), **IN)
    own = news("news/own", link="https://x.org/1", **IN)
    first = news("news/b", sources=(("wp", "7"),), first_seen=date(2022, 4, 1), **IN)
    second = news("news/a", sources=(("wp", "7"),), first_seen=date(2022, 4, 2), **IN)
    linked = news(
        "news/linked", sources=(("feed", "9"),), link="http://www.x.org/1/?utm_source=y#top", **IN
    )

    assert codes(selected_from(first, second)) == {
        "news/a": "duplicate",
        "news/b": "published-in-period",
    }
    assert codes(selected_from(own, linked)) == {
        "news/linked": "duplicate",
        "news/own": "published-in-period",
    }
    assert (
        codes(selected_from(hand, news("news/z", sources=(("wp", "1"),), **IN)))["news/z"]
        == "duplicate"
    )


def test_a_shared_link_alone_proves_nothing_by_hand() -> None:
    """Two hand-written items may point to one page when their titles differ, and an event is never the news about it."""
    link = "https://x.org/page"
    pool = [
        news("news/a", title="One", link=link, **IN),
        news("news/b", title="Other", link=link, **IN),
    ]

    assert set(codes(selected_from(*pool)).values()) == {"published-in-period"}
    assert (
        codes(selected_from(news("news/c", title="one!", link=link, **IN), pool[0]))["news/c"]
        == "duplicate"
    )
    mixed = selected_from(
        news("news/a", sources=(("wp", "1"),), link=link, **IN),
        event("events/a", starts="2022-04-01", link=link),
    )
    assert "duplicate" not in codes(mixed).values()


def test_what_looks_alike_stays_with_a_warning() -> None:
    """The same title and day without proof: both stay, and the editor is told."""
    selection = selected_from(
        news("news/a", title="A Report!", **IN), news("news/b", title="a report", **IN)
    )

    assert set(codes(selection).values()) == {"published-in-period"}
    assert "looks like news/a" in selection.problems[0].message


def test_a_vague_date_that_makes_no_difference_is_a_warning() -> None:
    """The joint statement of April 2022: days in the field, other days in the text, both within the period."""
    statement = news(
        date="12 – 13 April, 2022",
        summary="For the hearings held on 11-12 April, 2022.",
        lines={"date": 3},
    )

    (problem,) = selected_from(statement).problems

    assert (problem.severity, problem.line) == ("warning", 3)
    assert "'12 – 13 April, 2022'" in problem.message
    assert "'11-12 April, 2022'" in problem.message


def test_nothing_takes_an_item_without_an_otherwise_section() -> None:
    """It is undecided, until it is moved or names a section itself."""
    sections = (Section("held", "Held", kind=("event",), role="reported"),)

    def verdict(one: Item, **decided: Any) -> str:
        return codes(select([one], plan(**decided), (), rules(sections=sections)))[one.id]

    assert verdict(news(**IN)) == "unsorted"
    assert verdict(news(**IN), include=("news/x",)) == "unsorted"
    assert verdict(news(section="held", **IN)) == "published-in-period"
    assert verdict(news(**IN), move={"news/x": "held"}) == "published-in-period"


@pytest.mark.parametrize(
    ("one", "section"),
    [
        (call(deadline="2022-06-01"), "act-now"),
        (event(starts="2022-05-25"), "coming-up"),
        (event(starts="2022-04-01"), "events-held"),
        (news(**IN), "news"),
    ],
)
def test_the_first_section_that_matches_takes_the_item(one: Item, section: str) -> None:
    """With the default sections."""
    assert verdict_on(one).section == section


def test_otherwise_is_tried_last_wherever_it_stands() -> None:
    """A section after it with a rule that fits takes the item first; categories are compared without regard to capitals."""
    sections = (Section("rest", "Rest", otherwise=True), Section("policy", "Policy", category=("Drug Policy",)),
                Section("networks", "Networks", network=("*",)))  # fmt: skip
    selection = select(
        [news("news/a", categories=("drug policy",), **IN), news("news/b", **IN), news("news/c", network="AIVL", **IN)],
        plan(), (), rules(sections=sections),
    )  # fmt: skip

    assert [verdict.section for verdict in selection.verdicts] == ["policy", "rest", "networks"]


def record(
    *items: Item, role: Role = Role.REPORTED, sent_on: date = date(2022, 3, 10), **values: Any
) -> SentRecord:
    sent = tuple(SentItem(one.id, role, keys(one), one.title) for one in items)
    return SentRecord(
        "2022-01-january-february", read_period("2022-01/2022-02"), sent_on, sent, **values
    )


def test_what_was_sent_is_not_sent_again_in_the_same_role() -> None:
    """An event that was announced may be reported once; nothing appears twice in one role, unless the editor says so."""
    held = event(starts="2022-04-01")

    assert verdict_on(held, records=[record(held)]).code is Code.ALREADY_SENT
    assert (
        verdict_on(held, records=[record(held, role=Role.ANNOUNCED)]).code
        is Code.TOOK_PLACE_IN_PERIOD
    )
    assert (
        verdict_on(held, records=[record(held)], include=("events/x",)).code
        is Code.INCLUDED_BY_EDITOR
    )


def test_what_was_sent_is_known_under_another_name() -> None:
    """The same link or source id is enough."""
    before = news("news/old-name", link="https://x.org/a", sources=(("wp", "5"),), **IN)

    assert (
        verdict_on(
            news("news/new-name", link="https://x.org/a/", **IN), records=[record(before)]
        ).code
        == "already-sent"
    )
    assert (
        verdict_on(news("news/third", sources=(("wp", "5"),), **IN), records=[record(before)]).code
        == "already-sent"
    )


def test_records_of_later_issues_and_of_this_one_do_not_count() -> None:
    """An issue can be built again next year with the same outcome."""
    one = news(**IN)
    own = SentRecord(MARCH_APRIL.slug, MARCH_APRIL, date(2022, 5, 1), record(one).items)

    assert verdict_on(one, records=[own]).code is Code.PUBLISHED_IN_PERIOD
    assert (
        verdict_on(one, records=[record(one, sent_on=date(2022, 5, 11))]).code
        is Code.PUBLISHED_IN_PERIOD
    )


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (news(date="2022-02-20"), "missed-last-time"),
        (event(starts="2022-02-20"), "missed-last-time"),
        (news(date="2021-12-31"), "published-before"),
    ],
)
def test_what_no_issue_held_is_offered_as_missed(one: Item, code: str) -> None:
    """From the first recorded period on; what was left out with a why is not offered again."""
    assert verdict_on(one, records=[record()]).code == code
    assert verdict_on(one, records=[record(left_out={one.id: "no"})]).code != Code.MISSED_LAST_TIME
    assert verdict_on(one, records=[record(one)]).code != Code.MISSED_LAST_TIME


def test_a_draft_never_stands_in_for_what_is_published() -> None:
    """A hand-written draft of an imported post does not take the post out of the issue."""
    draft = news("news/draft", draft=True, link="https://x.org/a", **IN)
    post = news("news/post", sources=(("wp", "1"),), link="https://x.org/a", **IN)

    assert codes(selected_from(draft, post))["news/post"] == "published-in-period"


def test_a_link_joins_what_was_imported_to_one_item_by_hand_only() -> None:
    """Two items by hand with titles of their own stay two, whatever was imported under their link."""
    link = "https://x.org/campaign"
    pool = [news("news/a", title="Begins", link=link, **IN), news("news/b", title="Won", link=link, **IN),
            news("news/c", title="Imported", link=link, sources=(("wp", "1"),), **IN)]  # fmt: skip

    assert codes(selected_from(*pool)) == {
        "news/a": "published-in-period",
        "news/b": "published-in-period",
        "news/c": "duplicate",
    }


def test_a_link_alone_does_not_make_a_new_item_an_old_one() -> None:
    """By hand, the titles must agree too, as among files of one pool."""
    before = news("news/begins", title="Campaign begins", link="https://x.org/campaign", **IN)

    assert (
        verdict_on(
            news("news/won", title="Campaign won", link="https://x.org/campaign", **IN),
            records=[record(before)],
        ).code
        == "published-in-period"
    )


def test_a_title_that_merely_begins_with_the_same_letters_is_no_own_update() -> None:
    """Whole words count."""
    selection = select(
        [news(title="Members Updated their pages in April 2022", **IN)],
        plan(),
        (),
        rules(own_titles=("Members Update",)),
    )

    assert codes(selection) == {"news/x": "published-in-period"}
