"""Short ways to what the tests of sources are about: a guide, what was found as text, a web server on loopback that misbehaves."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.settings import Settings, Source
from newsletter.sources.base.import_item import ImportContext, ImportItem, SourceContent
from newsletter.sources.base.registry import load_reader
from newsletter.sources.pipeline.load import import_context

TODAY = date(2022, 5, 2)


def guide(
    kind: str, zone: str = "Europe/London", name: str = "a file", base: str = "", **source: Any
) -> ImportContext:
    """What an importer must know, for a workspace in London."""
    settings = Settings("Update", "Network", timezone=zone, event_categories=("Events",))
    return replace(
        import_context(settings, Source(kind, name, **source), TODAY), name=name, base=base
    )


def read(kind: str, data: bytes | str, **values: Any) -> SourceContent:
    """What an importer finds in bytes."""
    return load_reader(SOURCE_KINDS[kind])(
        data.encode() if isinstance(data, str) else data, guide(kind, **values)
    )


def told(gathered: SourceContent) -> str:
    """What was found as text, as the files of expectations have it: a line for each field that is not empty."""
    lines = [f"held: {gathered.held}"]
    lines += [
        f"skipped: {number} {reason}" for reason, number in gathered.skipped.items() if number
    ]
    lines += [f"problem: {problem}" for problem in gathered.problems]
    lines += [f"note: {note}" for note in gathered.notes]
    for found in gathered.found:
        lines += ["", f"--- {found.kind}", *_fields(found)]
    return "\n".join(lines) + "\n"


def _fields(found: ImportItem) -> Iterator[str]:
    for each in fields(found):
        value = getattr(found, each.name)
        if not value or each.name in ("kind", "number"):
            continue
        if each.name == "picture":
            value = " | ".join(
                str(part) for part in (value.src, value.alt, value.width, value.consent) if part
            )
        if isinstance(value, tuple):
            value = " | ".join(value)
        yield f"{each.name}: {str(value).replace(chr(10), chr(10) + '    ')}"


@dataclass(frozen=True)
class Reply:
    """What the server answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    broken: bool = False
    """Whether less comes than its length promises."""


Answerer = Callable[[str, Mapping[str, str], Mapping[str, str]], Reply]
"""Path, query and the headers of the question; the answer."""


@dataclass
class Web:
    """A running server."""

    url: str
    asked: list[str]
    """The paths with queries that were asked for, in order."""


@contextmanager
def web(answer: Answerer) -> Iterator[Web]:
    """A web server on loopback that answers as it is told."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked.append(self.path)
            query = {
                key: values[-1]
                for key, values in parse_qs(parts.query, keep_blank_values=True).items()
            }
            reply = answer(
                parts.path, query, {name.lower(): value for name, value in self.headers.items()}
            )
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) * (2 if reply.broken else 1)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield Web(f"http://127.0.0.1:{server.server_address[1]}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    """A JSON answer."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(value).encode(), status, {"Content-Type": "application/json", **named})
