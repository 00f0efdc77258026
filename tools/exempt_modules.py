"""Keeps the lists of modules that need not follow a rule of style yet. ``make lint`` runs it.

The rules are three: lines have at most 100 characters (ruff's E501), a function has a complexity
of at most 10 (ruff's C901), and conditional expressions are not nested (no rule of ruff; ours).
The first two lists are in ``[tool.ruff.lint.per-file-ignores]`` of pyproject.toml, the third in
``[tool.nested-conditionals]`` there.

It fails when a module that is not on the third list nests conditional expressions, and when a
module on any of the lists no longer needs to be on it. So the lists can only become shorter.

    python tools/exempt_modules.py            check, as ``make lint`` does
    python tools/exempt_modules.py --remove   take off the lists what no longer needs to be on them
    python tools/exempt_modules.py --write    write all lists from nothing (it also adds modules)
"""

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nested_conditionals import nested_conditionals

ROOT = Path(__file__).parents[1]
PLACES = ("newsletter", "tests", "tools")
RUFF_RULES = ("C901", "E501")
NESTED = "nested"
"""What the rule of ours is called here."""

Lists = dict[str, set[str]]
"""For each rule the modules that are exempt from it, as paths relative to the repository."""


def find_breaking_modules(root: Path) -> Lists:
    """Which modules break which rule today, whatever the lists say. Raises CalledProcessError."""
    breaking: Lists = {rule: set() for rule in (*RUFF_RULES, NESTED)}
    for finding in _ask_ruff(root):
        path = Path(finding["filename"]).relative_to(root.resolve()).as_posix()
        breaking[finding["code"]].add(path)
    breaking[NESTED] = set(find_nesting_modules(root))
    return breaking


def find_nesting_modules(root: Path) -> dict[str, list[int]]:
    """The modules with nested conditional expressions, and the lines of these."""
    found = {}
    for place in PLACES:
        for path in sorted((root / place).rglob("*.py")):
            lines = nested_conditionals(ast.parse(path.read_text("utf-8")))
            if lines:
                found[path.relative_to(root).as_posix()] = lines
    return found


def _ask_ruff(root: Path) -> Iterable[Mapping[str, Any]]:
    """Everything that ruff finds when no module is exempt."""
    command = [sys.executable, "-m", "ruff", "check", "--exit-zero", "--output-format=json"]
    command += ["--select", ",".join(RUFF_RULES), "--config", "lint.per-file-ignores={}", "."]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    findings: list[Mapping[str, Any]] = json.loads(done.stdout)
    return [finding for finding in findings if finding["code"] in RUFF_RULES]


def read_lists(project: Mapping[str, Any]) -> Lists:
    """The lists that pyproject.toml holds."""
    lists: Lists = {rule: set() for rule in (*RUFF_RULES, NESTED)}
    ignores = project["tool"]["ruff"]["lint"].get("per-file-ignores", {})
    for path, rules in ignores.items():
        for rule in rules:
            if rule in RUFF_RULES:
                lists[str(rule)].add(str(path))
    exempt = project["tool"].get("nested-conditionals", {}).get("exempt", [])
    lists[NESTED] = {str(path) for path in exempt}
    return lists


def with_lists(text: str, project: Mapping[str, Any], lists: Lists) -> str:
    """The text of pyproject.toml with these lists. Other rules that a module may ignore stay."""
    rules_of: dict[str, set[str]] = {}
    ignores = project["tool"]["ruff"]["lint"].get("per-file-ignores", {})
    for path, rules in ignores.items():
        rules_of[path] = set(rules) - set(RUFF_RULES)
    for rule in RUFF_RULES:
        for path in lists[rule]:
            rules_of.setdefault(path, set()).add(rule)
    entries = []
    for path in sorted(rules_of):
        if rules_of[path]:
            rules = ", ".join(json.dumps(rule) for rule in sorted(rules_of[path]))
            entries.append(f"{json.dumps(path)} = [{rules}]")
    exempt = ["exempt = ["]
    exempt += [f"    {json.dumps(path)}," for path in sorted(lists[NESTED])]
    exempt.append("]")
    text = _replace_table(text, "[tool.ruff.lint.per-file-ignores]", entries)
    return _replace_table(text, "[tool.nested-conditionals]", exempt)


def _replace_table(text: str, header: str, lines: Sequence[str]) -> str:
    """The text with these lines under a header, instead of those up to the next empty line."""
    before, found, after = text.partition(f"{header}\n")
    if not found:
        raise SystemExit(f"pyproject.toml has no {header}")
    _, _, rest = f"\n{after}".partition("\n\n")
    return "\n".join([f"{before}{header}", *lines, "", rest])


def find_faults(lists: Lists, breaking: Lists) -> Iterator[str]:
    """What is wrong with the lists, as sentences that begin with the module."""
    for path in sorted(breaking[NESTED] - lists[NESTED]):
        yield f"{path}: nested conditional expressions. Write if and else as statements"
    for rule, paths in lists.items():
        for path in sorted(paths - breaking[rule]):
            advice = "Run tools/exempt_modules.py --remove"
            yield f"{path}: no longer needs its exemption from {rule}. {advice}"


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Check or write the lists. Returns the exit code."""
    file = root / "pyproject.toml"
    breaking = find_breaking_modules(root)
    text = file.read_text("utf-8")
    project = tomllib.loads(text)
    lists = read_lists(project)
    if "--write" in arguments or "--remove" in arguments:
        kept = breaking
        if "--remove" in arguments:
            kept = {rule: lists[rule] & paths for rule, paths in breaking.items()}
        file.write_text(with_lists(text, project, kept), "utf-8")
        return 0
    faults = list(find_faults(lists, breaking))
    for fault in faults:
        print(fault)
    for path, lines in find_nesting_modules(root).items():
        if path not in lists[NESTED]:
            print(f"{path}: they are on lines {', '.join(map(str, lines))}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
