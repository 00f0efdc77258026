"""What was found goes into the pool: new things become content files, what is there already is never touched."""

import json
import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsletter.core.identity import link_key
from newsletter.core.item import FOLDERS, Item, Kind, PoolFile
from newsletter.core.text import fold, path_key
from newsletter.sources.found import Found, Reading
from newsletter.workspace.content import read_content
from newsletter.workspace.files import write_whole

_FOLDER_OF = {kind: folder for folder, kind in FOLDERS.items()}
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that was found, and the file it has."""

    found: Found
    file: str
    """Relative to the workspace."""
    new: bool
    like: str = ""
    """The id of an item that looks the same though nothing proves it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did; new, there already, repeated and failed add up to what the source holds."""

    arrivals: tuple[Arrival, ...]
    repeated: int
    failed: tuple[str, ...] = ()
    """What could not be written as a content file, and why."""

    @property
    def new(self) -> tuple[Arrival, ...]:
        """What became a content file."""
        return tuple(arrival for arrival in self.arrivals if arrival.new)


def into_pool(
    reading: Reading, pool: Iterable[PoolFile], workspace: Path, today: date, *, dry_run: bool = False
) -> Report:
    """Write a content file for everything that the pool does not hold yet; all of them, or none when the disk refuses.

    ``today`` becomes ``first_seen``. With ``dry_run`` nothing is written. Raises NewsletterError.
    """
    report, contents = new_files(reading, pool, today)
    if not dry_run:
        write_whole({workspace / name: text.encode() for name, text in contents.items()})
    return report


def new_files(reading: Reading, pool: Iterable[PoolFile], today: date) -> tuple[Report, dict[str, str]]:
    """What is to be told, and the texts of the new content files by their names relative to the workspace."""
    files = list(pool)
    by_key = _known(files)
    by_look = {(fold(file.title), day): file.id for file in files if isinstance(file, Item) for day in {_day(file), ""}}
    taken = {path_key(file.id) for file in files}
    arrivals, contents, failed = [], {}, []
    for found in reading.found:
        there = next((by_key[key] for key in _keys(found) if key in by_key), None)
        if there:
            arrivals.append(Arrival(found, there, new=False))
            continue
        item_id = free_id(found.kind, found.title, found.starts or found.date, taken)
        taken.add(path_key(item_id))
        name = f"content/{item_id}.md"
        text = content_text(found, today)
        _, problems = read_content(item_id, name, text)
        if problems and not found.undecided:  # nothing that we write may need mending, save what the report asks about
            failed.append(f"{found.title}: {problems[0].message}")
            continue
        contents[name] = text
        arrivals.append(Arrival(found, name, True, by_look.get((fold(found.title), _found_day(found)), "")))
        by_key[_keys(found)[0]] = name  # not its link: two posts of one page may share one
    return Report(tuple(arrivals), reading.repeated, tuple(failed)), contents


def _known(files: Iterable[PoolFile]) -> dict[str, str]:
    known = {}
    for file in files:
        if isinstance(file, Item):
            known.update({f"{source.kind}:{source.id}": file.file for source in file.sources})
            if file.imported and (key := link_key(file.link)):
                known[f"link:{file.kind}:{key}"] = file.file
    return known


def _keys(found: Found) -> list[str]:
    link = link_key(found.link)
    return [f"{found.source_kind}:{found.source_id}", *([f"link:{found.kind}:{link}"] if link else [])]


def _day(item: Item) -> str:
    when = item.starts or item.date
    day = when.certain_day if when else None
    return day.isoformat() if day else ""


def _found_day(found: Found) -> str:
    return (found.starts or found.date)[:10]


def free_id(kind: Kind, title: str, day: str, taken: Set[str]) -> str:
    """A path id that no other file has on any system; ``day`` is a date's text, used when it begins with YYYY-MM-DD.

    ``taken`` are the path keys there are.
    """
    found = re.match(r"\d{4}-\d{2}-\d{2}", day)
    stem = f"{_FOLDER_OF[kind]}/{f'{found[0]}-' if found else ''}{slug(title)}"
    return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if path_key(name) not in taken)


def slug(title: str) -> str:
    """The title as part of a file name: its letters in small, whatever the script, with dashes between the words."""
    decomposed = unicodedata.normalize("NFKD", title)
    plain = "".join(char for char in decomposed if not ("\u0300" <= char <= "\u036f"))
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", plain).casefold()).strip("-")
    cut = words[:NAME_LENGTH].encode()[:150].decode("utf-8", "ignore")  # systems count bytes, up to 255
    if len(words) > NAME_LENGTH and "-" in cut:
        cut = cut.rsplit("-", 1)[0]
    return cut or "untitled"


def content_text(found: Found, today: date) -> str:
    """The content file's text. Every text stands in double quotes, so nothing in it means anything to YAML."""
    lines = ["---", f"title: {_quoted(found.title)}"]
    lines += [f"{key}: {value}" for key in ("date", "starts", "ends") if (value := getattr(found, key))]
    if found.link:
        lines.append(f"link: {_quoted(found.link)}")
    if found.summary:
        lines.append(f"summary: {_quoted(found.summary)}")
    if found.categories:
        lines.append(f"categories: [{', '.join(map(_quoted, found.categories))}]")
    lines += [
        f"first_seen: {today.isoformat()}",
        "sources:",
        f"  - {{kind: {found.source_kind}, id: {_quoted(found.source_id)}{f', link: {_quoted(found.link)}' if found.link else ''}}}",
        "---",
        "",
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar; JSON's strings are a part of YAML's."""
    return json.dumps(text, ensure_ascii=False)
