"""Where a WordPress site's REST answers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsletter.sources.base.fetch import Fetcher, FetchError, Response, check_redirect
from newsletter.sources.wordpress.rest import Site, parsed

_API = "https://api.w.org/"
"""The relation by which WordPress names its REST."""
_HEADER_LINK = re.compile(r'<([^<>]{1,2000})>\s*;[^,]*?rel="?([^";,]+)"?')
_LINK_TAG = re.compile(r"<link\b[^>]{1,1000}>")
_HREF = re.compile(r"""href=["']([^"']{1,2000})""")
MAX_HEAD = 300_000
"""Bytes of a page in which its links are looked for."""


def find_site(fetcher: Fetcher, address: str) -> Site:
    """Find where the REST of the site at ``address`` answers.

    Its Link header, the link in its page and the usual places are tried in turn. Raises
    NewsletterError when the site itself cannot be reached.
    """
    page = fetcher.get(address, errors=True)
    if page.status >= 400 and page.status not in (401, 403, 404):
        raise FetchError(f"the site answers {page.status}. Try again later", page.status)
    site = Site(fetcher, address, page, why_shut="it was not found")
    for root in _possible_roots(page):
        check_redirect(address, root)
        answer = fetcher.get(root, errors=True)
        about = parsed(answer)
        if answer.status == 200 and _describes_rest(about):
            return replace(site, root=_follow_redirects(root, answer), about=about, why_shut="")
        if answer.status >= 500 or answer.status == 429:
            raise FetchError(
                f"the site answers {answer.status}. Nothing was changed; try again later",
                answer.status,
            )
        if answer.status in (401, 403):
            code = about.get("code") if isinstance(about, dict) else None
            site = replace(site, why_shut=f"{answer.status} {code or 'refused'}")
    return site


def _describes_rest(about: Any) -> bool:
    return isinstance(about, dict) and isinstance(about.get("namespaces"), list)


def _follow_redirects(root: str, answer: Response) -> str:
    """Where REST begins, after redirects to https or another name of the host."""
    if urlsplit(answer.url).path == urlsplit(root).path:
        return answer.url
    return root


def _possible_roots(page: Response) -> Iterator[str]:
    """Where REST may begin, likeliest first, each once."""
    roots = [joined(page.url, address) for address in _named_roots(page)]
    folder = page.url.partition("?")[0].partition("#")[0].rstrip("/") + "/"
    parts = urlsplit(page.url)
    origin = f"{parts.scheme}://{parts.netloc}/"
    for base in (folder, origin):
        roots += [f"{base}wp-json/", f"{base}?rest_route=/"]
    yield from dict.fromkeys(root for root in roots if root)


def _named_roots(page: Response) -> Iterator[str]:
    """The addresses of REST that a page names, in its Link header and in its HTML."""
    for address, relation in _HEADER_LINK.findall(page.headers.get("link", "")):
        if relation == _API:
            yield address
    for tag, href in link_tags(page):
        if _API in tag.replace(href[0], ""):
            yield unescape_address(href[1])


def link_tags(page: Response) -> Iterator[tuple[str, re.Match[str]]]:
    """The ``link`` elements of a page that have an address, with the match of their ``href``."""
    text = page.body[:MAX_HEAD].decode("utf-8", "replace")
    for tag in _LINK_TAG.findall(text):
        href = _HREF.search(tag)
        if href:
            yield tag, href


def unescape_address(address: str) -> str:
    """An address as it stands in HTML, with its ampersands plain."""
    return address.replace("&#038;", "&").replace("&amp;", "&")


def joined(base: str, address: str) -> str:
    """A relative address completed; empty when it cannot be read."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
