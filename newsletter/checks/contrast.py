"""Checks on the colours of a theme of one's own: every pair of text and ground can be read, in light and in dark (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterable, Mapping

from newsletter.checks.context import CheckContext
from newsletter.core.problems.problem import Problem, error
from newsletter.core.values.colour import contrast

ENOUGH = 4.5
_PAIRS = (
    ("text", "card"),
    ("text", "tint"),
    ("muted", "card"),
    ("muted", "tint"),
    ("muted", "page"),
)
"""Text on its ground, as the templates use them."""


def colours(checked: CheckContext) -> Iterable[Problem]:
    """Text in the theme's colours has a contrast of at least 4.5 to 1 with what it stands on, in light and in dark."""
    brand = checked.settings.brand
    for scheme, own in (("light", brand.colour), ("dark", brand.dark_colour)):
        table: Mapping[str, str] = checked.email.theme.get(scheme, {})
        pairs = [
            (f"{text} on {ground}", table.get(text, ""), table.get(ground, ""))
            for text, ground in _PAIRS
        ]
        pairs += [
            (f"the brand colour on {ground}", own, table.get(ground, ""))
            for ground in ("card", "tint")
        ]
        pairs += [("on_brand on the brand colour", table.get("on_brand", ""), own)]
        for named, one, other in pairs:
            found = contrast(one, other)
            if found < ENOUGH:
                yield error(f"in {scheme} colours {named} has a contrast of {found:.1f} to 1, and {ENOUGH} is needed to read it. Make one of them "
                            "lighter or darker.", "templates/theme.toml")  # fmt: skip
