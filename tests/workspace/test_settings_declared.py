"""One declaration of a setting is enough: reading, messages, docs and matching follow from it."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from making import item, news

from newsletter.core.model.declare_setting import DeclaredField, Shape, declared_fields
from newsletter.core.model.item import Item, Kind
from newsletter.core.model.sections import Section, section_rules
from newsletter.core.model.setting_rules import OneOf
from newsletter.core.model.verdict import Role
from newsletter.errors import NewsletterError
from newsletter.settings import Brand, City, HouseStyle, Settings, Source
from newsletter.workspace.settings.settings_file import settings_from

DOCS = (Path(__file__).parents[2] / "docs/settings.md").read_text("utf-8")
SMALL = 'name = "A"\norganisation = "B"\n'
RULES = pytest.mark.parametrize("rule", section_rules(), ids=lambda rule: rule.name)

PLACES = {Settings: "", Brand: "[brand]\n", HouseStyle: "[house_style]\n"}
PLACES |= {
    Section: '[[sections]]\nid = "a"\ntitle = "A"\n',
    City: '[[cities]]\nname = "N"\ntimezone = "UTC"\n',
    Source: '[[sources]]\nkind = "csv"\naddress = "a.csv"\n',
}
"""How a table of each class begins in newsletter.toml."""

ALL = pytest.mark.parametrize(
    ("type_", "field"),
    [(type_, field) for type_ in PLACES for field in declared_fields(type_)],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", "")),
)


def text_items(word: str) -> list[Item]:
    """Items of every kind that have the word wherever an item has a text or a list of texts."""
    hints = get_type_hints(Item)
    values: dict[str, Any] = {}
    for field in fields(Item):
        if hints[field.name] is str and field.name not in ("id", "file", "title"):
            values[field.name] = word
        if hints[field.name] == tuple[str, ...]:
            values[field.name] = (word,)
    return [news(**values)]


def samples(rule: DeclaredField) -> tuple[str, list[tuple[Item, Role]], list[tuple[Item, Role]]]:
    """A word for the rule, with what it takes and what it does not take."""
    everything = [(item(kind, f"x/{kind}"), role) for kind in Kind for role in Role]
    if isinstance(rule.rule, OneOf):
        word = rule.rule.words[0]
        assert rule.declaration.matches is not None
        taken = [pair for pair in everything if word in rule.declaration.matches(*pair)]
        return word, taken, [pair for pair in everything if pair not in taken]
    taken = [(each, Role.REPORTED) for each in text_items("CÔTE D’IVOIRE")]
    others = [(each, Role.REPORTED) for each in [*text_items("Elsewhere"), news()]]
    return "cote d'ivoire", taken, others


def section_with(line: str) -> Section:
    """The section of a newsletter.toml with one more line in its table."""
    return settings_from(f"{SMALL}{PLACES[Section]}{line}\n").sections[0]


def toml_value(rule: DeclaredField, word: str) -> str:
    return f'["{word}"]' if rule.shape is Shape.TEXTS else f'"{word}"'


@RULES
def test_every_rule_of_a_section_is_read_and_matched(rule: DeclaredField) -> None:
    """What newsletter.toml asks for is taken, whatever its case and accents, and nothing else
    is."""
    word, taken, others = samples(rule)
    section = section_with(f"{rule.name} = {toml_value(rule, word)}")

    assert taken
    assert others
    assert all(section.wants(*pair) for pair in taken)
    assert not any(section.wants(*pair) for pair in others)


@RULES
def test_a_rule_with_one_word_needs_no_brackets(rule: DeclaredField) -> None:
    """``country = "Kenya"`` is ``country = ["Kenya"]``."""
    word, _, _ = samples(rule)

    assert section_with(f'{rule.name} = "{word}"') == section_with(
        f"{rule.name} = {toml_value(rule, word)}"
    )


@RULES
def test_a_misspelt_rule_names_the_right_one(rule: DeclaredField) -> None:
    """Every rule is known to the messages too."""
    with pytest.raises(NewsletterError, match=f"did you mean {rule.name}?"):
        section_with(f'{rule.name}q = "x"')


@RULES
def test_a_star_means_any_value(rule: DeclaredField) -> None:
    """``country = ["*"]`` takes what has a country, and not what has none."""
    if isinstance(rule.rule, OneOf):
        return
    section = section_with(f'{rule.name} = "*"')
    assert all(section.wants(each, Role.REPORTED) for each in text_items("Somewhere"))
    assert not section.wants(news(), Role.REPORTED)


def test_a_section_takes_items_of_its_countries() -> None:
    """A rule of its own: the country an item is from or about."""
    section = section_with('country = ["Kenya", "Côte d’Ivoire"]')

    assert section.wants(news(country="kenya"), Role.REPORTED)
    assert section.wants(news(country="Cote d'Ivoire"), Role.REPORTED)
    assert not section.wants(news(country="Nigeria"), Role.REPORTED)
    assert not section.wants(news(), Role.REPORTED)


@ALL
def test_every_setting_refuses_what_has_the_wrong_shape(type_: type, field: DeclaredField) -> None:
    """A day of the calendar is no value of any setting; the message names the setting and its
    line."""
    table = f"{PLACES[type_]}{field.name} = 2022-04-01\n"
    if field.required:  # instead of the line that the table begins with
        lines = PLACES[type_].splitlines()
        kept = [line for line in lines if not line.startswith(f"{field.name} =")]
        table = "\n".join([*kept, f"{field.name} = 2022-04-01", ""])
    small = SMALL
    if type_ is Settings:
        small = "".join(
            f"{line}\n" for line in SMALL.splitlines() if not line.startswith(f"{field.name} =")
        )
    with pytest.raises(NewsletterError) as refused:
        settings_from(small + table)
    assert refused.value.message.startswith(f"{field.name} is ")
    assert refused.value.line is not None


@ALL
def test_every_setting_is_documented(type_: type, field: DeclaredField) -> None:
    """Each has its row in docs/settings.md, with every word that it takes."""
    rows = [line for line in DOCS.splitlines() if line.startswith(f"| `{field.name}` |")]

    assert rows, f"run `make docs` after declaring {type_.__name__}.{field.name}"
    if isinstance(field.rule, OneOf):
        assert any(all(f"`{word}`" in row for word in field.rule.words) for row in rows)


def test_every_default_is_right() -> None:
    """A newsletter.toml that writes out the defaults means the same as one that leaves them out."""
    lines = []
    for field in declared_fields(Settings):
        if field.shape in (Shape.TEXT, Shape.NUMBER, Shape.TEXTS) and not field.required:
            value = list(field.default) if isinstance(field.default, tuple) else field.default
            lines.append(f"{field.name} = {value!r}".replace("'", '"'))
    text = "\n".join([SMALL, *lines])
    assert tomllib.loads(text)
    assert settings_from(text) == settings_from(SMALL)


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ('["missing-sumary"]', "silence has 'missing-sumary', which is not a code; did you mean missing-summary?"),
        ('["zzz"]', "silence has 'zzz', which is not a code; docs/checks.md lists the codes"),
        ('["missing-summary", "unreadable-date"]', "silence has unreadable-date, which is an error, and errors cannot be silenced"),
    ],
)  # fmt: skip
def test_only_warnings_and_notes_are_silenced(codes: str, message: str) -> None:
    """An unknown code names the nearest; the code of an error is refused."""
    with pytest.raises(NewsletterError) as refused:
        settings_from(f"{SMALL}silence = {codes}\n")
    assert refused.value.message == message
    assert refused.value.line == 3


def test_silenced_codes_are_read() -> None:
    """As they are written, in their order."""
    assert settings_from(f'{SMALL}silence = ["missing-summary"]\n').silence == ("missing-summary",)


def test_words_of_known_choices_are_never_empty() -> None:
    """``sort = ""`` is a mistake; for a choice that may be left out, it is the same as leaving
    it out."""
    with pytest.raises(NewsletterError, match="sort is ''; write natural, newest, oldest or title"):
        section_with('sort = ""')
    assert section_with('group_by = ""').group_by is None
