"""A feed, RSS or Atom: feedparser reads its form; its dates are read by us, since feedparser guesses at them.

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
from newsletter.sources.parsing.timestamps import Published, published
from newsletter.workspace.frontmatter.field_values import link_fault

KIND = "feed"
MAX_ENTRIES = 5_000
_BEGIN = re.compile(rb"<(?:\w+:)?(rss|feed|rdf)\b", re.I)
_END = re.compile(rb"</\s*(?:\w+:)?(rss|feed|rdf)\s*>", re.I)
_MORE = re.compile(
    rb"<(?:\w+:)?(?:item|entry)\b|</(?:\w+:)?(?:item|entry|description|encoded|content|summary)\b|\]\]>",
    re.I,
)
_PASSWORD_FORM = re.compile(r"action=postpass|post-password-form", re.I)
_PROTECTED = re.compile(
    r"(?:Protected|Geschützt|Protégé|Protegido|Protegit|Protetto|Protejat|Защищено|Захищено|Защитено|Beschermd|Beveiligd|Skyddad|Beskyttet|"
    r"Suojattu|Zabezpieczony|Chronione|Chráněno|Chránené|Védett|Zaštićeno|Προστατευμένο|Korumalı|محمي|محافظت‌شده|מוגן|保護中|受保护|密码保护|"
    r"보호된 글|Terlindungi|Dilindungi|Bảo vệ|ป้องกัน)\s?[:：]",
    re.I,
)
"""How WordPress begins the title of a post behind a password, in the languages of its sites that were looked at."""
_NO_EXCERPT = re.compile(r"there is no excerpt because this is a protected post", re.I)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, read but not yet judged."""

    entries: tuple[Any, ...]
    """feedparser's entries, in the order of the feed."""
    wordpress: bool
    home: str
    language: str
    atom: bool = False

    def identity(self, entry: Any) -> tuple[str, str]:
        """What an entry is known by: the system its id belongs to, and the id."""
        guid, link = one_line(str(entry.get("id") or "")), str(entry.get("link") or "")
        if self.wordpress and guid:
            return WORDPRESS, site_id(guid, self.home, 0)
        if guid and not re.match(
            r"[a-z][a-z0-9+.-]{1,20}:", guid, re.I
        ):  # not an address of any kind: others count from 1 too
            guid = f"{link_key(self.home) or 'feed'} {guid}"
        key = (
            guid
            or link_key(link)
            or f"{fold(str(entry.get('title') or ''))} {_date_text(entry)}".strip()
        )
        return KIND, key[:500]


def read_feed(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a feed. Raises NewsletterError when it is none, or breaks off before its end."""
    return gathered_from(parse(data, guide.base), guide)


def parse(data: bytes, base: str = "") -> Feed:
    """A feed's entries. ``base`` is where it came from. Raises NewsletterError."""
    refuse_a_page(data, "a feed")
    read = feedparser.parse(
        without_bad_references(data),
        response_headers={"content-location": base} if base else {},
        sanitize_html=False,
        resolve_relative_uris=True,
    )
    if not read.get("version"):
        raise NewsletterError(
            "it is no feed (RSS or Atom). Look on the website for the address of its feed"
        )
    if not _ends(data) and not _ends(_as_utf8(data)):
        raise NewsletterError("it breaks off before its end. Nothing was changed; try again")
    if len(read.entries) > MAX_ENTRIES:
        raise NewsletterError(f"it holds more than {MAX_ENTRIES:,} entries")
    detail = read.feed.get("generator_detail") or {}
    if re.search(r"/comments/feed/?(?:$|\?)|[?&]feed=comments", base) or re.match(
        r"Comments (?:on|for)\b", str(read.feed.get("title") or "")
    ):
        raise NewsletterError(
            "it is a feed of comments, and who wrote what is nothing for an update"
        )
    generator = f"{read.feed.get('generator') or ''} {detail.get('href') or ''}"
    return Feed(
        tuple(read.entries), "wordpress.org" in generator or "wordpress.com" in generator, str(read.feed.get("link") or base),
        str(read.feed.get("language") or ""), str(read.version).startswith("atom"),
    )  # fmt: skip


def _ends(data: bytes) -> bool:
    """Whether a feed comes to its end: the last end tag is none that a text speaks of, and nothing of a feed stands behind it."""
    first, last = _BEGIN.search(data), next(reversed(list(_END.finditer(data))), None)
    if (
        first is None
        or last is None
        or first[1].lower() != last[1].lower()
        or _MORE.search(data, last.end())
    ):
        return False
    return data.rfind(b"<![CDATA[", 0, last.start()) <= data.rfind(b"]]>", 0, last.start())


def _as_utf8(data: bytes) -> bytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
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
        elif identity in found:
            skipped[Skip.REPEATED] += 1
        else:
            try:
                found[identity] = item_from(_post(entry, feed, identity, guide), guide)
            except (
                Exception
            ) as why:  # feedparser's entries can have any shape; one of them spoils no other
                problems.append(f"an entry cannot be read ({type(why).__name__})")
    return SourceContent(tuple(found.values()), len(feed.entries), skipped, tuple(problems))


def _has_words(entry: Any) -> bool:
    return bool(
        str(entry.get("title") or "").strip() or entry.get("summary") or entry.get("content")
    )


def is_protected(title: str, text: str) -> bool:
    """Whether a post is behind a password, from what WordPress shows instead of it."""
    return bool(_PASSWORD_FORM.search(text) or _NO_EXCERPT.search(text) or _PROTECTED.match(title))


def _reason_to_skip(entry: Any) -> Skip | None:
    """Comments tell who wrote what; what is behind a password shows its title and a form, and is not for everybody."""
    if entry.get("thr_in-reply-to") or re.search(
        r"#comment-\d+|[?&]replytocom=|[?&]c=\d+",
        f"{entry.get('link') or ''} {entry.get('id') or ''}",
    ):
        return Skip.COMMENT
    text = " ".join(
        [
            str(entry.get("summary") or ""),
            *(str(part.get("value") or "") for part in entry.get("content") or []),
        ]
    )
    if is_protected(str(entry.get("title") or ""), text):
        return Skip.PASSWORD
    return None


def _post(entry: Any, feed: Feed, identity: tuple[str, str], guide: ImportContext) -> SitePost:
    contents = [str(part.get("value") or "") for part in entry.get("content") or []]
    whole = max(contents, key=len, default="")
    summary = str(entry.get("summary") or "")
    tags = [tag.get("term") for tag in entry.get("tags") or [] if isinstance(tag, dict)]
    return SitePost(
        *identity, _title(entry, feed.atom), whole if whole != summary else "", summary, _link(entry),
        _published(entry, guide), names(tags), picture=_picture(entry), language=_language(feed, guide),
    )  # fmt: skip


def _title(entry: Any, atom: bool) -> str:
    """The title as HTML. Atom says what it is (RFC 4287, 3.1.1); in RSS nobody knows, and many escape once too often."""
    title, kind = (
        str(entry.get("title") or ""),
        str((entry.get("title_detail") or {}).get("type") or ""),
    )
    if "html" in kind:
        return title
    looks_like_html = re.search(
        r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8});|<(\w{1,10})\b[^<>]{0,200}>.{0,500}?</\1>",
        title,
        re.I,
    )
    return (
        title if looks_like_html and not atom else title.replace("&", "&amp;").replace("<", "&lt;")
    )


def _link(entry: Any) -> str:
    """Where members read on; a guid that is an address serves where there is no link."""
    for address in (entry.get("link"), entry.get("id")):
        if (
            isinstance(address, str)
            and address.startswith(("http://", "https://"))
            and not link_fault(address.strip())
        ):
            return address.strip()
    link = str(entry.get("link") or "")
    return (
        "" if link == str(entry.get("id") or "") else link
    )  # feedparser takes an id for a link where there is none


def _date_text(entry: Any) -> str:
    return str(entry.get("published") or entry.get("updated") or entry.get("created") or "")


def _published(entry: Any, guide: ImportContext) -> Published:
    return published(_date_text(entry), guide.zone)


def _language(feed: Feed, guide: ImportContext) -> str:
    """The feed's language where it is not the newsletter's."""
    said = guide.source.language or feed.language
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", said):
        return ""
    short = said.split("-", 1)[0].lower()
    return "" if short == guide.language.split("-", 1)[0].lower() else short


def _picture(entry: Any) -> Picture | None:
    """A picture that the entry encloses."""
    for media in [*(entry.get("media_content") or []), *(entry.get("enclosures") or [])]:
        address = str(media.get("url") or media.get("href") or "")
        kind = str(media.get("type") or media.get("medium") or "")
        if kind.startswith("image") and address and not link_fault(address):
            return Picture(address)
    return None
