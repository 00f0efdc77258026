"""A Word document without the words that Word hides: marked so themselves, or by the style of their paragraph or letters.

ECMA-376 part 1: 17.3.2.41 (vanish), 17.7.4.3 (basedOn), 17.3.2.29 (rStyle), 17.3.1.27 (pStyle).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from newsletter.errors import NewsletterError

_MARKS = (b"vanish", b"v\0a\0n\0i\0s\0h")
"""How a part that hides something says so, in UTF-8 and in UTF-16."""
_OFF = ("0", "false", "off")


def without_hidden(data: bytes) -> bytes:
    """The document without its hidden words. Raises NewsletterError when it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {part.filename: packed.read(part) for part in packed.infolist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise NewsletterError("it is no Word document (.docx), or it is damaged") from None
    if not any(mark in text for name, text in parts.items() if name.endswith(".xml") for mark in _MARKS):
        return data
    trees = {name: _tree(text) for name, text in parts.items() if name.endswith(".xml") and name.startswith("word/")}
    styles = {
        identity: style for tree in trees.values() if _name(tree) == "styles" for identity, style in _styles(tree)
    }
    hidden = {identity for identity in styles if _hides(styles, identity)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, text in parts.items():
            tree = trees.get(name)
            if tree is not None and _name(tree) in ("document", "footnotes", "endnotes"):
                _take_out(tree, hidden, in_hidden=False)
                text = tostring(tree, "utf-8", xml_declaration=True)
            out.writestr(name, text)
    return made.getvalue()


def _tree(text: bytes) -> Element:
    try:
        tree: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise NewsletterError("it is damaged. Open it in Word and save it again as .docx") from None
    return tree


def _name(element: Element) -> str:
    """An element's name, whichever of the two namespaces of Word it is in."""
    return str(element.tag).rpartition("}")[2]


def _child(element: Element | None, *names: str) -> Element | None:
    for name in names:
        element = next((child for child in (element if element is not None else ()) if _name(child) == name), None)
    return element


def _value(element: Element | None) -> str:
    """Its ``val``; empty where it has none, or there is no element."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), "")


def _styles(tree: Element) -> Iterator[tuple[str, Element]]:
    for style in tree:
        if _name(style) == "style":
            yield next((value for key, value in style.attrib.items() if key.rpartition("}")[2] == "styleId"), ""), style


def _says(properties: Element | None) -> bool | None:
    """Whether these properties hide; None when they say nothing about it."""
    vanish = _child(properties, "vanish")
    return None if vanish is None else _value(vanish).lower() not in _OFF


def _hides(styles: dict[str, Element], identity: str) -> bool:
    """Whether a style hides, by itself or by one that it is based on."""
    seen: set[str] = set()
    while identity in styles and identity not in seen:
        seen.add(identity)
        said = _says(_child(styles[identity], "rPr"))
        if said is not None:
            return said
        identity = _value(_child(styles[identity], "basedOn"))
    return False


def _take_out(root: Element, hidden: set[str], *, in_hidden: bool) -> None:
    """Take every hidden run out; ``in_hidden`` is whether the paragraph around hides."""
    waiting = [(root, in_hidden)]  # a stack of our own: documents may be nested deeper than Python likes
    while waiting:
        element, around = waiting.pop()
        if _name(element) == "p":
            around = _value(_child(element, "pPr", "pStyle")) in hidden
        for child in list(element):
            if _name(child) == "r" and _run_hides(child, hidden, around):
                element.remove(child)
            else:
                waiting.append((child, around))


def _run_hides(run: Element, hidden: set[str], around: bool) -> bool:
    properties = _child(run, "rPr")
    said = _says(properties)
    return said if said is not None else around or _value(_child(properties, "rStyle")) in hidden
