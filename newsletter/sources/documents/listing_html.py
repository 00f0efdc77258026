"""A saved archive page into posts: what every WordPress theme marks in some way, nothing that only one has."""

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml.etree import ParserError

from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.text import one_line
from newsletter.workspace.frontmatter.field_values import link_fault

MAX_POSTS = 2_000
"""More posts than any page of an archive lists."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post of an archive page, as it stands there."""

    title: str
    text: str = ""
    categories: tuple[str, ...] = ()
    link: str = ""
    published: str = ""
    """The day the page itself gives as that of publication, as YYYY-MM-DD."""


_HEADINGS = "(.//h1|.//h2|.//h3|.//h4|.//h5|.//h6)"
_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_NOISE = " | ".join((
    ".//script", ".//style", ".//noscript", ".//svg", ".//nav", ".//form",
    *(f".//*[{_CLASS.format(name)}]" for name in ("screen-reader-text", "more-link", "read-more", "sr-only")),
))  # fmt: skip


def posts_in_html(html: str) -> list[Post]:
    """The posts of a saved page, each an ``article`` or else a heading with a link and what follows it."""
    html = re.sub(r"\A\s*<\?xml[^>]*\?>", "", html)  # lxml takes no text that names an encoding
    try:
        page: Any = lxml.html.document_fromstring(
            html, parser=lxml.html.HTMLParser(encoding=None, huge_tree=False)
        )
    except (ParserError, ValueError):
        return []
    base = _base(page)
    articles = page.xpath("//article") or page.xpath(f"//*[{_CLASS.format('hentry')}]")
    articles = [
        article for article in articles if not article.xpath(".//article")
    ]  # the innermost: some pages are one
    return [post for article in articles or _under_headings(page) if (post := _post(article, base))]


def _under_headings(page: Any) -> list[Any]:
    """Where no element marks a post: each heading with a link in it, and what follows up to the next, gathered into one."""
    gathered = []
    for heading in page.xpath("//h2[.//a[@href]] | //h3[.//a[@href]]")[:MAX_POSTS]:
        article = lxml.html.Element("article")
        following = heading.itersiblings()
        article.append(deepcopy(heading))
        for element in following:
            if element.tag in ("h1", "h2", "h3"):
                break
            article.append(deepcopy(element))
        gathered.append(article)
    return gathered


def _base(page: Any) -> str:
    """The address the page was saved from, to complete its links."""
    for query in (
        "//base/@href",
        "//link[@rel='canonical']/@href",
        "//meta[@property='og:url']/@content",
    ):
        for address in page.xpath(query):
            if str(address).startswith(("http://", "https://")):
                return str(address)
    return ""


def _post(article: Any, base: str) -> Post | None:
    headings = [heading for heading in article.xpath(_HEADINGS) if _words(heading)]
    if not headings:
        return None
    heading = next((h for h in headings if h.xpath(".//a[@href]")), headings[0])
    title = _words(heading)
    links = heading.xpath(".//a/@href") or article.xpath(".//a[@rel='bookmark']/@href")
    link = urljoin(base, str(links[0])) if links else ""
    if link_key(link) == link_key(base):  # "#": a link to the page itself is no link to the post
        link = ""
    categories = tuple(
        dict.fromkeys(
            _words(a) for a in article.xpath(".//a[contains(@rel, 'category')]") if _words(a)
        )
    )
    published = [
        str(when)[:10]
        for when in article.xpath(".//time/@datetime")
        if re.match(r"\d{4}-\d{2}-\d{2}", str(when))
    ]
    address = "" if link_fault(link) else link
    return Post(
        title, _excerpt(article, heading), categories, address, published[0] if published else ""
    )


def _excerpt(article: Any, heading: Any) -> str:
    """The text of the article without its title, categories, buttons and what only screen readers are told."""
    marked = article.xpath(
        f".//*[{_CLASS.format('entry-summary')} or {_CLASS.format('entry-content')} or {_CLASS.format('excerpt-wrap')}]"
    )
    body = marked[0] if marked else article
    for noise in [
        *body.xpath(_NOISE),
        *body.xpath(".//*[.//a[contains(@rel, 'category')]][self::ul or self::p or self::span]"),
        heading,
    ]:
        if noise is not body and noise.getparent() is not None:
            noise.drop_tree()
    for line_break in body.xpath(".//br"):
        line_break.tail = f" {line_break.tail or ''}"
    paragraphs = body.xpath(".//p[normalize-space()] | .//li[normalize-space() and not(.//p)]")
    parts = [_words(paragraph) for paragraph in paragraphs] if paragraphs else [_words(body)]
    return "\n\n".join(part for part in parts if part)


def _words(element: Any) -> str:
    return one_line(str(element.text_content()).replace("\u00a0", " "))
