"""Makes the email one message in a file (.eml) that opens in Thunderbird or Outlook, as a proof.

RFC 5322 (message), 2045 and 2046 (MIME) and 2387 (pictures within), all by the standard library's
email package. The same issue gives the same bytes: date, message id and boundaries are made from
the issue, never from a clock.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
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


def complete_email(
    email: Email, issue: Issue, settings: Settings, own: Path | None = None
) -> Email:
    """The email as a whole HTML document.

    Some editors take only the body of a page. A message needs the head too, so the email is
    rendered again for an editor that takes both.
    """
    if email.editor.shape == "page":
        return email
    tool, editor_name = "none", ""
    for editor in email.dialect.editors:
        if editor.shape == "page":
            tool, editor_name = email.dialect.name, editor.name
            break
    return render(issue, replace(settings, mailing_tool=tool, mailing_editor=editor_name), own)


def make_message(
    email: Email,
    settings: Settings,
    send_on: date,
    name: str,
    picture: Callable[[str], bytes] | None = None,
) -> bytes:
    """The bytes of the message, with CRLF line ends. ``name`` is the issue's name.

    With ``picture``, which returns the bytes of a picture by its address, the pictures are part of
    the message. Raises NewsletterError when one of them is not a picture.
    """
    digest = _hash_email(email)
    sender = _make_sender(settings)
    message = EmailMessage(SMTP)
    message["From"] = sender
    message["To"] = sender
    message["Subject"] = one_line(email.subject)
    written_at = datetime.combine(send_on, MORNING, settings.zone)
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = f"<{name}.{digest[:24]}@{sender.domain}>"
    message["X-Unsent"] = "1"  # Outlook opens it ready to be sent
    html = email.html
    pictures: list[MessagePicture] = []
    if picture is not None:
        html, pictures = _include_pictures(email.html, digest, sender.domain, picture)
    message.set_content(email.text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = settings.language
    html_part = message.get_payload()[1]  # type: ignore[index]  # of the two that were just added
    for each in pictures:
        html_part.add_related(  # type: ignore[union-attr]
            each.data, maintype="image", subtype=_picture_subtype(each.data), cid=each.content_id
        )
    containers = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(containers):
        part.set_boundary(f"=_{digest[24:48]}_{number}")
    return message.as_bytes()


@dataclass(frozen=True, slots=True)
class MessagePicture:
    """A picture within a message."""

    data: bytes
    content_id: str
    """The name that the HTML part knows it by (RFC 2392)."""


def _hash_email(email: Email) -> str:
    whole = "\0".join((email.subject, email.html, email.text))
    return hashlib.sha256(whole.encode()).hexdigest()


def _make_sender(settings: Settings) -> Address:
    """The organisation's contact, or nobody's address when a message cannot name the contact."""
    organisation = one_line(settings.organisation)
    for contact in (settings.contact, NOBODY):
        user, _, domain = contact.partition("@")
        if not _is_plain_user(user):
            continue
        try:
            return Address(organisation, user, domain.encode("idna").decode())
        except (UnicodeError, ValueError, MessageError):
            continue
    user, _, domain = NOBODY.partition("@")
    return Address("", user, domain)


def _is_plain_user(user: str) -> bool:
    """Whether the part before the @ can stand in a message; others need SMTPUTF8 (RFC 6531)."""
    is_known_form = re.fullmatch(r"[\w.+'-]+", user, re.ASCII) is not None
    return is_known_form and ".." not in user


def _include_pictures(
    html: str, digest: str, domain: str, picture: Callable[[str], bytes]
) -> tuple[str, list[MessagePicture]]:
    """The HTML that shows its pictures from within the message, and those pictures."""
    addresses = dict.fromkeys(re.findall(r'<img\b[^>]*?\bsrc="(https?://[^"]+)"', html))
    pictures = []
    for number, address in enumerate(addresses):
        data = picture(address.replace("&amp;", "&"))
        if not _picture_subtype(data):
            host = urlsplit(address).hostname
            raise NewsletterError(
                f"{host} answered with something that is not a picture: {address}."
            )
        name = f"{number}.{digest[:16]}@{domain}"
        pictures.append(MessagePicture(data, f"<{name}>"))
        html = html.replace(f'src="{address}"', f'src="cid:{name}"')
    return html, pictures


def _picture_subtype(data: bytes) -> str | None:
    """The MIME subtype of a picture; None when the bytes are not those of a picture we know."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    for sign, subtype in _SIGNS.items():
        if data.startswith(sign):
            return subtype
    return None
