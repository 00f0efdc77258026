"""A correction of a sent issue: a short email of its own, a note in the page for browsers, an entry in the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from newsletter.core.history.changes_since_sent import Otherwise
from newsletter.core.history.corrections import is_public
from newsletter.core.issue.compose import Group, Issue, IssueSection
from newsletter.core.model.plan import Plan
from newsletter.core.model.sections import Section
from newsletter.core.model.sent_record import Correction, SentRecord
from newsletter.core.values.period import Period
from newsletter.core.values.text import fold, harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.mailing.export_files import WEB_FILE
from newsletter.mailing.web_corrections import noted
from newsletter.render.correction_text import as_it_is_now, correction_lines
from newsletter.render.email import Email, render
from newsletter.render.wording.prose import as_markdown
from newsletter.render.wording.words import load_words
from newsletter.settings import Settings
from newsletter.workspace.sent_file import record_text
from newsletter.workspace.workspace import SENT

CORRECTION_HTML, CORRECTION_TEXT, CORRECTION_SUBJECT = (
    "correction.html",
    "correction.txt",
    "correction-subject.txt",
)


@dataclass(frozen=True, slots=True)
class Correcting:
    """A sent issue, and what is to be told about it."""

    record: SentRecord
    correction: Correction
    changed: tuple[Otherwise, ...]
    """The items it is about that are still there, as they are now."""
    settings: Settings
    templates: Path | None = None


def proposed(
    found: Iterable[Otherwise], settings: Settings, templates: Path | None
) -> tuple[list[Otherwise], str]:
    """The items that members have to be told of, and what to tell them, a line for each fact."""
    words = load_words(settings.language, templates)
    told = [(each, list(correction_lines(each, settings, words))) for each in found]
    return [each for each, lines in told if lines], "\n".join(
        line for _, lines in told for line in lines
    )


def correcting(
    record: SentRecord,
    found: Iterable[Otherwise],
    text: str,
    on: date,
    settings: Settings,
    templates: Path | None,
) -> Correcting:
    """Put a correction together. ``found`` are the items that are otherwise now; without ``text`` it is made from them.

    Raises NewsletterError when there is nothing to say, or when it is dated before the sending.
    """
    found = tuple(found)
    about, words = proposed(found, settings, templates)
    own = bool(text.strip()) and text.split() != words.split()
    text = harmless(text).strip() or words
    if not text:
        raise NewsletterError(
            "nothing is otherwise now that members would have to know. To tell them something all the same, write it behind --say."
        )
    if on < record.sent_on:
        raise NewsletterError(
            "a correction cannot be dated before the issue was sent.", file=record.file
        )
    if own:  # it settles only what it speaks of
        about = [each for each in about if fold(each.sent.title) in fold(text)]
    there = tuple(each for each in about if each.item and not each.cancelled)
    public = is_public(record, found if own else about, own)
    told = {each.sent.id: each.current for each in there}
    correction = Correction(on, text, tuple(each.sent.id for each in about), told, public)
    return Correcting(record, correction, there, settings, templates)


def correction_email(made: Correcting) -> Email:
    """The short email: what is told, and below it the items as they are now."""
    words = load_words(made.settings.language, made.templates)
    subject = made.record.subject or f"{made.settings.name}: {words.period(made.record.period)}"
    lines = [as_markdown(line) for line in made.correction.text.splitlines() if line.strip()]
    plan = Plan(
        made.record.period, made.correction.on, subject=one_line(words("correction_subject", subject=subject)),
        introduction="\n\n".join(lines),
    )  # fmt: skip
    items = tuple(as_it_is_now(each) for each in made.changed)
    section = IssueSection(Section("now", words("as_it_is_now")), (Group("", items),))
    issue = Issue(plan, (), None, (section,) if items else (), _after(made.record.period))
    return render(issue, made.settings, made.templates)


def correction_files(made: Correcting, web: str | None) -> Mapping[str, bytes]:
    """The files of a correction, by name within the issue's folder. ``web`` is the page for browsers as it is now, if there is one."""
    email = correction_email(made)
    record = replace(made.record, corrections=(*made.record.corrections, made.correction))
    files = {
        CORRECTION_HTML: email.html.encode(),
        CORRECTION_TEXT: email.text.encode(),
        CORRECTION_SUBJECT: f"{email.subject}\n".encode(),
    }
    if web is not None:
        files[WEB_FILE] = noted(
            web, record, load_words(made.settings.language, made.templates)
        ).encode()
    return {**files, SENT: record_text(record).encode()}


def _after(period: Period) -> Period:
    return period.neighbour(1)
