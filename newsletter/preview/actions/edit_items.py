"""Items edited where they are shown, and new ones added: in their content files, or for one issue only."""

from collections.abc import Mapping

from newsletter.core.model import plan_edits as decisions
from newsletter.core.model.item import Audience, Kind
from newsletter.core.model.plan import Plan
from newsletter.core.problems.problem import Severity
from newsletter.core.selection.duplicates import clean_link as clean
from newsletter.core.selection.duplicates import watches
from newsletter.core.values.text import harmless, one_line, path_key
from newsletter.errors import NewsletterError
from newsletter.preview.actions.request import (
    Given,
    choice_of,
    item_of,
    merge_text,
    quote_title,
    text_of,
    with_plan,
)
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot
from newsletter.preview.views.item_form import BY_KEY, Field, value_of
from newsletter.preview.views.problem_words import word_problem
from newsletter.sources.merging.file_names import free_id
from newsletter.workspace.content.content_file import read_content
from newsletter.workspace.content.content_writer import Value, content_text
from newsletter.workspace.frontmatter.fences import FrontMatterError
from newsletter.workspace.frontmatter.front_matter import read_front_matter


def write(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Write one field of an item: in its file, or (``here``) for this issue only."""
    item = item_of(shot, text_of(given, "item"))
    field = BY_KEY.get(text_of(given, "field"))
    if field is None:
        raise NewsletterError("There is no such field. Reload the page.")
    base, value = _clean(field, text_of(given, "base")), _clean(field, text_of(given, "value"))
    if field.key == "title" and not value:
        raise NewsletterError("An item needs a heading.")
    if text_of(given, "here"):
        if not field.here:
            raise NewsletterError(f"{field.label} cannot be changed for this issue only.")

        def step(plan: Plan) -> Plan:
            edit = next(
                (edit for name, edit in plan.edits.items() if path_key(name) == path_key(item.id)),
                None,
            )
            now = getattr(edit, field.key, None)
            text = value if now is None else merge_text(field.label, base, value, now)
            return decisions.edit_item(plan, item.id, field.key, text)

        return with_plan(desk, shot, step, f"{field.label} for this issue: {quote_title(item.title)}", item=item.id,
                         field=f"{shot.name}/{item.id}/{field.key}")  # fmt: skip
    text = desk.text(item.file)
    try:
        now = _clean(field, value_of(field.key, read_front_matter(text)))
    except FrontMatterError as fault:
        raise NewsletterError(f"{fault.message}.", file=item.file, line=fault.line) from None
    merged = merge_text(field.label, base, value, now)
    new = (
        content_text(text, item.id, {}, body=merged)
        if field.key == "body"
        else content_text(text, item.id, _changes(field, merged))
    )
    _must_be_right(item.id, new, text)
    return PageChange(
        f"{field.label} changed: {quote_title(item.title)}",
        {item.file: new},
        f"{item.id}/{field.key}",
        item.id,
    )


def _changes(field: Field, value: str) -> Mapping[str, Value]:
    """What writing a field changes: without its address the whole picture goes, and what was said of it."""
    if field.key == "image/src" and not value:
        return {"image": None}
    return {field.key: _value(field, value)}


def _must_be_right(item_id: str, new: str, before: str | None) -> None:
    """Refuse a text with an error that the one before it had not: it is told where it was made, not in a list later."""
    name = f"content/{item_id}.md"
    old = (
        {problem.message for problem in read_content(item_id, name, before)[1]} if before else set()
    )
    for problem in read_content(item_id, name, new)[1]:
        if problem.severity is Severity.ERROR and problem.message not in old:
            raise NewsletterError(word_problem(problem, titles={}))


def clean_link(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Remove the tracking marks from an item's links."""
    item = item_of(shot, text_of(given, "item"))
    values = {
        key: clean(address)
        for key, address in (("link", item.link), ("register", item.register))
        if watches(address)
    }
    if not values:
        raise NewsletterError("Its links have no tracking marks any more.")
    return PageChange(
        f"Links without marks: {quote_title(item.title)}",
        {item.file: content_text(desk.text(item.file), item.id, values)},
        item=item.id,
    )


def as_in_file(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Take the words for this issue only away again."""
    item, field = item_of(shot, text_of(given, "item")), BY_KEY.get(text_of(given, "field"))
    if field is None or not field.here:
        raise NewsletterError("There is no such field. Reload the page.")
    return with_plan(desk, shot, lambda plan: decisions.edit_item(plan, item.id, field.key, None),
                     f"{field.label} as in its file: {quote_title(item.title)}", item=item.id)  # fmt: skip


def decide_day(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """Write the day an undecided item is about, into its file."""
    item = item_of(shot, text_of(given, "item"))
    value = one_line(text_of(given, "value"))
    if not value:
        raise NewsletterError("Write the day, such as 2022-04-29 or 29 April 2022.")
    field = item.kind.date_field
    before = desk.text(item.file)
    new = content_text(before, item.id, {field: value})
    _must_be_right(item.id, new, before)
    return PageChange(f"Dated {value}: {quote_title(item.title)}", {item.file: new}, item=item.id)


def _clean(field: Field, text: str) -> str:
    return harmless(text).strip() if field.widget in ("text", "lines") else one_line(text)


def _value(field: Field, text: str) -> Value:
    return (
        [part.strip() for part in text.splitlines() if part.strip()]
        if field.widget == "lines"
        else text
    )


def add(desk: Desk, shot: Snapshot, given: Given) -> PageChange:
    """A new item that is on no website; for members only until the editor says public."""
    try:
        kind = Kind(text_of(given, "kind"))
    except ValueError:
        raise NewsletterError("Say what it is: news, an event or a call.") from None
    title = one_line(text_of(given, "title"))
    if not title:
        raise NewsletterError("An item needs a heading.")
    values = {
        key: _value(field, _clean(field, text_of(given, key)))
        for key, field in BY_KEY.items()
        if key != "body"
    }
    values |= {
        "title": title,
        "audience": Audience.from_word(text_of(given, "audience")).value,
    }
    values = {key: value for key, value in values.items() if value and (kind in BY_KEY[key].kinds)}
    values["first_seen"] = shot.today.isoformat()
    item_id = free_id(
        kind,
        title,
        _day(values, kind),
        {path_key(v.item.id) for v in choice_of(shot).selection.verdicts},
    )
    name = f"content/{item_id}.md"
    if (desk.path / name).exists():
        raise NewsletterError("A file of that name was added in the meantime. Try again.")
    text = content_text(None, item_id, values, body=text_of(given, "body"))
    _must_be_right(item_id, text, None)
    return PageChange(f"Added: {quote_title(title)}", {name: text}, item=item_id)


def _day(values: Mapping[str, Value], kind: Kind) -> str:
    value = values.get(kind.date_field) or values.get("date") or ""
    return value if isinstance(value, str) else ""
