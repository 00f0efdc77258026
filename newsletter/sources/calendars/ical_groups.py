"""Which events of a calendar are one item: those of one UID, as far as UIDs can be trusted."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from newsletter.core.values.text import one_line
from newsletter.sources.calendars.ical_parts import (
    is_changed_day,
    name_of,
    sequence_of,
    written_as,
)

Groups = dict[str, list[Any]]
"""Events by what their item is known by."""


def group_events(events: Iterable[Any]) -> Groups:
    """The events by what they are known by.

    Some programs give one UID to all events, so events with different names are different items.
    """
    groups: Groups = {}
    for uid, members in _by_uid(events).items():
        masters = [event for event in members if not is_changed_day(event)]
        if _are_different(masters):
            for identity, event in _tell_apart(uid, members, masters):
                groups.setdefault(identity, []).append(event)
        else:
            groups[uid] = members
    return groups


def _by_uid(events: Iterable[Any]) -> Groups:
    by_uid: Groups = defaultdict(list)
    for number, event in enumerate(events):
        uid = one_line(str(event.get("UID", "")))[:500]
        if not uid:
            uid = f"{name_of(event)} {written_as(event, 'DTSTART')}".strip()
            if "DTSTART" not in event:
                uid = f"{uid}  {number}"  # two blanks, as files imported earlier have it
        by_uid[uid].append(event)
    return by_uid


def _are_different(masters: list[Any]) -> bool:
    """Whether events of one UID are different events, rather than versions of the same."""
    names = {(name_of(event), written_as(event, "DTSTART")) for event in masters}
    versions = {sequence_of(event) for event in masters}
    return len(names) > 1 and len(versions) == 1


def _tell_apart(uid: str, members: list[Any], masters: list[Any]) -> Iterable[tuple[str, Any]]:
    """Each event with an id of its own; a changed day has the id of the event with its name.

    The first event keeps the UID itself, so that it is known again when it was alone before.
    """
    first = masters[0]
    id_by_name = {}
    for event in reversed(masters):
        id_by_name[name_of(event)] = _own_id(uid, event, first)
    fallback = next(iter(id_by_name.values()))
    for event in members:
        if is_changed_day(event):
            yield id_by_name.get(name_of(event), fallback), event
        else:
            yield _own_id(uid, event, first), event


def _own_id(uid: str, event: Any, first: Any) -> str:
    if event is first:
        return uid
    return f"{uid} {name_of(event)} {written_as(event, 'DTSTART')}"
