"""The fields of an item are declared once; every other list follows, or is checked here."""

from dataclasses import fields

import pytest

from newsletter.core.model.content_fields import FIELDS_BY_PATH, IMAGE_FIELDS, ITEM_FIELDS
from newsletter.core.model.item import Image, Item, Kind
from newsletter.core.model.item_field import FieldGroup, FieldType
from newsletter.core.model.plan import EDIT_KEYS, PLAN_FIELDS, Plan
from newsletter.preview.views.item_form import BY_KEY, FIELDS, LABELS
from newsletter.sources.base.import_item import ImportItem, Picture
from newsletter.sources.merging.field_merge import UNITS
from newsletter.workspace.content import content_file

COMPUTED = {"id", "file", "zone", "extra", "unread", "lines"}
"""The fields of Item that no content file has: they come from its place or from other fields."""
OF_THE_SOURCE = {
    "source_kind",
    "source_id",
    "picture",
    "undecided",
    "notes",
    "personal",
    "number",
}
"""The fields of ImportItem that no content file has; ``picture`` becomes ``image``."""


def test_every_field_of_an_item_is_described_or_computed() -> None:
    """A field of Item is a key of content files, with a description, or it is computed."""
    assert {each.name for each in fields(Item)} == set(ITEM_FIELDS) | COMPUTED
    assert not set(ITEM_FIELDS) & COMPUTED
    assert {each.name for each in fields(Image)} == set(IMAGE_FIELDS)


def test_every_type_of_field_has_a_reader() -> None:
    """A content file is read by the types of its fields; kind and body are read on their own."""
    read_first = {FieldType.KIND, FieldType.BODY}
    assert set(content_file._READERS) == set(FieldType) - read_first


def test_the_form_has_exactly_the_fields_that_say_so() -> None:
    """The page's form and its labels follow from the declarations."""
    shown = {path for path, described in FIELDS_BY_PATH.items() if described.group is not None}
    assert set(BY_KEY) == shown
    assert len(FIELDS) == len(shown)
    assert set(LABELS) == set(FIELDS_BY_PATH) | {"image"}
    assert all(LABELS.values())
    in_picture = {path for path in shown if FIELDS_BY_PATH[path].group is FieldGroup.PICTURE}
    assert in_picture == {path for path in shown if path.startswith("image/")}


@pytest.mark.parametrize("kind", Kind)
def test_the_date_that_decides_is_a_field_of_that_kind(kind: Kind) -> None:
    """The field with the day that decides is in the form of every such item."""
    assert ITEM_FIELDS[kind.date_field].type is FieldType.DATE
    assert kind in ITEM_FIELDS[kind.date_field].kinds


def test_what_an_importer_may_set_is_a_field_of_what_it_finds() -> None:
    """ImportItem lists its fields itself, since importers hold the words of their sources, not
    values that were read; its list agrees with the declarations."""
    paths = [path for unit in UNITS.values() for path in unit]
    assert len(paths) == len(set(paths))
    assert set(paths) == {path for path, each in FIELDS_BY_PATH.items() if each.imported}
    own = {path for path in paths if "/" not in path}
    assert own == {each.name for each in fields(ImportItem)} - OF_THE_SOURCE
    inside = {path.partition("/")[2] for path in paths if "/" in path}
    assert inside == {each.name for each in fields(Picture)}


def test_what_one_issue_can_change_is_a_field_of_the_item() -> None:
    """Edit lists its fields itself, so that their types are checked; each is one of the item's."""
    assert set(EDIT_KEYS) <= set(ITEM_FIELDS)
    assert {"title", "summary"} <= set(EDIT_KEYS)
    assert {path for path, field in BY_KEY.items() if field.here} == set(EDIT_KEYS)


def test_the_keys_of_a_plan_are_the_fields_of_a_plan() -> None:
    """Every field of Plan is a key of issue.md, but for its text and what is computed."""
    names = {each.name for each in fields(Plan)}
    assert set(PLAN_FIELDS.values()) == names - {"introduction", "file", "lines"}
    assert PLAN_FIELDS["form"] == "amounts"
