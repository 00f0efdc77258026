"""Warnings and notes that people do not want to see any more: their codes in newsletter.toml."""

from newsletter.core.problems.all_kinds import ALL_KINDS
from newsletter.core.problems.problem import ProblemKind, Severity
from newsletter.errors import NewsletterError
from newsletter.preview.actions.request import Given, text_of
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot
from newsletter.preview.views.problem_words import name_kind
from newsletter.workspace.settings.settings_file import NAME, settings_from
from newsletter.workspace.settings.settings_writer import settings_text


def silence_problem(desk: Desk, _shot: Snapshot, given: Given) -> PageChange:
    """Stop showing problems of one kind. Raises NewsletterError for an error."""
    kind = _kind_of(text_of(given, "value"))
    if kind.severity is Severity.ERROR:
        raise NewsletterError("This must be fixed before sending, so it cannot be hidden.")
    text = desk.text(NAME)
    codes = settings_from(text).silence
    if kind.code in codes:
        raise NewsletterError("This kind of warning is silenced already.")
    return _change(text, (*codes, kind.code), f"Silenced: {name_kind(kind)}")


def show_problem(desk: Desk, _shot: Snapshot, given: Given) -> PageChange:
    """Show problems of a silenced kind again; without a kind, all of them."""
    code = text_of(given, "value")
    text = desk.text(NAME)
    codes = settings_from(text).silence
    if not code:
        return _change(text, (), "All kinds of warning are shown again")
    kept = tuple(each for each in codes if each != code)
    if kept == codes:
        raise NewsletterError("This kind of warning is shown already.")
    return _change(text, kept, f"Shown again: {name_kind(_kind_of(code))}")


def _kind_of(code: str) -> ProblemKind:
    kind = ALL_KINDS.get(code)
    if kind is None:
        raise NewsletterError("There is no such kind of warning. Reload the page.")
    return kind


def _change(text: str, codes: tuple[str, ...], label: str) -> PageChange:
    return PageChange(label, {NAME: settings_text(text, {"silence": list(codes)})})
