"""Who may talk to the page, and what an answer may do."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest_preview import FILES, ISSUE, SETTINGS, Caller
from making import workspace

from newsletter.preview.web.server import HOST, Served, serve


@pytest.fixture
def caller(tmp_path: Path, served_from: Callable[..., Served]) -> Caller:
    caller = Caller(served_from(workspace(tmp_path, FILES, SETTINGS)))
    assert caller.ask("GET", ISSUE).status == 200
    return caller


TAKE_IN = {"do": "take-in", "item": "news/early"}


def test_it_listens_on_the_loopback_address_alone(caller: Caller) -> None:
    """No other address of this computer answers."""
    others = {
        address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    } - {"127.0.0.1"}
    for address in others:
        with pytest.raises((OSError, AssertionError)):
            socket.create_connection((address, caller.port), timeout=1)
    assert HOST == "127.0.0.1"


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "127.0.0.1.example.org",
        "127.0.0.1",
        "localhost.evil:{port}",
        "[::1]:{port}",
        "0.0.0.0:{port}",
    ],
)
def test_a_forged_host_is_refused(caller: Caller, host: str) -> None:
    """A name that leads to this computer by a trick (DNS rebinding) is not ours."""
    assert caller.ask("GET", ISSUE, Host=host.format(port=caller.port)).status == 421
    assert (
        caller.ask("POST", f"{ISSUE}/do", TAKE_IN, Host=host.format(port=caller.port)).status == 421
    )


@pytest.mark.parametrize(
    "origin",
    [
        "http://example.org",
        "null",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:1",
        "http://localhost:{port}",
        "",
    ],
)
def test_another_origin_writes_nothing(caller: Caller, origin: str, tmp_path: Path) -> None:
    """A write comes from the page itself, or it is refused."""
    before = (tmp_path / "issues/2022-03-march-april/issue.md").read_bytes()
    for path, body in (
        (f"{ISSUE}/do", TAKE_IN),
        ("/undo", {}),
        (f"{ISSUE}/built", {}),
        ("/clean", {"html": "x"}),
    ):
        assert (
            caller.ask("POST", path, body, Origin=origin.format(port=caller.port)).status == 403
        ), path
    assert (tmp_path / "issues/2022-03-march-april/issue.md").read_bytes() == before


@pytest.mark.parametrize(
    "cookie", ["", "newsletter-{port}=wrong", "newsletter-1={token}", "newsletter-{port}="]
)
def test_without_the_token_nothing_is_shown(caller: Caller, cookie: str) -> None:
    """Only the browser that was given the address sees anything, the stream of events and the style sheet included."""
    cookie = cookie.format(port=caller.port, token=caller.token)
    for path in (ISSUE, "/", "/events", "/static/page.css", f"{ISSUE}/email.html"):
        answer = caller.ask("GET", path, Cookie=cookie)
        assert answer.status == 403
        assert "Early" not in answer.text  # type: ignore[attr-defined]
    assert caller.ask("GET", "/?token=wrong", Cookie=cookie).status == 403


def test_another_site_may_not_even_read(caller: Caller) -> None:
    """A request that another site makes the browser send is refused, cookie or not."""
    assert caller.ask("GET", f"{ISSUE}/email.html", Sec_Fetch_Site="cross-site").status == 403
    assert caller.ask("GET", f"{ISSUE}/email.html", Sec_Fetch_Site="same-site").status == 403


def test_the_token_leaves_the_address_and_becomes_a_strict_cookie(caller: Caller) -> None:
    """The first answer sets the cookie for this site alone and leads on to an address without the token."""
    answer = caller.ask("GET", f"/?token={caller.token}", Cookie="")
    assert answer.status == 303
    assert answer.headers["location"] == "/"
    assert {"HttpOnly", "SameSite=strict"} <= {
        part.strip() for part in answer.headers["set-cookie"].split(";")
    }


@pytest.mark.parametrize(
    "others", ['a={{"x": 1}}; {ours}', "{ours}; theme=a b", "flag; {ours}", "{ours}; =; ;;"]
)
def test_cookies_of_other_programs_do_not_lock_the_editor_out(caller: Caller, others: str) -> None:
    """Browsers send every cookie of 127.0.0.1, whatever program set it and however it is written."""
    assert (
        caller.ask(
            "GET", ISSUE, Cookie=others.format(ours=f"newsletter-{caller.port}={caller.token}")
        ).status
        == 200
    )


def test_the_first_visit_leads_nowhere_else_and_keeps_the_rest_of_the_address(
    caller: Caller,
) -> None:
    """A path that begins with two slashes would name another host."""
    assert (
        caller.ask("GET", f"//evil.example/?token={caller.token}").headers["location"]
        == "/evil.example/"
    )
    assert (
        caller.ask("GET", f"{ISSUE}?token={caller.token}&room=look").headers["location"]
        == f"{ISSUE}?room=look"
    )


def test_half_a_character_is_refused(caller: Caller) -> None:
    """A lone surrogate is no text, and no file could hold it."""
    assert caller.ask("POST", f"{ISSUE}/do", '{"do": "send-on", "value": "\\ud800"}').status == 422


def test_every_answer_has_a_strict_policy(caller: Caller) -> None:
    """Scripts and styles of our own alone, no frame around the page, nothing kept, nothing told to others."""
    for path in (ISSUE, "/issues", "/static/page.css", "/nothing", f"{ISSUE}/settings"):
        answer = caller.ask("GET", path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "content/../newsletter.toml",
        "issues/2022-03-march-april/../../x",
        ".newsletter/history.jsonl",
        "C:\\x",
    ],
)
def test_a_name_from_the_browser_never_becomes_a_path(caller: Caller, name: str) -> None:
    """Only what stands in the list of known files is opened; ids and periods lead nowhere else either."""
    from urllib.parse import quote

    assert caller.ask("GET", f"{ISSUE}/file?name={quote(name)}").status == 422
    assert caller.ask("GET", f"{ISSUE}/item?id={quote(name)}").status == 422
    assert (
        caller.ask(
            "POST", f"{ISSUE}/do", {"do": "file", "file": name, "base": "", "value": "x"}
        ).status
        == 422
    )
    assert caller.ask("POST", f"{ISSUE}/do", {"do": "next-time", "item": name}).status == 422
    assert caller.ask("POST", f"{ISSUE}/do", {"do": "remove-copy", "file": name}).status == 422
    assert caller.ask("GET", f"/issue/{quote(name, safe='')}").status in (404, 422)
    assert caller.ask("GET", f"/static/{name}").status == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        "null",
        '"x"',
        "[" * 100_000,
        '{"do": 5}',
        '{"do": ["take-in"]}',
        '{"do": "take-in", "item": {}}',
        '{"do": "settings", "values": 5}',
        '{"do": "sections", "sections": [5]}',
    ],
)
def test_a_senseless_body_is_refused_in_a_sentence(caller: Caller, body: str) -> None:
    """Whatever is sent, the answer is a sentence and nothing is written."""
    answer = caller.ask("POST", f"{ISSUE}/do", body)
    assert answer.status == 422
    assert json.loads(answer.text)["error"].endswith(".")  # type: ignore[attr-defined]


def test_a_body_beyond_measure_is_refused(caller: Caller) -> None:
    """Four megabytes are enough for anything."""
    assert caller.ask("POST", f"{ISSUE}/do", "x" * 4_100_000).status == 413
    assert caller.ask("POST", f"{ISSUE}/do", TAKE_IN, Content_Length="99999999").status == 413


def test_a_form_of_another_site_cannot_pretend_to_be_json(caller: Caller) -> None:
    """A body that a plain form could send is not read."""
    answer = caller.ask("POST", f"{ISSUE}/do", json.dumps(TAKE_IN), Content_Type="text/plain")
    assert answer.status == 422


def test_a_taken_port_gives_way_to_a_free_one(tmp_path: Path) -> None:
    """When the wanted port is taken, a free one is used, and the address says which."""
    from conftest_preview import NOW

    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        served = serve(tmp_path, "", lambda: NOW, port)
        served.stop()
        assert urlsplit(served.address).port not in (port, 0)


def test_hostile_content_stays_text(tmp_path: Path, served_from: Callable[..., Served]) -> None:
    """Markup in titles, reasons and file names is shown as it stands."""
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    files = {
        "content/news/x.md": f"---\ntitle: '{hostile}'\ndate: 2022-04-01\nlink: https://example.org/x\n---\n{hostile}\n"
    }
    caller = Caller(served_from(workspace(tmp_path, files, SETTINGS)))
    for path in (
        ISSUE,
        f"{ISSUE}?room=send",
        f"{ISSUE}/item?id=news/x",
        f"{ISSUE}?find=%22%3E%3Cscript%3E",
    ):
        text = caller.ask("GET", path).text  # type: ignore[attr-defined]
        assert "<script>alert" not in text
        assert "<img src=x" not in text
