"""The kinds of source that news and events are imported from: one table, one line a kind.

The command line, ``[[sources]]`` in newsletter.toml, the page and the importers all use it.
To add a kind, add an entry here and write the reader that it names (docs/adding-a-source.md).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of source."""

    name: str
    """What ``newsletter import`` and ``[[sources]]`` call it."""
    word: str
    """What the page calls it."""
    description: str
    """What it reads, as the command's help says it."""
    reader: str
    """The function that reads it, as ``module:function`` under ``newsletter.sources``.

    It is a text, not a function, so that a parser is loaded only when it is used.
    """
    endings: tuple[str, ...] = ()
    """How the names of such files end."""
    follows: bool = True
    """Whether a later import updates items that are here already."""
    rank: int = 1
    """How much it knows of an item. A source that knows more replaces what one that knows less
    said."""
    whole_site: bool = False
    """Whether it asks a website page by page, rather than reading one file."""


SOURCE_KINDS: dict[str, SourceKind] = {
    kind.name: kind
    for kind in (
        SourceKind(
            name="wordpress",
            word="website",
            description="a WordPress site, by its REST or its feed",
            reader="wordpress.site:read_wordpress",
            rank=4,
            whole_site=True,
        ),
        SourceKind(
            name="feed",
            word="feed",
            description="a feed (RSS or Atom)",
            reader="feeds.feed:read_feed",
            endings=(".rss", ".atom", ".xml"),
        ),
        SourceKind(
            name="ical",
            word="calendar",
            description="a calendar (iCalendar)",
            reader="calendars.ical:read_ical",
            endings=(".ics",),
            rank=2,
        ),
        SourceKind(
            name="wxr",
            word="export",
            description="an export file of WordPress",
            reader="wordpress.wxr:read_wxr",
            endings=(".xml",),
            rank=3,
        ),
        SourceKind(
            name="csv",
            word="table",
            description="a table or a form's answers (CSV)",
            reader="tables.csv_table:read_csv",
            endings=(".csv", ".tsv"),
            rank=2,
        ),
        SourceKind(
            name="docx",
            word="document",
            description="a Word document",
            reader="documents.docx:read_docx",
            endings=(".docx",),
            rank=2,
        ),
        SourceKind(
            name="listing",
            word="page",
            description="an archive page, copied as text or saved as HTML",
            reader="documents.listing:read_listing",
            endings=(".txt", ".html", ".htm"),
            follows=False,
            rank=0,
        ),
    )
}


def kind_of_word(word: str) -> SourceKind | None:
    """The kind that a word of newsletter.toml or of the page means, or None: ``ical``,
    ``calendar``, ``calendars``."""
    wanted = word.strip().lower()
    for kind in SOURCE_KINDS.values():
        if wanted in (kind.name, kind.word, f"{kind.word}s"):
            return kind
    return None


def rank_of(importer: str) -> int:
    """How much an importer knows of an item; ``importer`` is its kind and its source
    (``wordpress example.org``)."""
    kind = SOURCE_KINDS.get(importer.partition(" ")[0])
    return kind.rank if kind else 0
