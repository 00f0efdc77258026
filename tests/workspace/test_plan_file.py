"""issue.md: the editor's decisions, read and found."""

from datetime import date
from pathlib import Path

import pytest
from making import MARCH_APRIL, workspace

from newsletter.core.model.plan import Amount, Edit
from newsletter.errors import NewsletterError
from newsletter.workspace.create import create_plan
from newsletter.workspace.plan.plan_file import KEYS, read_plan
from newsletter.workspace.workspace import open_workspace, plan_for

FULL = """---
period: March – April 2022
send_on: 2022-05-11
subject: Webinar: 25 May
preheader: More inside
also_in: {es: https://example.org/es}
lead: content/news/a.md
include: [news/b]
leave_out:
  news/c: told before
next_time:
  - news/d
order: [news/e, news/f]
move:
  news/g: publications
edits:
  news/h: {title: Shorter}
  news/i:
    summary: Other words: these
form:
  news/j: line
approved_by: A. Colleague
approved_on: 2022-05-10
approved: {subject: 1a2b3c4d}
---
Dear members
"""


def test_every_field_is_read() -> None:
    """Ids may be written with content/ and .md; free text needs no quotes."""
    plan, problems = read_plan("issues/x/issue.md", FULL, None)

    assert (plan.period, plan.send_on, plan.subject) == (
        MARCH_APRIL,
        date(2022, 5, 11),
        "Webinar: 25 May",
    )
    assert (plan.lead, plan.include, plan.next_time) == ("news/a", ("news/b",), ("news/d",))
    assert (plan.leave_out, plan.move) == ({"news/c": "told before"}, {"news/g": "publications"})
    assert plan.order == ("news/e", "news/f")
    assert plan.edits == {
        "news/h": Edit(title="Shorter"),
        "news/i": Edit(summary="Other words: these"),
    }
    assert plan.amounts == {"news/j": Amount.LINE}
    assert (plan.approved_by, plan.approved_on, plan.approved) == (
        "A. Colleague",
        date(2022, 5, 10),
        {"subject": "1a2b3c4d"},
    )
    assert plan.introduction == "Dear members"
    assert plan.lines["leave_out/news/c"] == 10
    assert all(problem.severity == "note" for problem in problems)
    assert set(KEYS) <= set(plan.lines)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sned_on: 2022-05-11", "there is no key 'sned_on'; did you mean send_on?"),
        ("send_on: soon", "send_on is 'soon', which is not a date. Write it as 2026-09-20."),
        ("form: {news/a: lnie}", "news/a is 'lnie'; did you mean line?"),
        ("leave_out: {news/a: [x]}", "leave_out has no plain text behind news/a"),
        (
            "edits: {news/a: {titel: x}}",
            "there is no key 'edits/news/a/titel'; did you mean title?",
        ),
    ],
)
def test_a_mistake_in_the_plan_is_an_error_with_its_line(line: str, told: str) -> None:
    """In a plan a misspelt key would be a decision lost in silence."""
    _, problems = read_plan(
        "issues/x/issue.md", f"---\nperiod: 2022-03/2022-04\n{line}\n---\n", None
    )

    assert [(problem.severity, problem.line) for problem in problems] == [("error", 3)]
    assert problems[0].message.startswith(told)


def test_a_plan_that_cannot_be_read_stops_the_work(tmp_path: Path) -> None:
    """It is never taken for one that decides nothing."""
    folder = open_workspace(
        workspace(tmp_path, {"issues/2022-03-march-april/issue.md": "---\nlead: x: y\n---\n"})
    )

    with pytest.raises(NewsletterError, match=r"issues/2022-03-march-april/issue\.md:2: "):
        plan_for(folder, "2022-03", date(2022, 5, 1))


def test_an_issue_without_a_plan_is_sent_on_the_first_day_after_its_period(tmp_path: Path) -> None:
    """Every command works without issue.md."""
    plan, problems = plan_for(open_workspace(workspace(tmp_path)), "2022-03", date(2022, 5, 1))

    assert (plan.send_on, plan.file, problems) == (date(2022, 5, 1), "", ())


def test_what_new_writes_is_read_without_a_problem(tmp_path: Path) -> None:
    """With or without the comment signs taken away."""
    folder = open_workspace(workspace(tmp_path))
    path = create_plan(folder, MARCH_APRIL, date(2022, 5, 11))
    plan, problems = plan_for(folder, "2022-03", date(2022, 5, 1))
    assert (plan.period, plan.send_on, problems) == (MARCH_APRIL, date(2022, 5, 11), ())

    lines = path.read_text("utf-8").splitlines()
    opened = "\n".join(
        line.removeprefix("# ") if ":" in line and not line.endswith(".") else line
        for line in lines
    )
    plan, problems = read_plan("issue.md", opened, None)
    assert problems == ()
    assert (plan.lead, plan.amounts) == (
        "news/2022-04-29-a-title",
        {"news/2022-04-12-a-title": Amount.LINE},
    )

    with pytest.raises(NewsletterError, match="nothing is overwritten"):
        create_plan(folder, MARCH_APRIL, None)


def test_a_plans_own_period_is_found(tmp_path: Path) -> None:
    """An issue of three months is found by any of them, although the cadence has two."""
    text = "---\nperiod: January – March 2022\n---\n"
    folder = open_workspace(workspace(tmp_path, {"issues/2022-01-january-march/issue.md": text}))

    for spelling in ("2022-01", "2022-03", "January – March 2022"):
        assert plan_for(folder, spelling, date(2022, 5, 1))[0].period.months == 3


def test_a_plan_in_the_wrong_folder_is_told_and_never_passed_over(tmp_path: Path) -> None:
    """Its decisions would be lost in silence."""
    text = "---\nperiod: May – June 2022\n---\n"
    folder = open_workspace(workspace(tmp_path, {"issues/2022-03-march-april/issue.md": text}))

    with pytest.raises(NewsletterError, match="its period is May – June 2022"):
        plan_for(folder, "2022-03", date(2022, 5, 1))
    (problem,) = plan_for(folder, "2022-05", date(2022, 5, 1))[1]
    assert (problem.severity, "must be called 2022-05-may-june" in problem.message) == (
        "error",
        True,
    )


def test_two_plans_for_one_period_are_told(tmp_path: Path) -> None:
    """Which of the two would win is nobody's guess."""
    text = "---\nperiod: March – April 2022\n---\n"
    folder = open_workspace(
        workspace(
            tmp_path, {"issues/2022-03-march-april/issue.md": text, "issues/copy/issue.md": text}
        )
    )

    with pytest.raises(NewsletterError, match="is for the same period"):
        plan_for(folder, "2022-03", date(2022, 5, 1))


def test_a_key_that_resembles_none_of_ours_is_kept_and_told() -> None:
    """Other programs may have written it."""
    _, (problem,) = read_plan("issue.md", "---\nperiod: 2022-03/2022-04\ncolour: red\n---\n", None)

    assert problem.severity == "warning"
