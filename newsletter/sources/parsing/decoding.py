"""Foreign bytes as text, and what they are when they are not what was expected."""

import codecs
import re
from html import unescape
from pathlib import Path

from newsletter.core.values.text import quoted
from newsletter.errors import NewsletterError
from newsletter.workspace.files.safe_io import UnreadableFile, decode, read_bytes

MAX_BYTES = 60_000_000
"""The largest source that is read: an export of a large website."""
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}));")
_WEB_PAGE = re.compile(r"(?:<!--.{0,400}?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)


def text_from(data: bytes) -> str:
    """Bytes as text with line ends as ``\\n``.

    They are UTF-8, or UTF-16 with its mark (Excel's "Unicode text").
    Raises NewsletterError when they are neither, or too many.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            raise NewsletterError("it is not text; save it again as UTF-8") from None
        return text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return decode(data, MAX_BYTES)
    except UnreadableFile as why:
        raise NewsletterError(str(why)) from None


def file_bytes(path: Path) -> bytes:
    """The bytes of a file to import. Raises NewsletterError when it cannot be read."""
    if not path.exists():
        raise NewsletterError("there is no such file")
    try:
        return read_bytes(path, MAX_BYTES)
    except UnreadableFile as why:
        raise NewsletterError(str(why)) from None


def without_bad_references(data: bytes) -> bytes:
    """XML or HTML without references to letters that do not exist (``&#1;``): they stop parsers."""
    return _REFERENCE.sub(_drop_if_bad, data)


def _drop_if_bad(match: re.Match[bytes]) -> bytes:
    hexadecimal, decimal = match[1], match[2]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return match[0] if is_a_letter(code) else b""


def is_a_letter(code: int) -> bool:
    """Whether XML 1.0 allows a character (section 2.2)."""
    return (
        code in (9, 10, 13)
        or 32 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def refuse_a_page(data: bytes, wanted: str) -> None:
    """Raise NewsletterError when the bytes are a web page instead of ``wanted``, with its title."""
    head = data[:4000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not _WEB_PAGE.match(head):
        return
    title = re.search(r"<title[^>]*>([^<]{1,200})", head, re.I)
    called = f" (it calls itself {quoted(unescape(title[1]))})" if title else ""
    raise NewsletterError(
        f"a web page came instead of {wanted}{called}. Open the address in a browser: "
        "it may ask for a login, or the address may be another one"
    )
