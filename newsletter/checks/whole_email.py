"""Checks on the email as a whole: subject, preview text, lead, length, size, regions."""

import re
from collections.abc import Iterable, Iterator, Mapping

from newsletter.checks.context import CheckContext
from newsletter.core.model.item import Kind
from newsletter.core.model.located_problems import about_item, about_plan
from newsletter.core.problems import email_kinds, item_kinds
from newsletter.core.problems.problem import Problem
from newsletter.core.values.date_parser import MONTHS
from newsletter.core.values.text import fold, listed, quoted
from newsletter.render.wording.prose import prose
from newsletter.settings import Settings

SUBJECT_LIMIT = 60
PREHEADER_SHORTEST, PREHEADER_LIMIT = 30, 110
"""Characters."""
CLIP_BYTES = 102_000
"""Gmail cuts off what is longer, and with it the footer and its unsubscribe link (caniemail;
hteumeuleu/email-bugs 41)."""
ROOM_FOR_THE_TOOL = 0.8
"""The share of ``CLIP_BYTES`` that our part may fill; the mailing tool adds more."""
INTRODUCTION_WORDS, LEAD_WORDS = 80, 90
NAMED = 3
"""How many of the longest or largest items are named."""

_FILLERS = ("update", "newsletter", "members", "and", "to")
"""Words that say nothing about what is in the issue."""


def subject_line(checked: CheckContext) -> Iterable[Problem]:
    """The subject says in few words what is in the issue."""
    plan = checked.plan
    if not plan.subject:
        yield about_plan(email_kinds.MISSING_SUBJECT, plan, "subject")
        return
    if len(plan.subject) > SUBJECT_LIMIT:
        yield about_plan(
            email_kinds.LONG_SUBJECT,
            plan,
            "subject",
            value=plan.subject,
            length=len(plan.subject),
            limit=SUBJECT_LIMIT,
        )
    if _subject_is_only_name(plan.subject, checked.settings):
        yield about_plan(email_kinds.SUBJECT_ONLY_NAME, plan, "subject", value=plan.subject)


def _subject_is_only_name(subject: str, settings: Settings) -> bool:
    """Whether the subject says nothing but who sends it, and for which months."""
    words = set(fold(subject).split())
    words -= set(fold(settings.name).split())
    words -= set(fold(settings.organisation).split())
    return all(word.isdigit() or word in MONTHS or word in _FILLERS for word in words)


def preview_text(checked: CheckContext) -> Iterable[Problem]:
    """The preview text adds to the subject, and fills the room that inboxes have for it."""
    plan = checked.plan
    text = plan.preheader
    length = {"length": len(text), "limit": PREHEADER_LIMIT}
    if not text:
        yield about_plan(email_kinds.MISSING_PREHEADER, plan, "preheader")
    elif len(text) > PREHEADER_LIMIT:
        yield about_plan(email_kinds.LONG_PREHEADER, plan, "preheader", value=text, **length)
    elif len(text) < PREHEADER_SHORTEST:
        yield about_plan(email_kinds.SHORT_PREHEADER, plan, "preheader", value=text, **length)
    elif fold(text) == fold(plan.subject):
        yield about_plan(email_kinds.PREHEADER_REPEATS_SUBJECT, plan, "preheader", value=text)
    elif _preheader_is_only_name(text, checked.settings.name):
        yield about_plan(email_kinds.PREHEADER_ONLY_NAME, plan, "preheader", value=text)


def _preheader_is_only_name(text: str, name: str) -> bool:
    """Whether nothing is left without the newsletter's name, months and numbers."""
    rest = fold(text).replace(fold(name), "")
    rest = re.sub("|".join(MONTHS), "", rest)
    return not fold(rest).strip(" 0123456789")


def issue_length(checked: CheckContext) -> Iterable[Problem]:
    """The issue is no longer than the settings say; introduction and lead are short.

    The introduction has at most 80 words, and the lead at most 90.
    """
    yield from _check_issue_length(checked)
    yield from _check_introduction_length(checked)
    yield from _check_lead_length(checked)


def _check_issue_length(checked: CheckContext) -> Iterator[Problem]:
    words, aim = checked.email.word_count, checked.settings.words
    if words > aim:
        yield about_plan(
            email_kinds.ISSUE_TOO_LONG,
            checked.plan,
            words=f"{words:,}",
            more=f"{words - aim:,}",
            aim=f"{aim:,}",
            **_name_largest(checked, checked.email.words, "words"),
        )


def _check_introduction_length(checked: CheckContext) -> Iterator[Problem]:
    words = prose(checked.plan.introduction).words
    if words > INTRODUCTION_WORDS:
        yield about_plan(
            email_kinds.INTRODUCTION_TOO_LONG,
            checked.plan,
            "introduction",
            words=words,
            limit=INTRODUCTION_WORDS,
        )


def _check_lead_length(checked: CheckContext) -> Iterator[Problem]:
    lead = checked.issue.lead
    if lead is None:
        return
    words = checked.email.words[lead.item.id]
    if words > LEAD_WORDS:
        yield about_item(
            email_kinds.LEAD_TOO_LONG, lead.item, "summary", words=words, limit=LEAD_WORDS
        )


def lead_item(checked: CheckContext) -> Iterable[Problem]:
    """The lead is one of the items, and not a call: calls are at the top with their buttons."""
    plan, lead = checked.plan, checked.issue.lead
    if plan.lead and lead is None:
        yield about_plan(email_kinds.LEAD_NOT_IN_ISSUE, plan, "lead", value=plan.lead)
    elif lead and lead.item.kind is Kind.CALL:
        yield about_plan(email_kinds.LEAD_IS_CALL, plan, "lead", value=plan.lead)


def empty_issue(checked: CheckContext) -> Iterable[Problem]:
    """An issue has at least one item."""
    if not checked.placed:
        yield about_plan(email_kinds.EMPTY_ISSUE, checked.plan)


def email_size(checked: CheckContext) -> Iterable[Problem]:
    """The HTML part is so small that Gmail shows all of it."""
    size = checked.email.size
    if size <= CLIP_BYTES * ROOM_FOR_THE_TOOL:
        return
    kind = email_kinds.EMAIL_NEARLY_TOO_LARGE
    if size > CLIP_BYTES:
        kind = email_kinds.EMAIL_TOO_LARGE
    yield about_plan(
        kind,
        checked.plan,
        bytes=f"{size:,}",
        limit=f"{CLIP_BYTES:,}",
        kilobytes=f"{size / 1000:,.0f}",
        limit_kilobytes=f"{CLIP_BYTES / 1000:,.0f}",
        **_name_largest(checked, checked.email.weights, "bytes"),
    )


def _name_largest(checked: CheckContext, amounts: Mapping[str, int], unit: str) -> dict[str, str]:
    """The facts that name the items with the largest amounts: with them, and by title alone."""
    titles = {placed.item.id: placed.title for placed in checked.placed}
    largest = sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMED]
    measured = []
    for item_id, amount in largest:
        measured.append(f"{quoted(titles[item_id], 50)} ({amount:,} {unit})")
    names = [titles[item_id].replace("\n", " ") for item_id, _ in largest]
    return {"measured": listed(measured), "titles": "\n".join(names)}


def missing_regions(checked: CheckContext) -> Iterable[Problem]:
    """In a section that is grouped by region, every country belongs to a region."""
    known: set[str] = set()
    for countries in checked.settings.regions.values():
        known.update(fold(country) for country in countries)
    for section in (*checked.issue.act_now, *checked.issue.sections):
        if not section.section.group_by:
            continue
        for placed in section.items:
            country = placed.item.country
            if country and fold(country) not in known:
                yield about_item(
                    item_kinds.COUNTRY_WITHOUT_REGION, placed.item, "country", value=country
                )
