"""A bulletin, as the imagined program "Bulletin" exports it in JSON.

This is the sample of docs/adding-a-source.md.
"""

import json
from collections import Counter
from typing import Any

from newsletter.core.model.item import Kind
from newsletter.core.values.text import one_line, quoted
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportContext, ImportItem, Skip, SourceContent
from newsletter.sources.parsing.decoding import refuse_a_page, text_from
from newsletter.sources.parsing.posts import names
from newsletter.sources.parsing.site_text import line_of, plain_text
from newsletter.sources.parsing.summaries import opening
from newsletter.sources.parsing.timestamps import published
from newsletter.workspace.frontmatter.field_values import link_fault

KIND = "bulletin"
MAX_ENTRIES = 5_000


def read_bulletin(data: bytes, context: ImportContext) -> SourceContent:
    """Read a bulletin. Raises NewsletterError when the bytes are not one."""
    items = []
    problems = []
    skipped: Counter[Skip] = Counter()
    entries = _read_entries(data)
    for entry in entries:
        reason = _reason_to_skip(entry)
        if reason is not None:
            skipped[reason] += 1
            continue
        try:
            items.append(_read_entry(entry, context))
        except NewsletterError as why:
            problems.append(str(why))
    return SourceContent(tuple(items), len(entries), skipped, tuple(problems))


def _read_entries(data: bytes) -> list[dict[str, Any]]:
    """All entries, as the file has them. Raises NewsletterError."""
    refuse_a_page(data, "a bulletin")
    try:
        bulletin = json.loads(text_from(data))
    except ValueError:
        raise NewsletterError("it is not a bulletin, or it breaks off before its end") from None
    entries = bulletin.get("entries") if isinstance(bulletin, dict) else None
    if not isinstance(entries, list):
        raise NewsletterError("it is not a bulletin: it has no list of entries")
    if len(entries) > MAX_ENTRIES:
        raise NewsletterError(f"it has more than {MAX_ENTRIES:,} entries")
    return [entry if isinstance(entry, dict) else {} for entry in entries]


def _reason_to_skip(entry: dict[str, Any]) -> Skip | None:
    """Why an entry does not become an item. Its words are not looked at."""
    if entry.get("private") is True:
        return Skip.PRIVATE
    return None


def _read_entry(entry: dict[str, Any], context: ImportContext) -> ImportItem:
    """One entry as an item. Raises NewsletterError when it has no id or no title."""
    source_id = one_line(_text(entry, "id"))[:200]
    title = line_of(_text(entry, "title"))
    if not source_id or not title:
        raise NewsletterError("an entry has no id or no title")
    when = published(_text(entry, "date"), context.zone)
    text = plain_text(_text(entry, "text"), context.base)
    undecided = when.doubt
    if not when.text and not undecided:
        undecided = "it has no date"
    link = _text(entry, "link").strip()
    notes = []
    if link and link_fault(link):
        notes.append(f"its link {quoted(link)} is not a web address and was left out")
        link = ""
    return ImportItem(
        kind=Kind.NEWS,
        title=title,
        source_kind=KIND,
        source_id=source_id,
        date=when.text,
        link=link,
        summary=opening(text.opening),
        body=text.body,
        tags=names(_list(entry, "tags")),
        undecided=undecided,
        notes=tuple(notes),
    )


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _list(entry: dict[str, Any], key: str) -> list[object]:
    value = entry.get(key)
    return value if isinstance(value, list) else []
