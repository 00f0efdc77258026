"""What an editor should look at after an import. Nothing here stops an issue, so these are not checks."""

from newsletter.core.problems.problem import error_kind, note_kind, warning_kind

NOT_IMPORTED = error_kind(
    "not-imported",
    "not imported: {problem}",
    "Not imported: {problem}.",
)
CHANGED_IN_SOURCE = warning_kind(
    "changed-in-source",
    "{change}",
    "{change}",
)
ANNOUNCED_AND_CHANGED = warning_kind(
    "announced-and-changed",
    "{change} Members know it from {issue}: correct that issue (newsletter correct).",
    "{change} Members know it from the issue of {issue_title}. Open that issue and send a correction.",
)
TO_DECIDE = warning_kind(
    "to-decide",
    "to decide: {question}.",
    "To decide: {question}.",
)
LOOKS_LIKE = warning_kind(
    "may-be-the-same",
    "it looks like {other_file}. If they are one thing, delete one of the two files.",
    "It looks like {other!i}. If they are the same, leave one of them out of every issue.",
)
BOTH_CHANGED = warning_kind(
    "changed-on-both-sides",
    "you and its source both changed {field!f}; yours stays. The source says: {value}",
    "You and its source both changed {field!f}. Yours stays. The source says: {value}",
)
CANCELLED_IN_SOURCE = warning_kind(
    "cancelled-in-source",
    "its source has cancelled it.",
    "Its source has cancelled it.",
)
READING_NOTE = note_kind(
    "reading-note",
    "{remark}.",
    "{remark}.",
)
PERSONAL_DETAILS = warning_kind(
    "personal-details",
    "{remark}.",
    "{remark}.",
)
NO_LONGER_IN_SOURCE = note_kind(
    "no-longer-in-source",
    "its source does not have it any more. It stays here; if it should not go out, write "
    "leave_out: and why in its file.",
    "Its source does not have it any more. It stays here. If members should not get it, leave it "
    "out of every issue.",
)
DELETED_HERE = note_kind(
    "deleted-here",
    "you deleted {titles} here, so {it} not imported again; use --restore to import {them}.",
    "You deleted {titles} here, so {it} not imported again.",
)
SOURCE_NOTE = note_kind(
    "source-note",
    "{remark}",
    "{remark}",
)
