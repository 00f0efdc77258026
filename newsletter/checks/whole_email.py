"""Checks on the email as a whole: subject, preheader, lead, length, weight, regions."""

import re
from collections.abc import Iterable, Mapping

from newsletter.checks.context import CheckContext
from newsletter.core.model.item import Kind
from newsletter.core.problems.problem import Problem, error, note, warning
from newsletter.core.values.date_parser import MONTHS
from newsletter.core.values.text import fold, listed, quoted
from newsletter.render.wording.prose import prose

SUBJECT_LIMIT = 60
PREHEADER_SHORTEST, PREHEADER_LIMIT = 30, 110
CLIP_BYTES = 102_000
"""Gmail cuts a longer message, and its foot with the unsubscribe link is what goes first (caniemail, hteumeuleu/email-bugs 41)."""
INTRODUCTION_WORDS, LEAD_WORDS = 80, 90
NAMED = 3
"""How many of the longest or heaviest items are named."""


def subject(checked: CheckContext) -> Iterable[Problem]:
    """The subject says what is inside, in few words."""
    plan, line = checked.issue.plan, checked.issue.plan.lines.get("subject")
    file = plan.file or None
    if not plan.subject:
        yield warning(
            "there is no subject, so name and period stand there. Write subject: in issue.md and what matters most to members.",
            file,
            line,
        )
        return
    if len(plan.subject) > SUBJECT_LIMIT:
        yield warning(
            f"the subject has {len(plan.subject)} characters; phones show about 40 and few programs more than {SUBJECT_LIMIT}.",
            file,
            line,
        )
    rest = (
        set(fold(plan.subject).split())
        - set(fold(checked.settings.name).split())
        - set(fold(checked.settings.organisation).split())
    )
    if all(
        word.isdigit() or word in MONTHS or word in ("update", "newsletter", "members", "and", "to")
        for word in rest
    ):
        yield warning(
            "the subject says only name and period. Say what matters most to members.", file, line
        )


def preheader(checked: CheckContext) -> Iterable[Problem]:
    """The preheader goes on where the subject stops."""
    plan, line = checked.issue.plan, checked.issue.plan.lines.get("preheader")
    file = plan.file or None
    text = plan.preheader
    if not text:
        yield warning(
            "there is no preheader, so inboxes show the first words of the email. Write preheader: in issue.md.",
            file,
            line,
        )
    elif len(text) > PREHEADER_LIMIT:
        yield warning(
            f"the preheader has {len(text)} characters; inboxes show about {PREHEADER_LIMIT}.",
            file,
            line,
        )
    elif len(text) < PREHEADER_SHORTEST:
        yield note(
            f"the preheader has only {len(text)} characters; inboxes have room for about {PREHEADER_LIMIT}.",
            file,
            line,
        )
    elif fold(text) == fold(plan.subject):
        yield warning(
            "the preheader repeats the subject. Let it go on where the subject stops.", file, line
        )
    elif not fold(
        re.sub("|".join(MONTHS), "", fold(text).replace(fold(checked.settings.name), ""))
    ).strip(" 0123456789"):
        yield warning(
            "the preheader says only name and period. Say what else is inside.", file, line
        )


def length(checked: CheckContext) -> Iterable[Problem]:
    """The issue keeps to the number of words in settings; the introduction and the lead to theirs."""
    issue, email = checked.issue, checked.email
    if email.word_count > checked.settings.words:
        longest = _most(email.words, checked)
        yield warning(f"the issue has {email.word_count:,} words, {email.word_count - checked.settings.words:,} more than the "
                      f"{checked.settings.words:,} to aim at. Longest: {longest}.", issue.plan.file or None)  # fmt: skip
    introduction = prose(issue.plan.introduction).words
    if introduction > INTRODUCTION_WORDS:
        yield warning(f"the introduction has {introduction} words; {INTRODUCTION_WORDS} are enough.",
                      issue.plan.file, issue.plan.lines.get("introduction"))  # fmt: skip
    if issue.lead and email.words[issue.lead.item.id] > LEAD_WORDS:
        yield warning(f"the lead has {email.words[issue.lead.item.id]} words; {LEAD_WORDS} are enough.",
                      issue.lead.item.file, issue.lead.item.line("summary"), issue.lead.item.id)  # fmt: skip


def lead(checked: CheckContext) -> Iterable[Problem]:
    """The lead is among the selected items, and is no call: a call keeps its button and its place at the top."""
    plan = checked.issue.plan
    if plan.lead and checked.issue.lead is None:
        yield error(f"lead names {quoted(plan.lead)}, which is not in this issue. Include it, or name another.",
                    plan.file, plan.lines.get("lead"))  # fmt: skip
    elif checked.issue.lead and checked.issue.lead.item.kind is Kind.CALL:
        yield error("lead names a call, which would lose its button. Calls stand above the lead already; name another item.",
                    plan.file, plan.lines.get("lead"))  # fmt: skip


def nothing_inside(checked: CheckContext) -> Iterable[Problem]:
    """An issue holds something."""
    if not checked.placed:
        yield error(
            "nothing is in this issue. Look at newsletter select to see why.",
            checked.issue.plan.file or None,
        )


def weight(checked: CheckContext) -> Iterable[Problem]:
    """The HTML part stays under what Gmail shows."""
    size = checked.email.size
    if size > CLIP_BYTES:
        yield error(f"the email has {size:,} bytes, and Gmail cuts it at {CLIP_BYTES:,}. Heaviest: "
                    f"{_most(checked.email.weights, checked, 'bytes')}. Show them as summary or line, or leave some out.",
                    checked.issue.plan.file or None)  # fmt: skip
    elif size > CLIP_BYTES * 0.8:
        yield warning(f"the email has {size:,} bytes; with what the mailing tool adds Gmail may cut it (at {CLIP_BYTES:,}). "
                      f"Heaviest: {_most(checked.email.weights, checked, 'bytes')}.", checked.issue.plan.file or None)  # fmt: skip


def _most(measures: Mapping[str, int], checked: CheckContext, unit: str = "words") -> str:
    titles = {placed.item.id: placed.title for placed in checked.placed}
    top = sorted(measures.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMED]
    return listed(f"{quoted(titles[item_id], 50)} ({number:,} {unit})" for item_id, number in top)


def region(checked: CheckContext) -> Iterable[Problem]:
    """Where items stand under regions, their countries belong to one."""
    known = {
        fold(country) for countries in checked.settings.regions.values() for country in countries
    }
    for section in (*checked.issue.act_now, *checked.issue.sections):
        for placed in section.items if section.section.group_by else ():
            country = placed.item.country
            if country and fold(country) not in known:
                yield warning(f"{quoted(country)} is in no region of newsletter.toml, so the item stands under the last heading. "
                              "Add the country under [regions].", placed.item.file, placed.item.line("country"), placed.item.id)  # fmt: skip
