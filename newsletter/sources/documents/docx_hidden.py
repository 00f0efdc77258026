"""A Word document without the words that Word hides, by a mark of their own or by a style.

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
_PARTS_WITH_TEXT = ("document", "footnotes", "endnotes")


def without_hidden(data: bytes) -> bytes:
    """The document without its hidden words. Raises NewsletterError when it is damaged."""
    parts = _unpack(data)
    xml_parts = {name: text for name, text in parts.items() if name.endswith(".xml")}
    if not any(_may_hide(text) for text in xml_parts.values()):
        return data
    # Word finds the parts by their relations, whatever they are called.
    trees = {}
    for name, text in xml_parts.items():
        if _is_from_word(name, text):
            trees[name] = _parse(text)
    styles = _Styles.of(trees.values())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, text in parts.items():
            tree = trees.get(name)
            if tree is not None and _name(tree) in _PARTS_WITH_TEXT:
                _remove_hidden(tree, styles)
                text = tostring(tree, "utf-8", xml_declaration=True)
            package.writestr(name, text)
    return packed.getvalue()


def _unpack(data: bytes) -> dict[str, bytes]:
    """The parts of the document by their names. Raises NewsletterError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {part.filename: package.read(part) for part in package.infolist()}
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


def _may_hide(text: bytes) -> bool:
    return any(mark in text for mark in _MARKS)


def _is_from_word(name: str, text: bytes) -> bool:
    """Whether a part is one of the text's own, or of its styles."""
    if name.startswith("word/") or b"wordprocessingml" in text[:4000]:
        return True
    return b"w\0o\0r\0d\0p\0r\0o\0c\0e\0s" in text[:8000]  # the same in UTF-16


def _parse(text: bytes) -> Element:
    try:
        tree: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise NewsletterError("it is damaged. Open it in Word and save it again as .docx") from None
    return tree


# ---- elements and attributes, whichever of the two namespaces of Word they are in


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _name(element: Element) -> str:
    return _local(str(element.tag))


def _child(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, then its child of the next name; None when one is missing."""
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if _name(child) == name), None)
    return element


def _attribute(element: Element | None, name: str = "val") -> str:
    """An attribute; empty where there is none, or no element."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if _local(key) == name:
            return value
    return ""


# ---- what is hidden


def _hides(properties: Element | None) -> bool | None:
    """Whether these properties hide; None when they do not decide it."""
    vanish = _child(properties, "vanish")
    if vanish is None:
        return None
    return _attribute(vanish).lower() not in _OFF


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of a document."""

    by_id: Mapping[str, Element]
    default_ids: Mapping[str, str]
    """For each sort of style (``paragraph``) the id of the one that applies where none is named."""
    hide_everything: bool
    """Whether letters are hidden unless something says otherwise."""

    @classmethod
    def of(cls, trees: Iterable[Element]) -> "_Styles":
        """The styles in the parts of a document."""
        by_id: dict[str, Element] = {}
        default_ids: dict[str, str] = {}
        hide_everything = False
        for sheet in trees:
            if _name(sheet) != "styles":
                continue
            if _hides(_child(sheet, "docDefaults", "rPrDefault", "rPr")):
                hide_everything = True
            for style in sheet:
                if _name(style) != "style":
                    continue
                style_id = _attribute(style, "styleId")
                by_id[style_id] = style
                if _attribute(style, "default").lower() not in ("", *_OFF):
                    default_ids[_attribute(style, "type")] = style_id
        return cls(by_id, default_ids, hide_everything)

    def hides(self, style_id: str, sort: str) -> bool | None:
        """Whether a style hides, by itself or by one it is based on; None when none decides it."""
        style_id = style_id or self.default_ids.get(sort, "")
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            style = self.by_id[style_id]
            hides = _hides(_child(style, "rPr"))
            if hides is not None:
                return hides
            style_id = _attribute(_child(style, "basedOn"))
        return None


def _remove_hidden(root: Element, styles: _Styles) -> None:
    """Remove every hidden run and every hidden row."""
    # Not recursive: documents may be nested deeper than Python allows.
    waiting = [(root, styles.hide_everything)]
    while waiting:
        element, hidden_around = waiting.pop()
        hides = _block_hides(element, styles)
        if hides is None:
            hides = hidden_around
        for child in list(element):
            if _is_hidden(child, styles, hides):
                element.remove(child)
            else:
                waiting.append((child, hides))


def _block_hides(element: Element, styles: _Styles) -> bool | None:
    """Whether the style of a paragraph or a table hides its text; None when it does not decide."""
    if _name(element) == "p":
        return styles.hides(_attribute(_child(element, "pPr", "pStyle")), "paragraph")
    if _name(element) == "tbl":
        return styles.hides(_attribute(_child(element, "tblPr", "tblStyle")), "table")
    return None


def _is_hidden(element: Element, styles: _Styles, hidden_around: bool) -> bool:
    """Whether an element is a hidden run or a hidden row (ECMA-376 part 1, 17.4.20)."""
    if _name(element) == "r":
        return _run_is_hidden(element, styles, hidden_around)
    if _name(element) == "tr":
        hidden = _child(element, "trPr", "hidden")
        return hidden is not None and _attribute(hidden).lower() not in _OFF
    return False


def _run_is_hidden(run: Element, styles: _Styles, hidden_around: bool) -> bool:
    """Whether letters are hidden: by their own mark, else their style, else their block."""
    properties = _child(run, "rPr")
    own = _hides(properties)
    if own is not None:
        return own
    by_style = styles.hides(_attribute(_child(properties, "rStyle")), "character")
    if by_style is not None:
        return by_style
    return hidden_around
