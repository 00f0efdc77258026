"""Makes the archive: a small static site of every sent issue, from what was kept when it was sent."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from newsletter.core.model.sent_record import SentRecord
from newsletter.core.values.period import read_period
from newsletter.errors import NewsletterError
from newsletter.mailing.export_files import WEB_FILE
from newsletter.mailing.web_corrections import add_correction_notes
from newsletter.render.archive_pages import archive_pages, list_entries
from newsletter.render.wording.words import Words, load_words
from newsletter.settings import Settings
from newsletter.workspace.files.safe_io import UnreadableFile, read_text

MAX_PAGE = 5_000_000
MADE = '<meta name="generator" content="member-newsletter archive">'
"""Proves that an index.html was made by this program."""


def make_archive_files(
    records: Iterable[SentRecord],
    issues: Path,
    settings: Settings,
    own: Path | None,
    address: str = "",
) -> Mapping[str, bytes]:
    """The site's files, by name.

    ``issues`` is the folder with the sent issues, ``own`` the workspace's templates, ``address``
    where the site will be, if known. Raises NewsletterError when a page that was kept is gone or
    has been changed.
    """
    records = tuple(records)
    words = load_words(settings.language, own)
    files = {}
    for record in records:
        if not record.by_hand:
            files[f"{record.issue}/index.html"] = _read_page(record, issues, words)
    pages = archive_pages(list_entries(records, settings, own), settings, own, address)
    return {**files, **pages}


def find_outdated_pages(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Pages of an earlier archive in that folder whose issues no longer count as sent.

    Raises NewsletterError when the folder holds other pages: nothing of theirs is overwritten or
    deleted.
    """
    index = folder / "index.html"
    if not index.exists():
        if any(folder.glob("*/index.html")):
            raise NewsletterError("that folder holds other pages. Choose an empty folder.")
        return []
    if MADE not in index.read_text("utf-8", "replace"):
        raise NewsletterError(
            "the index.html in that folder is not an archive. Choose an empty folder."
        )
    outdated = []
    for page in folder.glob("*/index.html"):
        name = page.parent.name
        if _is_issue_name(name) and f"{name}/index.html" not in files:
            outdated.append(page)
    return outdated


def _is_issue_name(name: str) -> bool:
    try:
        return read_period(name).slug == name
    except NewsletterError:
        return False


def _read_page(record: SentRecord, issues: Path, words: Words) -> bytes:
    """The web version that was kept of an issue, with the notes of its corrections."""
    try:
        web = read_text(issues / record.issue / WEB_FILE, MAX_PAGE)
    except UnreadableFile as why:
        raise NewsletterError(
            f"{why}. It was kept when the issue was sent. "
            "Restore it (from git, the trash or a backup).",
            file=f"issues/{record.issue}/{WEB_FILE}",
        ) from None
    return add_correction_notes(web, record, words).encode()
