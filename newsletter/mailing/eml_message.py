"""The email as one message in a file (.eml), to be opened in Thunderbird or Outlook: a proof, which staff may send to themselves.

RFC 5322 (message), 2045 and 2046 (MIME), 2387 (pictures within), all by the standard library's email package. The same issue gives the
same bytes: date, message id and boundaries come from it, and from no clock.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from newsletter.core.issue.compose import Issue
from newsletter.core.values.text import one_line
from newsletter.errors import NewsletterError
from newsletter.render.email import Email, render
from newsletter.settings import Settings

MORNING = time(9)
"""When the message says it was written on the day of sending, in the organisation's zone."""
NOBODY = "newsletter@example.org"
"""Who it is from where newsletter.toml names no contact."""
_SIGNS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png", b"GIF8": "gif"}


def whole_email(email: Email, issue: Issue, settings: Settings, own: Path | None = None) -> Email:
    """The email as a whole document: an editor that takes the body alone gets no head, and a message without one is no proof."""
    if email.editor.shape == "page":
        return email
    page = next((editor for editor in email.dialect.editors if editor.shape == "page"), None)
    tool = email.dialect.name if page else "none"
    return render(
        issue, replace(settings, mailing_tool=tool, mailing_editor=page.name if page else ""), own
    )


def message(
    email: Email,
    settings: Settings,
    send_on: date,
    name: str,
    picture: Callable[[str], bytes] | None = None,
) -> bytes:
    """The message's bytes, line ends as CRLF. ``name`` is the issue's; ``picture`` gets the bytes of one by its address, and then all are
    within the message. Raises NewsletterError when a picture is none."""
    whole = hashlib.sha256("\0".join((email.subject, email.html, email.text)).encode()).hexdigest()
    made = EmailMessage(SMTP)
    sender = _sender(settings)
    made["From"] = sender
    made["To"] = sender
    made["Subject"] = one_line(email.subject)
    made["Date"] = format_datetime(_moment(send_on, settings.zone))
    made["Message-ID"] = f"<{name}.{whole[:24]}@{sender.domain}>"
    made["X-Unsent"] = "1"  # Outlook opens it ready to be sent
    html, pictures = (
        _with_pictures(email.html, whole, sender.domain, picture) if picture else (email.html, [])
    )
    made.set_content(email.text, cte="quoted-printable")
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    made["Content-Language"] = settings.language
    body = made.get_payload()[1]  # type: ignore[index]  # the second of the two parts that were just put in
    for data, identity in pictures:
        body.add_related(data, maintype="image", subtype=_subtype(data), cid=identity)  # type: ignore[union-attr]
    for number, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary(f"=_{whole[24:48]}_{number}")
    return made.as_bytes()


def _sender(settings: Settings) -> Address:
    for contact in (settings.contact, NOBODY):
        user, _, domain = contact.partition("@")
        try:
            named = Address(one_line(settings.organisation), user, domain.encode("idna").decode())
        except (UnicodeError, ValueError, MessageError):
            continue
        if (
            user.isascii() and re.fullmatch(r"[\w.+'-]+", user) and ".." not in user
        ):  # others would need SMTPUTF8 (RFC 6531)
            return named
    return Address("", *NOBODY.split("@"))


def _moment(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, MORNING, zone)


def _with_pictures(
    html: str, whole: str, domain: str, picture: Callable[[str], bytes]
) -> tuple[str, list[tuple[bytes, str]]]:
    """The HTML with its pictures as parts of the message, and those parts."""
    found = list(dict.fromkeys(re.findall(r'<img\b[^>]*?\bsrc="(https?://[^"]+)"', html)))
    parts = []
    for number, address in enumerate(found):
        identity = f"<{number}.{whole[:16]}@{domain}>"
        data = picture(address.replace("&amp;", "&"))
        if _subtype(data) == "":
            raise NewsletterError(
                f"{urlsplit(address).hostname} gave something that is no picture for {address}."
            )
        parts.append((data, identity))
        html = html.replace(f'src="{address}"', f'src="cid:{identity.strip("<>")}"')
    return html, parts


def _subtype(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for sign, kind in _SIGNS.items() if data.startswith(sign)), "")
