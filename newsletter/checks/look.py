"""Checks on the look of the email: the logo, and the colours of a theme of your own."""

import re
from collections.abc import Iterable, Iterator, Mapping

from newsletter.checks.context import CheckContext
from newsletter.core.problems import email_kinds
from newsletter.core.problems.problem import Problem, make_problem
from newsletter.core.values.colour import contrast
from newsletter.workspace.settings.settings_file import NAME

_JPEG = re.compile(r"\.jpe?g(?:[?#]|$)", re.I)

ENOUGH_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""

THEME_FILE = "templates/theme.toml"

_BRAND = "the brand colour"
"""It is in the settings; the other colours are in the theme."""

_PAIRS = (
    ("text", "card"),
    ("text", "tint"),
    ("muted", "card"),
    ("muted", "tint"),
    ("muted", "page"),
    (_BRAND, "card"),
    (_BRAND, "tint"),
    ("on_brand", _BRAND),
)
"""Each text colour with the background behind it, as the templates use them."""

_WORDS = {
    "text": "the text",
    "muted": "the secondary text",
    "card": "the background of items",
    "tint": "the tinted background",
    "page": "the background of the page",
    _BRAND: _BRAND,
    "on_brand": "the text",
}
"""What the colours are called on the page."""


def logo_background(checked: CheckContext) -> Iterable[Problem]:
    """The logo has a transparent background, so that it shows no box in light or dark mode."""
    address = checked.settings.brand.logo
    if _JPEG.search(address):
        yield make_problem(email_kinds.LOGO_WITH_BOX, file=NAME, field="brand/logo", value=address)


def colour_contrast(checked: CheckContext) -> Iterable[Problem]:
    """Text has a contrast of at least 4.5 to 1 with its background, in light and in dark mode."""
    brand = checked.settings.brand
    for scheme, brand_colour in (("light", brand.colour), ("dark", brand.dark_colour)):
        theme = checked.email.theme.get(scheme, {})
        yield from _check_scheme(scheme, {**theme, _BRAND: brand_colour})


def _check_scheme(scheme: str, colours: Mapping[str, str]) -> Iterator[Problem]:
    for text, background in _PAIRS:
        found = contrast(colours.get(text, ""), colours.get(background, ""))
        if found < ENOUGH_CONTRAST:
            yield make_problem(
                email_kinds.LOW_CONTRAST,
                file=THEME_FILE,
                scheme=scheme,
                pair=f"{text} on {background}",
                pair_in_words=f"{_WORDS[text]} on {_WORDS[background]}",
                contrast=f"{found:.1f}",
                needed=ENOUGH_CONTRAST,
            )
