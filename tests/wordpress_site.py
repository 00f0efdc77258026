"""A WordPress site on loopback for tests: what its REST, its feed and its calendar answer, and whatever can be wrong with them."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import format_datetime
from html import escape
from math import ceil
from typing import Any

from sourcing import Reply, Web, as_json, web

Change = Callable[[str, Mapping[str, str], Reply], Reply]
"""Path, query and the honest answer; the answer that is given."""


def a_post(number: int, **values: Any) -> dict[str, Any]:
    """An invented post; the number decides its day and its words."""
    day = f"2022-04-{1 + number % 28:02}T10:00:00"
    return {
        "id": number, "date": day, "date_gmt": day, "modified_gmt": day, "guid": {"rendered": f"https://example.org/?p={number}"},
        "link": f"https://example.org/{number}/", "status": "publish", "type": "post", "title": {"rendered": f"Post {number}"},
        "content": {"rendered": f"<p>The text of post {number}.</p>", "protected": False},
        "excerpt": {"rendered": "", "protected": False}, **values,
    }  # fmt: skip


@dataclass
class FakeSite:
    """The site's posts and events, and how it misbehaves."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] | None = None
    change: Change = lambda _path, _query, reply: reply
    plain: bool = False
    """Plain permalinks: REST answers only to ``?rest_route=``."""
    per_feed: int = 10
    url: str = ""
    refuses: dict[str, Reply] = field(default_factory=dict)
    """By the beginning of a path or route: what is answered instead."""
    shut: Reply | None = None
    """What REST answers to everything, when it is shut."""

    def answer(self, path: str, query: Mapping[str, str], _headers: Mapping[str, str]) -> Reply:
        """The answer to one question."""
        route = (
            query.get("rest_route", "")
            if self.plain or "rest_route" in query
            else path.removeprefix("/wp-json")
        )
        if self.shut and (path.startswith("/wp-json") or "rest_route" in query):
            return self.shut
        for beginning, reply in self.refuses.items():
            if route.startswith(beginning) or path.startswith(beginning):
                return reply
        return self.change(route or path, query, self._honest(path, route, query))

    def _honest(self, path: str, route: str, query: Mapping[str, str]) -> Reply:
        is_rest = "rest_route" in query or (path.startswith("/wp-json") and not self.plain)
        if path.startswith("/feed") or query.get("feed"):
            return self._feed(int(query.get("paged", "1")))
        if is_rest and route.rstrip("/") == "":
            spaces = ["wp/v2", *(["tribe/events/v1"] if self.events is not None else [])]
            return as_json(
                {
                    "name": "Invented",
                    "home": self.url,
                    "timezone_string": "Europe/London",
                    "gmt_offset": 1,
                    "namespaces": spaces,
                }
            )
        if is_rest and route == "/wp/v2/posts":
            return self._list(self._asked(query), query)
        if is_rest and route == "/wp/v2/categories":
            return self._list([{"id": 7, "name": "Events"}, {"id": 8, "name": "News"}], query)
        if is_rest and route == "/tribe/events/v1/events" and self.events is not None:
            return as_json({"events": self.events, "total": len(self.events), "total_pages": 1})
        if path == "/":
            root = f"{self.url}/index.php?rest_route=/" if self.plain else f"{self.url}/wp-json/"
            return Reply(
                b"<html><head><title>Invented</title></head></html>",
                headers={"Link": f'<{root}>; rel="https://api.w.org/"'},
            )
        return Reply(b"<html>Not here</html>", 404)

    def _asked(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        def gmt(post: dict[str, Any], key: str) -> str:
            return str(post.get(f"{key}_gmt") or post.get(key) or "") + "Z"

        posts = sorted(self.posts, key=lambda post: post["id"])
        for key, name in (("after", "date"), ("modified_after", "modified")):
            if key in query:
                posts = [post for post in posts if gmt(post, name) > query[key]]
        if "before" in query:
            posts = [post for post in posts if gmt(post, "date") < query["before"]]
        if "categories" in query:
            posts = [post for post in posts if "Events" in json.dumps(post.get("_embedded", {}))]
        return posts

    def _list(self, entries: list[Any], query: Mapping[str, str]) -> Reply:
        size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
        pages = max(ceil(len(entries) / size), 1)
        if page > pages:
            return as_json(
                {"code": "rest_post_invalid_page_number", "message": "…", "data": {"status": 400}},
                400,
            )
        part = entries[(page - 1) * size : page * size]
        return as_json(part, X_WP_Total=str(len(entries)), X_WP_TotalPages=str(pages))

    def _feed(self, page: int) -> Reply:
        public = sorted(self.posts, key=lambda post: str(post["date"]), reverse=True)
        part = public[(page - 1) * self.per_feed : page * self.per_feed]
        items = "".join(
            f"<item><title>{escape(post['title']['rendered'])}</title><link>{post['link']}</link>"
            f"<pubDate>{format_datetime(datetime.fromisoformat(post['date_gmt']).replace(tzinfo=timezone.utc))}</pubDate>"
            f'<guid isPermaLink="false">{post["guid"]["rendered"]}</guid>'
            f"<description>{escape(post['content']['rendered'])}</description></item>"
            for post in part
        )
        text = ('<?xml version="1.0"?><rss version="2.0"><channel><title>Invented</title>'
                f"<link>{self.url}</link><generator>https://wordpress.org/?v=6.1</generator>{items}</channel></rss>")  # fmt: skip
        return Reply(text.encode(), 200 if part else 404, {"Content-Type": "application/rss+xml"})


@contextmanager
def wordpress(site: FakeSite) -> Iterator[Web]:
    """The site, running."""
    with web(site.answer) as running:
        site.url = running.url
        yield running
