"""Merge tags: neutral names in templates, a mailing tool's spelling of them as the very last step.

On the way through MJML and the inliner a tag is an opaque mark of letters and digits, which neither touches. The marks are
made from a hash of the whole issue: no text can hold its own hash, so nothing that comes from content can become a tag.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

NAMES = ("unsubscribe", "view_in_browser", "preferences", "postal_address")


@dataclass(frozen=True, slots=True)
class Dialect:
    """One mailing tool's spelling of the tags. A tag it does not have is missing from the tables."""

    name: str
    """What newsletter.toml calls it."""
    label: str
    """What people call it."""
    tags: Mapping[str, str]
    """By neutral name, the tool's tag; in both parts the same."""
    required: tuple[str, ...] = ()
    """Neutral names that the tool refuses to send without, or adds a footer for."""
    reads: tuple[str, ...] = ()
    """Regular expressions of what the tool takes for a tag, wherever it stands."""
    paste_html: str = "Where your mailing tool asks for the HTML code of an email, paste it over what is there."
    """Where the HTML part goes, in one sentence for people."""
    paste_text: str = "Where your mailing tool asks for the plain-text version, paste it over what is there."
    """Where the text part goes."""
    paste_formatted: str = "Paste into the visual editor of your mailing tool; it may change the look, and links to unsubscribe are best set there."
    """Where the formatted copy goes."""


DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect(
            "mailchimp", "Mailchimp",
            {"unsubscribe": "*|UNSUB|*", "view_in_browser": "*|ARCHIVE|*", "preferences": "*|UPDATE_PROFILE|*",
                    "postal_address": "*|LIST:ADDRESSLINE|*"},
            required=("unsubscribe",), reads=(r"\*\|",),
            paste_html="In Mailchimp, begin a regular email, choose “Code your own”, then “Paste in code”, and paste over what is there.",
            paste_text="In Mailchimp, open the email’s plain-text version, choose to edit it, and paste over what is there.",
            paste_formatted="In Mailchimp’s visual editor, paste into a text block; “Code your own” keeps the look better.",
        ),
        Dialect(
            "brevo", "Brevo",
            {"unsubscribe": "{{ unsubscribe }}", "view_in_browser": "{{ mirror }}", "preferences": "{{ update_profile }}"},
            required=("unsubscribe",), reads=(r"\{\{", r"\{%", r"\{#", r"\[(?:UNSUBSCRIBE|MIRROR|DEFAULT_FROM_NAME)\]"),
            paste_html="In Brevo, begin an email campaign, choose to code your own design (“Paste your code”), and paste over what is there.",
            paste_text="Brevo makes a text version of its own and has no field for ours: keep this one for messengers and your files.",
            paste_formatted="In Brevo’s visual editor, paste into a text block; pasting the code keeps the look better.",
        ),
        Dialect(
            "civicrm", "CiviCRM",
            {"unsubscribe": "{action.unsubscribeUrl}", "view_in_browser": "{mailing.viewUrl}",
                    "postal_address": "{domain.address}"},
            required=("unsubscribe", "postal_address"), reads=(r"\{\$", r"\{[a-z_]+\.[\w.:|-]+[^{}\n]*\}"),
            paste_html="In CiviCRM, begin a traditional mailing, open “HTML Format”, press “Source”, and paste over what is there.",
            paste_text="In CiviCRM, open “Plain Text Format” of the same mailing, and paste over what is there.",
            paste_formatted="In CiviCRM’s HTML editor, paste without pressing “Source”; pasting the code keeps the look better.",
        ),
        Dialect(
            "listmonk", "listmonk",
            {"unsubscribe": "{{ UnsubscribeURL }}", "view_in_browser": "{{ MessageURL }}", "preferences": "{{ ManageURL }}"},
            reads=(r"\{\{", r"@TrackLink"),
            paste_html="In listmonk, begin a campaign with the format “Raw HTML”, and paste into its content.",
            paste_text="In listmonk, add the alternate plain-text message under the campaign’s content, and paste.",
            paste_formatted="In listmonk’s rich-text editor, paste; the format “Raw HTML” keeps the look better.",
        ),
        Dialect("none", "no mailing tool", {}),
    )
}  # fmt: skip
"""Facts: each tool's manual and code; Mailchimp's 'All the Merge Tags cheat sheet', Brevo's campaign API reference,
civicrm-core ``CRM_Utils_Token`` (required tokens), listmonk's templating page."""

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
    return Marks(seal, dialect, {name: f"{seal}{name.replace('_', '')}" for name in NAMES if name in dialect.tags})


def fill_html(html: str, marks: Marks) -> str:
    """The HTML part with the tool's tags; they hold no ``<``, ``>`` or quotation mark, so they fit text and attributes."""
    for name, mark in marks.marks.items():
        html = html.replace(mark, escape(marks.dialect.tags[name], quote=False))
    return html


def fill_text(text: str, marks: Marks) -> str:
    """The text part with the tool's tags."""
    for name, mark in marks.marks.items():
        text = text.replace(mark, marks.dialect.tags[name])
    return text


def collisions(text: str, patterns: tuple[str, ...] = ANY_TOOL) -> list[str]:
    """What in a text a mailing tool would take for a tag."""
    return list(dict.fromkeys(found[0] for pattern in patterns for found in re.finditer(pattern, text)))
