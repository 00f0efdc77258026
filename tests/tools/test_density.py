"""The script that measures how dense the code is counts what its table says."""

import ast
from pathlib import Path

import density
import pytest
from nested_conditionals import nested_conditionals


def the_function(text: str) -> density.Function:
    """The first function of a module."""
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    return function


@pytest.mark.parametrize(
    ("body", "branches"),
    [
        ("return 1", 0),
        ("if a: pass\n    elif b: pass\n    else: pass", 2),
        ("return a and b or c", 2),
        ("return a and b and c", 2),
        ("return a if b else c", 1),
        ("return [x for x in a if x if y]", 3),
        ("for x in a:\n        while x: pass", 2),
        ("try: pass\n    except A: pass\n    except B: pass", 2),
        ("match a:\n        case 1: pass\n        case _: pass", 2),
    ],
)
def test_every_way_a_function_may_go_counts(body: str, branches: int) -> None:
    """Statements, ``and`` and ``or``, conditional expressions and comprehensions."""
    assert density.count_branches(the_function(f"def f(a, b, c, y):\n    {body}\n")) == branches


@pytest.mark.parametrize(
    ("head", "parameters"),
    [("()", 0), ("(self, a)", 1), ("(cls)", 0), ("(a, /, b, *, c)", 3), ("(a, *b, **c)", 1)],
)
def test_parameters_are_what_a_caller_may_name(head: str, parameters: int) -> None:
    """``self``, ``cls``, ``*`` and ``**`` do not count."""
    assert density.count_parameters(the_function(f"def f{head}: pass\n")) == parameters


@pytest.mark.parametrize(
    "name", ["read_plan", "_read_plan", "is_open", "find", "name_file", "link_pages"]
)
def test_a_name_that_begins_with_a_verb(name: str) -> None:
    """Private names count without their underscore."""
    assert density.begins_with_a_verb(name)


@pytest.mark.parametrize("name", ["plan", "_name", "name_of", "order_for", "shown", "link"])
def test_a_name_that_begins_with_no_verb(name: str) -> None:
    """A word that is also a noun is a verb only with something to do it to."""
    assert not density.begins_with_a_verb(name)


def test_properties_and_special_methods_have_no_verb() -> None:
    """Their names are not counted for or against us."""
    tree = ast.parse(
        "class A:\n"
        "    def __init__(self): pass\n"
        "    @property\n"
        "    def size(self): pass\n"
        "    def read(self): pass\n"
    )
    named = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and density.is_named_by_us(node)
    ]

    assert named == ["read"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = a if b else c", []),
        ("x = a if b else c if d else e", [1]),
        ("x = (a if b else c) if d else e", [1]),
        ("x = a if (b if c else d) else e", [1]),
        ("x = (\n    a\n    if b\n    else [c if d else e for c in f]\n)", [4]),
        ("x = a if b else c\ny = d if e else f", []),
    ],
)
def test_nested_conditional_expressions_are_found(text: str, lines: list[int]) -> None:
    """In every half and in the condition, on any line; two side by side are not nested."""
    assert nested_conditionals(ast.parse(text)) == lines


def test_a_small_module_is_measured_by_hand(tmp_path: Path) -> None:
    """The figures of a module that one can count oneself."""
    (tmp_path / "one.py").write_text(
        '"""A module."""\n\n'
        "def read_it(a, b, c, d, e, f):\n    return a if b else c  # fmt: skip\n\n\n"
        f"def name():\n    return [x for x in {'y' * 90}]\n",
    )

    figures = {each.name: each.value for each in density.measure(density.read_modules([tmp_path]))}

    assert figures["lines over 100 characters"] == 1
    assert figures["conditional expressions in 1,000 lines"] == 1000 / 8
    assert figures["comprehensions in 1,000 lines"] == 1000 / 8
    assert figures["`fmt: skip`"] == 1
    assert figures["functions over 10 branches"] == 0
    assert figures["functions with more than 5 parameters"] == 1
    assert figures["functions whose name begins with a verb"] == 50


def test_an_aim_is_judged_as_it_is_shown() -> None:
    """What rounds to the aim has reached it, and each row says which way the aim goes."""
    most = density.Figure("nodes", 6.04, decimals=1, most=6)
    least = density.Figure("verbs", 59.4, unit=" %", least=60)

    assert most.row == "| nodes | 6.0 | ≤ 6 | yes |"
    assert least.row == "| verbs | 59 % | ≥ 60 % | not yet |"
