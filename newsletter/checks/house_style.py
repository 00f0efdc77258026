"""The house style: words the network does not use."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsletter.checks.context import CheckContext, opening_by_field, words_by_field
from newsletter.core.model.located_problems import about_item, about_plan
from newsletter.core.problems import item_kinds
from newsletter.core.problems.problem import Problem
from newsletter.core.values.text import fold
from newsletter.settings import HouseStyle


@dataclass(frozen=True, slots=True)
class _Avoided:
    """The avoided words of a house style, ready to search for."""

    pattern: re.Pattern[str]
    """Finds the words (group 1) and their plurals, the longest first."""
    better_words: Mapping[str, str]
    """What to use instead, by the folded word."""
    names_to_keep: tuple[str, ...]


def avoided_words(checked: CheckContext) -> Iterable[Problem]:
    """The texts use the words of the house style, except in quotation marks and listed names."""
    style = checked.settings.house_style
    if not style.avoid:
        return
    avoided = _prepare(style)
    for placed in checked.placed:
        for field, text in words_by_field(placed).items():
            for word, better in _find(avoided, text):
                yield about_item(
                    item_kinds.AVOIDED_WORD, placed.item, field, value=word, better=better
                )
    for field, text in opening_by_field(checked.plan).items():
        for word, better in _find(avoided, text):
            yield about_plan(
                item_kinds.AVOIDED_WORD, checked.plan, field, value=word, better=better
            )


def _prepare(style: HouseStyle) -> _Avoided:
    words = sorted(style.avoid, key=len, reverse=True)
    choices = "|".join(re.escape(word) for word in words)
    return _Avoided(
        pattern=re.compile(rf"\b({choices})(e?s)?\b", re.I),
        better_words={fold(word): better for word, better in style.avoid.items()},
        names_to_keep=style.keep,
    )


def _find(avoided: _Avoided, text: str) -> Iterator[tuple[str, str]]:
    """Each avoided word as it is written, once, with the word to use instead."""
    if not avoided.pattern.search(text):
        return
    own_words = _without_quotations(text, avoided.names_to_keep)
    for word in dict.fromkeys(found[1] for found in avoided.pattern.finditer(own_words)):
        # Letters such as the Turkish dotless i match although the word is another one.
        better = avoided.better_words.get(fold(word))
        if better:
            yield word, better


_QUOTATION = re.compile(
    r"“[^”]*”|„[^“”]*[“”]|‘[^’]*’(?!\w)|«[^»]*»|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)"
)


def _without_quotations(text: str, names_to_keep: tuple[str, ...]) -> str:
    """The text without what it quotes and without the names to keep."""
    for name in sorted(names_to_keep, key=len, reverse=True):
        text = re.sub(re.escape(name), " ", text, flags=re.I)
    return _QUOTATION.sub(" ", text)
