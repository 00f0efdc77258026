"""Notice what may be one person's own data in a text. The text itself is never changed."""

import re
from dataclasses import replace

from newsletter.core.values.text import listed
from newsletter.sources.base.import_item import ImportItem

_KINDS_WRITTEN_BY_PEOPLE = ("csv", "docx", "ical")
"""What a website says is public already."""
_MOST_TEXT = 20_000
"""How many characters of a body are looked at."""
_SIGNS = {
    "an email address": re.compile(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60})+"),
    "a telephone number": re.compile(
        r"(?<![\w/.=-])(?:\+|00)\d[\d ()./-]{7,18}\d"
        r"|\b(?:call|phone|tel|telephone|whatsapp|signal|телефон|tél|teléfono)\b"
        r"[.: ]{1,3}\d[\d ()./-]{5,18}\d",
        re.I,
    ),
    "a meeting's password": re.compile(
        r"[?&]pwd=|\b(?:pass ?code|passwords?|mot de passe|code d[’']accès|contraseña"
        r"|clave de acceso|пароль|kennwort|passwort|senha)\s?(?::|=|is\b|\d)",
        re.I,
    ),
}


def note_personal_details(item: ImportItem) -> ImportItem:
    """The item with a note when its texts may hold what members should not see."""
    if item.source_kind not in _KINDS_WRITTEN_BY_PEOPLE:
        return item
    texts = (item.title, item.summary, item.body[:_MOST_TEXT], item.location, item.online)
    text = " ".join(texts)
    signs = [sign for sign, pattern in _SIGNS.items() if pattern.search(text)]
    if not signs:
        return item
    note = f"its text holds {listed(signs)}; check whether members should see it"
    return replace(item, personal=note)
