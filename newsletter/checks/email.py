"""Checks on the email as a whole: subject, preheader, length, weight, merge tags, house style."""

import re
from collections.abc import Iterable, Iterator, Mapping

from newsletter.checks.subject import Checked, all_words
from newsletter.core.date_text import MONTHS
from newsletter.core.item import Kind
from newsletter.core.problem import Problem, Severity, error, note, warning
from newsletter.core.text import fold, listed, quoted
from newsletter.render.merge_tags import ANY_TOOL, collisions
from newsletter.render.prose import prose

SUBJECT_LIMIT = 60
PREHEADER_SHORTEST, PREHEADER_LIMIT = 30, 110
CLIP_BYTES = 102_000
"""Gmail cuts a longer message, and its foot with the unsubscribe link is what goes first (caniemail, hteumeuleu/email-bugs 41)."""
INTRODUCTION_WORDS, LEAD_WORDS = 80, 90
NAMED = 3
"""How many of the longest or heaviest items are named."""


def subject(checked: Checked) -> Iterable[Problem]:
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
        word.isdigit() or word in MONTHS or word in ("update", "newsletter", "members", "and", "to") for word in rest
    ):
        yield warning("the subject says only name and period. Say what matters most to members.", file, line)


def preheader(checked: Checked) -> Iterable[Problem]:
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
        yield warning(f"the preheader has {len(text)} characters; inboxes show about {PREHEADER_LIMIT}.", file, line)
    elif len(text) < PREHEADER_SHORTEST:
        yield note(
            f"the preheader has only {len(text)} characters; inboxes have room for about {PREHEADER_LIMIT}.", file, line
        )
    elif fold(text) == fold(plan.subject):
        yield warning("the preheader repeats the subject. Let it go on where the subject stops.", file, line)
    elif not fold(re.sub("|".join(MONTHS), "", fold(text).replace(fold(checked.settings.name), ""))).strip(
        " 0123456789"
    ):
        yield warning("the preheader says only name and period. Say what else is inside.", file, line)


def length(checked: Checked) -> Iterable[Problem]:
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


def lead(checked: Checked) -> Iterable[Problem]:
    """The lead is among the selected items, and is no call: a call keeps its button and its place at the top."""
    plan = checked.issue.plan
    if plan.lead and checked.issue.lead is None:
        yield error(f"lead names {quoted(plan.lead)}, which is not in this issue. Include it, or name another.",
                    plan.file, plan.lines.get("lead"))  # fmt: skip
    elif checked.issue.lead and checked.issue.lead.item.kind is Kind.CALL:
        yield error("lead names a call, which would lose its button. Calls stand above the lead already; name another item.",
                    plan.file, plan.lines.get("lead"))  # fmt: skip


def nothing_inside(checked: Checked) -> Iterable[Problem]:
    """An issue holds something."""
    if not checked.placed:
        yield error("nothing is in this issue. Look at newsletter select to see why.", checked.issue.plan.file or None)


def weight(checked: Checked) -> Iterable[Problem]:
    """The HTML part stays under what Gmail shows."""
    size = checked.email.size
    if size > CLIP_BYTES:
        yield error(f"the email has {size:,} bytes, and Gmail cuts it at {CLIP_BYTES:,}. Heaviest: "
                    f"{_most(checked.email.weights, checked, 'bytes')}. Show them as summary or line, or leave some out.",
                    checked.issue.plan.file or None)  # fmt: skip
    elif size > CLIP_BYTES * 0.8:
        yield warning(f"the email has {size:,} bytes; with what the mailing tool adds Gmail may cut it (at {CLIP_BYTES:,}). "
                      f"Heaviest: {_most(checked.email.weights, checked, 'bytes')}.", checked.issue.plan.file or None)  # fmt: skip


def _most(measures: Mapping[str, int], checked: Checked, unit: str = "words") -> str:
    titles = {placed.item.id: placed.title for placed in checked.placed}
    top = sorted(measures.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMED]
    return listed(f"{quoted(titles[item_id], 50)} ({number:,} {unit})" for item_id, number in top)


def region(checked: Checked) -> Iterable[Problem]:
    """Where items stand under regions, their countries belong to one."""
    known = {fold(country) for countries in checked.settings.regions.values() for country in countries}
    for section in (*checked.issue.act_now, *checked.issue.sections):
        for placed in section.items if section.section.group_by else ():
            country = placed.item.country
            if country and fold(country) not in known:
                yield warning(f"{quoted(country)} is in no region of newsletter.toml, so the item stands under the last heading. "
                              "Add the country under [regions].", placed.item.file, placed.item.line("country"), placed.item.id)  # fmt: skip


def merge_tag(checked: Checked) -> Iterable[Problem]:
    """Nothing in content may look like a tag of a mailing tool, which would fill it in or refuse the email."""
    for placed in checked.placed:
        links = " ".join((placed.item.link, placed.item.register, *(link.href for link in prose(placed.summary).links)))
        yield from _tags(
            checked, f"{all_words(placed)} {links}", placed.item.file, placed.item.line("summary"), placed.item.id
        )
    plan = checked.issue.plan
    for key, text in (("subject", plan.subject), ("preheader", plan.preheader), ("introduction", plan.introduction)):
        yield from _tags(checked, text, plan.file, plan.lines.get(key), None)


def _tags(checked: Checked, text: str, file: str, line: int | None, item: str | None) -> Iterator[Problem]:
    dialect = checked.email.dialect
    ours = collisions(text, dialect.reads)
    for mark in ours:
        yield error(f"{quoted(mark)} is read as a command by {dialect.label}. Write it differently.", file, line, item)
    for mark in collisions(text, ANY_TOOL):
        if not any(mark in known or known in mark for known in ours):
            yield warning(
                f"{quoted(mark)} is read as a command by some mailing tools. Write it differently.", file, line, item
            )


def stray_tag(checked: Checked) -> Iterable[Problem]:
    """The finished parts hold no tags but the mailing tool's own: whatever way one came in, it would be filled in or fail."""
    email = checked.email
    told = {problem.message.split("'")[1] for problem in merge_tag(checked) if problem.severity is Severity.ERROR}
    for part, text in (
        ("email.html", re.sub(r"<style.*?</style>", "", email.html, flags=re.S)),
        ("email.txt", email.text),
    ):
        for tag in email.dialect.tags.values():
            text = text.replace(tag, "")
        for mark in collisions(text, email.dialect.reads):
            if mark not in told:
                around = text[max(text.index(mark) - 30, 0) : text.index(mark) + 30]
                yield error(f"{part} holds {quoted(mark)}, which {email.dialect.label} reads as a command, near "
                            f"{quoted(re.sub('<[^>]*>', ' ', around))}. Write it differently where it comes from.")  # fmt: skip


def required_tag(checked: Checked) -> Iterable[Problem]:
    """What the mailing tool asks for stands in both finished parts, and someone can be reached for leaving the list."""
    email, settings = checked.email, checked.settings
    for name in email.dialect.required:
        tag = email.dialect.tags[name]
        for part, text in (("email.html", email.html), ("email.txt", email.text)):
            if tag not in text:
                yield error(
                    f"{part} lacks {tag}, which {email.dialect.label} asks for; compare your templates with the shipped ones."
                )
    if "unsubscribe" not in email.dialect.tags and not settings.contact:
        yield warning(
            "nothing in the email says how to leave the list. Write mailing_tool or contact in newsletter.toml.",
            "newsletter.toml",
        )
    if not settings.postal_address and "postal_address" not in email.dialect.tags:
        yield warning(
            "there is no postal address at the foot of the email. Write postal_address in newsletter.toml.",
            "newsletter.toml",
        )


def house_style(checked: Checked) -> Iterable[Problem]:
    """Words the network does not use are told as notes, except in quotation marks and in names on the keep list."""
    style = checked.settings.house_style
    if not style.avoid:
        return
    words = "|".join(sorted((re.escape(word) for word in style.avoid), key=len, reverse=True))
    pattern = re.compile(rf"\b({words})(e?s)?\b", re.I)
    instead = {fold(word): better for word, better in style.avoid.items()}
    for placed in checked.placed:
        for message in _avoided(_own_words(all_words(placed), style.keep), pattern, instead):
            yield note(message, placed.item.file, placed.item.line("summary"), placed.item.id)
    plan = checked.issue.plan
    own = _own_words(f"{plan.subject} {plan.preheader} {plan.introduction}", style.keep)
    for message in _avoided(own, pattern, instead):
        yield note(message, plan.file)


def _avoided(text: str, pattern: re.Pattern[str], instead: Mapping[str, str]) -> Iterator[str]:
    for found in dict.fromkeys(hit[1] for hit in pattern.finditer(text)):
        better = instead.get(fold(found))  # letters such as the Turkish dotless i match without being the word
        if better:
            yield f"house style: instead of {quoted(found)} write {quoted(better)}."


_QUOTATION = re.compile(r"“[^”]*”|„[^“”]*[“”]|‘[^’]*’(?!\w)|«[^»]*»|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")


def _own_words(text: str, keep: tuple[str, ...]) -> str:
    """The text without what it quotes and without the names to keep."""
    for name in sorted(keep, key=len, reverse=True):
        text = re.sub(re.escape(name), " ", text, flags=re.I)
    return _QUOTATION.sub(" ", text)
