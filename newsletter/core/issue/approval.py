"""What somebody approved, remembered as short codes, to name later what changed since."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from newsletter.core.issue.compose import Issue, Placed
from newsletter.core.issue.item_facts import item_facts

OPENING = ("subject", "preheader", "introduction", "send_on", "also_in")
WHOLE = ("order", "look")
"""What is no single item: the order of the items, and what newsletter.toml gives to all of them."""


@dataclass(frozen=True, slots=True)
class ChangesSinceApproval:
    """What differs from what was approved."""

    opening: tuple[str, ...]
    """Of ``OPENING`` and ``WHOLE`` those that were changed."""
    changed: tuple[str, ...]
    """Titles of items that were changed."""
    new: tuple[str, ...]
    """Titles of items that were added."""
    gone: tuple[str, ...]
    """Ids of items that are no longer in the issue."""

    def __bool__(self) -> bool:
        return bool(self.opening or self.changed or self.new or self.gone)


def part_codes(issue: Issue, look: str) -> dict[str, str]:
    """A code for each part of the opening and for every item.

    A code stays the same as long as members read the same of it in the same section. ``look`` is
    what the settings show members (``Settings.look``).
    """
    codes = {key: _code(str(getattr(issue.plan, key))) for key in OPENING}
    codes["look"] = _code(look)
    if issue.lead:
        codes[issue.lead.item.id] = _code_of(issue.lead, "lead")
    for section in (*issue.act_now, *issue.sections):
        for placed in section.items:
            codes[placed.item.id] = _code_of(placed, section.section.id)
    codes["order"] = _code(" ".join(_item_ids(codes)))
    return codes


def find_changes_since(issue: Issue, look: str) -> ChangesSinceApproval:
    """What changed since the plan's approval."""
    before, now = issue.plan.approved, part_codes(issue, look)
    if _is_same_order(before, now):
        # Items that came or went are named themselves.
        now["order"] = before.get("order", "")
    titles = {placed.item.id: placed.title for placed in issue.items}
    changed, new = [], []
    for name, code in now.items():
        if name not in titles:
            continue
        if name not in before:
            new.append(titles[name])
        elif before[name] != code:
            changed.append(titles[name])
    opening = [key for key in (*OPENING, *WHOLE) if before.get(key, "") != now[key]]
    gone = [name for name in before if name not in now]
    return ChangesSinceApproval(tuple(opening), tuple(changed), tuple(new), tuple(gone))


def _item_ids(codes: Mapping[str, str]) -> list[str]:
    """The names of the items among the codes; only an id has a slash."""
    return [name for name in codes if "/" in name]


def _is_same_order(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether the items that both have are in the same order."""
    stayed_before = [name for name in _item_ids(before) if name in now]
    stayed_now = [name for name in _item_ids(now) if name in before]
    return stayed_before == stayed_now


def _code_of(placed: Placed, section: str) -> str:
    return _code(repr(sorted(item_facts(placed, section).items())))


def _code(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
