"""What is answered when something cannot be done: always a sentence, never a traceback."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from newsletter.errors import NewsletterError
from newsletter.preview.actions.request import Conflict
from newsletter.preview.views.problem_words import say_sentence
from newsletter.preview.web import screens


async def read_json(request: Request) -> dict[str, Any]:
    """What the browser sent. Raises NewsletterError when it is not a table of values."""
    try:
        given = json.loads(await request.body())
        json.dumps(given, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        given = None
    if (
        not isinstance(given, dict)
        or request.headers.get("content-type", "").partition(";")[0] != "application/json"
    ):
        raise NewsletterError("Something went wrong. Reload the page.")
    return given


def _answer_refusal(request: Request, fault: NewsletterError) -> Response:
    """A mistake in one sentence; to a page as a page, to a script as JSON."""
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(screens.fault_page(fault), 422)
    sentences = [say_sentence(text) for text in (fault.message, *fault.others)]
    answer: dict[str, Any] = {
        "error": " ".join(sentences),
        "file": fault.file or "",
        "line": fault.line or 0,
    }
    if isinstance(fault, Conflict):
        answer |= {"label": fault.label, "yours": fault.yours, "theirs": fault.theirs}
    return JSONResponse(answer, 409 if isinstance(fault, Conflict) else 422)


def _answer_disk_fault(request: Request, fault: OSError) -> Response:
    """The disk refused: who works here can do something about that."""
    where = f"{fault.filename}: " if fault.filename else ""
    return _answer_refusal(
        request,
        NewsletterError(
            f"The disk refuses: {where}{fault.strerror or fault}. Nothing was changed."
        ),
    )


def _answer_disconnect(_request: Request, _fault: ClientDisconnect) -> Response:
    """The browser went away in the middle of its question; nobody waits for the answer."""
    return Response(status_code=400)


def _answer_own_fault(request: Request, fault: Exception) -> Response:
    """A mistake of ours. Nothing was written by it: what is written is written whole, at the very end of an action."""
    answer = _answer_refusal(
        request,
        NewsletterError(
            f"The program made a mistake ({type(fault).__name__}). Nothing was changed. Reload the page."
        ),
    )
    answer.status_code = 500
    return answer


def _answer_not_found(_request: Request, fault: HTTPException) -> Response:
    return HTMLResponse(
        screens.fault_page(NewsletterError("There is nothing at this address.")), fault.status_code
    )


HANDLERS: Mapping[Any, Any] = {
    NewsletterError: _answer_refusal,
    HTTPException: _answer_not_found,
    OSError: _answer_disk_fault,
    ClientDisconnect: _answer_disconnect,
    Exception: _answer_own_fault,
}
"""Who answers for which fault."""
