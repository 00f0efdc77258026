"""The real email in a real browser: every width, dark, without pictures, without styles."""

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import content, workspace
from playwright.sync_api import Browser, Page

from newsletter.build import build, choose
from newsletter.workspace.workspace import open_workspace

REPOSITORY = Path(__file__).parents[2]
EMAIL = REPOSITORY / "issues/2022-03-march-april/email.html"

# The colour of each text against the ground it stands on, by the formula of WCAG 2.2 (1.4.3).
CONTRASTS = """() => {
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = rgb(c).map(channel); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (rgb(c)[3] !== 0) return c; } return 'rgb(255, 255, 255)'; };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    if (!text || !e.checkVisibility() || e.closest('style, .preheader')) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    found.push([text.slice(0, 40), (a + 0.05) / (b + 0.05), parseFloat(getComputedStyle(e).fontSize)]);
  }
  return found;
}"""


def opened(browser: Browser, html: str, width: int, **context: Any) -> Page:
    """The email in a page of that width that reaches nothing."""
    page = browser.new_context(viewport={"width": width, "height": 800}, **context).new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content(html)
    return page


@pytest.fixture(scope="module")
def html() -> str:
    return EMAIL.read_text("utf-8")


@pytest.mark.parametrize("width", [320, 360, 480, 600, 1280])
def test_nothing_sticks_out_at_any_width(browser: Browser, html: str, width: int) -> None:
    """No scrolling sideways, and the column is never wider than 600."""
    page = opened(browser, html, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.card')].map(e => e.getBoundingClientRect().width))"
    )
    assert widest == min(width, 600)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast_and_size(browser: Browser, html: str, scheme: Any) -> None:
    """4.5 to 1 in light and dark, and no text under 14 pixels."""
    page = opened(browser, html, 600, color_scheme=scheme)
    texts = page.evaluate(CONTRASTS)

    assert len(texts) > 100
    assert [text for text in texts if text[1] < 4.5] == []
    assert [text for text in texts if text[2] < 14] == []


def test_dark_mode_is_dark(browser: Browser, html: str) -> None:
    """The ground is, and the text on it is light."""
    page = opened(browser, html, 600, color_scheme="dark")

    assert (
        page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
        == "rgb(24, 33, 36)"
    )


def test_buttons_are_large_enough_for_a_thumb(browser: Browser, html: str) -> None:
    """44 pixels high (WCAG 2.2, 2.5.5), on a phone too."""
    page = opened(browser, html, 320)
    heights = page.evaluate(
        "[...document.querySelectorAll('.button a')].map(e => e.getBoundingClientRect().height)"
    )

    assert len(heights) == 2
    assert min(heights) >= 44


def test_it_reads_without_its_style_blocks(browser: Browser, html: str) -> None:
    """Some webmails strip them: what is needed stands in the elements themselves."""
    import re

    page = opened(browser, re.sub(r"<style.*?</style>", "", html, flags=re.S), 360)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("getComputedStyle(document.querySelector('h3.title')).fontSize") == "18px"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('h2.head')).color")
        == "rgb(11, 85, 99)"
    )


def test_with_images_off_nothing_is_missing(browser: Browser, tmp_path: Path) -> None:
    """A lead's picture that does not come leaves its description in its place, and nothing sticks out."""
    item = content("The lead", date="2022-04-29", link="https://example.org/a", summary="A sentence.",
                   image="{src: https://example.org/p.jpg, alt: A room with a long table, consent: yes}")  # fmt: skip
    plan = "---\nlead: news/a\n---\n"
    folder = open_workspace(
        workspace(
            tmp_path, {"content/news/a.md": item, "issues/2022-03-march-april/issue.md": plan}
        )
    )
    page = opened(browser, build(choose(folder, "2022-03", date(2022, 5, 1))).email.html, 360)
    picture = page.get_by_alt_text("A room with a long table")

    assert picture.count() == 1
    assert picture.evaluate("e => e.naturalWidth") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_screen_reader_finds_its_way(browser: Browser, html: str) -> None:
    """One heading of the first level, none left out below it, lists as lists, tables as layout, links with names, a language."""
    page = opened(browser, html, 600)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.tagName[1])")

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every(e => e.getAttribute('role') == 'presentation')"
    )
    assert page.evaluate(
        "[...document.querySelectorAll('a')].every(e => e.textContent.trim() && e.getAttribute('href'))"
    )
    assert page.evaluate("[...document.querySelectorAll('.contents li')].length") == 7
    assert (
        page.evaluate("document.documentElement.lang + document.body.firstElementChild.lang")
        == "enen"
    )


def test_right_to_left_items_stand_among_the_others(browser: Browser, html: str) -> None:
    """Arabic words begin at the right, their label and link at the left like all others."""
    page = opened(browser, html, 600)
    found = page.evaluate("""() => { const h = document.querySelector('h3[lang=ar]'), item = h.closest('.item');
      return [getComputedStyle(h).direction, getComputedStyle(h).textAlign, getComputedStyle(item.querySelector('.label')).direction]; }""")

    assert found == ["rtl", "right", "ltr"]


def test_links_are_told_by_more_than_colour(browser: Browser, html: str) -> None:
    """Underlined, save for buttons."""
    page = opened(browser, html, 600)
    plain = page.evaluate("""[...document.querySelectorAll('a')].filter(e => !e.closest('.button') &&
      !getComputedStyle(e).textDecorationLine.includes('underline')).map(e => e.textContent)""")

    assert plain == []
