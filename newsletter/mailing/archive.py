"""The archive: a small static site of every issue that was sent, made from what was kept when it was sent and from nothing else."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from newsletter.core.period import read_period
from newsletter.core.record import SentRecord
from newsletter.errors import NewsletterError
from newsletter.mailing.export import WEB_FILE
from newsletter.mailing.sending import fingerprints
from newsletter.render.site import archive_pages, entries
from newsletter.settings import Settings
from newsletter.workspace.files import UnreadableFile, read_bytes

MAX_PAGE = 5_000_000


def archive_files(
    records: Iterable[SentRecord], issues: Path, settings: Settings, own: Path | None, address: str = ""
) -> Mapping[str, bytes]:
    """The site's files, by name. ``issues`` is the folder with the sent issues, ``address`` where the site will be, if known.

    Raises NewsletterError when a page that was kept is gone or is no longer what was kept.
    """
    records = tuple(records)
    files = {f"{record.issue}/index.html": _page(record, issues) for record in records if not record.by_hand}
    return {**files, **archive_pages(entries(records, settings, own), settings, own, address)}


def no_longer(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Pages of an earlier archive in that folder, of issues that do not count as sent any more."""
    found = []
    for page in folder.glob("*/index.html"):
        try:
            is_issue = read_period(page.parent.name).slug == page.parent.name
        except NewsletterError:
            continue
        if is_issue and f"{page.parent.name}/index.html" not in files:
            found.append(page)
    return found


def _page(record: SentRecord, issues: Path) -> bytes:
    name = f"issues/{record.issue}/{WEB_FILE}"
    try:
        data = read_bytes(issues / record.issue / WEB_FILE, MAX_PAGE)
    except UnreadableFile as why:
        raise NewsletterError(
            f"{why}. It was kept when the issue was sent; bring it back (from git, the trash or a backup).", file=name
        ) from None
    if fingerprints({WEB_FILE: data})[WEB_FILE] != record.files.get(WEB_FILE):
        raise NewsletterError(
            "it was changed since the issue was sent. Bring back the page that was kept (from git, the trash or a backup).",
            file=name,
        )
    return data
