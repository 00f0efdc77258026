"""What members read of an item, part by part: to know later what was approved or sent, and what is otherwise since."""

from collections.abc import Mapping

from newsletter.core.issue.compose import Placed
from newsletter.core.model.plan import Form

PARTS = {
    "title": "its title", "text": "its text", "form": "how much of it is shown", "section": "its section", "when": "when it is", "zone": "its time zone",
    "where": "where it is", "link": "its link", "register": "where one registers", "online": "its online address", "also_in": "its other languages",
    "from": "whom it is from", "language": "its language", "audience": "who may read it", "picture": "its picture",
}  # fmt: skip
"""Every part, in the words for people."""


def item_facts(placed: Placed, section: str) -> Mapping[str, str]:
    """What is said of an item, by a key of ``PARTS``; what is empty is not named. ``section`` is the id of where it stands."""
    item = placed.item
    is_line = placed.form is Form.LINE
    body = item.body if placed.form is Form.FULL or not placed.summary else ""
    when = [
        when.text
        for when in (item.date, item.starts, item.ends, item.deadline, *item.dates)
        if when
    ]
    picture = (item.image.src, item.image.alt, item.image.credit) if item.image else ()
    said = {
        "title": placed.title,
        "text": "" if is_line else "\n\n".join(filter(None, (placed.summary, body))),
        "form": placed.form.value,
        "section": section,
        "when": ", ".join(when),
        "zone": item.timezone,
        "where": item.location,
        "link": item.link,
        "register": item.register,
        "online": item.online,
        "also_in": ", ".join(f"{language} {href}" for language, href in item.also_in),
        "from": ", ".join(filter(None, (item.network, item.country))),
        "language": item.language,
        "audience": item.audience,
        "picture": " ".join(filter(None, picture)),
    }
    return {part: value for part, value in said.items() if value}


def changed_parts(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The parts that are otherwise, in the order of ``PARTS``."""
    return tuple(part for part in PARTS if before.get(part, "") != now.get(part, ""))
