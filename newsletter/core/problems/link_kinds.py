"""What can be wrong with a link: where it leads, who watches it, what a server answers."""

from newsletter.core.problems.problem import error_kind, note_kind, warning_kind

MISSING_LINK = warning_kind(
    "missing-link",
    "it has no link, so members cannot read on. Write link: and the address.",
    "This item has no link, so members cannot read more. Enter the link.",
)
CALL_WITHOUT_LINK = error_kind(
    "call-without-link",
    "this call has no link, so members cannot act on it. Write link: and the address, or mailto: "
    "and an email address.",
    "This call to action has no link, so members cannot respond. Enter a link or an email address.",
)
RELATIVE_LINK = error_kind(
    "relative-link",
    "the {field!f} links to {value!q}, which leads nowhere from an email. Write the full address, "
    "beginning with https://.",
    "A link in the text leads to {value!q}, which does not work in an email. Write the full link, "
    "starting with https://.",
)
TRACKING_IN_LINK = note_kind(
    "tracking-in-link",
    "its {field!f} has tracking marks, with which others watch who follows it. It leads to the "
    "same page as {clean} without them.",
    "This link has tracking marks, which show others who follows it. Remove them. It leads to the "
    "same page without them.",
)
TRACKING_IN_TEXT = note_kind(
    "tracking-in-text",
    "a link in the {field!f} has tracking marks, with which others watch who follows it; write "
    "{clean} instead.",
    "A link in the text has tracking marks, which show others who follows it. Use {clean} "
    "instead, which leads to the same page.",
)
TRACKED_REDIRECT = warning_kind(
    "tracked-redirect",
    "a link in {field!f} leads through {host}, which notes who follows it. Open it, and write the "
    "address that the browser then shows.",
    "A link leads through {host}, which records who follows it. Open the link, and copy the "
    "address that the browser then shows.",
)

LINK_UNREACHABLE = warning_kind(
    "link-unreachable",
    "{value!q} could not be reached ({reason}). Check it yourself.",
    "{value!q} could not be reached. Open it in your browser to check it.",
)
LINK_GONE = error_kind(
    "link-gone",
    "{value!q} leads nowhere: that page no longer exists ({status}). Find its new address.",
    "{value!q} leads nowhere. That page no longer exists. Find its new address.",
)
LINK_NOT_SHOWN_TO_PROGRAMS = note_kind(
    "link-not-shown-to-programs",
    "{value!q} cannot be checked by a program ({status}). Look at it yourself.",
    "{value!q} cannot be checked automatically. Open it in your browser to check it.",
)
LINK_ANSWERS_WITH_ERROR = warning_kind(
    "link-answers-with-error",
    "{value!q} answers with an error ({status}). Check it yourself.",
    "{value!q} answers with an error. Open it in your browser to check it.",
)
LINK_REDIRECTS = note_kind(
    "link-redirects",
    "{value!q} leads on to {target}.",
    "{value!q} leads on to {address} instead.",
)
IMAGE_LINK_NOT_IMAGE = error_kind(
    "image-link-not-image",
    "{value!q} is not a picture ({content_type!q}). Write the address of the picture itself.",
    "{value!q} is not a picture. Open the picture alone in your browser, and copy its address.",
)
IMAGE_TOO_LARGE = warning_kind(
    "image-too-large",
    "the picture has {bytes} bytes; more than {limit} load slowly on old phones. Make it smaller.",
    "The picture is {kilobytes} KB. On old phones, more than {limit_kilobytes} KB is slow to load. "
    "Make it smaller.",
)
