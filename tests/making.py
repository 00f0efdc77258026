"""Short ways to make what tests are about: items, plans, rules, workspaces, cases from files."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from newsletter.core.model.item import Item, Kind, SourceKey, Unreadable
from newsletter.core.model.plan import Plan
from newsletter.core.model.sections import DEFAULT_SECTIONS, Section
from newsletter.core.model.verdict import Verdict
from newsletter.core.problems.problem import make_problem
from newsletter.core.problems.reading_kinds import UNREADABLE_FILE
from newsletter.core.selection.select import Rules, Selection, select
from newsletter.core.values.date_parser import parse_date
from newsletter.core.values.period import Period, read_period
from newsletter.core.values.zones import iana_zone

DATES = ("date", "starts", "ends", "deadline")


def item(kind: Kind, item_id: str, **values: Any) -> Item:
    """An item; dates are given as people write them."""
    read = {
        key: parse_date(value) if key in DATES and isinstance(value, str) else value
        for key, value in values.items()
    }
    if "dates" in read:
        read["dates"] = tuple(parse_date(text) for text in read["dates"])
    if "timezone" in read:
        read["zone"] = iana_zone(read["timezone"])
    if "sources" in read:
        read["sources"] = tuple(SourceKey(*source) for source in read["sources"])
    return Item(id=item_id, kind=kind, file=f"content/{item_id}.md", **{"title": item_id, **read})


def news(item_id: str = "news/x", **values: Any) -> Item:
    return item(Kind.NEWS, item_id, **values)


def event(item_id: str = "events/x", **values: Any) -> Item:
    return item(Kind.EVENT, item_id, **values)


def call(item_id: str = "calls/x", **values: Any) -> Item:
    return item(Kind.CALL, item_id, **values)


def unreadable(item_id: str = "news/broken") -> Unreadable:
    """A content file that cannot be read."""
    file = f"content/{item_id}.md"
    problem = make_problem(
        UNREADABLE_FILE, file=file, item=item_id, name=file, why="it is not text"
    )
    return Unreadable(item_id, file, problem)


MARCH_APRIL: Period = read_period("2022-03/2022-04")
SENT_ON = date(2022, 5, 11)


def plan(**values: Any) -> Plan:
    return Plan(**{"period": MARCH_APRIL, "send_on": SENT_ON, **values})


def rules(
    zone: str = "Europe/London", sections: tuple[Section, ...] = DEFAULT_SECTIONS, **values: Any
) -> Rules:
    found = iana_zone(zone)
    assert found is not None
    return Rules(**{"name": "INPUD Members Update", "zone": found, "sections": sections, **values})


def selected_from(
    *items: Item, records: Iterable[Any] = (), zone: str = "Europe/London", **plan_values: Any
) -> Selection:
    return select(items, plan(**plan_values), records, rules(zone))


def verdict_on(one: Item, **values: Any) -> Verdict:
    """The verdict on the first of the items, alone in its pool."""
    (verdict,) = selected_from(one, **values).verdicts
    return verdict


SETTINGS = """
name = "Our Members Update"
organisation = "Our Network"
timezone = "Europe/London"
postal_address = "Street 1, Town"
contact = "news@example.org"
"""


def workspace(folder: Path, files: dict[str, str] | None = None, settings: str = SETTINGS) -> Path:
    """A workspace with those files; paths under content/ or issues/ get their folders made."""
    (folder / "newsletter.toml").write_text(settings, "utf-8")
    for name, text in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def content(title: str = "A title", body: str = "", **values: str) -> str:
    """The text of a content file."""
    head = "\n".join(f"{key}: {value}" for key, value in {"title": title, **values}.items())
    return f"---\n{head}\n---\n{body}\n"


def cases(path: Path) -> Iterator[tuple[str, str]]:
    """The cases of a file with a line each, ``what is written => what it means``; # begins a comment."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            written, _, means = line.partition(" => ")
            yield written, means.strip()
