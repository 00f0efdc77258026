"""newsletter.toml into Settings: every mistake at once, each with its line and the nearest valid key."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from newsletter.core.model.sections import DEFAULT_SECTIONS, Section, Sort
from newsletter.core.values.text import listed, nearest, one_line, quoted
from newsletter.errors import NewsletterError
from newsletter.settings import COLUMNS, Brand, City, HouseStyle, Settings, Source
from newsletter.workspace.files.safe_io import UnreadableFile, read_text
from newsletter.workspace.settings.settings_values import value_faults

NAME = "newsletter.toml"


def read_settings(workspace: Path) -> Settings:
    """Read the settings of a workspace. Raises NewsletterError with all that is wrong."""
    try:
        return settings_from(read_text(workspace / NAME))
    except UnreadableFile as why:
        raise NewsletterError(f"{why}.", file=NAME) from None


def settings_from(text: str) -> Settings:
    """The settings that the text of a newsletter.toml gives. Raises NewsletterError with all that is wrong."""
    try:
        values = tomllib.loads(text)
    except ValueError as fault:  # TOMLDecodeError, and numbers of thousands of digits
        found = re.search(r"\(at line (\d+)", str(fault))
        line = (
            int(found[1]) if found else text.rstrip().count("\n") + 1
        )  # else "at end of document"
        what = re.sub(r" \(at .*", "", str(fault))
        raise NewsletterError(
            f'it cannot be read as TOML ({what}). Texts stand in quotes, name = "…"; true and false are written small.',
            file=NAME,
            line=line,
        ) from None
    except RecursionError:
        raise NewsletterError("it is nested too deeply.", file=NAME) from None
    reader = _SettingsReader(text)
    settings = reader.settings(values)
    if reader.faults:
        first, *others = reader.faults
        raise NewsletterError(
            first[1],
            file=NAME,
            line=first[0],
            others=[f"{NAME}:{line}: {say}" if line else f"{NAME}: {say}" for line, say in others],
        )
    return settings


class _SettingsReader:
    """Reads tables key by key; what is wrong is collected with its line."""

    def __init__(self, text: str) -> None:
        self.text = text.split("\n")
        self.faults: list[tuple[int | None, str]] = []

    def wrong(self, where: str, key: str, message: str, nth: int = 0) -> None:
        self.faults.append((self._line(where, key, nth), message))

    def _line(self, where: str, key: str, nth: int) -> int | None:
        """The line of a key under a ``[table]``, or under the nth ``[[table]]``."""
        here, seen = where == "", -1
        for number, line in enumerate(self.text, 1):
            header = re.match(r"\s*\[\[?\s*([\w.\"-]+)\s*\]\]?", line)
            if header:
                seen += header[1] == where
                here = header[1] == where and (nth == seen or not line.lstrip().startswith("[["))
            if here and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
            if header and header[1] == key and where == "":
                return number
        return None

    def known(
        self, table: Mapping[str, Any], type_: type, where: str, nth: int = 0
    ) -> dict[str, Any]:
        """The keys of a table that are fields of the type; any other is an error that names the nearest."""
        names = [field.name for field in fields(type_)]
        for key in table:
            if key not in names:
                close = nearest(key, names)
                hint = f"did you mean {close}?" if close else f"the keys here are {listed(names)}"
                if where and key in (field.name for field in fields(Settings)):
                    hint = "it belongs further up, above the first line with [ ]"
                self.wrong(where, key, f"there is no setting {quoted(key)}; {hint}", nth)
        return {key: value for key, value in table.items() if key in names}

    def plain(
        self,
        table: Mapping[str, Any],
        type_: type,
        where: str,
        nth: int = 0,
        skip: Iterable[str] = (),
    ) -> dict[str, Any]:
        """The plain values of a table, each checked against the type of its field."""
        found = {}
        for key, value in self.known(table, type_, where, nth).items():
            if key in skip:
                continue
            field = next(field for field in fields(type_) if field.name == key)
            right, example = _FITS[_sort_of(field.type)]
            if not right(value):
                self.wrong(
                    where, key, f"{key} is {quoted(str(value))}; write {example.format(key)}", nth
                )
                continue
            found[key] = tuple(one_line(v) for v in value) if isinstance(value, list) else value
            if isinstance(value, str):
                found[key] = one_line(value)
        for field in fields(type_):
            required = field.default is MISSING and field.default_factory is MISSING
            if not required or found.get(field.name):
                continue
            if field.name not in table or not table[field.name]:
                said = "is empty" if field.name in table else "is missing"
                how = _FITS[_sort_of(field.type)][1].format(field.name)
                self.wrong(where, field.name, f"{field.name} {said}; write {how}", nth)
            found[field.name] = "missing"
        return found

    def settings(self, values: Mapping[str, Any]) -> Settings:
        tables = ("brand", "sections", "cities", "regions", "house_style", "sources")
        found = self.plain(values, Settings, "", skip=tables)
        if "brand" in values:
            found["brand"] = Brand(**self.plain(self._table(values, "brand"), Brand, "brand"))
        if "sections" in values:
            found["sections"] = self._sections(self._tables(values, "sections"))
        found["cities"] = tuple(
            City(**self.plain(table, City, "cities", nth))
            for nth, table in enumerate(self._tables(values, "cities"))
        )
        found["regions"] = self._regions(self._table(values, "regions"))
        found["house_style"] = self._house_style(self._table(values, "house_style"))
        found["sources"] = tuple(
            self._source(table, nth) for nth, table in enumerate(self._tables(values, "sources"))
        )
        settings = Settings(**found)
        for where, key, nth, message in value_faults(settings):
            self.wrong(where, key, message, nth)
        return settings

    def _table(self, values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        table = values.get(key, {})
        if isinstance(table, dict):
            return table
        self.wrong(
            "",
            key,
            f"{key} is not a table; write [{key}] on a line of its own and its keys under it",
        )
        return {}

    def _tables(self, values: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        tables = values.get(key, [])
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        self.wrong(
            "",
            key,
            f"{key} is not a list of tables; write [[{key}]] on a line of its own, once for each",
        )
        return []

    def _sections(self, tables: list[Mapping[str, Any]]) -> tuple[Section, ...]:
        sections = tuple(self._section(table, nth) for nth, table in enumerate(tables))
        ids = [section.id for section in sections]
        for nth, section_id in enumerate(ids):
            if section_id in ids[:nth]:
                self.wrong(
                    "sections",
                    "id",
                    f"two sections have the id {quoted(section_id)}; give each its own",
                    nth,
                )
        if sum(section.otherwise for section in sections) > 1:
            self.wrong(
                "", "sections", "more than one section says otherwise = true; keep it on one"
            )
        return sections or DEFAULT_SECTIONS

    def _section(self, table: Mapping[str, Any], nth: int) -> Section:
        lists = ("kind", "category", "tag", "network")
        widened = {
            key: [value] if key in lists and isinstance(value, str) else value
            for key, value in table.items()
        }
        found = self.plain(widened, Section, "sections", nth)
        words: dict[str, tuple[str, ...]] = {
            "kind": ("news", "event", "call"), "role": ("announced", "reported"), "group_by": ("region",),
            "sort": tuple(Sort),
        }  # fmt: skip
        for key, allowed in words.items():
            given = found.get(key, ())
            for word in (given,) if isinstance(given, str) else given:
                if word and word not in allowed:
                    close = nearest(word, allowed)
                    hint = f"did you mean {close}?" if close else f"write {listed(allowed, 'or')}"
                    self.wrong("sections", key, f"{key} is {quoted(word)}; {hint}", nth)
                    found.pop(key, None)
        if "sort" in found:
            found["sort"] = Sort(found["sort"])
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", found["id"]):
            self.wrong(
                "sections",
                "id",
                f"id is {quoted(found['id'])}; write small letters, digits and dashes, such as coming-up",
                nth,
            )
        if found.get("limit", 1) < 1:
            self.wrong(
                "sections", "limit", "limit is smaller than 1; leave it out for no limit", nth
            )
        section = Section(**found)
        if section.missed and (section.has_rules or section.otherwise or section.act_now):
            self.wrong("sections", "missed", "a section with missed = true takes only what earlier issues missed, so it has no rules of its own; "
                       "take the others away", nth)  # fmt: skip
        if section.otherwise and section.has_rules:
            self.wrong("sections", "otherwise", "a section with otherwise = true takes what is left, so it has no rules of its own; "
                       "take one of the two away", nth)  # fmt: skip
        return section

    def _source(self, table: Mapping[str, Any], nth: int) -> Source:
        found = self.plain(table, Source, "sources", nth, skip=("columns",))
        columns = table.get("columns", {})
        if not isinstance(columns, dict) or not _is_texts(list(columns.values())):
            self.wrong(
                "sources",
                "columns",
                'columns is not a table; write columns = {title = "Headline", date = "Day"}',
                nth,
            )
            columns = {}
        for key in columns:
            if key not in COLUMNS:
                close = nearest(key, COLUMNS)
                hint = f"did you mean {close}?" if close else f"write {listed(COLUMNS, 'or')}"
                self.wrong(
                    "sources",
                    "columns",
                    f"columns has {quoted(key)}, which no item has; {hint}",
                    nth,
                )
        return Source(**found, columns={key: one_line(value) for key, value in columns.items()})

    def _regions(self, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        regions = {}
        for region, countries in table.items():
            if not _is_texts(countries):
                self.wrong(
                    "regions",
                    region,
                    f'{region} is not a list of countries; write {region} = ["Kenya", "Nigeria"]',
                )
                continue
            regions[region] = tuple(countries)
        return regions

    def _house_style(self, table: Mapping[str, Any]) -> HouseStyle:
        known = self.known(table, HouseStyle, "house_style")
        avoid, keep = known.get("avoid", {}), known.get("keep", [])
        if not isinstance(avoid, dict) or not _is_texts(list(avoid.values())):
            self.wrong(
                "house_style",
                "avoid",
                'avoid is not a table of words; write [house_style.avoid] and "word" = "what to write instead"',
            )
            avoid = {}
        if not _is_texts(keep):
            self.wrong(
                "house_style", "keep", 'keep is not a list of names; write keep = ["A name"]'
            )
            keep = []
        indiscreet = known.get("indiscreet", [])
        if not _is_texts(indiscreet):
            self.wrong(
                "house_style",
                "indiscreet",
                'indiscreet is not a list of words; write indiscreet = ["a word"]',
            )
            indiscreet = []
        return HouseStyle(dict(avoid), tuple(keep), tuple(indiscreet))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _sort_of(annotation: object) -> str:
    """``str``, ``int``, ``bool`` or ``texts``, from a field's annotation."""
    name = (
        annotation.__name__
        if isinstance(annotation, type) and "[" not in str(annotation)
        else str(annotation)
    )
    if name.startswith("tuple"):
        return "texts"
    return "int" if name.startswith("int") else "bool" if name == "bool" else "str"


_FITS: dict[str, tuple[Any, str]] = {
    "str": (lambda value: isinstance(value, str), '{} = "…", with quotation marks'),
    "int": (
        lambda value: isinstance(value, int) and not isinstance(value, bool),
        "{} = and a whole number, without quotation marks",
    ),
    "bool": (
        lambda value: isinstance(value, bool),
        "{} = true or {} = false, without quotation marks",
    ),
    "texts": (_is_texts, '{} = ["one", "two"]'),
}
