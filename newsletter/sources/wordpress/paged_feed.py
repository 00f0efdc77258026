"""A WordPress site by its feed, where REST is shut: ``/feed/?paged=N``, page by page."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newsletter.errors import NewsletterError
from newsletter.sources.base.fetch import Fetcher, check_redirect
from newsletter.sources.base.import_item import ImportContext, SourceContent
from newsletter.sources.feeds.feed import Feed, gathered_from, parse
from newsletter.sources.wordpress.discovery import joined, link_tags, unescape_address
from newsletter.sources.wordpress.rest import Site

MAX_PAGES = 600
_ATTEMPTS = 3


def read_site_feed(
    fetcher: Fetcher, site: Site, guide: ImportContext, progress: Callable[[int, int], None]
) -> SourceContent:
    """Every post of the site's feed. Raises NewsletterError when it cannot be read whole."""
    for _ in range(_ATTEMPTS):
        first, address = _find_feed(fetcher, site)
        entries = list(first.entries)
        seen = _identities(first)
        for page in _later_pages(fetcher, address, progress):
            new = [entry for entry in page.entries if page.identity(entry) not in seen]
            if not new:
                raise NewsletterError(
                    "REST is shut at this site, and its feed gives the same page again and again, "
                    "so only its newest posts can be seen. Nothing was changed; use an export file "
                    "(import wxr) instead"
                )
            seen |= _identities(page)
            entries += new
        again, _ = _find_feed(fetcher, site)
        if _ids_in_order(again) == _ids_in_order(first):
            return gathered_from(replace(first, entries=tuple(entries)), guide)
    raise NewsletterError("its feed changes while it is read. Nothing was changed; try again later")


def _ids_in_order(feed: Feed) -> list[Any]:
    return [feed.identity(entry) for entry in feed.entries]


def _identities(feed: Feed) -> set[Any]:
    return set(_ids_in_order(feed))


def _later_pages(
    fetcher: Fetcher, address: str, progress: Callable[[int, int], None]
) -> Iterator[Feed]:
    """The pages behind the first one. Raises NewsletterError when one of them cannot be read."""
    for number in range(2, MAX_PAGES + 2):
        progress(number - 1, number)
        answer = fetcher.get(_page_address(address, number), errors=True)
        if answer.status == 404 and not parse(answer.body, answer.url).entries:
            return  # behind the last page WordPress answers 404, with a complete and empty feed
        if answer.status != 200:
            raise NewsletterError(
                f"the feed's page {number} answers {answer.status}. "
                "Nothing was changed; try again later"
            )
        page = parse(answer.body, answer.url)
        if not page.entries:
            raise NewsletterError(
                f"the feed's page {number} came empty. Nothing was changed; try again later"
            )
        yield page
    raise NewsletterError(f"its feed has more than {MAX_PAGES} pages. Nothing was changed")


def _find_feed(fetcher: Fetcher, site: Site) -> tuple[Feed, str]:
    """The feed's first page and its address. Raises NewsletterError when the site has none."""
    faults: list[str] = []
    for address in _possible_addresses(site):
        check_redirect(site.address, address)
        answer = fetcher.get(address, errors=True)
        if answer.status == 429 or answer.status >= 500:
            raise NewsletterError(
                f"REST is shut at this site ({site.why_shut}), "
                f"and its feed answers {answer.status}. Nothing was changed"
            )
        if answer.status != 200:
            faults.append(f"it answers {answer.status}")
            continue
        try:
            return parse(answer.body, answer.url), address
        except NewsletterError as fault:
            faults.append(fault.message)
    why_shut = site.why_shut or "it answers nothing that can be read"
    first_fault = faults[0] if faults else "it has none"
    raise NewsletterError(
        f"REST is shut at this site ({why_shut}), "
        f"and its feed cannot be read either: {first_fault}. Nothing was changed"
    )


def _possible_addresses(site: Site) -> list[str]:
    """Where the feed may be, likeliest first.

    A feed's own ``rel=self`` can lose the port or the https, so it is not used.
    """
    named = []
    for tag, href in link_tags(site.page):
        if "application/rss+xml" in tag and "comments" not in href[1]:
            named.append(joined(site.page.url, unescape_address(href[1])))
    base = site.home.rstrip("/") + "/"
    return list(dict.fromkeys([*named[:2], f"{base}feed/", f"{base}?feed=rss2"]))


def _page_address(address: str, number: int) -> str:
    parts = urlsplit(address)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "paged"]
    query.append(("paged", str(number)))
    return urlunsplit(parts._replace(query=urlencode(query)))
