"""One press for everything that is undecided."""

from newsletter.core import decisions
from newsletter.core.item import Unreadable
from newsletter.core.plan import Plan
from newsletter.core.text import counted
from newsletter.core.undecided import old_ones
from newsletter.core.verdict import Code, Outcome
from newsletter.errors import NewsletterError
from newsletter.preview.actions.given import Given, choice_of, text_of, with_plan
from newsletter.preview.desk import Change, Desk, Snapshot
from newsletter.workspace.content_writer import content_text


def all_undecided(desk: Desk, shot: Snapshot, given: Given) -> Change:
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
                plan = decisions.taken_in(plan, item_id, by_rules=False)
            else:
                plan = decisions.left_out(plan, item_id, "its date is not known")
        return plan

    what = counted(len(ids), "undecided item")
    return with_plan(desk, shot, step, f"Took in {what}" if take else f"Left out {what}")


def old_for_good(desk: Desk, shot: Snapshot, _given: Given) -> Change:
    """Leave those whose day nobody knows any more out of every issue, each in its own file."""
    choice = choice_of(shot)
    items = old_ones(choice.selection.verdicts, choice.plan.period)
    if not items:
        raise NewsletterError("None of what is undecided is old enough to be left out of every issue.")
    files = {
        item.file: content_text(desk.text(item.file), item.id, {"leave_out": "nobody knows its day"}) for item in items
    }
    return Change(f"Left out of every issue: {counted(len(items), 'old item')}", files)
