"""Pictures that lie in the workspace: what each is called when it is ready for members."""

import re
import unicodedata
from pathlib import PurePosixPath

from newsletter.core.issue.compose import anchor_of
from newsletter.core.model.item import Item

FOLDER = "content/images"


def local_picture(item: Item) -> str:
    """The file of an item's picture, relative to the workspace; empty when it has none, or one at an address."""
    src = item.image.src.replace("\\", "/").strip() if item.image else ""
    if not src or re.match(r"[a-z][a-z0-9+.-]*:|//", src, re.I):
        return ""
    path = PurePosixPath(src.removeprefix("./"))
    if path.is_absolute() or ".." in path.parts:
        return ""
    for prefix in ("content/images/", "images/"):
        if str(path).startswith(prefix):
            return f"{FOLDER}/{str(path)[len(prefix) :]}"
    return f"{FOLDER}/{path}"


def ready_name(item: Item) -> str:
    """What the picture is called that members get: from its item's name, the same in every build, no other item's, safe on any server."""
    plain = (
        unicodedata.normalize("NFKD", item.id.rsplit("/", 1)[-1])
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "picture"
    return f"{slug}-{anchor_of(item.id).removeprefix('i-')}.jpg"


def ready_address(item: Item, base: str) -> str:
    """Where the picture will be when it was uploaded; empty without a base address or a local picture."""
    return f"{base.rstrip('/')}/{ready_name(item)}" if base and local_picture(item) else ""
