"""Silencing: kinds of problems that an organisation does not want to see."""

from datetime import date
from pathlib import Path

from making import SETTINGS, content, workspace

from newsletter.build import Build, build, choose
from newsletter.workspace.workspace import open_workspace

FILES = {
    "content/news/a.md": content("No words", date="2022-04-01", link="https://example.org/a"),
    "content/news/b.md": content("A slip", "Words.", date="2022-04-02", summarye="x"),
    "content/news/c.md": content("An error", "Words.", date="2022-04-03", draft="perhaps"),
}


def built_with(folder: Path, silence: str) -> Build:
    """The issue of March and April 2022 with that line in the settings."""
    path = workspace(folder, FILES, settings=f"{silence}\n{SETTINGS}")
    return build(choose(open_workspace(path), "2022-03/2022-04", date(2022, 5, 1)))


def test_a_silenced_warning_is_counted_and_not_shown(tmp_path: Path) -> None:
    """Warnings of the files and of the checks leave the problems, and nothing else does."""
    (tmp_path / "all").mkdir()
    (tmp_path / "fewer").mkdir()
    shown = built_with(tmp_path / "all", "")
    codes = {"misspelt-key", "missing-summary"}

    silenced = built_with(tmp_path / "fewer", 'silence = ["misspelt-key", "missing-summary"]')

    assert shown.silenced == ()
    assert {problem.code for problem in silenced.silenced} == codes
    assert {problem.code for problem in silenced.choice.silenced} == {"misspelt-key"}
    assert set(silenced.problems) == {
        problem for problem in shown.problems if problem.code not in codes
    }
    assert set(silenced.problems) | set(silenced.silenced) == set(shown.problems)


def test_an_error_is_never_silenced(tmp_path: Path) -> None:
    """Even when its code is listed: a misspelt ``draft`` would publish the item."""
    files = {"content/news/a.md": content(date="2022-04-01", drafte="yes")}
    path = workspace(tmp_path, files, settings=f'silence = ["misspelt-key"]\n{SETTINGS}')

    choice = choose(open_workspace(path), "2022-03/2022-04", date(2022, 5, 1))

    assert [(p.code, p.severity) for p in choice.problems] == [("misspelt-key", "error")]
    assert choice.silenced == ()
