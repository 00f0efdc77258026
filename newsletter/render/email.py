"""The email: an issue in, both parts out.

Issue -> EmailView -> Jinja -> MJML -> mjml-python -> cleanup -> premailer -> the mailing tool's own -> HTML part
                   -> Jinja -> merge tags -> text part
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsletter.core.issue.compose import Issue
from newsletter.render.html.inline import inline_css
from newsletter.render.html.mjml import mjml_to_html
from newsletter.render.html.mjml_cleanup import clean_up_mjml
from newsletter.render.html.tool_quirks import adapt_to_tool
from newsletter.render.tags.dialects import DIALECTS, Dialect, Editor
from newsletter.render.tags.escape_tags import escape_html_tags, escape_text_tags, tag_like
from newsletter.render.tags.merge_tags import collisions, fill_html, fill_text, marks_for
from newsletter.render.text_part import add_filters, tidy
from newsletter.render.view import EmailView, email_view
from newsletter.render.wording.templates import environment, load_toml, render_template
from newsletter.render.wording.words import load_words
from newsletter.settings import Settings

HTML_TEMPLATE, TEXT_TEMPLATE = "email.mjml.j2", "email.txt.j2"


@dataclass(frozen=True, slots=True)
class Email:
    """Both parts, as they are pasted."""

    subject: str
    preheader: str
    html: str
    text: str
    weights: Mapping[str, int]
    """By item id: the bytes of the HTML part that the item takes."""
    words: Mapping[str, int]
    """By item id: the words of its text."""
    word_count: int
    """The words of the whole issue that members read."""
    dialect: Dialect
    """The mailing tool's spelling that the merge tags are filled in with."""
    broken: tuple[str, ...]
    """What stood in the HTML part that the tool would have read as a tag, before it was broken."""
    left: tuple[str, ...]
    """What still reads as a tag although it was to be broken; empty unless this program makes a mistake."""
    theme: Mapping[str, Mapping[str, str]]
    """The colours of the templates, for light and for dark."""
    editor: Editor
    """The place in the tool that the HTML part is made for."""

    @property
    def size(self) -> int:
        """The bytes of the HTML part."""
        return len(self.html.encode())


def render(issue: Issue, settings: Settings, own_templates: Path | None = None) -> Email:
    """Render an issue. ``own_templates`` is the workspace's templates folder, whose files win over the shipped ones.

    Raises NewsletterError, with file and line where there is one, when a template or a file of words is broken.
    """
    dialect = DIALECTS[settings.mailing_tool]
    editor = dialect.editor(settings.mailing_editor)
    marks = marks_for(dialect, repr((issue, settings)))
    words = load_words(settings.language, own_templates)
    view = email_view(issue, settings, words, marks)
    env = environment(own_templates)
    add_filters(env)
    theme = load_toml("theme.toml", own_templates)
    values = {"email": view, "words": words, "brand": settings.brand, "theme": theme}
    html = inline_css(clean_up_mjml(mjml_to_html(render_template(env, HTML_TEMPLATE, values))))
    text = tidy(render_template(env, TEXT_TEMPLATE, values))
    # The last steps, in this order: the tool's alterations, then content is broken where it reads as a tag, then the tool's tags.
    html = adapt_to_tool(html, dialect, editor, view.seal)
    broken = tag_like(html, dialect.reads)
    html, text = escape_html_tags(html, dialect.reads), escape_text_tags(text, dialect.reads)
    subject, preheader = (
        escape_text_tags(words, dialect.reads) for words in (view.subject, view.preheader)
    )
    left = (
        *tag_like(html, dialect.reads),
        *(
            mark
            for words in (text, subject, preheader)
            for mark in collisions(words, dialect.reads)
        ),
    )
    html, weights = _weighed(fill_html(html, marks), view)
    counts = {item.id: item.prose.words for item in view.items}
    return Email(
        subject=subject,
        preheader=preheader,
        html=html,
        text=fill_text(text, marks),
        weights=weights,
        words=counts,
        word_count=sum(counts.values())
        + view.introduction.words
        + sum(len(item.title.split()) for item in view.items),
        dialect=dialect,
        broken=broken,
        left=left,
        theme=theme,
        editor=editor,
    )


def _weighed(html: str, view: EmailView) -> tuple[str, dict[str, int]]:
    """The HTML with a line break where each item begins and ends, instead of the marks that stood there; and the bytes between."""
    ids = {item.anchor: item.id for item in view.items}
    pieces: list[str] = []
    weights: dict[str, int] = {}
    position, at_hand = 0, None
    for found in re.finditer(rf"<!--{view.seal}(?:item (?P<anchor>i-[0-9a-f]{{8}})|end)-->", html):
        piece = html[position : found.start()]
        if at_hand is not None:
            weights[ids[at_hand]] = len(piece.encode())
        pieces.append(piece)
        at_hand, position = found["anchor"], found.end()
    return "\n".join([*pieces, html[position:]]).rstrip() + "\n", weights
