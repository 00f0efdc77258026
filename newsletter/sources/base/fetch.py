"""The one place that talks to other computers: a bounded, polite GET.

http and https only; bounded in bytes on the wire and decoded, redirects and time. Nothing else is ever sent than the question itself.
"""

import ipaddress
import queue
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from newsletter.errors import NewsletterError

MAX_WIRE = 30_000_000
"""Bytes of one answer as they come over the wire."""
MAX_DECODED = 60_000_000
"""Bytes of one answer when it is unpacked; a bomb of 1 MB can unpack to 1 GB."""
MAX_REDIRECTS = 5
MAX_SECONDS = 120
"""For one answer, however slowly it drips in."""
MAX_SECONDS_IN_ALL = 1800
"""For all the answers that one import asks for."""
MAX_WAIT = 90
"""Seconds to wait when a server asks for patience (Retry-After, RFC 9110 section 10.2.3); for longer, people come back themselves."""
MAX_WAIT_IN_ALL = 180
"""For one import."""
MAX_RETRIES = 3
_AGENT = "Mozilla/5.0 (compatible; member-newsletter)"
_LOOPBACK = {"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None}
"""A proxy of the organisation is for the way out, never for this computer itself."""


class FetchError(NewsletterError):
    """There is no usable answer; the message says why, as the end of a sentence."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status; 0 when there was no answer at all."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered."""

    url: str
    """Where it came from in the end."""
    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes

    @property
    def not_modified(self) -> bool:
        """Whether nothing has changed since the answer that the validators are from."""
        return self.status == 304

    @property
    def validators(self) -> dict[str, str]:
        """What to send the next time, to be told only of changes (RFC 9110 section 13)."""
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        return {
            name: self.headers[header] for header, name in names.items() if self.headers.get(header)
        }


@dataclass(slots=True)
class Fetcher:
    """Asks servers. Use it in a ``with`` block; two threads may ask at once."""

    patience: float = MAX_SECONDS
    """Seconds for one answer."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    asked: int = 0
    """How many questions were sent."""
    waited: float = 0
    """Seconds of patience shown so far."""
    until: float = field(init=False)
    """When patience with everything together ends, by the clock."""
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.until = self.clock() + MAX_SECONDS_IN_ALL
        self._client = httpx.Client(
            timeout=httpx.Timeout(min(20, self.patience), connect=min(15, self.patience)), follow_redirects=False, mounts=_LOOPBACK,
            headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"},
        )  # fmt: skip

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        body: bool = True,
        errors: bool = False,
    ) -> Response:
        """The answer to a GET, redirects followed and patience had where the server asks for it.

        Without ``body`` only the headers are read. With ``errors`` an answer such as 404 is returned too. Raises FetchError.
        """
        check_address(url)
        for attempt in range(MAX_RETRIES + 1):
            answer = self._follow(url, dict(headers or {}), body)
            wait = _patience(answer) if answer.status in (429, 503) else 0
            if (
                not wait
                or attempt == MAX_RETRIES
                or self.waited + min(wait, MAX_WAIT) > MAX_WAIT_IN_ALL
            ):
                break
            if wait > MAX_WAIT:
                raise FetchError(
                    f"the server asks to come back in {wait / 60:.0f} minutes. Nothing was changed",
                    answer.status,
                )
            self.waited += wait
            self.sleep(wait)
        if answer.status in (200, 304) or errors:
            return answer
        raise FetchError(_explain_status(answer.status), answer.status)

    def _follow(self, url: str, headers: dict[str, str], body: bool) -> Response:
        first = url
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(url, headers, body)
            target = answer.headers.get("location", "")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            try:
                url = urljoin(url, target)
            except ValueError:
                raise FetchError("it leads on to an address that cannot be read") from None
            check_redirect(first, url)
        raise FetchError(f"it leads from one address to another more than {MAX_REDIRECTS} times")

    def _ask(self, url: str, headers: dict[str, str], body: bool) -> Response:
        """One question, given up in time whatever the server does: the limits of httpx are for each piece that drips in."""
        answers: queue.SimpleQueue[Response | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._ask_now(url, headers, body))
            except Exception as fault:
                answers.put(fault)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=self.patience + 5)
        except queue.Empty:
            raise FetchError("the server did not answer in time. Try again later") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _ask_now(self, url: str, headers: dict[str, str], body: bool) -> Response:
        self.asked += 1
        deadline = min(self.clock() + self.patience, self.until)
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                small = {name.lower(): value for name, value in answer.headers.items()}
                data = (
                    self._read(answer, small, deadline)
                    if body and answer.status_code != 304
                    else b""
                )
                return Response(str(answer.url), answer.status_code, small, data)
        except httpx.TimeoutException:
            raise FetchError("the server did not answer in time. Try again later") from None
        except httpx.RemoteProtocolError:
            raise FetchError(
                "the connection broke off before all of it had come. Try again"
            ) from None
        except httpx.ConnectError as fault:
            raise FetchError(_unreachable(fault)) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as fault:
            raise FetchError(f"it cannot be asked ({type(fault).__name__})") from None

    def _read(self, answer: httpx.Response, headers: Mapping[str, str], deadline: float) -> bytes:
        encoding = headers.get("content-encoding", "identity").strip().lower() or "identity"
        if encoding not in ("identity", "gzip", "x-gzip"):
            raise FetchError(f"it comes packed in a way that is not known ({encoding[:40]})")
        unpack = zlib.decompressobj(wbits=31) if encoding != "identity" else None
        parts: list[bytes] = []
        wire = size = 0
        for chunk in answer.iter_raw():
            wire += len(chunk)
            while chunk:
                if (
                    unpack is not None and unpack.eof
                ):  # a file may be packed in several parts (RFC 1952, 2.2)
                    unpack = zlib.decompressobj(wbits=31)
                part = chunk if unpack is None else _unpacked(unpack, chunk, MAX_DECODED + 1 - size)
                size += len(part)
                parts.append(part)
                chunk = unpack.unused_data if unpack is not None and size <= MAX_DECODED else b""
            if wire > MAX_WIRE or size > MAX_DECODED:
                raise FetchError(f"it is larger than {MAX_DECODED // 1_000_000} MB")
            if self.clock() > deadline:
                raise FetchError("it takes too long to come. Try again later")
        if unpack is not None and wire and not unpack.eof:
            raise FetchError("the connection broke off before all of it had come. Try again")
        return b"".join(parts)


def check_address(url: str) -> str:
    """The address, when it may be asked. Raises FetchError when it is none of the web, or holds a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError("the address cannot be read") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or port == 0:
        raise FetchError("the address does not begin with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise FetchError(
            "the address holds a name or a password before the @. Take it out: secrets do not belong into settings"
        )
    return url


def _unpacked(unpack: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
    try:
        return unpack.decompress(chunk, max(most, 1))
    except zlib.error:
        raise FetchError("it is packed, and the packing is broken") from None


def _patience(answer: Response) -> float:
    """The seconds that the server asks to wait, given as such or as a date beside its own; 5 when it says nothing that can be read."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:8]), 1e6)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError, IndexError, OverflowError):
        return 5
    return max(wait.total_seconds(), 1)


def _is_near(url: str) -> bool:
    """Whether an address is one of this computer or of its own network."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _explain_status(status: int) -> str:
    known = {
        401: "the server wants a login (401)", 403: "the server refuses (403). It may keep programs out; ask whoever looks after the website",
        404: "there is nothing at this address (404)", 410: "what was at this address is gone (410)",
        429: "the server has been asked too often (429). Try again later",
    }  # fmt: skip
    if status >= 500:
        return f"the server is in trouble ({status}). Try again later"
    return known.get(status, f"the server answers {status}")


def _unreachable(fault: httpx.ConnectError) -> str:
    text = str(fault)
    if "CERTIFICATE" in text.upper():
        return "its certificate is not valid, so nobody can say whose website it is"
    if "getaddrinfo" in text or "Name or service" in text or "nodename" in text:
        return "there is no website of that name, or there is no connection to the internet"
    return "it cannot be reached. Is there a connection to the internet?"


def check_redirect(first: str, address: str) -> str:
    """The address, when a page at ``first`` may lead to it. Raises FetchError."""
    check_address(address)
    if _is_near(address) and not _is_near(first):
        raise FetchError("it leads on to an address inside your own network, which is refused")
    return address
