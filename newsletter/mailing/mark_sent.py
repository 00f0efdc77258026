"""Marks an issue as sent: makes its record and keeps its web version as it was then.

This module only decides. The command line and the page write the files that it returns.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from newsletter.core.history.make_record import make_record, repeats
from newsletter.core.issue.compose import Issue
from newsletter.core.model.sent_record import SentRecord, record_of
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
class SendingDetails:
    """What an editor says about a sending."""

    on: date
    note: str = ""
    """What was changed in the mailing tool after copying."""
    link: str = ""
    """The address of the web version there."""


@dataclass(frozen=True, slots=True)
class BuiltIssue:
    """An issue as it is now, with everything that its record needs."""

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


def make_sent_files(built: BuiltIssue, details: SendingDetails, today: date) -> Mapping[str, bytes]:
    """The files that say an issue was sent, by name within its folder.

    They are both parts, the web version and the record. Raises NewsletterError when the issue was
    sent before, when the day is not possible, or when another issue has sent the same items since.
    """
    plan = built.issue.plan
    _refuse_second_time(built)
    if details.on < plan.period.start:
        raise NewsletterError(
            f"it cannot have been sent on {say_day(details.on)}, before its months began."
        )
    if details.on > today:
        raise NewsletterError(
            f"it cannot have been sent on {say_day(details.on)}, which is still to come."
        )
    if details.link and link_fault(details.link):
        raise NewsletterError(f"the address of the web version {link_fault(details.link)}.")
    web = web_version(built.issue, built.settings, built.templates)
    pages = {**built.parts, WEB_FILE: web.encode()}
    record = make_record(
        built.issue,
        built.selection,
        built.records,
        details.on,
        hash_files(pages),
        details.note,
    )
    record = replace(record, link=details.link)
    _refuse_repeats(record, built)
    return {**pages, SENT: record_text(record).encode()}


def hash_files(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """By name, the SHA-256 of each file."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}


def matches_record(record: SentRecord, files: Mapping[str, bytes]) -> bool:
    """Whether the files are what was sent. Files that the record does not name are not compared."""
    for name, digest in hash_files(files).items():
        sent_digest = record.files.get(name, digest)
        if sent_digest != digest:
            return False
    return True


def refuse_undo(record: SentRecord, records: Iterable[SentRecord]) -> None:
    """Raises NewsletterError when a later issue was made in the knowledge of this one."""
    later = [other.issue for other in records if record.issue in other.before]
    if not later:
        return
    raise NewsletterError(
        f"{listed(later)} was sent after it, and was made from what this one held. "
        "Undo the last one that was sent first.",
        file=record.file,
    )


def _refuse_second_time(built: BuiltIssue) -> None:
    record = record_of(built.issue.plan.name, built.records)
    if record:
        raise NewsletterError(
            f"it was sent on {say_day(record.sent_on)} already.", file=record.file
        )


def _refuse_repeats(record: SentRecord, built: BuiltIssue) -> None:
    """Refuse items that another issue has sent since this one was started."""
    sent_since = []
    for other in built.records:
        is_known = other.issue in record.before
        if not is_known and other.sent_on <= record.sent_on:
            sent_since.append(other)
    found = list(repeats(record, sent_since))
    if not found:
        return
    item, issue = found[0]
    rest = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    plan = built.issue.plan
    raise NewsletterError(
        f"{quoted(item.title)}{rest} is in {issue} too, which was sent in the meantime. "
        "Set the day of sending to the day on which this issue really goes out: then what "
        "members have read already is left out. To send an item a second time, include it.",
        file=plan.file or None,
        line=plan.lines.get("send_on"),
    )
