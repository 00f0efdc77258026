"""What somebody approved, remembered as short codes, so that what changed since can be named."""

import hashlib
from dataclasses import dataclass

from newsletter.core.issue.compose import Issue, Placed
from newsletter.core.issue.item_facts import item_facts

OPENING = ("subject", "preheader", "introduction", "send_on", "also_in")
WHOLE = ("order", "look")
"""What is no single item: in which order they stand, and what newsletter.toml gives to all of them."""


@dataclass(frozen=True, slots=True)
class Since:
    """What is otherwise than it was approved."""

    opening: tuple[str, ...]
    """Of ``OPENING`` and ``WHOLE`` those that were changed."""
    changed: tuple[str, ...]
    """Titles of items."""
    new: tuple[str, ...]
    gone: tuple[str, ...]
    """Ids of items that are no longer in the issue."""

    def __bool__(self) -> bool:
        return bool(self.opening or self.changed or self.new or self.gone)


def codes(issue: Issue, look: str) -> dict[str, str]:
    """A code for the opening's parts and for every item, the same as long as members read the same of it in the same section.

    ``look`` is what the settings show members (``Settings.look``).
    """
    found = {key: _code(str(getattr(issue.plan, key))) for key in OPENING}
    found["look"] = _code(look)
    if issue.lead:
        found[issue.lead.item.id] = _of(issue.lead, "lead")
    for section in (*issue.act_now, *issue.sections):
        for placed in section.items:
            found[placed.item.id] = _of(placed, section.section.id)
    found["order"] = _code(" ".join(name for name in found if "/" in name))
    return found


def changed_since(issue: Issue, look: str) -> Since:
    """What changed since the plan's approval."""
    before, now = issue.plan.approved, codes(issue, look)
    both = [name for name in before if name in now and "/" in name]
    if both == [name for name in now if name in before and "/" in name]:
        now = {
            **now,
            "order": before.get("order", ""),
        }  # items that came or went are named by themselves
    titles = {placed.item.id: placed.title for placed in issue.items}
    return Since(
        opening=tuple(key for key in (*OPENING, *WHOLE) if before.get(key, "") != now[key]),
        changed=tuple(
            titles[name]
            for name in now
            if name in before and name in titles and before[name] != now[name]
        ),
        new=tuple(titles[name] for name in now if name not in before and name in titles),
        gone=tuple(name for name in before if name not in now),
    )


def _of(placed: Placed, section: str) -> str:
    return _code(repr(sorted(item_facts(placed, section).items())))


def _code(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
