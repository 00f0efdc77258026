"""Issues one after the other: what was sent is kept, nothing comes twice, what was missed is offered, mistakes are put right."""

import csv
import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import click.testing
import lxml.html
import pytest
from making import SETTINGS, content, workspace

from newsletter.cli.main import group
from newsletter.errors import NewsletterError

MARCH, MAY = "issues/2022-03-march-april", "issues/2022-05-may-june"
FILES = {
    "content/news/a.md": content("News of April", date="2022-04-29", link="https://example.org/a", summary="A sentence.", network="AIVL", country="Australia"),
    "content/news/paper.md": content("A paper", date="2022-04-02", link="https://example.org/p.pdf", summary="It says much."),
    "content/news/secret.md": content("For us alone", date="2022-04-03", link="https://example.org/s", summary="Hidden words.", audience="members"),
    "content/news/told.md": content("Told elsewhere", date="2022-04-05", link="https://example.org/t", summary="A sentence."),
    "content/events/b.md": content("A webinar", starts="2022-05-25 13:00", timezone="Europe/Paris", link="https://example.org/b", summary="A sentence."),
    f"{MARCH}/issue.md": "---\nperiod: March – April 2022\nsend_on: 2022-05-11\nsubject: A webinar on 25 May\npreheader: And more.\n"
    "leave_out:\n  news/told: told in April\n---\nDear members.\n",
    f"{MAY}/issue.md": "---\nperiod: May – June 2022\nsend_on: 2022-07-11\nsubject: What came of the webinar\npreheader: And more.\n---\nDear members.\n",
}  # fmt: skip


class Desk:
    """A workspace and the commands in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = workspace(folder, FILES, SETTINGS)

    def run(self, *args: str) -> str:
        """What the command says; raises what stops it."""
        done = click.testing.CliRunner().invoke(group, ["--workspace", str(self.folder), *args])
        if isinstance(done.exception, NewsletterError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.output

    def refused(self, *args: str) -> str:
        """Why it refuses."""
        with pytest.raises(NewsletterError) as why:
            self.run(*args)
        return str(why.value)

    def sent(self) -> None:
        """March – April is built and sent."""
        self.run("build", "2022-03")
        self.run("sent", "2022-03")

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    def add(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def record(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.read(f"{MARCH}/sent.json"))
        return found

    def codes(self, period: str) -> dict[str, str]:
        told = json.loads(self.run("select", period, "--json"))
        return {item["id"]: item["code"] for item in told["items"]}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_was_sent_is_kept_with_all_it_is_known_by(desk: Desk) -> None:
    """Items, roles, keys, what was left out and why, the hashes of the files; send_on is the day unless another is said."""
    desk.run("build", "2022-03")
    assert "2022-03-march-april was sent on 11 May 2022: 4 items." in desk.run(
        "sent", "2022-03", "--note", "A logo was put in."
    )
    record = desk.record()
    assert (record["sent_on"], record["note"], record["left_out"]) == (
        "2022-05-11",
        "A logo was put in.",
        {"news/told": "left out by the editor: told in April"},
    )
    items = {item["id"]: item for item in record["items"]}  # type: ignore[attr-defined]
    assert items["events/b"]["role"] == "announced"
    assert "link:news:example.org/a" in items["news/a"]["keys"]
    assert sorted(record["files"]) == ["email.html", "email.txt", "web.html"]  # type: ignore[call-overload]
    assert "Hidden words" not in desk.read(f"{MARCH}/web.html")


def test_only_what_was_built_can_have_been_sent(desk: Desk) -> None:
    """Not before it was built, not when something changed since, not on a day to come, not twice."""
    assert "nothing was built yet" in desk.refused("sent", "2022-03")
    desk.run("build", "2022-03")
    desk.change("content/news/a.md", "A sentence.", "Another one.")
    assert "is not what build makes now" in desk.refused("sent", "2022-03")
    desk.run("build", "2022-03")
    assert "which is still to come" in desk.refused("sent", "2022-03", "--on", "2099-01-01")
    desk.run("sent", "2022-03")
    assert "was sent on 11 May 2022 already" in desk.refused("sent", "2022-03")


def test_the_next_issue_repeats_nothing_and_offers_what_was_missed(desk: Desk) -> None:
    """Also under another name, from another source; an announced event is reported once, and what had a why stays away."""
    assert (
        "Was March – April 2022 sent? If so, mark it, so that nothing is repeated: newsletter sent 2022-03"
        in desk.run("select", "2022-05")
    )
    desk.sent()
    assert "Was March – April 2022 sent?" not in desk.run("select", "2022-05")
    desk.add(
        "content/news/late.md",
        content("What came late", date="2022-04-15", link="https://example.org/late"),
    )
    (desk.folder / "content/news/a.md").rename(desk.folder / "content/news/again.md")
    desk.change("content/news/again.md", "News of April", "News of April!")
    codes = desk.codes("2022-05")
    assert codes == {
        "news/again": "published-before", "news/paper": "published-before", "news/secret": "published-before", "news/told": "published-before",
        "news/late": "missed-last-time", "events/b": "took-place-in-period",
    }  # fmt: skip
    shown = desk.run("select", "2022-05")
    assert (
        "announced in 2022-03-march-april" not in shown
    )  # a table has no room for reasons of what is in it
    assert "Missed last time (1): no issue held them." in shown
    assert "it was in 2022-03-march-april" in shown
    desk.change(f"{MAY}/issue.md", "subject:", "include: [news/late]\nsubject:")
    told = json.loads(desk.run("select", "2022-05", "--json"))
    (late,) = [item for item in told["items"] if item["id"] == "news/late"]
    assert (late["code"], late["section"]) == ("included-by-editor", "missed")


def test_a_sent_issue_is_built_again_as_it_was_and_never_overwritten(desk: Desk) -> None:
    """What came in later does not change it; what was edited later is told, and the files of what was sent stay."""
    desk.sent()
    before = desk.read(f"{MARCH}/email.html")
    desk.add(
        "content/news/late.md",
        content("What came late", date="2022-04-15", link="https://example.org/late"),
    )
    desk.run("build", "2022-03")
    assert desk.read(f"{MARCH}/email.html") == before
    desk.change("content/news/a.md", "A sentence.", "Another sentence.")
    assert "What was sent stays as it is." in desk.refused("build", "2022-03")
    assert desk.read(f"{MARCH}/email.html") == before
    assert "1 otherwise than sent" in desk.run("status")
    assert "reworded: 'News of April': was 'A', is 'Another'" in desk.run("diff", "2022-03")
    desk.run("build", "2022-03", "--out", str(desk.folder / "other"))


def test_a_sending_can_be_taken_back_until_the_next_is_sent(desk: Desk) -> None:
    """Then it is what the next one was made from."""
    desk.sent()
    assert "is not marked as sent any more" in desk.run("sent", "2022-03", "--undo")
    assert not (desk.folder / MARCH / "sent.json").exists()
    desk.run("sent", "2022-03")
    desk.run("build", "2022-05")
    desk.run("sent", "2022-05")
    assert "2022-05-may-june was sent after it" in desk.refused("sent", "2022-03", "--undo")
    (desk.folder / MARCH / "sent.json").unlink()
    assert "was there, and now it is not" in desk.refused("select", "2022-07")


def test_two_issues_on_one_day_repeat_nothing(desk: Desk) -> None:
    """The second is refused until its own day says that it comes after the first."""
    desk.sent()
    desk.change(f"{MAY}/issue.md", "send_on: 2022-07-11", "send_on: 2022-05-11")
    desk.run("build", "2022-05")
    assert "'A webinar' is in 2022-03-march-april too" in desk.refused("sent", "2022-05")
    desk.change(f"{MAY}/issue.md", "send_on: 2022-05-11", "send_on: 2022-05-12")
    assert desk.codes("2022-05")["events/b"] == "already-sent"


def test_an_issue_made_by_hand_is_entered_from_its_text(desk: Desk) -> None:
    """Its items are known by their links or titles; what is not in it is offered next time."""
    desk.add(
        "sent.txt",
        "NEWS\n\nNews of   April\nRead on: http://www.example.org/p.pdf?utm_source=mail\n\nA webinar\n",
    )
    said = desk.run("sent", "2022-03", "--from", str(desk.folder / "sent.txt"))
    assert "made by hand: 2 items." in said
    codes = desk.codes("2022-05")
    assert codes["news/a"] == codes["news/paper"] == "published-before"
    assert codes["news/secret"] == "missed-last-time"
    assert "made by hand" in desk.run("status")
    desk.add("nothing.txt", "Some words.")
    assert "no item of the workspace was found in it" in desk.refused(
        "sent", "2022-05", "--from", str(desk.folder / "nothing.txt")
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text[:-20], "it is not whole"),
        (
            lambda text: text.replace('"sent_on": "2022-05-11"', '"sent_on": "11 May"'),
            "sent_on is '11 May', which is not a day",
        ),
        (lambda text: text.replace('"role": "announced"', '"role": "shown"'), "role is 'shown'"),
        (lambda text: text.replace('"items":', '"things":'), "items is missing"),
        (
            lambda text: text.replace('"format": 1', '"format": 2'),
            "a later version of this program wrote it",
        ),
        (
            lambda text: text.replace('"note": ""', '"note": "", "note": "x"'),
            "a key stands in it twice",
        ),
        (
            lambda text: f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n",
            "two versions of it were merged",
        ),
        (
            lambda text: text.replace("2022-03-march-april", "2022-05-may-june"),
            "and its issue '2022-05-may-june'",
        ),
        (
            lambda text: text.replace('"subject": "A webinar', '"subject": "\\ud800A webinar'),
            "half a character",
        ),
        (
            lambda text: text.replace('"link": ""', '"link": "javascript:alert(1)"', 1),
            "which is no web address",
        ),
        (lambda _: "[" * 100_000, "it is"),
        (lambda _: "", "it is not whole"),
    ],
)
def test_a_damaged_record_is_named_and_stops_the_work(
    desk: Desk, change: object, says: str
) -> None:
    """It is never taken for "nothing was sent"."""
    desk.sent()
    path = desk.folder / MARCH / "sent.json"
    path.write_text(change(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    for command in (
        ("select", "2022-05"),
        ("status",),
        ("archive", "--out", str(desk.folder / "x")),
    ):
        why = desk.refused(*command)
        assert why.startswith(f"{MARCH}/sent.json: ")
        assert says in why


def test_a_copy_of_a_record_is_told_and_unknown_keys_are_passed_over(desk: Desk) -> None:
    """What a sync program left beside it has to be looked at by a person; what a later version added does no harm."""
    desk.sent()
    path = desk.folder / MARCH / "sent.json"
    path.write_text(
        path.read_text("utf-8").replace('"format": 1,', '"format": 1,\n "mood": "good",'), "utf-8"
    )
    assert desk.codes("2022-05")["news/a"] == "published-before"
    (desk.folder / MARCH / "sent (1).json").write_text("{}")
    assert "it is a copy that a sync program made" in desk.refused("select", "2022-05")


def test_a_correction_goes_to_members_the_page_and_the_next_issue(desk: Desk) -> None:
    """Made from what changed; told once, and then it is as told."""
    desk.sent()
    assert "nothing members need to know has changed" in desk.refused("correct", "2022-03")
    desk.change("content/events/b.md", "2022-05-25 13:00", "2022-05-26 13:00")
    desk.change(f"{MAY}/issue.md", "send_on: 2022-07-11", "send_on: 2022-05-20")
    desk.add(
        "content/news/may.md",
        content("News of May", date="2022-05-02", link="https://example.org/m", summary="Words."),
    )
    assert "announced it for 25 May 2022, and now it is 26 May 2022" in desk.run("check", "2022-05")
    said = desk.run("correct", "2022-03", "--on", "2022-05-13")
    assert (
        "A webinar: Thursday 26 May 2022, 13:00 (Paris, UTC+2). We had written Wednesday 25 May 2022."
        in said
    )
    assert "Thursday 26 May 2022" in desk.read(f"{MARCH}/correction.txt")
    assert "*|UNSUB|*" not in desk.read(f"{MARCH}/correction.txt")
    assert desk.read(f"{MARCH}/correction-subject.txt") == "Correction: A webinar on 25 May\n"
    assert "Corrected on 13 May 2022: A webinar" in desk.read(f"{MARCH}/web.html")
    assert "1 correction" in desk.run("status")
    assert "otherwise than sent" not in desk.run("status")
    assert "announced it for" not in desk.run("check", "2022-05")
    desk.run("build", "2022-05")
    assert "Correction to March – April 2022: A webinar: Thursday" in " ".join(
        desk.read(f"{MAY}/email.txt").split()
    )
    desk.run(
        "archive", "--out", str(desk.folder / "site")
    )  # the page that was corrected is the one that is kept


def test_what_is_for_members_only_is_corrected_in_the_email_alone(desk: Desk) -> None:
    """Not on the page for browsers, nor in the next issue's public places; without an item named, nothing may be said in public."""
    desk.sent()
    desk.change("content/news/secret.md", "https://example.org/s", "https://example.org/s2")
    desk.run("correct", "2022-03", "--on", "2022-05-13")
    desk.run("correct", "2022-03", "--on", "2022-05-14", "--say", "Something *else*: <b>1</b>.")
    assert "Correct" not in desk.read(f"{MARCH}/web.html")
    assert "Something *else*: <b>1</b>." in desk.read(f"{MARCH}/correction.txt")
    assert (
        lxml.html.fromstring(desk.read(f"{MARCH}/correction.html")).findtext(
            ".//div[@class='prose']/p"
        )
        == "Something *else*: <b>1</b>."
    )
    desk.run("export", "2022-05", "--web")
    assert "Correct" not in desk.read(f"{MAY}/export/web.html")


def test_a_cancelled_event_that_was_announced_is_told(desk: Desk) -> None:
    """In the check of the next issue, and as a correction."""
    desk.sent()
    desk.add(
        "content/news/may.md",
        content("News of May", date="2022-05-02", link="https://example.org/m", summary="Words."),
    )
    desk.change("content/events/b.md", "starts:", "cancelled: yes\nstarts:")
    desk.change(f"{MAY}/issue.md", "send_on: 2022-07-11", "send_on: 2022-05-20")
    assert "2022-03-march-april announced it, and it has been cancelled." in desk.run(
        "check", "2022-05"
    )
    assert "A webinar: this does not take place." in desk.run("correct", "2022-03")


def test_status_shows_every_issue_and_what_none_held(desk: Desk) -> None:
    """Skipped issues are there too; a gap after a change of cadence is named; --item tells the whole story."""
    desk.sent()
    desk.add(
        "content/news/late.md",
        content(
            "What came late",
            date="2022-04-15",
            link="https://example.org/late",
            first_seen="2022-05-20",
        ),
    )
    shown = desk.run("status")
    assert "March – April 2022" in shown
    assert "sent 2022-05-11" in shown
    assert "1 missed" in shown
    desk.add("content/news/undated.md", content("No day", link="https://example.org/n"))
    assert "1 to decide" in desk.run("status")
    (desk.folder / "content/news/undated.md").unlink()
    assert (
        "Never sent (1); newsletter select 2022-05 offers them:\n  2022-04-15  news/late  What came late"
        in shown
    )
    story = desk.run("status", "--item", "content/news/late.md")
    assert "came in on 20 May 2022" in story
    assert (
        "March – April 2022 (sent 11 May 2022) left it out: published 15 April 2022; not in this issue when it was sent"
        in story
    )
    assert (
        "May – June 2022 (not sent yet) left it out: published 15 April 2022, 16 days before the period begins, and was never in an issue"
        in story
    )
    assert "held it: announced in Coming up" in desk.run("status", "--item", "events/b")
    assert "Did you mean news/late?" in desk.refused("status", "--item", "news/latte")
    (desk.folder / "newsletter.toml").write_text(
        SETTINGS.strip() + "\nmonths_per_issue = 3\n", "utf-8"
    )
    (desk.folder / MAY / "issue.md").unlink()
    between = json.loads(desk.run("status", "--json"))["between"]
    assert between == [{"first": "2022-04-01", "last": "2022-04-30", "overlap": True}]
    assert "Two issues cover 1 April 2022 to 30 April 2022." in desk.run("status")
    assert desk.codes("2022-04/2022-06")["news/late"] == "published-in-period"


def test_diff_tells_what_changed_since_it_was_built(desk: Desk) -> None:
    """Items in, out, moved and reworded, and the opening, in words."""
    desk.run("build", "2022-03")
    assert "nothing changed since it was built last" in desk.run("diff", "2022-03")
    desk.add(
        "content/news/new.md",
        content("Something new", date="2022-04-20", link="https://example.org/n", summary="Words."),
    )
    desk.change("content/news/a.md", "A sentence.", "A long sentence.")
    desk.change(f"{MARCH}/issue.md", "subject: A webinar on 25 May", "subject: A webinar in May")
    desk.change(
        f"{MARCH}/issue.md",
        "  news/told: told in April",
        "  news/told: told in April\n  news/paper: too long",
    )
    desk.change(f"{MARCH}/issue.md", "leave_out:", "move: {news/secret: events-held}\nleave_out:")
    lines = desk.run("diff", "2022-03").splitlines()[1:]
    assert [line.strip() for line in lines] == [
        "subject: was 'on 25', is 'in'", "in: 'Something new' (News)", "out: 'A paper' (News)",
        "moved: 'For us alone' from News to Events held", "reworded: 'News of April': added 'long'",
    ]  # fmt: skip


def test_the_archive_holds_what_was_sent_and_nothing_for_members(desk: Desk) -> None:
    """A page for each issue, an index, a feed that feed readers can read; what was taken back goes."""
    desk.sent()
    site = desk.folder / "site"
    desk.run("archive", "--out", str(site), "--address", "https://example.org/updates")
    assert (site / "2022-03-march-april/index.html").read_text("utf-8") == desk.read(
        f"{MARCH}/web.html"
    )
    index = lxml.html.fromstring((site / "index.html").read_text("utf-8"))
    assert index.xpath("//li/a/@href") == ["2022-03-march-april/"]
    feed = ElementTree.parse(site / "feed.xml").getroot()
    name = {"a": "http://www.w3.org/2005/Atom"}
    assert (
        feed.findtext("a:entry/a:id", namespaces=name)
        == "tag:example.org,2022-05-11:2022-03-march-april"
    )
    assert (
        feed.find("a:entry/a:link", name).get("href")
        == "https://example.org/updates/2022-03-march-april/"
    )  # type: ignore[union-attr]
    for path in site.rglob("*.*"):
        assert "Hidden words" not in path.read_text("utf-8")
        assert (
            "A webinar on 25 May" not in path.read_text("utf-8") or path.parent != site
        )  # the subject may speak of what is for members
    desk.run("sent", "2022-03", "--undo")
    desk.run("archive", "--out", str(site))
    assert not (site / "2022-03-march-april/index.html").exists()


def test_the_archive_refuses_a_page_that_is_not_the_one_that_was_kept(desk: Desk) -> None:
    """Nobody finds out otherwise that it was written over."""
    desk.sent()
    desk.change(f"{MARCH}/web.html", "A paper", "Another paper")
    assert "it was changed since the issue was sent" in desk.refused(
        "archive", "--out", str(desk.folder / "site")
    )
    (desk.folder / MARCH / "web.html").unlink()
    assert "It was kept when the issue was sent" in desk.refused(
        "archive", "--out", str(desk.folder / "site")
    )


def test_the_year_in_figures_counts_each_thing_once(desk: Desk) -> None:
    """Public ones alone; as a page and as a table that no spreadsheet takes for a program."""
    desk.change("content/news/a.md", "News of April", '"=HYPERLINK(1)"')
    desk.sent()
    desk.run("build", "2022-05")
    desk.run("sent", "2022-05")
    assert "2 issues, 3 public items" in desk.run("report", "2022")
    rows = list(
        csv.DictReader((desk.folder / "reports/2022.csv").read_text("utf-8-sig").splitlines())
    )
    assert [row["title"] for row in rows] == ["A paper", "'=HYPERLINK(1)", "A webinar"]
    assert rows[2]["issues"] == "2022-03-march-april 2022-05-may-june"
    page = lxml.html.fromstring(desk.read("reports/2022.html"))
    assert [
        text.strip() for text in page.xpath("//section[@aria-labelledby='events']//li/a/text()")
    ] == ["A webinar"]
    assert page.xpath("//section[@aria-labelledby='publications']//li/a/text()") == ["A paper"]
    assert "For members only, and not listed here: 1." in page.text_content()
    assert "Hidden words" not in page.text_content()
    assert "For us alone" not in page.text_content()
    assert "no issue was sent in 2021" in desk.refused("report", "2021")


def test_two_people_in_two_clones_merge(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files that this program writes merge by themselves; where both marked one issue as sent, the reader says what to do."""
    (desk.folder / ".gitattributes").write_bytes(
        (Path(__file__).parents[2] / "templates/workspace/gitattributes").read_bytes()
    )

    def git(*args: str, at: Path = desk.folder, fails: bool = False) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *args],
            cwd=at,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) is fails, done.stderr + done.stdout
        return done.stdout

    git("init", "-q", "-b", "main")
    desk.run("build", "2022-03")
    git("add", "-A")
    git("commit", "-qm", "one")
    other = tmp_path_factory.mktemp("other")
    git("clone", "-q", str(desk.folder), str(other / "clone"))
    theirs = Desk.__new__(Desk)
    theirs.folder = other / "clone"
    desk.run("sent", "2022-03", "--note", "mine")
    theirs.add(
        "content/news/new.md",
        content("New", date="2022-06-01", link="https://example.org/new", summary="Words."),
    )
    theirs.run("build", "2022-05")
    for side in (desk.folder, theirs.folder):
        git("add", "-A", at=side)
        git("commit", "-qm", "two", at=side)
    git("pull", "-q", "--no-rebase", "--no-edit", str(desk.folder), "main", at=theirs.folder)
    assert theirs.codes("2022-05")["news/a"] == "published-before"
    assert "sent 2022-05-11" in theirs.run("status")

    theirs.run("sent", "2022-03", "--undo")
    theirs.run("sent", "2022-03", "--on", "2022-05-12", "--note", "theirs")
    desk.run("sent", "2022-03", "--undo")
    desk.run("sent", "2022-03", "--on", "2022-05-13", "--note", "ours")
    for side in (desk.folder, theirs.folder):
        git("add", "-A", at=side)
        git("commit", "-qm", "three", at=side)
    git(
        "pull",
        "-q",
        "--no-rebase",
        "--no-edit",
        str(desk.folder),
        "main",
        at=theirs.folder,
        fails=True,
    )
    assert "two versions of it were merged and stand in it" in theirs.refused("select", "2022-05")


def calendar(day: str, status: str = "CONFIRMED") -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:talk-1\r\nDTSTAMP:20220401T000000Z\r\n"
        f"DTSTART:{day}T130000Z\r\nSUMMARY:A talk on rights\r\nURL:https://example.org/talk\r\nSTATUS:{status}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@pytest.mark.parametrize(
    "later", [calendar("20220527"), calendar("20220526", "CANCELLED")], ids=["moved", "cancelled"]
)
def test_the_next_import_says_which_issue_announced_what_its_source_has_changed(
    desk: Desk, later: str
) -> None:
    """The moment its source says it, before anybody thinks of the next issue."""
    desk.add("talks.ics", calendar("20220526"))
    desk.run("import", "ical", str(desk.folder / "talks.ics"))
    desk.sent()
    assert "Members know it" not in desk.run("import", "ical", str(desk.folder / "talks.ics"))
    desk.add("talks.ics", later)
    assert (
        "Members know it from 2022-03-march-april: correct that issue (newsletter correct)."
        in desk.run("import", "ical", str(desk.folder / "talks.ics"))
    )


def test_no_correction_gives_away_what_is_for_members_only(desk: Desk) -> None:
    """Not in an editor's own words, which may speak of any item; not when an item has become one for members since."""
    desk.sent()
    desk.change("content/news/a.md", "News of April", "News of late April")
    desk.run(
        "correct",
        "2022-03",
        "--say",
        "News of April: the hidden meeting is at SECRETSTREET.",
        "--on",
        "2022-05-13",
    )
    desk.change(
        "content/events/b.md", "starts:", "audience: members\nlocation: SECRETSTREET\nstarts:"
    )
    desk.change("content/events/b.md", "2022-05-25", "2022-05-27")
    desk.run("correct", "2022-03", "--on", "2022-05-14")
    desk.run("export", "2022-05", "--web")
    desk.run("archive", "--out", str(desk.folder / "site"))
    for path in (
        desk.folder / MARCH / "web.html",
        desk.folder / MAY / "export/web.html",
        *(desk.folder / "site").rglob("*.*"),
    ):
        assert "SECRETSTREET" not in path.read_text("utf-8")
    desk.run("build", "2022-05")
    assert "SECRETSTREET" in desk.read(f"{MAY}/email.txt")


def test_own_words_settle_only_what_they_speak_of(desk: Desk) -> None:
    """What else is otherwise goes on being told."""
    desk.sent()
    desk.change("content/events/b.md", "starts:", "cancelled: yes\nstarts:")
    desk.run("correct", "2022-03", "--say", "We misspelt a name.", "--on", "2022-05-13")
    assert "1 otherwise than sent" in desk.run("status")
    assert "A webinar: this does not take place." in desk.run(
        "correct", "2022-03", "--on", "2022-05-14"
    )
    assert "otherwise than sent" not in desk.run("status")
    desk.change("content/events/b.md", "cancelled: yes\n", "")
    assert "A webinar: Wednesday 25 May 2022" in desk.run(
        "correct", "2022-03", "--on", "2022-05-15"
    )


def test_each_correction_is_told_by_the_first_issue_that_can_and_by_no_other(desk: Desk) -> None:
    """Whatever the days: made after the next one's send_on and before it went out, it waits; and no sent issue changes by it."""
    desk.sent()
    desk.run("build", "2022-05")
    desk.run("sent", "2022-05", "--on", "2022-07-14")
    desk.run("correct", "2022-03", "--say", "Sorry about the name.", "--on", "2022-07-01")
    desk.run("build", "2022-05")
    assert "Sorry" not in desk.read(f"{MAY}/email.txt")
    desk.add(
        "content/news/july.md",
        content("News of July", date="2022-07-02", link="https://example.org/j", summary="Words."),
    )
    desk.run("build", "2022-07")
    assert "Sorry about the name." in desk.read("issues/2022-07-july-august/email.txt")
    desk.run("sent", "2022-07", "--on", "2022-09-02")
    desk.run("correct", "2022-03", "--say", "And about another.", "--on", "2022-09-01")
    desk.run("build", "2022-07")


def test_a_correction_that_was_interrupted_is_completed_by_the_next(desk: Desk) -> None:
    """The page with its notes is always made from the page as it was sent; one that somebody edited is refused."""
    desk.sent()
    web = desk.folder / MARCH / "web.html"
    record = desk.read(f"{MARCH}/sent.json")
    desk.change("content/news/secret.md", "audience: members", "audience: public")
    (desk.folder / MARCH / "sent.json").write_text(
        record.replace('"audience": "members"', '"audience": "public"'), "utf-8"
    )
    record = desk.read(f"{MARCH}/sent.json")
    desk.run("correct", "2022-03", "--say", "One.", "--on", "2022-05-13")
    (desk.folder / MARCH / "sent.json").write_text(
        record, "utf-8"
    )  # as if the computer had stopped between the two files
    desk.run("archive", "--out", str(desk.folder / "site"))
    desk.run("correct", "2022-03", "--say", "One.", "--on", "2022-05-13")
    assert web.read_text("utf-8").count('class="correction"') == 1
    web.write_text(web.read_text("utf-8").replace("A paper", "A pamphlet"), "utf-8")
    assert "it was changed since the issue was sent" in desk.refused(
        "correct", "2022-03", "--say", "Two.", "--on", "2022-05-14"
    )


def test_what_was_left_out_with_a_why_stays_away_under_another_name(desk: Desk) -> None:
    """Its source knows it."""
    source = '[{kind: wordpress, id: "7"}]'
    desk.add(
        "content/news/told.md",
        content(
            "Told elsewhere",
            date="2022-04-05",
            link="https://example.org/t",
            summary="A sentence.",
            sources=source,
        ),
    )
    desk.sent()
    (desk.folder / "content/news/told.md").rename(desk.folder / "content/news/other.md")
    desk.change("content/news/other.md", "Told elsewhere", "Named otherwise")
    assert desk.codes("2022-05")["news/other"] == "published-before"


@pytest.mark.parametrize(
    "when",
    [
        {"starts": "20 – 22 June 2022"},
        {"dates": "[2022-06-20, 2022-06-27]"},
        {"starts": "2022-06-20 00:30", "timezone": "Asia/Tokyo"},
    ],
)
def test_an_event_from_another_source_is_known_by_its_title_and_day(
    desk: Desk, when: dict[str, str]
) -> None:
    """Of whatever form its days are."""
    desk.add(
        "content/events/c.md",
        content("Days of action", link="https://example.org/c", summary="Words.", **when),
    )
    desk.sent()
    (desk.folder / "content/events/c.md").unlink()
    desk.add(
        "content/events/other.md",
        content("Days of Action", link="https://elsewhere.example.org/d", summary="Words.", **when),
    )
    desk.change(f"{MAY}/issue.md", "send_on: 2022-07-11", "send_on: 2022-05-20")
    assert desk.codes("2022-05")["events/other"] == "already-sent"


def test_what_was_left_for_next_time_is_offered_also_from_the_first_issue(desk: Desk) -> None:
    """An event that began before the first recorded period and went on in it."""
    desk.add(
        "content/events/long.md",
        content(
            "A long meeting",
            starts="2022-02-25",
            ends="2022-03-05",
            link="https://example.org/l",
            summary="Words.",
        ),
    )
    desk.change(f"{MARCH}/issue.md", "leave_out:", "next_time: [events/long]\nleave_out:")
    desk.sent()
    assert desk.codes("2022-05")["events/long"] == "missed-last-time"


def test_a_title_that_comes_again_every_year_is_no_proof(desk: Desk) -> None:
    """Nor is the website's own address, nor what stands between two signs of comparison."""
    desk.add(
        "content/events/last.md",
        content(
            "Remembrance Day of all",
            starts="2021-07-21",
            link="https://example.org/2021",
            summary="Words.",
        ),
    )
    desk.add(
        "content/events/this.md",
        content(
            "Remembrance Day of all",
            starts="2022-04-21",
            link="https://example.org/",
            summary="Words.",
        ),
    )
    desk.add(
        "sent.txt",
        "We <3 you. Remembrance Day of all\nNews of April > more https://example.org "
        + "<a " * 50_000,
    )
    (desk.folder / "newsletter.toml").write_text(
        f'website = "https://example.org"\n{SETTINGS}', "utf-8"
    )
    desk.run("sent", "2022-03", "--from", str(desk.folder / "sent.txt"))
    assert {item["id"] for item in desk.record()["items"]} == {"news/a", "events/this"}  # type: ignore[attr-defined]


def test_two_issues_that_did_not_know_of_each_other_are_told(desk: Desk) -> None:
    """Entered in the wrong order, or in two clones: status names what members read twice; before, select warns."""
    desk.sent()
    (desk.folder / MARCH / "sent.json").rename(desk.folder / "kept.json")
    desk.change(f"{MAY}/issue.md", "send_on: 2022-07-11", "send_on: 2022-05-20")
    desk.run("build", "2022-05")
    desk.run("sent", "2022-05")
    (desk.folder / "kept.json").rename(desk.folder / MARCH / "sent.json")
    assert "Told twice: A webinar, in 2022-03-march-april and in 2022-05-may-june." in desk.run(
        "status"
    )
    desk.run("sent", "2022-05", "--undo")
    desk.change(f"{MAY}/issue.md", "send_on: 2022-05-20", "send_on: 2022-05-11")
    assert "what was in it would be repeated" in desk.run("select", "2022-05")


def test_an_archive_touches_nobody_elses_pages(desk: Desk) -> None:
    """A website of one's own is refused; nothing in it is overwritten or taken away."""
    desk.sent()
    site = desk.folder / "site"
    (site / "2020-01-january").mkdir(parents=True)
    (site / "2020-01-january/index.html").write_text("mine")
    assert "that folder holds other pages" in desk.refused("archive", "--out", str(site))
    (site / "index.html").write_text("mine")
    assert "is not an archive" in desk.refused("archive", "--out", str(site))
    assert (site / "index.html").read_text() == "mine"
