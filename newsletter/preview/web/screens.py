"""Whole pages: what each of them shows."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from newsletter.build import overview
from newsletter.core.model.item import Item, Kind
from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.errors import NewsletterError
from newsletter.preview.actions.edit_files import known_files
from newsletter.preview.desk.desk import Desk, Snapshot
from newsletter.preview.desk.import_jobs import ImportJob
from newsletter.preview.desk.page_state import State
from newsletter.preview.views.cards import KINDS
from newsletter.preview.views.import_results import COLUMNS, view_result
from newsletter.preview.views.item_form import FIELDS, filled
from newsletter.preview.views.period_list import STATES, periods
from newsletter.preview.views.settings_form import (
    BY_KEY,
    GROUPS,
    LANGUAGES,
    SECTION_FIELDS,
    TOOLS,
    as_text,
    section_text,
)
from newsletter.preview.views.year_view import year_view
from newsletter.preview.web.email_frames import policy_hash
from newsletter.preview.web.parts import email_hashes, pages, parts, room_values
from newsletter.sources.base.detect import importable_files
from newsletter.workspace.files.shipped_templates import shipped_templates
from newsletter.workspace.frontmatter.fences import FrontMatterError
from newsletter.workspace.frontmatter.front_matter import read_front_matter
from newsletter.workspace.settings.words_file import words_shown
from newsletter.workspace.workspace import open_workspace


def _page(template: str, values: Mapping[str, Any]) -> str:
    return pages().get_template(template).render(values)


def issue_page(desk: Desk, shot: Snapshot, state: State) -> str:
    """The issue in one of its rooms."""
    values = room_values(desk, shot, state)
    hashes = email_hashes(shot.email) if shot.email else ("", "")
    values |= {"parts": parts(desk, shot, state), "html_hash": hashes[0], "text_hash": hashes[1]}
    values["policy"] = policy_hash(shot.email)
    return _page("issue.html", values)


def periods_page(desk: Desk) -> str:
    """The issues to choose from."""
    try:
        workspace = open_workspace(desk.path)
    except NewsletterError as fault:
        return fault_page(fault)
    rows = periods(workspace, desk.today(workspace.settings))
    return _page("periods.html", {"rows": rows, "states": STATES, "settings": workspace.settings})


def year_page(desk: Desk, year: str) -> str:
    """A year at a glance; without one that can be read, the year of today."""
    try:
        workspace = open_workspace(desk.path)
        today = desk.today(workspace.settings)
        wanted = (
            int(year)
            if year.isascii() and year.isdigit() and 1900 <= int(year) <= 2999
            else today.year
        )
        with desk.lock:
            found = overview(
                workspace,
                today,
                desk.kept,
                lambda period: wanted in (period.start.year, period.end.year),
            )
    except NewsletterError as fault:
        return fault_page(fault)
    return _page(
        "year.html",
        {"year": year_view(found, wanted), "states": STATES, "settings": workspace.settings},
    )


def fault_page(fault: NewsletterError) -> str:
    """What stands in the way of showing anything, and the way to mend it."""
    return _page("fault.html", {"fault": fault})


def begin_page(desk: Desk) -> str:
    """What is asked before there is a workspace."""
    return _page(
        "begin.html",
        {"folder": desk.path.name, "languages": LANGUAGES, "tools": TOOLS, "zones": zones()},
    )


def zones() -> list[str]:
    """The time zones there are, those with a place first of all."""
    named = (name for name in available_timezones() if "/" in name)
    return [
        *sorted(name for name in named if not name.startswith(("Etc/", "posix/", "right/"))),
        "UTC",
    ]


def settings_page(shot: Snapshot) -> str:
    """All the settings, the sections too."""
    if shot.workspace is None:
        return fault_page(shot.fault or NewsletterError("The settings cannot be read."))
    settings = shot.workspace.settings
    groups = [
        (title, [(setting, as_text(setting, settings)) for setting in found])
        for title, found in GROUPS
    ]
    sections = [
        (at, section, [(field, section_text(field, section)) for field in SECTION_FIELDS])
        for at, section in enumerate(settings.sections)
    ]
    blank = [(field, "") for field in SECTION_FIELDS]
    values = {"shot": shot, "groups": groups, "sections": sections, "blank": blank, "zones": zones(), "settings": settings,
              "ids": [section.id for section in settings.sections], "base": f"/issue/{shot.name}"}  # fmt: skip
    return _page("settings.html", values)


def words_page(desk: Desk, shot: Snapshot) -> str:
    """The fixed words of the email."""
    if shot.workspace is None:
        return fault_page(shot.fault or NewsletterError("The settings cannot be read."))
    language = shot.workspace.settings.language
    own = desk.path / f"templates/words/{language}.toml"
    path = own if own.is_file() else shipped_templates() / f"words/{language}.toml"
    try:
        rows = list(words_shown(path.read_text("utf-8-sig")).items())
    except (OSError, UnicodeDecodeError, NewsletterError) as fault:
        return fault_page(NewsletterError(str(fault), file=f"templates/words/{language}.toml"))
    values = {
        "shot": shot,
        "rows": rows,
        "language": language,
        "settings": shot.workspace.settings,
        "base": f"/issue/{shot.name}",
    }
    return _page("words.html", values)


_LEFT_FOR_LATER = (
    "draft",
    "cancelled",
    "leave_out",
    "embargo",
    "dates",
    "audience",
    "section",
)
"""Fields that a new item does without; they can be edited once it is there."""


def add_page(shot: Snapshot, kind: str) -> str:
    """The form for an item that is on no website."""
    if shot.choice is None:
        return fault_page(shot.fault or NewsletterError("The issue cannot be read."))
    chosen = Kind(kind) if kind in set(Kind) else Kind.NEWS
    fields = [
        field for field in FIELDS if chosen in field.kinds and field.key not in _LEFT_FOR_LATER
    ]
    values = {
        "shot": shot,
        "kind": chosen,
        "kinds": KINDS,
        "fields": fields,
        "required": ("title", chosen.date_field),
        "settings": shot.choice.settings,
        "base": f"/issue/{shot.name}",
        "title": shot.choice.plan.period.title,
    }
    return _page("add.html", values)


def sources_page(shot: Snapshot, job: ImportJob) -> str:
    """Where news and events come from, and what came in last."""
    if shot.workspace is None:
        return fault_page(shot.fault or NewsletterError("The settings cannot be read."))
    settings, base = shot.workspace.settings, f"/issue/{shot.name}"
    setting = BY_KEY["sources"]
    kinds = {kind: importer.description for kind, importer in SOURCE_KINDS.items()}
    values = {"settings": settings, "base": base, "job": job, "kinds": kinds, "setting": setting, "value": as_text(setting, settings),
              "report": report_part(shot, job), "files": importable_files(),
              "endings": ",".join(dict.fromkeys(ending for each in SOURCE_KINDS.values() for ending in each.endings))}  # fmt: skip
    return _page("sources.html", values)


def report_part(shot: Snapshot, job: ImportJob) -> str:
    """The report of the last import; empty when there was none, or one is at work."""
    verdicts = shot.choice.selection.verdicts if shot.choice else ()
    titles = {verdict.item.id: verdict.item.title for verdict in verdicts}
    reports = () if job.undone else job.reports
    values = {
        "reports": [view_result(report, titles) for report in reports],
        "base": f"/issue/{shot.name}",
        "columns": COLUMNS,
    }
    return _page("parts/report.html", values)


def item_form(desk: Desk, shot: Snapshot, item: Item) -> str:
    """The form with every field of an item. Raises NewsletterError when its file cannot be read."""
    assert shot.choice is not None
    try:
        matter = read_front_matter(desk.shown(item.file))
    except FrontMatterError as fault:
        raise NewsletterError(f"{fault.message}.", file=item.file, line=fault.line) from None
    sections = tuple((section.id, section.title) for section in shot.choice.settings.sections)
    return _page(
        "parts/item.html",
        {
            "item": item,
            "fields": filled(item, matter, shot.choice.plan, sections),
            "base": f"/issue/{shot.name}",
        },
    )


def file_page(desk: Desk, shot: Snapshot, name: str, line: str) -> str:
    """A whole file as text. Raises NewsletterError when there is no such file, or it is no text."""
    known = known_files(desk, shot)
    if name not in known:
        raise NewsletterError("There is no such file in this workspace.")
    at = int(line) if line.isascii() and line.isdigit() and len(line) < 8 else 0
    settings = shot.workspace.settings if shot.workspace else None
    values = {"shot": shot, "file": name, "what": known[name], "text": desk.shown(name), "line": at, "settings": settings,
              "base": f"/issue/{shot.name}"}  # fmt: skip
    return _page("file.html", values)
