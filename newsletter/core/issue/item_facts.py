"""What members read of an item, part by part, to find later what changed."""

from collections.abc import Mapping

from newsletter.core.issue.compose import Placed
from newsletter.core.model.item import Item
from newsletter.core.model.plan import Amount

PARTS = {
    "title": "its title",
    "text": "its text",
    "form": "how much of it is shown",
    "section": "its section",
    "when": "when it is",
    "zone": "its time zone",
    "where": "where it is",
    "link": "its link",
    "register": "where one registers",
    "online": "its online address",
    "also_in": "its other languages",
    "from": "whom it is from",
    "language": "its language",
    "audience": "who may read it",
    "picture": "its picture",
}
"""Every part, in the words for people. The keys are those of sent.json."""


def item_facts(placed: Placed, section: str) -> Mapping[str, str]:
    """What is said of an item, by a key of ``PARTS``; a part that is empty is left out.

    ``section`` is the id of its section.
    """
    item = placed.item
    parts = {
        "title": placed.title,
        "text": _text(placed),
        "form": placed.amount.value,
        "section": section,
        "when": _when(item),
        "zone": item.timezone,
        "where": item.location,
        "link": item.link,
        "register": item.register,
        "online": item.online,
        "also_in": ", ".join(f"{language} {href}" for language, href in item.also_in),
        "from": ", ".join(filter(None, (item.network, item.country))),
        "language": item.language,
        "audience": item.audience.value,
        "picture": _picture(item),
    }
    return {part: value for part, value in parts.items() if value}


def _text(placed: Placed) -> str:
    if placed.amount is Amount.LINE:
        return ""
    texts = [placed.summary]
    if placed.amount is Amount.FULL or not placed.summary:
        texts.append(placed.item.body)
    return "\n\n".join(filter(None, texts))


def _when(item: Item) -> str:
    moments = (item.date, item.starts, item.ends, item.deadline, *item.dates)
    return ", ".join(when.text for when in moments if when)


def _picture(item: Item) -> str:
    if item.image is None:
        return ""
    return " ".join(filter(None, (item.image.src, item.image.alt, item.image.credit)))


def find_changed_parts(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The parts that differ, in the order of ``PARTS``."""
    return tuple(part for part in PARTS if before.get(part, "") != now.get(part, ""))
