"""Checks on what others must not see: revealing words, members-only items, who follows a link."""

from collections.abc import Iterable, Iterator

from newsletter.checks.context import CheckContext
from newsletter.core.model.item import Audience, Item
from newsletter.core.model.located_problems import about_item, about_plan
from newsletter.core.problems import email_kinds, link_kinds
from newsletter.core.problems.problem import Problem
from newsletter.core.selection.duplicates import clean_link, detour, watches
from newsletter.core.values.text import counted, fold
from newsletter.render.wording.prose import prose


def indiscreet_words(checked: CheckContext) -> Iterable[Problem]:
    """Subject and preview text give nobody away; others may read them on a locked phone."""
    opening = {"subject": checked.email.subject, "preheader": checked.plan.preheader}
    for field, text in opening.items():
        words = _find_words(checked.settings.house_style.indiscreet, text)
        if words:
            yield about_plan(
                email_kinds.INDISCREET_WORDS,
                checked.plan,
                field,
                value=text,
                words="\n".join(words),
            )


def _find_words(words: Iterable[str], text: str) -> list[str]:
    """Those of the words that are in the text as whole words."""
    said = f" {fold(text)} "
    return [word for word in words if f" {fold(word)} " in said]


def members_only_in_browser(checked: CheckContext) -> Iterable[Problem]:
    """Members-only items are not in an email that "View in browser" shows to everybody."""
    members_only = [placed for placed in checked.placed if placed.item.audience is Audience.MEMBERS]
    dialect = checked.email.dialect
    if members_only and "view_in_browser" in dialect.tags:
        yield about_plan(
            email_kinds.MEMBERS_ONLY_ON_PUBLIC_PAGE,
            checked.plan,
            items=counted(len(members_only), "item"),
            tool=dialect.label,
        )


def tracked_redirects(checked: CheckContext) -> Iterable[Problem]:
    """No link leads through a server that records who follows it.

    Such a link may even name the person from whose email it was copied.
    """
    for placed in checked.placed:
        item = placed.item
        for field, address in _links_of(item):
            host = detour(address)
            if host:
                yield about_item(link_kinds.TRACKED_REDIRECT, item, field, value=address, host=host)
    for link in prose(checked.plan.introduction).links:
        host = detour(link.href)
        if host:
            yield about_plan(
                link_kinds.TRACKED_REDIRECT,
                checked.plan,
                "introduction",
                value=link.href,
                host=host,
            )


def _links_of(item: Item) -> Iterator[tuple[str, str]]:
    """Every link of an item with its field."""
    yield "link", item.link
    yield "register", item.register
    yield "online", item.online
    for link in prose(item.summary).links:
        yield "summary", link.href


def tracking_marks(checked: CheckContext) -> Iterable[Problem]:
    """No link has tracking marks such as utm_ or fbclid, with which others watch members."""
    for placed in checked.placed:
        yield from _tracking_in_item(placed.item)
    for link in prose(checked.plan.introduction).links:
        if watches(link.href):
            yield about_plan(
                link_kinds.TRACKING_IN_TEXT,
                checked.plan,
                "introduction",
                value=link.href,
                clean=clean_link(link.href),
            )


def _tracking_in_item(item: Item) -> Iterator[Problem]:
    for field, address in (("link", item.link), ("register", item.register)):
        if watches(address):
            yield about_item(
                link_kinds.TRACKING_IN_LINK,
                item,
                field,
                value=address,
                clean=clean_link(address),
            )
    for link in prose(item.summary).links:
        if watches(link.href):
            yield about_item(
                link_kinds.TRACKING_IN_TEXT,
                item,
                "summary",
                value=link.href,
                clean=clean_link(link.href),
            )
