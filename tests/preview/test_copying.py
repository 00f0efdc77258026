"""What lands on the clipboard is byte for byte what build writes, for every mailing tool."""

from pathlib import Path

import pytest
from conftest_preview import FILES, ISSUE, SETTINGS, Office
from playwright.sync_api import Page, expect
from sourcing import Reply, web

from newsletter.build import build, choose
from newsletter.workspace.workspace import open_workspace

PHONE = Path(__file__).parents[1] / "mailing/pictures/phone.heic"
PASTED = """() => new Promise((done) => { const field = document.body.appendChild(document.createElement('textarea')); field.id = 'there';
  field.addEventListener('paste', (event) => done(Object.fromEntries([...event.clipboardData.types].map((type) => [type, event.clipboardData.getData(type)]))));
  field.focus(); window.ready = true; })"""
"""What another page is given when something is pasted there."""


def ready(office: Office, tool: str = "mailchimp") -> Page:
    """The send room of an issue that can be copied."""
    (office.path / "content/news/undated.md").unlink()
    (office.path / "newsletter.toml").write_text(SETTINGS.replace("mailchimp", tool), "utf-8")
    page = office.page(f"{ISSUE}?room=send", permissions=["clipboard-read", "clipboard-write"])
    page.wait_for_selector("body[data-copyable]")
    return page


def built(office: Office):  # type: ignore[no-untyped-def]
    from conftest_preview import NOW

    return build(choose(open_workspace(office.path), "2022-03", NOW.date())).email


@pytest.mark.parametrize("tool", ["mailchimp", "brevo", "civicrm", "listmonk", "campaign-monitor"])
def test_the_clipboard_holds_the_built_bytes_with_their_merge_tags(
    office: Office, tool: str
) -> None:
    """Copy HTML and Copy text give the built parts; merge tags in links arrive unharmed."""
    page = ready(office, tool)
    email = built(office)
    page.get_by_role("button", name="Copy HTML").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the HTML")
    expect(page.locator("#copied")).to_contain_text(email.dialect.tracking)
    assert page.evaluate("navigator.clipboard.readText()") == email.html
    tag = email.dialect.tag("unsubscribe")
    assert (tag.rstrip(">") if tag.startswith("<") else f'href="{tag}"') in email.html
    page.get_by_role("button", name="Copy text").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the text")
    assert page.evaluate("navigator.clipboard.readText()") == email.text
    assert email.dialect.tag("unsubscribe", "text") in email.text
    assert (office.path / "issues/2022-03-march-april/email.html").read_text("utf-8") == email.html
    assert (office.path / "issues/2022-03-march-april/email.txt").read_text("utf-8") == email.text


def pasted(page: Page) -> dict[str, str]:
    """What another page is given when something is pasted there now."""
    page.evaluate(f"window.pasted = ({PASTED})(); 0")
    page.keyboard.press("Control+v")
    found: dict[str, str] = page.evaluate("window.pasted")
    return found


def test_the_page_asks_once_which_editor_it_is_pasted_into(office: Office) -> None:
    """A code block gets the body alone; a text block the formatted copy; what was chosen stands in the settings."""
    page = ready(office)
    assert page.get_by_role("radio", checked=True).count() == 0
    first = page.evaluate("document.body.dataset.copyable")
    page.get_by_role("radio", name="A code block").check()
    expect(page.locator(".part-copying")).to_contain_text("Drag a “Code” block")
    assert 'mailing_editor = "code-block"' in office.read("newsletter.toml")
    expect(page.get_by_role("radio", name="A code block")).to_be_checked()
    page.wait_for_function("(first) => document.body.dataset.copyable !== first", arg=first)
    page.get_by_role("radio", name="A text block").check()
    page.wait_for_function(
        "(first) => document.body.dataset.copyable === first", arg=first
    )  # the frames show the whole page again
    page.get_by_role("button", name="Copy formatted").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the formatted email")
    found = pasted(page)
    assert set(found) == {"text/html", "text/plain"}
    assert "<table" not in found["text/html"]
    assert "Gamma report" in found["text/html"]


@pytest.mark.parametrize(
    ("button", "what"), [("Copy for the website", "website"), ("Copy for review", "review"), ("Copy for messengers", "messengers")]
)  # fmt: skip
def test_the_other_places_get_their_own_words(office: Office, button: str, what: str) -> None:
    """What is for members only is in the review alone."""
    office.write(
        "content/news/m.md",
        "---\ntitle: Where we meet\ndate: 2022-04-02\nlink: https://example.org/m\naudience: members\n---\nText.\n",
    )
    page = ready(office)
    page.get_by_role("button", name=button).click()
    expect(page.locator("#copied")).to_contain_text("Copied: ")
    found = pasted(page)
    assert ("text/html" in found) is (what != "messengers")
    assert ("Where we meet" in "".join(found.values())) is (what == "review")
    assert "Small grants" in found["text/plain"]


@pytest.mark.parametrize("what", ["eml", "web.html", "review.html"])
def test_the_issue_can_be_kept_as_a_file_for_other_places(office: Office, what: str) -> None:
    """A message, a page, a file for review; an issue that is not ready only as the last."""
    early = office.page(f"{ISSUE}?room=send")
    assert early.request.get(f"{office.root}{ISSUE}/keep/{what}").status == (
        200 if what == "review.html" else 422
    )
    page = ready(office)
    answer = page.request.get(f"{office.root}{ISSUE}/keep/{what}")
    assert answer.status == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert b"Gamma report" in answer.body()


def test_a_browser_that_copies_nothing_offers_the_text_by_hand(office: Office) -> None:
    """When the browser refuses, all of it stands selected in a field."""
    page = ready(office)
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false; }"
    )
    page.get_by_role("button", name="Copy text").click()
    area = page.locator("#ask textarea")
    expect(area).to_have_value(built(office).text)
    assert area.evaluate(
        "(field) => field.selectionEnd - field.selectionStart === field.value.length"
    )


def test_subject_and_preview_line_are_copied(office: Office) -> None:
    """Mailing tools ask for both in fields of their own."""
    page = ready(office)
    page.get_by_role("button", name="Copy subject").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the subject")
    assert page.evaluate("navigator.clipboard.readText()") == "Grants and a webinar on rights"


def test_both_files_can_be_kept(office: Office) -> None:
    """The downloads are the built bytes."""
    page = ready(office)
    for name, what in (("Keep the HTML as a file", "html"), ("Keep the text as a file", "text")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        assert waiting.value.path().read_bytes() == getattr(built(office), what).encode()


def test_an_issue_that_is_not_ready_is_not_copied(office: Office) -> None:
    """With something undecided there is nothing to copy, as build writes nothing; the page says what comes first."""
    page = office.page(f"{ISSUE}?room=send")
    expect(page.locator(".part-copying")).to_contain_text("Decide about 1 item first")
    expect(page.locator("[data-copy]")).to_have_text(["Copy for review"])
    answer = page.request.get(f"{office.root}{ISSUE}/email.html?download=1")
    assert answer.status == 422
    assert FILES["content/news/undated.md"] == office.read("content/news/undated.md")


def test_what_changed_while_it_was_copied_is_not_taken_for_copied(office: Office) -> None:
    """The files are written only when the email still is the one that was copied."""
    page = ready(office)
    answer = page.evaluate(
        """async () => { const { post } = await import('/static/live.js'); return post(document.body.dataset.base + '/built', {html: 'another'}, {quiet: true}); }"""
    )
    assert "Copy it again" in answer["error"]
    assert not (office.path / "issues/2022-03-march-april/email.html").exists()


def test_an_approval_is_kept_and_what_changed_since_is_told(office: Office) -> None:
    """In the issue's own file, with who and when; undo takes it back."""
    page = ready(office)
    page.get_by_label("Approved by").fill("   ")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Write the name of the person who approves it.").first).to_be_visible()
    page.get_by_label("Approved by").fill("A. Colleague")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Approved by A. Colleague on 3 May 2022.")).to_be_visible()
    expect(page.get_by_text("Nothing has changed since.")).to_be_visible()
    assert "approved_by: A. Colleague" in office.plan
    office.write(
        "content/news/gamma.md",
        office.read("content/news/gamma.md").replace("title: Gamma report", "title: Gamma reports"),
    )
    expect(
        page.locator(".problems .told", has_text="approved the issue on 3 May 2022")
    ).to_contain_text("edited: ‘Gamma reports’")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".problems .told", has_text="approved the issue")).to_have_count(0)
    assert "approved" not in office.plan


def test_a_picture_of_the_workspace_is_saved_ready_and_written_when_copied(office: Office) -> None:
    """Its problem has the way to it; nothing of the phone is left in it."""
    (office.path / "content/images").mkdir(exist_ok=True)
    (office.path / "content/images/IMG_1.heic").write_bytes(PHONE.read_bytes())
    picture = "image:\n  src: images/IMG_1.heic\n  alt: A room\n  people: no\n"
    office.write(
        "content/news/gamma.md",
        office.read("content/news/gamma.md").replace("---\nThe body", f"{picture}---\nThe body"),
    )
    office.write(
        "issues/2022-03-march-april/issue.md",
        office.plan.replace("---\n", "---\nlead: news/gamma\n", 1),
    )
    page = ready(office)
    problem = page.locator(".problems .told", has_text="is only on this computer")
    with page.expect_download() as waiting:
        problem.get_by_role("link", name="Download picture").click()
    assert waiting.value.suggested_filename.startswith("gamma-")
    data = waiting.value.path().read_bytes()
    assert data[:3] == b"\xff\xd8\xff"
    assert b"CAMERA" not in data
    page.get_by_role("button", name="Copy HTML").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the HTML")
    assert (
        next((office.path / "issues/2022-03-march-april/pictures").iterdir()).read_bytes() == data
    )


def test_every_address_is_asked_when_that_is_wanted(office: Office) -> None:
    """One that is gone is named with its item; until then nothing is asked."""
    asked: list[str] = []

    def answer(path: str, _query: object, _headers: object) -> Reply:
        asked.append(path)
        return Reply(status=404) if path == "/gone" else Reply(b"page")

    with web(answer) as running:
        for path in (office.path / "content").rglob("*.md"):
            path.write_text(
                path.read_text("utf-8").replace("https://example.org/", f"{running.url}/"), "utf-8"
            )
        gamma = office.read("content/news/gamma.md").replace(
            f"{running.url}/gamma", f"{running.url}/gone"
        )
        office.write("content/news/gamma.md", gamma)
        page = ready(office)
        assert asked == []
        page.get_by_role("button", name="Ask each of them").click()
        expect(page.locator("#links")).to_contain_text("leads nowhere")
        expect(page.locator("#links strong")).to_have_text(["Gamma report"])
    assert "/gone" in asked
