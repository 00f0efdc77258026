"""What the value of a setting must be: one of a few words, a number in a range, a link, a colour.

Every rule answers two questions: what is wrong with a value, and which values are allowed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from newsletter.core.problems.problem import Severity
from newsletter.core.values.colour import contrast
from newsletter.core.values.text import listed, nearest, quoted
from newsletter.core.values.web_address import link_fault
from newsletter.core.values.zones import iana_zone

READABLE_CONTRAST = 4.5
"""The least contrast of text that everybody can read (WCAG 2.2)."""


class Rule(Protocol):
    """What a value must be."""

    def fault(self, value: Any) -> str:
        """What is wrong with the value, to follow the name of the setting; empty when nothing
        is."""
        ...

    @property
    def allowed(self) -> str:
        """Which values are allowed, as a sentence of docs/settings.md; empty when its
        documentation says it."""
        ...


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words or numbers."""

    words: tuple[str, ...]

    def fault(self, value: Any) -> str:
        """``is 'evnt'; did you mean event?``"""
        word = str(value)
        if word in self.words:
            return ""
        shown = word if isinstance(value, int) else quoted(word)
        return f"is {shown}; {hint_for(word, self.words)}"

    @property
    def allowed(self) -> str:
        """``Write `a`, `b` or `c`.``"""
        words = listed((f"`{word}`" for word in self.words), "or")
        return f"Write {words}."


@dataclass(frozen=True, slots=True)
class KeysFrom:
    """A table whose keys are a few words."""

    words: tuple[str, ...]

    def fault(self, value: Mapping[str, str]) -> str:
        """``has 'titel', which no item has; did you mean title?``"""
        for key in value:
            if key not in self.words:
                return f"has {quoted(key)}, which no item has; {hint_for(key, self.words)}"
        return ""

    @property
    def allowed(self) -> str:
        """Its documentation says it."""
        return ""


@dataclass(frozen=True, slots=True)
class Between:
    """A number in a range; both ends belong to it."""

    low: int
    high: int | None = None
    """None when any larger number is fine."""

    def fault(self, value: int) -> str:
        """``is 3; write a number from 50 to 20000``"""
        if value >= self.low and (self.high is None or value <= self.high):
            return ""
        if self.high is None:
            return f"is {value}; write {self.low} or more"
        return f"is {value}; write a number from {self.low} to {self.high}"

    @property
    def allowed(self) -> str:
        """``A number from 50 to 20,000.``"""
        if self.high is None:
            return f"At least {self.low:,}."
        return f"A number from {self.low:,} to {self.high:,}."


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text of a certain form."""

    pattern: str
    """A regular expression for the whole text."""
    advice: str
    """What to write instead."""

    def fault(self, value: str) -> str:
        """``is 'english'; write its short code, such as en``"""
        if re.fullmatch(self.pattern, value):
            return ""
        return f"is {quoted(value)}; write {self.advice}"

    @property
    def allowed(self) -> str:
        """Its documentation says it."""
        return ""


@dataclass(frozen=True, slots=True)
class TimeZone:
    """The IANA name of a time zone."""

    example: str = "Europe/London"

    def fault(self, value: str) -> str:
        """``is 'London', which is not a time zone; …``"""
        if iana_zone(value) is not None:
            return ""
        advice = f"write a place, such as {self.example}"
        return f"is {quoted(value)}, which is not a time zone; {advice}"

    @property
    def allowed(self) -> str:
        """Its documentation says it."""
        return ""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A full web address."""

    secure: str = ""
    """What the address is of, when it must begin with https://, such as ``a picture``."""

    def fault(self, value: str) -> str:
        """``is 'example.org', which is not a full web address. …``"""
        fault = link_fault(value)
        if self.secure and (fault or not value.startswith("https://")):
            advice = f"write the full address of {self.secure}, beginning with https://"
            return f"is {quoted(value)}; {advice}"
        if fault:
            return f"is {quoted(value)}, {fault}"
        return ""

    @property
    def allowed(self) -> str:
        """Its documentation says it."""
        return ""


@dataclass(frozen=True, slots=True)
class ReadableColour:
    """A colour as ``#rrggbb`` that can be read on its background."""

    background: str
    named: str
    """What the background is called."""
    better: str
    """``darker`` or ``lighter``: what to choose instead."""

    def fault(self, value: str) -> str:
        """``is #ffee00, which cannot be read on white (contrast 1.2 to 1, and 4.5 is needed);
        …``"""
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            return f"is {quoted(value)}; write it as #0b5563"
        found = contrast(value, self.background)
        if found >= READABLE_CONTRAST:
            return ""
        how_much = f"contrast {found:.1f} to 1, and {READABLE_CONTRAST} is needed"
        unreadable = f"which cannot be read on {self.named} ({how_much})"
        return f"is {value}, {unreadable}; write a {self.better} one"

    @property
    def allowed(self) -> str:
        """Its documentation says it."""
        return ""


@dataclass(frozen=True, slots=True)
class SilencedCode:
    """The code of a warning or note, but not of an error."""

    def fault(self, value: str) -> str:
        """``has 'missing-sumary', which is not a code; did you mean missing-summary?``"""
        # Imported here, since only a workspace that silences something needs all kinds of problems.
        from newsletter.core.problems.all_kinds import ALL_KINDS

        kind = ALL_KINDS.get(value)
        if kind is None:
            close = nearest(value, ALL_KINDS)
            hint = f"did you mean {close}?" if close else "docs/checks.md lists the codes"
            return f"has {quoted(value)}, which is not a code; {hint}"
        if kind.severity is Severity.ERROR:
            return f"has {value}, which is an error, and errors cannot be silenced"
        return ""

    @property
    def allowed(self) -> str:
        """Its documentation says it."""
        return ""


def hint_for(word: str, words: tuple[str, ...]) -> str:
    """What to write instead of an unknown word: the nearest, or all there are."""
    close = nearest(word, words)
    if close:
        return f"did you mean {close}?"
    return f"write {listed(words, 'or')}"
