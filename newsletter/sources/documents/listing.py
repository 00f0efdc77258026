"""An archive page of a website, copied as text or saved as HTML, into items.

    text or HTML -> posts (title, categories, text, link) -> their lead dates and times -> Found

Such a page gives each post a title, perhaps categories, and an excerpt. The date stands at the head of the excerpt, where
there is one; for an event it is the event's day, and its times stand somewhere in the text.
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


def read_listing(data: bytes, guide: ImportContext) -> SourceContent:
    """Read a page. Raises NewsletterError when no post is found in it."""
    text = text_from(data)
    if re.search(r"<(?:!doctype html|html|article|body|div|h[1-4])\b", text[:5000], re.I):
        posts = posts_in_html(text)
    else:
        posts = posts_in_text(text)
    posts = [post for post in posts if one_line(post.title)]
    if not posts:
        raise NewsletterError(
            "no posts were found in it. Copy the whole archive page as text, or save it as HTML, and try again"
        )
    if len(posts) > MAX_POSTS:
        raise NewsletterError(
            f"it holds more than {MAX_POSTS:,} posts; import the archive page by page"
        )
    distinct: dict[str, ImportItem] = {}
    for post in posts:
        found = _found(post, guide)
        same = distinct.get(found.source_id)
        if same and link_key(same.link) != link_key(found.link):  # two posts of one title and day
            found = replace(found, source_id=f"{found.source_id} {link_key(found.link)}")
        distinct.setdefault(found.source_id, found)
    return SourceContent(
        tuple(distinct.values()), len(posts), {Skip.REPEATED: len(posts) - len(distinct)}
    )


# ---- the text of a page into posts

_BULLET = re.compile(r"^\s*[•*·‣▪-]\s*(?P<word>\S.*)$")
_CHROME = re.compile(
    r"skip to content|.*»\s*page \d+|home\s*».*|(?:previous|next|older|newer)(?: posts?)?|page \d+(?: of \d+)?|\d+(?:\s+\d+)*",
    re.I,
)
_LONG = 160
"""Characters; a longer paragraph is an excerpt and no title."""


def posts_in_text(text: str) -> list[Post]:
    """The posts of a page that was copied as text: paragraphs with empty lines between them."""
    text = re.sub(
        r"[ \t\u00a0]+", " ", text
    )  # long runs of blanks would keep the patterns below busy
    paragraphs = [part.strip("\n") for part in re.split(r"\n ?\n", text)]
    paragraphs = [half for part in paragraphs for half in _title_apart(part)]
    paragraphs = [
        part for part in paragraphs if part.strip() and not _CHROME.fullmatch(one_line(part))
    ]
    posts: list[Post] = []
    for place, part in enumerate(paragraphs):
        following = paragraphs[place + 1] if place + 1 < len(paragraphs) else ""
        categories = _categories(part)
        if posts and categories:
            last = posts[-1]
            text = f"{last.text}\n\n{part}" if last.text else ""
            posts[-1] = (
                replace(last, text=text)
                if text
                else replace(last, categories=(*last.categories, *categories))
            )
        elif _begins_a_post(part, following, posts[-1] if posts else None):
            posts.append(Post(one_line(part)))
        elif posts:
            posts[-1] = replace(posts[-1], text=f"{posts[-1].text}\n\n{part}".strip())
    return posts


def _title_apart(part: str) -> list[str]:
    """A title with its date on the very next line, as some themes are copied, as two paragraphs."""
    first, _, rest = part.partition("\n")
    if (
        rest
        and len(first) <= _LONG
        and leading_date(one_line(rest))
        and not leading_date(one_line(first))
    ):
        return [first, rest]
    return [part]


def _begins_a_post(part: str, following: str, last: Post | None) -> bool:
    """Whether a paragraph is a title for certain, from what stands around it, or else from how it looks."""
    if last and READ_MORE.search(
        last.text
    ):  # the button ends a post, whatever the next title looks like
        return True
    before_categories = bool(_categories(following)) and "\n" not in part.strip()
    return (before_categories and not READ_MORE.search(part)) or _is_title(part, following, last)


def _categories(part: str) -> list[str]:
    """The categories of a post, a short bullet each; a list of sentences is text."""
    found = [_BULLET.match(line) for line in part.splitlines() if line.strip()]
    words = [bullet["word"].strip() for bullet in found if bullet]
    return words if words and len(words) == len(found) <= 6 and max(map(len, words)) <= 60 else []


def _is_title(part: str, following: str, last: Post | None) -> bool:
    """Whether a paragraph is the title of a new post rather than text of the last one."""
    line = one_line(part)
    if len(line) > _LONG or "\n" in part.strip() or READ_MORE.search(part) or leading_date(line):
        return False
    if (
        line.endswith(".") and not line.endswith("..") and last is not None
    ):  # headlines do without a full stop
        return False
    if last is None or last.text:
        return True
    # A title without text yet: this is its text, unless what follows shows that this begins a post of its own.
    repeats = _repeated_title(following)
    return (
        bool(_categories(following))
        or leading_date(one_line(following)) is not None
        or repeats == fold(line)
    )


def _repeated_title(text: str) -> str:
    """The title that follows ``Read More »``, folded; empty when there is none."""
    found = re.search(
        r"(?:Read [Mm]ore|Continue [Rr]eading)[\s\u00a0]*[»→›]?[\s\u00a0]*(.+)\Z", text, re.S
    )
    return fold(found[1]) if found else ""


# ---- a post into what was found


def _found(post: Post, guide: ImportContext) -> ImportItem:
    text, title = without_read_more(harmless(post.text)), one_line(post.title)
    led = leading_date(text)
    kind = Kind.EVENT if guide.is_event(post.categories) else Kind.NEWS
    day, rest = (led[0], led[1]) if led else (None, text)
    base = ImportItem(
        kind,
        title,
        KIND,
        _source_id(title, day),
        link=post.link,
        summary=whole_sentences(rest),
        categories=post.categories,
    )
    if day is None:
        if post.published and kind is Kind.NEWS:
            return replace(base, date=post.published, source_id=f"{fold(title)} {post.published}")
        field = "starts" if kind is Kind.EVENT else "date"
        return replace(base, date=post.published, undecided=f"no date stands at the beginning of its text; write {field}: in its "
                       "file, or decide in issue.md")  # fmt: skip
    if kind is Kind.NEWS:
        return replace(base, date=spelled(day), undecided=vague(day))
    starts, ends, doubt = start_and_end(day, rest)
    return replace(base, starts=starts, ends=ends, undecided=doubt or vague(day))


def _source_id(title: str, day: When | None) -> str:
    """Title and day: the same whether the page was copied or saved, and for yearly posts of one title one each."""
    return f"{fold(title)} {spelled(day) if day else 'undated'}"
