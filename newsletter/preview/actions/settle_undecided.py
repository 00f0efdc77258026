"""One press for everything that is undecided."""

from newsletter.core.model import plan_edits as decisions
from newsletter.core.model.item import Unreadable
from newsletter.core.model.plan import Plan
from newsletter.core.model.verdict import Code, Outcome
from newsletter.core.selection.select import find_long_past
from newsletter.core.values.text import counted
from newsletter.errors import NewsletterError
from newsletter.preview.actions.request import Given, choice_of, text_of, with_plan
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot
from newsletter.workspace.content.content_writer import content_text


def all_undecided(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Take all of it in, or leave all of it out of this issue."""
    ids = [
        v.item.id for v in choice_of(shot).selection.of(Outcome.UNDECIDED)
        if not isinstance(v.item, Unreadable) and v.code is not Code.UNSORTED
    ]  # fmt: skip
    take = text_of(given, "how") == "in"
    if not ids:
        raise NewsletterError("Nothing is left that can be decided at once.")

    def step(plan: Plan) -> Plan:
        for item_id in ids:
            if take:
                plan = decisions.include_item(plan, item_id, by_rules=False)
            else:
                plan = decisions.leave_out_item(plan, item_id, "its date is not known")
        return plan

    what = counted(len(ids), "undecided item")
    return with_plan(desk, shot, step, f"Took in {what}" if take else f"Left out {what}")


def old_for_good(desk: Desk, shot: Snapshot, _given: Given) -> PageChange:
    """Leave those whose day nobody knows any more out of every issue, each in its own file."""
    choice = choice_of(shot)
    items = find_long_past(choice.selection)
    if not items:
        raise NewsletterError(
            "None of what is undecided is old enough to be left out of every issue."
        )
    files = {
        item.file: content_text(
            desk.text(item.file), item.id, {"leave_out": "nobody knows its day"}
        )
        for item in items
    }
    return PageChange(f"Left out of every issue: {counted(len(items), 'old item')}", files)
