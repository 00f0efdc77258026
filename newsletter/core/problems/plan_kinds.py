"""What can be wrong in the decisions about one issue."""

from newsletter.core.problems.problem import error_kind, warning_kind

PLAN_NAMES_MISSING_ITEM = error_kind(
    "plan-names-missing-item",
    "{field} names {name}, and there is no such item. {hint}",
    "{field!f} names {value!q}, but this item no longer exists. Remove it, or restore the item.",
)
DECIDED_TWICE = error_kind(
    "decided-twice",
    "{name} is listed under {keys}. Keep it under one of them.",
    "There are two decisions about this item, and they contradict each other. Decide again.",
)
INCLUDED_AND_LEFT_OUT_FOREVER = error_kind(
    "included-and-left-out-forever",
    "include names {name}, but its content file says leave_out: {reason!q}. Remove one of the two.",
    "You included this item, but it is set to be left out of every issue ({reason!q}). Change one "
    "of the two.",
)
UNKNOWN_SECTION = error_kind(
    "unknown-section",
    "there is no section {value!q}. {hint}",
    "There is no section {value!q}. Choose another one.",
)
SENT_TOO_EARLY = warning_kind(
    "sent-too-early",
    "send_on is {value}, before the period is over ({end} is the first day after it): what "
    "happens in between will be missing.",
    "The issue is sent on {value}, before its period is over. Anything from the days before {end} "
    "that comes later will be missing.",
)
EARLIER_ISSUE_SENT_LATER = warning_kind(
    "earlier-issue-sent-later",
    "{issue} was sent on {sent}, and this issue's send_on is {value}: what was in it would be "
    "repeated. Write the day on which this issue really goes out.",
    "The issue for {period} was sent on {sent}, and this one is to be sent on {value}, which is "
    "not later. What was in it would be repeated. Enter the day on which this issue really goes "
    "out.",
)
WRONG_ISSUE_FOLDER = error_kind(
    "wrong-issue-folder",
    "its period is {period}, so its folder must be called {name}. Rename the folder, or correct "
    "the period.",
    "The period of this issue is {period}, but its folder has another name. The folder must be "
    "called {name}.",
)
