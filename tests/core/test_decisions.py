"""Decisions: each step from one plan to the next says exactly what was decided."""

from making import plan

from newsletter.core.model import plan_edits as decisions
from newsletter.core.model.plan import Edit, Form


def test_one_word_about_an_item_takes_the_place_of_another() -> None:
    """Taken in, left out, next time: the last word counts, however the id is spelt."""
    one = decisions.left_out(plan(include=("News/X",)), "news/x", "told before")
    assert (one.include, dict(one.leave_out)) == ((), {"news/x": "told before"})
    two = decisions.next_time(one, "news/x")
    assert (dict(two.leave_out), two.next_time) == ({}, ("news/x",))
    three = decisions.taken_in(two, "news/x", by_rules=False)
    assert (three.next_time, three.include) == ((), ("news/x",))
    assert decisions.taken_in(two, "news/x", by_rules=True).include == ()
    assert decisions.as_rules_say(three, "news/x") == plan()


def test_what_leaves_the_issue_is_no_longer_the_lead() -> None:
    """Else the plan would name a lead that is not in the issue."""
    assert decisions.left_out(plan(lead="news/x"), "news/x", "why").lead == ""
    assert decisions.next_time(plan(lead="news/x"), "news/x").lead == ""
    assert decisions.left_out(plan(lead="news/y"), "news/x", "why").lead == "news/y"


def test_the_order_names_no_more_than_is_needed() -> None:
    """Only the items up to the last one that does not stand where its section's own order puts it."""
    ids = ("a", "b", "c", "d")
    assert decisions.placed_at(plan(), "b", ids, 0).order == ("b", "a")
    assert decisions.placed_at(plan(), "d", ids, 2).order == ("a", "b", "d", "c")
    moved = decisions.placed_at(plan(order=("z", "c", "a")), "b", ("c", "a", "b", "d"), 1)
    assert moved.order == ("z", "c", "b", "a")


def test_a_move_back_to_where_the_rules_put_it_says_nothing() -> None:
    """The plan holds decisions, not what would be so anyway."""
    moved = decisions.moved_to(plan(), "news/x", "reports", by_rules="news")
    assert dict(moved.move) == {"news/x": "reports"}
    assert dict(decisions.moved_to(moved, "news/x", "news", by_rules="news").move) == {}


def test_words_for_this_issue_come_and_go_field_by_field() -> None:
    """The last of them takes the item out of ``edits``."""
    one = decisions.worded(plan(), "news/x", "title", "Other")
    two = decisions.worded(one, "news/x", "link", "https://example.org/")
    assert two.edits["news/x"] == Edit(title="Other", link="https://example.org/")
    assert (
        decisions.worded(
            decisions.worded(two, "news/x", "title", None), "news/x", "link", None
        ).edits
        == {}
    )


def test_the_form_is_the_last_one_given() -> None:
    """However the id was spelt before."""
    assert dict(decisions.shown_as(plan(form={"News/X": Form.LINE}), "news/x", Form.FULL).form) == {
        "news/x": Form.FULL
    }
