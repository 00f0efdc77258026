"""The web version and the file for review in a real browser: every width, light and dark, on paper, and what axe finds."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from sample import SETTINGS, issue

from newsletter.render.other_formats import review_file, web_version

PAGES = {
    "web": lambda: web_version(issue(), SETTINGS),
    "review": lambda: review_file(issue(), SETTINGS),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, name: str, scheme: Literal["light", "dark"]
) -> None:
    """WCAG 2.2 AA as far as axe can tell, from 320 to 1,600 pixels."""
    for width in (320, 768, 1600):
        page = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        ).new_page()
        page.route("**/*", lambda route: route.abort())
        page.set_content(PAGES[name]())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(
            page,
            options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
        )
        assert found.response["violations"] == [], found.generate_report()
        page.context.close()


def test_on_paper_addresses_are_written_out(browser: Browser) -> None:
    """Black on white, without buttons; an email address stands there already."""
    page = browser.new_context(color_scheme="dark").new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content(PAGES["web"]())
    page.emulate_media(media="print")
    link = page.locator("a.button")
    assert "https://example.org/grants" in link.evaluate(
        "(e) => getComputedStyle(e, '::after').content.replace('attr(href)', e.href)"
    )
    assert link.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert (
        page.locator("h2").first.evaluate("(e) => getComputedStyle(document.body).color")
        == "rgb(0, 0, 0)"
    )
    assert page.locator('a[href^="mailto:"]').evaluate(
        "(e) => getComputedStyle(e, '::after').content"
    ) in (
        '""',
        "none",
    )
