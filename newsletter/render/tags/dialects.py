"""Dialects: what each mailing tool calls its merge tags, takes for one, asks for and does; the table is ``dialects.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

HTML, TEXT = "html", "text"
"""The two parts of the email, where they are spelt differently."""


@dataclass(frozen=True, slots=True)
class Editor:
    """A place in a mailing tool where the email can be pasted."""

    name: str
    """What ``mailing_editor`` calls it."""
    label: str
    """What people see in the tool."""
    shape: str
    """``page``: the whole document; ``body``: without its head, all styles in the elements; ``formatted``: headings and paragraphs."""
    paste: str
    """Where to press, in a sentence."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One mailing tool. A tag it does not have is missing from the tables."""

    name: str
    """What newsletter.toml calls it."""
    label: str
    """What people call it."""
    editors: tuple[Editor, ...]
    """The usual one first."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """By neutral name, the tool's tag; one that begins with ``<`` is an element around the words of a link."""
    text_tags: Mapping[str, str] = field(default_factory=dict)
    """Those that the text part spells otherwise."""
    required: tuple[str, ...] = ()
    """Neutral names that the tool refuses to send without, or adds a footer for."""
    text_required: tuple[str, ...] | None = None
    """The same for the text part, where it is different."""
    reads: tuple[str, ...] = ()
    """Regular expressions of what the tool takes for a tag, wherever it stands."""
    text_part: str = "field"
    """``field``: ours can be pasted; ``setting``: only where that was switched on; ``made``: the tool makes its own."""
    adds: str = ""
    """What it puts under every email by itself."""
    tracking: str = ""
    """Where opens and clicks are not counted, as far as the tool allows."""
    comments: str = "all"
    """Which comments of HTML it keeps whole: ``all``, ``no-revealed`` or ``none``."""
    styles: str = ""
    """``spaced``: a blank behind every brace of the style sheet, for tools that read braces."""
    subject: int = 0
    """The most characters of a subject; 0 where none is known."""
    html: int = 0
    """The most bytes of the HTML part; 0 where none is known."""
    paste_text: str = ""
    """Where the text part goes, in a sentence."""

    def tag(self, name: str, part: str = HTML) -> str:
        """The tool's spelling of a neutral name in a part; empty where it has none."""
        return (self.text_tags.get(name, "") if part == TEXT else "") or self.tags.get(name, "")

    def needs(self, part: str) -> tuple[str, ...]:
        """The neutral names that a part must hold."""
        return (
            self.text_required if part == TEXT and self.text_required is not None else self.required
        )

    def editor(self, name: str) -> Editor:
        """The editor of that name, or the usual one."""
        return next((editor for editor in self.editors if editor.name == name), self.editors[0])

    @property
    def text_is_used(self) -> bool:
        """Whether our text part can be given to the tool at all."""
        return self.text_part != "made"


@lru_cache(maxsize=1)
def _table() -> dict[str, Dialect]:
    with Path(__file__).with_name("dialects.toml").open("rb") as file:
        return {name: _dialect(name, values) for name, values in tomllib.load(file).items()}


def _dialect(name: str, values: dict[str, Any]) -> Dialect:
    editors = tuple(Editor(**editor) for editor in values.pop("editors"))
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return Dialect(name, editors=editors, **{**values, **lists})


DIALECTS: Mapping[str, Dialect] = _table()
"""Every mailing tool by what newsletter.toml calls it."""
