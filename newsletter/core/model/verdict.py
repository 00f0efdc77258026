"""The outcome for one item: selected, left out or undecided, always with a reason code and a
sentence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.core.model.item import PoolFile


class Outcome(StrEnum):
    """What became of an item; the values are those of ``select --json``."""

    SELECTED = "selected"
    LEFT_OUT = "left-out"
    UNDECIDED = "undecided"


class Role(StrEnum):
    """How a selected item appears: reported (it is past), or announced (coming up, running, open
    call)."""

    REPORTED = "reported"
    ANNOUNCED = "announced"


class Code(StrEnum):
    """Why. The docstring under each is its documentation for editors."""

    UNREADABLE = "unreadable"
    """The content file could not be read. The problem beside it says what to fix."""
    LEFT_OUT_BY_EDITOR = "left-out-by-editor"
    """The plan, or ``leave_out`` in the content file, leaves it out, with a reason."""
    NEXT_TIME = "next-time"
    """The plan postpones it to the next issue."""
    INCLUDED_BY_EDITOR = "included-by-editor"
    """The plan includes it although the rules would not."""
    DRAFT = "draft"
    """Its content file says ``draft: yes``."""
    EMBARGOED = "embargoed"
    """Its ``embargo`` day comes after the day this issue is sent."""
    CANCELLED = "cancelled"
    """The event is cancelled."""
    DUPLICATE = "duplicate"
    """Another content file is about the same thing; that one is kept."""
    OWN_UPDATE = "own-update"
    """It is an earlier issue of this very newsletter."""
    PUBLISHED_BEFORE = "published-before"
    """News from before the period."""
    PUBLISHED_IN_PERIOD = "published-in-period"
    """News from within the period."""
    PUBLISHED_AFTER = "published-after"
    """News from after the period, or a call that is announced after the day of sending: for a later
    issue."""
    COMING_UP = "coming-up"
    """An event that begins on the day of sending or later, within the look-ahead."""
    TOO_FAR_AHEAD = "too-far-ahead"
    """An event further ahead than ``look_ahead_days``; a later issue announces it."""
    RUNNING = "running"
    """An event that has begun and is not over on the day of sending."""
    OVER_BEFORE_SENDING = "over-before-sending"
    """An event that began after the period and is over on the day of sending: the next issue
    reports it."""
    TOOK_PLACE_IN_PERIOD = "took-place-in-period"
    """An event that took place, at least in part, within the period."""
    OVER_BEFORE_PERIOD = "over-before-period"
    """An event that was over before the period began."""
    OPEN_CALL = "open-call"
    """A call that members can still act on when they read the issue."""
    CLOSED_BEFORE_SENDING = "closed-before-sending"
    """A call whose deadline has passed on the day of sending."""
    ALREADY_SENT = "already-sent"
    """It was in an earlier issue in the same role."""
    MISSED_LAST_TIME = "missed-last-time"
    """It belongs to an earlier period and was never in an issue: you can include it."""
    UNDATED = "undated"
    """It has no readable date. Write one, or include or leave out the item in issue.md."""
    AMBIGUOUS_DATE = "ambiguous-date"
    """Its date can mean several days, and they would not all give the same outcome."""
    CONFLICTING_DATES = "conflicting-dates"
    """Two dates in the file contradict each other, and they would not give the same outcome."""
    UNSORTED = "unsorted"
    """It fits no section. Write ``section`` in the content file, or move it in issue.md."""


_SELECTED = (
    Code.INCLUDED_BY_EDITOR,
    Code.PUBLISHED_IN_PERIOD,
    Code.COMING_UP,
    Code.RUNNING,
    Code.TOOK_PLACE_IN_PERIOD,
    Code.OPEN_CALL,
)
_UNDECIDED = (
    Code.UNREADABLE,
    Code.UNDATED,
    Code.AMBIGUOUS_DATE,
    Code.CONFLICTING_DATES,
    Code.UNSORTED,
)


def _outcome_of(code: Code) -> Outcome:
    if code in _SELECTED:
        return Outcome.SELECTED
    if code in _UNDECIDED:
        return Outcome.UNDECIDED
    return Outcome.LEFT_OUT


OUTCOMES: dict[Code, Outcome] = {code: _outcome_of(code) for code in Code}
"""The outcome that each code means: selected, undecided, and left out for all the others."""

ANNOUNCED = frozenset({Code.COMING_UP, Code.RUNNING, Code.OPEN_CALL, Code.TOO_FAR_AHEAD})
"""The codes of what is still to come when members read the issue."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One content file and what became of it."""

    item: PoolFile
    code: Code
    reason: str
    """Why, as half a sentence about the item without keys, file names or advice: ``it has no
    date``."""
    role: Role | None = None
    """How it appears; None unless it is selected."""
    section: str | None = None
    """The id of the section it goes into; None unless it is selected."""
    day: date | None = None
    """The day that decided: of publication, of the event's start, of the call's deadline."""
    distance: int = 10**6
    """How many days it lies from being selected, for listing near misses first."""
    instead: str = ""
    """Of a duplicate, the id of the file that is kept."""
    advice: str | None = None
    """What to write into which file, for the command line; None when there is nothing to do."""

    @property
    def reason_and_advice(self) -> str:
        """Both in one line, for the command line."""
        return f"{self.reason}: {self.advice}" if self.advice else self.reason

    @property
    def outcome(self) -> Outcome:
        """Selected, left out or undecided; it follows from the code."""
        return OUTCOMES[self.code]
