"""Checks on merge tags: the mailing tool's own are there, and nothing else looks like one."""

import re
from collections.abc import Iterable, Iterator

from newsletter.checks.given import Checked, all_words
from newsletter.core.problem import Problem, Severity, error, warning
from newsletter.core.text import quoted
from newsletter.render.merge_tags import ANY_TOOL, collisions
from newsletter.render.prose import prose


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
