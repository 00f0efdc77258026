"""The parts of the page: pieces of HTML with a hash each, so that only what changed is sent.

Snapshot + State -> values -> Jinja -> Part
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from newsletter.build import Choice
from newsletter.core.issue.approval import find_changes_since
from newsletter.core.model.verdict import Outcome
from newsletter.core.selection.boundary_report import boundary_report
from newsletter.core.selection.later_send_date import VerdictChange, if_sent_on
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import SelectionCache
from newsletter.preview.desk.desk import Desk, Snapshot
from newsletter.preview.desk.page_state import ROOMS, State
from newsletter.preview.views.cards import FIRST, board
from newsletter.preview.views.period_list import STATES
from newsletter.preview.views.problem_list import ProblemView, meter, view_problems
from newsletter.preview.views.problem_words import say_sentence
from newsletter.preview.views.sent_changes import sent_values
from newsletter.preview.views.silenced_kinds import silenced_kinds
from newsletter.preview.views.timeline import timeline
from newsletter.render.email import Email
from newsletter.render.tags.dialects import DIALECTS
from newsletter.workspace.workspace import unsent_before

PARTS = {
    "choose": (
        "bar",
        "notices",
        "opening",
        "timeline",
        "undecided",
        "missed",
        "chosen",
        "out",
        "edges",
        "tools",
    ),
    "look": ("bar", "notices", "tools", "inbox"),
    "send": ("bar", "notices", "problems", "meter", "copying", "sent"),
}
"""The parts of each room."""

LATE_NAMED = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the page."""

    html: str
    hash: str


@lru_cache(maxsize=1)
def pages() -> jinja2.Environment:
    """The templates of the page; whatever they show is escaped."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "pages"),
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.globals["rooms"] = ROOMS
    env.filters["day"] = say_day
    env.filters["sentence"] = say_sentence
    return env


def parts(desk: Desk, shot: Snapshot, state: State) -> dict[str, Part]:
    """The parts of the room the editor is in."""
    values = room_values(desk, shot, state)
    made = {}
    for name in PARTS[state.room]:
        html = pages().get_template(f"parts/{name}.html").render(values)
        made[name] = Part(html, short_hash(html))
    return made


def room_values(desk: Desk, shot: Snapshot, state: State) -> dict[str, Any]:
    """What the parts of a room show."""
    values = _values_of_every_room(desk, shot, state)
    choice = shot.choice
    if choice is None:
        return values
    assert shot.workspace is not None
    values |= _issue_values(shot, choice)
    values |= _problem_values(shot, choice)
    values["unsent_before"] = unsent_before(shot.workspace, choice.plan.period, shot.today)
    if choice.plan.send_on < shot.today and choice.sent is None:
        values |= _late_values(desk, shot)
    if state.room == "choose":
        values |= _choose_values(shot, choice, state)
    if state.room == "send":
        values |= _send_values(shot, choice)
    return values


def _values_of_every_room(desk: Desk, shot: Snapshot, state: State) -> dict[str, Any]:
    """What is shown even when the issue cannot be read, and nothing for all the rest."""
    values: dict[str, Any] = {
        "shot": shot,
        "state": state,
        "choice": shot.choice,
        "email": shot.email,
        "title": shot.name,
        "base": f"/issue/{shot.name}",
        "undo": _label(desk.history.done),
        "redo": _label(desk.history.undone),
        "errors": 0,
        "to_decide": 0,
        "ready": False,
        "problems": (),
        "silenced": (),
        "fault": fault_text(shot),
        "late": (),
        "late_more": 0,
        "others": _others(desk, shot),
        "issue_state": "",
        "offer": "",
        "sent": None,
        "unsent_before": None,
        "since": None,
        "dialect": DIALECTS["none"],
        "editor": DIALECTS["none"].editors[0],
    }
    if shot.workspace:
        settings = shot.workspace.settings
        dialect = DIALECTS[settings.mailing_tool]
        values["settings"] = settings
        values["dialect"] = dialect
        values["editor"] = dialect.editor(settings.mailing_editor)
    return values


def _issue_values(shot: Snapshot, choice: Choice) -> dict[str, Any]:
    """What the issue is, and how far it is."""
    state_word = _issue_state(choice)
    return {
        "title": choice.plan.period.title,
        "plan": choice.plan,
        "to_decide": len(choice.selection.of(Outcome.UNDECIDED)),
        "issue_state": state_word,
        "issue_state_word": STATES[state_word],
        "ready": shot.built is not None and not shot.built.blocked,
        "sent": choice.sent,
    }


def _issue_state(choice: Choice) -> str:
    """A key of ``STATES``."""
    if choice.sent:
        return "sent"
    if choice.plan.file:
        return "in work"
    return "not begun"


def _problem_values(shot: Snapshot, choice: Choice) -> dict[str, Any]:
    """The problems, and the kinds of them that the settings silence."""
    found = shot.built or choice
    problems = view_problems(choice, found.problems)
    return {
        "problems": problems,
        "errors": sum(problem.severity == "error" for problem in problems),
        "problems_of": _by_anchor(problems),
        "silenced": silenced_kinds(choice.settings.silence, found.silenced),
    }


def _late_values(desk: Desk, shot: Snapshot) -> dict[str, Any]:
    """What sending today would change, since the day of sending has passed."""
    changes = _late(desk, shot)
    return {
        "late": changes[:LATE_NAMED],
        "late_more": max(len(changes) - LATE_NAMED, 0),
        "offer": shot.today.isoformat(),
    }


def _choose_values(shot: Snapshot, choice: Choice, state: State) -> dict[str, Any]:
    assert shot.issue is not None
    cards = board(
        choice.selection,
        choice.plan,
        shot.issue,
        choice.settings.sections,
        find=state.find,
        shown=FIRST + state.more,
        wanted=state.show,
    )
    return {
        "board": cards,
        "timeline": timeline(choice.selection),
        "edges": boundary_report(choice.selection),
    }


def _send_values(shot: Snapshot, choice: Choice) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if choice.sent:
        values |= sent_values(choice, choice.sent)
    if shot.built:
        values["since"] = find_changes_since(shot.built.issue, choice.settings.look)
        values["meter"] = meter(shot.built, shot.built.email)
    return values


def _others(desk: Desk, shot: Snapshot) -> tuple[str, ...]:
    """Who else has the issue open, in a folder that several computers share."""
    now = desk.clock().timestamp()
    desk.presence.showing(shot.name, now)
    return desk.presence.others(shot.name, now)


def fault_text(shot: Snapshot) -> str:
    """What stands in the way, in one sentence with its place; empty when nothing does."""
    if shot.fault is None:
        return ""
    sentence = say_sentence(shot.fault.message)
    if not shot.fault.file:
        return sentence
    if not shot.fault.line:
        return f"{shot.fault.file}: {sentence}"
    return f"{shot.fault.file}, line {shot.fault.line}: {sentence}"


def _late(desk: Desk, shot: Snapshot) -> tuple[VerdictChange, ...]:
    """What sending today would change."""
    assert shot.choice is not None
    memory = desk.kept.selections.setdefault(f"{shot.name} sent today", SelectionCache())
    choice = shot.choice
    with desk.lock:
        return if_sent_on(
            shot.today, choice.selection, choice.plan, choice.records, choice.settings.rules, memory
        )


def _by_anchor(problems: tuple[ProblemView, ...]) -> Mapping[str, list[ProblemView]]:
    found: dict[str, list[ProblemView]] = {}
    for problem in problems:
        if problem.item_anchor:
            found.setdefault(problem.item_anchor, []).append(problem)
    return found


def _label(steps: list[Any]) -> str:
    return steps[-1].label if steps else ""


def short_hash(text: str) -> str:
    """A hash to tell by whether a text is the same."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def email_hashes(email: Email) -> tuple[str, str]:
    """The hashes of both parts of an email."""
    return short_hash(email.html), short_hash(email.text)
