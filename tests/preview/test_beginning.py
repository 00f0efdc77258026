"""A folder without a workspace: the page asks, and makes one."""

from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from conftest_preview import NOW, Office
from playwright.sync_api import expect

from newsletter.build import choose
from newsletter.workspace.workspace import open_workspace


def test_the_page_makes_a_workspace_and_shows_its_issue(
    tmp_path: Path, served_from: Callable, contexts: Callable
) -> None:  # type: ignore[type-arg]
    """Organisation, website, language, time zone, address and mailing tool are asked for; then the issue is there."""
    office = Office(tmp_path, served_from(tmp_path), contexts)
    page = office.page("/issues", timezone_id="Africa/Nairobi")
    expect(page.get_by_role("heading", name="Begin a newsletter")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Africa/Nairobi")
    page.get_by_label("Organisation").fill('The "Sunrise" Network')
    page.get_by_label("Time zone").fill("Africa/Nairoby")
    page.get_by_label("Website").fill("https://example.org")
    page.get_by_label("Postal address").fill("Street 1, Nairobi")
    page.get_by_label("Mailing tool").select_option("brevo")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".wrong")).to_contain_text("Did you mean Africa/Nairobi?")
    assert not (tmp_path / "newsletter.toml").exists()
    page.get_by_label("Time zone").fill("Africa/Nairobi")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("March – April 2022")
    expect(page.locator(".card")).to_have_count(3)
    settings = open_workspace(tmp_path).settings
    assert (settings.organisation, settings.timezone, settings.mailing_tool) == (
        'The "Sunrise" Network',
        "Africa/Nairobi",
        "brevo",
    )
    assert (settings.website, settings.postal_address) == (
        "https://example.org",
        "Street 1, Nairobi",
    )
    assert [(source.kind, source.address) for source in settings.sources] == [
        ("wordpress", "https://example.org")
    ]
    assert choose(open_workspace(tmp_path), "last", NOW.date()).selection.counts["selected"] == 3


def test_another_language_gets_words_to_translate(
    tmp_path: Path, served_from: Callable, contexts: Callable
) -> None:  # type: ignore[type-arg]
    """A language without words gets a copy of the English ones, and the page to translate them."""
    office = Office(tmp_path, served_from(tmp_path), contexts)
    page = office.page("/begin", timezone_id="Europe/Madrid")
    page.get_by_label("Organisation").fill("La red")
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Words of the email")).to_be_visible()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert (tmp_path / "templates/words/es.toml").exists()
    page.get_by_label("In this update").fill("En este boletín")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#said")).to_contain_text("Saved.")
    assert "En este boletín" in (tmp_path / "templates/words/es.toml").read_text("utf-8")
