"""A website's post, from whichever of its doors it came (REST, feed, export file), into an item."""

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
    """What a WordPress post is known by at every door: its guid, which never changes; without one, its number at that site."""
    return link_key(guid) or one_line(guid) or f"{link_key(home)}?p={number}"


def item_from(post: SitePost, guide: ImportContext) -> ImportItem:
    """The item a post is: an event when one of its categories says so, else news."""
    kind = Kind.EVENT if guide.is_event(post.categories) else Kind.NEWS
    text = text_of(post.html, post.link, raw=post.raw) if post.html.strip() else Text("", "")
    # Most excerpts are the text itself, cut; their words alone show that, and cost little.
    excerpt = (
        ""
        if _from_its_beginning(excerpt_words(post.excerpt), text)
        else text_of(post.excerpt, post.link).opening
    )
    notes = []
    link = post.link
    if link and (fault := link_fault(link)):
        notes.append(f"its link was left out, {fault.rstrip('.')}")
        link = ""
    found = ImportItem(
        kind, _title(post.title, text.opening or excerpt), post.source_kind, post.source_id, date=post.published.text, link=link,
        summary=_summary(text, excerpt), body=text.body, categories=post.categories, tags=post.tags, picture=post.picture,
        language=post.language, number=post.number,
    )  # fmt: skip
    if kind is Kind.EVENT:
        return _event(found, text.opening or excerpt, tuple(notes))
    return replace(found, undecided=_undated(post.published), notes=tuple(notes))


def _undated(when: Published) -> str:
    return when.doubt or ("" if when.text else "it has no date; write date: in its file")


def _event(found: ImportItem, words: str, notes: tuple[str, ...]) -> ImportItem:
    """The date that leads its text is when the event starts."""
    led = leading_date(words)
    days, doubt = two_days(words)
    if led is None and days:
        return replace(found, dates=days, undecided=doubt, notes=notes)
    if led is None:
        return replace(
            found,
            undecided="no day of the event stands at the beginning of its text; write starts: in its file",
            notes=notes,
        )
    day, rest = led
    starts, ends, doubt = start_and_end(day, rest)
    body = leading_date(found.body)
    return replace(
        found, starts=starts or spelled(day), ends=ends, body=body[1].strip() if body else found.body,
        undecided=doubt or vague(day), notes=notes,
    )  # fmt: skip


def _title(markup: str, words: str) -> str:
    title = line_of(markup)
    if not title:
        title = " ".join(words.split()[:8]) + " …" if words else "Untitled"
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"


def _summary(text: Text, excerpt: str) -> str:
    """What an editor wrote as the excerpt, or else the first sentences of the text.

    An excerpt that the website cut from the text itself says nothing of its own.
    """
    if text.opening and not excerpt:
        return opening(text.opening)
    led = leading_date(excerpt) if not text.opening else None
    return opening(whole_sentences(without_read_more(led[1] if led and led[1] else excerpt)))


def _from_its_beginning(excerpt: str, text: Text) -> bool:
    """Whether an excerpt is the text itself, cut: its words stand in the text, in their order and close to one another.

    WordPress's own excerpts also run over lists, captions and headings, and keep what is left of shortcodes.
    """
    cut = ELLIPSIS.sub("", without_read_more(excerpt[:5000]))
    words, there = fold(cut).split(), fold(text.body[:6000]).split()
    at = hits = 0
    for word in words:
        near = there[at : at + 30]
        if word in near:
            at += near.index(word) + 1
            hits += 1
    return hits >= 0.9 * len(words)


def names(values: Iterable[object]) -> tuple[str, ...]:
    """Categories or tags: each once, in their order, their entities decoded."""
    return tuple(
        dict.fromkeys(
            name
            for value in values
            if isinstance(value, str) and (name := line_of(harmless(value))[:100])
        )
    )
