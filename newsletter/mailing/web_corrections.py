"""Adds a note for each public correction to the web version that was kept of a sent issue.

The notes can be taken out again at any time. What is left is the page as it was sent, to the byte,
which the hash in its record proves.
"""

import re
from html import escape

from newsletter.core.model.sent_record import Correction, SentRecord
from newsletter.errors import NewsletterError
from newsletter.mailing.export_files import WEB_FILE
from newsletter.mailing.mark_sent import hash_files
from newsletter.render.wording.when import say_day
from newsletter.render.wording.words import Words

_NOTE = re.compile(r'<p class="correction">.*?</p>\n', re.S)
_PLACE = re.compile(r"<main[^>]*>\n?|<body[^>]*>\n?")


def add_correction_notes(web: str, record: SentRecord, words: Words) -> str:
    """The page with a note for each public correction of the record.

    Raises NewsletterError when ``web`` is not the page that was kept.
    """
    page = _NOTE.sub("", web)
    digest = hash_files({WEB_FILE: page.encode()})[WEB_FILE]
    if digest != record.files.get(WEB_FILE):
        raise NewsletterError(
            "it was changed since the issue was sent. "
            "Restore the page that was kept (from git, the trash or a backup).",
            file=f"issues/{record.issue}/{WEB_FILE}",
        )
    notes = []
    for correction in record.corrections:
        if correction.public:
            text = escape(_say_correction(correction, words))
            notes.append(f'<p class="correction"><strong>{text}</strong></p>\n')
    place = _PLACE.search(page)
    start = place.end() if place else 0
    return page[:start] + "".join(notes) + page[start:]


def _say_correction(correction: Correction, words: Words) -> str:
    text = " ".join(correction.text.split())
    return words("corrected_on", date=say_day(correction.on, words), text=text)
