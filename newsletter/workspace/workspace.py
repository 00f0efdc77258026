"""A workspace: the folder with newsletter.toml in it, its issues and its pool."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsletter.core.period import Period, parse_period, read_period
from newsletter.core.plan import Plan
from newsletter.core.problem import Problem, warning
from newsletter.errors import NewsletterError
from newsletter.settings import Settings
from newsletter.workspace.files import UnreadableFile, read_text
from newsletter.workspace.plan_file import read_plan, without_plan
from newsletter.workspace.settings_file import NAME, read_settings

PLAN = "issue.md"


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
    """The nearest folder upward with a newsletter.toml. Raises NewsletterError when there is none."""
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / NAME).is_file():
            return folder
    raise NewsletterError(
        f"there is no {NAME} in {start} or in any folder above it. Go to your workspace's folder, name it with "
        "--workspace, or make a new one with: newsletter init my-org"
    )


def open_workspace(path: Path) -> Workspace:
    """The workspace in exactly that folder. Raises NewsletterError when there is none or its settings are wrong."""
    if not (path / NAME).is_file():
        raise NewsletterError(
            f"there is no {NAME} in {path}. Make a workspace with: newsletter init {path.name or 'my-org'}"
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
    root = workspace.path / "issues"
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
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
                problems.append(
                    warning(f"its period is {plan.period.title}, so its folder should be called {plan.name}.", file)
                )
    return Plans(tuple(plans), tuple(problems), tuple(broken))


def plan_for(workspace: Workspace, text: str, today: date) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of the issue that ``text`` names, with what is wrong in its file; an issue without issue.md has one too.

    ``today`` is the day in the organisation's zone. Raises NewsletterError when the text names no period or that issue's
    issue.md cannot be read.
    """
    found = read_plans(workspace)
    own = tuple(plan.period for plan in found.plans)
    period = parse_period(text, workspace.settings.cadence, today, own)
    for folder, fault in found.broken:
        if folder.startswith(f"{period.start:%Y-%m}"):
            raise fault
    plan = next((plan for plan in found.plans if plan.period == period), None)
    if plan is None:
        return without_plan(period), ()
    return plan, tuple(problem for problem in found.problems if problem.file == plan.file)


def _folder_period(name: str) -> Period | None:
    try:
        return read_period(name)
    except NewsletterError:
        return None
