"""How the stages follow one another, for the command line and the page alike.

content files -> items -> select -> Selection -> compose -> Issue -> render -> Email -> check -> Build
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.core.history.overview import History, next_period, read_history
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord, record_of
from newsletter.core.model.verdict import Code, Outcome
from newsletter.core.problems.plan_kinds import EARLIER_ISSUE_SENT_LATER
from newsletter.core.problems.problem import Problem, Severity, by_weight, has_errors, make_problem
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
    silenced: tuple[Problem, ...] = ()
    """The problems that the settings silence."""

    @property
    def sent(self) -> SentRecord | None:
        """The record of this very issue, when it was sent."""
        return record_of(self.plan.name, self.records)

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return self.workspace.settings


@dataclass(slots=True)
class BuildCache:
    """What was read and decided before, for a program that chooses again and again. It changes no
    outcome."""

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
    """Read the workspace and decide what belongs in the issue that ``period`` names.

    ``plans`` are those of all issues, if they were read already. ``today`` is the day in the
    organisation's zone; only ``last``, ``current`` and ``next`` look at it. Raises NewsletterError
    when the period, the issue's own file or a sent record cannot be read; everything else is among
    the problems.
    """
    cache = kept or BuildCache()
    settings = workspace.settings
    records = read_records(workspace.path, cache.records)
    sent_periods = tuple(record.period for record in records)
    plan, plan_problems = plan_for(workspace, period, today, sent_periods, plans)
    pool = read_pool(workspace.path, cache.pool)
    memory = cache.selections.setdefault(plan.name, SelectionCache())
    selection = select(pool.files, plan, records, settings.rules, memory)
    found = (
        *_soften(pool.problems, selection),
        *plan_problems,
        *find_plan_errors(plan, pool.files, settings.sections),
        *selection.problems,
        *_check_earlier_issues(plan, records),
    )
    problems, silenced = silence(found, settings)
    return Choice(
        workspace=workspace,
        plan=plan,
        selection=selection,
        problems=problems,
        records=records,
        silenced=silenced,
    )


def silence(
    problems: Iterable[Problem], settings: Settings
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The problems to show, and those that the settings silence; an error is never silenced."""
    shown: list[Problem] = []
    silenced: list[Problem] = []
    for problem in problems:
        is_silenced = problem.code in settings.silence and problem.severity is not Severity.ERROR
        (silenced if is_silenced else shown).append(problem)
    return tuple(shown), tuple(silenced)


_EXCLUDED_BY_EDITOR = (Code.LEFT_OUT_BY_EDITOR, Code.NEXT_TIME)


def _soften(problems: Iterable[Problem], selection: Selection) -> Iterator[Problem]:
    """The problems in content files; an error in a file that the editor leaves out becomes a
    warning."""
    excluded: set[str] = set()
    for verdict in selection.verdicts:
        if verdict.code in _EXCLUDED_BY_EDITOR:
            excluded.add(verdict.item.file)
    for problem in problems:
        if problem.severity is Severity.ERROR and problem.file in excluded:
            yield replace(problem, severity=Severity.WARNING)
        else:
            yield problem


def _check_earlier_issues(plan: Plan, records: Iterable[SentRecord]) -> Iterator[Problem]:
    """Warn of an issue of earlier months that was sent on this one's day or later.

    What it contained does not count for this issue, so it would be repeated.
    """
    if record_of(plan.name, records):
        return
    for record in records:
        if record.period.start >= plan.period.start or record.sent_on < plan.send_on:
            continue
        yield make_problem(
            EARLIER_ISSUE_SENT_LATER,
            file=plan.file or None,
            line=plan.lines.get("send_on"),
            field="send_on",
            value=say_day(plan.send_on),
            issue=record.issue,
            period=record.period.title,
            sent=say_day(record.sent_on),
        )


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
    """What became of everything so far. ``today`` is the day in the organisation's zone;
    ``compared`` as for ``chronicle``.

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


@dataclass(frozen=True, slots=True)
class Build:
    """The whole way: an issue, its email, and everything to fix."""

    choice: Choice
    issue: "Issue"
    email: "Email"
    problems: tuple[Problem, ...]
    """Those of the choice and those that the checks found."""
    silenced: tuple[Problem, ...] = ()
    """The problems that the settings silence, of the choice and of the checks."""

    @property
    def blocked(self) -> bool:
        """Whether it must not be written: there are errors, or items nobody has decided about."""
        return has_errors(self.problems) or bool(self.choice.selection.of(Outcome.UNDECIDED))


def build(choice: Choice) -> Build:
    """Compose, render and check what was chosen; ``blocked`` says whether it may be written.

    Raises NewsletterError when a template or a file of words is broken.
    """
    # Imported here, since only build needs them, and they load all that renders.
    from newsletter.checks.check_table import run_checks
    from newsletter.core.history.corrections import corrections_for
    from newsletter.core.issue.compose import compose
    from newsletter.mailing.image_files import picture_problems
    from newsletter.render.email import render

    settings, plan = choice.settings, choice.plan
    issue = compose(choice.selection, plan, settings.sections, settings.regions)
    issue = replace(issue, corrections=tuple(corrections_for(plan, choice.records)))
    email = render(issue, settings, choice.workspace.templates)
    checked = run_checks(issue, email, choice.selection, settings)
    pictures = picture_problems(issue, choice.workspace.path)
    found, silenced = silence((*checked, *pictures), settings)
    return Build(
        choice=choice,
        issue=issue,
        email=email,
        problems=by_weight((*choice.problems, *found)),
        silenced=by_weight((*choice.silenced, *silenced)),
    )


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
