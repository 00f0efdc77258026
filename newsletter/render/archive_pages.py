"""Pages made from what was sent: the archive's index and feed, and the year in figures. Public items only."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newsletter.core.history.year_figures import Figures, YearItem
from newsletter.core.model.item import Audience
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.values.text import one_line
from newsletter.core.values.zones import first_instant
from newsletter.render.wording.templates import environment, load_toml, render_template
from newsletter.render.wording.when import say_day
from newsletter.render.wording.words import Words, direction, load_words
from newsletter.settings import Settings

DOCUMENTS = ("pdf", "doc", "docx", "odt", "ppt", "pptx", "xls", "xlsx", "epub")
"""Endings of links that are documents."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One sent issue in the archive."""

    name: str
    title: str
    period: str
    sent: str
    link: str
    """Where its page is: in the archive, or its web version elsewhere; empty when there is none."""
    updated: str
    """RFC 3339, in UTC."""
    id: str
    """For the feed: a tag URI (RFC 4151)."""
    year: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a table with a bar."""

    name: str
    number: int
    width: float
    """In percent of the longest."""


def list_entries(
    records: Iterable[SentRecord], settings: Settings, own: Path | None
) -> tuple[Entry, ...]:
    """The issues for the archive, the latest first. Subjects stand there only where nothing of the issue is for members only."""
    words = load_words(settings.language, own)
    latest = sorted(records, key=lambda record: (record.sent_on, record.issue), reverse=True)
    return tuple(_entry(record, settings, words) for record in latest)


def _entry(record: SentRecord, settings: Settings, words: Words) -> Entry:
    period = words.period(record.period)
    public = all(item.audience is Audience.PUBLIC for item in record.items)
    changed = max([record.sent_on, *(correction.on for correction in record.corrections)])
    host = urlsplit(settings.website).hostname or "example.org"
    return Entry(
        name=record.issue,
        title=record.subject if public and record.subject else f"{settings.name}: {period}",
        period=period,
        sent=say_day(record.sent_on, words),
        link=record.link if record.by_hand else f"{record.issue}/",
        updated=first_instant(changed, settings.zone).strftime("%Y-%m-%dT%H:%M:%SZ"),
        id=f"tag:{host},{record.sent_on.isoformat()}:{record.issue}",
        year=record.sent_on.year,
    )


def archive_pages(
    found: Sequence[Entry], settings: Settings, own: Path | None, address: str
) -> Mapping[str, bytes]:
    """The archive's index and its Atom feed (RFC 4287), by file name. ``address`` is where the archive will be, if that is known."""
    words = load_words(settings.language, own)
    base = f"{address.rstrip('/')}/" if address else ""
    years = [
        (year, [entry for entry in found if entry.year == year])
        for year in dict.fromkeys(e.year for e in found)
    ]
    values = _common(settings, words, own) | {
        "years": years,
        "entries": [e for e in found if e.link],
        "updated": max((e.updated for e in found), default=""),
        "base": base,
        "feed_id": _feed_id(settings),
    }
    env = environment(own)
    return {
        "index.html": _tight(render_template(env, "archive.html.j2", values)).encode(),
        "feed.xml": _tight(render_template(env, "archive.atom.j2", values)).encode(),
    }


def _feed_id(settings: Settings) -> str:
    """What the feed is called as long as nobody says where it will be (RFC 4151)."""
    return f"tag:{urlsplit(settings.website).hostname or 'example.org'},2000:newsletter"


def report_page(found: Figures, settings: Settings, own: Path | None) -> str:
    """The year in figures as a page: bars that need no colour, lists with dates and links."""
    words = load_words(settings.language, own)
    tables = [
        (words(_HEADINGS[what]), _bars((_name_row(what, name, words), n) for name, n in rows))
        for what, rows in found.by
        if rows
    ]
    lists = {
        "events": _lines(found.events_held, words),
        "publications": _lines(found.publications, words),
    }
    values = _common(settings, words, own) | {"figures": found, "tables": tables, **lists}
    return _tight(render_template(environment(own), "report.html.j2", values))


def report_csv(found: Figures) -> str:
    """Every public thing that was told, a line each (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["day", "kind", "title", "section", "network", "country", "language", "link", "issues"]
    )
    for each in found.items:
        item = each.item
        row = [
            each.day.isoformat() if each.day else "",
            item.kind,
            item.title,
            item.section,
            item.network,
            item.country,
            each.language,
            each.link,
            " ".join(each.issues),
        ]
        writer.writerow([_safe(value) for value in row])
    return out.getvalue()


def _safe(value: str) -> str:
    value = one_line(value)
    return f"'{value}" if value[:1] in "=+-@" and value else value


_HEADINGS = {
    "section": "by_section",
    "network": "by_network",
    "country": "by_country",
    "kind": "by_kind",
}
_KINDS = {"news": "kind_news", "event": "kind_event", "call": "kind_call"}


def _name_row(what: str, name: str, words: Words) -> str:
    if what == "kind":
        return words(_KINDS[name]) if name in _KINDS else name or words("not_said")
    return name or words("lead" if what == "section" else "not_said")


def _bars(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    rows = list(rows)
    most = max((number for _, number in rows), default=1)
    return [Bar(name, number, round(number / most * 100, 1)) for name, number in rows]


def _lines(told: Iterable[YearItem], words: Words) -> list[tuple[str, str, str]]:
    return [
        (say_day(each.day, words) if each.day else "", each.item.title, each.link) for each in told
    ]


def _common(settings: Settings, words: Words, own: Path | None) -> dict[str, object]:
    return {
        "settings": settings, "words": words, "brand": settings.brand, "theme": load_toml("theme.toml", own),
        "direction": direction(settings.language),
    }  # fmt: skip


def _tight(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"
