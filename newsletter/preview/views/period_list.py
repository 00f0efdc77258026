"""The issues to choose from: those that were begun, and the periods around today, each with its state."""

from dataclasses import dataclass
from datetime import date

from newsletter.core.selection.reasons import say_day
from newsletter.core.values.period import Period
from newsletter.workspace.workspace import Workspace, is_sent, read_plans

STATES = {
    "not begun": "Not begun",
    "in work": "In work",
    "sent": "Sent",
    "broken": "Its file cannot be read",
}
BEFORE, AFTER = 6, 1
"""How many periods before today's and after it are offered."""


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period."""

    name: str
    title: str
    state: str
    """A key of STATES."""
    send_on: str
    over: bool
    """Whether the period is over today."""


def periods(workspace: Workspace, today: date) -> tuple[PeriodRow, ...]:
    """The periods, the latest first."""
    plans = read_plans(workspace)
    begun = {plan.period: plan for plan in plans.plans}
    now = workspace.settings.cadence.containing(today)
    around = {now.neighbour(steps) for steps in range(-BEFORE, AFTER + 1)}
    rows = []
    broken = {name[:7] for name, _ in plans.broken}
    for period in sorted({*begun, *around}, reverse=True):
        plan = begun.get(period)
        state = "sent" if is_sent(workspace, period) else "in work" if plan else "not begun"
        if f"{period.start:%Y-%m}" in broken and plan is None:
            state = "broken"
        rows.append(
            PeriodRow(
                period.slug,
                period.title,
                state,
                say_day(plan.send_on) if plan else "",
                period.end <= today,
            )
        )
    return tuple(rows)


def latest_over(workspace: Workspace, today: date) -> Period:
    """The latest period that is over and whose issue was not sent; the latest that is over when all were."""
    last = workspace.settings.cadence.containing(today).neighbour(-1)
    earlier = (last.neighbour(-steps) for steps in range(12))
    return next((period for period in earlier if not is_sent(workspace, period)), last)
