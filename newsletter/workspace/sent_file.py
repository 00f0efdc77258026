"""sent.json: the sent record, a plain file beside the issue, strict on reading.

A damaged record stops the work: nothing would be worse than to take it for "nothing was sent". Keys
that this version does not know are ignored; a later format is refused by name.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from newsletter.core.model.item import Audience
from newsletter.core.model.sent_record import Correction, SentItem, SentRecord
from newsletter.core.model.verdict import Role
from newsletter.core.values.period import Period, read_period
from newsletter.core.values.text import harmless, quoted
from newsletter.errors import NewsletterError
from newsletter.workspace.files.safe_io import UnreadableFile, read_text
from newsletter.workspace.workspace import SENT

FORMAT = 1
"""Raised when a reader of this version would misunderstand what a later one writes."""
MAX_RECORD = 20_000_000
Stamped = dict[str, tuple[tuple[int, int, int], SentRecord]]
"""Records read before, by file, each with what the file looked like."""


def read_records(workspace: Path, known: Stamped | None = None) -> tuple[SentRecord, ...]:
    """Every issues/*/sent.json, by the issues' names.

    ``known`` is kept up to date, so that a file that did not change is not read again. Raises
    NewsletterError when one is damaged, has a copy beside it, or names an issue that was sent before
    and has no record.
    """
    root = workspace / "issues"
    records = []
    known = {} if known is None else known
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        path = folder / SENT
        name = f"issues/{folder.name}/{SENT}"
        _refuse_copies(folder, name)
        if not path.exists() and not path.is_symlink():
            continue
        found = path.lstat()
        stamp = (found.st_size, found.st_mtime_ns, found.st_ino)
        if name not in known or known[name][0] != stamp:
            known[name] = (stamp, _read(path, name))
        records.append(known[name][1])
        if records[-1].issue != folder.name:
            raise _damaged(
                name, f"it is the record of {records[-1].issue}, and lies in another issue's folder"
            )
    _refuse_gaps(records)
    return tuple(records)


def record_text(record: SentRecord) -> str:
    """The record as it is written: one value a line, to compare and merge two people's changes."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "issue": record.issue,
        "period": f"{record.period.start:%Y-%m}/{record.period.last_month:%Y-%m}",
        "sent_on": record.sent_on.isoformat(),
        "subject": record.subject,
        "opening": dict(record.opening),
        "corrections_told": list(record.corrections_included),
        "link": record.link,
        "note": record.note,
        "by_hand": record.by_hand,
        "before": list(record.before),
        "files": dict(record.files),
        "items": [_item_value(item) for item in record.items],
        "left_out": dict(record.left_out),
        "left_out_keys": {name: list(found) for name, found in record.left_out_keys.items()},
        "corrections": [
            {
                "on": each.on.isoformat(),
                "text": each.text,
                "public": each.public,
                "items": list(each.items),
                "told": {name: dict(told) for name, told in each.facts.items()},
            }
            for each in record.corrections
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _item_value(item: SentItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "role": str(item.role),
        "kind": item.kind,
        "title": item.title,
        "day": item.day.isoformat() if item.day else None,
        "section": item.section,
        "network": item.network,
        "country": item.country,
        "categories": list(item.categories),
        "audience": item.audience.value,
        "again": item.again,
        "keys": sorted(item.keys),
        "told": dict(item.facts),
    }


def record_from(text: str, name: str) -> SentRecord:
    """The record that a text holds; ``name`` is its file, for messages. Raises NewsletterError."""
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except RecursionError:
        raise _damaged(name, "it is nested beyond measure") from None
    except ValueError as why:
        if "<<<<<<<" in text:
            raise _damaged(
                name,
                "two versions of it were merged and stand in it, between <<<<<<< and >>>>>>>; "
                "keep one of them",
            ) from None
        raise _damaged(name, f"it is not whole ({why})") from None
    if not isinstance(value, dict):
        raise _damaged(name, "it is not a record")
    if "\\ud" in text.lower():  # half of a character, which no file can hold
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise _damaged(name, "it holds half a character (\\ud800 or the like)") from None
    try:
        return replace(_record(value), file=name)
    except _Wrong as why:
        raise _damaged(name, str(why)) from None


class _Wrong(Exception):
    """What is wrong in a record, as a clause."""


def _record(value: Mapping[str, Any]) -> SentRecord:
    if _get(value, "format", int) > FORMAT:
        raise _Wrong("a later version of this program wrote it; bring this one up to date")
    keys: dict[str, Any] = _get(value, "left_out_keys", dict, {})
    issue, period = _get(value, "issue", str), _period(_get(value, "period", str))
    if period.slug != issue:
        raise _Wrong(f"its period is {period.title}, and its issue {quoted(issue)}")
    return SentRecord(
        issue=issue,
        period=period,
        sent_on=_date(_get(value, "sent_on", str), "sent_on"),
        items=tuple(_sent_item(each) for each in _list(value, "items", dict)),
        left_out=_words(value, "left_out"),
        left_out_keys={name: tuple(_list(keys, name, str)) for name in keys},
        link=_link(value),
        before=tuple(_list(value, "before", str)),
        subject=_get(value, "subject", str, ""),
        opening=_words(value, "opening", {}),
        corrections_included=tuple(_list(value, "corrections_told", str, [])),
        note=_get(value, "note", str, ""),
        by_hand=_get(value, "by_hand", bool, False),
        files=_words(value, "files"),
        corrections=tuple(_correction(each) for each in _list(value, "corrections", dict, [])),
    )


_ROLES = {str(role): role for role in Role}


def _sent_item(value: Mapping[str, Any]) -> SentItem:
    role = _get(value, "role", str)
    if role not in _ROLES:
        raise _Wrong(f"role is {quoted(role)}, and should be announced or reported")
    day = value.get("day")
    return SentItem(
        id=_get(value, "id", str),
        role=_ROLES[role],
        keys=frozenset(_list(value, "keys", str)),
        again=_get(value, "again", bool, False),
        title=_get(value, "title", str),
        kind=_get(value, "kind", str, ""),
        day=None if day is None else _date(_get(value, "day", str), "day"),
        section=_get(value, "section", str, ""),
        network=_get(value, "network", str, ""),
        country=_get(value, "country", str, ""),
        categories=tuple(_list(value, "categories", str, [])),
        # What does not say who may read it is not shown in public.
        audience=Audience.from_word(_get(value, "audience", str, "")),
        facts=_words(value, "told"),
    )


def _correction(value: Mapping[str, Any]) -> Correction:
    told: dict[str, Any] = _get(value, "told", dict, {})
    return Correction(
        on=_date(_get(value, "on", str), "on"),
        text=_get(value, "text", str),
        items=tuple(_list(value, "items", str, [])),
        public=_get(value, "public", bool, False),
        facts={name: _words(told, name) for name in told},
    )


_NONE = object()


def _get(value: Mapping[str, Any], key: str, kind: type, usual: Any = _NONE) -> Any:
    if key not in value:
        if usual is _NONE:
            raise _Wrong(f"{key} is missing")
        return usual
    found = value[key]
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise _Wrong(f"{key} is {quoted(str(found), 40)}, and should be {_KINDS[kind]}")
    if isinstance(found, str) and not found.isprintable():
        return harmless(found)
    return found


_KINDS = {str: "a text", int: "a number", bool: "true or false", list: "a list", dict: "a table"}


def _list(value: Mapping[str, Any], key: str, kind: type, usual: Any = _NONE) -> list[Any]:
    found: list[Any] = _get(value, key, list, usual)
    if not all(isinstance(each, kind) for each in found):
        raise _Wrong(f"{key} holds something that is not {_KINDS[kind]}")
    return found


def _words(value: Mapping[str, Any], key: str, usual: Any = _NONE) -> Mapping[str, str]:
    found: dict[str, Any] = _get(value, key, dict, usual)
    if not all(isinstance(each, str) for each in found.values()):
        raise _Wrong(f"{key} holds something that is not a text")
    texts: dict[str, Any] = found
    return {name: text if text.isprintable() else harmless(text) for name, text in texts.items()}


def _link(value: Mapping[str, Any]) -> str:
    found: str = _get(value, "link", str, "")
    if found and not found.startswith(("http://", "https://")):
        raise _Wrong(f"link is {quoted(found, 60)}, which is no web address")
    return found


def _date(text: str, key: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Wrong(
            f"{key} is {quoted(text, 40)}, which is not a day such as 2022-05-11"
        ) from None


def _period(text: str) -> Period:
    try:
        return read_period(text)
    except NewsletterError as why:
        raise _Wrong(f"period: {why}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands in it twice")
    return found


def _read(path: Path, name: str) -> SentRecord:
    try:
        return record_from(read_text(path, MAX_RECORD), name)
    except UnreadableFile as why:
        raise _damaged(name, str(why)) from None


def _refuse_copies(folder: Path, name: str) -> None:
    """A synchronised folder keeps two people's records under two names: a person has to choose."""
    for other in folder.glob("sent*.json"):
        if other.name != SENT:
            raise NewsletterError(
                f"it is a copy that a sync program made of {name}. Look which of the two is right, keep that as {SENT}, and take the other away.",
                file=f"issues/{folder.name}/{other.name}",
            )


def _refuse_gaps(records: list[SentRecord]) -> None:
    names = {record.issue for record in records}
    for record in records:
        gone = [name for name in record.before if name not in names]
        if gone:
            raise NewsletterError(
                f"when it was sent, issues/{gone[0]}/{SENT} was there, and now it is not. Bring it back (from git, the trash or a backup): without it, "
                "what that issue held would be offered again.", file=record.file,
            )  # fmt: skip


def _damaged(name: str, why: str) -> NewsletterError:
    return NewsletterError(
        f"the record of what was sent is damaged: {why}. Bring back an earlier version of the file (from git, the trash or a backup).",
        file=name,
    )
