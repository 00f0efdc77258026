"""What can be wrong in the files that people write: in their names, their front matter and their fields."""

from newsletter.core.problems.problem import error_kind, note_kind, warning_kind

# Files and folders
UNREADABLE_FILE = error_kind(
    "unreadable-file",
    "{why}.",
    "The file {name} cannot be read: {why}.",
)
SYNC_COPY = error_kind(
    "sync-copy",
    "this is another copy of {original}, made by a program that synchronises folders. Compare the "
    "two, keep what is right in one, and delete the other.",
    "A program that synchronises folders made another copy of {original}: {name}. Compare the "
    "two, keep what is right in one, and delete the other.",
)
FOLDER_NOT_OPENED = error_kind(
    "folder-not-opened",
    "the folder cannot be opened ({why}).",
    "The folder {name} cannot be opened ({why}).",
)
NAME_NOT_TEXT = error_kind(
    "name-not-text",
    "its name holds characters that are not text; rename it.",
    "The name of the file {name} has characters that are not text. Rename the file.",
)
FOLDERS_TOO_DEEP = error_kind(
    "folders-too-deep",
    "folders are nested too deeply here; move the files further up.",
    "The folder {name} lies inside too many other folders. Move its files further up.",
)
LINKED_FOLDER = warning_kind(
    "linked-folder",
    "it is a link to a folder, and links are not followed; nothing in it is read.",
    "{name} is a link to a folder. Links are not followed, so nothing in it is read.",
)
NOT_A_CONTENT_FILE = warning_kind(
    "not-a-content-file",
    "it is not read: a content file's name ends in .md.",
    "The file {name} is not read. Only files whose names end in .md are read.",
)
SIMILAR_NAMES = warning_kind(
    "similar-names",
    "its name differs from {other} in capitals or accents only; rename one of them.",
    "The names of the files {name} and {other} differ only in capitals or accents. Rename one of "
    "them.",
)

# Front matter as a whole
FRONT_MATTER_MISSING = error_kind(
    "front-matter-missing",
    "the file does not begin with front matter; begin it with ---, then title: …, then --- again.",
    "The file does not begin with a line of three dashes (---). Begin it with that line, then "
    "“title: …”, then another line of three dashes.",
)
TEXT_BEFORE_FRONT_MATTER = error_kind(
    "text-before-front-matter",
    "there is text before the first line of dashes; begin the file with ---.",
    "There is text before the first line of dashes. Begin the file with the line of dashes (---).",
)
FRONT_MATTER_NOT_CLOSED = error_kind(
    "front-matter-not-closed",
    "the front matter is not closed; write --- on a line of its own under it.",
    "The second line of dashes is missing. Write --- on a line of its own above the text.",
)
FRONT_MATTER_TOO_LONG = error_kind(
    "front-matter-too-long",
    "the front matter is longer than {most} characters.",
    "The part between the lines of dashes is longer than {most} characters. Shorten it.",
)
FRONT_MATTER_NOT_YAML = error_kind(
    "front-matter-not-yaml",
    "the front matter cannot be read as YAML ({why}).",
    "The part between the lines of dashes cannot be read ({why}).",
)
FRONT_MATTER_NOT_YAML_HERE = error_kind(
    "front-matter-not-yaml-here",
    "the front matter cannot be read here ({why}); put the value in double quotes, or check the "
    "line above.",
    "This line cannot be read ({why}). Put what follows the colon in double quotes, or check the "
    "line above.",
)
FRONT_MATTER_NOT_KEYS = error_kind(
    "front-matter-not-keys",
    "the front matter is not a list of keys and values; write lines such as title: ….",
    "The part between the lines of dashes is not understood. Write lines such as “title: …”.",
)
NESTED_TOO_DEEPLY = error_kind(
    "nested-too-deeply",
    "{value!q} is nested too deeply.",
    "{value!q} has too many lists inside each other. Write it more simply.",
)
LISTS_TOO_DEEP = error_kind(
    "lists-too-deep",
    "there are lists inside lists too deeply.",
    "There are too many lists inside each other. Write it more simply.",
)
KEY_NOT_A_WORD = error_kind(
    "key-not-a-word",
    "a key is not a word; write it as word: value.",
    "A line does not begin with a word and a colon. Write it as “word: value”.",
)
KEY_TWICE = error_kind(
    "key-twice",
    "{key} is written twice (first on line {first}); keep one of the two.",
    "{field!f} is written twice, the first time on line {first}. Keep one of the two.",
)
ALIAS_NOT_ALLOWED = error_kind(
    "alias-not-allowed",
    "aliases (*name) are not allowed; write the value out, or put it in quotes.",
    "A value begins with * and refers to another one. Write it out, or put it in double quotes.",
)
COLON_IN_VALUE = error_kind(
    "colon-in-value",
    "a value contains a colon followed by a blank; put the whole value in double quotes.",
    "A value contains a colon followed by a blank. Put the whole value in double quotes.",
)
TAB_FOR_BLANKS = error_kind(
    "tab-for-blanks",
    "there is a tab where blanks belong; write blanks.",
    "There is a tab where blanks belong. Write blanks.",
)
RESERVED_CHARACTER = error_kind(
    "reserved-character",
    "a value begins with a character that YAML keeps for itself (@, ` or %); put the whole value "
    "in double quotes.",
    "A value begins with @, ` or %. Put the whole value in double quotes.",
)
STAR_AT_START = error_kind(
    "star-at-start",
    "a value begins with *; put the whole value in double quotes.",
    "A value begins with *. Put the whole value in double quotes.",
)
QUOTE_NOT_CLOSED = error_kind(
    "quote-not-closed",
    "a quotation mark is opened and not closed; close it, or put the whole value in double quotes.",
    "A quotation mark is opened and not closed. Close it, or put the whole value in double quotes.",
)
READ_AS_TEXT = note_kind(
    "read-as-text",
    "{key} has characters with a special meaning in YAML; it was read exactly as it is written.",
    "{field!f} has special characters. It was read exactly as it is written.",
)

# Content files as a whole
UNKNOWN_ITEM_KIND = error_kind(
    "unknown-item-kind",
    "nothing says what it is; move it into content/news, content/events or content/calls, or write "
    "kind: news, event or call.",
    "It is not known whether the file {name} is news, an event or a call. Move it into the folder "
    "for news, events or calls.",
)
MISSING_TITLE = error_kind(
    "missing-title",
    "it has no title; write title: and the heading members should read.",
    "The file {name} has no title. Write the heading that members should read.",
)

# Keys
MISSPELT_KEY = warning_kind(
    "misspelt-key",
    "there is no key {value!q}; did you mean {close}?",
    "{value!q} has no effect, since there is no such field. It probably means {close_field!f}.",
)
UNKNOWN_KEY = warning_kind(
    "unknown-key",
    "there is no key {value!q}; the keys here are {known}; this one does nothing.",
    "{value!q} has no effect, since there is no such field.",
)

# Values
TEXT_IS_A_LIST = error_kind(
    "text-is-a-list",
    "{key} is a list; put the whole text in double quotes.",
    "{field!f} is a list, but it must be one text. Enter it again.",
)
NOT_YES_OR_NO = error_kind(
    "not-yes-or-no",
    "{key} is {value!q}; write yes or no.",
    "{field!f} is {value!q}. Choose yes or no.",
)
NOT_A_CHOICE = error_kind(
    "not-a-choice",
    "{key} is {value!q}; {hint}",
    "{field!f} is {value!q}, which is not one of the choices. Choose again.",
)
NOT_A_WORD_LIST = error_kind(
    "not-a-word-list",
    "{key} is not a list of words; write it as [one, two].",
    "{field!f} is not a list of words. Enter one on each line.",
)
NOT_KEYS_AND_VALUES = error_kind(
    "not-keys-and-values",
    "{key} is not a list of keys and values; write it as {{key: value}}.",
    "{field!f} is not understood. Enter it again.",
)
NOT_A_LINK = error_kind(
    "not-a-link",
    "{key} is {value!q}, which is not a full web address. Write it as the browser shows it, "
    "beginning with https://.",
    "{field!f} is {value!q}, which is not a full web address. Copy it from the browser; it begins "
    "with https://.",
)
LANGUAGE_WITHOUT_LINK = error_kind(
    "language-without-link",
    "{key} has no address behind {value!q}; write it as {{fr: https://…}}, with a blank after the "
    "colon.",
    "{field!f}: the address for the language {value!q} is missing.",
)
NOT_ONE_DAY = error_kind(
    "not-one-day",
    "{key} is {value!q}, which can mean more than one day. Write it as 2022-04-30.",
    "{field!f} is {value!q}, which can mean more than one day. Write it as 2022-04-30.",
)
UNCLEAR_DAY_IN_SERIES = error_kind(
    "unclear-day-in-series",
    "{key} has {value!q}, which can mean more than one day. Write it as 2022-04-04.",
    "{field!f} contains {value!q}, which can mean more than one day. Write it as 2022-04-04.",
)
DATE_IS_A_LIST = error_kind(
    "date-is-a-list",
    "{key} is a list; write one date, such as {example}.",
    "{field!f} contains several dates. Enter one date, such as {example}.",
)
NOT_A_LIST_OF_DAYS = error_kind(
    "not-a-list-of-days",
    "{key} is not a list of days; write it as [2022-04-04 18:00 – 19:30, 2022-04-11].",
    "{field!f} is not a list of days. Enter one day on each line, such as 2022-04-04 18:00 – 19:30.",
)
TOO_MANY_DAYS = error_kind(
    "too-many-days",
    "{key} has {count} days; a series of more than {most} cannot be shown.",
    "{field!f} has {count} days. A series of more than {most} cannot be shown.",
)
UNREADABLE_DATE = error_kind(
    "unreadable-date",
    "{key} is {value!q}, which is not a date{because}. Write it as {example}.",
    "{field!f} is {value!q}, which is not a date{because}. Write it as {example}.",
)
UNCLEAR_TIME_ZONE = error_kind(
    "unclear-time-zone",
    "{key} is {value!q}, and {zone} can mean several time zones. Remove {zone} and write "
    "timezone: with a place, such as Europe/London.",
    "{field!f} is {value!q}, and {zone} can mean several time zones. Remove {zone}, and enter a "
    "place as the time zone, such as Europe/London.",
)
UNKNOWN_TIME_ZONE = error_kind(
    "unknown-time-zone",
    "{key} is {value!q}, which is not a time zone. Write a place, such as Europe/Paris.",
    "{field!f} is {value!q}, which is not a time zone. Enter a place, such as Europe/Paris.",
)
NOT_A_NUMBER_OF_PIXELS = error_kind(
    "not-a-number-of-pixels",
    "{key} is {value!q}; write a whole number of pixels, such as 600.",
    "The size of the picture is {value!q}. It must be a whole number of pixels, such as 600.",
)
NOT_A_LANGUAGE = error_kind(
    "not-a-language",
    "{key} is {value!q}; write its short code, such as es, fr or ru.",
    "{field!f} is {value!q}. Enter its short code, such as es, fr or ru.",
)
EMPTY_IMAGE = error_kind(
    "empty-image",
    "there is nothing under image; write src:, alt: and consent: there, each with two blanks "
    "before it.",
    "The picture has no address. Enter the address, or remove the picture.",
)
IMAGE_WITHOUT_ADDRESS = error_kind(
    "image-without-address",
    "image has no src; write src: and the address of the picture.",
    "The picture has no address. Enter the address, or remove the picture.",
)
SOURCES_BY_HAND = error_kind(
    "sources-by-hand",
    "sources is written by importers; remove the line if you did not mean it.",
    "The record of where this item was imported from is not understood. Only an import writes it.",
)
ENTRY_NOT_TEXT = error_kind(
    "entry-not-text",
    "{outer} has no plain text behind {name}; write {name}: and one line of text.",
    "{field!f} has an entry without a text. Decide again.",
)
LEAVE_OUT_WITHOUT_REASON = error_kind(
    "leave-out-without-reason",
    "leave_out has no reason; write leave_out: and under it, two blanks in, the item: and why.",
    "An item is left out without a reason. Leave it out again, with a reason.",
)
