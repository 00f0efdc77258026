"""Serves the page to the browser of this computer, and stops when told."""

import contextlib
import gc
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import uvicorn

from newsletter.errors import NewsletterError
from newsletter.preview.desk.desk import Desk
from newsletter.preview.desk.file_watcher import watching
from newsletter.preview.web.app import application, first_issue
from newsletter.preview.web.guard import Guard

HOST = "127.0.0.1"
PORT = 8765
"""The port that is tried first, so that the address stays much the same."""


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is ready to be served."""

    address: str
    """The address to open, with the token of this start."""
    run: Callable[[], None]
    """Serves until it is interrupted."""
    stop: Callable[[], None]
    """Ends ``run`` from another thread, or gives the port back when it never ran."""


def serve(
    workspace: Path, first: str, clock: Callable[[], datetime], port: int | None = None
) -> Served:
    """Prepare to serve a workspace's page on 127.0.0.1.

    ``first`` names the issue to show first, or is empty; ``clock`` gives the time now with its zone. The ``port`` is the one
    wanted, or a free one when that is taken; 0 asks for a free one.
    """
    listener = _listen(PORT if port is None else port)
    taken: int = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    desk = Desk(workspace, clock)
    guarded = Guard(application(desk, first), token, taken)
    # A page that stays open holds its stream of events open: it is not waited for.
    config = uvicorn.Config(guarded, log_level="error", access_log=False, server_header=False, lifespan="off",
                            timeout_graceful_shutdown=1, limit_concurrency=200, http="h11", ws="none", loop="asyncio")  # fmt: skip
    server = uvicorn.Server(config)
    stopping = threading.Event()

    def run() -> None:
        watching(workspace, desk.watched, stopping)
        threading.Thread(target=_warm, args=(desk, first), name="warm", daemon=True).start()
        try:
            server.run(sockets=[listener])
        finally:
            desk.presence.gone()
            stopping.set()
            listener.close()

    def stop() -> None:
        server.should_exit = True
        if not server.started:
            listener.close()

    return Served(f"http://{HOST}:{taken}/?token={token}", run, stop)


def _warm(desk: Desk, first: str) -> None:
    """Read everything before the browser asks for it.

    The command line works without a garbage collector. This process lives long and needs one; what was read at the start is
    kept to the end, though, and need not be gone through again and again.
    """
    if desk.begun:
        with contextlib.suppress(NewsletterError):
            desk.snapshot(first or first_issue(desk))
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


def _listen(port: int) -> socket.socket:
    """A socket on the wanted port, or on a free one when it is taken."""
    for wanted in (port, 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.bind((HOST, wanted))
        except OSError:
            listener.close()
            continue
        listener.listen(
            64
        )  # the browser may knock before the server is up: it waits then, and is not sent away
        return listener
    raise OSError("no port is free on 127.0.0.1")
