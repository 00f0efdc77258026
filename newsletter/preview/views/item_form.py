"""The fields of an item as a form: what each is called, where it is edited, its value now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsletter.core.model.content_fields import FIELDS_BY_PATH, ITEM_FIELDS
from newsletter.core.model.item import Item, Kind
from newsletter.core.model.item_field import FieldGroup, FieldType, ItemField
from newsletter.core.model.plan import EDIT_KEYS, Edit, Plan
from newsletter.core.values.text import path_key
from newsletter.workspace.frontmatter.front_matter import FrontMatter

_WIDGETS = {
    FieldType.LONG_TEXT: "text",
    FieldType.BODY: "text",
    FieldType.LIST: "lines",
    FieldType.DATES: "lines",
    FieldType.YES_NO: "choice",
    FieldType.KNOWN_YES_NO: "choice",
    FieldType.AUDIENCE: "choice",
    FieldType.SECTION: "choice",
}
"""How each type of field is entered; any other on one line."""

_BOXES = {FieldGroup.MORE: "more", FieldGroup.PICTURE: "picture"}
"""The groups that open in a box of their own, by the name that the templates use."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an item in the form."""

    key: str
    """The key in its file; keys within ``image`` as ``image/alt``.

    ``body`` is the text under the front matter."""
    label: str
    help: str
    widget: str
    """``line``, ``text``, ``lines`` (a list, an entry on each) or ``choice``."""
    kinds: frozenset[Kind]
    choices: tuple[tuple[str, str], ...]
    group: str
    """``more`` or ``picture`` when it is in such a box; empty when it is always visible."""

    @property
    def here(self) -> bool:
        """Whether it can be changed for one issue only."""
        return self.key in EDIT_KEYS


def _form_fields() -> Iterator[Field]:
    """The declared fields that the form has, by group and in the order of their declaration."""
    for group in FieldGroup:
        for path, described in FIELDS_BY_PATH.items():
            if described.group is group:
                yield _form_field(path, described, _BOXES.get(group, ""))


def _form_field(path: str, described: ItemField, box: str) -> Field:
    return Field(
        key=path,
        label=described.label,
        help=described.help,
        widget=_WIDGETS.get(described.type, "line"),
        kinds=described.kinds,
        choices=described.choices,
        group=box,
    )


FIELDS = tuple(_form_fields())
"""All of them, in the order of the form."""

BY_KEY = {field.key: field for field in FIELDS}

LABELS = {name: described.label for name, described in {**ITEM_FIELDS, **FIELDS_BY_PATH}.items()}
"""What the page calls each field of a content file, also those that the form does not have."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with its value."""

    field: Field
    value: str
    """What the item's own file says."""
    here: str | None = None
    """The value for this issue only; None when there is none."""
    choices: tuple[tuple[str, str], ...] = ()


def filled(
    item: Item, matter: FrontMatter, plan: Plan, sections: tuple[tuple[str, str], ...]
) -> tuple[Filled, ...]:
    """The form of an item; ``sections`` are the ids and titles there are."""
    edit = _edit_of(item, plan)
    found = []
    for field in FIELDS:
        value = value_of(field.key, matter)
        if item.kind in field.kinds or value:
            choices = _choices(field, value, sections)
            found.append(Filled(field, value, _value_here(field, edit), choices))
    return tuple(found)


def _edit_of(item: Item, plan: Plan) -> Edit:
    for item_id, edit in plan.edits.items():
        if path_key(item_id) == path_key(item.id):
            return edit
    return Edit()


def _value_here(field: Field, edit: Edit) -> str | None:
    if not field.here:
        return None
    value: str | None = getattr(edit, field.key)
    return value


def _choices(
    field: Field, value: str, sections: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """The values to choose from; a value that is none of them is offered too, so that it stays."""
    choices = field.choices
    if field.key == "section":
        choices = (("", "As the rules say"), *sections)
    known = {key for key, _ in choices}
    if choices and value not in known:
        return (*choices, (value, value))
    return choices


def value_of(key: str, matter: FrontMatter) -> str:
    """What a content file says under a key, as one text."""
    if key == "body":
        return matter.body.strip()
    outer, _, inner = key.partition("/")
    value: Any = matter.values.get(outer, "")
    if inner:
        value = _value_inside(value, inner)
    if isinstance(value, list):
        entries = [entry if isinstance(entry, str) else "" for entry in value]
        return "\n".join(entries)
    return value.strip() if isinstance(value, str) else ""


def _value_inside(value: Any, inner: str) -> Any:
    """The value under a key of a mapping; ``image: address`` is short for its ``src``."""
    if isinstance(value, Mapping):
        return value.get(inner, "")
    if inner == "src" and isinstance(value, str):
        return value
    return ""
