"""The page for browsers that was kept of a sent issue, with a note for each correction that everybody may read.

The notes can always be taken out again: what is left is the page as it was sent, to the byte, which its record's hash proves.
"""

import re
from datetime import date
from html import escape

from newsletter.core.model.sent_record import SentRecord
from newsletter.errors import NewsletterError
from newsletter.mailing.export_files import WEB_FILE
from newsletter.mailing.mark_sent import fingerprints
from newsletter.render.wording.when import say_day
from newsletter.render.wording.words import Words

_NOTE = re.compile(r'<p class="correction">.*?</p>\n', re.S)
_PLACE = re.compile(r"<main[^>]*>\n?|<body[^>]*>\n?")


def noted(web: str, record: SentRecord, words: Words) -> str:
    """The page with the notes of all the record's public corrections. Raises NewsletterError when it is not the page that was kept."""
    page = _NOTE.sub("", web)
    if fingerprints({WEB_FILE: page.encode()})[WEB_FILE] != record.files.get(WEB_FILE):
        raise NewsletterError(
            "it was changed since the issue was sent. Bring back the page that was kept (from git, the trash or a backup).",
            file=f"issues/{record.issue}/{WEB_FILE}",
        )
    place = _PLACE.search(page)
    at = place.end() if place else 0
    notes = "".join(
        f'<p class="correction"><strong>{escape(_worded(each.on, each.text, words))}</strong></p>\n'
        for each in record.corrections
        if each.public
    )
    return page[:at] + notes + page[at:]


def _worded(on: date, text: str, words: Words) -> str:
    return words("corrected_on", date=say_day(on, words), text=" ".join(text.split()))
