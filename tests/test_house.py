"""The house: its folders, their names and what each may hold."""

import ast
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "newsletter"
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted({module.parent for module in MODULES} - {PACKAGE})
MOST_ROOMS = 15

COMMANDS = PACKAGE / "cli" / "commands"
"""A command's module is named after the command, so it may share its name with what it calls."""


def test_no_module_name_is_used_twice() -> None:
    """A module's name says where one is, without its folder."""
    names = Counter(
        module.stem for module in MODULES if module.stem != "__init__" and module.parent != COMMANDS
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_no_class_name_is_used_twice() -> None:
    """A class's name means one thing in the whole house."""
    names: Counter[str] = Counter()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                names[node.name] += 1
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_shows_about_a_dozen_things(folder: Path) -> None:
    """More than about a dozen names cannot be taken in at a glance."""
    rooms = [
        entry.name
        for entry in folder.iterdir()
        if not entry.name.startswith("__") and not entry.name.startswith(".")
    ]
    assert len(rooms) <= MOST_ROOMS, rooms


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_asks_the_question_it_answers(folder: Path) -> None:
    """The ``__init__`` of each folder is a docstring with one question, and nothing else."""
    tree = ast.parse((folder / "__init__.py").read_text("utf-8"))
    docstring = ast.get_docstring(tree) or ""
    assert len(tree.body) == 1
    assert docstring.count("?") == 1, docstring
