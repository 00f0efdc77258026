"""The fields of a content file by their names and paths, as ``Item`` and ``Image`` declare them."""

from dataclasses import replace

from newsletter.core.model.item import Image, Item
from newsletter.core.model.item_field import FieldType, ItemField, described_fields

ITEM_FIELDS = described_fields(Item)
"""The fields of a content file by name, in the order in which they are written."""
IMAGE_FIELDS = described_fields(Image)
"""The fields under ``image``."""
ITEM_KEYS = tuple(name for name, each in ITEM_FIELDS.items() if each.type is not FieldType.BODY)
"""The keys of a content file."""


def fields_by_path() -> dict[str, ItemField]:
    """Every field that holds a value of its own, by its path: ``title``, ``body``, ``image/alt``.

    Those of a picture take from ``image`` whether an importer may set them, and their unit.
    """
    found = {}
    for name, described in ITEM_FIELDS.items():
        if described.type is not FieldType.IMAGE:
            found[name] = described
            continue
        for inner, part in IMAGE_FIELDS.items():
            found[f"{name}/{inner}"] = replace(
                part, imported=described.imported, unit=described.unit
            )
    return found


FIELDS_BY_PATH = fields_by_path()
