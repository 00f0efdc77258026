"""Every kind of item is in every table that has an entry for each kind."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from making import news

from newsletter.core.model.item import FOLDERS, Kind
from newsletter.core.selection.timing import Frame, timing
from newsletter.core.values.period import read_period
from newsletter.preview.views.cards import KINDS
from newsletter.render.archive_pages import _KINDS

REPOSITORY = Path(__file__).parents[1]
WORDS = sorted((REPOSITORY / "templates/words").glob("*.toml"))


def test_each_kind_has_one_folder() -> None:
    """``content/<folder>/`` says what its files are."""
    assert sorted(FOLDERS.values()) == sorted(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_a_field_for_its_day(kind: Kind) -> None:
    """The field is one that an item has."""
    assert hasattr(news("a"), kind.date_field)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_judged_by_its_dates(kind: Kind) -> None:
    """Also without a date."""
    period = read_period("2022-03/2022-04")
    frame = Frame(period, date(2022, 5, 11), 75, ZoneInfo("Europe/London"))

    assert timing(replace(news("a"), kind=kind), frame).code


def test_each_kind_has_its_word_on_the_page() -> None:
    """It is the label of a card, and what one chooses when one adds an item."""
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize("file", WORDS, ids=lambda file: file.stem)
def test_each_kind_has_its_word_in_the_report(file: Path) -> None:
    """In every language that we ship."""
    words = tomllib.loads(file.read_text("utf-8"))

    assert set(_KINDS) == set(Kind)
    assert [word for word in _KINDS.values() if not words.get(word)] == []
