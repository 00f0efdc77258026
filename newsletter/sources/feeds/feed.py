"""A feed, RSS or Atom.

feedparser reads it, except for its dates, which feedparser would guess.

Sources: RSS 2.0 (guid, pubDate), RFC 4287 (Atom), RFC 5322 for the dates of RSS.
"""

import re
from dataclasses import dataclass
from typing import Any

import feedparser

from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.text import fold, one_line
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import (
    ImportContext,
    ImportItem,
    Picture,
    Skip,
    SourceContent,
)
from newsletter.sources.parsing.decoding import refuse_a_page, without_bad_references
from newsletter.sources.parsing.posts import WORDPRESS, SitePost, item_from, names, site_id
from newsletter.sources.parsing.timestamps import published
from newsletter.workspace.frontmatter.field_values import link_fault

KIND = "feed"
MAX_ENTRIES = 5_000
_BEGIN = re.compile(rb"<(?:\w+:)?(rss|feed|rdf)\b", re.I)
_END = re.compile(rb"</\s*(?:\w+:)?(rss|feed|rdf)\s*>", re.I)
_MORE = re.compile(
    rb"<(?:\w+:)?(?:item|entry)\b"
    rb"|</(?:\w+:)?(?:item|entry|description|encoded|content|summary)\b|\]\]>",
    re.I,
)
"""What shows that an end tag was only quoted in a text: more of the feed behind it."""
_COMMENTS_ADDRESS = re.compile(r"/comments/feed/?(?:$|\?)|[?&]feed=comments")
_COMMENTS_TITLE = re.compile(r"Comments (?:on|for)\b")
_COMMENT = re.compile(r"#comment-\d+|[?&]replytocom=|[?&]c=\d+")
_ANY_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}:", re.I)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LOOKS_LIKE_HTML = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8});|<(\w{1,10})\b[^<>]{0,200}>.{0,500}?</\1>", re.I
)
_PASSWORD_FORM = re.compile(r"action=postpass|post-password-form", re.I)
_PROTECTED = re.compile(
    r"(?:Protected|Geschützt|Protégé|Protegido|Protegit|Protetto|Protejat|Защищено|Захищено|"
    r"Защитено|Beschermd|Beveiligd|Skyddad|Beskyttet|Suojattu|Zabezpieczony|Chronione|Chráněno|"
    r"Chránené|Védett|Zaštićeno|Προστατευμένο|Korumalı|محمي|محافظت‌شده|מוגן|保護中|受保护|密码保护|"
    r"보호된 글|Terlindungi|Dilindungi|Bảo vệ|ป้องกัน)\s?[:：]",
    re.I,
)
"""How WordPress begins the title of a post behind a password, in the languages of its sites."""
_NO_EXCERPT = re.compile(r"there is no excerpt because this is a protected post", re.I)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read, before any entry is judged."""

    entries: tuple[Any, ...]
    """feedparser's entries, in the order of the feed."""
    wordpress: bool
    """Whether WordPress made it."""
    home: str
    """The address of its website."""
    language: str
    atom: bool = False

    def identity(self, entry: Any) -> tuple[str, str]:
        """What an entry is known by: the system its id belongs to, and the id."""
        guid = one_line(_text(entry, "id"))
        link = _text(entry, "link")
        if self.wordpress and guid:
            return WORDPRESS, site_id(guid, self.home, 0)
        if guid and not _ANY_ADDRESS.match(guid):  # a number: other feeds count from 1 too
            guid = f"{link_key(self.home) or 'feed'} {guid}"
        title_and_date = f"{fold(_text(entry, 'title'))} {_date_text(entry)}".strip()
        identity = guid or link_key(link) or title_and_date
        return KIND, identity[:500]


def read_feed(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a feed. Raises NewsletterError when it is not one, or is incomplete."""
    return gathered_from(parse(data, guide.base), guide)


def parse(data: bytes, base: str = "") -> Feed:
    """A feed's entries. ``base`` is the address it came from. Raises NewsletterError."""
    refuse_a_page(data, "a feed")
    headers = {"content-location": base} if base else {}
    read = feedparser.parse(
        without_bad_references(data),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=True,
    )
    if not read.get("version"):
        raise NewsletterError(
            "it is no feed (RSS or Atom). Look on the website for the address of its feed"
        )
    if not _is_complete(data) and not _is_complete(_utf16_as_utf8(data)):
        raise NewsletterError("it breaks off before its end. Nothing was changed; try again")
    if len(read.entries) > MAX_ENTRIES:
        raise NewsletterError(f"it holds more than {MAX_ENTRIES:,} entries")
    if _COMMENTS_ADDRESS.search(base) or _COMMENTS_TITLE.match(_text(read.feed, "title")):
        raise NewsletterError(
            "it is a feed of comments, and who wrote what is nothing for an update"
        )
    return Feed(
        tuple(read.entries),
        wordpress=_is_from_wordpress(read.feed),
        home=_text(read.feed, "link") or base,
        language=_text(read.feed, "language"),
        atom=str(read.version).startswith("atom"),
    )


def _is_from_wordpress(channel: Any) -> bool:
    """Whether the feed's generator is WordPress."""
    detail = channel.get("generator_detail") or {}
    generator = f"{_text(channel, 'generator')} {_text(detail, 'href')}"
    return "wordpress.org" in generator or "wordpress.com" in generator


def _is_complete(data: bytes) -> bool:
    """Whether the feed comes to its end.

    Its last closing tag must be real, not quoted in a text, and nothing of a feed may follow it.
    """
    first = _BEGIN.search(data)
    ends = list(_END.finditer(data))
    if first is None or not ends:
        return False
    last = ends[-1]
    if first[1].lower() != last[1].lower() or _MORE.search(data, last.end()):
        return False
    quotation_begins = data.rfind(b"<![CDATA[", 0, last.start())
    quotation_ends = data.rfind(b"]]>", 0, last.start())
    return quotation_begins <= quotation_ends


def _utf16_as_utf8(data: bytes) -> bytes:
    """A feed in UTF-16 as UTF-8; empty for any other."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    return b""


def gathered_from(feed: Feed, guide: ImportContext) -> SourceContent:
    """Every entry of a feed as an item, as skipped for a reason, or as a problem."""
    found: dict[tuple[str, str], ImportItem] = {}
    skipped = dict.fromkeys((Skip.REPEATED, Skip.PASSWORD, Skip.COMMENT), 0)
    problems = []
    for entry in feed.entries:
        reason = _reason_to_skip(entry)
        if reason:
            skipped[reason] += 1
            continue
        identity = feed.identity(entry)
        if not identity[1] or not _has_words(entry):
            problems.append("an entry has neither a title nor a text")
            continue
        if identity in found:
            skipped[Skip.REPEATED] += 1
            continue
        try:
            found[identity] = item_from(_make_post(entry, feed, identity, guide), guide)
        except Exception as why:  # entries can have any shape; one of them spoils no other
            problems.append(f"an entry cannot be read ({type(why).__name__})")
    return SourceContent(tuple(found.values()), len(feed.entries), skipped, tuple(problems))


# ---- which entries are items


def _has_words(entry: Any) -> bool:
    has_title = _text(entry, "title").strip() != ""
    return bool(has_title or entry.get("summary") or entry.get("content"))


def is_protected(title: str, text: str) -> bool:
    """Whether a post is behind a password, from what WordPress shows instead of it."""
    if _PASSWORD_FORM.search(text) or _NO_EXCERPT.search(text):
        return True
    return _PROTECTED.match(title) is not None


def _reason_to_skip(entry: Any) -> Skip | None:
    """Why an entry is not an item: it is a comment, or its post is behind a password."""
    addresses = f"{_text(entry, 'link')} {_text(entry, 'id')}"
    if entry.get("thr_in-reply-to") or _COMMENT.search(addresses):
        return Skip.COMMENT
    text = " ".join([_text(entry, "summary"), *_contents(entry)])
    if is_protected(_text(entry, "title"), text):
        return Skip.PASSWORD
    return None


# ---- an entry into a post


def _make_post(entry: Any, feed: Feed, identity: tuple[str, str], guide: ImportContext) -> SitePost:
    source_kind, source_id = identity
    longest = max(_contents(entry), key=len, default="")
    summary = _text(entry, "summary")
    tags = [tag.get("term") for tag in entry.get("tags") or [] if isinstance(tag, dict)]
    return SitePost(
        source_kind,
        source_id,
        title=_title_as_html(entry, feed.atom),
        html="" if longest == summary else longest,
        excerpt=summary,
        link=_choose_link(entry),
        published=published(_date_text(entry), guide.zone),
        categories=names(tags),
        picture=_choose_picture(entry),
        language=_foreign_language(feed, guide),
    )


def _text(part: Any, key: str) -> str:
    """A value of an entry or a feed as text; empty when there is none."""
    return str(part.get(key) or "")


def _contents(entry: Any) -> list[str]:
    """The texts of an entry, in HTML."""
    return [_text(part, "value") for part in entry.get("content") or []]


def _title_as_html(entry: Any, atom: bool) -> str:
    """The title as HTML.

    Atom says whether a title is HTML (RFC 4287, 3.1.1). RSS does not, and many RSS feeds escape
    their titles once too often.
    """
    title = _text(entry, "title")
    if "html" in _text(entry.get("title_detail") or {}, "type"):
        return title
    if not atom and _LOOKS_LIKE_HTML.search(title):
        return title
    return title.replace("&", "&amp;").replace("<", "&lt;")


def _choose_link(entry: Any) -> str:
    """Where members read on: the link, or else an id that is an address."""
    for address in (entry.get("link"), entry.get("id")):
        if not isinstance(address, str) or not address.startswith(("http://", "https://")):
            continue
        if not link_fault(address.strip()):
            return address.strip()
    link = _text(entry, "link")
    if link == _text(entry, "id"):  # feedparser takes an id for a link where there is none
        return ""
    return link


def _date_text(entry: Any) -> str:
    return _text(entry, "published") or _text(entry, "updated") or _text(entry, "created")


def _foreign_language(feed: Feed, guide: ImportContext) -> str:
    """The feed's language, empty when it is the newsletter's or not known."""
    named = guide.source.language or feed.language
    if not _LANGUAGE.fullmatch(named):
        return ""
    language = named.split("-", 1)[0].lower()
    own = guide.language.split("-", 1)[0].lower()
    return "" if language == own else language


def _choose_picture(entry: Any) -> Picture | None:
    """A picture that the entry encloses."""
    for media in [*(entry.get("media_content") or []), *(entry.get("enclosures") or [])]:
        address = _text(media, "url") or _text(media, "href")
        kind = _text(media, "type") or _text(media, "medium")
        if kind.startswith("image") and address and not link_fault(address):
            return Picture(address)
    return None
