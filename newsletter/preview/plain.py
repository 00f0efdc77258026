"""Problems and reasons in the words of the page: no names of files and keys, and no advice to write them."""

import re
from collections.abc import Mapping
from functools import lru_cache

WORDS = {
    "date": "the date", "starts": "the beginning", "ends": "the end", "dates": "the days", "deadline": "the deadline",
    "title": "the heading", "summary": "the summary", "link": "the link", "register": "the link to register",
    "online": "the link to join", "image": "the picture", "src": "the picture’s address", "alt": "the picture’s description",
    "consent": "the consent", "people": "who can be recognised", "language": "the language", "country": "the country",
    "network": "the network", "section": "the section", "audience": "who may read it", "timezone": "the time zone",
    "location": "the place", "embargo": "the day before which it must not be told", "draft": "whether it is a draft",
    "leave_out": "“leave out”", "send_on": "the day of sending", "preheader": "the preview line", "lead": "the top story", "approved_by": "who approved it",
    "include": "“take in”", "next_time": "“next time”", "move": "“moved to”", "form": "how much is shown",
    "edits": "words for this issue only", "also_in": "other languages", "order": "the order", "categories": "the categories",
    "first_seen": "when it came in", "kind": "what it is", "mailing_tool": "the mailing tool", "postal_address": "the postal address",
}  # fmt: skip
"""What the page calls the keys of the files."""

_PHRASES = {
    " in issue.md": "", " in its content file": "", " in newsletter.toml": " in the settings", "newsletter.toml": "the settings",
    "its content file says draft": "it is marked as a draft", "its content file says leave_out:": "its own file says to leave it out:",
    "content file": "file", "the front matter": "the top part of the file", "front matter": "the top part",
    "characters that YAML takes for its own": "characters with a meaning of their own", "Look at newsletter select to see why.": "",
    "issue.md": "the issue’s file", "there is no key": "there is no field", "; --restore brings it back": "", "; --restore brings them back": "", "compare your templates": "compare your own templates",
}  # fmt: skip
"""What stands for what in messages that were worded for the command line."""

_KEYS = "|".join((*WORDS, "subject", "contact"))
_ADVICE = re.compile(
    rf"\b(?:[Ww]rite|under|shorter|or) (?:{_KEYS}):(?=\s|[.,]|$)|\bYAML\b|under (?:its )?\[+\w+\]|\bmailing_tool\b|\bpostal_address\b|write section\b"
    r"|^(?:write one|decide|include or leave it out|move it)\.?$"
)
_QUOTED = re.compile(r"(?<![\w’])'([^']{1,200})'(?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“])")
_CLAUSE = re.compile(r"(?:[;:] |, (?:or|and) )(?=(?:write|include|leave|decide|move|so write)\b)")
_ID = re.compile(r"'?\b((?:news|events|calls)/[^\s',;]*[^\s',;.:])'?")
_KEY_FIRST = re.compile(rf"^({'|'.join(WORDS)})(?= (?:is|has|names|takes|says)\b)")
_ITS_KEY = re.compile(rf"\b(its|no|read|The|under|and) ({'|'.join(WORDS)})(?=[ ,.:;]|$)")


def plain(message: str, titles: Mapping[str, str] | None = None) -> str:
    """A problem's or a reason's sentences as an editor reads them: beginning with a capital, ending in a full stop.

    ``titles`` gives the headings of items by their ids, which stand in files only.
    """
    if not titles:
        return _plain(message)
    if _ID.search(message):
        message = _ID.sub(
            lambda found: f"‘{titles[found[1]]}’" if found[1] in titles else found[0], message
        )
    return _plain(message)


@lru_cache(maxsize=4096)  # the same sentences stand on the page again and again
def _plain(message: str) -> str:
    for phrase, instead in _PHRASES.items():
        message = message.replace(phrase, instead)
    sentences = _SENTENCE.split(message.strip())
    kept = [said for said in (_without_advice(sentence) for sentence in sentences) if said]
    text = " ".join(kept) or _reworded(_ADVICE.sub("", sentences[0]))
    text = _QUOTED.sub(r"‘\1’", text[0].upper() + text[1:] if text else message)
    return text if text.endswith((".", "!", "?", "…", "”")) else f"{text}."


def _without_advice(sentence: str) -> str:
    """The sentence without the clauses that say what to write into which file; empty when nothing else is in it."""
    clauses = _CLAUSE.split(sentence)
    kept = [clause for clause in clauses if not _ADVICE.search(clause)]
    said = _reworded(kept[0]) if kept and kept[0] == clauses[0] else ""
    if not said:
        return ""
    rest = [_reworded(clause) for clause in kept[1:]]
    return "; ".join([said.rstrip(".:;"), *rest]).rstrip(" ;:.") + (
        "." if sentence.endswith(".") else ""
    )


def _reworded(text: str) -> str:
    text = _KEY_FIRST.sub(lambda found: WORDS[found[1]], text.strip())
    return _ITS_KEY.sub(lambda found: f"{found[1]} {WORDS[found[2]].removeprefix('the ')}", text)
