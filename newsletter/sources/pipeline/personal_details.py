"""Words of a text that may belong to one person: they are told, never changed."""

import re
from dataclasses import replace

from newsletter.core.values.text import listed
from newsletter.sources.base.import_item import ImportItem

_SIGNS = {
    "an email address": re.compile(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60})+"),
    "a telephone number": re.compile(
        r"(?<![\w/.=-])(?:\+|00)\d[\d ()./-]{7,18}\d|\b(?:call|phone|tel|telephone|whatsapp|signal|телефон|tél|teléfono)\b[.: ]{1,3}\d[\d ()./-]{5,18}\d",
        re.I,
    ),
    "a meeting's password": re.compile(
        r"[?&]pwd=|\b(?:pass ?code|passwords?|mot de passe|code d[’']accès|contraseña|clave de acceso|пароль|kennwort|passwort|senha)\s?(?::|=|is\b|\d)",
        re.I,
    ),
}


def with_personal_words_noted(found: ImportItem) -> ImportItem:
    """The same with a note when its words hold what members may not be meant to see; only what came from people, not a website."""
    if found.source_kind not in ("csv", "docx", "ical"):
        return found
    words = " ".join(
        (found.title, found.summary, found.body[:20_000], found.location, found.online)
    )
    signs = [sign for sign, pattern in _SIGNS.items() if pattern.search(words)]
    if not signs:
        return found
    return replace(
        found, personal=f"its text holds {listed(signs)}; look whether members should see it"
    )
