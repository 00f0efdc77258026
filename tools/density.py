"""How dense is the code? Prints a table of figures beside what we aim at: ``make density``.

It reads the modules under newsletter/ (or the files and folders named after it) as syntax trees.
The figures serve the reader. Where reaching one would make a passage worse, leave the passage.
"""

import ast
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nested_conditionals import nested_conditionals

LONGEST_LINE = 100
MOST_BRANCHES = 10
MOST_PARAMETERS = 5

Function = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.IfExp, ast.ExceptHandler, ast.match_case)

VERBS = """
    accept add allow append apply approve ask assert attach avoid become begin belong bring
    calculate can choose classify clean clear close collapse collect combine compare complete
    compose compute contain convert correct create cut decide decode deduplicate describe detect
    discard do download drop edit emphasise encode ensure enter escape exclude exist expand expect
    explain extract fetch fill find finish fit flatten flush fold follow forget gather get give go
    has have hide highlight ignore include inline insert is join judge keep know leave let listen
    load localise look lower make may measure merge must normalise omit open overlap parse paste
    pick pluralise prefer prepare prevent print produce propose prove put quote raise read rebuild
    receive recognise recompute reconcile recover redirect redo reduce refuse register reject
    reload remember remind remove rename render repeat replace require reset resolve respond
    restart restore reuse rewrite round run sanitise save say scan select send separate serve
    settle shorten should show shrink skip sort split splice stay store strip submit suggest
    summarise swap switch take tell tidy tighten toggle transform translate trim truncate try
    undo unfold unpack unwrap update upgrade use validate verify walk warn was watch weigh will
    write yield
"""
"""Words that say what a function does when its name begins with them.

``is``, ``has``, ``can`` and the like are among them: they begin the name of a question.
"""

VERBS_AND_NOUNS = """
    archive blank bound build cache cancel carry change check copy count draw dump end export
    filter format group handle hold import label limit link list mark mask match move name need
    note number order pack pair pass patch place plan process rank record release repair replay
    report return scale set shift start state stop sweep test touch turn view wait word wrap
"""
"""Words that are verbs only with something to do it to: ``name_file``, but not ``name_of``."""

PREPOSITIONS = "as at by for from in of on to with without"


@dataclass(frozen=True, slots=True)
class Module:
    """A module of ours, read."""

    path: Path
    lines: tuple[str, ...]
    tree: ast.Module

    @property
    def functions(self) -> list[Function]:
        """All its functions and methods, inner ones too."""
        return [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    name: str
    value: float
    unit: str = ""
    decimals: int = 0
    most: float | None = None
    least: float | None = None

    @property
    def reached(self) -> bool:
        """Whether the value, as it is shown, is what we aim at."""
        shown = round(self.value, self.decimals)
        if self.most is not None:
            return shown <= self.most
        return self.least is not None and shown >= self.least

    @property
    def row(self) -> str:
        """The row, in Markdown."""
        limit = self.most if self.most is not None else self.least
        sign = "≤" if self.most is not None else "≥"
        aim = f"{sign} {limit:g}{self.unit}"
        reached = "yes" if self.reached else "not yet"
        return f"| {self.name} | {self.value:.{self.decimals}f}{self.unit} | {aim} | {reached} |"


def read_modules(places: Sequence[Path]) -> list[Module]:
    """Every Python file among the places and in the folders among them. Raises SyntaxError."""
    paths: list[Path] = []
    for place in places:
        paths += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    modules = []
    for path in paths:
        text = path.read_text("utf-8")
        modules.append(Module(path, tuple(text.splitlines()), ast.parse(text)))
    return modules


def count_nodes(node: ast.AST) -> int:
    """How many nodes a syntax tree has, its root included."""
    return sum(1 for _ in ast.walk(node))


def count_branches(function: Function) -> int:
    """The places where a function may go one way or another.

    Each ``if``, loop, ``except``, ``case`` and conditional expression counts one; so does each
    ``and`` and ``or``, and in a comprehension each ``for`` and each ``if``.
    """
    count = 0
    for node in ast.walk(function):
        if isinstance(node, BRANCHES):
            count += 1
        elif isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
    return count


def count_parameters(function: Function) -> int:
    """How many values a caller may name, without ``self``, ``cls``, ``*`` and ``**``."""
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    if names and names[0] in ("self", "cls"):
        names = names[1:]
    return len(names)


def is_named_by_us(function: Function) -> bool:
    """Whether its name should begin with a verb.

    The names of special methods are Python's, and a property is a value.
    """
    if function.name.startswith("__"):
        return False
    decorators = {node.id for node in function.decorator_list if isinstance(node, ast.Name)}
    return not decorators & {"property", "cached_property"}


def begins_with_a_verb(name: str) -> bool:
    """Whether the first word of a name is a verb, such as in ``_read_plan``."""
    first, *others = name.strip("_").split("_")
    if first in VERBS.split():
        return True
    has_object = bool(others) and others[0] not in PREPOSITIONS.split()
    return has_object and first in VERBS_AND_NOUNS.split()


def percentile(values: Sequence[int], share: float) -> int:
    """The value that this share of all values does not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def measure(modules: Sequence[Module]) -> list[Figure]:
    """All the figures of these modules. There must be at least one function in them."""
    lines = sum(len(module.lines) for module in modules)
    functions = [function for module in modules for function in module.functions]
    sizes = [count_nodes(function) for function in functions]
    nodes = sum(count_nodes(module.tree) for module in modules)
    named = [function for function in functions if is_named_by_us(function)]

    def per_thousand(*types: type[ast.AST]) -> float:
        return 1000 * _count(modules, types) / lines

    long_lines = _count_lines(modules, lambda line: len(line) > LONGEST_LINE)
    skips = _count_lines(modules, lambda line: "# fmt: skip" in line)
    nested = sum(len(nested_conditionals(module.tree)) for module in modules)
    branching = sum(count_branches(function) > MOST_BRANCHES for function in functions)
    wide = sum(count_parameters(function) > MOST_PARAMETERS for function in functions)
    with_verb = sum(begins_with_a_verb(function.name) for function in named)

    return [
        Figure("nodes of the syntax tree in a line", nodes / lines, decimals=1, most=6),
        Figure("nodes in a function, median", statistics.median(sizes), most=55),
        Figure("nodes in a function, 90 of 100 have no more", percentile(sizes, 0.9), most=160),
        Figure(f"lines over {LONGEST_LINE} characters", long_lines, most=0),
        Figure("conditional expressions in 1,000 lines", per_thousand(ast.IfExp), most=10),
        Figure("nested conditional expressions", nested, most=0),
        Figure("comprehensions in 1,000 lines", per_thousand(*COMPREHENSIONS), most=20),
        Figure("`fmt: skip`", skips, most=5),
        Figure(
            f"functions over {MOST_BRANCHES} branches",
            100 * branching / len(functions),
            unit=" %",
            decimals=1,
            most=3,
        ),
        Figure(f"functions with more than {MOST_PARAMETERS} parameters", wide, most=8),
        Figure(
            "functions whose name begins with a verb",
            100 * with_verb / max(len(named), 1),
            unit=" %",
            least=60,
        ),
    ]


def _count(modules: Sequence[Module], types: tuple[type[ast.AST], ...]) -> int:
    return sum(isinstance(node, types) for module in modules for node in ast.walk(module.tree))


def _count_lines(modules: Sequence[Module], wanted: Callable[[str], bool]) -> int:
    return sum(wanted(line) for module in modules for line in module.lines)


def find_offenders(modules: Sequence[Module]) -> Iterator[str]:
    """Each function with too many branches or parameters, as a line that names its place."""
    for module in modules:
        for function in module.functions:
            place = f"{module.path}:{function.lineno} {function.name}"
            branches = count_branches(function)
            parameters = count_parameters(function)
            if branches > MOST_BRANCHES:
                yield f"{place}: {branches} branches"
            if parameters > MOST_PARAMETERS:
                yield f"{place}: {parameters} parameters"


def table(places: Sequence[Path]) -> str:
    """The figures of all modules in these places, as a table in Markdown."""
    rows = ["| figure | measured | aim | reached |", "| --- | --- | --- | --- |"]
    rows += [figure.row for figure in measure(read_modules(places))]
    return "\n".join(rows)


def main(arguments: Sequence[str]) -> None:
    """Print the table; with ``--functions`` also every function over a limit."""
    places = [Path(argument) for argument in arguments if not argument.startswith("--")]
    places = places or [Path(__file__).parents[1] / "newsletter"]
    print(table(places))
    if "--functions" in arguments:
        print("\n".join(["", *find_offenders(read_modules(places))]))


if __name__ == "__main__":
    main(sys.argv[1:])
