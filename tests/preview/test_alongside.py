"""The page beside an editor program, beside another page, and when the program is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from conftest_preview import FILES, SETTINGS, Office
from making import workspace
from playwright.sync_api import Page, expect


def frame(page: Page):  # type: ignore[no-untyped-def]
    return page.frame_locator(".pane iframe:not(.coming)").first


def test_what_is_saved_on_disk_shows_by_itself(office: Office) -> None:
    """A content file, issue.md, the settings and a template of one's own: each shows without loading the page anew."""
    page = office.page()
    office.write(
        "content/news/alpha.md",
        FILES["content/news/alpha.md"].replace("Alpha report", "Alpha from disk"),
    )
    expect(frame(page).get_by_text("Alpha from disk")).to_be_visible()
    expect(page.locator(".card", has_text="Alpha from disk")).to_have_count(1)
    office.write(
        "issues/2022-03-march-april/issue.md", office.plan.replace("hello.", "hello from disk.")
    )
    expect(frame(page).get_by_text("hello from disk.")).to_be_visible()
    expect(page.get_by_label("Introduction")).to_have_value(re.compile("hello from disk"))
    office.write("newsletter.toml", SETTINGS.replace("Our Members Update", "Their Update"))
    expect(frame(page).get_by_role("heading", name="Their Update")).to_be_visible()
    (office.path / "content/news/late.md").write_text(
        "---\ntitle: Come in late\ndate: 2022-04-02\nlink: https://example.org/l\n---\nx\n"
    )
    expect(frame(page).get_by_text("Come in late")).to_be_visible()
    (office.path / "content/news/late.md").unlink()
    expect(frame(page).get_by_text("Come in late")).to_have_count(0)


def test_the_place_that_was_scrolled_to_stays(office: Office) -> None:
    """Neither the list nor the email jumps when something changes."""
    page = office.page()
    expect(frame(page).get_by_text("Alpha report")).to_be_visible()
    scrolled = "() => document.querySelector('.pane iframe:not(.coming)').contentWindow.scrollY"
    page.evaluate(
        "() => { document.querySelector('.pane iframe').contentWindow.scrollTo(0, 300); window.scrollTo(0, 400); }"
    )
    office.write(
        "content/news/gamma.md",
        FILES["content/news/gamma.md"].replace("Gamma report", "Gamma from disk"),
    )
    expect(frame(page).get_by_text("Gamma from disk")).to_be_attached()
    assert page.evaluate(scrolled) == 300
    assert page.evaluate("() => window.scrollY") == 400


def test_what_is_being_written_is_not_overwritten(office: Office) -> None:
    """A change on disk elsewhere leaves the field at hand as it is, and both changes stand at the end."""
    page = office.page()
    subject = page.get_by_label("Subject", exact=True)
    subject.focus()
    subject.press("End")
    subject.press_sequentially(" and more")
    office.write(
        "issues/2022-03-march-april/issue.md", office.plan.replace("hello.", "hello from disk.")
    )
    expect(frame(page).get_by_text("hello from disk.")).to_be_visible()
    subject.blur()
    expect(page.locator("#said")).to_contain_text("Saved.")
    assert "subject: Grants and a webinar on rights and more" in office.plan
    assert "hello from disk." in office.plan


def test_a_change_in_the_same_place_is_asked_about(office: Office) -> None:
    """When disk and page changed the same field, both texts are shown and nothing is written before the editor has chosen."""
    page = office.page()
    subject = page.get_by_label("Subject", exact=True)
    subject.focus()
    subject.fill("Mine")
    office.write(
        "issues/2022-03-march-april/issue.md",
        office.plan.replace("Grants and a webinar on rights", "Theirs"),
    )
    dialog = page.locator("#ask")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("On disk now")).to_have_value("Theirs")
    assert "subject: Theirs" in office.plan
    dialog.get_by_role("button", name="Keep what stands on the left").click()
    expect(page.locator("#said")).to_contain_text("Saved.")
    assert "subject: Mine" in office.plan


def test_two_pages_do_not_lose_each_others_work(office: Office) -> None:
    """What one page does shows in the other, and decisions of both stand in the plan."""
    one = office.page()
    other = office.tab(one.context)
    one.locator(".card", has_text="Beta report").get_by_role("button", name="Next time").click()
    other.locator(".card", has_text="Early report").get_by_role("button", name="Take in").click()
    expect(one.locator(".sum")).to_contain_text("6 in this issue")
    expect(other.locator(".sum")).to_contain_text("6 in this issue")
    expect(frame(one).get_by_text("Early report")).to_be_visible()
    assert "- news/early" in office.plan
    assert "- news/beta" in office.plan


def test_a_broken_template_shows_its_place_and_the_last_good_email_stays(office: Office) -> None:
    """A mistake in a template of one's own is named with file and line; the email from before it stays in the frame."""
    page = office.page()
    expect(frame(page).get_by_text("Alpha report")).to_be_visible()
    (office.path / "templates").mkdir()
    (office.path / "templates/email.txt.j2").write_text("one\n{% if %}\n")
    expect(page.locator(".part-notices")).to_contain_text("templates/email.txt.j2, line 2")
    expect(frame(page).get_by_text("Alpha report")).to_be_visible()
    (office.path / "templates/email.txt.j2").unlink()
    expect(page.locator(".part-notices")).not_to_contain_text("templates/email.txt.j2")


def test_a_broken_plan_is_named_and_can_be_mended(office: Office) -> None:
    """An issue.md that cannot be read is named with its line and opened as text from there."""
    page = office.page()
    good = office.plan
    office.write(
        "issues/2022-03-march-april/issue.md",
        good.replace("send_on: ", "send_on: 2022-05-11\nsend_on: "),
    )
    notice = page.locator(".part-notices")
    expect(notice).to_contain_text("issue.md, line 4")
    notice.get_by_role("link", name="Open the file").click()
    page.wait_for_url("**/file?**")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_label("issues/2022-03-march-april/issue.md").fill(good)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".card").first).to_be_visible()
    assert office.plan == good


def test_undo_after_a_change_on_disk_keeps_that_change(office: Office) -> None:
    """Undo takes back the page's own step alone; in the same place it refuses and says so."""
    page = office.page()
    page.locator(".card", has_text="Beta report").get_by_role("button", name="Next time").click()
    expect(page.locator("#said")).to_contain_text("Kept")
    office.write(
        "issues/2022-03-march-april/issue.md", office.plan.replace("hello.", "hello from disk.")
    )
    expect(frame(page).get_by_text("hello from disk.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_contain_text("Undone")
    assert "next_time" not in office.plan
    assert "hello from disk." in office.plan
    page.get_by_role("button", name="Redo").click()
    expect(page.locator("#said")).to_contain_text("Done again")
    office.write(
        "issues/2022-03-march-april/issue.md",
        office.plan.replace("  - news/beta", "  - news/gamma"),
    )
    expect(page.locator(".card", has_text="Gamma report")).to_contain_text(
        "Postponed to the next issue"
    )
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("was changed in the same place since")
    assert "  - news/gamma" in office.plan


def test_killing_the_program_loses_nothing_that_was_confirmed(tmp_path: Path, contexts) -> None:  # type: ignore[no-untyped-def]
    """After a kill every confirmed decision is on disk, the page says that the program is gone, and undo works after a new start."""
    path = workspace(tmp_path, FILES, SETTINGS)
    command = [
        str(Path(sys.executable).with_name("newsletter")),
        "preview",
        "2022-03",
        "--no-open",
        "--port",
        "0",
    ]

    def start() -> tuple[subprocess.Popen[str], str]:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        child = subprocess.Popen(
            command, cwd=path, stdout=subprocess.PIPE, text=True, env=environment
        )
        assert child.stdout is not None
        with child.stdout as out:
            first, _ = out.readline(), out.readline()
            return child, re.search(r"http://\S+", first)[0]  # type: ignore[index]

    child, address = start()
    page = contexts().new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    for title in ("Beta report", "Gamma report"):
        page.locator(".card", has_text=title).get_by_role("button", name="Next time").click()
        expect(page.locator("#said")).to_contain_text(f"Kept for the next issue: ‘{title}’")
    child.send_signal(signal.SIGKILL)
    child.wait()
    expect(page.locator("#lost")).to_be_visible()
    plan = (path / "issues/2022-03-march-april/issue.md").read_text("utf-8")
    assert "- news/beta\n  - news/gamma" in plan
    assert not list(path.rglob("*.tmp"))
    child, address = start()
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_contain_text("Undone: Kept for the next issue: ‘Gamma report’")
    child.send_signal(signal.SIGINT)
    began = time.monotonic()
    child.wait(10)
    assert time.monotonic() - began < 8
