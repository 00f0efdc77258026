"""The fields of an item as a form: what editors call them, where each is mended, what stands in it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.plan import Plan
from newsletter.core.values.text import path_key
from newsletter.workspace.frontmatter.front_matter import FrontMatter
from newsletter.workspace.plan.plan_file import EDIT_KEYS

_ALL = frozenset(Kind)
_EVENT, _CALL, _NEWS = frozenset({Kind.EVENT}), frozenset({Kind.CALL}), frozenset({Kind.NEWS})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an item."""

    key: str
    """The key in its file; keys within ``image`` as ``image/alt``; ``body`` is the text under the front matter."""
    label: str
    help: str = ""
    widget: str = "line"
    """``line``, ``text``, ``lines`` (a list, an entry on each) or ``choice``."""
    kinds: frozenset[Kind] = _ALL
    choices: tuple[tuple[str, str], ...] = ()
    group: str = ""

    @property
    def here(self) -> bool:
        """Whether it can be worded for one issue only; dates and the rest are facts about the item."""
        return self.key in EDIT_KEYS


_YES = (("", "No"), ("yes", "Yes"))

FIELDS = (
    Field("title", "Heading"),
    Field("summary", "Summary", "One or two sentences, about 45 words. Without it the first paragraph of the text is used.", "text"),
    Field("body", "Text", "Shown when the item is shown in full.", "text"),
    Field("date", "Published on", "Such as 2022-04-29 or 29 April 2022.", kinds=_NEWS),
    Field("starts", "Begins", "Such as 2022-05-25 13:00, or 12 – 13 April 2022.", kinds=_EVENT),
    Field("ends", "Ends", "Such as 14:30 (the same day) or 2022-05-26.", kinds=_EVENT),
    Field("dates", "All its days", "For a series, a line for each: 2022-04-04 18:00 – 19:30.", "lines", kinds=_EVENT),
    Field("deadline", "Deadline", "The last day to act, such as 2022-05-31.", kinds=_ALL),
    Field("timezone", "Time zone of its times", "A place, such as Europe/Paris. Without it: the organisation’s.", kinds=_EVENT | _CALL),
    Field("location", "Place", kinds=_EVENT),
    Field("online", "Online", "The address to join, or yes.", kinds=_EVENT),
    Field("register", "Address to register", kinds=_EVENT),
    Field("cancelled", "Cancelled", widget="choice", kinds=_EVENT, choices=_YES),
    Field("link", "Address to read on", "As the browser shows it, beginning with https://."),
    Field("network", "Member network", "Whom it is from or about."),
    Field("country", "Country"),
    Field("section", "Section", "Only to overrule the rules, in every issue.", "choice", group="more"),
    Field("categories", "Categories", "A line for each.", "lines", group="more"),
    Field("language", "Language", "Its short code, such as es, when it is not the newsletter’s.", group="more"),
    Field("audience", "Who may read it", widget="choice", choices=(("public", "Everyone"), ("members", "Members only")), group="more"),
    Field("image/src", "Picture: address", "The full address of a picture on your website.", group="picture"),
    Field("image/alt", "Picture: what it shows", "For members who cannot see it.", group="picture"),
    Field("image/credit", "Picture: who made it", group="picture"),
    Field("image/consent", "Did the people in it agree to be shown?", widget="choice", group="picture",
          choices=(("", "Nothing is known"), ("yes", "Yes, they agreed"), ("no", "No"))),
    Field("image/people", "Can anybody be recognised?", widget="choice", group="picture",
          choices=(("", "Nothing is known"), ("no", "No, nobody"), ("yes", "Yes"))),
    Field("draft", "Still a draft", widget="choice", choices=_YES, group="more"),
    Field("embargo", "Not to be told before", "A day, such as 2022-04-30.", group="more"),
    Field("leave_out", "Leave out of every issue, because", group="more"),
)  # fmt: skip
"""All of them, in the order of the form."""

BY_KEY = {field.key: field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with what stands in it."""

    field: Field
    value: str
    """What stands in the item's own file."""
    here: str | None = None
    """The words for this issue only; None when there are none."""
    choices: tuple[tuple[str, str], ...] = ()


def filled(
    item: Item, matter: FrontMatter, plan: Plan, sections: tuple[tuple[str, str], ...]
) -> tuple[Filled, ...]:
    """The form of an item; ``sections`` are the ids and titles there are."""
    edit = next(
        (edit for name, edit in plan.edits.items() if path_key(name) == path_key(item.id)), None
    )
    found = []
    for field in FIELDS:
        value = value_of(field.key, matter)
        if item.kind not in field.kinds and not value:
            continue
        if field.key == "deadline" and item.kind is not Kind.CALL and not value:
            continue
        choices = (("", "As the rules say"), *sections) if field.key == "section" else field.choices
        if choices and value not in {key for key, _ in choices}:
            choices = (*choices, (value, value))
        found.append(
            Filled(
                field,
                value,
                getattr(edit, field.key, None) if field.here and edit else None,
                choices,
            )
        )
    return tuple(found)


def value_of(key: str, matter: FrontMatter) -> str:
    """What stands under a key of a content file, as one text."""
    if key == "body":
        return matter.body.strip()
    outer, _, inner = key.partition("/")
    value: Any = matter.values.get(outer, "")
    if inner:
        if isinstance(value, str):
            return value if inner == "src" else ""
        value = value.get(inner, "") if isinstance(value, Mapping) else ""
    if isinstance(value, list):
        return "\n".join(entry if isinstance(entry, str) else "" for entry in value)
    return value.strip() if isinstance(value, str) else ""
