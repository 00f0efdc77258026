"""Name new content files after date and title, so that the name is safe on every system."""

import re
import unicodedata
from collections.abc import Set
from itertools import count

from newsletter.core.model.item import FOLDERS, Kind
from newsletter.core.values.text import path_key

FOLDER_OF = {kind: folder for folder, kind in FOLDERS.items()}
NAME_LENGTH = 60
"""Characters."""
_NAME_BYTES = 150
"""Systems count bytes, up to 255 in a name, and a date and a number come on top."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.I)
"""Names that Windows keeps for devices, with any ending."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def free_id(kind: Kind, title: str, day: str, taken: Set[str]) -> str:
    """A path id that no other file has on any system.

    ``day`` is the text of a date, and used when it begins with YYYY-MM-DD. ``taken`` are the path
    keys of all files that exist.
    """
    name = slug(title)
    date = _DAY.match(day)
    if date:
        name = f"{date[0]}-{name}"
    elif _RESERVED.fullmatch(name):
        name = f"{name}-item"
    stem = f"{FOLDER_OF[kind]}/{name}"
    if path_key(stem) not in taken:
        return stem
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(item_id for item_id in numbered if path_key(item_id) not in taken)


def slug(title: str) -> str:
    """The title as part of a file name: small letters of any script, with dashes between words."""
    decomposed = unicodedata.normalize("NFKD", title)
    plain = "".join(char for char in decomposed if not _is_accent(char))
    composed = unicodedata.normalize("NFC", plain).casefold()
    words = re.sub(r"[\W_]+", "-", composed).strip("-")
    cut = words[:NAME_LENGTH].encode()[:_NAME_BYTES].decode("utf-8", "ignore")
    if len(words) > NAME_LENGTH and "-" in cut:
        cut = cut.rpartition("-")[0]  # end with a whole word
    return cut or "untitled"


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"
