"""What the commands share: finding the workspace and telling problems."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from newsletter.build import Build, Choice
from newsletter.core.model.verdict import Code, Outcome
from newsletter.core.problems.problem import Problem, Severity, by_weight
from newsletter.core.selection.later_send_date import if_sent_on
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.date_parser import one_day
from newsletter.core.values.period import Period
from newsletter.core.values.text import counted, harmless, one_line, quoted
from newsletter.errors import NewsletterError
from newsletter.workspace.workspace import Workspace, find_workspace, open_workspace, unsent_before

period_argument = click.argument("period")


def workspace_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--workspace`` behind the command's name, as it may also stand before it."""
    option = click.option("--workspace", "workspace_path", type=click.Path(path_type=Path), metavar="DIR",
                          help="The folder with newsletter.toml; else the nearest one upward.")  # fmt: skip
    return option(command)


def the_workspace(workspace_path: Path | None) -> Workspace:
    """The workspace that was named after or before the command, or the nearest one upward."""
    named = workspace_path or click.get_current_context().find_root().obj
    return open_workspace(Path(named) if named else find_workspace(Path.cwd()))


def today_in(workspace: Workspace) -> date:
    """Today in the organisation's zone. Nothing below cli asks the clock."""
    return datetime.now(workspace.settings.zone).date()


def said(text: str) -> str:
    """What was written behind an option, as text: a terminal may hand over bytes that are none."""
    return harmless(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")).strip()


def the_day(option: str, text: str) -> date:
    """The day that was named behind an option. Raises NewsletterError when it is none, or more than one."""
    day = one_day(text)
    if day is None:
        raise NewsletterError(
            f"{option} is {quoted(text)}, which is not one day. Write it as 2022-05-11."
        )
    return day


def tell_unsent(workspace: Workspace, period: Period, today: date) -> None:
    """Ask about the issue before, when it was begun and nobody said that it was sent: this one cannot know what it held."""
    before = unsent_before(workspace, period, today)
    if before:
        month = f"{before.start:%Y-%m}"
        click.echo(
            f"Was {before.title} sent? If so, say it, so that nothing comes twice: newsletter sent {month}"
        )


NAMED = 5
"""How many of the items that a later day of sending would change are named."""


def tell_late(choice: Choice, today: date) -> None:
    """When ``send_on`` has passed, say so and what sending today would change. The outcome itself never looks at the clock."""
    plan = choice.plan
    if plan.send_on >= today or not plan.file or choice.sent:
        return
    changes = if_sent_on(today, choice.selection, plan, choice.records, choice.settings.rules)
    click.echo()
    click.echo(
        f"send_on, {say_day(plan.send_on)}, has passed. If the issue has not been sent, change it in {plan.file}."
    )
    if changes:
        click.echo(
            f"Sent today, {say_day(today)}, {counted(len(changes), 'item')} would come out otherwise:"
        )
    for change in changes[:NAMED]:
        click.echo(
            f"  {one_line(change.planned.item.title)}: {in_words(change.planned.code)} now, {in_words(change.later.code)} then"
        )
    if len(changes) > NAMED:
        click.echo(f"  … and {len(changes) - NAMED} more")


def in_words(code: Code) -> str:
    """``took place in period``."""
    return code.replace("-", " ")


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def tell(problems: Iterable[Problem], *, err: bool = False) -> None:
    """Print problems, errors first, each on a line that begins with what it is."""
    for problem in by_weight(problems):
        click.echo(
            f"{click.style(problem.severity, fg=_COLOURS[problem.severity])}: {problem}", err=err
        )


def tell_undecided(choice: Choice, *, err: bool = False) -> None:
    """Print what nobody has decided about; a file that cannot be read is among the problems already."""
    for verdict in choice.selection.of(Outcome.UNDECIDED):
        if verdict.code is not Code.UNREADABLE:
            click.echo(one_line(f"undecided: {verdict.item.file}: {verdict.reason}"), err=err)


def tally(problems: Iterable[Problem]) -> str:
    """``2 errors, 1 warning``; empty when there are none."""
    unique = by_weight(problems)
    counts = [(severity, sum(p.severity is severity for p in unique)) for severity in Severity]
    return ", ".join(counted(number, severity) for severity, number in counts if number)


def refuse(built: Build, what: str) -> None:
    """Say everything that stands in the way, and stop; ``what`` is what was not done."""
    tell(built.problems, err=True)
    undecided = built.choice.selection.of(Outcome.UNDECIDED)
    tell_undecided(built.choice, err=True)
    found = tally(built.problems)
    if undecided:
        found += f"{', ' if found else ''}{counted(len(undecided), 'undecided item')}"
    click.echo(f"{what}: {found}. Earlier files are as they were.", err=True)
    raise click.exceptions.Exit(1)


def shown_path(path: Path) -> str:
    """The path as short as it is right from here."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with click.progressbar(length=1, label=label[:40], file=sys.stderr, show_eta=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, done, 1)
            bar.update(done - bar.pos)

        yield progress
        bar.update(max((bar.length or 1) - bar.pos, 0))
