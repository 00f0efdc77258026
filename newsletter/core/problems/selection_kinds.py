"""What can be doubtful about the choice of items for an issue."""

from newsletter.core.problems.problem import note_kind, warning_kind

VAGUE_DATE = warning_kind(
    "vague-date",
    "{field} {value!q} can mean more than one day. It makes no difference to this issue.",
    "{field!f} is {value!q}, which can mean more than one day. It makes no difference to this "
    "issue.",
)
CONTRADICTING_DATES = warning_kind(
    "contradicting-dates",
    "{field} is {value!q}, but its file also says {other!q}. It makes no difference to this issue.",
    "{field!f} is {value!q}, but the item also says {other!q}. It makes no difference to this "
    "issue.",
)
DAYS_DIFFER_IN_TEXT = warning_kind(
    "days-differ-in-text",
    "{field} is {value!q}, but its text says {other!q}. It makes no difference to this issue.",
    "{field!f} is {value!q}, but the text says {other!q}. It makes no difference to this issue.",
)
LOOKS_LIKE_ANOTHER = warning_kind(
    "looks-like-another",
    "it looks like {other!i}, with the same title and date, and both are in this issue. If they "
    "are about the same thing, leave one out in issue.md.",
    "This item has the same title and date as another one in this issue. If they are about the "
    "same thing, leave one out.",
)
NEVER_ANNOUNCED = note_kind(
    "never-announced",
    "no issue announced it: members will read about it only when it is over.",
    "No issue announced this. Members will read about it only when it is over.",
)
CANCELLED_SINCE_ANNOUNCED = warning_kind(
    "cancelled-since-announced",
    "{issue} announced it, and it has been cancelled. Include it again, so that members know, or "
    "correct that issue.",
    "An earlier issue announced this, and it has been cancelled. Include it again, so that "
    "members know, or correct that issue.",
)
MOVED_SINCE_ANNOUNCED = warning_kind(
    "moved-since-announced",
    "{issue} announced it for {before}, and now it is {now}. Include it again, so that members "
    "know, or correct that issue.",
    "An earlier issue announced this for {before}, and now it is {now}. Include it again, so that "
    "members know, or correct that issue.",
)
