"""The form of the settings follows from their declarations."""

from pathlib import Path

import pytest
from conftest_preview import FILES, NOW, SETTINGS
from making import workspace

from newsletter.core.model.declare_setting import Shape, declared_fields
from newsletter.core.model.sections import Section, section_rules
from newsletter.core.model.setting_rules import OneOf
from newsletter.core.model.setting_tables import FormGroup
from newsletter.errors import NewsletterError
from newsletter.preview.actions.edit_settings import change_sections, change_settings
from newsletter.preview.actions.form_values import read_value
from newsletter.preview.desk.desk import Desk
from newsletter.preview.views.settings_form import (
    BY_KEY,
    GROUPS,
    SECTION_FIELDS,
    FormField,
    Widget,
    as_text,
    section_text,
)
from newsletter.settings import Brand, HouseStyle, Settings
from newsletter.workspace.settings.settings_file import settings_from
from newsletter.workspace.settings.settings_writer import settings_text

SMALL = 'name = "A"\norganisation = "B"\n'
NAME = "2022-03-march-april"
NOT_IN_THE_FORM = {"mailing_editor", "silence", "sections", "brand", "house_style", "id"}
"""Asked about elsewhere on the page; a table whose settings are in the form; and what the page
chooses."""

TEXTS = {
    Widget.LINE: "Something",
    Widget.NUMBER: "100",
    Widget.ZONE: "Europe/Paris",
    Widget.COLOUR: "#112233",
    Widget.LINES: "One, with a comma\nTwo",
    Widget.PAIRS: "addict = person",
    Widget.REGIONS: "Africa = Kenya; Nigeria",
    Widget.CITIES: "Nairobi = Africa/Nairobi",
    Widget.SOURCES: "website = https://example.org",
    Widget.YES: "yes",
}
"""A text for each widget but those with choices."""
SPECIAL = {
    "website": "https://example.org",
    "contact": "a@example.org",
    "image_base_url": "https://example.org/pictures",
    "brand/logo": "https://example.org/logo.png",
    "brand/dark_colour": "#ffffff",
    "language": "fr",
    "mailing_tool": "brevo",
}


def text_for(field: FormField) -> str:
    """A text that is right for a field and is not its default."""
    if field.key in SPECIAL:
        return SPECIAL[field.key]
    if isinstance(field.declared.rule, OneOf):
        return field.declared.rule.words[-1]
    if field.widget is Widget.CHOICE:
        return field.choices[-1][0]
    return TEXTS[field.widget]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(workspace(tmp_path, FILES, SETTINGS), lambda: NOW)


@pytest.mark.parametrize("type_", [Settings, Section, Brand, HouseStyle])
def test_every_setting_has_a_label_and_a_place_in_the_form(type_: type) -> None:
    """Those without one are asked about elsewhere."""
    for declared in declared_fields(type_):
        if declared.name in NOT_IN_THE_FORM:
            assert not declared.declaration.label
            continue
        assert declared.declaration.label, declared.name
        if type_ is not Section:
            assert declared.declaration.group in list(FormGroup), declared.name


@pytest.mark.parametrize("field", BY_KEY.values(), ids=lambda field: field.key)
def test_what_the_form_writes_it_shows_again(field: FormField) -> None:
    """From its text to newsletter.toml and back, every setting stays what it is."""
    text = text_for(field)
    value = read_value(field, text, settings_from(SMALL))
    written = settings_text(SMALL, {field.key: value})
    settings = settings_from(written)

    assert as_text(field, settings) == text
    assert as_text(field, settings) != as_text(field, settings_from(SMALL))


@pytest.mark.parametrize("field", SECTION_FIELDS, ids=lambda field: field.key)
def test_what_the_form_of_a_section_writes_it_shows_again(desk: Desk, field: FormField) -> None:
    """Each field of a new section, by the action that the form's button carries out."""
    (desk.path / "newsletter.toml").write_text(
        f'{SMALL}[regions]\nAfrica = ["Kenya"]\n', encoding="utf-8"
    )
    row = {"title": "New", field.key: text_for(field)}
    rows = [{"was": 0}, row] if field.key == "title" else [row]
    given = {"base": _ids(desk), "sections": [{**each} for each in rows if "title" in each]}

    change = desk.perform(NAME, lambda shot: change_sections(desk, shot, given))

    assert change.files
    (section,) = settings_from((desk.path / "newsletter.toml").read_text("utf-8")).sections
    assert section_text(field, section) == text_for(field)


def _ids(desk: Desk) -> list[str]:
    settings = settings_from((desk.path / "newsletter.toml").read_text("utf-8"))
    return [section.id for section in settings.sections]


def test_every_rule_of_a_section_is_in_its_form() -> None:
    """A rule that only the file could change would be lost on editors who use the page."""
    assert {rule.name for rule in section_rules()} <= {field.key for field in SECTION_FIELDS}


def test_a_section_that_is_saved_unchanged_stays_as_it_is(desk: Desk) -> None:
    """Fields with their default are not written out."""
    before = (desk.path / "newsletter.toml").read_text("utf-8")
    settings = settings_from(before)
    rows = [
        {"was": at, **{field.key: section_text(field, section) for field in SECTION_FIELDS}}
        for at, section in enumerate(settings.sections)
    ]
    given = {"base": [section.id for section in settings.sections], "sections": rows}

    desk.perform(NAME, lambda shot: change_sections(desk, shot, given))

    after = settings_from((desk.path / "newsletter.toml").read_text("utf-8"))
    assert after.sections == settings.sections


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("words", "many", "“Words to aim at”: write a whole number."),
        ("words", "3", "“Words to aim at” is 3; write a number from 50 to 20000."),
        ("name", "", "“Name of the newsletter” is empty. Write something there."),
        ("timezone", "London", "“Time zone” is 'London', which is not a time zone; write a place, such as Europe/London."),
        ("brand/colour", "#ffee00", "“Colour” is #ffee00, which cannot be read on white (contrast 1.2 to 1, and 4.5 is needed); write a darker one."),
        ("months_per_issue", "5", "“Months in an issue”: choose one from the list."),
        ("cities", "Nairobi", "“Cities whose times are beside every event”: write one on each line, with = between, such as Nairobi = Africa/Nairobi"),
        ("cities", "Nairobi = Nairobi", "“Cities whose times are beside every event”: for Nairobi, the time zone is 'Nairobi', which is not a time zone; write a place, such as Asia/Bangkok."),
        ("sources", "shop = https://example.org", "‘shop’ is not a kind of source. Write what it is before the address, and = between them: "
         "website, feed, calendar, export, table, document or page."),
        ("sources", "export.xml", "It is not clear what ‘export.xml’ is. Write what it is before the address, and = between them: "
         "website, feed, calendar, export, table, document or page."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_the_words_of_the_form(
    desk: Desk, key: str, text: str, message: str
) -> None:
    """The label of the field, never the key of newsletter.toml."""
    now = settings_from((desk.path / "newsletter.toml").read_text("utf-8"))
    given = {"values": {key: {"base": as_text(BY_KEY[key], now), "value": text}}}

    with pytest.raises(NewsletterError) as refused:
        desk.perform(NAME, lambda shot: change_settings(desk, shot, given))

    assert str(refused.value) == message


def test_sections_that_contradict_each_other_are_told_in_the_words_of_the_form(desk: Desk) -> None:
    """No key and no name of a file."""
    rows = [
        {"title": "A", "otherwise": "yes", "country": "Kenya"},
        {"title": "B", "otherwise": "yes", "group_by": "region"},
    ]
    (desk.path / "newsletter.toml").write_text(SMALL, encoding="utf-8")
    given = {"base": _ids(desk), "sections": rows}

    with pytest.raises(NewsletterError) as refused:
        desk.perform(NAME, lambda shot: change_sections(desk, shot, given))

    message = str(refused.value)
    assert "“A” has “Takes what no other section takes”, so it can have no other rules." in message
    assert "More than one section has “Takes what no other section takes”." in message
    assert "there are no regions" in message
    assert "otherwise" not in message
    assert "newsletter.toml" not in message


def test_the_form_has_every_heading() -> None:
    """A heading without a setting would be an empty box."""
    assert [title for title, _ in GROUPS] == list(FormGroup)
    assert all(fields for _, fields in GROUPS)
    assert Shape.TABLES not in {field.declared.shape for field in SECTION_FIELDS}
