"""A WordPress site as it is found: where its REST answers, and lists read whole or not at all.

A list is whole when the site's total, its pages and its ids agree; an ignored ``page=2``, a page that comes twice, a list that shifts
while it is read and a total that lies are all seen by that.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from newsletter.core.values.zones import iana_zone
from newsletter.errors import NewsletterError
from newsletter.sources.base.fetch import Answer, Fetcher, NotFetched, led_to

PER_PAGE = 100
MAX_PAGES = 500
AHEAD = 2
"""Questions that are on their way at once: enough for a browser's visit, few enough for a small server."""
_API = "https://api.w.org/"


Look = Callable[[Mapping[str, Any]], None]


class Shut(NewsletterError):
    """REST is not open to the public at this site."""


class Shifted(Exception):
    """The list changed while it was read."""


class NoPaging(Exception):
    """The site passes ``page`` over and gives the same page again."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole list of a site."""

    entries: tuple[Mapping[str, Any], ...]
    broken: int = 0
    """How many of its entries are no objects with a number."""

    @property
    def held(self) -> int:
        """How many things the site says it holds."""
        return len(self.entries) + self.broken


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site's REST answers, and what its root says."""

    fetcher: Fetcher
    address: str
    """What the editor gave."""
    page: Answer
    """What is at that address."""
    root: str = ""
    """Where REST begins; empty when it was not found."""
    about: Mapping[str, Any] | None = None
    why_shut: str = ""

    @property
    def home(self) -> str:
        """The site's own address."""
        home = (self.about or {}).get("home")
        return home if isinstance(home, str) and home else self.page.url

    @property
    def zone(self) -> tzinfo | None:
        """The site's own zone; its offset is that of today, and of changing type (0, "5.5", "-3")."""
        about = self.about or {}
        named = about.get("timezone_string")
        if isinstance(named, str) and named:
            return iana_zone(named)
        try:
            return timezone(timedelta(hours=float(about.get("gmt_offset", ""))))
        except (ValueError, TypeError, OverflowError):
            return None

    @property
    def has_calendar(self) -> bool:
        """Whether The Events Calendar answers here."""
        spaces = (self.about or {}).get("namespaces")
        return isinstance(spaces, list) and "tribe/events/v1" in spaces

    def url(self, route: str, query: Mapping[str, str]) -> str:
        """The address of a route such as ``wp/v2/posts``, in pretty and plain permalinks."""
        if "rest_route=" in self.root:
            return f"{self.root.rstrip('/')}/{route}&{urlencode(query)}"
        return f"{self.root.rstrip('/')}/{route}?{urlencode(query)}"

    def plain(self) -> "Site":
        """The same by ``?rest_route=``, which works where the server drops what stands behind the question mark."""
        return replace(self, root=urljoin(self.home.rstrip("/") + "/", "?rest_route=/"))

    def total(self, route: str) -> int | None:
        """How many things a route holds, as the site says; None when it does not say."""
        _, answer = self.ask(route, {"per_page": "1", "_fields": "id"})
        return _number(answer, "x-wp-total")

    def listing(
        self,
        route: str,
        query: Mapping[str, str],
        progress: Callable[[int, int], None],
        look: Look = lambda _: None,
    ) -> Listing:
        """The whole list of a route. Raises Shut at its beginning, and NewsletterError when it cannot be had whole.

        ``look`` is given each entry as soon as it is there, while the next page is on its way; it may see one again.
        """
        site = self
        for attempt in range(3):
            try:
                return site._listing(route, query, progress, look)
            except NoPaging:
                if "rest_route=" in site.root:
                    break
                site = self.plain()
            except Shifted as why:
                if attempt == 2:
                    raise NewsletterError(f"{why}. Nothing was changed; try again later") from None
        raise NewsletterError(
            "the site gives the same page again and again instead of the next one. Nothing was changed"
        )

    def _listing(
        self, route: str, query: Mapping[str, str], progress: Callable[[int, int], None], look: Look
    ) -> Listing:
        entries: dict[int, Mapping[str, Any]] = {}
        broken, total, before = 0, None, None
        for number, (page, answer) in enumerate(self._pages(route, query, progress), 1):
            total = _agreed(total, _number(answer, "x-wp-total"), number)
            good = [
                entry for entry in page if isinstance(entry, dict) and type(entry.get("id")) is int
            ]
            ids = [entry["id"] for entry in good]
            if number > 1 and ids and ids == before:
                raise NoPaging
            if any(identity in entries for identity in ids) or len(set(ids)) != len(ids):
                raise Shifted("the same thing stands on two of its pages")
            for entry in good:
                entries[entry["id"]] = entry
                look(entry)
            broken += len(page) - len(good)
            before = ids
        if total is not None and total != len(entries) + broken:
            raise Shifted(
                f"it says that it holds {total:,} things, and {len(entries) + broken:,} came"
            )
        return Listing(tuple(entries.values()), broken)

    def _pages(
        self, route: str, query: Mapping[str, str], progress: Callable[[int, int], None]
    ) -> Iterator[tuple[list[Any], Answer]]:
        """Every page; where the site says how many there are, the next two are on their way while one is looked at."""
        with ThreadPoolExecutor(AHEAD) as ahead:

            def get(number: int) -> Future[tuple[list[Any], Answer]]:
                return ahead.submit(
                    self.ask,
                    route,
                    {**query, "per_page": str(PER_PAGE), "page": str(number)},
                    number,
                )

            page, answer = self.ask(route, {**query, "per_page": str(PER_PAGE), "page": "1"})
            last = _number(answer, "x-wp-totalpages")
            if last is not None and last > MAX_PAGES:
                raise NewsletterError(f"it has more than {MAX_PAGES} pages. Nothing was changed")
            coming = deque(get(number) for number in range(2, min(last or 1, 1 + AHEAD) + 1))
            for number in range(2, MAX_PAGES + 2):
                progress(number - 1, last or number)
                if last is not None and number > last:
                    yield page, answer
                    return
                if not coming:
                    coming.append(get(number))
                yield page, answer
                page, answer = coming.popleft().result()
                if not page and last is not None:
                    raise Shifted("a page before the last one came empty")
                if last is not None and number + AHEAD <= last:
                    coming.append(get(number + AHEAD))
                if not page:  # a site that does not say how many pages there are is asked until there are no more
                    return
        raise NewsletterError(f"it has more than {MAX_PAGES} pages. Nothing was changed")

    def ask(self, route: str, query: Mapping[str, str], page: int = 1) -> tuple[list[Any], Answer]:
        """One page of a route. Raises Shut on the first page, NewsletterError on others."""
        if not self.root:
            raise Shut(self.why_shut)
        answer = self.fetcher.get(self.url(route, query), errors=True)
        data = parsed(answer)
        code = data.get("code") if isinstance(data, dict) else None
        if answer.status == 200 and isinstance(data, list):
            return data, answer
        if page > 1 and answer.status == 400 and code == "rest_post_invalid_page_number":
            return [], answer
        if answer.status in (200, 401, 403, 404) and page == 1:
            raise Shut(f"{answer.status} {code or 'and a web page'}")
        raise NewsletterError(
            f"the site answers {answer.status}{f' ({code})' if code else ''} to page {page}. Nothing was changed; try again later"
        )


def parsed(answer: Answer) -> Any:
    """What an answer's JSON says; None when it is none at all. Raises NewsletterError when it breaks off in the middle."""
    head = answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    try:
        return json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        if answer.status == 200 and head in (b"{", b"["):
            raise NewsletterError(
                "an answer came that breaks off or is no JSON. Nothing was changed; try again later"
            ) from None
        return None


def find_site(fetcher: Fetcher, address: str) -> Site:
    """Find where the REST of the site at ``address`` answers: its Link header, the link in its page, then the usual places.

    Raises NewsletterError when the site itself cannot be reached.
    """
    page = fetcher.get(address, errors=True)
    if page.status >= 400 and page.status not in (401, 403, 404):
        raise NotFetched(f"the site answers {page.status}. Try again later", page.status)
    site, why = Site(fetcher, address, page), "it was not found"
    for root in _roots(page):
        led_to(address, root)
        answer = fetcher.get(root, errors=True)
        about = parsed(answer)
        if (
            answer.status == 200
            and isinstance(about, dict)
            and isinstance(about.get("namespaces"), list)
        ):
            return replace(site, root=_final(root, answer), about=about)
        if answer.status >= 500 or answer.status == 429:
            raise NotFetched(
                f"the site answers {answer.status}. Nothing was changed; try again later",
                answer.status,
            )
        if answer.status in (401, 403):
            code = about.get("code") if isinstance(about, dict) else None
            why = f"{answer.status} {code or 'refused'}"
    return replace(site, why_shut=why)


def _final(root: str, answer: Answer) -> str:
    """Where REST begins, after redirects to https or another name of the host."""
    return answer.url if urlsplit(answer.url).path == urlsplit(root).path else root


def joined(base: str, address: str) -> str:
    """A relative address completed; empty when it cannot be read."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _roots(page: Answer) -> Iterator[str]:
    """Where REST may begin, likeliest first, each once."""
    found = [
        address
        for address, rel in re.findall(
            r'<([^<>]{1,2000})>\s*;[^,]*?rel="?([^";,]+)"?', page.headers.get("link", "")
        )
        if rel == _API
    ]
    text = page.body[:300_000].decode("utf-8", "replace")
    for tag in re.findall(r"<link\b[^>]{1,1000}>", text):
        href = re.search(r"""href=["']([^"']{1,2000})""", tag)
        if _API in tag.replace(href[0] if href else "", "") and href:
            found.append(href[1].replace("&#038;", "&").replace("&amp;", "&"))
    base = page.url.partition("?")[0].partition("#")[0].rstrip("/") + "/"
    seen = dict.fromkeys(
        [
            *(joined(page.url, address) for address in found),
            f"{base}wp-json/",
            f"{base}?rest_route=/",
        ]
    )
    origin = "{0.scheme}://{0.netloc}/".format(urlsplit(page.url))
    yield from dict.fromkeys([*filter(None, seen), f"{origin}wp-json/", f"{origin}?rest_route=/"])


def _number(answer: Answer, header: str) -> int | None:
    text = answer.headers.get(header, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _agreed(before: int | None, now: int | None, page: int) -> int | None:
    if page > 1 and now is not None and before is not None and now != before:
        raise Shifted("it changed while it was read")
    return now if page == 1 else before
