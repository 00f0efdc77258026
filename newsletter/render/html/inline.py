"""CSS of our own prose into style attributes with premailer.

doctype in capitals -> mark every style block but ours to be left alone -> premailer -> cut the mark
"""

import importlib.util
import logging
import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from premailer import Premailer

_STYLE = re.compile(r"<style\b([^>]*)>(.*?)</style>", re.S)
_OUR_MARK = "/* inline */"
"""What the one style block begins with that is inlined; every other stays as it is."""


def inline_css(html: str) -> str:
    """Inline our prose CSS into a whole HTML document as mrml writes it."""
    html = html.replace(
        "<!doctype html>", "<!DOCTYPE html>", 1
    )  # premailer drops the lower-case one
    html = _STYLE.sub(_marked, html)
    return _unmarked(_transformed(html))


def _transformed(html: str) -> str:
    """premailer's outcome, with the cures for what it was measured to do."""
    premailer = _inliner()(
        html,
        allow_network=False,
        strip_important=False,
        align_floating_images=False,
        disable_basic_attributes=["width", "height", "bgcolor", "align", "valign"],
        disable_validation=True,
        cssutils_logging_level=logging.CRITICAL,
        keep_style_tags=False,
        remove_classes=False,
    )
    done: str = premailer.transform()
    return done


@lru_cache(maxsize=1)
def _inliner() -> type["Premailer"]:
    """premailer's class, which takes the rules of one style sheet apart once, not anew for every email."""
    _load_when_used(
        "requests"
    )  # premailer would ask the network with it, which is switched off; it costs 50 ms
    from premailer import Premailer

    rules: dict[tuple[str, int], object] = {}

    class Inliner(Premailer):  # type: ignore[misc]  # premailer has no types
        def _parse_style_rules(self, css_body: str, ruleset_index: int) -> object:
            key = (css_body, ruleset_index)
            if key not in rules:
                rules.clear()  # only the sheet at hand is worth keeping
                rules[key] = super()._parse_style_rules(css_body, ruleset_index)
            return rules[key]

    return Inliner


def _load_when_used(name: str) -> None:
    """Let ``import name`` cost nothing until something of it is used (the recipe of importlib's manual, "lazy imports")."""
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


def _marked(found: re.Match[str]) -> str:
    attributes, css = found.groups()
    if _OUR_MARK in css:
        return f"<style>{css.replace(_OUR_MARK, '')}</style>"
    return f'<style{attributes} data-premailer="ignore">{css}</style>'


def _unmarked(html: str) -> str:
    """Without premailer's mark, which stays on blocks that it does not parse."""
    return re.sub(r'(<style[^<>]*?) data-premailer="ignore"', r"\1", html)


def inline_head(html: str) -> str:
    """The document with all that its head says without conditions in the elements too; for places that have no head."""

    def kept(found: re.Match[str]) -> str:
        conditional = "@media" in found[2] or "media=" in found[1] or "data-ogsc" in found[2]
        return "" if conditional else found[0]

    return _unmarked(_transformed(_STYLE.sub(kept, html)))
