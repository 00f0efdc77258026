"""The built files: both parts of the email, written whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from newsletter.render.email import Email
from newsletter.workspace.files import write_whole

HTML_FILE, TEXT_FILE = "email.html", "email.txt"


@dataclass(frozen=True, slots=True)
class Written:
    """Where both parts lie."""

    html: Path
    text: Path


def write_email(email: Email, folder: Path) -> Written:
    """Write both parts into a folder, which is made when it is missing. Raises NewsletterError when the disk refuses."""
    written = Written(folder / HTML_FILE, folder / TEXT_FILE)
    write_whole({written.html: email.html.encode(), written.text: email.text.encode()})
    return written
