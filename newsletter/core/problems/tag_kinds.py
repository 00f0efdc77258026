"""What can be wrong with merge tags, and with what the mailing tool asks for."""

from newsletter.core.problems.problem import error_kind, note_kind, warning_kind

TAG_IN_TEXT = note_kind(
    "tag-in-text",
    "{tool} would read {value!q} as a command, so it is sent as plain words: members read it as "
    "it is written, and nothing is filled in.",
    "{tool} would read {value!q} as a command. We send it as plain words, so nothing is filled in.",
)
TAG_OF_SOME_TOOL = warning_kind(
    "tag-of-some-tool",
    "{value!q} is read as a command by some mailing tools. Write it differently.",
    "Some mailing tools read {value!q} as a command. Write it differently.",
)
TAG_OF_ANOTHER_TOOL = note_kind(
    "tag-of-another-tool",
    "{value!q} is a command of another mailing tool; members read it as it is written.",
    "{value!q} is a command of another mailing tool. Members will read it as you wrote it.",
)
UNKNOWN_TAG = error_kind(
    "unknown-tag",
    "email.html would contain {value!q}, which {tool} reads as a command, but which is not one of "
    "its known tags. Write it differently where it comes from, most likely a template of yours.",
    "{tool} would read {value!q} as a command that it does not know. It most likely comes from "
    "your own design templates. Ask the person who made them to change it.",
)
TAG_LEFT_OVER = error_kind(
    "tag-left-over",
    "{value!q} is read as a command by {tool} and could not be turned into plain words. Write it "
    "differently.",
    "{tool} reads {value!q} as a command. Write it differently.",
)
TEMPLATE_TAG_OF_ANOTHER_TOOL = error_kind(
    "template-tag-of-another-tool",
    "{part} contains {value!q}, which is how {other_tool} writes {name_in_words}. Write "
    "{{{{ email.tags.{name} }}}} in your template; {tool} gets its own.",
    "Your design templates use {value!q}, a command of {other_tool}. {tool} does not know it, so "
    "members would read it. Ask the person who made the templates to change it.",
)
REQUIRED_TAG_MISSING = error_kind(
    "required-tag-missing",
    "{part} lacks {value}, which {tool} asks for; compare your templates with the shipped ones.",
    "{tool} needs {value!q} in the {version} of the email, but your design templates leave it "
    "out. Ask the person who made the templates to add it.",
)
NO_WAY_TO_UNSUBSCRIBE = warning_kind(
    "no-way-to-unsubscribe",
    "nothing in the email says how to leave the list. Write mailing_tool or contact in "
    "newsletter.toml.",
    "The email does not say how to unsubscribe. Choose your mailing tool in the settings, or "
    "enter an email address.",
)
MISSING_POSTAL_ADDRESS = warning_kind(
    "missing-postal-address",
    "there is no postal address at the foot of the email. Write postal_address in newsletter.toml.",
    "The footer has no postal address. Many countries require one. Enter it in the settings.",
)
UNKNOWN_MAILING_EDITOR = warning_kind(
    "unknown-mailing-editor",
    "mailing_editor is {value!q}, which {tool} does not have; {used} is used instead. Write "
    "{choices}.",
    "{tool} has no editor called {value!q}, so {used!q} is used. Choose your editor again.",
)
SUBJECT_TOO_LONG_FOR_TOOL = error_kind(
    "subject-too-long-for-tool",
    "the subject has {length} characters, and {tool} takes {limit}. Shorten it.",
    "The subject has {length} characters, but {tool} takes only {limit}. Shorten it.",
)
EMAIL_TOO_LARGE_FOR_TOOL = error_kind(
    "email-too-large-for-tool",
    "the email has {bytes} bytes, and {tool} takes {limit}. Show less of some items, or leave some "
    "out.",
    "The email has {kilobytes} KB, but {tool} takes only {limit_kilobytes} KB. Show less of some "
    "items, or leave some out.",
)
