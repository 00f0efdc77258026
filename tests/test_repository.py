"""The repository is a workspace, INPUD's, and its docs and files are in step with the code."""

import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from newsletter.build import build, choose
from newsletter.core.model.verdict import OUTCOMES, Code, Outcome
from newsletter.workspace.workspace import open_workspace

REPOSITORY = Path(__file__).parents[1]
ISSUE = REPOSITORY / "issues/2022-03-march-april"


def test_inpuds_march_april_2022_is_what_build_gives() -> None:
    """The two files in the repository, byte for byte."""
    built = build(choose(open_workspace(REPOSITORY), "2022-03", date(2030, 1, 1)))

    assert not built.blocked
    assert built.email.html == (ISSUE / "email.html").read_text("utf-8")
    assert built.email.text == (ISSUE / "email.txt").read_text("utf-8")


def test_inpuds_issue_shows_every_section_at_work() -> None:
    """Each of the seven sections holds items (nothing was missed yet), and reasons of many kinds leave others out."""
    choice = choose(open_workspace(REPOSITORY), "2022-03", date(2030, 1, 1))
    filled = {verdict.section for verdict in choice.selection.of(Outcome.SELECTED)}
    reasons = {verdict.code for verdict in choice.selection.of(Outcome.LEFT_OUT)}

    assert filled == {section.id for section in choice.settings.sections if not section.missed}
    assert len(filled) == 7
    assert {
        Code.PUBLISHED_BEFORE,
        Code.PUBLISHED_AFTER,
        Code.TOO_FAR_AHEAD,
        Code.OVER_BEFORE_SENDING,
        Code.OWN_UPDATE,
    } <= reasons


def test_the_seeds_posts_come_out_as_the_design_says() -> None:
    """Titles and dates are INPUD's, and so is the outcome; the undated one was decided in issue.md."""
    choice = choose(open_workspace(REPOSITORY), "2022-03", date(2030, 1, 1))
    codes = {verdict.item.title: verdict.code for verdict in choice.selection.verdicts}

    assert (
        codes[
            "Engaging and Impacting the Universal Periodic Review: Guidance for People who Use Drugs"
        ]
        == "coming-up"
    )
    assert (
        codes["Global Fund Complaints Mechanism: How can people who use drugs use it effectively?"]
        == "published-in-period"
    )
    assert (
        codes["Joint Statement by INPUD, HRI and NSWP for INB Public Hearing"]
        == "published-in-period"
    )
    assert (
        codes["Understanding the ‘Pandemic Treaty’ and it’s relevance for people who use drugs"]
        == "included-by-editor"
    )
    assert codes["INPUD Members Update: March – April 2022"] == "own-update"
    assert codes["INPUD Annual Report 2015-2016"] == "published-before"


def test_the_generated_docs_are_fresh() -> None:
    """``make docs`` would change nothing."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "cogapp",
            "--check",
            "-P",
            "-I",
            "tools",
            *map(str, (REPOSITORY / "docs").rglob("*.md")),
        ],
        cwd=REPOSITORY,
        check=True,
    )


def test_every_code_has_an_outcome_and_is_in_the_docs() -> None:
    """docs/reasons.md explains them all."""
    text = (REPOSITORY / "docs/reasons.md").read_text("utf-8")

    assert set(OUTCOMES) == set(Code)
    assert all(f"`{code}`" in text for code in Code)


def test_every_dependency_has_its_reason() -> None:
    """docs/design-notes.md names each of them."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    notes = (REPOSITORY / "docs/design-notes.md").read_text("utf-8").lower()
    names = {
        re.split(r"[<>=\[]", line)[0].lower()
        for line in project["dependencies"] + project["optional-dependencies"]["dev"]
    }

    assert [name for name in sorted(names) if name not in notes] == []
    assert all(
        "<" in line or name == "tzdata"
        for line in project["dependencies"]
        for name in [re.split(r"[<>=]", line)[0]]
    )


def test_every_dependency_is_pinned() -> None:
    """constraints.txt holds exact versions, and names no host."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {
        line.split("==")[0].lower()
        for line in (REPOSITORY / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    names = {
        re.split(r"[<>=\[]", line)[0].lower()
        for line in project["dependencies"] + project["optional-dependencies"]["dev"]
    }

    assert names <= pinned
    assert "://" not in (REPOSITORY / "constraints.txt").read_text()


def test_links_between_docs_lead_somewhere() -> None:
    """Every relative link in README and docs/ names a file that is there."""
    for page in [REPOSITORY / "README.md", *(REPOSITORY / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


DEVELOPER_PAGES = (
    "README.md",
    "SECURITY.md",
    "docs/design-notes.md",
    "docs/contributing.md",
    "docs/adding-a-source.md",
)
IMAGINED = re.compile(r"bulletin|[<>*]")
"""What is in the recipes, not in the repository."""


@pytest.mark.parametrize("page", DEVELOPER_PAGES)
def test_paths_in_docs_for_developers_are_there(page: str) -> None:
    """Every file and folder of the repository that they name in backticks."""
    text = (REPOSITORY / page).read_text("utf-8")
    named = re.findall(r"`((?:newsletter|tests|tools|docs|templates|\.github)/[^`\s]*)`", text)

    missing = [name for name in named if not IMAGINED.search(name)]
    missing = [name for name in missing if not (REPOSITORY / name).exists()]

    assert missing == []


@pytest.mark.parametrize("page", DEVELOPER_PAGES)
def test_names_in_docs_for_developers_are_in_their_files(page: str) -> None:
    """Where they say "`name` in `file.py`", the file defines that name."""
    text = (REPOSITORY / page).read_text("utf-8")
    missing = []
    for name, file in re.findall(r"`(\w+)` in `([\w/]+\.py)`", text):
        code = (REPOSITORY / file).read_text("utf-8")
        if not re.search(rf"^\s*(?:def|class) {name}\b|^\s*{name}\b.*=", code, re.M):
            missing.append(f"{name} in {file}")

    assert missing == []


def test_the_readme_shows_what_commands_print(tmp_path: Path) -> None:
    """Each line of output is one that the command above prints; "…" means that lines are cut."""
    text = (REPOSITORY / "README.md").read_text("utf-8")
    blocks = re.findall(r"^    ([^\n]+)\n\n```text\n(.*?)^```$", text, re.S | re.M)
    assert [command.split()[1] for command, _ in blocks] == ["build", "select"]
    shutil.copy(REPOSITORY / "newsletter.toml", tmp_path)
    for folder in ("content", "issues"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)

    for command, shown in blocks:
        name = command.split()[1]
        done = subprocess.run(
            [sys.executable, "-m", "newsletter", name, "2022-03"],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        lines = [line for line in shown.splitlines() if line.strip() not in ("", "…")]
        printed = (done.stdout + done.stderr).splitlines()
        assert lines, name
        assert [line for line in lines if line not in printed] == [], name


def test_ci_runs_lint_and_the_readmes_test_command() -> None:
    """Types, contracts and docs are checked too, before the tests; and nothing else is run."""
    commands = [
        line
        for line in (REPOSITORY / ".ci/run").read_text().splitlines()
        if line and not line.startswith(("#", "set", "cd"))
    ]

    assert commands == ["make lint", "make test"]
    assert "make test" in (REPOSITORY / "README.md").read_text("utf-8")


@pytest.mark.parametrize("how", ["wheel", "folder"])
def test_templates_and_theme_come_along(tmp_path: Path, how: str) -> None:
    """Installed from a wheel or with ``pip install .`` into an empty environment, init and build work anywhere."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("newsletter", "templates"):
        shutil.copytree(
            REPOSITORY / name, source / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, source / name)
    what = str(source)
    if how == "wheel":
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, source],
            check=True,
            capture_output=True,
        )
        what = str(next(tmp_path.glob("*.whl")))
    site = (
        tmp_path / "site"
    )  # an environment with the dependencies and without the editable install
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        site,
        what,
    ]
    subprocess.run(pip, check=True, capture_output=True)
    shutil.rmtree(source)

    def run(*args: str, cwd: Path) -> str:
        code = f"import sys; sys.path.insert(0, {str(site)!r}); sys.argv = ['newsletter', *{args!r}]; import newsletter; "
        code += "assert newsletter.__file__.startswith(sys.path[0]), newsletter.__file__; from newsletter.cli.main import main; main()"
        return subprocess.run(
            [sys.executable, "-I", "-c", code], cwd=cwd, check=True, capture_output=True, text=True
        ).stdout

    run("init", "my-org", cwd=tmp_path)
    assert "3 items" in run("build", "last", cwd=tmp_path / "my-org")
