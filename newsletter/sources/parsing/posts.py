"""A website's post into an item, however it was read: REST, feed or export file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsletter.core.model.item import Kind
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.date_parser import leading_date
from newsletter.core.values.text import fold, harmless, one_line
from newsletter.sources.base.import_item import ImportContext, ImportItem, Picture
from newsletter.sources.parsing.event_times import spelled, start_and_end, two_days, vague
from newsletter.sources.parsing.site_text import Text, excerpt_words, line_of, text_of
from newsletter.sources.parsing.summaries import (
    ELLIPSIS,
    opening,
    whole_sentences,
    without_read_more,
)
from newsletter.sources.parsing.timestamps import NO_DATE, Published
from newsletter.workspace.frontmatter.field_values import link_fault

WORDPRESS = "wordpress"
TITLE_LENGTH = 300
"""Characters; a longer title is cut."""


@dataclass(frozen=True, slots=True)
class SitePost:
    """A post as its website gives it."""

    source_kind: str
    source_id: str
    title: str
    """HTML."""
    html: str = ""
    """Its whole text; empty when only an excerpt is given."""
    excerpt: str = ""
    """HTML."""
    link: str = ""
    published: Published = NO_DATE
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    picture: Picture | None = None
    raw: bool = False
    """Whether the text is as the website stores it, before its own formatting."""
    number: int = 0
    language: str = ""


def site_id(guid: str, home: str, number: int) -> str:
    """What a WordPress post is known by, however it is read: its guid, or its number at its site.

    The guid never changes.
    """
    return link_key(guid) or one_line(guid) or f"{link_key(home)}?p={number}"


def item_from(post: SitePost, guide: ImportContext) -> ImportItem:
    """The item a post is: an event when one of its categories says so, else news."""
    kind = Kind.EVENT if guide.is_event(post.categories) else Kind.NEWS
    text = Text("", "")
    if post.html.strip():
        text = text_of(post.html, post.link, raw=post.raw)
    excerpt = _own_excerpt(post, text)
    words = text.opening or excerpt
    notes: tuple[str, ...] = ()
    link = post.link
    fault = link_fault(link) if link else None
    if fault:
        notes = (f"its link was left out, {fault.rstrip('.')}",)
        link = ""
    item = ImportItem(
        kind,
        title=_make_title(post.title, words),
        source_kind=post.source_kind,
        source_id=post.source_id,
        date=post.published.text,
        link=link,
        summary=_make_summary(text, excerpt),
        body=text.body,
        categories=post.categories,
        tags=post.tags,
        picture=post.picture,
        language=post.language,
        number=post.number,
        notes=notes,
    )
    if kind is Kind.EVENT:
        return _with_event_times(item, words)
    return replace(item, undecided=_doubt_about_date(post.published))


def _own_excerpt(post: SitePost, text: Text) -> str:
    """The excerpt as Markdown; empty when it is only the beginning of the text.

    Most excerpts are cut from the text. Their words alone show that, and comparing words is fast.
    """
    if _is_beginning_of(text, excerpt_words(post.excerpt)):
        return ""
    return text_of(post.excerpt, post.link).opening


def _doubt_about_date(day: Published) -> str:
    if day.doubt:
        return day.doubt
    return "" if day.text else "it has no date; write date: in its file"


def _with_event_times(item: ImportItem, words: str) -> ImportItem:
    """The event with its times: the date that leads its text is its start."""
    dated = leading_date(words)
    if dated is None:
        days, doubt = two_days(words)
        if days:
            return replace(item, dates=days, undecided=doubt)
        return replace(
            item,
            undecided="no day of the event stands at the beginning of its text; "
            "write starts: in its file",
        )
    day, rest = dated
    starts, ends, doubt = start_and_end(day, rest)
    body = leading_date(item.body)
    if body:
        item = replace(item, body=body[1].strip())
    return replace(item, starts=starts or spelled(day), ends=ends, undecided=doubt or vague(day))


def _make_title(markup: str, words: str) -> str:
    """The title as plain text, of limited length; a post without one gets its first words."""
    title = line_of(markup)
    if not title and not words:
        title = "Untitled"
    elif not title:
        title = " ".join(words.split()[:8]) + " …"
    if len(title) <= TITLE_LENGTH:
        return title
    return f"{title[: TITLE_LENGTH - 1].rstrip()}…"


def _make_summary(text: Text, excerpt: str) -> str:
    """The excerpt its editor wrote, or else the first sentences of the text."""
    if text.opening:
        if not excerpt:
            return opening(text.opening)
    else:
        dated = leading_date(excerpt)
        if dated and dated[1]:
            excerpt = dated[1]
    return opening(whole_sentences(without_read_more(excerpt)))


def _is_beginning_of(text: Text, excerpt: str) -> bool:
    """Whether an excerpt is cut from the text: its words come in the text, in order and close by.

    WordPress's own excerpts also run over lists, captions and headings, and keep what is left of
    shortcodes.
    """
    cut = ELLIPSIS.sub("", without_read_more(excerpt[:5000]))
    words = fold(cut).split()
    text_words = fold(text.body[:6000]).split()
    place = hits = 0
    for word in words:
        nearby = text_words[place : place + 30]
        if word in nearby:
            place += nearby.index(word) + 1
            hits += 1
    return hits >= 0.9 * len(words)


def names(values: Iterable[object]) -> tuple[str, ...]:
    """Categories or tags: each once, in their order, with entities decoded."""
    unique: dict[str, None] = {}
    for value in values:
        if not isinstance(value, str):
            continue
        name = line_of(harmless(value))[:100]
        if name:
            unique[name] = None
    return tuple(unique)
