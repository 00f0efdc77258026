"""Every action by the name the page calls it."""

from collections.abc import Callable

from newsletter.preview.actions import edit_files as files
from newsletter.preview.actions import edit_items as items
from newsletter.preview.actions import edit_plan as plan
from newsletter.preview.actions import edit_settings as settings
from newsletter.preview.actions import sent_issue as sent
from newsletter.preview.actions import settle_undecided as undecided
from newsletter.preview.actions import silence
from newsletter.preview.actions.request import Given
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot

Action = Callable[[Desk, Snapshot, Given], PageChange]
"""What an editor can do: the desk, the issue as it is and what the browser sent in, the wanted change out."""

ACTIONS: dict[str, Action] = {
    "take-in": plan.take_in,
    "leave-out": plan.leave_out,
    "next-time": plan.next_time,
    "take-up": sent.take_up,
    "sent": sent.sent,
    "not-sent": sent.not_sent,
    "correct": sent.correct,
    "as-rules-say": plan.as_rules_say,
    "all-undecided": undecided.all_undecided,
    "old-for-good": undecided.old_for_good,
    "place": plan.place,
    "section": plan.to_section,
    "lead": plan.lead,
    "no-lead": plan.no_lead,
    "amount": plan.show_amount,
    "opening": plan.opening,
    "send-on": plan.send_on,
    "also-in": plan.also_in,
    "begin": plan.begin,
    "approve": plan.approve,
    "write": items.write,
    "clean-link": items.clean_link,
    "as-in-file": items.as_in_file,
    "decide-day": items.decide_day,
    "add": items.add,
    "file": files.write,
    "remove-copy": files.remove_copy,
    "settings": settings.change_settings,
    "sections": settings.change_sections,
    "editor": settings.choose_editor,
    "words": settings.change_words,
    "silence-problem": silence.silence_problem,
    "show-problem": silence.show_problem,
}
