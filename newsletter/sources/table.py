"""The importers, each with the word that ``newsletter import`` and ``[[sources]]`` know it by. To add one is to add a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from newsletter.sources.found import Gathered, Guide

Read = Callable[[bytes, Guide], Gathered]
"""What every importer of bytes is: the bytes of a source in, all that it holds out. Raises NewsletterError, and then nothing comes in."""


@dataclass(frozen=True, slots=True)
class Importer:
    """One kind of source."""

    kind: str
    word: str
    """What the page calls it."""
    what: str
    """What it reads, as the command's help says it."""
    endings: tuple[str, ...] = ()
    """How the names of such files end."""
    follows: bool = True
    """Whether items that are here already follow the source; what is copied from a page is read once."""
    rank: int = 1
    """How much it knows of an item: one that knows more takes a field over from one that knows less."""
    whole_site: bool = False
    """Whether it asks a website question by question, rather than reading one file."""

    @property
    def read(self) -> Read:
        """Its reader, ``read_<kind>`` in the module of its name; loaded only when it is wanted, for parsers are heavy."""
        read: Read = getattr(import_module(f"newsletter.sources.{self.module}"), f"read_{self.kind}")
        return read

    @property
    def module(self) -> str:
        """The module under ``newsletter/sources`` it lives in; csv is called otherwise, as Python has a module of that name."""
        return {"csv": "csv_table"}.get(self.kind, self.kind)


IMPORTERS: dict[str, Importer] = {
    importer.kind: importer
    for importer in (
        Importer("wordpress", "website", "a WordPress site, by its REST or its feed", rank=4, whole_site=True),
        Importer("feed", "feed", "a feed (RSS or Atom)", (".rss", ".atom", ".xml")),
        Importer("ical", "calendar", "a calendar (iCalendar)", (".ics",), rank=2),
        Importer("wxr", "export", "an export file of WordPress", (".xml",), rank=3),
        Importer("csv", "table", "a table or a form's answers (CSV)", (".csv", ".tsv"), rank=2),
        Importer("docx", "document", "a Word document", (".docx",), rank=2),
        Importer(
            "listing",
            "page",
            "an archive page, copied as text or saved as HTML",
            (".txt", ".html", ".htm"),
            follows=False,
            rank=0,
        ),
    )
}


def rank_of(by: str) -> int:
    """How much the importer knows that a memory names (``wordpress example.org``)."""
    importer = IMPORTERS.get(by.partition(" ")[0])
    return importer.rank if importer else 0
