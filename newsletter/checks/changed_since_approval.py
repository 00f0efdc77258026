"""The check on what changed since somebody approved the issue."""

from collections.abc import Iterable

from newsletter.checks.context import CheckContext
from newsletter.core.issue.approval import ChangesSinceApproval, find_changes_since
from newsletter.core.model.located_problems import about_plan
from newsletter.core.problems import email_kinds
from newsletter.core.problems.problem import Problem
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import listed, one_line

NAMED = 8
"""How many items are named; the others are counted."""

_PARTS = {
    "introduction": "the introduction",
    "subject": "the subject",
    "preheader": "the preview text",
    "send_on": "the send date",
    "also_in": "the links to other languages",
    "order": "the order of the items",
    "look": "the name, look, headings or addresses in the settings",
}


def changes_since_approval(checked: CheckContext) -> Iterable[Problem]:
    """Members get what was approved; every later change is named."""
    plan = checked.plan
    if not plan.approved_by:
        return
    since = find_changes_since(checked.issue, checked.settings.look)
    if not since:
        return
    approved_on = ""
    if plan.approved_on:
        approved_on = f" on {say_day(plan.approved_on)}"
    titles = {verdict.item.id: verdict.item.title for verdict in checked.selection.verdicts}
    yield about_plan(
        email_kinds.CHANGED_SINCE_APPROVAL,
        plan,
        "approved_by",
        approved_by=plan.approved_by,
        approved_on=approved_on,
        changes=_say_changes(since, [titles.get(item_id, item_id) for item_id in since.gone]),
    )


def _say_changes(since: ChangesSinceApproval, removed: list[str]) -> str:
    """All changes in one list; ``removed`` are the titles of items that were removed."""
    parts = [_PARTS[part] for part in since.opening]
    for what, titles in (
        ("edited", since.changed),
        ("added", since.new),
        ("removed", removed),
    ):
        if titles:
            parts.append(f"{what}: {_name(list(titles))}")
    return "; ".join(parts)


def _name(titles: list[str]) -> str:
    """The first titles in quotation marks, and how many more there are."""
    named = listed(f"‘{_shorten(title)}’" for title in titles[:NAMED])
    more = len(titles) - NAMED
    return f"{named} and {more} more" if more > 0 else named


def _shorten(title: str, limit: int = 60) -> str:
    line = one_line(title)
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"
