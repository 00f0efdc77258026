"""A workspace: the folder with newsletter.toml in it, its issues and its pool."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsletter.core.model.plan import Plan
from newsletter.core.problems.plan_kinds import WRONG_ISSUE_FOLDER
from newsletter.core.problems.problem import Problem, make_problem
from newsletter.core.values.period import Period, parse_period, read_period
from newsletter.errors import NewsletterError
from newsletter.settings import Settings
from newsletter.workspace.files.safe_io import UnreadableFile, read_text
from newsletter.workspace.plan.plan_file import read_plan, without_plan
from newsletter.workspace.settings.settings_file import NAME, read_settings

PLAN = "issue.md"
SENT = "sent.json"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that was found to be a workspace, with its settings."""

    path: Path
    settings: Settings

    def issue_folder(self, period: Period) -> Path:
        """Where the issue of that period lives."""
        return self.path / "issues" / period.slug

    @property
    def templates(self) -> Path:
        """The workspace's own templates, which win over the shipped ones."""
        return self.path / "templates"


def find_workspace(start: Path) -> Path:
    """The nearest folder upward with a newsletter.toml. Raises NewsletterError when there is
    none."""
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / NAME).is_file():
            return folder
    raise NewsletterError(
        f"there is no {NAME} in {start} or in any folder above it. Go to your workspace's folder, "
        "name it with --workspace, or make a new one with: newsletter init my-org"
    )


def open_workspace(path: Path) -> Workspace:
    """The workspace in exactly that folder. Raises NewsletterError when there is none or its
    settings are wrong."""
    if not (path / NAME).is_file():
        raise NewsletterError(
            f"there is no {NAME} in {path}. "
            f"Make a workspace with: newsletter init {path.name or 'my-org'}"
        )
    return Workspace(path.absolute(), read_settings(path))


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of all the issues begun so far."""

    plans: tuple[Plan, ...]
    problems: tuple[Problem, ...]
    broken: tuple[tuple[str, NewsletterError], ...]
    """Issues whose issue.md cannot be read: the folder's name and why."""


def read_plans(workspace: Workspace) -> Plans:
    """Read every issues/*/issue.md, in the order of their folders' names."""
    plans: list[Plan] = []
    problems: list[Problem] = []
    broken: list[tuple[str, NewsletterError]] = []
    for folder in _issue_folders(workspace):
        if folder.name.startswith(".") or not (folder / PLAN).exists():
            continue
        file = f"issues/{folder.name}/{PLAN}"
        try:
            plan, found = read_plan(file, read_text(folder / PLAN), _folder_period(folder.name))
        except UnreadableFile as why:
            broken.append((folder.name, NewsletterError(f"{why}.", file=file)))
        except NewsletterError as fault:
            broken.append((folder.name, fault))
        else:
            plans.append(plan)
            problems.extend(found)
            if plan.name != folder.name:
                problems.append(_wrong_folder(plan))
    return Plans(tuple(plans), tuple(problems), tuple(broken))


def plan_for(
    workspace: Workspace,
    text: str,
    today: date,
    sent: tuple[Period, ...] = (),
    found: Plans | None = None,
) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of the issue that ``text`` names, with what is wrong in its file; an issue without
    issue.md has one too.

    ``sent`` are the periods of issues that were sent, which keep them whatever the cadence is
    now; ``found`` are the plans, if they were read already. ``today`` is the day in the
    organisation's zone. Raises NewsletterError when the text names no period or that issue's
    issue.md cannot be read.
    """
    found = found or read_plans(workspace)
    known_periods = tuple({*sent, *(plan.period for plan in found.plans)})
    period = parse_period(text, workspace.settings.cadence, today, known_periods)
    for folder, fault in found.broken:
        if folder.startswith(f"{period.start:%Y-%m}"):
            raise fault
    fitting = [plan for plan in found.plans if plan.period == period]
    if not fitting:
        _refuse_another_period(found, period)
        return without_plan(period), ()
    plan, *others = fitting
    if others:
        raise NewsletterError(
            f"{others[0].file} is for the same period, {period.title}. Keep one of the two.",
            file=plan.file,
        )
    problems = (problem for problem in found.problems if problem.file == plan.file)
    return plan, tuple(problems)


def is_sent(workspace: Workspace, period: Period) -> bool:
    """Whether there is a sent record of the issue."""
    return (workspace.issue_folder(period) / SENT).is_file()


def unsent_before(workspace: Workspace, period: Period, today: date) -> Period | None:
    """The issue just before this one, when it was begun, its period is over and it was not marked
    as sent."""
    earlier = []
    for folder in _issue_folders(workspace):
        found = _folder_period(folder.name)
        if found is None or found.slug != folder.name:
            continue
        is_over = found.end <= min(period.start, today)
        if is_over and (folder / PLAN).is_file():
            earlier.append(found)
    last = max(earlier, default=None)
    if last is None or is_sent(workspace, last):
        return None
    return last


def _issue_folders(workspace: Workspace) -> list[Path]:
    """The folders of all issues, by name."""
    root = workspace.path / "issues"
    return sorted(root.iterdir()) if root.is_dir() else []


def _wrong_folder(plan: Plan) -> Problem:
    return make_problem(
        WRONG_ISSUE_FOLDER,
        file=plan.file,
        line=plan.lines.get("period"),
        field="period",
        period=plan.period.title,
        name=plan.name,
    )


def _refuse_another_period(found: Plans, period: Period) -> None:
    """Refuse an issue.md in this period's own folder that names another period: it would be
    ignored."""
    file = f"issues/{period.slug}/{PLAN}"
    for plan in found.plans:
        if plan.file == file:
            raise NewsletterError(
                f"it is in the folder of {period.title}, but its period is {plan.period.title}. "
                f"Rename the folder to {plan.name}, or correct the period.",
                file=file,
                line=plan.lines.get("period"),
            )


def _folder_period(name: str) -> Period | None:
    try:
        return read_period(name)
    except NewsletterError:
        return None
