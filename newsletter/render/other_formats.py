"""The other places an issue goes to: editors with buttons, the website, whoever approves it, browsers, messengers.

All are made from the same words as the email. What is for members only stands in the email and in what is shown for its approval,
and nowhere else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

from newsletter.core.issue.compose import Issue, public
from newsletter.core.model.item import Audience, Kind
from newsletter.core.model.verdict import Role
from newsletter.render.tags.dialects import DIALECTS
from newsletter.render.tags.escape_tags import escape_html_tags, escape_text_tags
from newsletter.render.tags.merge_tags import marks_for
from newsletter.render.text_part import add_filters, tidy
from newsletter.render.view import EmailView, ItemView, email_view
from newsletter.render.wording.templates import environment, load_toml, render_template
from newsletter.render.wording.words import Words, load_words
from newsletter.settings import Settings

MESSENGER_LENGTH = 1_500
"""Characters that are read in a chat; WhatsApp, Signal and Telegram take more, and fold it away."""


@dataclass(frozen=True, slots=True)
class FormattedCopy:
    """The same words twice, as they are copied: for editors that take form, and for those that take text."""

    html: str
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """An issue worded for a place that has no merge tags."""

    issue: Issue
    settings: Settings
    own: Path | None

    @property
    def words(self) -> Words:
        return load_words(self.settings.language, self.own)

    @property
    def view(self) -> EmailView:
        return email_view(self.issue, self.settings, self.words, marks_for(DIALECTS["none"], ""))

    def render(self, template: str, **values: Any) -> str:
        env = environment(self.own)
        add_filters(env)
        theme = load_toml("theme.toml", self.own)
        common = {
            "email": self.view,
            "words": self.words,
            "brand": self.settings.brand,
            "theme": theme,
        }
        return render_template(env, template, {**common, **values})

    def plain(self, **values: Any) -> str:
        usual = {"heading": True, "foot": True, "numbers": {}, "members": frozenset()}
        return _tight(self.render("plain.html.j2", **{**usual, **values}))

    def text(self, foot: bool = True) -> str:
        return tidy(self.render("email.txt.j2", foot=foot))


def formatted(issue: Issue, settings: Settings, own: Path | None = None) -> FormattedCopy:
    """For a mailing tool's editor with buttons: its own footer has the links that only it can fill in."""
    place, reads = _Place(issue, settings, own), DIALECTS[settings.mailing_tool].reads
    return FormattedCopy(
        escape_html_tags(place.plain(), reads), escape_text_tags(place.text(), reads)
    )


def for_review(issue: Issue, settings: Settings, own: Path | None = None) -> FormattedCopy:
    """For whoever approves the issue, in Word or Google Docs: every item with a number, what is for members only marked."""
    place = _Place(issue, settings, own)
    numbers = {item.id: number for number, item in enumerate(place.view.items, 1)}
    members = frozenset(
        placed.item.id for placed in issue.items if placed.item.audience is Audience.MEMBERS
    )
    return _both(place.plain(numbers=numbers, members=members))


def review_file(issue: Issue, settings: Settings, own: Path | None = None) -> str:
    """The same as one file that loads nothing from anywhere."""
    return _Place(issue, settings, own).render(
        "review.html.j2", body=for_review(issue, settings, own).html
    )


def for_website(issue: Issue, settings: Settings, own: Path | None = None) -> FormattedCopy:
    """Headings, paragraphs and links that the website's own editor takes as blocks; its page has a title of its own."""
    place = _Place(public(issue), settings, own)
    return _both(place.plain(heading=False, foot=False))


def web_version(issue: Issue, settings: Settings, own: Path | None = None) -> str:
    """The issue as a page for browsers."""
    place = _Place(_unnamed(public(issue), issue), settings, own)
    view = place.view
    description = view.preheader or view.introduction.text
    return _tight(place.render("web.html.j2", description=" ".join(description.split())[:200]))


def _unnamed(shown: Issue, issue: Issue) -> Issue:
    """Without subject and preheader where members alone read some of the issue: both may speak of just that."""
    if len(list(shown.items)) == len(list(issue.items)):
        return shown
    return replace(shown, plan=replace(shown.plan, subject="", preheader=""))


def for_messengers(issue: Issue, settings: Settings, own: Path | None = None) -> str:
    """Act now, the lead and what is coming up, for WhatsApp, Signal and Telegram: at most ``MESSENGER_LENGTH`` characters, whole items."""
    place = _Place(public(issue), settings, own)
    view, words = place.view, place.words
    announced = {
        placed.item.id
        for placed in place.issue.items
        if placed.role is Role.ANNOUNCED and placed.item.kind is Kind.EVENT
    }
    blocks = [
        (section.title, [item for group in section.groups for item in group.items])
        for section in view.act_now
        if section.count
    ]
    blocks += [(words("lead"), [view.lead])] if view.lead else []
    coming = [
        item
        for section in view.sections
        for group in section.groups
        for item in group.items
        if item.id in announced
    ]
    title = next(
        (s.title for s in view.sections for g in s.groups for i in g.items if i.id in announced), ""
    )
    blocks += [(title, coming)] if coming else []
    foot = f"\n\n{view.website}" if view.website else ""
    return (
        "\n".join(_within(view, blocks, words, MESSENGER_LENGTH - len(foot) - 1)).strip()
        + foot
        + "\n"
    )


def _both(html: str) -> FormattedCopy:
    """HTML of headings, paragraphs and links with the same as text, every address behind its words."""
    text = re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', r"\2: \1", html, flags=re.S)
    text = re.sub(r"<li>", "- ", re.sub(r"<br\s*/?>|</li>", "\n", text))
    text = re.sub(r"</(?:p|h[1-6]|ul|ol|blockquote|pre)>", "\n\n", text)
    return FormattedCopy(html, tidy(unescape(re.sub(r"<[^>]+>", "", text))))


def _tight(html: str) -> str:
    """Without the empty lines that templates leave; those of preformatted text stay."""
    parts = re.split(r"(<pre\b.*?</pre>)", html, flags=re.S)
    parts[::2] = [re.sub(r"\n\s*\n+", "\n", part) for part in parts[::2]]
    return "".join(parts).strip() + "\n"


def _within(
    view: EmailView, blocks: list[tuple[str, list[ItemView]]], words: Words, most: int
) -> Iterator[str]:
    """The lines that fit; what does not is counted."""
    head = f"*{view.name}*\n{view.period}"
    yield head
    used, left = len(head), 0
    for title, items in blocks:
        heading = f"\n*{title}*"
        for item in items:
            said = "\n".join(
                part for part in (f"• {item.title}", *item.when[:1], item.href) if part
            )
            size = len(said) + len(heading) + 2
            if used + size > most - 40:  # room for the line that says how many are left
                left += 1
                continue
            if heading:
                yield heading
            yield said
            used, heading = used + size, ""
    if left:
        yield f"\n({words('and_more', count=left)})"
