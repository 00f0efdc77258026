"""What somebody approved, remembered as short codes, so that what changed since can be named."""

import hashlib
from dataclasses import dataclass

from newsletter.core.issue import Issue, Placed
from newsletter.core.told import told

OPENING = ("subject", "preheader", "introduction", "send_on", "also_in")


@dataclass(frozen=True, slots=True)
class Since:
    """What is otherwise than it was approved."""

    opening: tuple[str, ...]
    """Of the subject, the preheader and the introduction those that were changed."""
    changed: tuple[str, ...]
    """Titles of items."""
    new: tuple[str, ...]
    gone: tuple[str, ...]
    """Ids of items that are no longer in the issue."""

    def __bool__(self) -> bool:
        return bool(self.opening or self.changed or self.new or self.gone)


def codes(issue: Issue) -> dict[str, str]:
    """A code for the opening's parts and for every item, the same as long as members read the same of it in the same section."""
    found = {key: _code(str(getattr(issue.plan, key))) for key in OPENING}
    if issue.lead:
        found[issue.lead.item.id] = _of(issue.lead, "lead")
    for section in (*issue.act_now, *issue.sections):
        for placed in section.items:
            found[placed.item.id] = _of(placed, section.section.id)
    return found


def changed_since(issue: Issue) -> Since:
    """What changed since the plan's approval."""
    before, now = issue.plan.approved, codes(issue)
    titles = {placed.item.id: placed.title for placed in issue.items}
    return Since(
        opening=tuple(key for key in OPENING if before.get(key) != now[key]),
        changed=tuple(titles[name] for name in now if name in before and name in titles and before[name] != now[name]),
        new=tuple(titles[name] for name in now if name not in before and name in titles),
        gone=tuple(name for name in before if name not in now),
    )


def _of(placed: Placed, section: str) -> str:
    return _code(repr(sorted(told(placed, section).items())))


def _code(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
