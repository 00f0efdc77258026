"""The page after the sending: marked with one press, asked about, taken back, corrected; what was missed is taken up; a year at a glance."""

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest_preview import FILES, ISSUE, SETTINGS, Office
from making import content, workspace
from playwright.sync_api import Page, expect

from newsletter.preview.desk.presence import ALIVE, EVERY, Presence

MARCH = "issues/2022-03-march-april"
LATER = datetime(2022, 5, 20, 12, tzinfo=timezone.utc)
MISSED = '\n[[sections]]\nid = "missed"\ntitle = "In case you missed it"\nmissed = true\n'


@pytest.fixture
def later(tmp_path: Path, served_from, contexts) -> Office:  # type: ignore[no-untyped-def]
    """Nine days after the day of sending; nothing is left to decide."""
    files = {name: text for name, text in FILES.items() if "undated" not in name}
    (tmp_path / "office").mkdir()
    path = workspace(tmp_path / "office", files, SETTINGS + MISSED)
    return Office(path, served_from(path, now=LATER), contexts)


def marked(office: Office, note: str = "") -> Page:
    """The send room after the issue was marked as sent."""
    page = office.page(f"{ISSUE}?room=send", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("What did you change in the mailing tool").fill(note)
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.get_by_role("heading", name="Sent on 11 May 2022")).to_be_visible()
    return page


def test_an_issue_is_marked_as_sent_and_taken_back(later: Office) -> None:
    """The files of what was sent lie beside it, as the command would have written them; undo leaves it alone."""
    page = marked(later, "Put a logo in")
    record = json.loads(later.read(f"{MARCH}/sent.json"))
    assert (record["sent_on"], record["note"]) == ("2022-05-11", "Put a logo in")
    assert (
        {"email.html", "email.txt", "web.html"}
        == set(record["files"])
        == {p.name for p in (later.path / MARCH).glob("*.*ml")} | {"email.txt"}
    )
    expect(page.locator(".bar .state")).to_have_text("Sent")
    expect(page.locator("[data-turn=undo]")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="It was not sent after all").click()
    expect(page.get_by_role("heading", name="Was it sent?")).to_be_visible()
    assert not (later.path / MARCH / "sent.json").exists()


def test_what_was_changed_after_copying_is_not_taken_for_what_was_sent(later: Office) -> None:
    """Members got what was copied."""
    page = later.page(f"{ISSUE}?room=send", permissions=["clipboard-read", "clipboard-write"])
    page.wait_for_selector("body[data-copyable]")
    page.get_by_role("button", name="Copy HTML").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the HTML")
    later.write(
        "content/news/alpha.md",
        later.read("content/news/alpha.md").replace("Alpha in a sentence.", "Other words."),
    )
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.locator(".toast")).to_contain_text("Something was changed since it was copied")
    assert not (later.path / MARCH / "sent.json").exists()


def test_a_day_to_come_is_refused_and_said(later: Office) -> None:
    """Nothing is written then."""
    page = later.page(f"{ISSUE}?room=send")
    answer = page.evaluate(
        "async () => { const { post } = await import('/static/live.js'); return post(document.body.dataset.base + '/do', {do: 'sent', on: '2022-05-21', note: '', link: ''}, {quiet: true}); }"
    )
    assert "which is still to come" in answer["error"]
    assert not (later.path / MARCH / "sent.json").exists()


def test_the_next_issue_asks_about_the_last_and_offers_what_was_missed(later: Office) -> None:
    """Marked, it no longer asks; what came late is taken up under the section for it, or in its own, or left out for good."""
    page = later.page("/issue/2022-05-may-june")
    expect(page.get_by_text("Was March – April 2022 sent?")).to_be_visible()
    marked(later)
    page = later.page("/issue/2022-05-may-june")
    expect(page.get_by_text("Was March – April 2022 sent?")).to_have_count(0)
    for name in ("late", "later", "latest"):
        later.write(
            f"content/news/{name}.md",
            content(f"It came {name}", date="2022-04-28", link=f"https://example.org/{name}"),
        )
    section = page.locator(".missed")
    expect(section.locator(".card")).to_have_count(3)
    section.locator(".card", has_text="It came late").first.get_by_role(
        "button", name="Take it up under ‘In case you missed it’"
    ).click()
    expect(section.locator(".card")).to_have_count(2)
    expect(
        page.locator(
            "section", has=page.get_by_role("heading", name="In case you missed it 1")
        ).locator(".card")
    ).to_contain_text("It came late")
    section.locator(".card", has_text="It came latest").get_by_role(
        "button", name="Take it up under ‘News’"
    ).click()
    expect(section.locator(".card")).to_have_count(1)
    section.get_by_role("button", name="Leave out…").click()
    page.get_by_label("Why is it left out?").fill("nobody asked")
    page.get_by_label("Why is it left out?").press("Enter")
    expect(section).to_have_count(0)
    plan = later.read("issues/2022-05-may-june/issue.md")
    assert "nobody asked" in plan
    assert "news/latest: news" in plan


def test_a_correction_is_proposed_made_and_copied(later: Office) -> None:
    """From what changed in the content file; what is copied is a short email of its own."""
    page = marked(later)
    later.write(
        "content/events/webinar.md",
        later.read("content/events/webinar.md").replace("2022-05-25", "2022-05-26"),
    )
    expect(page.get_by_label("Tell members what is otherwise")).to_have_value(
        "Webinar: Thursday 26 May 2022, 13:00–14:30 (London, UTC+1). We had written Wednesday 25 May 2022."
    )
    with page.expect_response("**/pieces"):
        page.get_by_role("button", name="Correct it").click()
    expect(page.get_by_text("Corrected on 20 May 2022:")).to_be_visible()
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Copy the correction", exact=True).click()
    expect(page.locator("#copied")).to_contain_text("Copied: the correction.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == later.read(f"{MARCH}/correction.html")
    assert "Thursday 26 May 2022" in copied
    assert "Alpha report" not in copied


def test_what_was_sent_is_not_written_over_by_copying(later: Office) -> None:
    """The email on the page may be another by now; the files of what was sent stay."""
    page = marked(later)
    before = later.read(f"{MARCH}/email.html")
    later.write(
        "content/news/alpha.md",
        later.read("content/news/alpha.md").replace("Alpha in a sentence.", "Something else."),
    )
    expect(page.get_by_text("Otherwise now than members got it")).to_be_visible()
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Copy HTML").click()
    expect(page.locator("#copied")).to_contain_text("the files of what was sent stay as they are")
    assert later.read(f"{MARCH}/email.html") == before


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_the_year_at_a_glance(later: Office, scheme: str, width: int) -> None:
    """Every item of the year at its day, with a mark and words for what became of it; the issues, and what none held."""
    marked(later)
    later.write(
        "content/news/late.md",
        content("It came late", date="2022-04-28", link="https://example.org/late"),
    )
    page = later.page("/year", color_scheme=scheme, viewport={"width": width, "height": 800})
    expect(page.get_by_role("heading", name="2022")).to_be_visible()
    expect(page.locator("svg .mark.sent")).to_have_count(6)
    expect(page.locator("svg .mark.missed")).to_have_count(1)
    expect(page.locator("svg .mark.missed title")).to_have_text(
        "Never sent: It came late, 28 April 2022"
    )
    expect(page.get_by_role("link", name="It came late")).to_have_attribute(
        "href",
        "/issue/2022-05-may-june#card-"
        + page.get_by_role("link", name="It came late").get_attribute("href").split("card-")[1],
    )  # type: ignore[union-attr]
    expect(page.locator(".periods li", has_text="March – April 2022")).to_contain_text(
        "6 items, sent on 11 May 2022"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(
        page,
        options={
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        },
    )
    assert [v["id"] for v in found.response["violations"]] == []


def test_a_damaged_record_is_said_on_the_page(later: Office) -> None:
    """With the file's name; nothing is offered as if nothing had been sent."""
    marked(later)
    later.write(f"{MARCH}/sent.json", "{")
    for where in (ISSUE, "/year"):
        expect(
            later.page(where).get_by_text("the record of what was sent is damaged").first
        ).to_be_visible()


def test_two_editors_in_one_folder_see_each_other(later: Office) -> None:
    """As long as the other's page gives signs of life, and for the same issue only."""
    other = Presence(later.path, who="Ann at her desk")
    other.showing("2022-03-march-april", LATER.timestamp())
    expect(
        later.page(ISSUE).get_by_text("Ann at her desk has this issue open too.")
    ).to_be_visible()
    expect(
        later.page("/issue/2022-05-may-june").get_by_text("has this issue open too")
    ).to_have_count(0)
    other.gone()
    expect(later.page(ISSUE).get_by_text("has this issue open too")).to_have_count(0)


def test_signs_of_life_age_and_hostile_ones_do_no_harm(tmp_path: Path) -> None:
    """A sign that did not change is of a page that was closed; what is no sign is passed over. Others are told once they come or go."""
    mine, other = Presence(tmp_path, who="me"), Presence(tmp_path, who="Ann\n<b>")
    mine.showing("one", 1_000)
    other.showing("one", 1_000)
    assert mine.others("one", 1_010) == ("Ann <b>",)
    assert mine.beat(1_010)
    assert not mine.beat(1_020)
    assert mine.others("one", 1_000 + ALIVE) == ()
    other.showing("one", 1_000 + EVERY)
    assert mine.others("one", 1_000 + ALIVE) == ("Ann <b>",)
    folder = tmp_path / ".newsletter/open"
    for name, text in (
        ("a", "{"),
        ("b", "[" * 5_000),
        ("c", '{"who": 1}'),
        ("d", "x" * 10_000),
        ("e", '{"who": "E", "issue": "one", "at": "NaN"}'),
    ):
        (folder / f"{name}.json").write_text(text)
    assert mine.others("one", 1_040) == ("Ann <b>",)
    mine.others("one", 1_000 + 100_000)
    assert [path.stem for path in folder.glob("*.json")] == [mine.mark]
    assert (tmp_path / ".newsletter/.gitignore").read_text() == "*\n"
