"""What comes from content comes out as text: whatever the mailing tool would take for a merge tag is broken, and reads the same.

In HTML the first character becomes a reference (``&#123;{``), which only a browser puts together again; in text, which has no such
thing, a blank stands behind it (``{ {``); in an address it is percent-encoded (RFC 3986, section 2.1). It is done while our own tags
are still opaque marks, so that they cannot be meant.
"""

import re
from collections.abc import Callable, Iterable

MOST_TURNS = 200
_UNTOUCHED = re.compile(r"<style\b.*?</style>|<!--.*?-->", re.S)
"""What members do not read: the style sheet, and the conditional comments of Outlook (``[if mso]``)."""
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+")
_LINK = re.compile(r"""\b(?:href|src)\s*=\s*["'][^"'<>]*\Z""", re.I)


def escape_html_tags(html: str, reads: Iterable[str]) -> str:
    """A whole document in which nothing reads as a tag."""

    def broken(text: str, at: int) -> str:
        inside = text.rfind("<", 0, at + 1) > text.rfind(">", 0, at + 1)
        if inside and _LINK.search(text[max(0, at - 4000) : at]):
            return _in_address(text, at)
        return f"{text[:at]}&#{ord(text[at])};{text[at + 1 :]}"

    return _broken(html, reads, broken, _masked, last=1)


def tag_like(html: str, reads: Iterable[str]) -> tuple[str, ...]:
    """What in a document would be read as a tag, each with some of what follows."""
    seen = _masked(html)
    places = sorted({found.start() for pattern in reads for found in re.finditer(pattern, seen)})
    return tuple(dict.fromkeys(re.split(r"[<\"]", seen[at : at + 40])[0] for at in places))


def escape_text_tags(text: str, reads: Iterable[str]) -> str:
    """The text part, a subject or a preheader in which nothing reads as a tag."""

    def broken(whole: str, at: int) -> str:
        address = any(found.start() <= at < found.end() for found in _ADDRESS.finditer(whole))
        return _in_address(whole, at) if address else f"{whole[: at + 1]} {whole[at + 1 :]}"

    return _broken(text, reads, broken, lambda whole: whole, last=2)


def _in_address(text: str, at: int) -> str:
    """The character percent-encoded; where it is a percent sign itself (``%7B`` for ``{``), the one behind what it encodes."""
    at += 3 if re.match(r"%[0-9A-Fa-f]{2}", text[at : at + 3]) else 0
    encoded = "".join(f"%{byte:02X}" for byte in text[at : at + 1].encode())
    return f"{text[:at]}{encoded}{text[at + 1 :]}"


def _masked(html: str) -> str:
    return _UNTOUCHED.sub(lambda found: " " * len(found[0]), html)


def _broken(
    text: str,
    reads: Iterable[str],
    broken: Callable[[str, int], str],
    masked: Callable[[str], str],
    last: int,
) -> str:
    """Break every match at its first character; where it matches all the same (``[Name,fallback=``), near its end, ``last`` characters
    before it. Again and again, for breaking ``{{{`` leaves ``{{``; each turn breaks one more."""
    patterns = [re.compile(pattern) for pattern in reads]
    for _ in range(MOST_TURNS if patterns else 0):
        seen = masked(text)
        places = sorted(
            (
                (found.start(), found.end(), pattern)
                for pattern in patterns
                for found in pattern.finditer(seen)
            ),
            reverse=True,
            key=lambda place: place[:2],
        )
        if not places:
            break
        for start, end, pattern in places:
            if not pattern.match(text, start):
                continue  # broken already, together with another
            tried = broken(text, start)
            text = (
                tried if not pattern.match(tried, start) else broken(text, max(start, end - last))
            )
    return text
