"""Checks on the words and links of each item: is something missing, unfinished or unclear?"""

import re
from collections.abc import Iterable
from datetime import timedelta

from newsletter.checks.context import (
    CheckContext,
    opening_by_field,
    shown,
    words_by_field,
)
from newsletter.core.model.item import Kind
from newsletter.core.model.located_problems import about_item, about_plan
from newsletter.core.model.plan import Amount
from newsletter.core.problems import email_kinds, item_kinds, link_kinds
from newsletter.core.problems.problem import Problem
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import counted
from newsletter.render.wording.prose import prose

SHORTEST_NOTICE = timedelta(days=5)
LONGEST_SUMMARY = 90
"""Words; about 45 are usual."""

_UNFINISHED = re.compile(r"\b(?:TODO|TBC|TBA|TK|FIXME|XXX|lorem ipsum)\b|\blorem\b", re.I)
_ONLY_IN_CAPITALS = {"tk", "tbc", "tba", "xxx"}
"""Marks that are words or parts of words in other languages when they are in small letters."""


def missing_summary(checked: CheckContext) -> Iterable[Problem]:
    """Every item has a sentence or two, unless only its title is shown."""
    for placed in checked.placed:
        if placed.amount is not Amount.LINE and not shown(placed).text:
            yield about_item(item_kinds.MISSING_SUMMARY, placed.item, "summary")


def long_summary(checked: CheckContext) -> Iterable[Problem]:
    """A summary has about 45 words, and never more than 90."""
    for placed in checked.placed:
        words = shown(placed).words
        if placed.amount is Amount.SUMMARY and words > LONGEST_SUMMARY:
            yield about_item(item_kinds.LONG_SUMMARY, placed.item, "summary", words=words)


def missing_date(checked: CheckContext) -> Iterable[Problem]:
    """Every item has a date; without one, members do not see when it is."""
    for placed in checked.placed:
        if placed.day is None:
            item = placed.item
            yield about_item(item_kinds.MISSING_DATE, item, item.kind.date_field)


def ambiguous_date(checked: CheckContext) -> Iterable[Problem]:
    """A date means one day; one that can mean two is shown as written, and may be misread."""
    for placed in checked.placed:
        item = placed.item
        for field, when in (
            ("date", item.date),
            ("starts", item.starts),
            ("deadline", item.deadline),
        ):
            if when and len(when.readings) > 1:
                yield about_item(item_kinds.AMBIGUOUS_DATE, item, field, value=when.text)


def short_notice(checked: CheckContext) -> Iterable[Problem]:
    """Members have at least five days between the send date and a deadline."""
    send_on = checked.plan.send_on
    for placed in checked.placed:
        item = placed.item
        deadline = item.deadline.certain_day if item.deadline else None
        if deadline is None:
            continue
        if send_on <= deadline < send_on + SHORTEST_NOTICE:
            yield about_item(
                item_kinds.SHORT_NOTICE,
                item,
                "deadline",
                value=item.deadline.text if item.deadline else None,
                deadline=say_day(deadline),
                days=counted((deadline - send_on).days, "day"),
            )


def missing_link(checked: CheckContext) -> Iterable[Problem]:
    """Every item has a link, so that members can read on; a call needs one to act on."""
    for placed in checked.placed:
        item = placed.item
        has_unreadable_link = "link" in item.lines and not item.link  # reported with its file
        if item.link or item.register or has_unreadable_link:
            continue
        if item.kind is Kind.CALL:
            yield about_item(link_kinds.CALL_WITHOUT_LINK, item, "link")
        else:
            yield about_item(link_kinds.MISSING_LINK, item, "link")


def relative_links(checked: CheckContext) -> Iterable[Problem]:
    """Links in a text are full addresses; others do not work in an email."""
    for placed in checked.placed:
        for address in shown(placed).relative:
            yield about_item(
                link_kinds.RELATIVE_LINK, placed.item, placed.text_field, value=address
            )


def introduction_links_and_images(checked: CheckContext) -> Iterable[Problem]:
    """The introduction's links are full addresses, and it contains no pictures."""
    introduction = prose(checked.plan.introduction)
    for address in introduction.relative:
        yield about_plan(link_kinds.RELATIVE_LINK, checked.plan, "introduction", value=address)
    if introduction.pictures:
        yield about_plan(email_kinds.IMAGES_IN_INTRODUCTION, checked.plan, "introduction")


def unfinished_words(checked: CheckContext) -> Iterable[Problem]:
    """Unfinished text (marked TODO, TK or lorem) never reaches members."""
    for placed in checked.placed:
        for field, text in words_by_field(placed).items():
            for mark in _find_marks(text):
                yield about_item(item_kinds.UNFINISHED_WORDS, placed.item, field, value=mark)
    for field, text in opening_by_field(checked.plan).items():
        for mark in _find_marks(text):
            yield about_plan(item_kinds.UNFINISHED_WORDS, checked.plan, field, value=mark)


def _find_marks(text: str) -> list[str]:
    """The marks of unfinished text, each once."""
    marks: list[str] = []
    for found in _UNFINISHED.finditer(text):
        mark = found[0]
        is_a_mark = mark.isupper() or mark.lower() not in _ONLY_IN_CAPITALS
        if is_a_mark and mark not in marks:
            marks.append(mark)
    return marks


def missing_language(checked: CheckContext) -> Iterable[Problem]:
    """Text in another script has its language, for screen readers and the direction of writing."""
    our_script = _script_of_language(checked.settings.language)
    for placed in checked.placed:
        script = _script_of_text(placed.title)
        if script and script != our_script and not placed.item.language:
            yield about_item(item_kinds.MISSING_LANGUAGE, placed.item, "language", script=script)


_LETTERS = {
    "Latin": r"[A-Za-zÀ-ɏ]",
    "Cyrillic": r"[\u0400-\u04ff]",
    "Arabic": r"[\u0600-\u06ff]",
    "Greek": r"[\u0370-\u03ff]",
    "Hebrew": r"[\u0590-\u05ff]",
    "Thai": r"[\u0e00-\u0e7f]",
    "Chinese": r"[\u4e00-\u9fff]",
    "Devanagari": r"[\u0900-\u097f]",
}
"""The letters of each script that we know."""

_LANGUAGES = {
    "Cyrillic": ("ru", "uk", "bg", "sr", "kk", "ky", "tg", "mk", "be"),
    "Arabic": ("ar", "fa", "ur", "ps", "ckb"),
    "Greek": ("el",),
    "Hebrew": ("he", "yi"),
    "Thai": ("th",),
    "Chinese": ("zh",),
    "Devanagari": ("hi", "ne", "mr"),
}
"""The languages that are written in another script than Latin."""


def _script_of_text(text: str) -> str | None:
    """The script that most letters of a text are in; None when it has no letters that we know."""
    best, most = None, 0
    for script, letters in _LETTERS.items():
        count = len(re.findall(letters, text))
        if count > most:
            best, most = script, count
    return best


def _script_of_language(code: str) -> str:
    language = code.split("-")[0]
    for script, languages in _LANGUAGES.items():
        if language in languages:
            return script
    return "Latin"
