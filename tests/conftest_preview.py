"""A workspace, the page served from it on loopback, and a real browser that reaches nothing else."""

import http.client
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from making import content, workspace
from playwright.sync_api import Browser, BrowserContext, Page

from newsletter.preview.web.server import HOST, Served, serve

NOW = datetime(2022, 5, 3, 12, tzinfo=timezone.utc)
ISSUE = "/issue/2022-03-march-april"

SETTINGS = """
name = "Our Members Update"  # a comment that stays
organisation = "Our Network"
timezone = "Europe/London"
postal_address = "Street 1, Town"
contact = "news@example.org"
mailing_tool = "mailchimp"

[[sections]]
id = "act-now"
title = "Time to act"
kind = ["call"]
act_now = true

[[sections]]
id = "coming-up"
title = "Coming up"
kind = ["event"]
role = "announced"

[[sections]]
id = "networks"
title = "From networks"
network = ["*"]

[[sections]]
id = "news"
title = "News"
otherwise = true
"""

FILES = {
    "content/news/alpha.md": content("Alpha report", "The body of alpha.", date="2022-04-20", link="https://example.org/alpha",
                                     summary="Alpha in a sentence."),
    "content/news/beta.md": content("Beta report", "The body of beta.", date="2022-04-10", link="https://example.org/beta"),
    "content/news/gamma.md": content("Gamma report", "The body of gamma.", date="2022-03-10", link="https://example.org/gamma"),
    "content/news/early.md": content("Early report", "Too early.", date="2022-02-27", link="https://example.org/early"),
    "content/news/undated.md": content("Undated report", "Nobody knows when.", link="https://example.org/undated"),
    "content/news/network.md": content("Network report", "From a network.", date="2022-04-01", link="https://example.org/network",
                                       network="A Network"),
    "content/events/webinar.md": content("Webinar", "About rights.", starts="2022-05-25 13:00", ends="14:30",
                                         link="https://example.org/webinar"),
    "content/calls/grant.md": content("Small grants", "For networks.", date="2022-04-15", deadline="2022-06-03",
                                      link="https://example.org/grants"),
    "issues/2022-03-march-april/issue.md": "---\nperiod: March – April 2022\nsend_on: 2022-05-11  # a Wednesday\n"
    "subject: Grants and a webinar on rights\npreheader: Small grants for networks are open, and reports from the regions.\n---\n\nDear members,\n\nhello.\n",
}  # fmt: skip


@dataclass
class Office:
    """The page as a test works with it."""

    path: Path
    served: Served
    contexts: Callable[..., BrowserContext]

    @property
    def root(self) -> str:
        return self.served.address.split("/?")[0]

    def page(self, where: str = ISSUE, **context: Any) -> Page:
        """A new page of a new window."""
        return self.tab(self.contexts(**context), where)

    def tab(self, context: BrowserContext, where: str = ISSUE) -> Page:
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda fault: pytest.fail(f"an error on the page: {fault}"))
        page.goto(self.served.address)
        page.goto(self.root + where)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    def read(self, name: str) -> str:
        return (self.path / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        """As an editor program saves: beside, then moved."""
        beside = self.path / f"{name}.swp"
        beside.write_text(text, "utf-8")
        beside.replace(self.path / name)

    @property
    def plan(self) -> str:
        return self.read("issues/2022-03-march-april/issue.md")


class Caller:
    """Speaks HTTP by hand, so that any header can be forged."""

    def __init__(self, served: Served) -> None:
        parts = urlsplit(served.address)
        self.port = parts.port or 0
        self.token = parts.query.removeprefix("token=")
        self.host = f"127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        sent = {"Host": self.host, "Cookie": f"newsletter-{self.port}={self.token}"}
        if body is not None:
            sent |= {"Content-Type": "application/json", "Origin": f"http://{self.host}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = (
            body
            if isinstance(body, str | bytes)
            else json.dumps(body)
            if body is not None
            else None
        )
        connection.request(
            method, path, data, {name: value for name, value in sent.items() if value}
        )
        answer = connection.getresponse()
        answer.text = answer.read().decode("utf-8", "replace")  # type: ignore[attr-defined]
        connection.close()
        return answer


@pytest.fixture
def served_from() -> Iterator[Callable[..., Served]]:
    """Serves a folder in a thread, until the test is over."""
    running: list[tuple[Served, threading.Thread]] = []

    def start(path: Path, first: str = "", port: int = 0, now: datetime = NOW) -> Served:
        served = serve(path, first, lambda: now, port)
        thread = threading.Thread(target=served.run, daemon=True)
        thread.start()
        running.append((served, thread))
        return served

    yield start
    for served, thread in running:
        served.stop()
        thread.join(5)


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    made: list[BrowserContext] = []

    def new(**values: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **values})
        context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
        made.append(context)
        return context

    yield new
    for context in made:
        context.close()


@pytest.fixture
def office(
    tmp_path: Path, served_from: Callable[..., Served], contexts: Callable[..., BrowserContext]
) -> Office:
    path = (
        workspace(tmp_path / "office", FILES, SETTINGS)
        if (tmp_path / "office").mkdir() is None
        else tmp_path
    )
    return Office(path, served_from(path), contexts)
