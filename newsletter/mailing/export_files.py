"""The files of an export: both parts as one mailing tool takes them, subject and preheader, and the steps in words."""

from collections.abc import Mapping
from pathlib import Path

from newsletter.core.issue.compose import Issue
from newsletter.render.email import Email
from newsletter.render.other_formats import formatted, review_file, web_version
from newsletter.render.tags.dialects import Dialect, Editor
from newsletter.settings import Settings

HTML_FILE, TEXT_FILE, SUBJECT_FILE, PREHEADER_FILE, STEPS_FILE = (
    "email.html", "email.txt", "subject.txt", "preheader.txt", "steps.txt",
)  # fmt: skip
WEB_FILE, REVIEW_FILE = "web.html", "review.html"


def export_files(
    email: Email, issue: Issue, settings: Settings, own: Path | None = None
) -> Mapping[str, bytes | None]:
    """What to paste into the mailing tool and the editor that ``email`` was made for, by file name; None for a file that is not to be there."""
    pasted = (
        formatted(issue, settings, own).html if email.editor.shape == "formatted" else email.html
    )
    files = {
        HTML_FILE: pasted,
        TEXT_FILE: email.text,
        SUBJECT_FILE: f"{email.subject}\n",
        STEPS_FILE: steps(email.dialect, email.editor, bool(email.preheader)),
    }
    written: dict[str, bytes | None] = {name: text.encode() for name, text in files.items()}
    return {**written, PREHEADER_FILE: f"{email.preheader}\n".encode() if email.preheader else None}


def other_files(
    issue: Issue, settings: Settings, own: Path | None, wanted: frozenset[str]
) -> Mapping[str, bytes]:
    """The pages for other places that are wanted: ``WEB_FILE``, ``REVIEW_FILE``."""
    makers = {WEB_FILE: web_version, REVIEW_FILE: review_file}
    return {
        name: make(issue, settings, own).encode() for name, make in makers.items() if name in wanted
    }


def steps(dialect: Dialect, editor: Editor, preheader: bool) -> str:
    """Where everything goes in the tool, and where it counts nobody, a line each."""
    opening = (
        f"{SUBJECT_FILE} and {PREHEADER_FILE} go into the fields for subject and preview text."
    )
    lines = [
        f"{dialect.label}: {editor.label}",
        "",
        f"1. {opening if preheader else f'{SUBJECT_FILE} goes into the field for the subject.'}",
        f"2. {HTML_FILE}: {'open it in a browser, select all and copy. ' if editor.shape == 'formatted' else ''}{editor.paste}",
        f"3. {TEXT_FILE}: {dialect.paste_text}",
        f"4. Nobody is to be watched: {dialect.tracking}",
        f"5. Send a test to yourself{', and press “Unsubscribe” in it' if 'unsubscribe' in dialect.tags or dialect.adds else ''}.",
    ]
    if dialect.adds:
        lines.append(f"{dialect.label} adds {dialect.adds}.")
    return "\n".join(lines) + "\n"
