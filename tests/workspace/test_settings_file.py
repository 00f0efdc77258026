"""newsletter.toml: every mistake at once, with its line."""

from pathlib import Path

import pytest
from making import SETTINGS, workspace

from newsletter.core.model.sections import DEFAULT_SECTIONS
from newsletter.errors import NewsletterError
from newsletter.settings import Source
from newsletter.workspace.settings.settings_file import read_settings

FULL = """
name = "Our Update"
organisation = "Our Network"
website = "https://example.org"
contact = "news@example.org"
language = "en"
timezone = "Europe/Paris"
months_per_issue = 3
first_month = 12
look_ahead_days = 30
postal_address = "Street 1"
mailing_tool = "brevo"
words = 700
own_titles = ["Old name"]
event_categories = ["Termine"]
brand = { colour = "#112233", logo = "https://example.org/l.png", logo_width = 100 }
cities = [{ name = "Nairobi", timezone = "Africa/Nairobi" }]

[[sections]]
id = "all"
title = "All"
kind = "news"
category = ["A", "B"]
limit = 3
sort = "title"
group_by = "region"
empty = "Nothing this time."

[[sections]]
id = "rest"
title = "Rest"
otherwise = true

[regions]
Africa = ["Kenya", "Nigeria"]

[house_style]
keep = ["A Name"]
[house_style.avoid]
addict = "person who uses drugs"

[[sources]]
kind = "wordpress"
address = "https://example.org"
columns = {title = "Headline"}
"""


def read(folder: Path, text: str) -> list[str]:
    workspace(folder, settings=text)
    with pytest.raises(NewsletterError) as told:
        read_settings(folder)
    return [str(told.value), *told.value.others]


def test_every_setting_is_read(tmp_path: Path) -> None:
    """All that docs/settings.md names."""
    settings = read_settings(workspace(tmp_path, settings=FULL))

    assert (settings.name, settings.months_per_issue, settings.brand.logo_width) == (
        "Our Update",
        3,
        100,
    )
    assert [section.id for section in settings.sections] == ["all", "rest"]
    assert (settings.sections[0].kind, settings.sections[0].limit, settings.sections[0].sort) == (
        ("news",),
        3,
        "title",
    )
    assert settings.regions == {"Africa": ("Kenya", "Nigeria")}
    assert settings.house_style.avoid == {"addict": "person who uses drugs"}
    assert settings.cities[0].timezone == "Africa/Nairobi"
    assert settings.sources == (
        Source("wordpress", "https://example.org", columns={"title": "Headline"}),
    )


def test_without_sections_there_are_the_usual_ones(tmp_path: Path) -> None:
    """Time to act, Coming up, News, Events held, and one for what was missed."""
    settings = read_settings(workspace(tmp_path))

    assert settings.sections == DEFAULT_SECTIONS
    assert [section.title for section in settings.sections] == [
        "Time to act",
        "Coming up",
        "News",
        "Events held",
        "In case you missed it",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('time_zone = "UTC"', "newsletter.toml:7: there is no setting 'time_zone'; did you mean timezone?"),
        ('words = "900"', "newsletter.toml:7: words is '900'; write words = and a whole number, without quotation marks"),
        ("words = 3", "newsletter.toml:7: words is 3; write a number from 50 to 20000"),
        ("months_per_issue = 5", "newsletter.toml:7: months_per_issue is 5; write 1, 2, 3, 4, 6 or 12"),
        ('mailing_tool = "mailchmp"', "newsletter.toml:7: mailing_tool is 'mailchmp'; did you mean mailchimp?"),
        ('website = "example.org"', "newsletter.toml:7: website is 'example.org', which is not a full web address. "
         "Write it as the browser shows it, beginning with https://."),
        ('[brand]\ncolour = "red"', "newsletter.toml:8: colour is 'red'; write it as #0b5563"),
        ('[brand]\ncolor = "#112233"', "newsletter.toml:8: there is no setting 'color'; did you mean colour?"),
        ('[[sections]]\nid = "a"\ntitle = "A"\n[[sections]]\nid = "a"\ntitle = "B"',
         "newsletter.toml:11: two sections have the id 'a'; give each its own"),
        ('[[sections]]\ntitle = "A"', "newsletter.toml: id is missing; write id = \"…\", with quotation marks"),
        ('[[sections]]\nid = "a"\ntitle = "A"\nkind = ["evnt"]', "newsletter.toml:10: kind is 'evnt'; did you mean event?"),
        ('[[cities]]\nname = "N"\ntimezone = "Nairobi"',
         "newsletter.toml:9: timezone is 'Nairobi', which is not a time zone; write a place, such as Asia/Bangkok"),
        ('[regions]\nAfrica = "Kenya"', "newsletter.toml:8: Africa is not a list of countries; write Africa = [\"Kenya\", \"Nigeria\"]"),
        ('[brand]\nwebsite = "https://example.org"', "newsletter.toml:8: there is no setting 'website'; it belongs further up, above the first line with [ ]"),
        ('[brand]\ncolour = "#ffee00"', "newsletter.toml:8: colour is #ffee00, which cannot be read on white (contrast 1.2 to 1, and 4.5 is needed); write a darker one"),
        ('[[sections]]\nid = "a"\ntitle = "A"\nkind = "news"\notherwise = true', "newsletter.toml:11: a section with otherwise = true takes what is left, so it has no rules of its own; take one of the two away"),
        ('[[sections]]\nid = 1\ntitle = "A"', "newsletter.toml:8: id is '1'; write id = \"…\", with quotation marks"),
        ("sections = 3", "newsletter.toml:7: sections is not a list of tables; write [[sections]] on a line of its own, once for each"),
        ("brand = 3", "newsletter.toml:7: brand is not a table; write [brand] on a line of its own and its keys under it"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_and_what_to_write(tmp_path: Path, line: str, told: str) -> None:
    """A misspelt key names the nearest valid one."""
    assert told in read(tmp_path, f"{SETTINGS}{line}\n")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Nobody mends one to be told the next."""
    assert len(read(tmp_path, 'nme = "x"\nwords = true\ntimezone = "Nowhere/Land"\n')) == 5


@pytest.mark.parametrize("text", ["name = ", "[[[", "name = Our Update", "a" * 10])
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    """No traceback for a forgotten quotation mark."""
    assert read(tmp_path, text)[0].startswith("newsletter.toml:1: it cannot be read as TOML")
