"""A changed plan back into the text of its issue.md: only what differs is written, everything else
stays as it was."""

from collections.abc import Iterable, Mapping
from dataclasses import fields as dataclass_fields
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from newsletter.core.model.plan import EDIT_KEYS, PLAN_FIELDS, Edit, Plan, plan_key
from newsletter.core.values.text import path_key
from newsletter.errors import NewsletterError
from newsletter.workspace.frontmatter.change_keys import rewritten
from newsletter.workspace.plan.plan_file import KEYS, plain_id, read_plan

_LISTS = ("include", "next_time", "order")
_MAPPINGS = ("leave_out", "move", "form", "edits", "approved")


def plan_text(text: str, before: Plan, after: Plan) -> str:
    """The text of an issue.md that says ``after``; it said ``before``.

    Raises NewsletterError when the text cannot be changed so that it is read again as exactly
    that plan.
    """
    body = None if after.introduction == before.introduction else after.introduction
    result = rewritten(text, lambda document: _change(document, before, after), KEYS, body)
    again, _ = read_plan(before.file, result, before.period)
    if again != after:
        different = [
            plan_key(f)
            for f in dataclass_fields(Plan)
            if f.compare and getattr(again, f.name) != getattr(after, f.name)
        ]
        raise NewsletterError(
            f"its {', '.join(different)} could not be changed safely; "
            "open the file itself and change it there.",
            file=before.file,
        )
    return result


def _change(document: CommentedMap, before: Plan, after: Plan) -> None:
    for key in ("subject", "preheader", "lead", "approved_by"):
        if getattr(before, key) != getattr(after, key):
            document[key] = getattr(after, key)
            if key in ("lead", "approved_by") and not getattr(after, key):
                del document[key]
    if before.approved_on != after.approved_on:
        _set(document, "approved_on", after.approved_on.isoformat() if after.approved_on else None)
    if before.send_on != after.send_on:
        document["send_on"] = after.send_on.isoformat()
    if before.also_in != after.also_in:
        _set(document, "also_in", CommentedMap(after.also_in))
    for key in _LISTS:
        if getattr(before, key) != getattr(after, key):
            _set(document, key, _list(document.get(key), getattr(after, key)))
    for key in _MAPPINGS:
        name = PLAN_FIELDS[key]
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            _set(document, key, _mapping(document.get(key), old, new))


def _set(document: CommentedMap, key: str, value: Any) -> None:
    """Set the key, or remove it when there is nothing under it any more."""
    if value:
        document[key] = value
    else:
        document.pop(key, None)


def _list(node: Any, ids: Iterable[str]) -> CommentedSeq | CommentedMap:
    """The ids as a list; what was there keeps its spelling, its comments, and the whys that people
    write behind ids."""
    wanted = list(ids)
    if isinstance(node, CommentedMap):
        whys = {path_key(plain_id(str(key))): (key, node[key]) for key in node}
        kept = CommentedMap(whys.get(path_key(name), (name, "")) for name in wanted)
        for key in kept:
            if key in node.ca.items:
                kept.ca.items[key] = node.ca.items[key]
        return kept
    if not isinstance(node, CommentedSeq):
        return CommentedSeq(wanted)
    places = {path_key(plain_id(str(entry))): at for at, entry in enumerate(node)}
    listed = CommentedSeq(
        node[places[path_key(name)]] if path_key(name) in places else name for name in wanted
    )
    for at, name in enumerate(wanted):
        if (before := places.get(path_key(name))) in node.ca.items:
            listed.ca.items[at] = node.ca.items[before]
    if node.fa.flow_style():
        listed.fa.set_flow_style()
    return listed


def _mapping(node: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> CommentedMap:
    """The entries as a mapping, changed in place where there is one."""
    if not isinstance(node, CommentedMap):
        return CommentedMap({name: _entry(None, value) for name, value in after.items()})
    written = {path_key(plain_id(str(key))): key for key in node}
    for name in before:
        if name not in after:
            node.pop(written[path_key(name)], None)
    for name, value in after.items():
        if before.get(name) != value:
            key = written.get(path_key(name), name)
            node[key] = _entry(node.get(key), value)
    return node


def _entry(node: Any, value: Any) -> Any:
    if not isinstance(value, Edit):
        return str(value)
    entry = node if isinstance(node, CommentedMap) else CommentedMap()
    for key in EDIT_KEYS:
        said = getattr(value, key)
        if said is None:
            entry.pop(key, None)
        elif entry.get(key) != said:
            entry[key] = said
    return entry
