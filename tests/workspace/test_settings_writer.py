"""newsletter.toml changed: comments and order stay, and what would be wrong is refused."""

import tomllib
from pathlib import Path

import pytest

from newsletter.errors import NewsletterError
from newsletter.workspace.settings.settings_file import settings_from
from newsletter.workspace.settings.settings_writer import settings_text
from newsletter.workspace.settings.words_file import words_shown, words_text

SHIPPED = (Path(__file__).parents[2] / "newsletter.toml").read_text("utf-8")
SMALL = 'name = "A"\norganisation = "B"\n'


def test_a_value_is_changed_where_it_stands() -> None:
    """Only its line differs; its comment stays."""
    text = settings_text(SHIPPED, {"mailing_tool": "brevo"})
    different = [
        (a, b) for a, b in zip(SHIPPED.splitlines(), text.splitlines(), strict=True) if a != b
    ]
    assert len(different) == 1
    assert different[0][1].startswith('mailing_tool = "brevo"')
    assert "# fills in the postal address" in different[0][1]


def test_a_new_key_stands_above_the_tables() -> None:
    """Below the first table it would be that table's key."""
    settings = settings_from(
        settings_text(
            SHIPPED,
            {
                "postal_address": "Street 1",
                "own_titles": ["A", "B"],
                "brand/logo": "https://example.org/l.png",
            },
        )
    )
    assert (settings.postal_address, settings.own_titles, settings.brand.logo) == (
        "Street 1",
        ("A", "B"),
        "https://example.org/l.png",
    )


def test_sections_are_ordered_added_taken_away_and_limited() -> None:
    """Those that stay keep everything that the form does not show."""
    text = settings_text(
        SHIPPED,
        {
            "sections": [
                {"was": 3},
                {"was": 0, "limit": 5},
                {"id": "new", "title": "New", "category": ["X"]},
            ]
        },
    )
    sections = settings_from(text).sections
    assert [section.id for section in sections] == ["activities", "act-now", "new"]
    assert (
        sections[0].otherwise,
        sections[1].act_now,
        sections[1].limit,
        sections[2].category,
    ) == (
        True,
        True,
        5,
        ("X",),
    )


def test_a_workspace_without_sections_gets_the_usual_ones_written_out() -> None:
    """So that they can be changed."""
    sections = settings_from(
        settings_text(SMALL, {"sections": [{"was": 2, "title": "All news"}, {"was": 0}]})
    ).sections
    assert [(section.id, section.title) for section in sections] == [
        ("news", "All news"),
        ("act-now", "Time to act"),
    ]


def test_what_cannot_be_read_as_settings_is_refused() -> None:
    """All of it is told, and the text is not given out."""
    with pytest.raises(NewsletterError, match="cannot be read on white"):
        settings_text(SHIPPED, {"brand/colour": "#ffffff"})
    with pytest.raises(NewsletterError, match="otherwise"):
        settings_text(
            SHIPPED, {"sections": [{"was": 3}, {"id": "x", "title": "X", "otherwise": True}]}
        )


def test_tables_of_words_cities_and_regions_come_and_go() -> None:
    """Also where there were none before."""
    values = {
        "house_style/avoid": {"a b": "c"},
        "cities": [{"name": "Nairobi", "timezone": "Africa/Nairobi"}],
        "regions": {"Africa": ["Kenya"]},
    }
    settings = settings_from(settings_text(SMALL, values))
    assert (dict(settings.house_style.avoid), settings.cities[0].name, dict(settings.regions)) == (
        {"a b": "c"},
        "Nairobi",
        {"Africa": ("Kenya",)},
    )
    assert (
        settings_from(
            settings_text(settings_text(SMALL, values), {"cities": [], "regions": {}})
        ).cities
        == ()
    )


def test_words_of_the_email_are_changed_one_by_one() -> None:
    """Names of months stay a list; braces and comments stay."""
    english = (Path(__file__).parents[2] / "templates/words/en.toml").read_text("utf-8")
    months = words_shown(english)["months"]
    text = words_text(
        english,
        {"in_this_update": "Inside", "months": months.replace("January", "Jänner")},
        english,
    )
    assert tomllib.loads(text)["months"][0] == "Jänner"
    assert tomllib.loads(text)["in_this_update"] == "Inside"
    assert len(text.splitlines()) == len(english.splitlines())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("months", "one, two"),
        ("deadline", "until then"),
        ("in_this_update", "{x}"),
        ("in_this_update", "{"),
        ("in_this_update", " "),
    ],
)
def test_words_that_would_break_the_email_are_refused(key: str, value: str) -> None:
    """Twelve months, the braces that are filled in, and no others."""
    english = (Path(__file__).parents[2] / "templates/words/en.toml").read_text("utf-8")
    with pytest.raises(NewsletterError):
        words_text(english, {key: value}, english)


def test_tables_in_braces_are_changed_too() -> None:
    """Whatever form of TOML somebody chose."""
    text = SMALL + 'brand = {colour = "#0b5563"}\ncities = [{name = "A", timezone = "UTC"}]\n'
    settings = settings_from(
        settings_text(
            text,
            {
                "brand/font": "Arial",
                "cities": [
                    {"was": 0, "name": "A", "timezone": "UTC"},
                    {"was": 1, "name": "B", "timezone": "UTC"},
                ],
            },
        )
    )
    assert (
        settings.brand.font,
        settings.brand.colour,
        [city.name for city in settings.cities],
    ) == (
        "Arial",
        "#0b5563",
        ["A", "B"],
    )


def test_no_comment_is_lost() -> None:
    """Not those beside what is taken away, nor those within a table of words."""
    text = (
        SMALL
        + '[[cities]]\nname = "A"\ntimezone = "UTC"\n# about B\n[[cities]]\nname = "B"\ntimezone = "UTC"\n\n# brand\n[brand]\n[house_style.avoid]\n# legal\n"x" = "y"\n"z" = "w"\n'
    )
    changed = settings_text(
        text,
        {
            "cities": [{"was": 0, "name": "A", "timezone": "UTC"}],
            "house_style/avoid": {"x": "other", "z": "w"},
        },
    )
    for comment in ("# about B", "# brand", "# legal"):
        assert comment in changed
