"""The reader of each kind of source; the kinds themselves are in ``core/model/source_kinds.py``."""

from collections.abc import Callable
from importlib import import_module

from newsletter.core.model.source_kinds import SourceKind
from newsletter.sources.base.import_item import ImportContext, SourceContent

Reader = Callable[[bytes, ImportContext], SourceContent]
"""What reads the bytes of a source: they go in, all that it holds comes out.

It raises NewsletterError when the bytes cannot be read; then nothing is imported.
"""


def load_reader(kind: SourceKind) -> Reader:
    """Import the reader of a kind. Parsers are heavy, so each is imported only when it is used."""
    module_name, _, function_name = kind.reader.partition(":")
    module = import_module(f"newsletter.sources.{module_name}")
    reader: Reader = getattr(module, function_name)
    return reader
