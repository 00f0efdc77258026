"""The importers, each with the word that ``newsletter import`` knows it by."""

from collections.abc import Callable, Iterable

from newsletter.sources.found import Reading
from newsletter.sources.listing import read_listing

Importer = Callable[[str, Iterable[str]], Reading]
"""The text of a source and the categories whose posts are events; what was found in it."""

IMPORTERS: dict[str, Importer] = {"listing": read_listing}
