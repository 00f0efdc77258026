"""Pictures of the workspace, ready for members: upright, small, and without what a camera writes into them.

A phone's picture names the place it was taken at, and members are people who may be criminalised: nothing but the colours is kept.
"""

import io
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.core.issue.compose import Issue
from newsletter.core.issue.local_images import FOLDER, local_picture, ready_name
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Form
from newsletter.core.problems.problem import Problem, error
from newsletter.core.values.text import quoted
from newsletter.errors import NewsletterError
from newsletter.workspace.files.safe_io import UnreadableFile, read_bytes, write_whole

if TYPE_CHECKING:
    from PIL import Image

PICTURES = "pictures"
"""The folder of an issue that holds them."""
LONGEST_SIDE = 1_200
"""Pixels: twice what the email shows, for sharp screens."""
MOST_BYTES = 150_000
MAX_FILE = 60_000_000
MAX_PIXELS = 120_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF")
_QUALITIES = (85, 78, 70, 62, 54, 46)


@dataclass(frozen=True, slots=True)
class Ready:
    """One picture as members get it."""

    file: str
    """Where it lies now, relative to the workspace."""
    name: str
    """What it is called when it is ready."""
    data: bytes


def ready_picture(item: Item, workspace: Path) -> Ready | None:
    """An item's picture of the workspace; None when it has none. Raises NewsletterError with its content file when it cannot be read."""
    file = local_picture(item)
    if not file:
        return None
    try:
        if not (workspace / file).resolve().is_relative_to((workspace / FOLDER).resolve()):
            raise NewsletterError(f"it lies outside {FOLDER}")  # by a link to another folder
        return Ready(file, ready_name(item), ready(read_bytes(workspace / file, MAX_FILE)))
    except (UnreadableFile, NewsletterError) as why:
        raise NewsletterError(
            f"the picture {quoted(file)}: {why}.", file=item.file, line=item.line("image/src")
        ) from None


def ready_pictures(issue: Issue, workspace: Path) -> tuple[Ready, ...]:
    """The pictures of the workspace that the issue shows. Raises NewsletterError as ``ready_picture`` does."""
    shown = (
        placed.item for placed in issue.items if placed is issue.lead or placed.form is Form.FULL
    )
    return tuple(made for item in shown if (made := ready_picture(item, workspace)))


def picture_problems(issue: Issue, workspace: Path) -> tuple[Problem, ...]:
    """What is wrong with the files of pictures that the issue shows: one that is missing, or is no picture."""
    problems = []
    for placed in issue.items:
        file = (
            local_picture(placed.item) if placed is issue.lead or placed.form is Form.FULL else ""
        )
        if file:
            try:
                stamp = (workspace / file).stat()
                _tried(placed.item, workspace, (stamp.st_size, stamp.st_mtime_ns))
            except OSError:
                problems.append(
                    _problem(
                        placed.item,
                        f"there is no file {file}. Put the picture there, or take image: away.",
                    )
                )
            except NewsletterError as why:
                problems.append(_problem(placed.item, why.message))
    return tuple(problems)


@lru_cache(maxsize=64)
def _tried(item: Item, workspace: Path, _stamp: tuple[int, int]) -> None:
    """Make the picture ready once for each state of its file."""
    ready_picture(item, workspace)


def _problem(item: Item, message: str) -> Problem:
    return error(message, item.file, item.line("image/src"), item.id)


def write_pictures(issue: Issue, workspace: Path, folder: Path) -> list[Path]:
    """Write them to the issue's folder ``pictures``, whole or not at all, and say where they lie. Raises NewsletterError."""
    files = {
        folder / PICTURES / picture.name: picture.data
        for picture in ready_pictures(issue, workspace)
    }
    if files:
        write_whole(files)
    return sorted(files)


def ready(data: bytes) -> bytes:
    """A picture as a JPEG that stands upright, at most 1,200 pixels and 150 KB, in the colours of screens, with no word about where,
    when and with what it was taken. Raises NewsletterError when it is no picture that is known."""
    import pi_heif  # Pillow and the library for phones' pictures are heavy, and few issues need them
    from PIL import Image, ImageOps, UnidentifiedImageError

    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if opened.mode.startswith(("I", "F")):
                    raise NewsletterError(
                        "it has 16 bits for a colour, more than screens show; save it as a JPEG"
                    )
                picture = _on_white(_in_screen_colours(ImageOps.exif_transpose(opened)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NewsletterError(
            f"it has more than {MAX_PIXELS // 1_000_000} million pixels; make it smaller first"
        ) from None
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        IndexError,
        OverflowError,
        RuntimeError,
    ):
        raise NewsletterError(
            "it is no picture that can be read; save it as a JPEG or a PNG"
        ) from None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _small(picture)


def _in_screen_colours(picture: "Image.Image") -> "Image.Image":
    """In sRGB, whatever wide colours the phone wrote: without its profile they would look dull."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        made = ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return made or picture


def _on_white(picture: "Image.Image") -> "Image.Image":
    """Without transparency, which a JPEG has not; a new picture, so that nothing of the old one's data goes along."""
    from PIL import Image

    whole = picture.convert("RGBA")
    ground = Image.new("RGB", whole.size, "white")
    ground.paste(whole, mask=whole.getchannel("A"))
    return ground


def _small(picture: "Image.Image") -> bytes:
    """As good as it can be within 150 KB: first less fine, then smaller."""
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= MOST_BYTES:
                return out.getvalue()
        picture = picture.resize((max(1, picture.width * 4 // 5), max(1, picture.height * 4 // 5)))
