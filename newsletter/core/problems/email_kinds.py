"""What can be wrong with the email as a whole: its opening, its length, its look, who sees it."""

from newsletter.core.problems.problem import error_kind, note_kind, warning_kind

MISSING_SUBJECT = warning_kind(
    "missing-subject",
    "there is no subject, so the name and the period are used. Write subject: in issue.md and "
    "what matters most to members.",
    "There is no subject, so the name of the newsletter and the period are used. Write what "
    "matters most to members.",
)
LONG_SUBJECT = warning_kind(
    "long-subject",
    "the subject has {length} characters; phones show about 40, and few programs more than "
    "{limit}. Shorten it.",
    "The subject has {length} characters. Phones show about 40. Shorten it to at most {limit}.",
)
SUBJECT_ONLY_NAME = warning_kind(
    "subject-only-name",
    "the subject says only name and period. Say what matters most to members.",
    "The subject gives only the name and the period. Say what matters most to members.",
)
MISSING_PREHEADER = warning_kind(
    "missing-preheader",
    "there is no preheader, so inboxes show the first words of the email. Write preheader: in "
    "issue.md.",
    "There is no preview text, so inboxes show the first words of the email. Write what else is "
    "in this issue.",
)
LONG_PREHEADER = warning_kind(
    "long-preheader",
    "the preheader has {length} characters; inboxes show about {limit}. Shorten it.",
    "The preview text has {length} characters. Inboxes show about {limit}. Shorten it.",
)
SHORT_PREHEADER = note_kind(
    "short-preheader",
    "the preheader has only {length} characters; inboxes have room for about {limit}.",
    "The preview text has only {length} characters. Inboxes have room for about {limit}.",
)
PREHEADER_REPEATS_SUBJECT = warning_kind(
    "preheader-repeats-subject",
    "the preheader repeats the subject. Say something more.",
    "The preview text repeats the subject. Say what else is in this issue.",
)
PREHEADER_ONLY_NAME = warning_kind(
    "preheader-only-name",
    "the preheader says only name and period. Say what else is inside.",
    "The preview text gives only the name and the period. Say what else is in this issue.",
)
INDISCREET_WORDS = warning_kind(
    "indiscreet-words",
    "the {field!f} contains {words!l}, which others may read on a locked phone. Choose words that "
    "give nobody away.",
    "Others may read {words!l} on a locked phone. Choose words that do not give members away.",
)
IMAGES_IN_INTRODUCTION = note_kind(
    "images-in-introduction",
    "pictures within the introduction are not shown.",
    "The email does not show pictures within the introduction.",
)

ISSUE_TOO_LONG = warning_kind(
    "issue-too-long",
    "the issue has {words} words, {more} more than the {aim} to aim at. Longest: {measured}.",
    "The issue has {words} words, {more} more than your target of {aim}. The longest items: "
    "{titles!l}.",
)
INTRODUCTION_TOO_LONG = warning_kind(
    "introduction-too-long",
    "the introduction has {words} words; {limit} are enough. Shorten it.",
    "The introduction has {words} words. Shorten it to about {limit}.",
)
LEAD_TOO_LONG = warning_kind(
    "lead-too-long",
    "the lead has {words} words; {limit} are enough. Shorten it.",
    "The lead story has {words} words. Shorten it to about {limit}.",
)
LEAD_NOT_IN_ISSUE = error_kind(
    "lead-not-in-issue",
    "lead names {value!q}, which is not in this issue. Include it, or name another.",
    "The lead story, {value!i}, is not in this issue. Include it, or choose another lead story.",
)
LEAD_IS_CALL = error_kind(
    "lead-is-call",
    "lead names a call, which would lose its button. Calls are above the lead already; name "
    "another item.",
    "A call to action cannot be the lead story, because it would lose its button. Calls are "
    "already at the top. Choose another lead story.",
)
EMPTY_ISSUE = error_kind(
    "empty-issue",
    "nothing is in this issue. Run newsletter select to see why.",
    "This issue is empty. Include at least one item.",
)
EMAIL_TOO_LARGE = error_kind(
    "email-too-large",
    "the email has {bytes} bytes, and Gmail cuts it at {limit}. Heaviest: {measured}. Show them "
    "as summary or line, or leave some out.",
    "The email is too large ({kilobytes} KB). Gmail cuts it at {limit_kilobytes} KB. The largest "
    "items: {titles!l}. Show less of them, or leave some items out.",
)
EMAIL_NEARLY_TOO_LARGE = warning_kind(
    "email-nearly-too-large",
    "the email has {bytes} bytes; with what the mailing tool adds, Gmail may cut it (at {limit}). "
    "Heaviest: {measured}.",
    "The email has {kilobytes} KB. Your mailing tool adds more, and Gmail cuts emails at "
    "{limit_kilobytes} KB. The largest items: {titles!l}.",
)

CHANGED_SINCE_APPROVAL = warning_kind(
    "changed-since-approval",
    "since {approved_by} approved it{approved_on}, this changed: {changes}. Ask for approval "
    "again.",
    "This changed since {approved_by} approved the issue{approved_on}: {changes}. Ask for "
    "approval again.",
)
MEMBERS_ONLY_ON_PUBLIC_PAGE = warning_kind(
    "members-only-on-public-page",
    "the issue has {items} for members only, but the page that “View in browser” opens at {tool} "
    "can be read by anyone who has its address. Switch that page off there.",
    "This issue has {items} for members only, but anyone with the link can read the page that "
    "“View in browser” opens. Turn that page off in {tool}.",
)
LOGO_WITH_BOX = warning_kind(
    "logo-with-box",
    "the logo is a JPEG, so its background is not transparent: it shows as a box on the header, "
    "and in dark mode. Use a PNG.",
    "The logo is a JPEG picture, so it shows as a box on the header. Use a PNG picture with a "
    "transparent background.",
)
LOW_CONTRAST = error_kind(
    "low-contrast",
    "in {scheme} colours {pair} has a contrast of {contrast} to 1, and {needed} is needed to read "
    "it. Make one of them lighter or darker.",
    "Some text is hard to read in the {scheme} design: {pair_in_words} has a contrast of "
    "{contrast} to 1. At least {needed} is needed. Make one of the colours lighter or darker.",
)
