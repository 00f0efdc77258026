"""Merge tags: neutral names in templates, a mailing tool's spelling of them as the very last step.

On the way through MJML and the inliner a tag is an opaque mark of letters and digits, which neither touches. The marks are
made from a hash of the whole issue: no text can hold its own hash, so nothing that comes from content can become a tag.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from newsletter.render.tags.dialects import TEXT, Dialect

NAMES = ("unsubscribe", "view_in_browser", "preferences", "postal_address", "first_name")


ANY_TOOL = (
    r"\*\|", r"\{\{", r"\{%", r"\{\$", r"\{[a-z_]+\.[\w.:|-]+[^{}\n]*\}", r"%%\{", r"\$\{", r"\[\[", r"\[#", r"<@", r"@TrackLink",
    r"%[A-Z][A-Z0-9_-]{3,}%",
    r"\[(?i:unsubscribe(?:url)?|mirror|webversion|viewbrowser|preferences(?:url)?|forwardurl|firstname|fullname|email)\b[^\]]*\]",
)  # fmt: skip
"""What some mailing tool takes for a tag; in content it is told."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The opaque marks of one issue."""

    seal: str
    dialect: Dialect
    marks: Mapping[str, str] = field(default_factory=dict)
    """By neutral name, for the tags the dialect has."""


def marks_for(dialect: Dialect, issue_text: str) -> Marks:
    """Marks made from all that the issue says, so that nothing in it can name them, however it is spelt; the same for the same text."""
    seal = f"m{hashlib.sha256(issue_text.encode('utf-8', 'replace')).hexdigest()[:20]}x"
    return Marks(
        seal,
        dialect,
        {name: f"{seal}{name.replace('_', '')}" for name in NAMES if name in dialect.tags},
    )


def fill_html(html: str, marks: Marks) -> str:
    """The HTML part with the tool's tags; a tag that is an element takes the place of the link around the same words."""
    for name, mark in marks.marks.items():
        tag = marks.dialect.tag(name)
        if tag.startswith("<"):
            element = tag.strip("<>")
            link = rf'<a\b([^>]*?)\s+href="{mark}"([^>]*)>(.*?)</a>'
            html = re.sub(link, rf"<{element}\1\2>\3</{element}>", html, flags=re.S)
        html = html.replace(mark, escape(tag, quote=False))
    return html


def fill_text(text: str, marks: Marks) -> str:
    """The text part with the tool's tags."""
    for name, mark in marks.marks.items():
        text = text.replace(mark, marks.dialect.tag(name, TEXT))
    return text


def collisions(text: str, patterns: tuple[str, ...] = ANY_TOOL) -> list[str]:
    """What in a text a mailing tool would take for a tag."""
    return list(
        dict.fromkeys(found[0] for pattern in patterns for found in re.finditer(pattern, text))
    )
