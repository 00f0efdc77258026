"""Where the stages are strung together, for the command line and the page alike.

content files -> items -> select -> Selection -> compose -> Issue -> render -> Email -> check -> Build
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.core.history.overview import History, next_period, read_history
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.verdict import Code, Outcome
from newsletter.core.problems.problem import Problem, Severity, by_weight, has_errors, warning
from newsletter.core.selection.plan_errors import find_plan_errors
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import Selection, SelectionCache, select
from newsletter.core.values.period import Period
from newsletter.settings import Settings
from newsletter.workspace.files.safe_io import write_whole
from newsletter.workspace.pool import PoolCache, read_pool
from newsletter.workspace.sent_file import Stamped, read_records
from newsletter.workspace.workspace import Plans, Workspace, plan_for, read_plans

if TYPE_CHECKING:
    from newsletter.core.issue.compose import Issue
    from newsletter.render.email import Email


@dataclass(frozen=True, slots=True)
class Choice:
    """The first half of the way: what belongs in the issue."""

    workspace: Workspace
    plan: Plan
    selection: Selection
    problems: tuple[Problem, ...]
    """What is wrong in the files, in the plan and with the dates."""
    records: tuple[SentRecord, ...] = ()
    """The records of all the issues that were sent."""

    @property
    def sent(self) -> SentRecord | None:
        """The record of this very issue, when it was sent."""
        return next((record for record in self.records if record.issue == self.plan.name), None)

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.workspace.settings


@dataclass(slots=True)
class BuildCache:
    """What a program that chooses again and again keeps, to read and decide only what changed. It changes no outcome."""

    pool: PoolCache = field(default_factory=PoolCache)
    selections: dict[str, SelectionCache] = field(default_factory=dict)
    """By the issue's name."""
    records: Stamped = field(default_factory=dict)


def choose(
    workspace: Workspace,
    period: str,
    today: date,
    kept: BuildCache | None = None,
    plans: Plans | None = None,
) -> Choice:
    """Read the workspace and decide what belongs in the issue that ``period`` names; ``plans`` are those of all issues, if they are at hand.

    ``today`` is the day in the organisation's zone; only ``last``, ``current`` and ``next`` look at it. Raises
    NewsletterError when the period, the issue's own file or a sent record cannot be read; everything else is among the
    problems.
    """
    records = read_records(workspace.path, kept.records if kept else None)
    plan, plan_problems = plan_for(
        workspace, period, today, tuple(record.period for record in records), plans
    )
    pool = read_pool(workspace.path, kept.pool if kept else None)
    memory = kept.selections.setdefault(plan.name, SelectionCache()) if kept else None
    selection = select(pool.files, plan, records, workspace.settings.rules, memory)
    problems = (
        *_milder(pool.problems, selection),
        *plan_problems,
        *find_plan_errors(plan, pool.files, workspace.settings.sections),
        *selection.problems,
        *_sent_since(plan, records),
    )
    return Choice(workspace, plan, selection, problems, records)


def _sent_since(plan: Plan, records: Iterable[SentRecord]) -> Iterator[Problem]:
    """An issue of earlier months that went out on this one's day or later: what it held is not known here, and would come twice."""
    if any(record.issue == plan.name for record in records):
        return
    for record in records:
        if record.period.start < plan.period.start and record.sent_on >= plan.send_on:
            yield warning(
                f"{record.issue} was sent on {say_day(record.sent_on)}, and this issue's send_on is {say_day(plan.send_on)}: what it held would come twice. "
                "Write the day on which this one really goes out.", plan.file or None, plan.lines.get("send_on"),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overview:
    """All issues together."""

    history: History
    coming: Choice
    """The issue that comes next: what it knows of every item."""
    plans: Plans


def overview(
    workspace: Workspace,
    today: date,
    kept: BuildCache | None = None,
    compared: Callable[[Period], bool] = lambda _: True,
) -> Overview:
    """What became of everything so far. ``today`` is the day in the organisation's zone; ``compared`` as for ``chronicle``.

    Raises NewsletterError when a sent record or the next issue's own file cannot be read.
    """
    settings = workspace.settings
    plans = read_plans(workspace)
    kept = kept or BuildCache()  # so that no record is read twice
    records = read_records(workspace.path, kept.records)
    period = next_period(plans.plans, records, settings.cadence, today)
    coming = choose(workspace, period.slug, today, kept, plans)
    found = read_history(
        coming.selection, plans.plans, records, settings.cadence, settings.regions, today, compared
    )
    return Overview(found, coming, plans)


_EDITORS_NO = (Code.LEFT_OUT_BY_EDITOR, Code.NEXT_TIME)


def _milder(problems: Iterable[Problem], selection: Selection) -> Iterator[Problem]:
    """What is wrong in the files; in those that the editor leaves out it does not stand in the way of this issue."""
    out = {verdict.item.file for verdict in selection.verdicts if verdict.code in _EDITORS_NO}
    for problem in problems:
        yield (
            replace(problem, severity=Severity.WARNING)
            if problem.file in out and problem.severity is Severity.ERROR
            else problem
        )


@dataclass(frozen=True, slots=True)
class Build:
    """The whole way: an issue, its email, and everything that is to be mended."""

    choice: Choice
    issue: "Issue"
    email: "Email"
    problems: tuple[Problem, ...]
    """Those of the choice and those that the checks found."""

    @property
    def blocked(self) -> bool:
        """Whether it must not be written: there are errors, or items nobody has decided about."""
        return has_errors(self.problems) or bool(self.choice.selection.of(Outcome.UNDECIDED))


def build(choice: Choice) -> Build:
    """Compose, render and check what was chosen; whether it may be written is said by ``blocked``.

    Raises NewsletterError when a template or a file of words is broken.
    """
    from newsletter.checks.check_table import (
        run_checks,  # what only build needs, the heavy render chain among it
    )
    from newsletter.core.history.corrections import to_tell
    from newsletter.core.issue.compose import compose
    from newsletter.mailing.image_files import picture_problems
    from newsletter.render.email import render

    settings, plan = choice.settings, choice.plan
    issue = compose(choice.selection, plan, settings.sections, settings.regions)
    issue = replace(issue, corrections=tuple(to_tell(plan, choice.records)))
    email = render(issue, settings, choice.workspace.templates)
    found = (
        *run_checks(issue, email, choice.selection, settings),
        *picture_problems(issue, choice.workspace.path),
    )
    return Build(choice, issue, email, by_weight((*choice.problems, *found)))


HTML_FILE = "email.html"
TEXT_FILE = "email.txt"


@dataclass(frozen=True, slots=True)
class EmailFiles:
    """Where both parts of the email lie."""

    html: Path
    text: Path


def write_email(email: "Email", folder: Path) -> EmailFiles:
    """Write both parts into a folder, both or neither; the folder is made when it is missing.

    Raises NewsletterError when the disk refuses.
    """
    files = EmailFiles(html=folder / HTML_FILE, text=folder / TEXT_FILE)
    write_whole({files.html: email.html.encode(), files.text: email.text.encode()})
    return files
