"""Checks on what others must not see: words on a locked screen, what is for members only, links that watch members."""

import re
from collections.abc import Iterable

from newsletter.checks.context import CheckContext
from newsletter.core.problems.problem import Problem, note, warning
from newsletter.core.selection.duplicates import clean_link, detour, watches
from newsletter.core.values.text import counted, fold, listed, quoted
from newsletter.render.wording.prose import prose


def discreet(checked: CheckContext) -> Iterable[Problem]:
    """Subject and preheader stand on the locked screen of a phone, where others read them."""
    plan = checked.issue.plan
    words = checked.settings.house_style.indiscreet
    for key, text in (("subject", checked.email.subject), ("preheader", plan.preheader)):
        said = f" {fold(text)} "
        found = [word for word in words if f" {fold(word)} " in said]
        if found:
            yield warning(f"the {key} holds {listed(map(quoted, found))}, which others may read on a locked phone. Say it so that it gives nobody "
                          "away.", plan.file or None, plan.lines.get(key))  # fmt: skip


def members_in_browser(checked: CheckContext) -> Iterable[Problem]:
    """The page that "View in browser" opens is public, whatever the email holds."""
    secret = [placed for placed in checked.placed if placed.item.audience == "members"]
    dialect = checked.email.dialect
    if secret and "view_in_browser" in dialect.tags:
        yield warning(f"{counted(len(secret), 'item')} for members only: the page that “View in browser” opens at {dialect.label} can be read by "
                      "anyone who has its address. Switch that page off there.", checked.issue.plan.file or None)  # fmt: skip


def detour_link(checked: CheckContext) -> Iterable[Problem]:
    """No link goes over a computer that notes who follows it, and that may name whose copy of an email it was taken from."""
    plan = checked.issue.plan
    for placed in checked.placed:
        item = placed.item
        for address in (
            item.link,
            item.register,
            item.online,
            *(link.href for link in prose(item.summary).links),
        ):
            if host := detour(address):
                yield warning(
                    f"a link goes over {host}, which notes who follows it. {_STRAIGHT}",
                    item.file,
                    item.line("link"),
                    item.id,
                )
    for link in prose(plan.introduction).links:
        if host := detour(link.href):
            yield warning(
                f"a link in the introduction goes over {host}, which notes who follows it. {_STRAIGHT}",
                plan.file,
                plan.lines.get("introduction"),
            )


_STRAIGHT = "Open it, and write the address that the browser shows then."


def watching_link(checked: CheckContext) -> Iterable[Problem]:
    """No link carries marks by which members are watched (utm_, fbclid and the like)."""
    for placed in checked.placed:
        item = placed.item
        for key, address in (("link", item.link), ("register", item.register)):
            if watches(address):
                yield note(f"its {key} carries marks that watch members. It leads to the same page as {clean_link(address)} without them.",
                           item.file, item.line(key), item.id)  # fmt: skip
        for link in prose(item.summary).links:
            if watches(link.href):
                yield note(f"a link in its summary carries marks that watch members; write {clean_link(link.href)} instead.",
                           item.file, item.line("summary"), item.id)  # fmt: skip
    plan = checked.issue.plan
    for link in prose(plan.introduction).links:
        if watches(link.href):
            yield note(f"a link in the introduction carries marks that watch members; write {clean_link(link.href)} instead.",
                       plan.file, plan.lines.get("introduction"))  # fmt: skip


_BOX = re.compile(r"\.jpe?g(?:[?#]|$)", re.I)


def logo(checked: CheckContext) -> Iterable[Problem]:
    """A logo stands on the brand colour, in light and in dark; one without a transparent ground shows its box."""
    address = checked.settings.brand.logo
    if _BOX.search(address):
        yield warning("the logo is a JPEG, which has no transparent ground: it shows as a box on the header, and in dark mode. Use a PNG.",
                      "newsletter.toml")  # fmt: skip
