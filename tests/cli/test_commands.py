"""The real commands in real folders."""

import json
import subprocess
import sys
from pathlib import Path

import click.testing
import pytest
from making import SETTINGS, content, workspace

from newsletter.cli.main import COMMANDS, group

REPOSITORY = Path(__file__).parents[2]
ISSUE = "issues/2022-03-march-april"
GOOD = {
    "content/news/a.md": content(
        "News of April", date="2022-04-29", link="https://example.org/a", summary="A sentence."
    ),
    "content/events/b.md": content(
        "A webinar", starts="2022-05-25 13:00", link="https://example.org/b", summary="A sentence."
    ),
    "content/news/old.md": content(
        "Old news", date="2021-01-01", link="https://example.org/c", summary="A sentence."
    ),
    f"{ISSUE}/issue.md": "---\nperiod: March – April 2022\nsend_on: 2022-05-11\nsubject: A webinar on 25 May\n"
    "preheader: And what networks did in March and April.\n---\nDear members.\n",
}


def newsletter(
    *args: str, cwd: Path, stdin: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command as people type it; whatever happens there is no traceback."""
    import os

    result = subprocess.run(
        [sys.executable, "-m", "newsletter", *args], cwd=cwd, input=stdin, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, **(env or {})},
    )  # fmt: skip
    assert "Traceback" not in result.stderr + result.stdout, result.stderr
    return result


def test_select_shows_a_table_and_everything_is_in_it(tmp_path: Path) -> None:
    """Sections, undecided, left out with reasons, the edges, and counts that add up."""
    workspace(tmp_path, {**GOOD, "content/news/undated.md": content("No day")})
    result = newsletter("select", "2022-03", cwd=tmp_path)

    assert result.returncode == 0
    for part in ("4 content files = 2 selected + 1 undecided + 1 left out", "Coming up (1)", "2022-05-25  A webinar", "Undecided (1)",
                 "it has no date: write date:", "Left out, published before (1)", "424 days before the period begins",
                 "before 1 May 2022:"):  # fmt: skip
        assert part in result.stdout


def test_select_json_is_for_programs(tmp_path: Path) -> None:
    """The shape other programs rely on."""
    workspace(tmp_path, {**GOOD, "content/news/bad.md": "no front matter"})
    told = json.loads(newsletter("select", "2022-03", "--json", cwd=tmp_path).stdout)

    assert {key: told[key] for key in ("issue", "period", "send_on", "counts")} == {
        "issue": "2022-03-march-april",
        "period": {
            "start": "2022-03-01",
            "end": "2022-05-01",
            "title": "March – April 2022",
            "timezone": "Europe/London",
        },
        "send_on": "2022-05-11",
        "counts": {"pool": 4, "selected": 2, "left_out": 1, "undecided": 1},
    }
    assert told["items"][0] == {
        "id": "events/b", "kind": "event", "title": "A webinar", "date": "2022-05-25", "verdict": "selected", "code": "coming-up",
        "reason": "begins 25 May 2022, on or after the day of sending (11 May 2022)", "advice": None, "section": "coming-up", "file": "content/events/b.md",
    }  # fmt: skip
    assert told["items"][2] == {
        "id": "news/bad", "kind": "news", "title": "bad.md", "date": None, "verdict": "undecided", "code": "unreadable",
        "reason": told["items"][2]["reason"], "advice": told["items"][2]["advice"], "section": None, "file": "content/news/bad.md",
    }  # fmt: skip
    assert told["problems"] == [
        {
            "code": "front-matter-missing",
            "severity": "error",
            "file": "content/news/bad.md",
            "line": 1,
            "item": "news/bad",
            "field": None,
            "value": None,
            "message": told["problems"][0]["message"],
        }
    ]


def test_check_json_is_for_programs(tmp_path: Path) -> None:
    """Every problem with its code and place, the undecided items, and counts; it fails as check does."""
    bare = content("No link", date="2022-04-03", summary="A sentence.")
    undated = content("No date", link="https://example.org/n", summary="A sentence.")
    workspace(tmp_path, {**GOOD, "content/news/bare.md": bare, "content/news/undated.md": undated})
    result = newsletter("check", "2022-03", "--json", cwd=tmp_path)
    found = json.loads(result.stdout)

    assert (result.returncode, found["issue"], found["blocked"]) == (1, "2022-03-march-april", True)
    assert found["counts"] == {
        "errors": 0,
        "warnings": 1,
        "notes": 0,
        "silenced": 0,
        "undecided": 1,
    }
    (problem,) = found["problems"]
    assert problem == {
        "code": "missing-link",
        "severity": "warning",
        "file": "content/news/bare.md",
        "line": problem["line"],
        "item": "news/bare",
        "field": "link",
        "value": None,
        "message": problem["message"],
    }
    (item,) = found["undecided"]
    assert (item["id"], item["code"], item["reason"]) == (
        "news/undated",
        "undated",
        "it has no date",
    )
    assert item["advice"]


def test_a_silenced_warning_is_counted_and_not_listed(tmp_path: Path) -> None:
    """In check, for people and for programs; the same issue is then fine with --strict."""
    bare = content("No link", date="2022-04-03", summary="A sentence.")
    workspace(tmp_path, {**GOOD, "content/news/bare.md": bare})
    (tmp_path / "newsletter.toml").write_text(f'silence = ["missing-link"]\n{SETTINGS}', "utf-8")
    result = newsletter("check", "2022-03", "--strict", cwd=tmp_path)
    assert (result.returncode, "1 silenced" in result.stdout) == (0, True)
    found = json.loads(newsletter("check", "2022-03", "--json", cwd=tmp_path).stdout)
    assert (found["problems"], found["counts"]["silenced"]) == ([], 1)


def test_build_writes_both_files_and_the_same_bytes_again(tmp_path: Path) -> None:
    """Twice the same input, twice the same bytes, from any folder within and with another clock, zone and hash seed."""
    workspace(tmp_path, GOOD)
    first = newsletter("build", "2022-03", cwd=tmp_path)
    files = {name: (tmp_path / ISSUE / name).read_bytes() for name in ("email.html", "email.txt")}
    newsletter("build", "march-april 2022", "--out", str(tmp_path / "again"), cwd=tmp_path / "content",
               env={"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"})  # fmt: skip

    assert first.returncode == 0, first.stderr
    assert "Built 2022-03-march-april: 2 items" in first.stdout
    assert f"{ISSUE}/email.html" in first.stdout
    assert {name: (tmp_path / "again" / name).read_bytes() for name in files} == files
    assert sorted(path.name for path in (tmp_path / ISSUE).iterdir()) == [
        "email.html",
        "email.txt",
        "issue.md",
    ]


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("content/news/x.md", content("No day"), "undecided: content/news/x.md: it has no date"),
        ("content/news/x.md", "words", "error: content/news/x.md:1: the file does not begin"),
        (
            "content/events/x.md",
            content(starts="20th Sept"),
            "error: content/events/x.md:3: starts is '20th Sept', which is not a date.",
        ),
        (
            "content/news/x.md",
            content("TODO", date="2022-04-01"),
            "error: content/news/x.md:2: 'TODO' is left",
        ),
    ],
)
def test_build_refuses_with_everything_listed_and_leaves_earlier_files(
    tmp_path: Path, name: str, text: str, part: str
) -> None:
    """Errors and undecided items stop it; the files of the build before stay as they were."""
    workspace(tmp_path, GOOD)
    newsletter("build", "2022-03", cwd=tmp_path)
    before = (tmp_path / ISSUE / "email.html").read_bytes()
    workspace(
        tmp_path, {name: text, "content/news/changed.md": content("Another", date="2022-04-02")}
    )
    result = newsletter("build", "2022-03", cwd=tmp_path)

    assert result.returncode == 1
    assert part in result.stderr
    assert "Not built: " in result.stderr
    assert (tmp_path / ISSUE / "email.html").read_bytes() == before


def test_check_fails_on_errors_and_with_strict_on_warnings(tmp_path: Path) -> None:
    """Notes never fail."""
    workspace(tmp_path, GOOD)
    assert (result := newsletter("check", "2022-03", "--strict", cwd=tmp_path)).returncode == 0, (
        result.stdout
    )
    assert "nothing to fix" in result.stdout

    workspace(
        tmp_path,
        {"content/news/warned.md": content("No link", date="2022-04-03", summary="A sentence.")},
    )
    assert newsletter("check", "2022-03", cwd=tmp_path).returncode == 0
    assert newsletter("check", "2022-03", "--strict", cwd=tmp_path).returncode == 1

    workspace(tmp_path, {"content/news/wrong.md": "words"})
    assert newsletter("check", "2022-03", cwd=tmp_path).returncode == 1


def test_init_new_import_select_build(tmp_path: Path) -> None:
    """The way of a newcomer: a workspace that builds at once, an issue, a page of posts."""
    made = newsletter("init", "my-org", cwd=tmp_path)
    folder = tmp_path / "my-org"
    assert made.stdout.splitlines()[-2:] == ["  cd my-org", "  newsletter build last"]
    assert "people at risk" in made.stdout
    assert newsletter("build", "last", cwd=folder).returncode == 0
    told = json.loads(newsletter("select", "last", "--json", cwd=folder).stdout)
    assert told["counts"] == {"pool": 3, "selected": 3, "left_out": 0, "undecided": 0}
    assert {item["section"] for item in told["items"]} == {"act-now", "news", "events-held"}

    assert newsletter("new", "2022-03", "--send-on", "2022-05-11", cwd=folder).returncode == 0
    assert "send_on: 2022-05-11" in (folder / ISSUE / "issue.md").read_text("utf-8")
    again = newsletter("new", "2022-03", cwd=folder)
    assert (again.returncode, "nothing is overwritten" in again.stderr) == (1, True)

    page = (REPOSITORY / "tests/sources/cases/listing/page.txt").read_text("utf-8")
    brought = newsletter("import", "listing", "-", cwd=folder, stdin=page)
    assert brought.stdout.splitlines()[1].split()[-6:] == ["10", "10", "0", "0", "0", "0"]
    assert "to decide: no date stands at the beginning of its text" in brought.stdout
    again = newsletter("import", "listing", "-", cwd=folder, stdin=page)
    assert again.stdout.splitlines()[1].split()[-6:] == ["10", "0", "0", "10", "0", "0"]

    again = newsletter("init", "my-org", cwd=tmp_path)
    assert (again.returncode, "nothing is overwritten" in again.stderr) == (1, True)


def test_a_pasted_listing_comes_out_as_the_design_says(tmp_path: Path) -> None:
    """All ten posts, sent on 11 May 2022: the outcome and the reason of each."""
    settings = (
        'name = "Our Members Update"\norganisation = "Our Network"\ntimezone = "Europe/London"\n'
    )
    workspace(tmp_path, {f"{ISSUE}/issue.md": "---\nsend_on: 2022-05-11\n---\n"}, settings)
    newsletter(
        "import", "listing", str(REPOSITORY / "tests/sources/cases/listing/page.txt"), cwd=tmp_path
    )
    told = json.loads(newsletter("select", "2022-03", "--json", cwd=tmp_path).stdout)

    assert {item["title"]: item["code"] for item in told["items"]} == {
        "Learning the Long Review: Guidance for Members": "coming-up",
        "Complaints: How can members use them?": "published-in-period",
        "Video: The Wall – Why Rooms are Needed": "published-in-period",
        "Joint Statement for the Hearing": "published-in-period",
        "Understanding the ‘Big Agreement’ and what it’s for": "undated",
        "Yearly Day of Members 2021": "published-before",
        "Why Should We Go to the 2021 Meeting? (Video)": "published-before",
        "The Right to All Rights: How?": "published-before",
        "Our Members Update: March – April 2022": "own-update",
        "‘We are Here’ – Answers by Communities": "over-before-period",
    }
    (warning,) = told["problems"]
    assert (warning["severity"], warning["line"]) == ("warning", 3)
    assert "its text says '11-12 April, 2022'" in warning["message"]


@pytest.mark.parametrize(
    ("args", "code", "part"),
    [
        (["select"], 2, "Missing argument 'PERIOD'"),
        (["selct", "2022-03"], 2, "Did you mean select?"),
        (["select", "2022-03-04"], 1, "reads as a day"),
        (["select", "nonsense"], 1, "names no period"),
        (
            ["--workspace", "nowhere", "select", "2022-03"],
            1,
            "there is no newsletter.toml in nowhere",
        ),
        (["import", "listing", "nowhere.txt"], 1, "nowhere.txt: there is no such file."),
        (["import", "listing", "."], 1, ".: it is not an ordinary file."),
        (
            ["import", "listing", "newsletter.toml"],
            1,
            "newsletter.toml: no posts were found in it.",
        ),
        (["import"], 1, "newsletter.toml names no sources yet."),
        (
            ["import", "newsletter.toml"],
            2,
            "Say what it is: newsletter import KIND newsletter.toml",
        ),
        (
            ["import", "https://example.org/a.ics"],
            2,
            "Say what it is: newsletter import ical https://example.org/a.ics",
        ),
        (["import", "wordpres", "x"], 2, "No such command 'wordpres'"),
        (
            ["import", "wordpress", "http://127.0.0.1:9"],
            1,
            "http://127.0.0.1:9: it cannot be reached.",
        ),
        (["import", "feed", "file:///etc/passwd"], 1, "file:///etc/passwd: there is no such file."),
        (
            ["import", "ical", "http://user:word@127.0.0.1/"],
            1,
            "secrets do not belong into settings",
        ),
        (["import", "csv", "newsletter.toml"], 1, "no column is known to hold the titles."),
        (["import", "docx", "newsletter.toml"], 1, "it is no Word document (.docx)."),
        (["import", "feed", "newsletter.toml"], 1, "it is no feed (RSS or Atom)."),
        (["import", "wxr", "newsletter.toml"], 1, "it is no well-formed XML (line 2)"),
        (["import", "ical", "newsletter.toml"], 1, "it is no calendar"),
        (["init", "x", "--timezone", "Europe/Lodnon"], 1, "Did you mean Europe/London?"),
        (
            ["new", "2022-03", "--send-on", "soon"],
            1,
            "--send-on is 'soon', which is not one day. Write it as 2022-05-11.",
        ),
        (["build", "2022-03", "--out", "newsletter.toml"], 2, "is a file"),
        (["build", "2022-03", "--out", "newsletter.toml/x"], 1, "Error: "),
    ],
)
def test_what_a_person_can_get_wrong_has_its_sentence(
    tmp_path: Path, args: list[str], code: int, part: str
) -> None:
    """Usage faults exit with 2, everything else with 1, and never a traceback."""
    workspace(tmp_path, GOOD)
    result = newsletter(*args, cwd=tmp_path)

    assert result.returncode == code, result.stderr
    assert part in result.stderr


def test_outside_a_workspace_the_next_step_is_named(tmp_path: Path) -> None:
    """newsletter init."""
    result = newsletter("select", "2022-03", cwd=tmp_path)

    assert (result.returncode, "newsletter init my-org" in result.stderr) == (1, True)


def test_workspace_may_stand_before_or_after_the_command(tmp_path: Path) -> None:
    """Both mean the same."""
    (tmp_path / "w").mkdir()
    workspace(tmp_path / "w", GOOD)

    for args in (
        ["--workspace", "w", "select", "2022-03"],
        ["select", "2022-03", "--workspace", "w"],
    ):
        assert newsletter(*args, cwd=tmp_path).returncode == 0


def test_a_terminal_without_unicode_is_no_reason_to_fail(tmp_path: Path) -> None:
    """Whatever it shows instead of the letters it does not have."""
    workspace(tmp_path, {**GOOD, "content/news/ru.md": content("Новости", date="2022-04-01")})
    result = newsletter(
        "select", "2022-03", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )

    assert result.returncode == 0
    assert "2022-04-01" in result.stdout


def test_help_lists_every_command_with_the_line_the_command_itself_says() -> None:
    """The table in main.py is there so that help loads no command; this keeps the two in step."""
    context = click.Context(group)
    for name, (_, line) in COMMANDS.items():
        command = group.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.get_short_help_str(200) == line


@pytest.mark.parametrize(("args", "absent"), [
    (["--help"], ["yaml", "jinja2", "premailer", "lxml", "mjml", "markdown_it", "frontmatter", "newsletter.core.selection.select"]),
    (["select", "2022-03"], ["jinja2", "premailer", "lxml", "mjml", "markdown_it", "nh3", "cssutils", "httpx", "feedparser", "icalendar"]),
    (["import", "csv", "--help"], ["httpx", "lxml", "feedparser", "icalendar", "mammoth", "nh3", "jinja2"]),
])  # fmt: skip
def test_heavy_imports_load_only_where_they_are_used(
    tmp_path: Path, args: list[str], absent: list[str]
) -> None:
    """help costs no more than click, and select does not pay for the render chain."""
    workspace(tmp_path, GOOD)
    code = (
        "import sys, newsletter.cli.main as m\n"
        f"sys.argv = ['newsletter', *{args!r}]\n"
        "try:\n    m.main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {absent!r} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert result.stdout.splitlines()[-1] == "LOADED []"


def test_help_and_version_work_without_a_workspace() -> None:
    """They ask nothing of the folder."""
    runner = click.testing.CliRunner()

    assert runner.invoke(group, ["--help"]).exit_code == 0
    assert runner.invoke(group, ["--version"]).output.startswith("newsletter 0.")


def test_a_send_on_that_has_passed_is_told_with_what_it_would_change(tmp_path: Path) -> None:
    """By select and check, for people; never in --json, which depends on no clock."""
    workspace(tmp_path, GOOD)
    for command in ("select", "check"):
        shown = newsletter(command, "2022-03", cwd=tmp_path).stdout
        assert (
            f"send_on, 11 May 2022, has passed. If the issue has not been sent, change it in {ISSUE}/issue.md."
            in shown
        )
        assert "A webinar: coming up now, over before sending then" in shown

    assert "has passed" not in newsletter("select", "2022-03", "--json", cwd=tmp_path).stdout


def test_options_of_import_count_before_and_behind_the_kind(tmp_path: Path) -> None:
    """``import --dry-run csv`` writes nothing either."""
    workspace(tmp_path)
    (tmp_path / "t.csv").write_text("title,date\nA talk,2022-05-01\n")
    for args in (["import", "--dry-run", "csv", "t.csv"], ["import", "csv", "--dry-run", "t.csv"]):
        shown = newsletter(*args, cwd=tmp_path)
        assert "Nothing was written (--dry-run)." in shown.stdout
        assert not (tmp_path / "content").exists()
    told = json.loads(newsletter("import", "--json", "csv", "t.csv", cwd=tmp_path).stdout)
    assert (told["sources"][0]["new"], told["sources"][0]["adds_up"]) == (1, True)


def test_import_alone_reads_every_source_and_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    """One table with a sum; the exit code tells that something is to be mended."""
    settings = "".join(
        f'\n[[sources]]\nkind = "csv"\naddress = "{name}"\n'
        for name in ("a.csv", "gone.csv", "b.csv")
    )
    workspace(tmp_path, settings=SETTINGS + settings)
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(f"title,date\n{name} talk,2022-05-01\n")
    shown = newsletter("import", cwd=tmp_path)

    assert shown.returncode == 1
    assert "gone.csv: there is no such file." in shown.stderr
    assert [
        line.split()[-6:] for line in shown.stdout.splitlines() if line.startswith("together")
    ] == [["2", "2", "0", "0", "0", "0"]]
