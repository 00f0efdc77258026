"""Decisions about the issue: what is in it, where, how much of it, and the words around it."""

from dataclasses import replace
from datetime import date
from typing import Any

from newsletter.core.issue.approval import part_codes
from newsletter.core.issue.compose import Group
from newsletter.core.model import plan_edits as decisions
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Amount, Plan
from newsletter.core.model.sections import section_for
from newsletter.core.model.verdict import Outcome
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import select
from newsletter.core.values.date_parser import one_day
from newsletter.core.values.text import harmless, one_line, path_key, quoted
from newsletter.errors import NewsletterError
from newsletter.preview.actions.request import (
    Given,
    choice_of,
    item_of,
    merge_text,
    quote_title,
    text_of,
    verdict_on,
    with_plan,
)
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot


def take_in(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Take an item in, whatever the rules say."""
    item = item_of(shot, text_of(given, "item"))
    if item.leave_out:
        raise NewsletterError(
            f"{quote_title(item.title)} is left out of every issue: {item.leave_out}. Remove that reason first, under “Mend”."
        )
    return with_plan(
        desk, shot, lambda plan: decisions.include_item(plan, item.id, _by_rules(shot, plan, item.id)),
        f"Taken in: {quote_title(item.title)}", item=item.id,
    )  # fmt: skip


def _by_rules(shot: Snapshot, plan: Plan, item_id: str) -> bool:
    """Whether the rules alone select the item."""
    choice = choice_of(shot)
    pool = [verdict.item for verdict in choice.selection.verdicts]
    undecided = decisions.follow_rules(plan, item_id)
    verdicts = select(pool, undecided, choice.records, choice.settings.rules).verdicts
    return any(v.item.id == item_id and v.outcome is Outcome.SELECTED for v in verdicts)


def leave_out(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Leave an item out of this issue, with a why."""
    item = verdict_on(shot, text_of(given, "item")).item
    why = one_line(text_of(given, "why"))
    if not why:
        raise NewsletterError("Say why it is left out: the next editor will want to know.")
    return with_plan(desk, shot, lambda plan: decisions.leave_out_item(plan, item.id, why),
                     f"Left out: {quote_title(item.title)}, {why}", item=item.id)  # fmt: skip


def next_time(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Leave an item for the next issue."""
    item = verdict_on(shot, text_of(given, "item")).item
    return with_plan(desk, shot, lambda plan: decisions.postpone_item(plan, item.id),
                     f"Kept for the next issue: {quote_title(item.title)}", item=item.id)  # fmt: skip


def as_rules_say(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Take back what was decided about an item."""
    item = verdict_on(shot, text_of(given, "item")).item
    return with_plan(desk, shot, lambda plan: decisions.follow_rules(plan, item.id),
                     f"As the rules say: {quote_title(item.title)}", item=item.id)  # fmt: skip


def place(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Move an item up, down or to the top of its group."""
    item = item_of(shot, text_of(given, "item"))
    group, title = _group(shot, item)
    ids = tuple(placed.item.id for placed in group.items)
    now = ids.index(item.id)
    to = {"up": now - 1, "down": now + 1, "top": 0, "bottom": len(ids) - 1}.get(
        text_of(given, "how"), now
    )
    to = max(0, min(to, len(ids) - 1))
    if to == now:
        where = "first" if now == 0 else "last"
        raise NewsletterError(f"{quote_title(item.title)} is the {where} in {title} already.")
    return with_plan(
        desk, shot, lambda plan: decisions.place_item(plan, item.id, ids, to),
        f"Moved: {quote_title(item.title)} is number {to + 1} of {len(ids)} in {title} now", item=item.id,
    )  # fmt: skip


def _group(shot: Snapshot, item: Item) -> tuple[Group, str]:
    assert shot.issue is not None
    for section in (*shot.issue.act_now, *shot.issue.sections):
        for group in section.groups:
            if any(placed.item.id == item.id for placed in group.items):
                return group, section.section.title
    raise NewsletterError(
        f"{quote_title(item.title)} is in no section, so it cannot be moved up or down."
    )


def to_section(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Put an item into another section."""
    verdict = verdict_on(shot, text_of(given, "item"))
    item = item_of(shot, verdict.item.id)
    sections = choice_of(shot).settings.sections
    wanted = next(
        (section for section in sections if section.id == text_of(given, "section")), None
    )
    if wanted is None:
        raise NewsletterError("There is no such section any more. Reload the page.")
    natural = section_for(item, verdict.role, sections, item.section) if verdict.role else None
    return with_plan(
        desk, shot, lambda plan: decisions.move_item(plan, item.id, wanted.id, natural.id if natural else ""),
        f"Moved to {wanted.title}: {quote_title(item.title)}", item=item.id,
    )  # fmt: skip


def lead(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Make an item the top story, or put it back among the others."""
    item = item_of(shot, text_of(given, "item"))
    if path_key(choice_of(shot).plan.lead) == path_key(item.id):
        return with_plan(desk, shot, lambda plan: decisions.remove_lead(plan, item.id),
                         f"No longer the top story: {quote_title(item.title)}", item=item.id)  # fmt: skip
    return with_plan(
        desk,
        shot,
        lambda plan: decisions.make_lead(plan, item.id),
        f"Top story: {quote_title(item.title)}",
        item=item.id,
    )


def no_lead(desk: Desk, shot: Snapshot, _given: Given) -> PageChange:
    """No top story."""
    return with_plan(desk, shot, lambda plan: replace(plan, lead=""), "No top story any more")


_AMOUNT_WORDS = {Amount.FULL: "in full", Amount.SUMMARY: "as a summary", Amount.LINE: "as one line"}


def show_amount(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Show an item in full, as a summary or as one line."""
    item = item_of(shot, text_of(given, "item"))
    try:
        wanted = Amount(text_of(given, "amount"))
    except ValueError:
        raise NewsletterError("An item is shown in full, as a summary or as one line.") from None
    return with_plan(desk, shot, lambda plan: decisions.show_amount(plan, item.id, wanted),
                     f"Shown {_AMOUNT_WORDS[wanted]}: {quote_title(item.title)}", item=item.id)  # fmt: skip


LABELS = {
    "subject": "The subject",
    "preheader": "The preview text",
    "introduction": "The introduction",
}


def opening(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Write the subject, the preheader or the introduction."""
    field = text_of(given, "field")
    if field not in LABELS:
        raise NewsletterError("There is no such field. Reload the page.")
    clean = (lambda text: harmless(text).strip()) if field == "introduction" else one_line
    base, value = clean(text_of(given, "base")), clean(text_of(given, "value"))

    def step(plan: Plan) -> Plan:
        now = getattr(plan, field)
        changes: dict[str, Any] = {field: clean(merge_text(LABELS[field], base, value, clean(now)))}
        return replace(plan, **changes)

    return with_plan(desk, shot, step, f"{LABELS[field]} was changed", field=f"{shot.name}/{field}")


def send_on(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Set the day of sending."""
    day = day_of(text_of(given, "value"))
    return with_plan(
        desk, shot, lambda plan: replace(plan, send_on=day), f"To be sent on {say_day(day)}"
    )


def day_of(text: str) -> date:
    """The one day that a text names. Raises NewsletterError when it is none, or more than one."""
    day = one_day(text)
    if day is None:
        raise NewsletterError(
            f"{quoted(text)} is not one day. Write it as 2022-05-11 or 11 May 2022."
        )
    return day


def also_in(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Say where this issue can be read in other languages: a line for each, ``es https://…``."""
    from newsletter.workspace.frontmatter.field_values import link_fault

    found = []
    for line in text_of(given, "value").splitlines():
        if not line.strip():
            continue
        code, _, address = (
            line.replace(":", " ", 1).strip().partition(" ")
            if not line.startswith("http")
            else ("", "", line)
        )
        if not code or link_fault(address.strip()):
            raise NewsletterError(
                f"{quoted(line)} is not a language and an address. Write a line such as: es https://example.org/es/"
            )
        found.append((code.strip(), address.strip()))
    return with_plan(
        desk, shot, lambda plan: replace(plan, also_in=tuple(found)), "Other languages were changed"
    )


def approve(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Somebody approves the issue as it is now; with no name the approval is taken back."""
    by = one_line(text_of(given, "value"))[:120].strip()
    if text_of(given, "value") and not by:
        raise NewsletterError("Write the name of the person who approves it.")
    if shot.issue is None:
        raise NewsletterError("The issue cannot be shown yet, so it cannot be approved.")
    what = part_codes(shot.issue, choice_of(shot).settings.look) if by else {}
    return with_plan(
        desk, shot, lambda plan: replace(plan, approved_by=by, approved_on=shot.today if by else None, approved=what),
        f"Approved by {by}" if by else "The approval was taken back",
    )  # fmt: skip


def begin(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Begin the issue: write its file, with the day of sending."""
    if choice_of(shot).plan.file:
        raise NewsletterError("This issue has been started already.")
    text = text_of(given, "value")
    day = day_of(text) if text else choice_of(shot).plan.send_on
    return with_plan(
        desk,
        shot,
        lambda plan: replace(plan, send_on=day),
        f"Begun: {choice_of(shot).plan.period.title}",
    )
