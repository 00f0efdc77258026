"""Recognise what kind of source an address or a file is.

Everything that has to guess a kind asks here, so the command line and the page always agree.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from newsletter.core.model.source_kinds import SOURCE_KINDS, SourceKind
from newsletter.core.values.text import listed
from newsletter.errors import NewsletterError

WEB_SCHEMES = ("http", "https", "webcal", "webcals")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):(?=//)", re.I)
_HOST_WITHOUT_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:[/?#].*)?", re.I)
"""``example.org``, ``example.org:8080/blog`` or ``example.org?feed=rss2``."""

_KIND_OF_LAST_SEGMENT = {
    "feed": "feed", "feeds": "feed", "rss": "feed", "rss2": "feed", "atom": "feed", "rdf": "feed",
    "ical": "ical", "ics": "ical",
    "csv": "csv",
}  # fmt: skip
"""What the last part of an address's path says, without an ending: ``/feed/``, ``/rss``."""
_KIND_OF_FORMAT = {
    **_KIND_OF_LAST_SEGMENT,
    "rss1": "feed", "xml": "feed", "tsv": "csv", "out:csv": "csv", "docx": "docx",
}  # fmt: skip
"""What a query says: ``?feed=rss2``, ``?format=csv``, ``?tqx=out:csv``."""
_FORMAT_PARAMETERS = ("feed", "format", "output", "alt", "type", "tqx")
_CALENDAR_PARAMETERS = ("ical", "outlook-ical")
"""The Events Calendar of WordPress gives its calendar at ``/events/?ical=1``."""
_FEED_HOSTS = ("feed", "feeds", "rss")
"""The first part of a host that holds nothing but feeds: ``feeds.example.org``."""

_HEAD_BYTES = 20_000
"""How many bytes from its beginning decide what a file is."""
_ZIP = b"PK\x03\x04"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CALENDAR_START = "BEGIN:VCALENDAR"
_WORDPRESS_EXPORT = re.compile(r"xmlns:wp=|<wp:wxr_version")
_FEED_ELEMENT = re.compile(r"<(?:rss|feed|(?:\w+:)?rdf)\b", re.I)
_HTML_ELEMENT = re.compile(r"<(?:!doctype html|html|body|article)\b", re.I)


# ---- addresses and paths


@dataclass(frozen=True, slots=True)
class _Address:
    """The parts of an address that say what it is, in small letters."""

    scheme: str
    host: str
    segments: tuple[str, ...]
    """The parts of its path."""
    query: str

    @property
    def last_segment(self) -> str:
        return self.segments[-1] if self.segments else ""

    @property
    def ending(self) -> str:
        return _ending_of(self.last_segment)


def kind_of_address(address: str) -> SourceKind | None:
    """The kind of source that an address or the path of a file most probably is.

    An address may lack its ``https://``. The result is None when nothing says what it is: for an
    address that is kept in a variable (``$NAME``), for an ``.xml`` file, which may be a feed or an
    export of WordPress, and for a file without a known ending. ``kind_of_file`` looks into a file.
    """
    address = address.strip()
    if _SCHEME.match(address):
        return _kind_of_web_address(address)
    lacks_scheme = _HOST_WITHOUT_SCHEME.fullmatch(address) is not None
    if lacks_scheme and "/" in address:
        return _kind_of_web_address(f"https://{address}")
    ending = _ending_of(address)
    kind = _kind_of_ending(ending)
    if kind is not None or ending == ".xml":
        return kind
    if lacks_scheme:
        return _kind_of_web_address(f"https://{address}")
    return None


def is_web_address(address: str) -> bool:
    """Whether it is an address on the web, rather than the path of a file."""
    scheme = _SCHEME.match(address.strip())
    return scheme is not None and scheme[1].lower() in WEB_SCHEMES


def fetchable_address(address: str) -> str:
    """The address that is asked: calendars' own ``webcal://`` means ``https://``."""
    return re.sub(r"^webcals?://", "https://", address.strip(), flags=re.I)


def _kind_of_web_address(address: str) -> SourceKind | None:
    parts = _split(address)
    if parts is None or not parts.host:
        return None
    if parts.scheme in ("webcal", "webcals"):
        return SOURCE_KINDS["ical"]
    if parts.scheme == "feed":
        return SOURCE_KINDS["feed"]
    if parts.scheme not in WEB_SCHEMES:
        return None
    name = _kind_in_query(parts.query) or _kind_in_path(parts)
    if name:
        return SOURCE_KINDS[name]
    if parts.host.partition(".")[0] in _FEED_HOSTS:
        return SOURCE_KINDS["feed"]
    return SOURCE_KINDS["wordpress"]


def _split(address: str) -> _Address | None:
    """The parts of an address; None when it cannot be read as one."""
    try:
        parts = urlsplit(address.lower())
        host = parts.hostname or ""
    except ValueError:
        return None
    segments = tuple(segment for segment in parts.path.split("/") if segment)
    return _Address(parts.scheme, host, segments, parts.query)


def _kind_in_query(query: str) -> str | None:
    """The name of the kind that ``?feed=rss2``, ``?format=csv`` or ``?ical=1`` asks for."""
    for parameter, value in parse_qsl(query):
        if parameter in _CALENDAR_PARAMETERS:
            return "ical"
        if parameter in _FORMAT_PARAMETERS and value in _KIND_OF_FORMAT:
            return _KIND_OF_FORMAT[value]
    return None


def _kind_in_path(parts: _Address) -> str | None:
    """The name of the kind that the path of a web address says."""
    if parts.last_segment in _KIND_OF_LAST_SEGMENT:
        return _KIND_OF_LAST_SEGMENT[parts.last_segment]
    if parts.segments[:1] == ("feeds",):
        return "feed"  # Blogger: /feeds/posts/default
    if parts.ending == ".xml":
        return "feed"  # an export of WordPress is a file, never an address
    if parts.host == "docs.google.com" and parts.segments[:1] == ("spreadsheets",):
        return "csv"
    kind = _kind_of_ending(parts.ending)
    if kind is None or kind.name == "listing":
        return None  # WordPress sites have addresses that end in .html too
    return kind.name


def _kind_of_ending(ending: str) -> SourceKind | None:
    """The one kind whose files have this ending; None for ``.xml``, which several have."""
    kinds = [kind for kind in SOURCE_KINDS.values() if ending in kind.endings]
    return kinds[0] if len(kinds) == 1 else None


def _ending_of(path: str) -> str:
    """The ending of a path with its dot, in small letters; empty when it has none."""
    name = re.split(r"[/\\]", path.lower())[-1]
    stem, dot, ending = name.rpartition(".")
    return f".{ending}" if stem and dot else ""


# ---- files


def kind_of_file(name: str, data: bytes) -> SourceKind:
    """The kind of a file, from its content and its name. The first 20,000 bytes are enough.

    What its content says counts more than its name. Raises NewsletterError when the file is empty
    or of no known kind.
    """
    if not data.strip():
        raise NewsletterError("the file is empty")
    ending = _ending_of(name)
    kind = _kind_in_content(data, ending) or _kind_of_ending(ending)
    if kind is None:
        raise NewsletterError(
            f"this kind of file cannot be imported. These can: {importable_files()}"
        )
    return kind


def _kind_in_content(data: bytes, ending: str) -> SourceKind | None:
    head = _text_of_head(data)
    if data.startswith(_ZIP) or ending in SOURCE_KINDS["docx"].endings:
        return SOURCE_KINDS["docx"]
    if _CALENDAR_START in head[:5000].upper():
        return SOURCE_KINDS["ical"]
    if _WORDPRESS_EXPORT.search(head):
        return SOURCE_KINDS["wxr"]
    if _FEED_ELEMENT.search(head):
        return SOURCE_KINDS["feed"]
    if _HTML_ELEMENT.search(head) and _kind_of_ending(ending) is None:
        return SOURCE_KINDS["listing"]  # with a table's ending, its importer says what is wrong
    return None


def _text_of_head(data: bytes) -> str:
    head = data[:_HEAD_BYTES]
    if head[:2] in _UTF16_MARKS:
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def importable_files() -> str:
    """The kinds of files that can be imported with their endings, as a list in words."""
    kinds = [
        f"{kind.description} ({', '.join(kind.endings)})"
        for kind in SOURCE_KINDS.values()
        if kind.endings
    ]
    return listed(kinds, "or")
