"""Checks on merge tags: the mailing tool's own are there, and no others."""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from urllib.parse import unquote

from newsletter.checks.context import CheckContext, opening_by_field, words_by_field
from newsletter.core.issue.compose import Placed
from newsletter.core.model.located_problems import about_item, about_plan
from newsletter.core.problems import tag_kinds
from newsletter.core.problems.problem import Problem, ProblemKind, make_problem
from newsletter.core.values.text import listed
from newsletter.render.email import Email
from newsletter.render.tags.dialects import DIALECTS, HTML, TEXT, Dialect
from newsletter.render.tags.merge_tags import ANY_TOOL, collisions
from newsletter.render.wording.prose import prose
from newsletter.workspace.settings.settings_file import NAME


def tags_in_content(checked: CheckContext) -> Iterable[Problem]:
    """No text looks like a merge tag; what does is sent as plain words, and is named here."""
    tool = checked.email.dialect.label
    for placed in checked.placed:
        texts = _texts_and_links(placed)
        if not _may_have_tags(checked, " ".join(texts.values())):
            continue  # most items have none, and one search is quicker than one for each field
        for field, text in texts.items():
            for kind, mark in _find_tags(checked, text, in_opening=False):
                yield about_item(kind, placed.item, field, value=mark, tool=tool)
    for field, text in opening_by_field(checked.plan).items():
        for kind, mark in _find_tags(checked, text, in_opening=True):
            yield about_plan(kind, checked.plan, field, value=mark, tool=tool)


def _texts_and_links(placed: Placed) -> dict[str, str]:
    """What a member could read or follow of an item, by its field."""
    addresses = [link.href for link in prose(placed.summary).links]
    texts = words_by_field(placed)
    texts["summary"] = " ".join((texts.get("summary", ""), *addresses))
    texts["link"] = placed.item.link
    texts["register"] = placed.item.register
    return texts


def _may_have_tags(checked: CheckContext, text: str) -> bool:
    patterns = checked.email.dialect.reads
    if checked.settings.mailing_tool == "none":
        patterns = ANY_TOOL
    return bool(collisions(text, patterns))


def _find_tags(
    checked: CheckContext, text: str, in_opening: bool
) -> Iterator[tuple[ProblemKind, str]]:
    """What looks like a tag of our tool, of any tool when none was chosen, or of another tool."""
    ours = collisions(text, checked.email.dialect.reads)
    for mark in ours:
        yield tag_kinds.TAG_IN_TEXT, mark
    no_tool_chosen = checked.settings.mailing_tool == "none"
    if not no_tool_chosen and not in_opening:
        return
    for mark in collisions(text, ANY_TOOL):
        is_ours = any(mark in one or one in mark for one in ours)
        if no_tool_chosen:
            yield tag_kinds.TAG_OF_SOME_TOOL, mark
        elif not is_ours:
            yield tag_kinds.TAG_OF_ANOTHER_TOOL, mark


def unknown_tags(checked: CheckContext) -> Iterable[Problem]:
    """The finished email has no tag that the mailing tool does not know.

    A misspelt tag in a template would be filled in, fail, or be read by members.
    """
    email = checked.email
    content = unescape(" ".join(_all_words(checked)))
    for mark in email.broken:
        if _first_word(mark)[:12] not in content:
            yield make_problem(tag_kinds.UNKNOWN_TAG, value=mark, tool=email.dialect.label)
    for mark in email.left:
        yield make_problem(tag_kinds.TAG_LEFT_OVER, value=mark, tool=email.dialect.label)


def _first_word(mark: str) -> str:
    """The first word of a mark.

    Characters without width end it too: they follow the preview text, so that inboxes do not show
    what comes next.
    """
    return re.split(r"[\s\u034f\u200c]", unescape(mark))[0]


def tags_of_other_tools(checked: CheckContext) -> Iterable[Problem]:
    """No template writes the tag of another mailing tool; members would read it as written."""
    ours = checked.email.dialect
    content = " ".join(_all_words(checked))
    for part, text in _finished_parts(checked.email):
        # The inliner writes blanks in addresses as %20.
        bare = unquote(_without_own_tags(text, ours, part))
        for other, name in _tags_of_others(ours):
            tag = other.tag(name, part)
            is_there = tag in bare or escape(tag) in bare
            if is_there and tag not in content and tag not in ours.tags.values():
                yield make_problem(
                    tag_kinds.TEMPLATE_TAG_OF_ANOTHER_TOOL,
                    value=tag,
                    part=_FILES[part],
                    name=name,
                    name_in_words=name.replace("_", " "),
                    other_tool=other.label,
                    tool=ours.label,
                )


def _tags_of_others(ours: Dialect) -> Iterator[tuple[Dialect, str]]:
    """Every other mailing tool with each neutral name that it has a tag for."""
    for other in DIALECTS.values():
        if other.name != ours.name:
            for name in other.tags:
                yield other, name


def required_tags(checked: CheckContext) -> Iterable[Problem]:
    """Both finished parts have the tags that the mailing tool asks for."""
    email, dialect = checked.email, checked.email.dialect
    for part, text in _finished_parts(email):
        if not _is_pasted(part, email):
            continue
        for name in dialect.needs(part):
            tag = dialect.tag(name, part)
            if tag.removesuffix(">") not in text:
                yield make_problem(
                    tag_kinds.REQUIRED_TAG_MISSING,
                    value=tag,
                    part=_FILES[part],
                    version=_VERSIONS[part],
                    tool=dialect.label,
                )


def _is_pasted(part: str, email: Email) -> bool:
    """Whether the mailing tool gets our part as it is."""
    if part == TEXT:
        return email.dialect.text_is_used
    return email.editor.shape != "formatted"


def way_to_unsubscribe(checked: CheckContext) -> Iterable[Problem]:
    """The email says how to leave the list: by the mailing tool's link, or by an email address."""
    dialect = checked.email.dialect
    tool_does_it = "unsubscribe" in dialect.tags or bool(dialect.adds)
    if not tool_does_it and not checked.settings.contact:
        yield make_problem(tag_kinds.NO_WAY_TO_UNSUBSCRIBE, file=NAME, field="contact")


def postal_address(checked: CheckContext) -> Iterable[Problem]:
    """The footer has a postal address, from the settings or from the mailing tool."""
    tool_fills_it_in = "postal_address" in checked.email.dialect.tags
    if not tool_fills_it_in and not checked.settings.postal_address:
        yield make_problem(tag_kinds.MISSING_POSTAL_ADDRESS, file=NAME, field="postal_address")


def mailing_editor(checked: CheckContext) -> Iterable[Problem]:
    """The editor in the settings is one that the mailing tool has."""
    chosen, dialect = checked.settings.mailing_editor, checked.email.dialect
    names = [editor.name for editor in dialect.editors]
    if chosen and chosen not in names:
        yield make_problem(
            tag_kinds.UNKNOWN_MAILING_EDITOR,
            file=NAME,
            field="mailing_editor",
            value=chosen,
            tool=dialect.label,
            used=names[0],
            choices=listed(names, "or"),
        )


def tool_limits(checked: CheckContext) -> Iterable[Problem]:
    """Subject and HTML part are no longer than the mailing tool takes."""
    email, dialect = checked.email, checked.email.dialect
    if dialect.subject and len(email.subject) > dialect.subject:
        yield about_plan(
            tag_kinds.SUBJECT_TOO_LONG_FOR_TOOL,
            checked.plan,
            "subject",
            value=email.subject,
            length=len(email.subject),
            limit=dialect.subject,
            tool=dialect.label,
        )
    if dialect.html and email.size > dialect.html:
        yield about_plan(
            tag_kinds.EMAIL_TOO_LARGE_FOR_TOOL,
            checked.plan,
            bytes=f"{email.size:,}",
            limit=f"{dialect.html:,}",
            kilobytes=f"{email.size / 1000:,.0f}",
            limit_kilobytes=f"{dialect.html / 1000:,.0f}",
            tool=dialect.label,
        )


_FILES = {HTML: "email.html", TEXT: "email.txt"}
_VERSIONS = {HTML: "HTML version", TEXT: "plain text version"}


def _finished_parts(email: Email) -> Iterator[tuple[str, str]]:
    """Both parts, without style sheets and comments, in which no tool reads tags."""
    yield HTML, re.sub(r"<style.*?</style>|<!--.*?-->", "", email.html, flags=re.S)
    yield TEXT, email.text


def _without_own_tags(text: str, dialect: Dialect, part: str) -> str:
    """A part without the mailing tool's own tags.

    Of a tag that is an HTML element only its start and end are removed, not the words between.
    """
    for name in dialect.tags:
        tag = dialect.tag(name, part)
        if tag.startswith("<"):
            text = re.sub(rf"</?{tag.strip('<>')}\b[^>]*>", "", text)
        else:
            text = text.replace(tag, "")
    return text


def _all_words(checked: CheckContext) -> Iterator[str]:
    """All that comes from content, plan and settings, where tags of other tools are plain words."""
    plan, settings = checked.plan, checked.settings
    yield from opening_by_field(plan).values()
    yield settings.name
    yield settings.organisation
    yield settings.postal_address
    yield settings.contact
    yield settings.website
    for _, address in plan.also_in:
        yield address
    for placed in checked.placed:
        yield from _words_of_item(placed)
    for section in (*checked.issue.act_now, *checked.issue.sections):
        yield section.section.title
        yield section.section.empty


def _words_of_item(placed: Placed) -> Iterator[str]:
    item = placed.item
    yield " ".join(words_by_field(placed).values())
    yield placed.summary
    yield item.body
    yield item.link
    yield item.register
    yield item.online
    for _, address in item.also_in:
        yield address
    if item.image:
        yield item.image.src
