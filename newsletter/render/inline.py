"""CSS of our own prose into style attributes with premailer, and the last mending of the HTML.

doctype in capitals -> mark every style block but ours to be left alone -> premailer -> cut what it and mrml leave behind
"""

import logging
import re

OURS = "inline"
"""The class of the one style block that is inlined; every other stays as it is."""

_STYLE = re.compile(r"<style\b([^>]*)>(.*?)</style>", re.S)
_OUR_MARK = "/* inline */"


def inline_css(html: str) -> str:
    """Inline our prose CSS into a whole HTML document as mrml writes it."""
    from premailer import Premailer  # cssutils makes it the heaviest import of all

    html = html.replace("<!doctype html>", "<!DOCTYPE html>", 1)  # premailer drops the lower-case one
    html = _STYLE.sub(_marked, html)
    premailer = Premailer(
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
    return _mended(premailer.transform())


def _marked(found: re.Match[str]) -> str:
    attributes, css = found.groups()
    if _OUR_MARK in css:
        return f"<style>{css.replace(_OUR_MARK, '')}</style>"
    return f'<style{attributes} data-premailer="ignore">{css}</style>'


def _mended(html: str) -> str:
    """Without premailer's mark, without the attributes of mrml that HTML does not know, each style block on its own lines."""
    html = html.replace(' data-premailer="ignore"', "")
    html = re.sub(r'(<td[^>]*?) vertical-align="[a-z]+"', r"\1", html)
    html = re.sub(r'(<img[^>]*?) height="auto"', r"\1", html)
    return html.replace(' type="text/css"', "").replace(' aria-roledescription="email"', "")
