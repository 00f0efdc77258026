"""What was sent: marked, taken back, corrected; and what was missed, taken up."""

from collections.abc import Mapping

from newsletter.core.history.changes_since_sent import find_changes
from newsletter.core.model import plan_edits as decisions
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Plan
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.mailing.correction_email import make_correction_files, plan_correction
from newsletter.mailing.export_files import WEB_FILE
from newsletter.mailing.mark_sent import (
    BuiltIssue,
    SendingDetails,
    make_sent_files,
    refuse_undo,
)
from newsletter.preview.actions.edit_plan import day_of
from newsletter.preview.actions.request import (
    Given,
    choice_of,
    item_of,
    quote_title,
    text_of,
    with_plan,
)
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot
from newsletter.preview.desk.readiness import must_be_ready
from newsletter.workspace.frontmatter.field_values import link_fault
from newsletter.workspace.workspace import SENT


def sent(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Keep what the issue held: it was sent."""
    must_be_ready(shot)
    built = shot.built
    assert built is not None
    choice = built.choice
    link = one_line(text_of(given, "link")).strip()
    if link and link_fault(link):
        raise NewsletterError(f"The address {link_fault(link)}.")
    made = BuiltIssue(
        built.issue,
        choice.selection,
        built.email,
        choice.settings,
        choice.records,
        choice.workspace.templates,
    )
    _refuse_other_bytes(desk, shot, made)
    when = day_of(text_of(given, "on"))
    files = make_sent_files(
        made, SendingDetails(when, harmless(text_of(given, "note")).strip(), link), shot.today
    )
    return PageChange(
        f"Sent on {say_day(when)}: {choice.plan.period.title}",
        _as_texts(desk, shot, files),
        is_step=False,
    )


def _refuse_other_bytes(desk: Desk, shot: Snapshot, made: BuiltIssue) -> None:
    """What is recorded must be what was copied: both parts were written beside the issue then."""
    for name, data in made.parts.items():
        path = desk.path / _place(shot, name)
        if path.is_file() and path.read_bytes() != data:
            raise NewsletterError(
                "Something was changed since it was copied or built last. If that was sent, undo what was changed since; if not, copy it once more and send that."
            )


def not_sent(desk: Desk, shot: Snapshot, _given: Given) -> PageChange:
    """It was not sent after all."""
    record = _record(shot)
    refuse_undo(record, choice_of(shot).records)
    files = {name: None for name in (SENT, WEB_FILE) if (desk.path / _place(shot, name)).exists()}
    for name in files:
        desk.text(_place(shot, name))
    return PageChange(
        "It counts as not sent", {_place(shot, name): None for name in files}, is_step=False
    )


def correct(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Tell members what is otherwise now."""
    record, choice = _record(shot), choice_of(shot)
    pool = {
        verdict.item.id: verdict.item
        for verdict in choice.selection.verdicts
        if isinstance(verdict.item, Item)
    }
    found = find_changes(record, choice.plan, pool)
    text = harmless(text_of(given, "value"))
    made = plan_correction(
        record, found, text, shot.today, choice.settings, choice.workspace.templates
    )
    web = _place(shot, WEB_FILE)
    page = desk.text(web) if (desk.path / web).exists() else None
    files = make_correction_files(made, page)
    return PageChange(
        "The correction is ready to be copied", _as_texts(desk, shot, files), is_step=False
    )


def take_up(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Take in what an earlier issue missed: under the section for that, or in its own."""
    item = item_of(shot, text_of(given, "item"))
    sections = choice_of(shot).settings.sections
    wanted = next((section for section in sections if section.id == text_of(given, "value")), None)

    def step(plan: Plan) -> Plan:
        plan = decisions.include_item(plan, item.id, by_rules=False)
        return decisions.move_item(plan, item.id, wanted.id, "") if wanted else plan

    return with_plan(desk, shot, step, f"Taken up: {quote_title(item.title)}", item=item.id)


def _record(shot: Snapshot) -> SentRecord:
    record = choice_of(shot).sent
    if record is None:
        raise NewsletterError("This issue was not marked as sent.")
    return record


def _place(shot: Snapshot, name: str) -> str:
    return f"issues/{choice_of(shot).plan.name}/{name}"


def _as_texts(desk: Desk, shot: Snapshot, files: Mapping[str, bytes]) -> dict[str, str | None]:
    """The files as the desk writes them; those that are there are read first, so that they may be overwritten."""
    texts: dict[str, str | None] = {}
    for name, data in files.items():
        place = _place(shot, name)
        if (desk.path / place).exists():
            desk.text(place)
        texts[place] = data.decode()
    return texts
