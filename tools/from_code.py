"""Parts of docs/ made from the code; the pages call these functions through cog (``make docs``)."""

import ast
import inspect
import itertools
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from enum import Enum
from pathlib import Path
from string import Formatter
from typing import Any

import click


def field_docs(type_: type) -> dict[str, str]:
    """The docstring under each field or member of a class, on one line each."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(type_)))
    body = tree.body[0].body  # type: ignore[attr-defined]
    docs = {}
    for statement, following in itertools.pairwise(body):
        name = None
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
        if name and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            docs[name] = " ".join(
                inspect.cleandoc(str(following.value.value)).replace("``", "`").split()
            )
    return docs


def fields_table(type_: type, keys: Iterable[str] | None = None, defaults: bool = True) -> str:
    """A table of a class's fields with their docstrings; every field in it must have one."""
    docs = field_docs(type_)
    names = {field.metadata.get("key", field.name): field.name for field in fields(type_)}
    wanted = list(keys) if keys is not None else list(names)
    missing = [key for key in wanted if names.get(key) not in docs]
    if missing:
        raise SystemExit(f"{type_.__name__} has fields without a docstring: {', '.join(missing)}")
    rows = [
        "| key | meaning | without it |" if defaults else "| key | meaning |",
        "| --- | --- | --- |" if defaults else "| --- | --- |",
    ]
    for field in fields(type_):
        key = field.metadata.get("key", field.name)
        if key in wanted:
            end = f" {_default(field)} |" if defaults else ""
            rows.append(f"| `{key}` | {docs[field.name]} |{end}".replace("\n", " "))
    return "\n".join(rows)


def _default(field: Any) -> str:
    if field.default is MISSING:
        return "required" if field.default_factory is MISSING else "none"
    if isinstance(field.default, bool):
        return "`true`" if field.default else "`false`"
    if field.default in ("", None, ()):
        return "none"
    if isinstance(field.default, str | int) and not isinstance(field.default, Enum):
        return f"`{field.default}`"
    if isinstance(field.default, Enum):
        return f"`{field.default.value}`"
    return "see below"


def house_map() -> str:
    """The folders of newsletter/, each with the question in the docstring of its
    ``__init__.py``."""
    root = Path(__file__).parents[1] / "newsletter"
    rows = ["| folder | what it answers |", "| --- | --- |"]
    for path in sorted(root.rglob("__init__.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        if not docstring:
            raise SystemExit(f"{path} has no docstring")
        folder = path.parent.relative_to(root)
        indent = "&emsp;" * max(len(folder.parts) - 1, 0)
        name = "newsletter" if folder == Path() else folder.name
        rows.append(f"| {indent}`{name}/` | {' '.join(docstring.split())} |")
    return "\n".join(rows)


def settings_table(type_: type, defaults: bool = True) -> str:
    """A table of the settings that a class declares: what each means, which values it takes, its
    default."""
    from newsletter.core.model.declare_setting import declared_fields

    docs = field_docs(type_)
    columns = ["key", "meaning"]
    if defaults:
        columns.append("without it")
    rows = [_row(columns), _row(["---"] * len(columns))]
    for field in declared_fields(type_):
        if field.name not in docs:
            raise SystemExit(f"{type_.__name__}.{field.name} has no docstring")
        cells = [f"`{field.name}`", _meaning(field, docs[field.name])]
        if defaults:
            cells.append(_default_in_words(field))
        rows.append(_row(cells))
    return "\n".join(rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _meaning(field: Any, documentation: str) -> str:
    """The documentation of a setting, with the values it takes when that does not name them."""
    if field.rule is None or not field.rule.allowed:
        return documentation
    words = getattr(field.rule, "words", ())
    if words and all(f"`{word}`" in documentation for word in words):
        return documentation
    return f"{documentation} {field.rule.allowed}"


def _default_in_words(field: Any) -> str:
    if field.required:
        return "required"
    default = field.default
    if default is False:
        return "`false`"
    if isinstance(default, str | int) and default != "":
        return f"`{default}`"
    if isinstance(default, tuple) and default and isinstance(default[0], str):
        return ", ".join(f"`{word}`" for word in default)
    if default in ("", None, (), {}):
        return "none"
    return "see below"


def default_sections() -> str:
    """The sections of a workspace that names none, as TOML."""
    import tomlkit

    from newsletter.core.model.sections import DEFAULT_SECTIONS
    from newsletter.workspace.settings.settings_writer import section_table

    document = tomlkit.document()
    tables = tomlkit.aot()
    for section in DEFAULT_SECTIONS:
        tables.append(section_table(section))
    document["sections"] = tables
    return f"```toml\n{tomlkit.dumps(document).rstrip()}\n```"


def codes_table() -> str:
    """Every reason code with its outcome and meaning, in the order of the precedence."""
    from newsletter.core.model.verdict import OUTCOMES, Code

    docs = field_docs(Code)
    rows = ["| code | outcome | meaning |", "| --- | --- | --- |"]
    rows += [
        f"| `{code}` | {OUTCOMES[code].replace('-', ' ')} | {docs[code.name]} |" for code in Code
    ]
    return "\n".join(rows)


def checks_table() -> str:
    """Every check with its docstring."""
    from newsletter.checks.check_table import CHECKS

    rows = ["| check | what it asks for |", "| --- | --- |"]
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        rows.append(f"| {name} | {_sentence(check)} |")
    return "\n".join(rows)


def problem_tables() -> str:
    """Every kind of problem with what the page says about it, a heading and a table for each
    area."""
    from newsletter.core.problems.all_kinds import KINDS_BY_AREA

    parts = [f"### {area}\n\n{problem_table(area)}" for area in KINDS_BY_AREA]
    return "\n\n".join(parts)


def problem_table(*areas: str) -> str:
    """Every kind of problem of some areas with what the page says about it, in one table."""
    from newsletter.core.problems.all_kinds import KINDS_BY_AREA

    rows = ["| code | severity | on the page |", "| --- | --- | --- |"]
    for area in areas:
        rows += [
            f"| `{kind.code}` | {kind.severity} | {_template_in_words(kind.on_page)} |"
            for kind in KINDS_BY_AREA[area]
        ]
    return "\n".join(rows)


def _template_in_words(template: str) -> str:
    """The template with an ellipsis for each fact."""
    words = ""
    for text, fact, _, conversion in Formatter().parse(template):
        words += text.replace("|", "\\|")
        if fact:
            words += "‘…’" if conversion in ("q", "i", "l") else "…"
    return words


def _sentence(function: Callable[..., Any]) -> str:
    """The docstring of a function on one line."""
    return " ".join((function.__doc__ or "").split())


def commands() -> str:
    """The help of every command, as it is shown."""
    from newsletter.cli.main import COMMANDS, group

    context = click.Context(group, info_name="newsletter", terminal_width=88, max_content_width=88)
    parts = []
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        parts.append(f"## newsletter {name}\n\n```text\n{_help(command, name, context)}\n```\n")
        if isinstance(command, click.Group):
            inner = click.Context(
                command, info_name=name, parent=context, terminal_width=88, max_content_width=88
            )
            for sub_name, sub in command.commands.items():
                parts.append(
                    f"## newsletter {name} {sub_name}\n\n```text\n{_help(sub, sub_name, inner)}\n```\n"
                )
    return "\n".join(parts).rstrip()


def _help(command: click.Command, name: str, parent: click.Context) -> str:
    return command.get_help(
        click.Context(
            command, info_name=name, parent=parent, terminal_width=88, max_content_width=88
        )
    )


def spellings(path: str) -> str:
    """The date spellings of a case file that mean exactly one day or span, as a list."""
    lines = [
        line
        for line in Path(path).read_text("utf-8").splitlines()
        if " => " in line and not line.startswith("#")
    ]
    good = [
        written
        for written, _, means in (line.partition(" => ") for line in lines)
        if means not in ("no date",) and "?" not in means
    ]
    return ", ".join(f"`{written}`" for written in good)


def mailing_tools() -> str:
    """Where everything goes in each mailing tool, a heading each."""
    from newsletter.render.tags.dialects import DIALECTS

    parts = []
    for dialect in DIALECTS.values():
        lines = [
            f"### {'Another tool, or none' if dialect.name == 'none' else dialect.label}",
            "",
            f'`mailing_tool = "{dialect.name}"`',
            "",
        ]
        lines += [f"- **{each.label}** (`{each.name}`): {each.paste}" for each in dialect.editors]
        lines += [
            f"- **The text part**: {dialect.paste_text}",
            f"- **So that nobody is watched**: {dialect.tracking}",
        ]
        lines += [f"- It adds {dialect.adds}."] if dialect.adds else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def merge_tags() -> str:
    """The merge tags by mailing tool."""
    from newsletter.render.tags.dialects import DIALECTS
    from newsletter.render.tags.merge_tags import NAMES

    head = [
        "| tool | " + " | ".join(name.replace("_", " ") for name in NAMES) + " |",
        "| --- |" + " --- |" * len(NAMES),
    ]
    rows = [
        f"| {dialect.label} | " + " | ".join(_code(dialect.tags.get(name, "")) for name in NAMES) + " |"
        for dialect in DIALECTS.values()
    ]  # fmt: skip
    return "\n".join(head + rows)


def _code(tag: str) -> str:
    return f"`{tag}`".replace("|", "\\|") if tag else "–"
