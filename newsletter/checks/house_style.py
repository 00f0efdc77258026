"""The house style: words the network does not use."""

import re
from collections.abc import Iterable, Iterator, Mapping

from newsletter.checks.context import CheckContext, all_words
from newsletter.core.problems.problem import Problem, note
from newsletter.core.values.text import fold, quoted


def house_style(checked: CheckContext) -> Iterable[Problem]:
    """Words the network does not use are told as notes, except in quotation marks and in names on the keep list."""
    style = checked.settings.house_style
    if not style.avoid:
        return
    words = "|".join(sorted((re.escape(word) for word in style.avoid), key=len, reverse=True))
    pattern = re.compile(rf"\b({words})(e?s)?\b", re.I)
    instead = {fold(word): better for word, better in style.avoid.items()}
    for placed in checked.placed:
        for message in _avoided(_own_words(all_words(placed), style.keep), pattern, instead):
            yield note(message, placed.item.file, placed.item.line("summary"), placed.item.id)
    plan = checked.issue.plan
    own = _own_words(f"{plan.subject} {plan.preheader} {plan.introduction}", style.keep)
    for message in _avoided(own, pattern, instead):
        yield note(message, plan.file)


def _avoided(text: str, pattern: re.Pattern[str], instead: Mapping[str, str]) -> Iterator[str]:
    for found in dict.fromkeys(hit[1] for hit in pattern.finditer(text)):
        better = instead.get(
            fold(found)
        )  # letters such as the Turkish dotless i match without being the word
        if better:
            yield f"house style: instead of {quoted(found)} write {quoted(better)}."


_QUOTATION = re.compile(
    r"“[^”]*”|„[^“”]*[“”]|‘[^’]*’(?!\w)|«[^»]*»|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)"
)


def _own_words(text: str, keep: tuple[str, ...]) -> str:
    """The text without what it quotes and without the names to keep."""
    for name in sorted(keep, key=len, reverse=True):
        text = re.sub(re.escape(name), " ", text, flags=re.I)
    return _QUOTATION.sub(" ", text)
