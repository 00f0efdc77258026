"""What a check is given: the finished issue with everything it was made from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from newsletter.core.issue.compose import Issue, Placed
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


Check = Callable[[CheckContext], Iterable[Problem]]
"""A rule: a finished issue in, what is to be mended out; an empty outcome says that all is well."""


def shown(placed: Placed) -> Prose:
    """The text of the item that members read."""
    return shown_prose(placed)


def all_words(placed: Placed) -> str:
    """Everything of the item that members read in its own words."""
    item = placed.item
    picture = f"{item.image.alt} {item.image.credit}" if item.image else ""
    return " ".join(
        (placed.title, shown(placed).text, item.location, item.network, item.country, picture)
    )
