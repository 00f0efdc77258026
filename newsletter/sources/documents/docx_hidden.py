"""A Word document without the words that Word hides: marked so themselves, or by the style of their paragraph or letters.

ECMA-376 part 1: 17.3.2.41 (vanish), 17.7.4.3 (basedOn), 17.3.2.29 (rStyle), 17.3.1.27 (pStyle).
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from newsletter.errors import NewsletterError

_MARKS = (b"vanish", b"v\0a\0n\0i\0s\0h", b":hidden", b":\0h\0i\0d\0d\0e\0n")
"""How a part that hides something says so, in UTF-8 and in UTF-16."""
_OFF = ("0", "false", "off")


def without_hidden(data: bytes) -> bytes:
    """The document without its hidden words. Raises NewsletterError when it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {part.filename: packed.read(part) for part in packed.infolist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        raise NewsletterError("it is no Word document (.docx), or it is damaged") from None
    if not any(
        mark in text for name, text in parts.items() if name.endswith(".xml") for mark in _MARKS
    ):
        return data
    # Word finds the parts by their relations, whatever they are called.
    trees = {
        name: _tree(text)
        for name, text in parts.items()
        if name.endswith(".xml") and _is_words(name, text)
    }
    styles = _Styles.of(trees.values())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, text in parts.items():
            tree = trees.get(name)
            if tree is not None and _name(tree) in ("document", "footnotes", "endnotes"):
                _take_out(tree, styles)
                text = tostring(tree, "utf-8", xml_declaration=True)
            out.writestr(name, text)
    return made.getvalue()


def _is_words(name: str, text: bytes) -> bool:
    """Whether a part is one of the text's own, or of its styles."""
    return (
        name.startswith("word/")
        or b"wordprocessingml" in text[:4000]
        or b"w\0o\0r\0d\0p\0r\0o\0c\0e\0s" in text[:8000]
    )


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
        element = next(
            (child for child in (element if element is not None else ()) if _name(child) == name),
            None,
        )
    return element


def _value(element: Element | None) -> str:
    """Its ``val``; empty where it has none, or there is no element."""
    if element is None:
        return ""
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), ""
    )


def _attribute(element: Element, wanted: str) -> str:
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == wanted), ""
    )


def _says(properties: Element | None) -> bool | None:
    """Whether these properties hide; None when they say nothing about it."""
    vanish = _child(properties, "vanish")
    return None if vanish is None else _value(vanish).lower() not in _OFF


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of a document."""

    by_id: Mapping[str, Element]
    usual: Mapping[str, str]
    """For each sort of style (``paragraph``) the id of the one that holds where none is named."""
    everywhere: bool
    """Whether letters are hidden unless something says otherwise."""

    @classmethod
    def of(cls, trees: Iterable[Element]) -> "_Styles":
        """Those that stand in the parts of a document."""
        sheets = [tree for tree in trees if _name(tree) == "styles"]
        styles = [style for sheet in sheets for style in sheet if _name(style) == "style"]
        usual = {_attribute(style, "type"): _attribute(style, "styleId") for style in styles
                 if _attribute(style, "default").lower() not in ("", *_OFF)}  # fmt: skip
        everywhere = any(
            _says(_child(sheet, "docDefaults", "rPrDefault", "rPr")) for sheet in sheets
        )
        return cls({_attribute(style, "styleId"): style for style in styles}, usual, everywhere)

    def say(self, identity: str, sort: str) -> bool | None:
        """Whether a style hides, by itself or by one that it is based on; None when it says nothing."""
        identity = identity or self.usual.get(sort, "")
        seen: set[str] = set()
        while identity in self.by_id and identity not in seen:
            seen.add(identity)
            said = _says(_child(self.by_id[identity], "rPr"))
            if said is not None:
                return said
            identity = _value(_child(self.by_id[identity], "basedOn"))
        return None


def _take_out(root: Element, styles: _Styles) -> None:
    """Take every hidden run and every hidden row out."""
    waiting = [
        (root, styles.everywhere)
    ]  # a stack of our own: documents may be nested deeper than Python likes
    while waiting:
        element, around = waiting.pop()
        said: bool | None = None
        if _name(element) == "p":
            said = styles.say(_value(_child(element, "pPr", "pStyle")), "paragraph")
        elif _name(element) == "tbl":
            said = styles.say(_value(_child(element, "tblPr", "tblStyle")), "table")
        around = around if said is None else said
        for child in list(element):
            if (_name(child) == "r" and _run_hides(child, styles, around)) or (
                _name(child) == "tr" and _row_hides(child)
            ):
                element.remove(child)
            else:
                waiting.append((child, around))


def _row_hides(row: Element) -> bool:
    """ECMA-376 part 1, 17.4.20: a row that is not shown."""
    hidden = _child(row, "trPr", "hidden")
    return hidden is not None and _value(hidden).lower() not in _OFF


def _run_hides(run: Element, styles: _Styles, around: bool) -> bool:
    properties = _child(run, "rPr")
    for said in (_says(properties), styles.say(_value(_child(properties, "rStyle")), "character")):
        if said is not None:
            return said
    return around
