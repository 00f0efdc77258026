"""Checks on the pictures of items: can members see them, and may they be shown?"""

from collections.abc import Iterable

from newsletter.checks.context import CheckContext, shown, shows_image
from newsletter.core.issue.local_images import local_picture, ready_address, ready_name
from newsletter.core.model.item import Item
from newsletter.core.model.located_problems import about_item
from newsletter.core.problems import item_kinds
from newsletter.core.problems.problem import Problem
from newsletter.workspace.frontmatter.field_values import link_fault


def image_address(checked: CheckContext) -> Iterable[Problem]:
    """A picture has a full https address, or is uploaded to one; members see no other picture."""
    for placed in checked.placed:
        item = placed.item
        if local_picture(item):
            yield _image_to_upload(item, checked.settings.image_base_url)
        elif item.image:
            yield from _check_address(item, item.image.src)


def _image_to_upload(item: Item, base_url: str) -> Problem:
    """A picture on this computer waits for its upload; only a known address can show it."""
    name = ready_name(item)
    if not base_url:
        return about_item(item_kinds.IMAGE_ONLY_HERE, item, "image/src", name=name)
    address = ready_address(item, base_url)
    return about_item(item_kinds.IMAGE_TO_UPLOAD, item, "image/src", name=name, address=address)


def _check_address(item: Item, address: str) -> Iterable[Problem]:
    if not address.startswith("https://"):
        yield about_item(item_kinds.IMAGE_NOT_HTTPS, item, "image/src", value=address)
    elif link_fault(address):
        yield about_item(item_kinds.IMAGE_ADDRESS_BROKEN, item, "image/src", value=address)


def image_description(checked: CheckContext) -> Iterable[Problem]:
    """A picture has a description for members who cannot see it."""
    for placed in checked.placed:
        image = placed.item.image
        if image and not image.alt:
            yield about_item(item_kinds.IMAGE_WITHOUT_DESCRIPTION, placed.item, "image/alt")


def image_consent(checked: CheckContext) -> Iterable[Problem]:
    """The people in a picture agreed to be shown, or nobody in it can be recognised."""
    for placed in checked.placed:
        image = placed.item.image
        if image is None or image.people is False or image.consent:
            continue
        if image.consent is False or image.people:
            yield about_item(item_kinds.IMAGE_WITHOUT_CONSENT, placed.item, "image/consent")
        else:
            yield about_item(item_kinds.IMAGE_CONSENT_UNKNOWN, placed.item, "image/consent")


def images_in_text(checked: CheckContext) -> Iterable[Problem]:
    """A text contains no pictures; the email shows only the picture of the item itself."""
    for placed in checked.placed:
        if shown(placed).pictures:
            yield about_item(item_kinds.IMAGES_IN_TEXT, placed.item, placed.text_field)


def hidden_images(checked: CheckContext) -> Iterable[Problem]:
    """Only the lead and items in full form show their pictures."""
    for placed in checked.placed:
        if placed.item.image and not shows_image(placed, checked.issue):
            yield about_item(item_kinds.IMAGE_NOT_SHOWN, placed.item, "image/src")


def image_size(checked: CheckContext) -> Iterable[Problem]:
    """A picture at an address has a width and a height, so that the email can leave room for it.

    Without them a small picture is enlarged, and the text jumps when the picture arrives.
    """
    for placed in checked.placed:
        image = placed.item.image
        if image is None or not shows_image(placed, checked.issue):
            continue
        has_size = image.width and image.height
        if image.src.startswith("https://") and not has_size:
            yield about_item(item_kinds.IMAGE_SIZE_UNKNOWN, placed.item, "image/width")
