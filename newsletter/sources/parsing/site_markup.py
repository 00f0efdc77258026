"""What themes, blocks and plugins put around a post's text is removed, or made part of it."""

import re

from lxml import html

from newsletter.core.values.text import one_line

CAPTION_MARK = "data-caption"
"""The attribute of paragraphs that are captions rather than running text."""
_NOISE = {
    "screen-reader-text", "sr-only", "visually-hidden", "more-link", "read-more", "sharedaddy",
    "jp-relatedposts", "addtoany_share_save_container", "wp-block-file__button",
    "wp-block-post-navigation-link", "post-password-form", "gform_wrapper", "wpcf7",
}  # fmt: skip
"""Classes of what is not part of the text: for screen readers only, buttons, forms, sharing."""
_READ_MORE = re.compile(r"\s*(?:Read [Mm]ore|Continue [Rr]eading)\b")
_YOUTUBE = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})")
_VIMEO = re.compile(r"https?://player\.vimeo\.com/video/(\d{4,15})")


def remove_noise(root: html.HtmlElement) -> None:
    """Remove what is not part of the text: buttons, forms, separators, a "Read more" at the end."""
    for element in list(root.iter()):
        classes = element.get("class", "").split()
        if _NOISE.intersection(classes) and element.getparent() is not None:
            element.drop_tree()
    links = root.xpath(".//a")
    if links and _is_read_more(links[-1], root):
        links[-1].drop_tree()
    for separator in list(root.iter("hr")):
        separator.drop_tree()


def _is_read_more(link: html.HtmlElement, root: html.HtmlElement) -> bool:
    """Whether a link is the button at the very end of an excerpt."""
    return _READ_MORE.match(link.text_content()) is not None and not _words_after(link, root)


def _words_after(link: html.HtmlElement, root: html.HtmlElement) -> str:
    """The text behind a link, up to the end."""
    words = [link.tail or ""]
    element = link
    while element.getparent() is not None and element is not root:
        for sibling in element.itersiblings():
            words += [str(sibling.text_content()), sibling.tail or ""]
        element = element.getparent()
        if element is not root:
            words.append(element.tail or "")
    return "".join(words).strip()


def make_captions_paragraphs(root: html.HtmlElement) -> None:
    """Make each caption a paragraph in italics; a table's caption comes before its table."""
    for caption in list(root.iter("figcaption", "caption")):
        if not caption.text_content().strip():
            caption.drop_tree()
            continue
        table = next(caption.iterancestors("table"), None) if caption.tag == "caption" else None
        tail, caption.tail = caption.tail, None
        caption.tag = "em"
        paragraph = caption.makeelement("p", {CAPTION_MARK: "yes"})
        if table is not None:
            table.addprevious(paragraph)
            paragraph.append(caption)
        else:
            caption.addprevious(paragraph)
            paragraph.append(caption)
            paragraph.tail = tail
    for figure in list(root.iter("figure")):
        figure.tag = "div"


def make_frames_links(root: html.HtmlElement) -> None:
    """Make a link of what was shown in a frame, mostly a film."""
    for frame in list(root.iter("iframe")):
        address = frame.get("src", "")
        title = one_line(frame.get("title", "")) or "Video"
        frame.attrib.clear()
        if not re.match(r"https?://", address):
            frame.drop_tree()
            continue
        frame.tag = "a"
        frame.text = title
        frame.set("href", _film_page(address))
        if _fills_paragraph(frame):
            frame.getparent().set(CAPTION_MARK, "yes")


def _fills_paragraph(link: html.HtmlElement) -> bool:
    """Whether a paragraph holds nothing but this link."""
    parent = link.getparent()
    if parent is None or parent.tag != "p":
        return False
    return bool(parent.text_content().strip() == link.text)


def _film_page(address: str) -> str:
    """The page of an embedded film, where its service is known; else the address itself."""
    youtube = _YOUTUBE.match(address)
    if youtube:
        return f"https://www.youtube.com/watch?v={youtube[1]}"
    vimeo = _VIMEO.match(address)
    if vimeo:
        return f"https://vimeo.com/{vimeo[1]}"
    return address
