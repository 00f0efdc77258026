"""The same issue for other places, as the page copies and keeps it: formatted, for the website, for messengers, for review."""

from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.responses import JSONResponse, Response

from newsletter.build import Build, silence
from newsletter.core.issue.compose import Issue
from newsletter.core.model.item import Item
from newsletter.errors import NewsletterError
from newsletter.mailing.correction_email import CORRECTION_HTML, CORRECTION_SUBJECT, CORRECTION_TEXT
from newsletter.preview.desk.desk import Snapshot
from newsletter.preview.desk.readiness import must_be_ready
from newsletter.preview.views.problem_list import view_problems
from newsletter.preview.web.parts import pages
from newsletter.render.other_formats import (
    FormattedCopy,
    for_messengers,
    for_review,
    for_website,
    formatted,
    review_file,
    web_version,
)
from newsletter.settings import Settings
from newsletter.workspace.files.safe_io import UnreadableFile, read_text

PIECES: Mapping[str, Callable[[Issue, Settings, Path], FormattedCopy]] = {
    "formatted": formatted,
    "website": for_website,
    "messengers": lambda issue, settings, own: FormattedCopy(
        "", for_messengers(issue, settings, own)
    ),
    "review": for_review,
}
"""What can be copied beside the two parts."""
CORRECTION = {
    "correction": CORRECTION_HTML,
    "correction-text": CORRECTION_TEXT,
    "correction-subject": CORRECTION_SUBJECT,
}
"""What can be copied of a correction, and the file it lies in."""
_MUST_BE_READY = {"formatted", "website", "messengers", "web.html", "eml"}


def pieces_response(shot: Snapshot) -> Response:
    """All that can be copied now, each as HTML and as text. What goes to members or the public only when the issue is ready."""
    built = _require_build(shot)
    names = [name for name in PIECES if not built.blocked or name not in _MUST_BE_READY]
    made = {
        name: PIECES[name](built.issue, built.choice.settings, built.choice.workspace.templates)
        for name in names
    }
    made |= _correction(built)
    return JSONResponse(
        {name: {"html": piece.html, "text": piece.text} for name, piece in made.items()}
    )


def _correction(built: Build) -> Mapping[str, FormattedCopy]:
    """The latest correction of a sent issue, as it was written beside it."""
    folder = built.choice.workspace.issue_folder(built.choice.plan.period)
    found = {}
    for name, file in CORRECTION.items():
        try:
            found[name] = FormattedCopy("", read_text(folder / file))
        except UnreadableFile:
            continue
    return found


def download_response(shot: Snapshot, what: str) -> Response:
    """A file to be kept: the page for browsers, the one for review, the message."""
    built = _require_build(shot)
    if what in _MUST_BE_READY:
        must_be_ready(shot)
    settings, own = built.choice.settings, built.choice.workspace.templates
    if what == "eml":
        from newsletter.mailing.eml_message import (  # the email package waits until somebody wants a message
            complete_email,
            make_message,
        )

        plan, email = built.choice.plan, complete_email(built.email, built.issue, settings, own)
        return _file(
            make_message(email, settings, plan.send_on, plan.name),
            f"{shot.name}.eml",
            "message/rfc822",
        )
    make = {"web.html": web_version, "review.html": review_file}.get(what)
    if make is None:
        raise NewsletterError("There is no such file to keep.")
    return _file(make(built.issue, settings, own).encode(), f"{shot.name}-{what}", "text/html")


def picture_response(shot: Snapshot, item: Item) -> Response:
    """An item's picture of the workspace, ready to be uploaded."""
    from newsletter.mailing.image_files import ready_picture

    made = ready_picture(item, shot.workspace.path) if shot.workspace else None
    if made is None:
        raise NewsletterError("This item has no picture on this computer.")
    return _file(made.data, made.name, "image/jpeg")


PATIENCE = 10
"""Seconds that an address may take to answer."""


def links_part(shot: Snapshot) -> str:
    """What came of asking every address of the issue, as a piece of the page."""
    from newsletter.mailing.link_check import (  # what asks others waits until somebody wants it
        check_links,
        places,
    )
    from newsletter.sources.base.fetch import Fetcher

    built = _require_build(shot)
    settings = built.choice.settings
    with Fetcher(patience=PATIENCE) as fetcher:
        found, _ = silence(check_links(built.issue, settings, fetcher), settings)
    asked = len({place.page for place in places(built.issue, settings)})
    values = {
        "found": view_problems(built.choice, found),
        "asked": asked,
        "base": f"/issue/{shot.name}",
    }
    return pages().get_template("parts/links.html").render(values)


def _file(data: bytes, name: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(data, media_type=media_type, headers=headers)


def _require_build(shot: Snapshot) -> Build:
    if shot.built is None:
        raise shot.fault or NewsletterError("There is no issue to show yet.")
    return shot.built
