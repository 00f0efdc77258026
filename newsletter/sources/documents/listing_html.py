"""A saved archive page into posts, by what every WordPress theme marks in some way."""

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
_NOISE_ELEMENTS = (".//script", ".//style", ".//noscript", ".//svg", ".//nav", ".//form")
_NOISE_CLASSES = ("screen-reader-text", "more-link", "read-more", "sr-only")
_CATEGORY_LINKS = ".//a[contains(@rel, 'category')]"
_CATEGORY_LISTS = f".//*[{_CATEGORY_LINKS}][self::ul or self::p or self::span]"
_NOISE = " | ".join(
    [
        *_NOISE_ELEMENTS,
        *(f".//*[{_CLASS.format(name)}]" for name in _NOISE_CLASSES),
    ]
)
_TEXT_CLASSES = ("entry-summary", "entry-content", "excerpt-wrap")
_TEXT = ".//*[{}]".format(" or ".join(_CLASS.format(name) for name in _TEXT_CLASSES))
_PAGE_ADDRESSES = (
    "//base/@href",
    "//link[@rel='canonical']/@href",
    "//meta[@property='og:url']/@content",
)


def posts_in_html(html: str) -> list[Post]:
    """The posts of a saved page: each an ``article``, or else a heading with a link."""
    html = re.sub(r"\A\s*<\?xml[^>]*\?>", "", html)  # lxml takes no text that names an encoding
    try:
        page: Any = lxml.html.document_fromstring(
            html, parser=lxml.html.HTMLParser(encoding=None, huge_tree=False)
        )
    except (ParserError, ValueError):
        return []
    base = _find_base(page)
    posts = []
    for article in _find_articles(page) or _gather_under_headings(page):
        post = _read_post(article, base)
        if post:
            posts.append(post)
    return posts


def _find_articles(page: Any) -> list[Any]:
    """The elements that mark posts; only the innermost, since some pages are one themselves."""
    articles = page.xpath("//article") or page.xpath(f"//*[{_CLASS.format('hentry')}]")
    return [article for article in articles if not article.xpath(".//article")]


def _gather_under_headings(page: Any) -> list[Any]:
    """Where no element marks a post: each heading with a link, and what follows up to the next."""
    gathered = []
    for heading in page.xpath("//h2[.//a[@href]] | //h3[.//a[@href]]")[:MAX_POSTS]:
        article = lxml.html.Element("article")
        article.append(deepcopy(heading))
        for element in heading.itersiblings():
            if element.tag in ("h1", "h2", "h3"):
                break
            article.append(deepcopy(element))
        gathered.append(article)
    return gathered


def _find_base(page: Any) -> str:
    """The address the page was saved from, to complete its links; empty when it is not known."""
    for query in _PAGE_ADDRESSES:
        for address in page.xpath(query):
            if str(address).startswith(("http://", "https://")):
                return str(address)
    return ""


def _read_post(article: Any, base: str) -> Post | None:
    """The post of an article; None without a heading. The article is changed."""
    headings = [heading for heading in article.xpath(_HEADINGS) if _words(heading)]
    if not headings:
        return None
    heading = next((each for each in headings if each.xpath(".//a[@href]")), headings[0])
    categories = [_words(link) for link in article.xpath(_CATEGORY_LINKS)]
    return Post(
        _words(heading),
        link=_find_link(article, heading, base),
        published=_find_day(article),
        categories=tuple(dict.fromkeys(name for name in categories if name)),
        text=_find_excerpt(article, heading),
    )


def _find_link(article: Any, heading: Any, base: str) -> str:
    """The address of the post; empty when the page gives none."""
    links = heading.xpath(".//a/@href") or article.xpath(".//a[@rel='bookmark']/@href")
    link = urljoin(base, str(links[0])) if links else ""
    is_page_itself = link_key(link) == link_key(base)  # such as "#"
    if is_page_itself or link_fault(link):
        return ""
    return link


def _find_day(article: Any) -> str:
    """The day the page gives as that of publication, as YYYY-MM-DD; empty when there is none."""
    for moment in article.xpath(".//time/@datetime"):
        if re.match(r"\d{4}-\d{2}-\d{2}", str(moment)):
            return str(moment)[:10]
    return ""


def _find_excerpt(article: Any, heading: Any) -> str:
    """The text without title, categories, buttons and what is only for screen readers."""
    marked = article.xpath(_TEXT)
    body = marked[0] if marked else article
    for noise in [*body.xpath(_NOISE), *body.xpath(_CATEGORY_LISTS), heading]:
        if noise is not body and noise.getparent() is not None:
            noise.drop_tree()
    for line_break in body.xpath(".//br"):
        line_break.tail = f" {line_break.tail or ''}"
    paragraphs = body.xpath(".//p[normalize-space()] | .//li[normalize-space() and not(.//p)]")
    words = [_words(paragraph) for paragraph in paragraphs or [body]]
    return "\n\n".join(part for part in words if part)


def _words(element: Any) -> str:
    return one_line(str(element.text_content()).replace("\u00a0", " "))
