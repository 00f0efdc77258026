"""The plan: what the editor decided about one issue (its file is issue.md)."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from newsletter.core.values.period import Period

_KEY = "key"
"""In a field's metadata: what issue.md calls it, when that is not its name."""


class Amount(StrEnum):
    """How much of an item is shown."""

    FULL = "full"
    SUMMARY = "summary"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Edit:
    """Words for one issue only; None leaves what the content file says.

    Each field has the name of a field of ``Item``.
    """

    title: str | None = None
    summary: str | None = None
    link: str | None = None
    network: str | None = None
    country: str | None = None
    location: str | None = None

    @property
    def item_values(self) -> dict[str, Any]:
        """What it says of the item besides title and summary, which ``Placed`` has itself."""
        values = {}
        for key in EDIT_KEYS:
            value = getattr(self, key)
            if value is not None and key not in ("title", "summary"):
                values[key] = value
        return values


EDIT_KEYS = tuple(each.name for each in fields(Edit))
"""The keys under an item in ``edits``."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The editor's decisions for one issue.

    The docstring under each field is its documentation for editors.
    """

    period: Period
    """The months it covers, such as ``March – April 2022``.
    It wins over the cadence in newsletter.toml."""
    send_on: date
    """The day members will read it. What is past and what is coming is judged by this day,
    never by the clock. Without it: the first day after the period."""
    subject: str = ""
    """The subject line of the email, best under 50 characters
    and saying more than name and period."""
    preheader: str = ""
    """The line that inboxes show under the subject: 40 to 100 characters that add to it."""
    also_in: tuple[tuple[str, str], ...] = ()
    """Where this issue can be read in other languages: ``{es: https://…}``;
    the header links to them."""
    lead: str = ""
    """The id of the item to put first, with its large picture."""
    include: tuple[str, ...] = ()
    """The ids of items to include whatever the rules say."""
    leave_out: Mapping[str, str] = field(default_factory=dict)
    """Items to leave out of this issue, each with why: ``news/2022-04-01-x: in the last issue``."""
    next_time: tuple[str, ...] = ()
    """The ids of items to leave for the next issue."""
    order: tuple[str, ...] = ()
    """Ids in the order wanted; they come first in their sections."""
    move: Mapping[str, str] = field(default_factory=dict)
    """Items to put into another section: ``news/2022-04-01-x: publications``."""
    edits: Mapping[str, Edit] = field(default_factory=dict)
    """Words for this issue only, each under the item's id: ``title``, ``summary``, ``link``,
    ``network``, ``country`` and ``location``. The content file alone decides where an item belongs,
    not these."""
    amounts: Mapping[str, Amount] = field(default_factory=dict, metadata={_KEY: "form"})
    """How much of an item is shown: ``full``, ``summary`` (the usual) or ``line``."""
    approved_by: str = ""
    """Who approved the issue; the page writes it."""
    approved_on: date | None = None
    """The day it was approved."""
    approved: Mapping[str, str] = field(default_factory=dict)
    """What was approved: a short code for each part, so that the page can show what changed."""
    introduction: str = ""
    """The text under the front matter: a greeting of at most 80 words, signed by a person."""
    file: str = ""
    """issue.md, relative to the workspace; empty when there is none yet."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """In the file, the line of each key and of each item under a key (``leave_out/news/x``)."""

    @property
    def name(self) -> str:
        """The issue's name, and that of its folder under issues/."""
        return self.period.slug


_COMPUTED = ("introduction", "file", "lines")
"""The fields that are no key of issue.md."""


def plan_key(plan_field: Field[Any]) -> str:
    """What issue.md calls a field of ``Plan``."""
    key: str = plan_field.metadata.get(_KEY, plan_field.name)
    return key


PLAN_FIELDS = {plan_key(each): each.name for each in fields(Plan) if each.name not in _COMPUTED}
"""By key of issue.md, the name of the field of ``Plan``."""
