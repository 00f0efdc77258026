"""Corrects a sent issue: a short email, a note in its web version, an entry in its record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from newsletter.core.history.changes_since_sent import ItemChange
from newsletter.core.history.corrections import is_public
from newsletter.core.issue.compose import Group, Issue, IssueSection
from newsletter.core.model.plan import Plan
from newsletter.core.model.sections import Section
from newsletter.core.model.sent_record import Correction, SentRecord
from newsletter.core.values.text import fold, harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.mailing.export_files import WEB_FILE
from newsletter.mailing.web_corrections import add_correction_notes
from newsletter.render.correction_text import place_current_item, word_correction
from newsletter.render.email import Email, render
from newsletter.render.wording.prose import as_markdown
from newsletter.render.wording.words import load_words
from newsletter.settings import Settings
from newsletter.workspace.sent_file import record_text
from newsletter.workspace.workspace import SENT

CORRECTION_HTML = "correction.html"
CORRECTION_TEXT = "correction.txt"
CORRECTION_SUBJECT = "correction-subject.txt"


class NothingToCorrect(NewsletterError):
    """Nothing that members need to know has changed, and there is no text to send them."""


@dataclass(frozen=True, slots=True)
class PlannedCorrection:
    """A sent issue, and the correction to it."""

    record: SentRecord
    correction: Correction
    changed: tuple[ItemChange, ...]
    """The items it is about that are still there, as they are now."""
    settings: Settings
    templates: Path | None = None


def propose_correction(
    found: Iterable[ItemChange], settings: Settings, templates: Path | None
) -> tuple[list[ItemChange], str]:
    """The items that members should hear about, and what to tell them, a line for each fact."""
    words = load_words(settings.language, templates)
    items = []
    lines = []
    for change in found:
        own_lines = list(word_correction(change, settings, words))
        if own_lines:
            items.append(change)
            lines += own_lines
    return items, "\n".join(lines)


def plan_correction(
    record: SentRecord,
    found: Iterable[ItemChange],
    text: str,
    on: date,
    settings: Settings,
    templates: Path | None,
) -> PlannedCorrection:
    """Prepare a correction of a sent issue.

    ``found`` are the items that have changed since. Without ``text`` the correction is worded from
    them. Raises NothingToCorrect when nothing has changed, and
    NewsletterError when ``on`` is before the sending.
    """
    found = tuple(found)
    items, proposal = propose_correction(found, settings, templates)
    is_own_text = bool(text.strip()) and text.split() != proposal.split()
    text = harmless(text).strip() or proposal
    if not text:
        raise NothingToCorrect("nothing members need to know has changed.")
    if on < record.sent_on:
        raise NewsletterError(
            "a correction cannot be dated before the issue was sent.", file=record.file
        )
    if is_own_text:  # it settles only the items that it names
        items = [change for change in items if fold(change.sent.title) in fold(text)]
    still_there = tuple(change for change in items if change.item and not change.cancelled)
    correction = Correction(
        on,
        text,
        items=tuple(change.sent.id for change in items),
        facts={change.sent.id: change.current for change in still_there},
        public=is_public(record, found if is_own_text else items, is_own_text),
    )
    return PlannedCorrection(
        record, correction, still_there, settings=settings, templates=templates
    )


def make_correction_email(planned: PlannedCorrection) -> Email:
    """The short email: the correction, and below it the items as they are now."""
    record = planned.record
    words = load_words(planned.settings.language, planned.templates)
    issue_subject = record.subject
    if not issue_subject:
        issue_subject = f"{planned.settings.name}: {words.period(record.period)}"
    paragraphs = []
    for line in planned.correction.text.splitlines():
        if line.strip():
            paragraphs.append(as_markdown(line))
    plan = Plan(
        record.period,
        planned.correction.on,
        subject=one_line(words("correction_subject", subject=issue_subject)),
        introduction="\n\n".join(paragraphs),
    )
    sections: tuple[IssueSection, ...] = ()
    items = tuple(place_current_item(change) for change in planned.changed)
    if items:
        heading = Section("now", words("as_it_is_now"))
        sections = (IssueSection(heading, (Group("", items),)),)
    issue = Issue(plan, (), None, sections, record.period.neighbour(1))
    return render(issue, planned.settings, planned.templates)


def make_correction_files(planned: PlannedCorrection, web: str | None) -> Mapping[str, bytes]:
    """The files of a correction, by name within the issue's folder.

    ``web`` is the web version as it is now, if there is one.
    """
    email = make_correction_email(planned)
    corrections = (*planned.record.corrections, planned.correction)
    record = replace(planned.record, corrections=corrections)
    files = {
        CORRECTION_HTML: email.html.encode(),
        CORRECTION_TEXT: email.text.encode(),
        CORRECTION_SUBJECT: f"{email.subject}\n".encode(),
    }
    if web is not None:
        words = load_words(planned.settings.language, planned.templates)
        files[WEB_FILE] = add_correction_notes(web, record, words).encode()
    files[SENT] = record_text(record).encode()
    return files
