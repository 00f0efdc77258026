"""The check on what changed since somebody approved the issue."""

from collections.abc import Iterable

from newsletter.checks.context import CheckContext
from newsletter.core.issue.approval import changed_since
from newsletter.core.problems.problem import Problem, warning
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import listed, quoted

NAMED = 8


def approval(checked: CheckContext) -> Iterable[Problem]:
    """What members get is what was approved; whatever changed since is named."""
    issue, plan = checked.issue, checked.issue.plan
    since = changed_since(issue, checked.settings.look) if plan.approved_by else None
    if not since:
        return
    words = {
        "introduction": "introduction",
        "subject": "subject",
        "preheader": "preview line",
        "send_on": "day of sending",
        "also_in": "links to other languages",
        "order": "order of the items",
        "look": "name, look, headings or addresses (newsletter.toml)",
    }
    parts = [f"the {words[key]}" for key in since.opening]
    parts += (
        _named("changed", since.changed)
        + _named("new", since.new)
        + _named("no longer in it", since.gone)
    )
    when = f" on {say_day(plan.approved_on)}" if plan.approved_on else ""
    yield warning(f"since {plan.approved_by} approved it{when}, this is otherwise: {'; '.join(parts)}. Have it approved again.",
                  plan.file or None, plan.lines.get("approved_by"))  # fmt: skip


def _named(what: str, titles: tuple[str, ...]) -> list[str]:
    more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
    return (
        [f"{what}: {listed(quoted(title, 60) for title in titles[:NAMED])}{more}"] if titles else []
    )
