"""Who may talk to the page: the browser that was given its address, from this computer, and no other site.

Every answer passes here: Host, token and, for whatever writes, Origin are checked before anything else is looked at.
Sources: OWASP's cheat sheets on DNS rebinding and cross-site request forgery; Fetch Metadata (W3C).
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of every page of ours; the email's frames have a stricter one of their own."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": PAGE_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

MAX_BODY = 4_000_000
"""Bytes of a request; the largest honest one is a text pasted from a word processor."""
MAX_FILE = 60_000_000
"""Bytes of a file that is dropped on the page: an export of a large website."""


@dataclass(frozen=True, slots=True)
class Guard:
    """An ASGI middleware around the whole application."""

    app: ASGIApp
    token: str
    """Made anew at every start; it stands in the address that is opened, and then in a cookie."""
    port: int

    @property
    def cookie(self) -> str:
        """The cookie's name; browsers share cookies between ports, so the port stands in it."""
        return f"newsletter-{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        refused = self._refused(scope, headers)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        await self.app(scope, _bounded(receive, _most(scope)), _with_headers(send))

    def _refused(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        """The answer that stops a request; None when it may pass."""
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        host = headers.get("host", "")
        if host not in hosts:
            return PlainTextResponse("This page answers on this computer only.", 421)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] == "GET" and given and self._is_token(given):
            return self._welcome(scope)
        if not self._is_token(_cookie(headers.get("cookie", ""), self.cookie)):
            return PlainTextResponse(
                "Open the address that the program printed when it was started: it ends in ?token= and letters. "
                "An older one is no longer valid.", 403,
            )  # fmt: skip
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("Another site may not ask for this.", 403)
        if scope["method"] not in ("GET", "HEAD") and headers.get("origin") != f"http://{host}":
            return PlainTextResponse("Only the page itself may change anything.", 403)
        if not headers.get("content-length", "0").isdigit() or int(
            headers.get("content-length", "0")
        ) > _most(scope):
            return PlainTextResponse(
                f"That is too long: {_most(scope) // 1_000_000} MB can be sent at once.", 413
            )
        return None

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("latin-1", "replace"), self.token.encode())

    def _welcome(self, scope: Scope) -> Response:
        """The first visit: the token goes into a cookie, and out of the address."""
        rest = [
            (key, value)
            for key, value in parse_qsl(scope["query_string"].decode("latin-1"))
            if key != "token"
        ]
        path = "/" + scope["path"].lstrip("/")  # never //host, which would lead elsewhere
        answer = RedirectResponse(f"{path}?{urlencode(rest)}" if rest else path, 303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict")
        return answer


def _cookie(header: str, name: str) -> str:
    """The value of a cookie; others beside it, however they are written, do not matter."""
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return next((value for key, _, value in pairs if key == name), "")


def _with_headers(send: Send) -> Send:
    """Puts our headers on the answer, where it has none of that name itself."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *_missing(there)]
        await send(message)

    return sending


def _missing(there: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    return [
        (name.lower().encode(), value.encode())
        for name, value in HEADERS.items()
        if name.lower().encode() not in there
    ]


def _most(scope: Scope) -> int:
    return MAX_FILE if scope["path"] == "/import/file" else MAX_BODY


def _bounded(receive: Receive, most: int) -> Receive:
    """Stops reading a body that goes on beyond what its length promised."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            return {"type": "http.disconnect"}
        return message

    return receiving
