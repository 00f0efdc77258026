"""Makes pictures of the workspace ready for members: upright, small, without camera data.

A phone's picture names the place where it was taken, and members are people who may be
criminalised: nothing but the colours is kept.
"""

import io
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.core.issue.compose import Issue, Placed
from newsletter.core.issue.local_images import FOLDER, local_picture, ready_name
from newsletter.core.model.item import Item
from newsletter.core.model.located_problems import about_item
from newsletter.core.model.plan import Amount
from newsletter.core.problems import item_kinds
from newsletter.core.problems.problem import Problem
from newsletter.core.values.text import quoted
from newsletter.errors import NewsletterError
from newsletter.workspace.files.safe_io import UnreadableFile, read_bytes, write_whole

if TYPE_CHECKING:
    from PIL import Image

PICTURES = "pictures"
"""The folder of an issue with the ready pictures."""
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
    """Its file now, relative to the workspace."""
    name: str
    """Its file name when it is ready."""
    data: bytes


def ready_picture(item: Item, workspace: Path) -> Ready | None:
    """Make the picture of an item ready, if it is in the workspace; None when it has none there.

    Raises NewsletterError at the item's content file when it cannot be used.
    """
    file = local_picture(item)
    if not file:
        return None
    try:
        return _read_and_prepare(item, file, workspace)
    except NewsletterError as why:
        raise NewsletterError(
            f"the picture {quoted(file)} cannot be used: {why.message}.",
            file=item.file,
            line=item.line("image/src"),
        ) from None


def _read_and_prepare(item: Item, file: str, workspace: Path) -> Ready:
    """Raises NewsletterError with the reason, as the end of a sentence, when it cannot be used."""
    images = (workspace / FOLDER).resolve()
    path = workspace / file
    if not path.resolve().is_relative_to(images):  # by a link to another folder
        raise NewsletterError("it is outside the folder for pictures")
    try:
        data = read_bytes(path, MAX_FILE)
    except UnreadableFile as why:
        raise NewsletterError(str(why)) from None
    return Ready(file=file, name=ready_name(item), data=ready(data))


def ready_pictures(issue: Issue, workspace: Path) -> tuple[Ready, ...]:
    """The pictures of the workspace that the issue shows, ready.

    Raises NewsletterError as ``ready_picture`` does.
    """
    made = []
    for item in _items_with_pictures(issue):
        picture = ready_picture(item, workspace)
        if picture:
            made.append(picture)
    return tuple(made)


def picture_problems(issue: Issue, workspace: Path) -> tuple[Problem, ...]:
    """Find what is wrong with the picture files that the issue shows: missing or unusable ones."""
    problems = []
    for item in _items_with_pictures(issue):
        file = local_picture(item)
        if not file:
            continue
        try:
            stamp = (workspace / file).stat()
        except OSError:
            problems.append(
                about_item(item_kinds.IMAGE_FILE_MISSING, item, "image/src", file_name=file)
            )
            continue
        reason = _why_unusable(item, file, workspace, (stamp.st_size, stamp.st_mtime_ns))
        if reason:
            problems.append(
                about_item(
                    item_kinds.IMAGE_FILE_UNUSABLE,
                    item,
                    "image/src",
                    file_name=file,
                    reason=reason,
                )
            )
    return tuple(problems)


def _items_with_pictures(issue: Issue) -> list[Item]:
    """The items whose pictures the issue has room for: the lead, and those in full form."""
    return [placed.item for placed in issue.items if _has_room(placed, issue)]


def _has_room(placed: Placed, issue: Issue) -> bool:
    return placed is issue.lead or placed.amount is Amount.FULL


def _why_unusable(item: Item, file: str, workspace: Path, stamp: tuple[int, int]) -> str | None:
    """Why the picture cannot be used, as the end of a sentence; None when it can."""
    try:
        _try_picture(item, file, workspace, stamp)
    except NewsletterError as why:
        return why.message
    return None


@lru_cache(maxsize=64)
def _try_picture(item: Item, file: str, workspace: Path, _stamp: tuple[int, int]) -> None:
    """Make a good picture ready only once for each state of its file. Raises NewsletterError."""
    _read_and_prepare(item, file, workspace)


def write_pictures(issue: Issue, workspace: Path, folder: Path) -> list[Path]:
    """Write them to the folder ``pictures`` of the issue, all or none. Returns their paths.

    Raises NewsletterError when a picture cannot be used or the disk refuses.
    """
    files = {}
    for picture in ready_pictures(issue, workspace):
        files[folder / PICTURES / picture.name] = picture.data
    if files:
        write_whole(files)
    return sorted(files)


_NOT_A_PICTURE = (
    OSError,  # Pillow's UnidentifiedImageError is one
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    IndexError,
    OverflowError,
    RuntimeError,
)
"""What Pillow raises when a file is damaged or no picture at all."""


def ready(data: bytes) -> bytes:
    """Turn a picture into a JPEG for members, upright and in the colours of screens.

    It has at most 1,200 pixels on its longest side and 150 KB, and nothing in it says where, when
    or with what it was taken. Raises NewsletterError when it is not a picture that can be read.
    """
    from PIL import Image  # Pillow is heavy, and few issues need it

    try:
        picture = _open_upright(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        millions = MAX_PIXELS // 1_000_000
        raise NewsletterError(
            f"it has more than {millions} million pixels; make it smaller first"
        ) from None
    except _NOT_A_PICTURE:
        raise NewsletterError(
            "it is not a picture that can be read; save it as a JPEG or a PNG"
        ) from None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _compress(picture)


def _open_upright(data: bytes) -> "Image.Image":
    """The picture turned upright, on white. Raises what Pillow raises, or NewsletterError."""
    import pi_heif  # the library for phones' pictures is heavy too
    from PIL import Image, ImageOps

    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.mode.startswith(("I", "F")):
                raise NewsletterError(
                    "it has 16 bits for a colour, more than screens show; save it as a JPEG"
                )
            upright = ImageOps.exif_transpose(opened)
            return _on_white(_in_screen_colours(upright))


def _in_screen_colours(picture: "Image.Image") -> "Image.Image":
    """The picture in sRGB; a phone's wide colours would look dull without their profile."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture


def _on_white(picture: "Image.Image") -> "Image.Image":
    """The picture without transparency, which a JPEG does not have.

    It is a new picture, so that none of the old one's data goes along.
    """
    from PIL import Image

    whole = picture.convert("RGBA")
    ground = Image.new("RGB", whole.size, "white")
    ground.paste(whole, mask=whole.getchannel("A"))
    return ground


def _compress(picture: "Image.Image") -> bytes:
    """The best JPEG within 150 KB: first the quality is lowered, then the size."""
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= MOST_BYTES:
                return out.getvalue()
        width = max(1, picture.width * 4 // 5)
        height = max(1, picture.height * 4 // 5)
        picture = picture.resize((width, height))
