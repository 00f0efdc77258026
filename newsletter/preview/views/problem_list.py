"""Ready to send? Every problem in plain words with the way to it, and how heavy and long the email is."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsletter.build import Build, Choice
from newsletter.checks.whole_email import CLIP_BYTES
from newsletter.core.issue.compose import anchor_of
from newsletter.core.model.item import Item
from newsletter.core.problems.problem import Problem, Severity, by_weight
from newsletter.preview.plain import plain
from newsletter.preview.views.item_form import BY_KEY
from newsletter.render.email import Email
from newsletter.workspace.settings.settings_file import NAME

ROOM_KEPT = 20_000
"""Bytes kept for what the mailing tool adds to the email: its footer, its tracking, its headers."""
WORDS_A_MINUTE = 200
NAMED = 5

SAYS = {Severity.ERROR: "To mend", Severity.WARNING: "To look at", Severity.NOTE: "To know"}


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem on the page."""

    severity: Severity
    says: str
    text: str
    title: str
    """The heading of the item it is about; empty for others."""
    anchor: str
    """The item's card and place in the email; empty for what is not about an item."""
    item: str
    field: str
    """The field of the item or of the opening where it is mended; empty when that is not known."""
    where: str
    """``item``, ``opening``, ``settings`` or ``file``: where it is mended."""
    file: str
    line: int
    """The line in that file; 0 when it is not known."""

    @property
    def key(self) -> str:
        """A name for its place on the page, the same as long as the problem is."""
        return (
            "told-"
            + hashlib.sha256(
                f"{self.file} {self.item} {self.field} {self.text}".encode("utf-8", "replace")
            ).hexdigest()[:10]
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """An item with its bytes or words."""

    title: str
    anchor: str
    amount: int


@dataclass(frozen=True, slots=True)
class Meter:
    """How heavy and how long the email is."""

    size: int
    limit: int
    kept: int
    share: float
    """Percent of the limit that is used."""
    kept_from: float
    """Percent of the limit where the room begins that is kept for the mailing tool."""
    words: int
    aim: int
    minutes: int
    heaviest: tuple[Weighed, ...]
    longest: tuple[Weighed, ...]


def told(choice: Choice, problems: Iterable[Problem]) -> tuple[ProblemView, ...]:
    """The problems, errors first, in the words of the page."""
    items = {verdict.item.id: verdict.item for verdict in choice.selection.verdicts}
    titles = {item_id: item.title for item_id, item in items.items()}
    found = []
    for problem in by_weight(problems):
        item = items.get(problem.item or "")
        field, where = "", "file" if problem.file else "opening"
        if isinstance(item, Item) and problem.file == item.file:
            field, where = _field_at(item.lines, problem.line), "item"
        elif problem.file == choice.plan.file or not problem.file:
            field, where = (
                _field_at(choice.plan.lines, problem.line) or _named(problem.message),
                "opening",
            )
        elif problem.file == NAME:
            where = "settings"
        if where == "item":
            field = _asked_for(problem.message) or field
        found.append(ProblemView(
            problem.severity, SAYS[problem.severity], plain(problem.message, titles), item.title if item else "",
            anchor_of(item.id) if item else "", item.id if item else "", field, where, problem.file or "", problem.line or 0,
        ))  # fmt: skip
    return tuple(found)


_WITHIN_IMAGE = ("src", "alt", "credit", "consent", "people")


def _asked_for(message: str) -> str:
    """The field that the message asks to write, when it asks for one that the form has."""
    for key in re.findall(r"\b[Ww]rite (\w+):", message):
        name = f"image/{key}" if key in _WITHIN_IMAGE else key
        if name in BY_KEY:
            return name
    return ""


def _field_at(lines: Mapping[str, int], line: int | None) -> str:
    """The field whose key stands on that line; the innermost when several do."""
    fitting = [key for key, at in lines.items() if at == line]
    return max(fitting, key=len, default="")


def _named(message: str) -> str:
    """The part of the opening that a problem without a line is about."""
    return next((name for name in ("preheader", "subject", "introduction") if name in message), "")


def meter(built: Build, email: Email) -> Meter:
    """The size meter of the email."""
    titles = {placed.item.id: placed.title for placed in built.issue.items}
    return Meter(
        email.size, CLIP_BYTES, ROOM_KEPT, round(min(email.size / CLIP_BYTES, 1) * 100, 1),
        round((1 - ROOM_KEPT / CLIP_BYTES) * 100, 1), email.word_count, built.choice.settings.words,
        max(1, round(email.word_count / WORDS_A_MINUTE)), _most(email.weights, titles), _most(email.words, titles),
    )  # fmt: skip


def _most(amounts: Mapping[str, int], titles: Mapping[str, str]) -> tuple[Weighed, ...]:
    top = sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMED]
    return tuple(
        Weighed(titles.get(item_id, item_id), anchor_of(item_id), amount) for item_id, amount in top
    )
