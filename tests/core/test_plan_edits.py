"""Decisions: each step from one plan to the next says exactly what was decided."""

from making import plan

from newsletter.core.model import plan_edits as decisions
from newsletter.core.model.plan import Amount, Edit


def test_one_word_about_an_item_takes_the_place_of_another() -> None:
    """Taken in, left out, next time: the last word counts, however the id is spelt."""
    one = decisions.leave_out_item(plan(include=("News/X",)), "news/x", "told before")
    assert (one.include, dict(one.leave_out)) == ((), {"news/x": "told before"})
    two = decisions.postpone_item(one, "news/x")
    assert (dict(two.leave_out), two.next_time) == ({}, ("news/x",))
    three = decisions.include_item(two, "news/x", by_rules=False)
    assert (three.next_time, three.include) == ((), ("news/x",))
    assert decisions.include_item(two, "news/x", by_rules=True).include == ()
    assert decisions.follow_rules(three, "news/x") == plan()


def test_what_leaves_the_issue_is_no_longer_the_lead() -> None:
    """Else the plan would name a lead that is not in the issue."""
    assert decisions.leave_out_item(plan(lead="news/x"), "news/x", "why").lead == ""
    assert decisions.postpone_item(plan(lead="news/x"), "news/x").lead == ""
    assert decisions.leave_out_item(plan(lead="news/y"), "news/x", "why").lead == "news/y"


def test_the_order_names_no_more_than_is_needed() -> None:
    """Only the items up to the last one that does not stand where its section's own order puts it."""
    ids = ("a", "b", "c", "d")
    assert decisions.place_item(plan(), "b", ids, 0).order == ("b", "a")
    assert decisions.place_item(plan(), "d", ids, 2).order == ("a", "b", "d", "c")
    moved = decisions.place_item(plan(order=("z", "c", "a")), "b", ("c", "a", "b", "d"), 1)
    assert moved.order == ("z", "c", "b", "a")


def test_a_move_back_to_where_the_rules_put_it_says_nothing() -> None:
    """The plan holds decisions, not what would be so anyway."""
    moved = decisions.move_item(plan(), "news/x", "reports", by_rules="news")
    assert dict(moved.move) == {"news/x": "reports"}
    assert dict(decisions.move_item(moved, "news/x", "news", by_rules="news").move) == {}


def test_words_for_this_issue_come_and_go_field_by_field() -> None:
    """The last of them takes the item out of ``edits``."""
    one = decisions.edit_item(plan(), "news/x", "title", "Other")
    two = decisions.edit_item(one, "news/x", "link", "https://example.org/")
    assert two.edits["news/x"] == Edit(title="Other", link="https://example.org/")
    assert (
        decisions.edit_item(
            decisions.edit_item(two, "news/x", "title", None), "news/x", "link", None
        ).edits
        == {}
    )


def test_the_form_is_the_last_one_given() -> None:
    """However the id was spelt before."""
    assert dict(
        decisions.show_amount(plan(amounts={"News/X": Amount.LINE}), "news/x", Amount.FULL).amounts
    ) == {"news/x": Amount.FULL}
