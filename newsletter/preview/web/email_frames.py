"""Both parts of the email as the frames show them: the exact bytes that are copied; only the answer's headers differ."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.responses import Response

from newsletter.build import HTML_FILE, TEXT_FILE, write_email
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import counted
from newsletter.errors import NewsletterError
from newsletter.mailing.image_files import write_pictures
from newsletter.mailing.mark_sent import matches_record
from newsletter.preview.desk.desk import Snapshot
from newsletter.preview.desk.readiness import must_be_ready
from newsletter.preview.web.parts import email_hashes, short_hash
from newsletter.render.email import Email

HASH = "X-Newsletter-Hash"
"""The header that names the part's hash, for copying to tell which email it had in hand."""
POLICY = "X-Newsletter-Policy"
"""The header with a hash of what the frame may fetch: a document that stands can take new bytes only while that is the same."""
_PICTURE = re.compile(r"""<img\b[^>]*?\bsrc=["'](https?://[^"']+)["']""")


def html_response(shot: Snapshot, query: Mapping[str, str]) -> Response:
    """The HTML part for a frame, or to be kept as a file. ``images=off`` cuts the pictures off, by a header."""
    email = _email(shot)
    if query.get("download"):
        return _download(shot, email.html, HTML_FILE, "text/html")
    html_hash = email_hashes(email)[0]
    if query.get("known") == html_hash:
        return Response(status_code=204)
    policy = frame_policy(email, query.get("images") != "off")
    headers = {"Content-Security-Policy": policy, HASH: html_hash, POLICY: policy_hash(email)}
    return Response(email.html, media_type="text/html", headers=headers)


def text_response(shot: Snapshot, query: Mapping[str, str]) -> Response:
    """The text part."""
    email = _email(shot)
    if query.get("download"):
        return _download(shot, email.text, TEXT_FILE, "text/plain")
    return Response(email.text, media_type="text/plain", headers={HASH: email_hashes(email)[1]})


def frame_policy(email: Email, images: bool) -> str:
    """No script, no network but the hosts of the pictures, no place but inside our own page.

    ``allow-same-origin`` without scripts: the page keeps the place that was scrolled to and shows the dark views.
    """
    hosts = sorted({_origin(src) for src in _PICTURE.findall(email.html)} - {""}) if images else []
    pictures = " ".join(hosts) or "'none'"
    return (
        f"default-src 'none'; img-src {pictures}; style-src 'unsafe-inline'; sandbox allow-same-origin; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    )


def policy_hash(email: Email | None) -> str:
    """A hash of what the frame of this email may fetch with its pictures."""
    return short_hash(frame_policy(email, True)) if email else ""


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
        # A host with characters that mean something in a policy is left out: its pictures are not shown.
        return (
            f"{parts.scheme}://{parts.netloc}"
            if re.fullmatch(r"[\w.-]+(:\d+)?", parts.netloc, re.ASCII)
            else ""
        )
    except ValueError:
        return ""


def _email(shot: Snapshot) -> Email:
    if shot.email is None:
        raise shot.fault or NewsletterError("There is no email to show yet.")
    return shot.email


def _download(shot: Snapshot, text: str, name: str, media_type: str) -> Response:
    must_be_ready(shot)
    headers = {"Content-Disposition": f'attachment; filename="{shot.name}-{name}"'}
    return Response(text, media_type=media_type, headers=headers)


def write_built(shot: Snapshot, html_hash: str) -> str:
    """Write both parts beside the issue, as ``newsletter build`` does, and say so.

    ``html_hash`` is that of the HTML the editor copied: when the email is another by now, that is refused.
    """
    must_be_ready(shot)
    assert shot.built is not None and shot.workspace is not None
    email = shot.built.email
    if email_hashes(email)[0] != html_hash:
        raise NewsletterError("The issue has changed while it was copied. Copy it again.")
    choice, plan = shot.built.choice, shot.built.choice.plan
    if choice.sent:
        if not matches_record(
            choice.sent, {HTML_FILE: email.html.encode(), TEXT_FILE: email.text.encode()}
        ):
            raise NewsletterError(
                f"It was copied, and it is not what was sent on {say_day(choice.sent.sent_on)}: the files of what was sent stay as they are."
            )
        return f"{counted(email.size, 'byte')}, as it was sent"
    folder = shot.workspace.issue_folder(plan.period)
    write_email(email, folder)
    write_pictures(shot.built.issue, shot.workspace.path, folder)
    return f"{counted(email.size, 'byte')}; both files were written to issues/{plan.name}"
