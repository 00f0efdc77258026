"""What is kept when an issue was sent: its record, and the page for browsers as it was then.

Everything is decided here, and nothing is written: the command line and the page write the files that come out.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from newsletter.core.history.make_record import record_of, repeats
from newsletter.core.issue.compose import Issue
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import Selection
from newsletter.core.values.text import listed, quoted
from newsletter.errors import NewsletterError
from newsletter.mailing.export_files import HTML_FILE, TEXT_FILE, WEB_FILE
from newsletter.render.email import Email
from newsletter.render.other_formats import web_version
from newsletter.settings import Settings
from newsletter.workspace.frontmatter.field_values import link_fault
from newsletter.workspace.sent_file import record_text
from newsletter.workspace.workspace import SENT


@dataclass(frozen=True, slots=True)
class Given:
    """What an editor says about a sending."""

    on: date
    note: str = ""
    """What was changed in the mailing tool after copying."""
    link: str = ""
    """The address of the web version there."""


@dataclass(frozen=True, slots=True)
class Made:
    """An issue as it is now, with all that its record needs."""

    issue: Issue
    selection: Selection
    email: Email
    settings: Settings
    records: tuple[SentRecord, ...]
    templates: Path | None = None

    @property
    def parts(self) -> Mapping[str, bytes]:
        """Both parts as they are built, by file name."""
        return {HTML_FILE: self.email.html.encode(), TEXT_FILE: self.email.text.encode()}


def sent_files(made: Made, given: Given, today: date) -> Mapping[str, bytes]:
    """The files that say an issue was sent, by name within its folder: both parts, the page for browsers, the record.

    Raises NewsletterError when it was sent before, on a day to come, or holds what another issue has sent in the meantime.
    """
    name = made.issue.plan.name
    before = next((record for record in made.records if record.issue == name), None)
    if before:
        raise NewsletterError(
            f"it was sent on {say_day(before.sent_on)} already.", file=before.file
        )
    if given.on < made.issue.plan.period.start:
        raise NewsletterError(
            f"it cannot have been sent on {say_day(given.on)}, before its months began."
        )
    if given.on > today:
        raise NewsletterError(
            f"it cannot have been sent on {say_day(given.on)}, which is still to come."
        )
    if given.link and link_fault(given.link):
        raise NewsletterError(f"--link: the address {link_fault(given.link)}.")
    pages = {
        **made.parts,
        WEB_FILE: web_version(made.issue, made.settings, made.templates).encode(),
    }
    record = record_of(
        made.issue, made.selection, made.records, given.on, fingerprints(pages), given.note
    )
    record = replace(record, link=given.link)
    _refuse_repeats(record, made)
    return {**pages, SENT: record_text(record).encode()}


def fingerprints(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """By name, the SHA-256 of each file."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}


def as_it_was(record: SentRecord, files: Mapping[str, bytes]) -> bool:
    """Whether the files are what was sent; those that the record does not name are not compared."""
    return all(record.files.get(name, mark) == mark for name, mark in fingerprints(files).items())


def refuse_taking_back(record: SentRecord, records: Iterable[SentRecord]) -> None:
    """Raises NewsletterError when a later issue was sent in the knowledge of this one."""
    later = [other.issue for other in records if record.issue in other.before]
    if later:
        raise NewsletterError(
            f"{listed(later)} was sent after it, and was made from what this one held. What was sent last can be taken back first.", file=record.file
        )  # fmt: skip


def _refuse_repeats(record: SentRecord, made: Made) -> None:
    """Another issue may have gone out since this one was begun, on the same day or on a later one than its send_on says."""
    others = [
        other
        for other in made.records
        if other.issue not in record.before and other.sent_on <= record.sent_on
    ]
    found = list(repeats(record, others))
    if found:
        item, issue = found[0]
        rest = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise NewsletterError(
            f"{quoted(item.title)}{rest} stands in {issue} too, which was sent in the meantime. Write the day on which this issue really goes out as "
            "send_on: what members have read is left out then. What they shall read twice is taken in by hand (include).", file=made.issue.plan.file or None,
            line=made.issue.plan.lines.get("send_on"),
        )  # fmt: skip
