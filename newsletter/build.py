"""Where the stages are strung together, for the command line and the page alike.

    content files -> items -> select -> Selection -> compose -> Issue -> render -> Email -> check -> Build
"""

from dataclasses import dataclass
from datetime import date

from newsletter.core.consistency import consistency
from newsletter.core.plan import Plan
from newsletter.core.problem import Problem
from newsletter.core.record import SentRecord
from newsletter.core.selection import Selection, select
from newsletter.settings import Settings
from newsletter.workspace.pool import read_pool
from newsletter.workspace.workspace import Workspace, plan_for


@dataclass(frozen=True, slots=True)
class Choice:
    """The first half of the way: what belongs in the issue."""

    workspace: Workspace
    plan: Plan
    selection: Selection
    problems: tuple[Problem, ...]
    """What is wrong in the files, in the plan and with the dates."""

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.workspace.settings


def choose(workspace: Workspace, period: str, today: date, records: tuple[SentRecord, ...] = ()) -> Choice:
    """Read the workspace and decide what belongs in the issue that ``period`` names.

    ``today`` is the day in the organisation's zone; only ``last``, ``current`` and ``next`` look at it. Raises
    NewsletterError when the period or the issue's own file cannot be read; everything else is among the problems.
    """
    plan, plan_problems = plan_for(workspace, period, today)
    pool = read_pool(workspace.path)
    selection = select(pool.files, plan, records, workspace.settings.rules)
    problems = (
        *pool.problems,
        *plan_problems,
        *consistency(plan, pool.files, workspace.settings.sections),
        *selection.problems,
    )
    return Choice(workspace, plan, selection, problems)
