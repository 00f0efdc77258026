"""Which of the sizes that a WordPress site has of a picture is wanted."""

from collections.abc import Iterable, Mapping
from typing import Any

from newsletter.workspace.frontmatter.field_values import link_fault

WIDTH = 1200
"""Pixels that a picture should be wide."""

Size = Mapping[str, Any]


def sizes_in(sizes: object) -> list[Size]:
    """The sizes that a site lists; foreign data, so perhaps none."""
    if not isinstance(sizes, dict):
        return []
    return [size for size in sizes.values() if isinstance(size, dict)]


def nearest_size(sizes: Iterable[Size], address_key: str) -> Size | None:
    """The size nearest to ``WIDTH`` of those with a known width and a web address, or None."""
    best: Size | None = None
    for size in sizes:
        address = str(size.get(address_key) or "x")
        if type(size.get("width")) is not int or link_fault(address):
            continue
        if best is None or _distance(size) < _distance(best):
            best = size
    return best


def _distance(size: Size) -> tuple[int, int]:
    """How far a width is from the wanted one; of two as far, the smaller comes first."""
    width = size["width"]
    return abs(width - WIDTH), width
