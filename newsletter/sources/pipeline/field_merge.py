"""What was found, field by field, against what stands in its file and what its source said last.

A unit is one or several fields that only make sense together: a field that staff changed stays theirs, with all of its unit; one
they did not touch follows its source; where both changed, theirs stays and it is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from newsletter.sources.base.import_item import ImportItem
from newsletter.workspace.content.import_memory import Said, Value

WHEN = ("starts", "ends", "dates", "timezone")
PICTURE = (
    "image/src",
    "image/alt",
    "image/credit",
    "image/width",
    "image/height",
    "image/consent",
    "image/people",
)
"""Consent was given for one picture, so another one takes nothing over from it."""
UNITS: tuple[tuple[str, ...], ...] = (
    ("title",), ("kind",), ("date",), WHEN, ("deadline",), ("location",), ("online",), ("register",), ("cancelled",), ("link",),
    ("summary",), ("categories",), ("tags",), ("network",), ("country",), ("language",), ("audience",), PICTURE, ("body",),
)  # fmt: skip
_NEVER_EMPTIED = {
    ("title",),
    ("kind",),
    ("date",),
    WHEN,
    ("summary",),
    ("body",),
    ("audience",),
    ("deadline",),
    ("link",),
}
"""What a source once gave and no longer gives stays: more often it gives less than that it means it."""
_DECIDING = {("kind",), ("cancelled",), WHEN}
"""Whether and when: whoever speaks for an item says these, also by saying nothing."""
Values = Mapping[str, Value]


def values_of(found: ImportItem) -> dict[str, Value]:
    """All fields of what was found that have a value, by the keys of a content file; keys within ``image`` as ``image/alt``."""
    picture = found.picture
    values: dict[str, Value] = {
        "title": found.title, "kind": str(found.kind), "date": found.date, "starts": found.starts, "ends": found.ends,
        "dates": list(found.dates), "timezone": found.timezone, "deadline": found.deadline, "location": found.location,
        "online": found.online, "register": found.register, "cancelled": "yes" if found.cancelled else "", "link": found.link,
        "summary": found.summary, "categories": list(found.categories), "tags": list(found.tags), "network": found.network,
        "country": found.country, "language": found.language, "audience": found.audience, "body": found.body.strip(),
    }  # fmt: skip
    if picture and picture.src:
        values |= {
            "image/src": picture.src, "image/alt": picture.alt, "image/credit": picture.credit, "image/consent": picture.consent,
            "image/people": picture.people, "image/width": str(picture.width or ""), "image/height": str(picture.height or ""),
        }  # fmt: skip
    return {key: value for key, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field that staff and the source both changed: what staff wrote stays."""

    key: str
    source: str
    """What the source says now."""


@dataclass(slots=True)
class Merged:
    """What is to be done to one content file."""

    changes: dict[str, Value] = field(default_factory=dict)
    """New values; None takes a key away."""
    kept: list[KeptField] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    """What is to be remembered of this source."""


def merged(
    found: Values,
    here: Values,
    before: Mapping[str, Said],
    others: Mapping[str, Said],
    by: str,
    stands: Callable[[str], bool],
    outranks: Callable[[str], bool],
) -> Merged:
    """Merge what a source says now (``found``) with what stands in the file (``here``).

    ``before`` is what the same thing said at earlier imports, ``others`` what other sources said of the same item. ``stands`` tells
    whether the word of another source stands against this one's, ``outranks`` whether this one takes a field over from it.
    """
    done = Merged(said=dict(before))
    if _withdrawn(found, here, before):
        done.changes["image/consent"] = "no"
        here, before = {**here, "image/consent": "no"}, {**before, "image/consent": Said("no", by)}
    for unit in UNITS:
        _merge_unit(unit, found, here, before, others, by, stands, outranks, done)
    return done


def _withdrawn(found: Values, here: Values, before: Mapping[str, Said]) -> bool:
    """Whether the people in a picture agree no longer: that holds whatever else staff changed about the same picture."""
    last = before.get("image/consent")
    new = found.get("image/consent") == "no" and (last is None or last.value != "no")
    return (
        new
        and here.get("image/consent") != "no"
        and here.get("image/src") == found.get("image/src")
    )


def _merge_unit(
    unit: tuple[str, ...], found: Values, here: Values, before: Mapping[str, Said], others: Mapping[str, Said], by: str,
    stands: Callable[[str], bool], outranks: Callable[[str], bool], done: Merged,
) -> None:  # fmt: skip
    new, now = _of(unit, found), _of(unit, here)
    was = {key: before[key] for key in unit if key in before}
    elsewhere = {key: others[key] for key in unit if key in others}
    owners = {said.by for said in was.values()}
    if not any(new) and (not was or unit in _NEVER_EMPTIED):
        return
    if any(stands(owner) for owner in owners):
        return
    if not was and unit in _DECIDING and any(stands(said.by) for said in before.values()):
        return
    base = tuple(was[key].value if key in was else None for key in unit)
    if not was and elsewhere:
        if not all(outranks(said.by) for said in elsewhere.values()):
            return
        base = tuple(elsewhere[key].value if key in elsewhere else None for key in unit)
    elif not was:
        base = now if new == now else (None,) * len(unit)
    done.said.update(
        {key: Said(value, by) for key, value in zip(unit, new, strict=True) if value or key in was}
    )
    if new in (base, now):
        return
    if now == base:
        done.changes.update(
            {key: value for key, value, old in zip(unit, new, now, strict=True) if value != old}
        )
    elif (
        before or elsewhere or unit == WHEN
    ):  # when it is must not differ in silence, even where no memory says who changed it
        said = [
            (key, value)
            for key, value, old in zip(unit, new, base, strict=True)
            if value and value != old
        ]
        done.kept.append(
            KeptField(
                unit[0].partition("/")[0],
                "; ".join(_in_words(*pair, unit) for pair in said) or "nothing",
            )
        )


def _in_words(key: str, value: Value, unit: tuple[str, ...]) -> str:
    text = ", ".join(value) if isinstance(value, list) else value or ""
    return text if len(unit) == 1 else f"{key.partition('/')[2] or key} {text}"


def _of(unit: tuple[str, ...], values: Values) -> tuple[Value, ...]:
    return tuple(values.get(key) or None for key in unit)
