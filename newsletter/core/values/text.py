"""Small questions about words: are these two the same, which one was meant, how is it shown safely."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Control characters, and the bidi embeddings, overrides and isolates of UAX #9 that can make a line
# read as something it is not. The plain direction marks (U+200E, U+200F, U+061C) are ordinary in
# Arabic and Persian text and stay.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")


def harmless(text: str) -> str:
    """The text without control characters and without bidi overrides; tabs and line ends stay."""
    if (
        text.isascii() and text.replace("\n", "").isprintable()
    ):  # nearly always, and much the faster question
        return text
    return _UNSAFE.sub("", text)


def one_line(text: str) -> str:
    """The text on one line: harmless, every run of white space a single blank."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACE.sub(" ", harmless(text.replace("\r", "\n"))).strip()


@lru_cache(maxsize=16384)  # a title is asked for by several questions about one pool
def fold(text: str) -> str:
    """The text as compared: NFKC, lower case, words only, single blanks. ``‘We are’ – X!`` folds to ``we are x``."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


@lru_cache(maxsize=65536)  # every id of a pool is asked for by several questions
def path_key(item_id: str) -> str:
    """A path id as compared on any system: forward slashes, NFC, lower case, no ``.md``, no ``content/``."""
    key = item_id if item_id.isascii() else unicodedata.normalize("NFC", item_id)
    key = key.strip().replace("\\", "/").lower()
    return key.removeprefix("content/").removesuffix(".md")


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that was probably meant, or None when nothing comes close."""
    return _nearest(word.lower(), tuple(choices))


@lru_cache(maxsize=1024)  # the same unknown key stands in thousands of imported files
def _nearest(word: str, choices: tuple[str, ...]) -> str | None:
    import difflib  # only a mistake pays for it

    known = {choice.lower(): choice for choice in choices}
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return known[found[0]] if found else None


def quoted(text: str, limit: int = 60) -> str:
    """The text in quotation marks, on one line, cut to ``limit`` characters: for use in a sentence."""
    line = one_line(text)
    return f"'{line}'" if len(line) <= limit else f"'{line[: limit - 1].rstrip()}…'"


def listed(names: Iterable[str], conjunction: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    items = list(names)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 item``, ``3 items``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
