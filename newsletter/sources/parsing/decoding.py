"""Foreign bytes, before they are anything: as text, or as what they are instead of what was expected."""

import codecs
import re
from html import unescape
from pathlib import Path

from newsletter.core.values.text import quoted
from newsletter.errors import NewsletterError
from newsletter.workspace.files.safe_io import UnreadableFile, decode, read_bytes

MAX_BYTES = 60_000_000
"""The largest source that is read: an export of a large website."""


def text_from(data: bytes) -> str:
    """Bytes in UTF-8, or in UTF-16 with its mark (Excel's "Unicode text"), as text with line ends as ``\\n``.

    Raises NewsletterError.
    """
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        try:
            return data.decode("utf-16").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            raise NewsletterError("it is not text; save it again as UTF-8") from None
    try:
        return decode(data, MAX_BYTES)
    except UnreadableFile as why:
        raise NewsletterError(str(why)) from None


def file_bytes(path: Path) -> bytes:
    """The bytes of a file that is to be brought in. Raises NewsletterError."""
    if not path.exists():
        raise NewsletterError("there is no such file")
    try:
        return read_bytes(path, MAX_BYTES)
    except UnreadableFile as why:
        raise NewsletterError(str(why)) from None


def without_bad_references(data: bytes) -> bytes:
    """XML or HTML without references to letters that do not exist, such as ``&#1;`` and ``&#xD800;``: parsers break at them."""

    def kept(found: re.Match[bytes]) -> bytes:
        code = int(found[1], 16) if found[1] else int(found[2])
        return found[0] if is_a_letter(code) else b""

    return re.sub(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}));", kept, data)


def is_a_letter(code: int) -> bool:
    """Whether XML 1.0 allows a character (section 2.2)."""
    return (
        code in (9, 10, 13)
        or 32 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def refuse_a_page(data: bytes, wanted: str) -> None:
    """Raise NewsletterError when the bytes are a web page and not ``wanted``, saying what the page calls itself."""
    head = data[:4000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not re.match(
        r"(?:<!--.{0,400}?-->\s*)*<(?:!doctype html|html|head|body)\b", head, re.I | re.S
    ):
        return
    title = re.search(r"<title[^>]*>([^<]{1,200})", head, re.I)
    called = f" (it calls itself {quoted(unescape(title[1]))})" if title else ""
    raise NewsletterError(
        f"a web page came instead of {wanted}{called}. Open the address in a browser: it may ask for a login, or the "
        "address may be another one"
    )
