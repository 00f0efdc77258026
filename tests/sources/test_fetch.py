"""The one place that talks to other computers: bounded, polite, and never further than it was sent."""

import gzip
import zlib
from collections.abc import Mapping

import pytest
from sourcing import Reply, web

from newsletter.sources.base import fetch
from newsletter.sources.base.fetch import (
    Fetcher,
    FetchError,
    Response,
    check_address,
    check_redirect,
)


def asked(reply: Reply, **values: object) -> Response:
    with web(lambda *_: reply) as running, Fetcher(sleep=lambda _: None) as fetcher:
        return fetcher.get(running.url, **values)  # type: ignore[arg-type]


def test_what_is_packed_is_unpacked() -> None:
    """gzip is all that is asked for."""
    assert (
        asked(Reply(gzip.compress(b"text"), headers={"Content-Encoding": "gzip"})).body == b"text"
    )


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to more than it may is given up before it does."""
    monkeypatch.setattr(fetch, "MAX_DECODED", 1_000_000)
    with pytest.raises(FetchError, match="larger than"):
        asked(Reply(gzip.compress(b"\0" * 300_000_000, 9), headers={"Content-Encoding": "gzip"}))


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(b"x" * 100, broken=True), "broke off"),
        (Reply(gzip.compress(b"text" * 1000)[:-20], headers={"Content-Encoding": "gzip"}), "broke off"),
        (Reply(b"not packed", headers={"Content-Encoding": "gzip"}), "packing is broken"),
        (Reply(zlib.compress(b"x"), headers={"Content-Encoding": "br"}), "not known"),
        (Reply(b"", 403), "refuses"), (Reply(b"", 404), "nothing at this address"), (Reply(b"", 500), "in trouble"),
        (Reply(b"", 401), "login"), (Reply(b"", 418), "answers 418"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_in_a_sentence(reply: Reply, why: str) -> None:
    """Never a traceback, never half an answer."""
    with pytest.raises(FetchError, match=why):
        asked(reply)


def test_too_much_on_the_wire_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is packed."""
    monkeypatch.setattr(fetch, "MAX_WIRE", 1000)
    with pytest.raises(FetchError, match="larger than"):
        asked(Reply(b"x" * 100_000))


def test_what_drips_in_is_given_up() -> None:
    """The clock counts, whatever a server does to look alive."""
    moments = iter([0.0, 0.0, 1000.0, 1000.0, 1000.0])
    with (
        web(lambda *_: Reply(b"text")) as running,
        Fetcher(clock=lambda: next(moments)) as fetcher,
        pytest.raises(FetchError, match="too long"),
    ):
        fetcher.get(running.url)


def test_redirects_are_followed_and_counted() -> None:
    """Up to five of them."""

    def answer(path: str, _query: Mapping[str, str], _headers: Mapping[str, str]) -> Reply:
        step = int(path.strip("/") or 0)
        return (
            Reply(b"there")
            if step == 5
            else Reply(status=302, headers={"Location": f"/{step + 1}"})
        )

    with web(answer) as running, Fetcher() as fetcher:
        assert fetcher.get(running.url).body == b"there"
    with (
        web(lambda *_: Reply(status=301, headers={"Location": "/"})) as running,
        Fetcher() as fetcher,
        pytest.raises(FetchError, match="more than 5 times"),
    ):
        fetcher.get(running.url)


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://x/",
        "//user:word@127.0.0.1/",
        "http://127.0.0.1:0/",
    ],
)
def test_nothing_but_the_web_is_asked(target: str) -> None:
    """Not even when a redirect says so."""
    with pytest.raises(FetchError):
        asked(Reply(status=302, headers={"Location": target}))
    with pytest.raises(FetchError):
        check_address(target)


@pytest.mark.parametrize(
    "near",
    [
        "http://127.0.0.1/",
        "http://localhost/x",
        "http://192.168.1.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://printer.local/",
    ],
)
def test_a_website_does_not_lead_into_the_own_network(near: str) -> None:
    """A page outside must not make this program ask what only this computer can reach."""
    with pytest.raises(FetchError, match="own network"):
        check_redirect("https://example.org/", near)
    assert check_redirect("http://127.0.0.1:8791/", near) == near


@pytest.mark.parametrize(
    ("headers", "waits"),
    [({"Retry-After": "3"}, [3, 3, 3]), ({}, [5, 5, 5]),
     ({"Retry-After": "Sun, 01 May 2022 10:00:20 GMT", "Date": "Sun, 01 May 2022 10:00:00 GMT"}, [20, 20, 20])],
)  # fmt: skip
def test_patience_has_a_measure(headers: dict[str, str], waits: list[float]) -> None:
    """Seconds, a date, or nothing said; after three times it is given up."""
    waited: list[float] = []
    # The server of the standard library sends a Date of its own first; what a test gives is the one that counts.
    reply = Reply(b"", 429, {key: value for key, value in headers.items() if key != "Date"})
    answer = Response("http://x/", 429, {key.lower(): value for key, value in headers.items()}, b"")
    assert fetch._patience(answer) == waits[0]
    if "Date" not in headers:
        with (
            web(lambda *_: reply) as running,
            Fetcher(sleep=waited.append) as fetcher,
            pytest.raises(FetchError, match="too often"),
        ):
            fetcher.get(running.url)
        assert waited == waits


def test_a_long_wait_is_said_rather_than_waited() -> None:
    """Nobody sits before a screen for an hour."""
    with pytest.raises(FetchError, match="60 minutes"):
        asked(Reply(b"", 429, {"Retry-After": "3600"}))


def test_only_what_changed_is_sent_where_the_server_can_tell() -> None:
    """The validators of one answer are the question of the next."""

    def answer(_path: str, _query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        return (
            Reply(status=304)
            if headers.get("if-none-match") == '"a"'
            else Reply(b"text", headers={"ETag": '"a"'})
        )

    with web(answer) as running, Fetcher() as fetcher:
        first = fetcher.get(running.url)
        assert fetcher.get(running.url, first.validators).not_modified
