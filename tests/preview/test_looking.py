"""Looking at the email and at the page: every view, every width, light and dark, and what axe finds."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest_preview import FILES, ISSUE, Office
from playwright.sync_api import Page, expect

INNER = "() => document.querySelector('.pane[data-frame=desktop] iframe:not(.coming)')"


def inside(page: Page, script: str, frame: str = "desktop") -> object:
    page.wait_for_selector(f".pane[data-frame={frame}][data-loaded]")
    return page.evaluate(
        f"() => {{ const inside = document.querySelector('.pane[data-frame={frame}] iframe:not(.coming)').contentDocument; return {script}; }}"
    )


def test_the_frames_show_the_bytes_that_are_copied(office: Office) -> None:
    """Every variant of the HTML part has the same bytes; they differ in headers alone."""
    page = office.page()
    answers = [
        page.request.get(f"{office.root}{ISSUE}/email.html{query}")
        for query in ("", "?images=off", "?of=x")
    ]
    assert len({answer.body() for answer in answers}) == 1
    policies = [answer.headers["content-security-policy"] for answer in answers]
    assert "img-src 'none'" in policies[1]
    assert all(
        "sandbox allow-same-origin;" in policy and "allow-scripts" not in policy
        for policy in policies
    )
    assert all("script-src" not in policy and "default-src 'none'" in policy for policy in policies)


def test_only_the_pictures_hosts_may_be_reached_and_no_pictures_cuts_them(office: Office) -> None:
    """With pictures the policy names their hosts; without, none."""
    office.write("content/news/alpha.md", FILES["content/news/alpha.md"].replace(
        "summary:", "image: {src: 'https://pictures.example.org/a.jpg', alt: A hall, people: no}\nsummary:"))  # fmt: skip
    office.write(
        "issues/2022-03-march-april/issue.md",
        office.plan.replace("send_on", "lead: news/alpha\nsend_on"),
    )
    page = office.page()
    wanted = []
    page.on(
        "request", lambda request: wanted.append(request.url) if "pictures" in request.url else None
    )
    answer = page.request.get(f"{office.root}{ISSUE}/email.html")
    assert "img-src https://pictures.example.org;" in answer.headers["content-security-policy"]
    page.goto(f"{office.root}{ISSUE}?images=off")
    page.wait_for_selector(".pane[data-frame=desktop][data-loaded]")
    wanted.clear()
    page.wait_for_timeout(300)
    assert wanted == []
    page.get_by_role("link", name="Pictures", exact=True).click()
    page.wait_for_function(
        "() => document.querySelector('.pane iframe:not(.coming)')?.src.includes('images') === false"
    )
    assert wanted


def test_dark_shows_the_emails_own_colours_and_forced_dark_is_called_an_approximation(
    office: Office,
) -> None:
    """Light stays light on a dark computer; Dark applies the email's own rules; Forced dark darkens what has none."""
    page = office.page(color_scheme="dark")
    card = "(inside.querySelector('.card') && inside.defaultView.getComputedStyle(inside.querySelector('.card')).backgroundColor)"
    assert inside(page, card) == "rgb(255, 255, 255)"
    page.get_by_role("link", name="Dark", exact=True).click()
    page.wait_for_function(
        f"() => {{ const inside = ({INNER})().contentDocument; return {card} === 'rgb(24, 33, 36)'; }}"
    )
    assert inside(page, card) == "rgb(24, 33, 36)"
    page.get_by_role("link", name="Forced dark").click()
    page.wait_for_function(
        f"() => {{ const inside = ({INNER})().contentDocument; return {card} === 'rgb(26, 26, 26)'; }}"
    )
    expect(page.get_by_text("An approximation")).to_be_visible()
    assert "dark=forced" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_function(
        f"() => {{ const frame = ({INNER})(); if (!frame) return false; const inside = frame.contentDocument; return {card} === 'rgb(26, 26, 26)'; }}"
    )


def test_three_views_stand_side_by_side_and_the_source_is_there(office: Office) -> None:
    """Computer, phone and text at once, each at its true width; the HTML code on request; the choice stands in the address."""
    page = office.page(f"{ISSUE}?room=look")
    page.wait_for_selector(".pane[data-frame=phone][data-loaded]")
    assert inside(page, "inside.defaultView.innerWidth") == 680
    assert inside(page, "inside.defaultView.innerWidth", "phone") == 375
    expect(page.locator(".pane[data-frame=text] pre")).to_contain_text("OUR MEMBERS UPDATE")
    boxes = [box.bounding_box() for box in page.locator(".pane").all()]
    assert all(
        first and second and first["x"] + first["width"] <= second["x"]
        for first, second in itertools.pairwise(boxes)
    )
    assert boxes[-1]["x"] + boxes[-1]["width"] <= 1280  # type: ignore[index]
    page.get_by_role("link", name="HTML code").click()
    expect(page.locator(".pane[data-frame=source] pre")).to_contain_text("<!DOCTYPE html>")
    page.get_by_role("link", name="Phone").click()
    expect(page.locator(".pane[data-frame=phone]")).to_have_count(0)
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator(".pane[data-frame=text]")).to_be_visible()
    expect(page.locator(".pane[data-frame=phone]")).to_have_count(0)
    expect(page.locator(".inbox")).to_contain_text("Grants and a webinar on rights")


def test_a_link_in_the_email_leads_nowhere_and_says_where_it_would(office: Office) -> None:
    """The frame stays on the email, and nothing is fetched."""
    page = office.page()
    page.frame_locator(".pane iframe:not(.coming)").get_by_role(
        "link", name="Read on at example.org"
    ).first.click()
    expect(page.locator("#said")).to_contain_text("This link leads to https://example.org/")
    assert inside(page, "inside.location.pathname") == f"{ISSUE}/email.html"


def test_the_timeline_tells_states_apart_by_shape_and_leads_to_cards(office: Office) -> None:
    """A circle, a cross and a diamond; hover and focus give the reason, arrow keys go on, a click leads to the card."""
    page = office.page()
    expect(page.locator(".mark.selected circle")).to_have_count(6)
    expect(page.locator(".mark.left-out path")).to_have_count(1)
    page.locator(".mark.left-out").hover()
    expect(page.locator("#mark-says")).to_contain_text(
        "Left out: Early report. Published 27 February 2022, 2 days before"
    )
    page.locator(".mark").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#mark-says")).to_contain_text("In this issue: Gamma report.")
    page.keyboard.press("Enter")
    expect(page.locator(".card", has_text="Gamma report")).to_be_focused()


PAGES = {
    "choose": ISSUE, "look": f"{ISSUE}?room=look", "send": f"{ISSUE}?room=send", "issues": "/issues", "settings": f"{ISSUE}/settings",
    "words": f"{ISSUE}/words", "sources": f"{ISSUE}/sources", "add": f"{ISSUE}/add?kind=event", "file": f"{ISSUE}/file?name=newsletter.toml",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(office: Office, name: str) -> None:
    """WCAG 2.2 AA as far as axe can tell, in light and in dark, at 1280 and at 360 pixels; nothing is wider than the page."""
    for scheme, width in (("light", 1280), ("dark", 360)):
        page = office.page(
            PAGES[name], color_scheme=scheme, viewport={"width": width, "height": 800}
        )
        if name == "choose":
            page.locator(".card", has_text="Alpha report").get_by_role(
                "button", name="Mend"
            ).click()
            page.wait_for_selector(".mending")
            page.evaluate("window.scrollTo(0, 0)")  # else the bar stands over some of the buttons
        page.wait_for_timeout(200)
        found = Axe().run(
            page,
            options={
                "runOnly": [
                    "wcag2a",
                    "wcag2aa",
                    "wcag21a",
                    "wcag21aa",
                    "wcag22aa",
                    "best-practice",
                ],
                "iframes": False,
            },
        )
        wrong = [
            (v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"][:200])
            for v in found.response["violations"]
        ]
        assert wrong == [], (name, scheme)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, (name, scheme)
        page.context.close()


def test_the_page_honours_reduced_motion(office: Office) -> None:
    """Nothing moves for those who asked for that."""
    page = office.page(reduced_motion="reduce")
    moving = "() => [...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) || getComputedStyle(e).animationName !== 'none').length"
    assert page.evaluate(moving) == 0


def test_everything_can_be_done_with_the_keyboard_alone(office: Office) -> None:
    """From card to card, in, out, up, lead, form, undo; every key stands on the list that ? opens."""
    page = office.page()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    listed = page.locator("#help kbd").all_inner_texts()
    assert {"j", "k", "i", "o", "n", "r", "t", "l", "1", "2", "3", "s", "m", "v", "?"} <= set(
        listed
    )
    page.keyboard.press("Escape")
    gamma = page.locator(".card", has_text="Gamma report")
    for _ in range(20):
        page.keyboard.press("j")
        if gamma.evaluate("(card) => card === document.activeElement"):
            break
    said = page.locator("#said")
    page.keyboard.press("Alt+ArrowUp")
    expect(said).to_contain_text("is number 2 of 3 in News now")
    expect(gamma).to_be_focused()
    page.keyboard.press("t")
    expect(said).to_contain_text("is number 1 of 3")
    page.keyboard.press("1")
    expect(said).to_contain_text("Shown in full: ‘Gamma report’")
    page.keyboard.press("l")
    expect(said).to_contain_text("Top story: ‘Gamma report’")
    page.keyboard.press("o")
    page.keyboard.type("too small")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Left out: ‘Gamma report’, too small")
    assert "news/gamma: too small" in office.plan
    page.keyboard.press("Control+z")
    expect(said).to_contain_text("Undone: Left out")
    page.keyboard.press("Control+Shift+z")
    expect(said).to_contain_text("Done again: Left out")
    early = page.locator(".card", has_text="Early report")
    early.focus()
    page.keyboard.press("i")
    expect(said).to_contain_text("Taken in: ‘Early report’")


def test_single_letters_can_be_switched_off(office: Office) -> None:
    """WCAG 2.1.4: who speaks to the computer, or types by mistake, can do without them."""
    page = office.page()
    page.keyboard.press("?")
    page.get_by_label("Single letters are keys").uncheck()
    page.keyboard.press("Escape")
    page.locator(".card", has_text="Beta report").focus()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert "next_time" not in office.plan
