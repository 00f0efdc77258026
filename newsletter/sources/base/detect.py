"""What kind of source a file is, from what stands in it and how it is called."""

import re

from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.core.values.text import listed
from newsletter.errors import NewsletterError


def files_in_words() -> str:
    """The kinds of files there are, with their endings."""
    kinds = [
        f"{importer.description} ({', '.join(importer.endings)})"
        for importer in SOURCE_KINDS.values()
        if importer.endings
    ]
    return listed(kinds, "or")


def recognise(name: str, data: bytes) -> str:
    """The kind of a file, as ``SOURCE_KINDS`` knows it. Raises NewsletterError when it is none of them."""
    if not data.strip():
        raise NewsletterError("there is nothing in it")
    head = data[:20_000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = data[:20_000].decode("utf-16", "replace")
    ending = f".{name.rsplit('.', 1)[-1].lower()}" if "." in name else ""
    if data[:4] == b"PK\x03\x04" or ending == ".docx":
        return "docx"
    if "BEGIN:VCALENDAR" in head[:5000].upper():
        return "ical"
    if re.search(r"xmlns:wp=|<wp:wxr_version", head):
        return "wxr"
    if re.search(r"<(?:rss|feed|(?:\w+:)?rdf)\b", head, re.I):
        return "feed"
    for kind in ("csv", "ical"):  # one that is something else in truth is told so by its importer
        if ending in SOURCE_KINDS[kind].endings:
            return kind
    if ending in (".rss", ".atom"):
        return "feed"
    if (
        re.search(r"<(?:!doctype html|html|body|article)\b", head, re.I)
        or ending in SOURCE_KINDS["listing"].endings
    ):
        return "listing"
    raise NewsletterError(f"it is none of the files that can be brought in: {files_in_words()}")
