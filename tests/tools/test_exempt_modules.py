"""The lists of modules that need not follow a rule of style yet."""

import shutil
from pathlib import Path

import pytest
from exempt_modules import NESTED, find_faults, main

NESTING = "x = 1\ny = 2 if x else 3 if x > 1 else 4\n"
LONG = f"x = {'1' * 100}\n"
PROJECT = """\
[tool.ruff.lint]
select = ["E501", "C901", "F"]

[tool.ruff.lint.per-file-ignores]
"newsletter/other.py" = ["F401"]

[tool.ruff]
line-length = 100

[tool.nested-conditionals]
exempt = []

# Kept.
[tool.other]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small repository with one module of each sort."""
    for name in ("newsletter", "tests", "tools"):
        (tmp_path / name).mkdir()
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "newsletter/nesting.py").write_text(NESTING)
    (tmp_path / "newsletter/long.py").write_text(LONG)
    (tmp_path / "newsletter/other.py").write_text("import os\n")
    return tmp_path


def test_nested_conditionals_in_a_module_that_is_not_exempt_are_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The module and the lines are named."""
    assert main([], root) == 1
    printed = capsys.readouterr().out
    assert "newsletter/nesting.py: nested conditional expressions." in printed
    assert "newsletter/nesting.py: they are on lines 2" in printed


def test_written_lists_pass_the_check(root: Path) -> None:
    """All three lists are made from what the modules are like, and other rules stay ignored."""
    assert main(["--write"], root) == 0
    text = (root / "pyproject.toml").read_text()

    assert main([], root) == 0
    assert '"newsletter/long.py" = ["E501"]' in text
    assert '"newsletter/other.py" = ["F401"]' in text
    assert '"newsletter/nesting.py"' in text
    assert text.endswith("]\n\n# Kept.\n[tool.other]\n")


@pytest.mark.parametrize("name", ["nesting", "long"])
def test_an_exemption_that_is_no_longer_needed_is_refused(
    root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until --remove takes it off the list; also when the module is gone."""
    main(["--write"], root)
    (root / f"newsletter/{name}.py").unlink()

    assert main([], root) == 1
    assert f"newsletter/{name}.py: no longer needs its exemption" in capsys.readouterr().out
    assert main(["--remove"], root) == 0
    assert main([], root) == 0


def test_remove_adds_no_module(root: Path) -> None:
    """A new module that breaks a rule stays refused."""
    main(["--write"], root)
    shutil.copy(root / "newsletter/nesting.py", root / "newsletter/second.py")

    main(["--remove"], root)

    assert main([], root) == 1


def test_faults_name_the_module_and_the_rule() -> None:
    """First what breaks a rule, then what need not be on a list."""
    empty: dict[str, set[str]] = {"C901": set(), "E501": set(), NESTED: set()}

    faults = list(find_faults({**empty, "E501": {"a.py"}}, {**empty, NESTED: {"b.py"}}))

    assert [fault.partition(":")[0] for fault in faults] == ["b.py", "a.py"]
    assert "E501" in faults[1]
