"""The files of an export: both parts as one mailing tool takes them,
subject and preheader, and the steps in words."""

from collections.abc import Mapping
from pathlib import Path

from newsletter.core.issue.compose import Issue
from newsletter.render.email import Email
from newsletter.render.other_formats import formatted, review_file, web_version
from newsletter.render.tags.dialects import Dialect, Editor
from newsletter.settings import Settings

HTML_FILE = "email.html"
TEXT_FILE = "email.txt"
SUBJECT_FILE = "subject.txt"
PREHEADER_FILE = "preheader.txt"
STEPS_FILE = "steps.txt"
WEB_FILE = "web.html"
REVIEW_FILE = "review.html"


def make_export_files(
    email: Email, issue: Issue, settings: Settings, own: Path | None = None
) -> Mapping[str, bytes | None]:
    """What to paste into the mailing tool and the editor that ``email`` was made for, by file name.

    None stands for a file that must not exist. ``own`` is the workspace's folder of templates.
    """
    html = email.html
    if email.editor.shape == "formatted":
        html = formatted(issue, settings, own).html
    has_preheader = bool(email.preheader)
    steps = describe_steps(email.dialect, email.editor, has_preheader)
    return {
        HTML_FILE: html.encode(),
        TEXT_FILE: email.text.encode(),
        SUBJECT_FILE: f"{email.subject}\n".encode(),
        STEPS_FILE: steps.encode(),
        PREHEADER_FILE: f"{email.preheader}\n".encode() if has_preheader else None,
    }


def make_other_files(
    issue: Issue, settings: Settings, own: Path | None, wanted: frozenset[str]
) -> Mapping[str, bytes]:
    """The pages for other places that are wanted: ``WEB_FILE``, ``REVIEW_FILE``."""
    files = {}
    if WEB_FILE in wanted:
        files[WEB_FILE] = web_version(issue, settings, own).encode()
    if REVIEW_FILE in wanted:
        files[REVIEW_FILE] = review_file(issue, settings, own).encode()
    return files


def describe_steps(dialect: Dialect, editor: Editor, preheader: bool) -> str:
    """Where everything goes in the tool, and how to turn off its tracking, a line each."""
    subject = f"{SUBJECT_FILE} goes into the field for the subject."
    if preheader:
        subject = (
            f"{SUBJECT_FILE} and {PREHEADER_FILE} go into the fields for subject and preview text."
        )
    copy = ""
    if editor.shape == "formatted":
        copy = "open it in a browser, select all and copy. "
    test = "Send a test to yourself"
    if "unsubscribe" in dialect.tags or dialect.adds:
        test += ", and press “Unsubscribe” in it"
    lines = [
        f"{dialect.label}: {editor.label}",
        "",
        f"1. {subject}",
        f"2. {HTML_FILE}: {copy}{editor.paste}",
        f"3. {TEXT_FILE}: {dialect.paste_text}",
        f"4. Turn off tracking: {dialect.tracking}",
        f"5. {test}.",
    ]
    if dialect.adds:
        lines.append(f"{dialect.label} adds {dialect.adds}.")
    return "\n".join(lines) + "\n"
