"""Checks on merge tags: the mailing tool's own are there, and nothing else is one."""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from urllib.parse import unquote

from newsletter.checks.context import CheckContext, all_words
from newsletter.core.problems.problem import Problem, error, note, warning
from newsletter.core.values.text import listed, quoted
from newsletter.render.email import Email
from newsletter.render.tags.dialects import DIALECTS, HTML, TEXT, Dialect
from newsletter.render.tags.merge_tags import ANY_TOOL, collisions
from newsletter.render.wording.prose import prose


def merge_tag(checked: CheckContext) -> Iterable[Problem]:
    """What in content looks like a tag of the mailing tool is told: it is broken, so that it comes out as the words it is."""
    for placed in checked.placed:
        links = " ".join(
            (
                placed.item.link,
                placed.item.register,
                *(link.href for link in prose(placed.summary).links),
            )
        )
        yield from _tags(
            checked,
            f"{all_words(placed)} {links}",
            placed.item.file,
            placed.item.line("summary"),
            placed.item.id,
        )
    plan = checked.issue.plan
    for key, text in (
        ("subject", plan.subject),
        ("preheader", plan.preheader),
        ("introduction", plan.introduction),
    ):
        yield from _tags(checked, text, plan.file, plan.lines.get(key), None)


def _tags(
    checked: CheckContext, text: str, file: str, line: int | None, item: str | None
) -> Iterator[Problem]:
    dialect = checked.email.dialect
    ours = collisions(text, dialect.reads)
    for mark in ours:
        yield note(
            f"{dialect.label} would read {quoted(mark)} as a command, so it goes out broken: members read it as it stands, and nothing is filled in.",
            file, line, item,
        )  # fmt: skip
    for mark in collisions(text, ANY_TOOL):
        if checked.settings.mailing_tool == "none":
            said = "is read as a command by some mailing tools. Write it differently."
            yield warning(f"{quoted(mark)} {said}", file, line, item)
        elif item is None and not any(mark in one or one in mark for one in ours):
            yield note(
                f"{quoted(mark)} is a command of another mailing tool; members read it as it stands.",
                file,
                line,
            )


def _finished(email: Email) -> Iterator[tuple[str, str, str]]:
    """Each part by its file's name and its own, without style sheets and comments, which no tool reads tags in."""
    yield "email.html", HTML, re.sub(r"<style.*?</style>|<!--.*?-->", "", email.html, flags=re.S)
    yield "email.txt", TEXT, email.text


def _without_own(text: str, dialect: Dialect, part: str) -> str:
    """A part without the tool's own tags; one that is an element stands there with the words between."""
    for name in dialect.tags:
        tag = dialect.tag(name, part)
        text = (
            re.sub(rf"</?{tag.strip('<>')}\b[^>]*>", "", text)
            if tag.startswith("<")
            else text.replace(tag, "")
        )
    return text


def stray_tag(checked: CheckContext) -> Iterable[Problem]:
    """No template holds a tag that is wrongly spelt, and the finished parts none but the mailing tool's own: any other would be filled
    in, fail, or be read by members."""
    email = checked.email
    content = unescape(" ".join(_words(checked)))
    for mark in email.broken:
        # Behind a preheader stand characters without width, which keep inboxes from showing what comes next.
        if re.split(r"[\s\u034f\u200c]", unescape(mark))[0][:12] not in content:
            yield error(f"email.html would hold {quoted(mark)}, which {email.dialect.label} reads as a command and which is none of its tags that are "
                        "known here. Write it differently where it comes from, most likely a template of yours.")  # fmt: skip
    for mark in email.left:
        yield error(
            f"{quoted(mark)} is read as a command by {email.dialect.label} and could not be broken. Write it differently."
        )


def other_tools_tag(checked: CheckContext) -> Iterable[Problem]:
    """No template writes the tag of another mailing tool: members would read it as it stands, with no way to leave the list."""
    email = checked.email
    own = " ".join(_words(checked))
    for file, part, text in _finished(email):
        bare = unquote(
            _without_own(text, email.dialect, part)
        )  # the inliner writes blanks in addresses as %20
        for other in DIALECTS.values():
            for name in other.tags if other.name != email.dialect.name else ():
                tag = other.tag(name, part)
                if (
                    (tag in bare or escape(tag) in bare)
                    and tag not in own
                    and tag not in email.dialect.tags.values()
                ):
                    yield error(f"{file} holds {quoted(tag)}, which is how {other.label} writes {name.replace('_', ' ')}. Write "
                                f"{{{{ email.tags.{name} }}}} in your template; {email.dialect.label} gets its own.")  # fmt: skip


def _words(checked: CheckContext) -> Iterator[str]:
    """All that comes from content and plan, where the tags of other tools are words like others."""
    plan = checked.issue.plan
    settings = checked.settings
    yield from (
        plan.subject,
        plan.preheader,
        plan.introduction,
        settings.name,
        settings.organisation,
        settings.postal_address,
    )
    yield from (settings.contact, settings.website, *(href for _, href in plan.also_in))
    for placed in checked.placed:
        item = placed.item
        yield from (
            placed.title,
            placed.summary,
            item.body,
            item.link,
            item.register,
            item.online,
            all_words(placed),
        )
        yield from (
            *(href for _, href in item.also_in),
            *((item.image.src, item.image.alt) if item.image else ()),
        )
    for section in (*checked.issue.act_now, *checked.issue.sections):
        yield from (section.section.title, section.section.empty)


def required_tag(checked: CheckContext) -> Iterable[Problem]:
    """What the mailing tool asks for stands in both finished parts, and someone can be reached for leaving the list."""
    email, settings, dialect = checked.email, checked.settings, checked.email.dialect
    for file, part, text in _finished(email):
        pasted = dialect.text_is_used if part == TEXT else email.editor.shape != "formatted"
        for name in dialect.needs(part) if pasted else ():
            tag = dialect.tag(name, part)
            if tag.removesuffix(">") not in text:
                yield error(
                    f"{file} lacks {tag}, which {dialect.label} asks for; compare your templates with the shipped ones."
                )
    if "unsubscribe" not in dialect.tags and not dialect.adds and not settings.contact:
        yield warning(
            "nothing in the email says how to leave the list. Write mailing_tool or contact in newsletter.toml.",
            "newsletter.toml",
        )
    if not settings.postal_address and "postal_address" not in dialect.tags:
        yield warning(
            "there is no postal address at the foot of the email. Write postal_address in newsletter.toml.",
            "newsletter.toml",
        )


def mailing_editor(checked: CheckContext) -> Iterable[Problem]:
    """The editor that newsletter.toml names is one that the mailing tool has."""
    wanted, dialect = checked.settings.mailing_editor, checked.email.dialect
    names = [editor.name for editor in dialect.editors]
    if wanted and wanted not in names:
        yield warning(f"mailing_editor is {quoted(wanted)}, which {dialect.label} does not have; it was made for {names[0]}. Write "
                      f"{listed(names, 'or')}.", "newsletter.toml")  # fmt: skip


def tool_limits(checked: CheckContext) -> Iterable[Problem]:
    """Subject and HTML part are no longer than the mailing tool takes."""
    email, dialect = checked.email, checked.email.dialect
    if dialect.subject and len(email.subject) > dialect.subject:
        yield error(f"the subject has {len(email.subject)} characters, and {dialect.label} takes {dialect.subject}. Shorten it.",
                    checked.issue.plan.file, checked.issue.plan.lines.get("subject"))  # fmt: skip
    if dialect.html and email.size > dialect.html:
        yield error(
            f"the email has {email.size:,} bytes, and {dialect.label} takes {dialect.html:,}.",
            checked.issue.plan.file or None,
        )
