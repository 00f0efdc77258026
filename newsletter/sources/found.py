"""What an importer finds: an item in the words of its source, before it is a content file."""

from dataclasses import dataclass

from newsletter.core.item import Kind

MAX_POSTS = 2_000
"""More posts than any page of an archive lists."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post of an archive page, as it stands there."""

    title: str
    text: str = ""
    categories: tuple[str, ...] = ()
    link: str = ""
    published: str = ""
    """The day the page itself gives as that of publication, as YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a source holds. Dates are texts in a spelling that content files read; empty when none is known."""

    kind: Kind
    title: str
    source_kind: str
    """The importer, such as ``listing``."""
    source_id: str
    """What the source knows it by; the same at every import."""
    date: str = ""
    starts: str = ""
    ends: str = ""
    link: str = ""
    summary: str = ""
    categories: tuple[str, ...] = ()
    undecided: str = ""
    """What the importer could not decide, as a sentence; empty when all is clear."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one source."""

    found: tuple[Found, ...]
    repeated: int = 0
    """How many of its entries were the same thing once more."""
