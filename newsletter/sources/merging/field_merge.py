"""Merge what a source says of an item, field by field, into its content file.

It is compared with what the file says now and with what the same source said last. A unit is one
field, or several that only make sense together. A field that staff changed stays theirs, with all
of its unit. One that they did not touch follows its source. Where both changed, the value of staff
stays, and the report says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from newsletter.core.model.content_fields import FIELDS_BY_PATH
from newsletter.sources.base.import_item import ImportItem
from newsletter.workspace.content.import_memory import SourceValue, Value

Values = Mapping[str, Value]
"""By the path of a field, such as ``title`` or ``image/alt``, what it says."""
Unit = tuple[str, ...]
"""The paths of the fields that only make sense together."""


def _units() -> dict[str, Unit]:
    """By name, the units of all fields that an importer may set, in the order of a content file."""
    units: dict[str, Unit] = {}
    for path, described in FIELDS_BY_PATH.items():
        if described.imported:
            name = described.unit or path
            units[name] = (*units.get(name, ()), path)
    return units


UNITS = _units()
WHEN = UNITS["when"]
"""When it takes place. A picture is a unit too: consent was given for one picture, so another one
takes nothing over from it."""

_NEVER_EMPTIED = frozenset(
    {"title", "kind", "date", "when", "summary", "body", "audience", "deadline", "link"}
)
"""The units that stay when a source no longer gives them: it seldom means that they are wrong."""
_DECIDING = frozenset({"kind", "cancelled", "when"})
"""Whether and when: the source that counts for an item decides these, also by saying nothing."""
_CONSENT = "image/consent"


class MergePolicy(Protocol):
    """Which of two sources counts, by the names that memories give them."""

    @property
    def by(self) -> str:
        """The source that is imported now."""

    def yields_to(self, owner: str) -> bool:
        """Whether the value of another source counts, not this one's."""

    def outranks(self, owner: str) -> bool:
        """Whether this source knows more than another."""


def values_of(found: ImportItem) -> dict[str, Value]:
    """Every field of an imported item that has a value, by its path and in the order of a file."""
    values: dict[str, Value] = {}
    for unit in UNITS.values():
        for path in unit:
            value = _as_written(_imported_value(found, path))
            if value:
                values[path] = value
    return values


def _imported_value(found: ImportItem, path: str) -> object:
    name, _, inner = path.partition("/")
    if not inner:
        return getattr(found, name)
    if found.picture is None or not found.picture.src:
        return None
    return getattr(found.picture, inner)


def _as_written(value: object) -> Value:
    """A value as a content file has it."""
    if not value:
        return None
    if value is True:
        return "yes"
    if isinstance(value, tuple):
        return list(value)
    return str(value).strip()


@dataclass(frozen=True, slots=True)
class DisputedField:
    """A field that staff and the source both changed: the value of staff stays."""

    key: str
    source: str
    """What the source says now."""


@dataclass(slots=True)
class MergeResult:
    """What is to be done to one content file."""

    changes: dict[str, Value] = field(default_factory=dict)
    """New values; None removes a key."""
    kept: list[DisputedField] = field(default_factory=list)
    said: dict[str, SourceValue] = field(default_factory=dict)
    """What is to be remembered of this source."""


def merge_fields(
    found: Values,
    here: Values,
    before: Mapping[str, SourceValue],
    others: Mapping[str, SourceValue],
    policy: MergePolicy,
) -> MergeResult:
    """Merge what a source says now (``found``) with what the file says (``here``).

    ``before`` is what the same thing said at earlier imports, ``others`` what other sources said
    of the same item.
    """
    result = MergeResult(said=dict(before))
    if _consent_is_withdrawn(found, here, before):
        result.changes[_CONSENT] = "no"
        here = {**here, _CONSENT: "no"}
        before = {**before, _CONSENT: SourceValue("no", policy.by)}
    merge = _Merge(found, here, before, others, policy, result)
    for name in UNITS:
        merge.merge_unit(name)
    return result


def _consent_is_withdrawn(found: Values, here: Values, before: Mapping[str, SourceValue]) -> bool:
    """Whether the people in a picture no longer agree.

    That counts whatever else staff changed about the same picture.
    """
    if found.get(_CONSENT) != "no" or here.get(_CONSENT) == "no":
        return False
    last = before.get(_CONSENT)
    if last is not None and last.value == "no":
        return False
    return here.get("image/src") == found.get("image/src")


@dataclass(frozen=True, slots=True)
class _Merge:
    """One item and one source; ``result`` is filled unit by unit."""

    found: Values
    here: Values
    before: Mapping[str, SourceValue]
    others: Mapping[str, SourceValue]
    policy: MergePolicy
    result: MergeResult

    def merge_unit(self, name: str) -> None:
        """Decide about one unit."""
        unit = UNITS[name]
        new = _values_in(unit, self.found)
        now = _values_in(unit, self.here)
        said_before = _said_in(unit, self.before)
        said_by_others = _said_in(unit, self.others)
        if not self._may_speak(name, new, said_before):
            return
        if not said_before and not self._outranks_all(said_by_others.values()):
            return
        if said_before or said_by_others:
            base = _last_values(unit, said_before or said_by_others)
        elif new == now:
            base = now
        else:
            base = (None,) * len(unit)
        self._remember(unit, new, said_before)
        if new in (base, now):
            return
        if now == base:
            self._change(unit, new, now)
        elif self.before or said_by_others or name == "when":
            # Even where no memory says who changed it, when an item is must not differ in silence.
            self.result.kept.append(_kept_field(unit, new, base))

    def _may_speak(
        self, name: str, new: tuple[Value, ...], said_before: Mapping[str, SourceValue]
    ) -> bool:
        """Whether this source has anything to say about the unit, and no other one counts."""
        if not any(new) and (not said_before or name in _NEVER_EMPTIED):
            return False
        if self._yields_to_any(said_before.values()):
            return False
        if said_before or name not in _DECIDING:
            return True
        return not self._yields_to_any(self.before.values())

    def _yields_to_any(self, values: Iterable[SourceValue]) -> bool:
        return any(self.policy.yields_to(value.by) for value in values)

    def _outranks_all(self, values: Iterable[SourceValue]) -> bool:
        return all(self.policy.outranks(value.by) for value in values)

    def _remember(
        self, unit: Unit, new: tuple[Value, ...], said_before: Mapping[str, SourceValue]
    ) -> None:
        for path, value in zip(unit, new, strict=True):
            if value or path in said_before:
                self.result.said[path] = SourceValue(value, self.policy.by)

    def _change(self, unit: Unit, new: tuple[Value, ...], now: tuple[Value, ...]) -> None:
        for path, value, old in zip(unit, new, now, strict=True):
            if value != old:
                self.result.changes[path] = value


def _kept_field(unit: Unit, new: tuple[Value, ...], base: tuple[Value, ...]) -> DisputedField:
    changed = []
    for path, value, old in zip(unit, new, base, strict=True):
        if value and value != old:
            changed.append(_in_words(path, value, unit))
    key = unit[0].partition("/")[0]
    return DisputedField(key, "; ".join(changed) or "nothing")


def _in_words(path: str, value: Value, unit: Unit) -> str:
    text = ", ".join(value) if isinstance(value, list) else value or ""
    if len(unit) == 1:
        return text
    return f"{path.rpartition('/')[2]} {text}"


def _values_in(unit: Unit, values: Values) -> tuple[Value, ...]:
    return tuple(values.get(path) or None for path in unit)


def _said_in(unit: Unit, said: Mapping[str, SourceValue]) -> dict[str, SourceValue]:
    return {path: said[path] for path in unit if path in said}


def _last_values(unit: Unit, said: Mapping[str, SourceValue]) -> tuple[Value, ...]:
    return tuple(said[path].value if path in said else None for path in unit)
