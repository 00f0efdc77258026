"""What can be wrong with an item that members will read."""

from newsletter.core.problems.problem import error_kind, note_kind, warning_kind

MISSING_SUMMARY = warning_kind(
    "missing-summary",
    "it has no summary and no text, so members see only its title. Write summary: and a sentence "
    "or two.",
    "This item has no text, so members see only the title. Write a summary of one or two "
    "sentences.",
)
LONG_SUMMARY = note_kind(
    "long-summary",
    "its text has {words} words; about 45 are usual. Write a shorter summary:, or form: line in "
    "issue.md.",
    "The text has {words} words. About 45 are usual. Shorten the summary, or show only the title.",
)
MISSING_DATE = warning_kind(
    "missing-date",
    "it has no date, so members do not see when it is. Write {field!f}: and the day.",
    "This item has no date, so members do not see when it is. Enter the date.",
)
AMBIGUOUS_DATE = warning_kind(
    "ambiguous-date",
    "{field!f} is {value!q}, which can mean two days, and members will see it as it is written. "
    "Write the day you mean, such as 2022-04-29.",
    "{value!q} can mean two different days. Write the day you mean, such as 29 April 2022.",
)
SHORT_NOTICE = warning_kind(
    "short-notice",
    "its deadline is {deadline}, {days} after the issue is sent. Send earlier, or tell members in "
    "other ways too.",
    "The deadline is {deadline}, only {days} after the send date. Send the issue earlier, or tell "
    "members in other ways too.",
)
ENDS_BEFORE_START = error_kind(
    "ends-before-start",
    "ends is {value!q}, before it starts ({starts!q}). Correct one of them.",
    "This event ends ({value!q}) before it starts ({starts!q}). Correct one of the dates.",
)
WRONG_WEEKDAY = warning_kind(
    "wrong-weekday",
    "{field!f} says {value!q}, but {day} is a {weekday}. Correct the day or the weekday.",
    "The date says {value!q}, but {day} is a {weekday}. Correct the day or the weekday.",
)
WRONG_WEEKDAY_IN_TEXT = warning_kind(
    "wrong-weekday-in-text",
    "its text says {value!q}, but {day} is a {weekday}. Correct the day or the weekday.",
    "The text says {value!q}, but {day} is a {weekday}. Correct the day or the weekday.",
)
WEEKDAY_CONTRADICTS_DATE = warning_kind(
    "weekday-contradicts-date",
    "its text says {value!q}, but its own day is {day}. Correct one of them.",
    "The text says {value!q}, but the date of the item is {day}. Correct one of them.",
)
UNFINISHED_WORDS = error_kind(
    "unfinished-words",
    "{value!q} is left in the {field!f}. Finish the text, or delete the mark.",
    "{value!q} marks unfinished text. Finish the text, or delete the mark.",
)
AVOIDED_WORD = note_kind(
    "avoided-word",
    "house style: instead of {value!q} write {better!q}.",
    "Your house style avoids {value!q}. Write {better!q} instead.",
)
MISSING_LANGUAGE = warning_kind(
    "missing-language",
    "its title is written in {script} letters, but nothing says in which language. Write "
    "language: and its short code, such as ru or ar.",
    "The title is written in {script} letters, but its language is not set. Screen readers need "
    "it. Enter the language code, such as ru or ar.",
)
COUNTRY_WITHOUT_REGION = warning_kind(
    "country-without-region",
    "{value!q} is in no region of newsletter.toml, so the item is listed under the last heading. "
    "Add the country under [regions].",
    "{value!q} is not in any of your regions, so the item is listed under the last heading. Add "
    "the country to a region in the settings.",
)

IMAGE_WITHOUT_DESCRIPTION = error_kind(
    "image-without-description",
    "the picture has no description. Write alt: and what it shows, for members who cannot see it.",
    "The picture has no description. Describe what it shows, for members who cannot see it.",
)
IMAGE_WITHOUT_CONSENT = error_kind(
    "image-without-consent",
    "the people in the picture did not agree to be shown. Remove the picture, or ask them and "
    "write consent: yes.",
    "The people in the picture did not agree to be shown. Remove the picture, or ask them first.",
)
IMAGE_CONSENT_UNKNOWN = error_kind(
    "image-consent-unknown",
    "nothing says whether the people in the picture agreed to be shown. Write consent: yes under "
    "image:, or people: no when nobody can be recognised.",
    "We do not know whether the people in the picture agreed to be shown. Say that they agreed, "
    "or that nobody can be recognised.",
)
IMAGE_ONLY_HERE = warning_kind(
    "image-only-here",
    "its picture is only on this computer, so members do not see it in the email. Upload {name} "
    "from the issue's folder pictures to your website, and write its address.",
    "The picture is only on this computer, so members do not see it. Download it, upload it to "
    "your website, and enter its web address.",
)
IMAGE_TO_UPLOAD = note_kind(
    "image-to-upload",
    "its picture is shown from {address}. Upload {name} from the issue's folder pictures there.",
    "Members see this picture only after you upload it. Download it and upload it to {address}.",
)
IMAGE_NOT_HTTPS = warning_kind(
    "image-not-https",
    "the picture {value!q} is not a full https:// address, so it is not shown in the email. Put "
    "it on your website and write its address.",
    "{value!q} is not a full web address, so members do not see the picture. Enter the whole "
    "address, starting with https://.",
)
IMAGE_ADDRESS_BROKEN = error_kind(
    "image-address-broken",
    "the picture {value!q} is not a full web address. Write it as the browser shows it.",
    "{value!q} is not a web address. Copy the address of the picture from the browser.",
)
IMAGE_FILE_MISSING = error_kind(
    "image-file-missing",
    "there is no file {file_name}. Put the picture there, or remove image:.",
    "The picture is no longer on this computer. Add it again, or remove it from this item.",
)
IMAGE_FILE_UNUSABLE = error_kind(
    "image-file-unusable",
    "the picture {file_name!q} cannot be used: {reason}.",
    "This picture cannot be used: {reason}.",
)
IMAGE_NOT_SHOWN = note_kind(
    "image-not-shown",
    "its picture is not shown. Only the lead and items in full form show their pictures.",
    "The picture is not shown. Only the lead story and items shown as full text have pictures.",
)
IMAGE_SIZE_UNKNOWN = note_kind(
    "image-size-unknown",
    "nothing says how large its picture is, so it fills the whole width. Write width: and height: "
    "under image:, in pixels.",
    "The size of the picture is not known, so it fills the whole width of the email. A small "
    "picture will look blurred.",
)
IMAGES_IN_TEXT = note_kind(
    "images-in-text",
    "pictures within the text are not shown in the email. Write image: for the one that matters.",
    "The email does not show pictures within the text. Enter the most important one as the "
    "picture of this item.",
)
