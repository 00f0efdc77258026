"""issue.md into a Plan: the editor's decisions about one issue, read with the same care as content files."""

from dataclasses import fields as dataclass_fields
from datetime import date
from typing import Any

from newsletter.core.model.plan import Edit, Form, Plan
from newsletter.core.problems.problem import Problem
from newsletter.core.values.period import Period, read_period
from newsletter.core.values.text import harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.workspace.frontmatter.fences import FrontMatterError
from newsletter.workspace.frontmatter.field_values import Fields
from newsletter.workspace.frontmatter.front_matter import read_front_matter

_COMPUTED = {"introduction", "file", "lines"}
KEYS = tuple(field.name for field in dataclass_fields(Plan) if field.name not in _COMPUTED)
"""The keys of issue.md."""
EDIT_KEYS = tuple(field.name for field in dataclass_fields(Edit))
"""The keys under an item in ``edits``."""


def without_plan(period: Period) -> Plan:
    """The plan of an issue that has no issue.md yet: sent on the first day after the period, nothing decided."""
    return Plan(period, period.end)


def read_plan(
    file: str, text: str, folder_period: Period | None
) -> tuple[Plan, tuple[Problem, ...]]:
    """Read the text of an issue.md. ``folder_period`` is the period its folder is named after, for a plan that names none.

    Raises NewsletterError when the file cannot be read at all, or neither it nor its folder names a period.
    """
    try:
        matter = read_front_matter(text)
    except FrontMatterError as fault:
        raise NewsletterError(f"{fault.message}.", file=file, line=fault.line) from None
    fields = Fields(matter.values, matter.lines, file)
    for line, key in matter.mended:
        fields.noted(f"{key} holds characters that YAML takes for its own; it was read as it stands", line)  # fmt: skip
    period = _period(fields, folder_period)
    fields.unknown_keys(KEYS, strict=True)
    plan = Plan(
        period=period,
        send_on=_send_on(fields, period),
        subject=fields.text("subject"),
        preheader=fields.text("preheader"),
        also_in=fields.links_by_language("also_in"),
        lead=plain_id(fields.text("lead")),
        include=_ids(fields, "include"),
        leave_out=_leave_out(fields),
        next_time=_ids(fields, "next_time"),
        order=_ids(fields, "order"),
        move={plain_id(key): value for key, value in _texts_by_id(fields, "move").items()},
        edits=_edits(fields),
        form=_forms(fields),
        approved_by=fields.text("approved_by"),
        approved_on=fields.day("approved_on"),
        approved={plain_id(key): value for key, value in _texts_by_id(fields, "approved").items()},
        introduction=harmless(matter.body),
        file=file,
        lines={
            **{_line_key(key): line for key, line in matter.lines.items()},
            "introduction": matter.body_line,
        },
    )
    return plan, tuple(fields.problems)


def plain_id(text: str) -> str:
    """An item's id as people write it: with or without ``content/`` and ``.md``."""
    return text.strip().replace("\\", "/").removeprefix("content/").removesuffix(".md")


def _line_key(path: str) -> str:
    outer, _, inner = path.partition("/")
    return f"{outer}/{plain_id(inner)}" if inner else outer


def _period(fields: Fields, folder_period: Period | None) -> Period:
    text = fields.text("period")
    try:
        if text:
            return read_period(text)
    except NewsletterError as fault:
        raise NewsletterError(
            fault.message, file=fields.file, line=fields.lines.get("period")
        ) from None
    if folder_period is None:
        raise NewsletterError(
            "it names no period; write period: March – April 2022", file=fields.file
        )
    return folder_period


def _send_on(fields: Fields, period: Period) -> date:
    return fields.day("send_on") or period.end


def _ids(fields: Fields, key: str) -> tuple[str, ...]:
    """Ids in a list; the keys of a mapping do as well, since people write a why behind each."""
    value = fields.values.get(key)
    if isinstance(value, dict):
        return tuple(plain_id(one_line(item_id)) for item_id in value)
    return tuple(dict.fromkeys(plain_id(word) for word in fields.texts(key)))


def _texts_by_id(fields: Fields, key: str) -> dict[str, str]:
    found = {}
    for item_id, value in fields.mapping(key).items():
        if isinstance(value, str):
            found[item_id] = one_line(value)
        else:
            fields.wrong(
                f"{key}/{item_id}",
                f"{key} has no plain text behind {item_id}; write {item_id}: and one line of text",
            )
    return found


def _leave_out(fields: Fields) -> dict[str, str]:
    if isinstance(fields.values.get("leave_out"), str) and fields.values["leave_out"]:
        fields.wrong(
            "leave_out",
            "leave_out names no why; write leave_out: and under it, two blanks in, the item: and why",
        )
        return {}
    if isinstance(fields.values.get("leave_out"), list):
        return dict.fromkeys(_ids(fields, "leave_out"), "")
    return {plain_id(key): why for key, why in _texts_by_id(fields, "leave_out").items()}


def _edits(fields: Fields) -> dict[str, Edit]:
    edits = {}
    for item_id in fields.mapping("edits"):
        inside = fields.inside("edits").inside(item_id)
        inside.unknown_keys(EDIT_KEYS, strict=True)
        said: dict[str, Any] = {key: inside.text(key) for key in EDIT_KEYS if key in inside.values}
        if "summary" in said:
            said["summary"] = harmless(inside.long_text("summary"))
        if said.get("link"):
            said["link"] = inside.link("link", mail=True)
        edits[plain_id(item_id)] = Edit(**{**said, "title": said.get("title") or None})
    return edits


def _forms(fields: Fields) -> dict[str, Form]:
    inside = fields.inside("form")
    return {
        plain_id(key): Form(inside.one_of(key, tuple(Form), Form.SUMMARY)) for key in inside.values
    }
