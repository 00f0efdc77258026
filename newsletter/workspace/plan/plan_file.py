"""issue.md into a Plan: the editor's decisions about one issue, read with the same care as content
files."""

from datetime import date
from typing import Any

from newsletter.core.model.plan import EDIT_KEYS, PLAN_FIELDS, Amount, Edit, Plan
from newsletter.core.problems import reading_kinds as kinds
from newsletter.core.problems.problem import Problem
from newsletter.core.values.period import Period, read_period
from newsletter.core.values.text import harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.workspace.frontmatter.fences import FrontMatterError
from newsletter.workspace.frontmatter.field_values import Fields
from newsletter.workspace.frontmatter.front_matter import read_front_matter

KEYS = tuple(PLAN_FIELDS)
"""The keys of issue.md."""


def without_plan(period: Period) -> Plan:
    """The plan of an issue that has no issue.md yet: sent on the first day after the period,
    nothing decided."""
    return Plan(period, period.end)


def read_plan(
    file: str, text: str, folder_period: Period | None
) -> tuple[Plan, tuple[Problem, ...]]:
    """Read the text of an issue.md. ``folder_period`` is the period its folder is named after, for
    a plan that names none.

    Raises NewsletterError when the file cannot be read at all, or neither it nor its folder
    names a period.
    """
    try:
        matter = read_front_matter(text)
    except FrontMatterError as fault:
        raise NewsletterError(f"{fault.message}.", file=file, line=fault.line) from None
    fields = Fields(matter.values, matter.lines, file)
    fields.report_read_as_text(matter.read_as_text)
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
        move=_texts_by_id(fields, "move"),
        edits=_edits(fields),
        amounts=_amounts(fields),
        approved_by=fields.text("approved_by"),
        approved_on=fields.day("approved_on"),
        approved=_texts_by_id(fields, "approved"),
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
    """Ids in a list; the keys of a mapping do as well, since people write a reason behind each."""
    value = fields.values.get(key)
    if isinstance(value, dict):
        return tuple(plain_id(one_line(item_id)) for item_id in value)
    return tuple(dict.fromkeys(plain_id(word) for word in fields.texts(key)))


def _texts_by_id(fields: Fields, key: str) -> dict[str, str]:
    """One line of text for each item."""
    found = {}
    for item_id, value in fields.mapping(key).items():
        if isinstance(value, str):
            found[plain_id(item_id)] = one_line(value)
        else:
            fields.report(kinds.ENTRY_NOT_TEXT, f"{key}/{item_id}", outer=key, name=item_id)
    return found


def _leave_out(fields: Fields) -> dict[str, str]:
    """The items to leave out, each with its reason; a list names none."""
    written = fields.values.get("leave_out")
    if isinstance(written, str) and written:
        fields.report(kinds.LEAVE_OUT_WITHOUT_REASON, "leave_out", written)
        return {}
    if isinstance(written, list):
        return dict.fromkeys(_ids(fields, "leave_out"), "")
    return _texts_by_id(fields, "leave_out")


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


def _amounts(fields: Fields) -> dict[str, Amount]:
    inside = fields.inside("form")
    amounts = {}
    for key in inside.values:
        amounts[plain_id(key)] = Amount(inside.one_of(key, tuple(Amount), Amount.SUMMARY))
    return amounts
