"""The HTML part as one mailing tool and one of its editors take it, and nothing else changed.

What each does to HTML is in docs/mailing-tools.md; the table that says which of these it needs is ``dialects.toml``.
"""

import re
from collections.abc import Callable

from newsletter.render.html.inline import inline_head
from newsletter.render.tags.dialects import Dialect, Editor

_REVEALED = re.compile(r"<!--\[if [^\]]*\]><!-->|<!--<!\[endif\]-->")
"""Comments that every program but Outlook sees through (mrml writes ``<!--[if !mso]><!-->``): some tools cut them in half."""

_FOR_OUTLOOK = re.compile(r"<!--\[if mso\]><style>.*?<!\[endif\]-->", re.S)
"""The style sheet that Outlook alone reads (templates/parts/outlook.css.j2)."""


def adapt_to_tool(html: str, dialect: Dialect, editor: Editor, seal: str) -> str:
    """The document for a tool; ``seal`` begins the comments of ours that are taken out later."""
    if dialect.comments != "all":
        html = _REVEALED.sub("", html)
    if dialect.comments == "none":
        html = re.sub(rf"<!--(?!{seal}).*?-->", "", html, flags=re.S)
    if editor.shape == "body":
        html = _body(html)
    return _STYLES.get(dialect.styles, _as_it_is)(html)


def _as_it_is(html: str) -> str:
    return html


def _spaced(html: str) -> str:
    """A blank behind each brace of the style sheet: Smarty reads ``{`` only where a word follows at once."""

    def sheet(found: re.Match[str]) -> str:
        return found[1] + re.sub(r"([{}])(?=\S)", r"\1 ", found[2]) + found[3]

    return re.sub(r"(<style\b[^>]*>)(.*?)(</style>)", sheet, html, flags=re.S)


_STYLES: dict[str, Callable[[str], str]] = {"spaced": _spaced}


def _body(html: str) -> str:
    """What stands in the body, with the head's rules in the elements: a block of another page has no head of its own.

    Rules for dark mode and for phones cannot stand in an element, and are lost; Outlook's own stand before all else.
    """
    found = re.search(r"<body\b[^>]*>(.*)</body>", inline_head(html), re.S)
    outlook = _FOR_OUTLOOK.search(html)
    return (outlook[0] + "\n" if outlook else "") + found[1].strip() if found else html
