"""What the commands share: finding the workspace, printing problems, and problems for programs."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from newsletter.build import Build, Choice
from newsletter.core.model.item import Unreadable
from newsletter.core.model.verdict import Code, Outcome, Verdict
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
    """``--workspace`` after the command's name; it may also come before it."""
    option = click.option(
        "--workspace",
        "workspace_path",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The folder with newsletter.toml; else the nearest one upward.",
    )
    return option(command)


def the_workspace(workspace_path: Path | None) -> Workspace:
    """The workspace that was named after or before the command, or the nearest one upward."""
    named = workspace_path or click.get_current_context().find_root().obj
    return open_workspace(Path(named) if named else find_workspace(Path.cwd()))


def today_in(workspace: Workspace) -> date:
    """Today in the organisation's zone. Nothing below cli asks the clock."""
    return datetime.now(workspace.settings.zone).date()


def said(text: str) -> str:
    """What was written after an option, as text: a terminal may pass bytes that are not text."""
    return harmless(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")).strip()


def the_day(option: str, text: str) -> date:
    """The day that was written after an option. Raises NewsletterError when it is not one day."""
    day = one_day(text)
    if day is None:
        raise NewsletterError(
            f"{option} is {quoted(text)}, which is not one day. Write it as 2022-05-11."
        )
    return day


def tell_unsent(workspace: Workspace, period: Period, today: date) -> None:
    """Ask about the issue before, when it was started but not marked as sent."""
    before = unsent_before(workspace, period, today)
    if before:
        month = f"{before.start:%Y-%m}"
        click.echo(
            f"Was {before.title} sent? If so, mark it, so that nothing is repeated: "
            f"newsletter sent {month}"
        )


MOST_CHANGES = 5
"""How many of the items that a later day of sending would change are named."""


def tell_late(choice: Choice, today: date) -> None:
    """When ``send_on`` has passed, say so and what sending today would change.

    The outcome itself never looks at the clock.
    """
    plan = choice.plan
    if plan.send_on >= today or not plan.file or choice.sent:
        return
    changes = if_sent_on(today, choice.selection, plan, choice.records, choice.settings.rules)
    click.echo()
    click.echo(
        f"send_on, {say_day(plan.send_on)}, has passed. "
        f"If the issue has not been sent, change it in {plan.file}."
    )
    if changes:
        number = counted(len(changes), "item")
        click.echo(f"If sent today, {say_day(today)}, {number} would change:")
    for change in changes[:MOST_CHANGES]:
        title = one_line(change.planned.item.title)
        click.echo(
            f"  {title}: {in_words(change.planned.code)} now, {in_words(change.later.code)} then"
        )
    if len(changes) > MOST_CHANGES:
        click.echo(f"  … and {len(changes) - MOST_CHANGES} more")


def in_words(code: Code) -> str:
    """``took place in period``."""
    return code.replace("-", " ")


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def tell(problems: Iterable[Problem], *, err: bool = False) -> None:
    """Print problems, errors first, each on a line that begins with what it is."""
    for problem in by_weight(problems):
        severity = click.style(problem.severity, fg=_COLOURS[problem.severity])
        click.echo(f"{severity}: {problem}", err=err)


def tell_undecided(choice: Choice, *, err: bool = False) -> None:
    """Print the undecided items; a file that cannot be read is among the problems already."""
    for verdict in choice.selection.of(Outcome.UNDECIDED):
        if verdict.code is not Code.UNREADABLE:
            line = f"undecided: {verdict.item.file}: {verdict.reason_and_advice}"
            click.echo(one_line(line), err=err)


def tally(problems: Iterable[Problem]) -> str:
    """``2 errors, 1 warning``; empty when there are none."""
    numbers = count_by_severity(problems).items()
    return ", ".join(counted(number, severity) for severity, number in numbers if number)


def count_by_severity(problems: Iterable[Problem]) -> dict[Severity, int]:
    """How many errors, warnings and notes there are; repeats count once."""
    unique = by_weight(problems)
    numbers = {}
    for severity in Severity:
        numbers[severity] = sum(problem.severity is severity for problem in unique)
    return numbers


def problem_values(problem: Problem) -> dict[str, Any]:
    """A problem for programs."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "item": problem.item,
        "field": problem.field,
        "value": problem.value,
        "message": problem.message,
    }


def verdict_values(verdict: Verdict) -> dict[str, Any]:
    """A verdict for programs."""
    item = verdict.item
    day = None if isinstance(item, Unreadable) else verdict.day
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "date": day.isoformat() if day else None,
        "verdict": verdict.outcome,
        "code": verdict.code,
        "reason": verdict.reason,
        "advice": verdict.advice,
        "section": verdict.section,
        "file": item.file,
    }


def echo_json(values: Mapping[str, Any]) -> None:
    """Print values for programs."""
    import json

    click.echo(json.dumps(values, ensure_ascii=False, indent=1))


def refuse(built: Build, what: str) -> None:
    """Print everything that blocks the issue, and stop; ``what`` is what was not done."""
    tell(built.problems, err=True)
    undecided = built.choice.selection.of(Outcome.UNDECIDED)
    tell_undecided(built.choice, err=True)
    found = [tally(built.problems)]
    if undecided:
        found.append(counted(len(undecided), "undecided item"))
    click.echo(
        f"{what}: {', '.join(filter(None, found))}. Earlier files are as they were.", err=True
    )
    raise click.exceptions.Exit(1)


def shown_path(path: Path) -> str:
    """The path relative to the current folder where it lies in it."""
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
