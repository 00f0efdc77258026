"""What lands on the clipboard is byte for byte what build writes, for every mailing tool."""

import pytest
from conftest_preview import FILES, ISSUE, SETTINGS, Office
from playwright.sync_api import Page, expect

from newsletter.build import build, choose
from newsletter.workspace.workspace import open_workspace

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


@pytest.mark.parametrize("tool", ["mailchimp", "brevo", "civicrm", "listmonk"])
def test_the_clipboard_holds_the_built_bytes_with_their_merge_tags(office: Office, tool: str) -> None:
    """Copy HTML and Copy text give the built parts; merge tags in links arrive unharmed."""
    page = ready(office, tool)
    email = built(office)
    page.get_by_role("button", name="Copy HTML for").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the HTML")
    assert page.evaluate("navigator.clipboard.readText()") == email.html
    tag = email.dialect.tags["unsubscribe"]
    assert f'href="{tag}"' in email.html
    page.get_by_role("button", name="Copy text").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the text")
    assert page.evaluate("navigator.clipboard.readText()") == email.text
    assert tag in email.text
    assert (office.path / "issues/2022-03-march-april/email.html").read_text("utf-8") == email.html
    assert (office.path / "issues/2022-03-march-april/email.txt").read_text("utf-8") == email.text


def test_formatted_copies_both_parts(office: Office) -> None:
    """Copy formatted puts the HTML and the text on the clipboard together, links with merge tags as they are."""
    page = ready(office)
    page.get_by_role("button", name="Copy formatted").click()
    expect(page.locator("#copied")).to_contain_text("Copied: the formatted email")
    page.evaluate(f"window.pasted = ({PASTED})(); 0")
    page.keyboard.press("Control+v")
    found = page.evaluate("window.pasted")
    assert set(found) == {"text/html", "text/plain"}
    assert found["text/html"].endswith(built(office).html.strip()) or built(office).html.strip() in found["text/html"]
    assert 'href="*|UNSUB|*"' in found["text/html"]
    assert found["text/plain"] == built(office).text


def test_a_browser_that_copies_nothing_offers_the_text_by_hand(office: Office) -> None:
    """When the browser refuses, all of it stands selected in a field."""
    page = ready(office)
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false; }"
    )
    page.get_by_role("button", name="Copy text").click()
    area = page.locator("#ask textarea")
    expect(area).to_have_value(built(office).text)
    assert area.evaluate("(field) => field.selectionEnd - field.selectionStart === field.value.length")


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
    expect(page.locator("[data-copy]")).to_have_count(0)
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
