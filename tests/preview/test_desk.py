"""The desk: the one door for changes, held against other programs, other threads and a disk that refuses."""

import contextlib
import threading
from datetime import datetime, timezone
from pathlib import Path

import pytest
from conftest_preview import FILES, NOW, SETTINGS
from making import content, workspace

from newsletter.errors import NewsletterError
from newsletter.preview.actions.action_table import ACTIONS
from newsletter.preview.actions.request import Conflict
from newsletter.preview.desk.desk import Desk, PageChange, Snapshot

NAME = "2022-03-march-april"
PLAN = f"issues/{NAME}/issue.md"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(workspace(tmp_path, FILES, SETTINGS), lambda: NOW)


def do(desk: Desk, name: str, **given: object) -> PageChange:
    return desk.perform(NAME, lambda shot: ACTIONS[name](desk, shot, given))


def test_a_file_that_appears_meanwhile_is_not_overwritten(desk: Desk) -> None:
    """What an action has not read must not be there when it writes; else it begins again."""
    tries = []

    def act(shot: Snapshot) -> PageChange:
        tries.append(shot.generation)
        if len(tries) == 1:
            change = PageChange("Added", {"content/news/new.md": "ours"})
            (desk.path / "content/news/new.md").write_text("precious")
            return change
        raise NewsletterError("It is there now.")

    with pytest.raises(NewsletterError, match="It is there now"):
        desk.perform(NAME, act)
    assert (desk.path / "content/news/new.md").read_text() == "precious"


def test_a_file_that_changes_meanwhile_is_read_again(desk: Desk) -> None:
    """The action is carried out on what the other program wrote."""
    tries = []

    def act(shot: Snapshot) -> PageChange:
        change = ACTIONS["next-time"](desk, shot, {"item": "news/beta"})
        tries.append(1)
        if len(tries) == 1:
            path = desk.path / PLAN
            path.write_text(
                path.read_text("utf-8").replace("hello.", "hello from elsewhere."), "utf-8"
            )
        return change

    desk.perform(NAME, act)
    text = (desk.path / PLAN).read_text("utf-8")
    assert "hello from elsewhere." in text
    assert "- news/beta" in text


def test_a_form_that_is_opened_meanwhile_does_not_cover_up_a_change(desk: Desk) -> None:
    """Showing a file is no part of the action at hand: what the action read still counts."""
    tries = []

    def act(shot: Snapshot) -> PageChange:
        change = ACTIONS["next-time"](desk, shot, {"item": "news/beta"})
        tries.append(1)
        if len(tries) == 1:
            path = desk.path / PLAN
            path.write_text(
                path.read_text("utf-8").replace("hello.", "hello from elsewhere."), "utf-8"
            )
            assert "from elsewhere" in desk.shown(PLAN)
        return change

    desk.perform(NAME, act)
    assert "hello from elsewhere." in (desk.path / PLAN).read_text("utf-8")


def test_undo_works_where_no_history_can_be_kept(desk: Desk) -> None:
    """In memory, until the program is stopped; the page sees that the files changed."""
    (desk.path / ".newsletter").write_text("in the way")
    before = (desk.path / PLAN).read_text("utf-8")
    do(desk, "next-time", item="news/beta")
    generation = desk.generation
    desk.undo()
    assert (desk.path / PLAN).read_text("utf-8") == before
    assert desk.generation > generation


def test_many_threads_and_an_editor_program_lose_nothing(desk: Desk) -> None:
    """Every decision of every thread, and every line that another program wrote meanwhile, stands at the end."""
    items = [f"news/n{number}" for number in range(12)]
    for item in items:
        (desk.path / f"content/{item}.md").write_text(
            content(item, "x", date="2022-04-02", link=f"https://example.org/{item}")
        )
    desk.disk_changed()
    failed: list[Exception] = []

    def decide(item: str) -> None:
        for _ in range(20):
            try:
                do(desk, "next-time", item=item)
                return
            except NewsletterError as fault:
                if "faster than" not in fault.message:
                    failed.append(fault)
                    return

    threads = [threading.Thread(target=decide, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    text = (desk.path / PLAN).read_text("utf-8")
    assert all(f"- {item}\n" in text for item in items)


def test_the_same_field_changed_elsewhere_is_a_conflict_and_another_one_is_merged(
    desk: Desk,
) -> None:
    """Nobody's words are lost, and nobody is asked without need."""
    path = desk.path / PLAN
    path.write_text(
        path.read_text("utf-8").replace(
            "subject: Grants and a webinar on rights", "subject: Theirs"
        ),
        "utf-8",
    )
    desk.disk_changed()
    with pytest.raises(Conflict) as found:
        do(desk, "opening", field="subject", base="Grants and a webinar on rights", value="Mine")
    assert (found.value.yours, found.value.theirs) == ("Mine", "Theirs")
    do(
        desk,
        "opening",
        field="introduction",
        base="Dear members,\n\nhello.",
        value="Dear all,\n\nhello.",
    )
    path.write_text(path.read_text("utf-8").replace("hello.", "hello, you."), "utf-8")
    desk.disk_changed()
    do(
        desk,
        "opening",
        field="introduction",
        base="Dear all,\n\nhello.",
        value="Dear all of you,\n\nhello.",
    )
    assert path.read_text("utf-8").endswith("Dear all of you,\n\nhello, you.\n")


def test_a_history_that_cannot_be_kept_does_not_fail_the_change(desk: Desk) -> None:
    """What was written is written; it only cannot be undone after a new start."""
    (desk.path / ".newsletter").write_text("in the way")
    before = desk.generation
    assert do(desk, "next-time", item="news/beta").said.startswith("Kept")
    assert desk.generation > before
    assert "- news/beta" in (desk.path / PLAN).read_text("utf-8")


def test_what_is_done_is_done_with_the_files_own_line_ends(desk: Desk) -> None:
    """A workspace that is edited on Windows stays as it is."""
    path = desk.path / PLAN
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    desk.disk_changed()
    do(desk, "next-time", item="news/beta")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    desk.undo()
    assert b"next_time" not in path.read_bytes()


def test_a_broken_file_keeps_the_last_good_email(desk: Desk) -> None:
    """The fault is there, and so is the email from before it."""
    good = desk.snapshot(NAME).email
    (desk.path / PLAN).write_text("---\nperiod: nonsense\n---\n")
    desk.disk_changed()
    shot = desk.snapshot(NAME)
    assert shot.fault is not None
    assert shot.email is good
    with pytest.raises(NewsletterError):
        do(desk, "next-time", item="news/beta")


ODD: list[object] = [
    None,
    5,
    [],
    {},
    "",
    "x" * 100_000,
    "../../x",
    "\u202e\u0000",
    True,
    ["a"],
    {"a": {}},
    -1,
    "null",
    "<b>",
]


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_no_action_fails_on_senseless_values(desk: Desk, name: str) -> None:
    """Whatever is sent, an action is carried out or refused in a sentence."""
    keys = (
        "item",
        "field",
        "base",
        "value",
        "how",
        "section",
        "amount",
        "why",
        "file",
        "values",
        "sections",
        "kind",
        "title",
        "here",
    )
    for odd in ODD:
        for given in (
            dict.fromkeys(keys, odd),
            {
                "item": "news/alpha",
                "file": PLAN,
                "values": {"name": odd},
                "value": odd,
                "field": odd,
                "sections": [odd],
            },
        ):
            with contextlib.suppress(NewsletterError):
                do(desk, name, **given)  # type: ignore[arg-type]
            assert not list(desk.path.rglob("*.tmp"))


def test_the_clock_of_the_organisation_decides_what_day_it_is(desk: Desk) -> None:
    """Late in the evening in UTC it is tomorrow in London in summer."""
    desk.clock = lambda: datetime(2022, 5, 3, 23, 30, tzinfo=timezone.utc)
    assert desk.snapshot(NAME).today.isoformat() == "2022-05-04"


def test_a_picture_goes_when_its_address_is_emptied(desk: Desk) -> None:
    """With all that was said of it: an editor who may not show people takes the picture away in one field."""
    picture = "---\ntitle: A picture\ndate: 2022-04-02\nimage:\n  src: https://example.org/a.jpg\n  alt: People\n  consent: no\n---\nText.\n"
    (desk.path / "content/news/p.md").write_text(picture)
    do(desk, "write", item="news/p", field="image/src", base="https://example.org/a.jpg", value="")
    assert (
        desk.path / "content/news/p.md"
    ).read_text() == "---\ntitle: A picture\ndate: 2022-04-02\n---\nText.\n"


def test_what_an_editor_leaves_out_does_not_stand_in_the_way(desk: Desk) -> None:
    """A date that cannot be read is an error in an item that may be in the issue, and a warning in one that is left out."""
    (desk.path / "content/news/bad.md").write_text(
        "---\ntitle: Bad\ndate: 35/13/2022\n---\nText.\n"
    )

    def told() -> list[str]:
        built = desk.snapshot(NAME).built
        assert built is not None
        return [
            problem.severity for problem in built.problems if problem.file == "content/news/bad.md"
        ]

    assert told() == ["error"]
    do(desk, "leave-out", item="news/bad", why="nobody knows when it was")
    assert told() == ["warning"]
