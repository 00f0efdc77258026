"""Ready to send? Every problem in the page's words with the way to fix it, and how heavy and long the email is."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsletter.build import Build, Choice
from newsletter.checks.whole_email import CLIP_BYTES
from newsletter.core.issue.compose import anchor_of
from newsletter.core.model.item import Item
from newsletter.core.problems.all_kinds import ALL_KINDS
from newsletter.core.problems.item_kinds import IMAGE_ONLY_HERE, IMAGE_TO_UPLOAD
from newsletter.core.problems.link_kinds import TRACKING_IN_LINK
from newsletter.core.problems.problem import Problem, Severity, by_weight
from newsletter.core.problems.reading_kinds import SYNC_COPY
from newsletter.preview.views.item_form import BY_KEY
from newsletter.preview.views.problem_words import word_problem
from newsletter.render.email import Email
from newsletter.workspace.settings.settings_file import NAME

ROOM_KEPT = 20_000
"""Bytes kept for what the mailing tool adds to the email: its footer, its tracking, its headers."""
WORDS_A_MINUTE = 200
MOST_LISTED = 5
"""How many of the heaviest and of the longest items are listed."""

SEVERITY_LABELS = {
    Severity.ERROR: "To fix",
    Severity.WARNING: "Warning",
    Severity.NOTE: "Suggestion",
}

IN_ITEM = "item"
IN_OPENING = "opening"
IN_SETTINGS = "settings"
IN_FILE = "file"

OFFERS = {
    IMAGE_ONLY_HERE.code: "save-picture",
    IMAGE_TO_UPLOAD.code: "save-picture",
    TRACKING_IN_LINK.code: "clean-link",
    SYNC_COPY.code: "remove-copy",
}
"""What a button can do about a problem of that kind, besides leading to its place."""

_IN_OPENING_FORM = ("subject", "preheader", "introduction")


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem on the page."""

    code: str
    """The code of its kind."""
    severity: Severity
    sentence: str
    """What is wrong, in the page's words."""
    item_id: str
    """The item it is about; empty for others."""
    item_title: str
    item_anchor: str
    """The item's card and place in the email."""
    field: str
    """The key of the field where it is fixed; empty when that is not one field."""
    fixed_in: str
    """Where it is fixed: ``IN_ITEM``, ``IN_OPENING``, ``IN_SETTINGS`` or ``IN_FILE``."""
    file: str
    """The file where it is fixed; empty for none."""
    line: int
    """The line in that file; 0 when it is not known."""
    can_be_silenced: bool
    """Whether people may choose not to see problems of its kind any more; never for an error."""

    @property
    def severity_label(self) -> str:
        """How much it matters, for screen readers."""
        return SEVERITY_LABELS[self.severity]

    @property
    def element_id(self) -> str:
        """A name for its place on the page, the same as long as the problem is."""
        identity = f"{self.file} {self.item_id} {self.field} {self.sentence}"
        digest = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()
        return f"problem-{digest[:10]}"

    @property
    def offer(self) -> str:
        """What a button can do about it; empty for nothing."""
        return OFFERS.get(self.code, "")

    @property
    def opening_anchor(self) -> str:
        """The field of the opening where it is fixed; empty when the opening has no field for it."""
        if self.fixed_in != IN_OPENING:
            return ""
        if self.field in _IN_OPENING_FORM:
            return f"opening-{self.field}"
        if self.field in ("", "send_on"):
            return "opening-subject"  # the day of sending stands above the subject
        return ""

    @property
    def needs_file(self) -> bool:
        """Whether it can only be fixed in the text of a file, because no form has a field for it."""
        if not self.file:
            return False
        if self.fixed_in == IN_ITEM:
            return bool(self.field) and self.field not in BY_KEY
        if self.fixed_in == IN_OPENING:
            return not self.opening_anchor
        return self.fixed_in == IN_FILE


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """All the problems of one kind that matter equally."""

    code: str
    severity: Severity
    problems: tuple[ProblemView, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.problems)


def view_problems(choice: Choice, problems: Iterable[Problem]) -> tuple[ProblemView, ...]:
    """The problems, errors first, in the words of the page."""
    items = {verdict.item.id: verdict.item for verdict in choice.selection.verdicts}
    titles = {item_id: item.title for item_id, item in items.items()}
    views = []
    for problem in by_weight(problems):
        item = items.get(problem.item or "")
        is_in_form = isinstance(item, Item) and problem.file == item.file
        view = ProblemView(
            code=problem.code,
            severity=problem.severity,
            sentence=word_problem(problem, titles),
            item_id=item.id if item else "",
            item_title=item.title if item else "",
            item_anchor=anchor_of(item.id) if item else "",
            field=problem.field or "",
            fixed_in=IN_ITEM if is_in_form else _place_of(problem, choice),
            file=problem.file or "",
            line=problem.line or 0,
            can_be_silenced=_can_be_silenced(problem),
        )
        views.append(view)
    return tuple(views)


def _can_be_silenced(problem: Problem) -> bool:
    if Severity.ERROR in (problem.severity, problem.kind.severity):
        return False
    return problem.code in ALL_KINDS


def _place_of(problem: Problem, choice: Choice) -> str:
    """Where a problem is fixed that is not in the form of an item."""
    if not problem.file or problem.file == choice.plan.file:
        return IN_OPENING
    if problem.file == NAME:
        return IN_SETTINGS
    return IN_FILE


def group_problems(views: Iterable[ProblemView]) -> tuple[ProblemGroup, ...]:
    """The problems of each kind together, in the order in which each kind first appears."""
    together: dict[tuple[Severity, str], list[ProblemView]] = {}
    for view in views:
        together.setdefault((view.severity, view.code), []).append(view)
    groups = []
    for (severity, code), problems in together.items():
        groups.append(ProblemGroup(code=code, severity=severity, problems=tuple(problems)))
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class ItemAmount:
    """An item with its bytes or words."""

    title: str
    anchor: str
    amount: int


@dataclass(frozen=True, slots=True)
class Meter:
    """How heavy and how long the email is."""

    size: int
    """Bytes of the HTML part."""
    limit: int
    """Bytes that Gmail shows."""
    kept: int
    """Bytes kept for what the mailing tool adds."""
    share: float
    """Percent of the limit that is used."""
    kept_from: float
    """Percent of the limit where the room begins that is kept for the mailing tool."""
    words: int
    aim: int
    """How many words the settings aim at."""
    minutes: int
    """About how long it takes to read."""
    heaviest: tuple[ItemAmount, ...]
    longest: tuple[ItemAmount, ...]


def meter(built: Build, email: Email) -> Meter:
    """The size meter of the email."""
    titles = {placed.item.id: placed.title for placed in built.issue.items}
    return Meter(
        size=email.size,
        limit=CLIP_BYTES,
        kept=ROOM_KEPT,
        share=round(min(email.size / CLIP_BYTES, 1) * 100, 1),
        kept_from=round((1 - ROOM_KEPT / CLIP_BYTES) * 100, 1),
        words=email.word_count,
        aim=built.choice.settings.words,
        minutes=max(1, round(email.word_count / WORDS_A_MINUTE)),
        heaviest=_largest(email.weights, titles),
        longest=_largest(email.words, titles),
    )


def _largest(amounts: Mapping[str, int], titles: Mapping[str, str]) -> tuple[ItemAmount, ...]:
    in_order = sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0]))
    found = []
    for item_id, amount in in_order[:MOST_LISTED]:
        found.append(ItemAmount(titles.get(item_id, item_id), anchor_of(item_id), amount))
    return tuple(found)
