"""What an editor does on the page, in a real browser, from the first look to the copied email."""

import re

from conftest_preview import ISSUE, Office
from playwright.sync_api import Page, expect

expect.set_options(timeout=10_000)


def card(page: Page, title: str):  # type: ignore[no-untyped-def]
    page.wait_for_selector("html[data-ready]")
    return page.locator(".card", has=page.get_by_role("heading", name=title, exact=True))


def said(page: Page, text: str) -> None:
    expect(page.locator("#said")).to_contain_text(text)


def email(page: Page):  # type: ignore[no-untyped-def]
    return page.frame_locator(".pane iframe:not(.coming)").first


def test_the_page_shows_the_issue_with_every_item_once(office: Office) -> None:
    """Every item of the pool has one card, with its reason; the email stands beside them."""
    page = office.page()
    expect(page.get_by_role("heading", level=1)).to_contain_text("March – April 2022")
    expect(page.locator(".card")).to_have_count(8)
    expect(page.locator(".sum")).to_contain_text(
        "6 in this issue · 1 to decide · 1 left out · 8 in all"
    )
    expect(card(page, "Early report")).to_contain_text(
        "Published 27 February 2022, 2 days before the period begins."
    )
    expect(email(page).get_by_text("Alpha report")).to_be_visible()


def test_taking_in_and_leaving_out_are_written_to_the_plan(office: Office) -> None:
    """Take in, leave out with a why, next time, and as the rules say: each stands in issue.md at once and shows in the email."""
    page = office.page()
    card(page, "Early report").get_by_role("button", name="Take in").click()
    said(page, "Taken in: ‘Early report’")
    assert "include:\n  - news/early" in office.plan
    assert "# a Wednesday" in office.plan
    expect(email(page).get_by_text("Early report")).to_be_visible()
    card(page, "Beta report").get_by_role("button", name="Leave out…").click()
    page.get_by_label("Why is it left out?").fill("told in the last update")
    page.get_by_role("button", name="Leave out", exact=True).click()
    said(page, "Left out: ‘Beta report’")
    assert "news/beta: told in the last update" in office.plan
    expect(card(page, "Beta report")).to_contain_text(
        "Left out by the editor: told in the last update."
    )
    card(page, "Gamma report").get_by_role("button", name="Next time").click()
    said(page, "Kept for the next issue")
    assert "next_time:\n  - news/gamma" in office.plan
    card(page, "Gamma report").get_by_role("button", name="As the rules say").click()
    said(page, "As the rules say")
    assert "next_time" not in office.plan
    expect(email(page).get_by_text("Gamma report")).to_be_visible()


def test_undecided_items_are_decided_with_one_click_or_a_day(office: Office) -> None:
    """A day can be written for an undecided item, and one click decides about all of them."""
    page = office.page()
    page.get_by_role("button", name="Take all in").click()
    said(page, "Took in 1 undecided item")
    assert "- news/undated" in office.plan
    page.get_by_role("button", name="Undo").click()
    said(page, "Undone: Took in 1 undecided item")
    assert "include" not in office.plan
    page.get_by_label("Published on: Undated report").fill("12 April 2022")
    page.get_by_role("button", name="Set the day").click()
    said(page, "Dated 12 April 2022")
    assert "date: 12 April 2022" in office.read("content/news/undated.md")
    expect(page.locator(".card.undecided")).to_have_count(0)


def test_order_section_lead_and_form(office: Office) -> None:
    """Up, down, to the top, another section, top story, in full or as a line; moves say where the item stands now."""
    page = office.page()
    card(page, "Gamma report").get_by_role(
        "button", name="Move up: Gamma report", exact=True
    ).click()
    said(page, "Moved: ‘Gamma report’ is number 2 of 3 in News now")
    assert re.search(r"order:\n  - news/alpha\n  - news/gamma\n  - news/beta", office.plan)
    card(page, "Gamma report").get_by_role("button", name="Move to the top").click()
    said(page, "is number 1 of 3")
    card(page, "Gamma report").get_by_role("button", name="Move down").click()
    said(page, "is number 2 of 3")
    card(page, "Gamma report").get_by_label("Section: Gamma report").select_option("networks")
    said(page, "Moved to From networks")
    assert "move:\n  news/gamma: networks" in office.plan
    card(page, "Gamma report").get_by_label("Section: Gamma report").select_option("news")
    said(page, "Moved to News")
    assert "move:" not in office.plan
    card(page, "Beta report").get_by_role("button", name="Top story").click()
    said(page, "Top story: ‘Beta report’")
    assert "lead: news/beta" in office.plan
    expect(
        page.locator("section", has=page.get_by_role("heading", name="Top story 1")).locator(
            ".card"
        )
    ).to_have_count(1)
    card(page, "Alpha report").get_by_label("How much is shown: Alpha report").select_option("full")
    said(page, "Shown in full")
    expect(email(page).get_by_text("The body of alpha.")).to_be_visible()


def test_the_opening_saves_itself_and_is_counted(office: Office) -> None:
    """Subject, preview text and introduction are saved when they are left, and counted while they are written."""
    page = office.page()
    subject = page.get_by_label("Subject", exact=True)
    subject.fill("Grants: apply by 3 June #1")
    expect(page.locator('[data-counter="opening-subject"]')).to_contain_text(
        "26 characters, best up to 50"
    )
    subject.blur()
    said(page, "Saved.")
    assert "subject: 'Grants: apply by 3 June #1'" in office.plan
    page.get_by_label("Introduction").fill("Dear all,\n\nread on.\n\nAnna")
    page.get_by_label("Introduction").blur()
    said(page, "The introduction was changed")
    assert office.plan.endswith("---\n\nDear all,\n\nread on.\n\nAnna\n")
    expect(email(page).get_by_text("read on.")).to_be_visible()
    page.get_by_label("To be sent on").fill("2022-05-12")
    said(page, "To be sent on 12 May 2022")
    assert "send_on: 2022-05-12  # a Wednesday" in office.plan


def test_a_field_is_mended_where_it_is_shown(office: Office) -> None:
    """A field is mended in the item's own file, or for this issue only, as the editor says."""
    page = office.page()
    one = card(page, "Alpha report")
    one.get_by_role("button", name="Mend", exact=True).click()
    heading = one.get_by_label("Heading", exact=True)
    heading.fill("Alpha, put right")
    heading.blur()
    said(page, "Heading changed")
    assert "title: Alpha, put right" in office.read("content/news/alpha.md")
    one = card(page, "Alpha, put right")
    field = one.locator('.field[data-key="summary"]')
    field.get_by_label("for this issue only").check()
    said(page, "Summary for this issue")
    field.get_by_role("textbox").fill("Other words for this issue.")
    field.get_by_role("textbox").blur()
    said(page, "Saved. Summary for this issue")
    expect(email(page).get_by_text("Other words for this issue.")).to_be_visible()
    assert "Alpha in a sentence." in office.read("content/news/alpha.md")
    assert "summary: Other words for this issue." in office.plan
    field.get_by_label("for this issue only").uncheck()
    said(page, "Summary as in its file")
    assert "edits" not in office.plan
    expect(email(page).get_by_text("Alpha in a sentence.")).to_be_visible()
    one.locator('.field[data-key="link"]').get_by_role("textbox").fill("not an address")
    one.locator('.field[data-key="link"]').get_by_role("textbox").blur()
    expect(one).to_contain_text("which is not a full web address")


def test_undo_and_redo_survive_a_reload(office: Office) -> None:
    """Everything done can be undone and done again, also after the page was loaded anew."""
    page = office.page()
    before = office.plan
    card(page, "Beta report").get_by_role("button", name="Next time").click()
    said(page, "Kept for the next issue")
    after = office.plan
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_role("button", name="Undo").click()
    said(page, "Undone: Kept for the next issue")
    assert office.plan == before
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_role("button", name="Redo").click()
    said(page, "Done again")
    assert office.plan == after


def test_an_item_is_added_and_is_for_members_until_said_otherwise(office: Office) -> None:
    """A form makes a content file; what is pasted keeps its lists and links."""
    page = office.page(f"{ISSUE}/add?kind=event")
    page.get_by_label("Heading").fill("Assembly: #1 of the year")
    page.get_by_label("Begins").fill("2022-05-20 18:00")
    page.get_by_label("Address to read on").fill("https://example.org/assembly")
    page.get_by_label("Text", exact=True).evaluate(
        """(field, html) => { const data = new DataTransfer(); data.setData('text/html', html); data.setData('text/plain', 'plain');
        field.focus(); field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }""",
        "<p>Come to the <a href='https://example.org/hall'>hall</a>:</p><ul><li>bring food</li><li>bring friends</li></ul>",
    )
    expect(page.get_by_label("Text", exact=True)).to_have_value(
        "Come to the [hall](https://example.org/hall):\n\n- bring food\n- bring friends"
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(card(page, "Assembly: #1 of the year")).to_be_visible()
    page.wait_for_selector("html[data-ready]", state="attached")
    text = office.read("content/events/2022-05-20-assembly-1-of-the-year.md")
    assert "audience: members" in text
    assert "first_seen: 2022-05-03" in text
    assert "- bring food" in text
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "Assembly: #1 of the year")).to_have_count(0)
    assert not (office.path / "content/events/2022-05-20-assembly-1-of-the-year.md").exists()


def test_problems_lead_to_their_place_and_are_solved_there(office: Office) -> None:
    """Each problem has a way to its card and its field; solving it takes it away."""
    office.write(
        "content/calls/grant.md",
        office.read("content/calls/grant.md").replace("link: https://example.org/grants\n", ""),
    )
    page = office.page(f"{ISSUE}?room=send")
    problem = page.locator(".problems .told", has_text="This call to action has no link")
    problem.get_by_role("button", name="Fix").click()
    field = problem.locator('.field[data-key="link"]').get_by_role("textbox")
    field.fill("https://example.org/grants")
    field.blur()
    expect(
        page.locator(".problems .told", has_text="This call to action has no link")
    ).to_have_count(0)
    assert "link: https://example.org/grants" in office.read("content/calls/grant.md")
    page.locator("a", has_text="Webinar").first.click()
    expect(card(page, "Webinar")).to_be_focused()


def test_the_words_of_the_page_are_for_people(office: Office) -> None:
    """No code, no key and no programmer's word stands on the page."""
    office.write("content/news/broken.md", "---\ntitle: Broken\n")
    page = office.page()
    for room in ("choose", "look", "send"):
        page.goto(f"{office.root}{ISSUE}?room={room}")
        page.wait_for_selector("html[data-ready]", state="attached")
        page.locator(".stage, .stages").evaluate_all(
            "all => all.forEach((one) => one.remove())"
        )  # the email's own words
        text = page.locator("body").inner_text().lower()
        for word in (
            "front matter",
            "verdict",
            "dialect",
            "published-before",
            "over-before",
            "yaml",
            "content file",
            "issue.md",
            "plan",
            "pool",
        ):
            assert word not in text, (room, word)


def test_whatever_is_wrong_is_named_in_the_send_room(office: Office) -> None:
    """Files that cannot be read, copies, slips, things that are no content: each has its line there, and a way to mend it."""
    office.write("content/news/broken.md", "hello")
    office.write("content/news/alpha (conflicted copy).md", "---\ntitle: x\n---\n")
    office.write(
        "content/news/slip.md",
        "---\ntitle: Slip\ndate: 2022-04-04\nsumary: words\nlink: https://example.org/s\n---\n",
    )
    (office.path / "content/news/note.txt").write_text("x")
    page = office.page(f"{ISSUE}?room=send")
    page.locator(".problems .told", has_text="does not begin with").get_by_role(
        "link", name="Open the file"
    ).click()
    expect(page.get_by_label("content/news/broken.md")).to_have_value(re.compile("hello"))
    page.goto(f"{office.root}{ISSUE}?room=send")
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(
        page.locator(".problems .told", has_text="It probably means “Summary”").get_by_role(
            "link", name="Open the file"
        )
    ).to_be_visible()
    copy = page.locator(".problems .told", has_text="made another copy of")
    copy.get_by_role("button", name="Delete this copy").click()
    said(page, "Deleted: content/news/alpha (conflicted copy).md")
    expect(copy).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(copy).to_have_count(1)


def test_nonsense_is_refused_where_it_is_written(office: Office) -> None:
    """A date that is none, an address that is none: told beside the field, and not written."""
    page = office.page()
    card(page, "Undated report").get_by_label("Published on: Undated report").fill("31 April 2022")
    card(page, "Undated report").get_by_role("button", name="Set the day").click()
    expect(page.locator("#toast")).to_contain_text("is not a date")
    assert "date:" not in office.read("content/news/undated.md")
    page.goto(f"{office.root}{ISSUE}/add?kind=call")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_label("Heading").fill("Grants")
    page.get_by_role("link", name="News", exact=True).click()
    expect(page.get_by_label("Heading")).to_have_value("Grants")
    page.get_by_label("Published on").fill("2022-04-04")
    page.get_by_label("Address to read on").fill("example.org/foo")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("form[data-add] .wrong")).to_contain_text("which is not a full web address")
    assert len(list((office.path / "content/news").iterdir())) == 6


def test_a_card_that_moves_takes_along_what_is_open_in_it(office: Office) -> None:
    """Mending a date may change where the item stands; the form stays open and keeps the focus."""
    page = office.page()
    card(page, "Beta report").get_by_role("button", name="Mend", exact=True).click()
    field = page.locator(".mending .field[data-key=date] input")
    field.fill("2022-02-20")
    field.press("Tab")
    expect(card(page, "Beta report")).to_contain_text("before the period begins")
    expect(card(page, "Beta report").locator(".mending")).to_be_visible()


def test_the_size_meter_names_the_heaviest(office: Office) -> None:
    """The meter tells bytes, room kept, words and reading time, and names items."""
    page = office.page(f"{ISSUE}?room=send")
    expect(page.locator(".part-meter")).to_contain_text(
        "KB of the 102 KB that Gmail shows. 20 KB are kept"
    )
    expect(page.locator(".part-meter")).to_contain_text("minute")
    expect(page.locator(".part-meter .weights").first).to_contain_text("bytes")


def test_a_period_is_chosen_and_begun(office: Office) -> None:
    """The list of issues shows each period's state; opening one shows its issue, and the first decision begins it."""
    page = office.page("/issues")
    expect(page.locator("li", has_text="March – April 2022")).to_contain_text("In work")
    page.get_by_label("The issue that holds the month").fill("2021-12")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("November – December 2021")
    page.goto(f"{office.root}/issues")
    page.wait_for_selector("html[data-ready]", state="attached")
    row = page.locator("li", has_text="May – June 2022")
    expect(row).to_contain_text("Not begun")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("May – June 2022")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not begun")
    page.locator(".part-notices").get_by_label("To be sent on").fill("2022-07-06")
    page.get_by_role("button", name="Begin the issue").click()
    said(page, "Begun: May – June 2022")
    expect(page.get_by_role("heading", level=1)).to_contain_text("In work")
    assert "send_on: 2022-07-06" in office.read("issues/2022-05-may-june/issue.md")
    card(page, "Small grants").get_by_role("button", name="Next time").first.click()
    said(page, "Kept for the next issue")
    assert "next_time:\n  - calls/grant" in office.read("issues/2022-05-may-june/issue.md")


def test_a_day_of_sending_that_has_passed_is_told_and_changed(office: Office) -> None:
    """When the day has passed the page names what a new one would change, and offers it."""
    office.write(
        "issues/2022-03-march-april/issue.md", office.plan.replace("2022-05-11", "2022-05-01")
    )
    page = office.page()
    notice = page.locator(".part-notices")
    expect(notice).to_contain_text("The day of sending, 1 May 2022, has passed.")
    notice.get_by_role("button", name="Change the day").click()
    said(page, "To be sent on 3 May 2022")
    expect(notice).not_to_contain_text("has passed")


def test_settings_sections_and_words_are_changed_on_the_page(office: Office) -> None:
    """What stands in newsletter.toml and in the words of the email is changed by forms; comments stay."""
    page = office.page(f"{ISSUE}/settings")
    page.get_by_label("Organisation").fill("Another Network")
    page.locator("form", has_text="Who sends it").get_by_role("button", name="Save").click()
    said(page, "Saved.")
    expect(page.get_by_label("Organisation")).to_have_value("Another Network")
    assert 'name = "Our Members Update"  # a comment that stays' in office.read("newsletter.toml")
    page.get_by_label("Colour", exact=True).fill("#eeeeee")
    page.locator("form", has_text="How it looks").get_by_role("button", name="Save").click()
    expect(page.locator("form", has_text="How it looks").locator(".wrong")).to_contain_text(
        "cannot be read on white"
    )
    assert "#eeeeee" not in office.read("newsletter.toml")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_role("button", name="Down: Coming up").click()
    page.locator("form[data-sections]").get_by_role("button", name="Save").click()
    said(page, "Saved.")
    text = office.read("newsletter.toml")
    assert text.index('"networks"') < text.index('"coming-up"')
    page.goto(f"{office.root}{ISSUE}/words")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_label("In this update").fill("What is inside")
    page.get_by_role("button", name="Save").click()
    said(page, "Saved.")
    page.goto(f"{office.root}{ISSUE}")
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(email(page).get_by_text("What is inside")).to_be_visible()


def test_a_file_is_mended_as_text(office: Office) -> None:
    """A file that cannot be read is opened at its line, mended as text, and is an item again."""
    office.write(
        "content/news/broken.md",
        "---\ntitle: Broken\ndate: 2022-04-05\nlink: https://example.org/b\n",
    )
    page = office.page()
    one = page.locator(".card", has_text="broken.md")
    one.get_by_role("link", name="Open the file and mend it").click()
    page.wait_for_url("**/file?**")
    page.wait_for_selector("html[data-ready]", state="attached")
    area = page.get_by_label("content/news/broken.md")
    area.fill("---\ntitle: Mended\ndate: 2022-04-05\nlink: https://example.org/b\n---\nText.\n")
    page.get_by_role("button", name="Save").click()
    expect(card(page, "Mended")).to_be_visible()
