"""Pictures in the workspace: what each is called when it is ready for members."""

import re
import unicodedata
from pathlib import PurePosixPath

from newsletter.core.issue.compose import anchor_of
from newsletter.core.model.item import Item

FOLDER = "content/images"


def local_picture(item: Item) -> str:
    """The file of an item's picture, relative to the workspace.

    Empty when it has none, or when its picture is at an address or outside the workspace.
    """
    if item.image is None:
        return ""
    src = item.image.src.replace("\\", "/").strip()
    if not src or re.match(r"[a-z][a-z0-9+.-]*:|//", src, re.I):
        return ""
    path = PurePosixPath(src.removeprefix("./"))
    if path.is_absolute() or ".." in path.parts:
        return ""
    for prefix in (f"{FOLDER}/", "images/"):
        if str(path).startswith(prefix):
            return f"{FOLDER}/{str(path).removeprefix(prefix)}"
    return f"{FOLDER}/{path}"


def ready_name(item: Item) -> str:
    """What the picture that members get is called.

    It comes from its item's name, is the same in every build, differs from that of every other item
    and is safe on any server.
    """
    last_part = item.id.rsplit("/", 1)[-1]
    decomposed = unicodedata.normalize("NFKD", last_part)
    plain = decomposed.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "picture"
    return f"{slug}-{anchor_of(item.id).removeprefix('i-')}.jpg"


def ready_address(item: Item, base: str) -> str:
    """The address of the picture once it was uploaded.

    Empty without a base address or without a picture in the workspace.
    """
    if not base or not local_picture(item):
        return ""
    return f"{base.rstrip('/')}/{ready_name(item)}"
