"""Is a text a full web address?"""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[^\s/@:\[\]]+(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?")
_MAIL_LINK = re.compile(r"mailto:[^\s@<>\"]+@[^\s@<>\"]+", re.IGNORECASE)
_NEVER_IN_LINKS = re.compile(r"[\s<>\"\\^`{|}]")
_ORDINARY_LINK = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[\w\-./?=&%#~+,;:!$()*]*)?", re.ASCII
)
"""Nearly every link; what fits here needs no closer look."""


def link_fault(address: str, *, mail: bool = False) -> str:
    """What is wrong with an address, as the end of a sentence; empty when nothing is.

    With ``mail``, a ``mailto:`` link is fine too.
    """
    if _ORDINARY_LINK.fullmatch(address):
        return ""
    if mail and _MAIL_LINK.fullmatch(address):
        return ""
    if _is_full_address(address) and not _NEVER_IN_LINKS.search(address):
        return ""
    return (
        "which is not a full web address. "
        "Write it as the browser shows it, beginning with https://."
    )


def _is_full_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(_HOST.fullmatch(parts.netloc))
