"""Plans that name what is not there, or decide twice."""

from datetime import date
from typing import Any

import pytest
from making import news, plan

from newsletter.core.model.sections import DEFAULT_SECTIONS
from newsletter.core.selection.plan_errors import find_plan_errors

POOL = [news("news/2022-04-01-report"), news("news/gone", leave_out="never")]


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        (
            {"include": ("news/2022-04-01-reprot",)},
            "there is no such item. Did you mean news/2022-04-01-report?",
        ),
        ({"lead": "zzz"}, "lead names 'zzz', and there is no such item. Write the path"),
        (
            {"include": ("news/2022-04-01-report",), "leave_out": {"News/2022-04-01-Report": "x"}},
            "is listed under include and leave_out",
        ),
        ({"include": ("news/gone",)}, "its content file says leave_out: 'never'"),
        (
            {"move": {"news/2022-04-01-report": "nwes"}},
            "there is no section 'nwes'. Did you mean news?",
        ),
        ({"send_on": date(2022, 4, 30)}, "before the period is over"),
    ],
)
def test_a_disagreement_is_told(decided: dict[str, Any], told: str) -> None:
    """One problem each."""
    (problem,) = find_plan_errors(plan(**decided), POOL, DEFAULT_SECTIONS)

    assert told in problem.message


def test_an_item_that_names_no_section_of_ours_is_told() -> None:
    """With the file's line."""
    (problem,) = find_plan_errors(
        plan(), [news("news/x", section="evnts-held", lines={"section": 7})], DEFAULT_SECTIONS
    )

    assert (problem.line, problem.message) == (
        7,
        "there is no section 'evnts-held'. Did you mean events-held?",
    )


def test_a_plan_that_agrees_is_silent() -> None:
    """The same item may be ordered, moved and edited."""
    assert (
        find_plan_errors(
            plan(order=("news/2022-04-01-report",), move={"news/2022-04-01-report": "news"}),
            POOL,
            DEFAULT_SECTIONS,
        )
        == ()
    )
