"""How the page words a problem: the form's labels, the titles of items, typographic quotation marks."""

import re
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from newsletter.core.problems.problem import Problem, ProblemKind, ProblemWords
from newsletter.core.values.text import quoted
from newsletter.preview.views.item_form import LABELS
from newsletter.preview.views.settings_form import GROUPS, SECTION_FIELDS
from newsletter.workspace.settings.settings_file import NAME

ITEM_LABELS = LABELS
"""What the form of an item calls its fields, by key; and names for those that have no form."""

PLAN_LABELS = {
    "period": "Period",
    "send_on": "To be sent on",
    "subject": "Subject",
    "preheader": "Preview text",
    "introduction": "Introduction",
    "lead": "Top story",
    "include": "Take in",
    "leave_out": "Leave out",
    "next_time": "Next time",
    "order": "Order",
    "move": "Section",
    "edits": "For this issue only",
    "form": "How much is shown",
    "also_in": "This issue in other languages",
    "approved_by": "Approved by",
    "approved_on": "Approved on",
}
"""What the page calls the parts of an issue, by key."""

SETTING_LABELS = {
    **{setting.key: setting.label for _, settings in GROUPS for setting in settings},
    "brand": "How it looks",
    "sections": "Sections",
    "house_style": "Words we do not use",
    "silence": "Silenced warnings",
}
"""What the form of the settings calls them, by key."""

SECTION_LABELS = {field.key: field.label for field in SECTION_FIELDS}
"""What the form of a section calls its fields, by key."""

_STRAIGHT_QUOTES = re.compile(r"(?<![\w’])'([^']{1,200})'(?!\w)")
NAME_LENGTH = 60
"""How many characters of its sentence name a kind of problem."""
_ENDS = (".", "!", "?", "…", ".”", "!”", "?”", "…”", ".’", "!’", "?’", "…’")


class PageWords(ProblemWords):
    """Fills the facts of a problem into the words for the page."""

    def __init__(self, titles: Mapping[str, str], labels: Mapping[str, str]) -> None:
        """``titles`` gives the titles of items by their ids, ``labels`` the labels of fields by their keys."""
        self.titles = titles
        self.labels = labels

    def show_quoted(self, text: str) -> str:
        """What somebody wrote, in typographic quotation marks."""
        return f"‘{quoted(text)[1:-1]}’"  # on one line and not too long

    def show_field(self, name: str) -> str:
        """The label of a field in its form, in the quotation marks that the page has for labels."""
        return f"“{label_of(name, self.labels)}”"

    def show_item(self, item_id: str) -> str:
        """The title of an item; of one that is not there, the name of its file."""
        title = self.titles.get(item_id) or item_id.rpartition("/")[2]
        return f"‘{title}’"


def label_of(name: str, labels: Mapping[str, str]) -> str:
    """The label of a field; of one that no form has, its key without underscores.

    A field within another, such as ``image/alt`` or ``sections/2/title``, has a label of its own, or
    that of its last part, or that of its first.
    """
    outer, _, _ = name.partition("/")
    inner = name.rpartition("/")[2]
    known = (labels.get(key) for key in (name, inner, outer))
    found = next((label for label in known if label), "")
    return found or inner.replace("_", " ").capitalize()


def word_problem(problem: Problem, titles: Mapping[str, str]) -> str:
    """A problem in whole sentences for the page."""
    words = PageWords(titles, _labels_for(problem))
    return say_sentence(words.say(problem.kind.on_page, problem.all_facts()))


class _KindWords(PageWords):
    """Words for a kind of problem: an ellipsis for what differs from problem to problem."""

    def __init__(self) -> None:
        super().__init__(titles={}, labels={})

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        """An ellipsis, whichever fact the template names."""
        return "…"

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        """The ellipsis alone, without quotation marks."""
        return value


def say_kind(kind: ProblemKind) -> str:
    """What problems of that kind say on the page, with … for what differs between them."""
    sentence = say_sentence(_KindWords().say(kind.on_page, {}))
    return sentence.replace("….", "…")


def name_kind(kind: ProblemKind) -> str:
    """The beginning of the same, in quotation marks, as a name for the kind."""
    return f"‘{shorten(say_kind(kind), NAME_LENGTH, placeholder=' …')}’"


def _labels_for(problem: Problem) -> Mapping[str, str]:
    """The labels of the form in which the problem is fixed."""
    if problem.file == NAME:
        in_sections = (problem.field or "").startswith("sections")
        if in_sections:
            return {**SETTING_LABELS, **SECTION_LABELS}
        return {**SECTION_LABELS, **SETTING_LABELS}
    if problem.item is None:
        return {**ITEM_LABELS, **SETTING_LABELS, **PLAN_LABELS}
    return {**PLAN_LABELS, **ITEM_LABELS}


def say_sentence(text: str) -> str:
    """A half-sentence as a sentence: it begins with a capital letter and ends with a full stop.

    Reasons and faults quote what somebody wrote as the command line does; the page sets ‘’ instead.
    """
    text = _STRAIGHT_QUOTES.sub(r"‘\1’", text.strip())
    if not text:
        return ""
    first_word = text.split()[0]
    is_name = any(mark in first_word.rstrip(".,:;") for mark in "/._")
    if not is_name:  # an address or the name of a file stays as it is
        text = text[0].upper() + text[1:]
    if text.endswith(_ENDS):
        return text
    return f"{text}."
