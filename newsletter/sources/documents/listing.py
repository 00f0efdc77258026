"""An archive page of a website, copied as text or saved as HTML, into items.

    text or HTML -> posts (title, categories, text, link) -> lead dates and times -> ImportItem

Such a page gives each post a title, perhaps categories, and an excerpt. A date may lead the
excerpt; for an event it is the event's day, and its times are somewhere in the text.
"""

import re
from dataclasses import replace

from newsletter.core.model.item import Kind
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.date_parser import leading_date
from newsletter.core.values.dates import When
from newsletter.core.values.text import fold, harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportContext, ImportItem, Skip, SourceContent
from newsletter.sources.documents.listing_html import MAX_POSTS, Post, posts_in_html
from newsletter.sources.parsing.decoding import text_from
from newsletter.sources.parsing.event_times import spelled, start_and_end, vague
from newsletter.sources.parsing.summaries import READ_MORE, whole_sentences, without_read_more

KIND = "listing"
_HTML = re.compile(r"<(?:!doctype html|html|article|body|div|h[1-4])\b", re.I)
_BULLET = re.compile(r"^\s*[•*·‣▪-]\s*(?P<word>\S.*)$")
_NAVIGATION = re.compile(
    r"skip to content|.*»\s*page \d+|home\s*».*|(?:previous|next|older|newer)(?: posts?)?"
    r"|page \d+(?: of \d+)?|\d+(?:\s+\d+)*",
    re.I,
)
"""Lines that are part of the website, not of a post."""
_TITLE_AFTER_BUTTON = re.compile(
    r"(?:Read [Mm]ore|Continue [Rr]eading)[\s\u00a0]*[»→›]?[\s\u00a0]*(.+)\Z", re.S
)
_LONG = 160
"""Characters; a longer paragraph is an excerpt and not a title."""
_MOST_CATEGORIES = 6
_LONGEST_CATEGORY = 60


def read_listing(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a page. Raises NewsletterError when no post is found in it."""
    text = text_from(data)
    is_html = _HTML.search(text[:5000]) is not None
    posts = posts_in_html(text) if is_html else posts_in_text(text)
    posts = [post for post in posts if one_line(post.title)]
    if not posts:
        raise NewsletterError(
            "no posts were found in it. Copy the whole archive page as text, "
            "or save it as HTML, and try again"
        )
    if len(posts) > MAX_POSTS:
        raise NewsletterError(
            f"it holds more than {MAX_POSTS:,} posts; import the archive page by page"
        )
    found: dict[str, ImportItem] = {}
    for post in posts:
        item = _make_item(post, guide)
        known = found.get(item.source_id)
        if known and link_key(known.link) != link_key(item.link):  # two posts of one title and day
            item = replace(item, source_id=f"{item.source_id} {link_key(item.link)}")
        found.setdefault(item.source_id, item)
    repeated = len(posts) - len(found)
    return SourceContent(tuple(found.values()), len(posts), {Skip.REPEATED: repeated})


# ---- the text of a page into posts


def posts_in_text(text: str) -> list[Post]:
    """The posts of a page that was copied as text, with empty lines between its paragraphs."""
    paragraphs = _split_paragraphs(text)
    posts: list[Post] = []
    next_paragraphs = [*paragraphs, ""][1:]
    for part, following in zip(paragraphs, next_paragraphs, strict=True):
        last = posts[-1] if posts else None
        categories = _read_categories(part)
        if last and categories and last.text:
            posts[-1] = replace(last, text=f"{last.text}\n\n{part}")
        elif last and categories:
            posts[-1] = replace(last, categories=(*last.categories, *categories))
        elif _begins_post(part, following, last):
            posts.append(Post(one_line(part)))
        elif last:
            posts[-1] = replace(last, text=f"{last.text}\n\n{part}".strip())
    return posts


def _split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a page, without those of its navigation."""
    text = re.sub(r"[ \t\u00a0]+", " ", text)  # long runs of blanks would slow the patterns down
    paragraphs = []
    for part in re.split(r"\n ?\n", text):
        for paragraph in _separate_title(part.strip("\n")):
            if paragraph.strip() and not _NAVIGATION.fullmatch(one_line(paragraph)):
                paragraphs.append(paragraph)
    return paragraphs


def _separate_title(part: str) -> list[str]:
    """A title with its date on the very next line, as some themes are copied, as two paragraphs."""
    first, _, rest = part.partition("\n")
    if not rest or len(first) > _LONG:
        return [part]
    if leading_date(one_line(rest)) and not leading_date(one_line(first)):
        return [first, rest]
    return [part]


def _begins_post(part: str, following: str, last: Post | None) -> bool:
    """Whether a paragraph is a title, from what is around it, or else from how it looks."""
    if last and READ_MORE.search(last.text):  # the button ends a post
        return True
    is_line = "\n" not in part.strip()
    if is_line and _read_categories(following) and not READ_MORE.search(part):
        return True
    return _is_title(part, following, last)


def _read_categories(part: str) -> list[str]:
    """The categories of a post, a short bullet each; empty for a list of sentences."""
    words = []
    for line in part.splitlines():
        if not line.strip():
            continue
        bullet = _BULLET.match(line)
        if bullet is None:
            return []
        words.append(bullet["word"].strip())
    is_short = all(len(word) <= _LONGEST_CATEGORY for word in words)
    return words if is_short and len(words) <= _MOST_CATEGORIES else []


def _is_title(part: str, following: str, last: Post | None) -> bool:
    """Whether a paragraph is the title of a new post rather than text of the last one."""
    line = one_line(part)
    if len(line) > _LONG or "\n" in part.strip():
        return False
    if READ_MORE.search(part) or leading_date(line):
        return False
    if last is None:
        return True
    ends_like_sentence = line.endswith(".") and not line.endswith("..")
    if ends_like_sentence:
        return False
    if last.text:
        return True
    # The last title has no text yet. This is its text, unless what follows shows a post of its own.
    if _read_categories(following) or leading_date(one_line(following)):
        return True
    return _title_repeated_in(following) == fold(line)


def _title_repeated_in(text: str) -> str:
    """The title that follows ``Read More »``, folded; empty when there is none."""
    match = _TITLE_AFTER_BUTTON.search(text)
    return fold(match[1]) if match else ""


# ---- a post into an item


def _make_item(post: Post, guide: ImportContext) -> ImportItem:
    text = without_read_more(harmless(post.text))
    title = one_line(post.title)
    kind = Kind.EVENT if guide.is_event(post.categories) else Kind.NEWS
    dated = leading_date(text)
    day, rest = dated or (None, text)
    item = ImportItem(
        kind,
        title=title,
        source_kind=KIND,
        source_id=_identify(title, day),
        link=post.link,
        summary=whole_sentences(rest),
        categories=post.categories,
    )
    if day is None:
        return _without_leading_date(item, post)
    if kind is Kind.NEWS:
        return replace(item, date=spelled(day), undecided=vague(day))
    starts, ends, doubt = start_and_end(day, rest)
    return replace(item, starts=starts, ends=ends, undecided=doubt or vague(day))


def _without_leading_date(item: ImportItem, post: Post) -> ImportItem:
    """A post whose text no date leads: the page may give the day it was published."""
    item = replace(item, date=post.published)
    if post.published and item.kind is Kind.NEWS:
        return replace(item, source_id=f"{fold(item.title)} {post.published}")
    field = "starts" if item.kind is Kind.EVENT else "date"
    return replace(
        item,
        undecided=f"no date stands at the beginning of its text; write {field}: in its file, "
        "or decide in issue.md",
    )


def _identify(title: str, day: When | None) -> str:
    """Title and day: the same whether the page was copied or saved.

    The day tells yearly posts of one title apart.
    """
    return f"{fold(title)} {spelled(day) if day else 'undated'}"
