"""The archive: a small static site of every issue that was sent, made from what was kept when it was sent and from nothing else."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from newsletter.core.model.sent_record import SentRecord
from newsletter.core.values.period import read_period
from newsletter.errors import NewsletterError
from newsletter.mailing.export_files import WEB_FILE
from newsletter.mailing.web_corrections import noted
from newsletter.render.archive_pages import archive_pages, entries
from newsletter.render.wording.words import Words, load_words
from newsletter.settings import Settings
from newsletter.workspace.files.safe_io import UnreadableFile, read_text

MAX_PAGE = 5_000_000
MADE = '<meta name="generator" content="member-newsletter archive">'
"""By which an index is known to be an archive of ours."""


def archive_files(
    records: Iterable[SentRecord],
    issues: Path,
    settings: Settings,
    own: Path | None,
    address: str = "",
) -> Mapping[str, bytes]:
    """The site's files, by name. ``issues`` is the folder with the sent issues, ``address`` where the site will be, if known.

    Raises NewsletterError when a page that was kept is gone or is no longer what was kept.
    """
    records = tuple(records)
    words = load_words(settings.language, own)
    files = {
        f"{record.issue}/index.html": _page(record, issues, words)
        for record in records
        if not record.by_hand
    }
    return {**files, **archive_pages(entries(records, settings, own), settings, own, address)}


def no_longer(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Pages of an earlier archive in that folder, of issues that do not count as sent any more.

    Raises NewsletterError when the folder holds a page of somebody else's: nothing of theirs is overwritten or taken away.
    """
    index = folder / "index.html"
    if not index.exists():
        if any(folder.glob("*/index.html")):
            raise NewsletterError(
                "there are pages in that folder that are no archive. Name a folder of its own."
            )
        return []
    if MADE not in index.read_text("utf-8", "replace"):
        raise NewsletterError("the index.html there is no archive. Name a folder of its own.")
    found = []
    for page in folder.glob("*/index.html"):
        try:
            is_issue = read_period(page.parent.name).slug == page.parent.name
        except NewsletterError:
            continue
        if is_issue and f"{page.parent.name}/index.html" not in files:
            found.append(page)
    return found


def _page(record: SentRecord, issues: Path, words: Words) -> bytes:
    name = f"issues/{record.issue}/{WEB_FILE}"
    try:
        web = read_text(issues / record.issue / WEB_FILE, MAX_PAGE)
    except UnreadableFile as why:
        raise NewsletterError(
            f"{why}. It was kept when the issue was sent; bring it back (from git, the trash or a backup).",
            file=name,
        ) from None
    return noted(web, record, words).encode()
