"""Running text: without the buttons of websites, and cut where a sentence ends."""

import re

from newsletter.core.values.date_parser import leading_date

READ_MORE = re.compile(
    r"(?:\s?(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s?(?:Read [Mm]ore|Continue [Rr]eading)\b.*"
    r"|\s?(?:Read [Mm]ore|Continue [Rr]eading)\s?(?:[»→›].*)?)\Z",
    re.S,
)
"""A button at the very end: behind an ellipsis, before an arrow, or alone.

Not "Read more about it in our report".
"""
TAIL = 2_000
"""Characters at the end of a text in which such a button can stand, with the title after it."""
ELLIPSIS = re.compile(r"\s?(?:…|\.\.\.|\\?\[…\\?\]|\\?\[\.\.\.\\?\])\s?\Z")
_WORDS = 60
"""How long a summary of whole sentences may be."""
_MOST_WORDS = 90
"""How long a summary of one sentence may be."""
_END = re.compile(r"(?<![.!?])[.!?؟。।]{1,9}[”’\"')\]»]{0,9}(?=\s+[^\s\d.,;:)])|[。]")
_END_IN_EXCERPT = re.compile(r"(?<![.!?])[.!?؟।]{1,9}[”’\"')\]»]{0,9}(?=\s+[\w“‘\"'(¿¡«])|[。]")
_WITHOUT_BLANKS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
"""Letters of scripts that put no blanks between words."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|Prof|St|No|cf|approx)|\b[A-Z])\.\Z"
)


def without_read_more(text: str) -> str:
    """The excerpt without ``… Read More »`` and the title repeated after it."""
    head, tail = text[:-TAIL], text[-TAIL:]
    return f"{head}{READ_MORE.sub('…', tail)}".strip()


def whole_sentences(text: str) -> str:
    """An excerpt up to the end of its last whole sentence; with an ellipsis if it has none."""
    text = re.sub(r"[ \t\u00a0]+", " ", text).strip()
    if not ELLIPSIS.search(text):
        return text
    cut = ELLIPSIS.sub("", text)
    ends = _find_sentence_ends(cut, _END_IN_EXCERPT)
    if not ends:
        return f"{cut} …"
    return cut[: ends[-1]]


def opening(text: str) -> str:
    """The first sentences of a text, some 60 words, without a date that leads it."""
    dated = leading_date(text)
    if dated and dated[1]:
        text = dated[1]
    if _count_words(text) <= _WORDS:
        return text
    best = ""
    for end in _find_sentence_ends(text, _END):
        words = _count_words(text[:end])
        if words > _MOST_WORDS or (best and words > _WORDS):
            break
        best = text[:end]
    if best:
        return best
    first_words = " ".join(text.split()[:_WORDS])
    return f"{first_words[: _WORDS * 12]} …"


def _count_words(text: str) -> int:
    """How many words a text has; in scripts without blanks two letters count as one."""
    return len(text.split()) + len(_WITHOUT_BLANKS.findall(text)) // 2


def _find_sentence_ends(text: str, end: re.Pattern[str]) -> list[int]:
    ends = []
    for match in end.finditer(text[:20_000]):
        place = match.end()
        if not _ABBREVIATION.search(text[max(0, place - 12) : place]):
            ends.append(place)
    return ends
