"""A WordPress site by its feed, page by page, where REST is shut: ``/feed/?paged=N`` until there is none."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newsletter.errors import NewsletterError
from newsletter.sources.base.fetch import Fetcher, led_to
from newsletter.sources.base.import_item import ImportContext, SourceContent
from newsletter.sources.feeds.feed import Feed, gathered_from, parse
from newsletter.sources.wordpress.rest import Site, joined

MAX_PAGES = 600


def read_site_feed(
    fetcher: Fetcher, site: Site, guide: ImportContext, progress: Callable[[int, int], None]
) -> SourceContent:
    """Every post that the site's feed gives. Raises NewsletterError when it cannot be had whole."""
    for _ in range(3):
        first, address = _first(fetcher, site)
        entries = list(first.entries)
        seen = {first.identity(entry) for entry in entries}
        for number in range(2, MAX_PAGES + 2):
            progress(number - 1, number)
            answer = fetcher.get(_page(address, number), errors=True)
            if answer.status == 404 and not parse(answer.body, answer.url).entries:
                break  # WordPress answers so behind the last page: 404, with a whole and empty feed
            if answer.status != 200:
                raise NewsletterError(
                    f"the feed's page {number} answers {answer.status}. Nothing was changed; try again later"
                )
            page = parse(answer.body, answer.url)
            new = [entry for entry in page.entries if page.identity(entry) not in seen]
            if not page.entries:
                raise NewsletterError(
                    f"the feed's page {number} came empty. Nothing was changed; try again later"
                )
            if not new:
                raise NewsletterError("REST is shut at this site, and its feed gives the same page again and again, so only its newest "
                                      "posts can be seen. Nothing was changed; use an export file (import wxr) instead")  # fmt: skip
            seen |= {page.identity(entry) for entry in new}
            entries += new
        else:
            raise NewsletterError(f"its feed has more than {MAX_PAGES} pages. Nothing was changed")
        again, _ = _first(fetcher, site)
        if [again.identity(entry) for entry in again.entries] == [
            first.identity(entry) for entry in first.entries
        ]:
            return gathered_from(replace(first, entries=tuple(entries)), guide)
    raise NewsletterError("its feed changes while it is read. Nothing was changed; try again later")


def _first(fetcher: Fetcher, site: Site) -> tuple[Feed, str]:
    """The feed's first page and where it is. Raises NewsletterError when the site has none."""
    tried: list[str] = []
    for address in _addresses(site):
        led_to(site.address, address)
        answer = fetcher.get(address, errors=True)
        if answer.status == 429 or answer.status >= 500:
            raise NewsletterError(
                f"REST is shut at this site ({site.why_shut}), and its feed answers {answer.status}. Nothing was changed"
            )
        if answer.status == 200:
            try:
                return parse(answer.body, answer.url), address
            except NewsletterError as fault:
                tried.append(fault.message)
        else:
            tried.append(f"it answers {answer.status}")
    why = site.why_shut or "it answers nothing that can be read"
    raise NewsletterError(f"REST is shut at this site ({why}), and its feed cannot be read either: {tried[0] if tried else 'it has none'}. Nothing was changed")  # fmt: skip


def _addresses(site: Site) -> list[str]:
    """Where the feed may be, likeliest first. A feed's own ``rel=self`` can lose the port or the https, so it is not asked."""
    text = site.page.body[:300_000].decode("utf-8", "replace")
    named = []
    for tag in re.findall(r"<link\b[^>]{1,1000}>", text):
        href = re.search(r"""href=["']([^"']{1,2000})""", tag)
        if "application/rss+xml" in tag and href and "comments" not in href[1]:
            named.append(
                joined(site.page.url, href[1].replace("&#038;", "&").replace("&amp;", "&"))
            )
    base = site.home.rstrip("/") + "/"
    return list(dict.fromkeys([*named[:2], f"{base}feed/", f"{base}?feed=rss2"]))


def _page(address: str, number: int) -> str:
    parts = urlsplit(address)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("paged", str(number))])))
