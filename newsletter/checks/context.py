"""What a check is given: the finished issue with everything it was made from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from newsletter.core.issue.compose import Issue, Placed
from newsletter.core.model.plan import Amount, Plan
from newsletter.core.problems.problem import Problem
from newsletter.core.selection.select import Selection
from newsletter.render.email import Email
from newsletter.render.view import shown_prose
from newsletter.render.wording.prose import Prose
from newsletter.settings import Settings


@dataclass(frozen=True, slots=True)
class CheckContext:
    """One issue to be checked."""

    issue: Issue
    email: Email
    selection: Selection
    settings: Settings

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Its items in reading order."""
        return tuple(self.issue.items)

    @property
    def plan(self) -> Plan:
        """The plan it was made from."""
        return self.issue.plan


Check = Callable[[CheckContext], Iterable[Problem]]
"""A rule: takes a finished issue and gives the problems in it; none means that all is well."""


def shown(placed: Placed) -> Prose:
    """The text of the item that members read."""
    return shown_prose(placed)


def words_by_field(placed: Placed) -> dict[str, str]:
    """Everything of the item that members read in its own words, by the field it comes from."""
    item = placed.item
    words = {
        "title": placed.title,
        placed.text_field: shown(placed).text,
        "location": item.location,
        "network": item.network,
        "country": item.country,
    }
    if item.image:
        words["image/alt"] = item.image.alt
        words["image/credit"] = item.image.credit
    return words


def opening_by_field(plan: Plan) -> dict[str, str]:
    """The words that the editor writes for the issue itself, by field."""
    return {
        "subject": plan.subject,
        "preheader": plan.preheader,
        "introduction": plan.introduction,
    }


def shows_image(placed: Placed, issue: Issue) -> bool:
    """Whether the item has a picture and the email has room for it."""
    has_room = placed is issue.lead or placed.amount is Amount.FULL
    return placed.item.image is not None and has_room
