"""newsletter.toml into Settings: every mistake at once, each with its line and the nearest valid
key."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsletter.errors import NewsletterError
from newsletter.settings import Settings
from newsletter.workspace.files.safe_io import UnreadableFile, read_text
from newsletter.workspace.settings.read_table import Fault, Place, read_table
from newsletter.workspace.settings.settings_checks import find_conflicts

NAME = "newsletter.toml"


class SettingsError(NewsletterError):
    """What is wrong with newsletter.toml; ``on_page`` says each mistake for the page."""

    def __init__(
        self, message: str, *, line: int | None, others: Iterable[str], on_page: Iterable[str]
    ) -> None:
        super().__init__(message, file=NAME, line=line, others=others)
        self.on_page = tuple(on_page)


def read_settings(workspace: Path) -> Settings:
    """Read the settings of a workspace. Raises NewsletterError with all that is wrong."""
    try:
        return settings_from(read_text(workspace / NAME))
    except UnreadableFile as why:
        raise NewsletterError(f"{why}.", file=NAME) from None


def settings_from(text: str) -> Settings:
    """The settings that the text of a newsletter.toml gives. Raises NewsletterError with all
    that is wrong."""
    settings, faults = read_table(Settings, _parse_toml(text), Place())
    found = {(fault.place, fault.key) for fault in faults}
    for conflict in find_conflicts(settings):
        if (conflict.place, conflict.key) not in found:
            faults.append(conflict)
    if faults:
        raise _all_at_once(faults, text)
    return settings


def _parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises NewsletterError with the line where it cannot be read."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise NewsletterError("it is nested too deeply.", file=NAME) from None
    except ValueError as fault:  # TOMLDecodeError, and numbers of thousands of digits
        reason = re.sub(r" \(at .*", "", str(fault))
        advice = 'Put texts in quotation marks, name = "…"; write true and false in small letters.'
        raise NewsletterError(
            f"it cannot be read as TOML ({reason}). {advice}",
            file=NAME,
            line=_line_of_fault(str(fault), text),
        ) from None


def _line_of_fault(fault: str, text: str) -> int:
    """The line that the parser names; the last one when it says ``at end of document``."""
    found = re.search(r"\(at line (\d+)", fault)
    if found:
        return int(found[1])
    return text.rstrip().count("\n") + 1


def _all_at_once(faults: Iterable[Fault], text: str) -> SettingsError:
    """One error with every mistake, in the order of their lines; those without a line come last."""
    lines = text.split("\n")
    located = [(find_line(lines, fault), fault) for fault in faults]
    located.sort(key=lambda each: (each[0] is None, each[0] or 0))
    (line, first), *rest = located
    return SettingsError(
        first.message,
        line=line,
        others=[_with_place(fault, at) for at, fault in rest],
        on_page=[fault.on_page or _with_place(fault, at) for at, fault in located],
    )


def _with_place(fault: Fault, line: int | None) -> str:
    return str(NewsletterError(fault.message, file=NAME, line=line))


def find_line(lines: Iterable[str], fault: Fault) -> int | None:
    """The line of a mistake's key, counted from 1; None when the key is not there."""
    wanted = fault.place
    assignment = re.compile(rf"\s*[\"']?{re.escape(fault.key)}[\"']?\s*=")
    in_table = wanted.table == ""
    seen = -1
    for number, line in enumerate(lines, 1):
        header = re.match(r"\s*\[\[?\s*([\w.\"-]+)\s*\]\]?", line)
        if header:
            is_wanted = header[1] == wanted.table
            seen += is_wanted
            is_list = line.lstrip().startswith("[[")
            in_table = is_wanted and (not is_list or seen == wanted.at)
            if header[1] == fault.key and not wanted.table:
                return number
        if in_table and assignment.match(line):
            return number
    return None
