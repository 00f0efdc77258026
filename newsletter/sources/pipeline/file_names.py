"""The names of new content files: from date and title, safe on every system."""

import re
import unicodedata
from collections.abc import Set
from itertools import count

from newsletter.core.model.item import FOLDERS, Kind
from newsletter.core.values.text import path_key

FOLDER_OF = {kind: folder for folder, kind in FOLDERS.items()}
NAME_LENGTH = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.I)
"""Names that Windows keeps for devices, with whatever ending."""


def free_id(kind: Kind, title: str, day: str, taken: Set[str]) -> str:
    """A path id that no other file has on any system; ``day`` is a date's text, used when it begins with YYYY-MM-DD.

    ``taken`` are the path keys there are.
    """
    found = re.match(r"\d{4}-\d{2}-\d{2}", day)
    name = slug(title)
    name = f"{name}-item" if not found and _RESERVED.fullmatch(name) else name
    stem = f"{FOLDER_OF[kind]}/{f'{found[0]}-' if found else ''}{name}"
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(free for free in numbered if path_key(free) not in taken)


def slug(title: str) -> str:
    """The title as part of a file name: its letters in small, whatever the script, with dashes between the words."""
    decomposed = unicodedata.normalize("NFKD", title)
    plain = "".join(char for char in decomposed if not ("\u0300" <= char <= "\u036f"))
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", plain).casefold()).strip("-")
    cut = (
        words[:NAME_LENGTH].encode()[:150].decode("utf-8", "ignore")
    )  # systems count bytes, up to 255
    if len(words) > NAME_LENGTH and "-" in cut:
        cut = cut.rsplit("-", 1)[0]
    return cut or "untitled"
