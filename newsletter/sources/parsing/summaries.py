"""Running text: without the buttons of websites, and cut where a sentence ends."""

import re

from newsletter.core.values.date_parser import leading_date

READ_MORE = re.compile(
    r"(?:\s?(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s?(?:Read [Mm]ore|Continue [Rr]eading)\b.*|\s?(?:Read [Mm]ore|Continue [Rr]eading)\s?(?:[»→›].*)?)\Z",
    re.S,
)
"""A button at the very end: behind an ellipsis, before an arrow, or alone; not "Read more about it in our report"."""
TAIL = 2_000
"""Characters at the end of a text in which such a button can stand, with the title after it."""
ELLIPSIS = re.compile(r"\s?(?:…|\.\.\.|\\?\[…\\?\]|\\?\[\.\.\.\\?\])\s?\Z")
_WORDS, _MOST_WORDS = 60, 90
"""How long a summary may be: whole sentences up to the first, one long sentence up to the second."""
_END = re.compile(r"(?<![.!?])[.!?؟。।]{1,9}[”’\"')\]»]{0,9}(?=\s+[^\s\d.,;:)])|[。]")


def without_read_more(text: str) -> str:
    """The excerpt without ``… Read More »`` (a no-break space stands before it) and the title repeated after it."""
    head, tail = text[:-TAIL], text[-TAIL:]
    return f"{head}{READ_MORE.sub('…', tail)}".strip()


def whole_sentences(text: str) -> str:
    """An excerpt up to the end of its last whole sentence; a text cut within its first sentence keeps the ellipsis."""
    text = re.sub(r"[ \t\u00a0]+", " ", text).strip()
    if not ELLIPSIS.search(text):
        return text
    cut = ELLIPSIS.sub("", text)
    ends = _sentence_ends(
        cut, re.compile(r"(?<![.!?])[.!?؟।]{1,9}[”’\"')\]»]{0,9}(?=\s+[\w“‘\"'(¿¡«])|[。]")
    )
    return cut[: ends[-1]] if ends else f"{cut} …"


def opening(text: str) -> str:
    """The first sentences of a text, some 60 words; the date that leads it is not among them."""
    led = leading_date(text)
    text = led[1] if led and led[1] else text
    if _length(text) <= _WORDS:
        return text
    best = ""
    for end in _sentence_ends(text, _END):
        words = _length(text[:end])
        if words > _MOST_WORDS or (best and words > _WORDS):
            break
        best = text[:end]
    return best or f"{' '.join(text.split()[:_WORDS])[: _WORDS * 12]} …"


def _length(text: str) -> int:
    """How many words a text has; of scripts without blanks two letters count as one."""
    return (
        len(text.split()) + len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]", text)) // 2
    )


def _sentence_ends(text: str, end: re.Pattern[str]) -> list[int]:
    return [
        found.end()
        for found in end.finditer(text[:20_000])
        if not _abbreviation(text[max(0, found.end() - 12) : found.end()])
    ]


def _abbreviation(text: str) -> bool:
    """Whether the full stop at the end is that of an abbreviation (``e.g.``, ``Dr.``, ``U.S.``)."""
    return bool(
        re.search(r"(?:\b(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|Prof|St|No|cf|approx)|\b[A-Z])\.\Z", text)
    )
