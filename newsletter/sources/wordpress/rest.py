"""A WordPress site's REST: lists that are read whole or not at all.

A list is whole when the site's total, its pages and its ids agree. That shows an ignored
``page=2``, a page that comes twice, a list that changes while it is read and a wrong total.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import urlencode, urljoin

from newsletter.core.values.zones import iana_zone
from newsletter.errors import NewsletterError
from newsletter.sources.base.fetch import Fetcher, Response

PER_PAGE = 100
MAX_PAGES = 500
AHEAD = 2
"""Requests that are sent at once: no more than a browser sends, few enough for a small server."""


_ATTEMPTS = 3
_TOO_MANY_PAGES = f"it has more than {MAX_PAGES} pages. Nothing was changed"

Look = Callable[[Mapping[str, Any]], None]
"""Called with each entry of a list."""
Progress = Callable[[int, int], None]
"""Called with how many pages are read, and of how many."""
Page = tuple[list[Any], Response]
"""The entries of a page, and the answer they came in."""
Request = Callable[[int], Future[Page]]
"""Requests the page of a number."""


class Shut(NewsletterError):
    """REST is not open to the public at this site."""


class Shifted(Exception):
    """The list changed while it was read."""


class NoPaging(Exception):
    """The site ignores ``page`` and gives the same page again."""


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
    page: Response
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
        """The site's own zone. Its offset is today's, and of any type (0, "5.5", "-3")."""
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

    @property
    def uses_plain_links(self) -> bool:
        """Whether REST is asked by ``?rest_route=``."""
        return "rest_route=" in self.root

    def url(self, route: str, query: Mapping[str, str]) -> str:
        """The address of a route such as ``wp/v2/posts``, in pretty and plain permalinks."""
        if self.uses_plain_links:
            return f"{self.root.rstrip('/')}/{route}&{urlencode(query)}"
        return f"{self.root.rstrip('/')}/{route}?{urlencode(query)}"

    def plain(self) -> "Site":
        """The same site by ``?rest_route=``, for servers that drop the query of other addresses."""
        return replace(self, root=urljoin(self.home.rstrip("/") + "/", "?rest_route=/"))

    def total(self, route: str) -> int | None:
        """How many things a route holds, as the site says; None when it does not say."""
        _, answer = self.ask(route, {"per_page": "1", "_fields": "id"})
        return _header_number(answer, "x-wp-total")

    def listing(
        self,
        route: str,
        query: Mapping[str, str],
        progress: Progress,
        look: Look = lambda _: None,
    ) -> Listing:
        """The whole list of a route.

        ``look`` is given each entry as soon as it is there, while the next page is being
        downloaded; it may see one again. Raises Shut at its beginning, and NewsletterError when the
        list cannot be read whole.
        """
        site = self
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return site._read_listing(route, query, progress, look)
            except NoPaging:
                if site.uses_plain_links:
                    break
                site = self.plain()
            except Shifted as why:
                if attempt == _ATTEMPTS:
                    raise NewsletterError(f"{why}. Nothing was changed; try again later") from None
        raise NewsletterError(
            "the site gives the same page again and again instead of the next one. "
            "Nothing was changed"
        )

    def _read_listing(
        self, route: str, query: Mapping[str, str], progress: Progress, look: Look
    ) -> Listing:
        """The list, read once. Raises NoPaging or Shifted when it is not whole."""
        entries: dict[int, Mapping[str, Any]] = {}
        broken = 0
        total: int | None = None
        before: list[int] = []
        pages = self._pages(route, query, progress)
        for number, (page, answer) in enumerate(pages, 1):
            total = _check_total(total, _header_number(answer, "x-wp-total"), number)
            good = [entry for entry in page if _is_object(entry)]
            ids = [entry["id"] for entry in good]
            if ids and ids == before:
                raise NoPaging
            for entry in good:
                if entry["id"] in entries:
                    raise Shifted("the same thing stands on two of its pages")
                entries[entry["id"]] = entry
                look(entry)
            broken += len(page) - len(good)
            before = ids
        held = len(entries) + broken
        if total is not None and total != held:
            raise Shifted(f"it says that it holds {total:,} things, and {held:,} came")
        return Listing(tuple(entries.values()), broken)

    def _pages(self, route: str, query: Mapping[str, str], progress: Progress) -> Iterator[Page]:
        """Every page. Where the site says how many there are, the next two are requested ahead."""
        with ThreadPoolExecutor(AHEAD) as pool:

            def request(number: int) -> Future[Page]:
                return pool.submit(self.ask, route, _page_query(query, number), number)

            first = self.ask(route, _page_query(query, 1))
            last = _header_number(first[1], "x-wp-totalpages")
            if last is None:
                yield from _read_until_empty(first, request, progress)
            elif last <= MAX_PAGES:
                yield from _read_until(last, first, request, progress)
            else:
                raise NewsletterError(_TOO_MANY_PAGES)

    def ask(self, route: str, query: Mapping[str, str], page: int = 1) -> Page:
        """One page of a route. Raises Shut on the first page, NewsletterError on others."""
        if not self.root:
            raise Shut(self.why_shut)
        answer = self.fetcher.get(self.url(route, query), errors=True)
        data = parsed(answer)
        if answer.status == 200 and isinstance(data, list):
            return data, answer
        code = data.get("code") if isinstance(data, dict) else None
        if page == 1:
            if answer.status in (200, 401, 403, 404):
                raise Shut(f"{answer.status} {code or 'and a web page'}")
        elif answer.status == 400 and code == "rest_post_invalid_page_number":
            return [], answer
        shown = f"{answer.status} ({code})" if code else str(answer.status)
        raise NewsletterError(
            f"the site answers {shown} to page {page}. Nothing was changed; try again later"
        )


def _read_until(last: int, first: Page, request: Request, progress: Progress) -> Iterator[Page]:
    """Every page up to the ``last``. Raises Shifted when one before it is empty."""
    coming = deque(request(number) for number in range(2, min(last, 1 + AHEAD) + 1))
    page = first
    for number in range(2, last + 1):
        progress(number - 1, last)
        yield page
        page = coming.popleft().result()
        if not page[0]:
            raise Shifted("a page before the last one came empty")
        if number + AHEAD <= last:
            coming.append(request(number + AHEAD))
    progress(max(last, 1), last or 2)
    yield page


def _read_until_empty(first: Page, request: Request, progress: Progress) -> Iterator[Page]:
    """Every page up to the first empty one, for sites that do not say how many there are."""
    page = first
    for number in range(2, MAX_PAGES + 2):
        progress(number - 1, number)
        coming = request(number)
        yield page
        page = coming.result()
        if not page[0]:
            return
    raise NewsletterError(_TOO_MANY_PAGES)


def _page_query(query: Mapping[str, str], number: int) -> dict[str, str]:
    return {**query, "per_page": str(PER_PAGE), "page": str(number)}


def _is_object(entry: Any) -> bool:
    """Whether an entry of a list is an object with a number."""
    return isinstance(entry, dict) and type(entry.get("id")) is int


def _header_number(answer: Response, header: str) -> int | None:
    """The number in a header; None when there is none."""
    text = answer.headers.get(header, "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return None


def _check_total(before: int | None, now: int | None, page: int) -> int | None:
    """The list's total, as its first page says. Raises Shifted when another page differs."""
    if page == 1:
        return now
    if now is not None and before is not None and now != before:
        raise Shifted("it changed while it was read")
    return before


def parsed(answer: Response) -> Any:
    """The JSON of an answer; None when it is not JSON.

    Raises NewsletterError when it is JSON that breaks off in the middle.
    """
    try:
        return json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        start = answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if answer.status == 200 and start in (b"{", b"["):
            raise NewsletterError(
                "an answer came that breaks off or is no JSON. Nothing was changed; try again later"
            ) from None
        return None
