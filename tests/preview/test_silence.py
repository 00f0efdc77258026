"""Warnings that people do not want to see any more."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest_preview import FILES, ISSUE, SETTINGS, Caller, Office
from making import content, workspace
from playwright.sync_api import expect

from newsletter.preview.views.silenced_kinds import silenced_kinds
from newsletter.preview.web.server import Served

WITHOUT_LINK = {
    **FILES,
    "content/news/bare.md": content("Bare report", "The body.", date="2022-04-12"),
    "content/calls/bare.md": content(
        "Bare call", "Text.", date="2022-04-12", deadline="2022-06-01"
    ),
}
SEND_ROOM = f"{ISSUE}?room=send"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path, WITHOUT_LINK, SETTINGS)


@pytest.fixture
def caller(root: Path, served_from: Callable[..., Served]) -> Caller:
    return Caller(served_from(root))


def do(caller: Caller, action: str, code: str = "") -> tuple[int, str]:
    answer = caller.ask("POST", f"{ISSUE}/do", {"do": action, "value": code})
    return answer.status, answer.text  # type: ignore[attr-defined]


def codes_listed(caller: Caller) -> set[str]:
    """The codes of the problems that the send room lists."""
    html = caller.ask("GET", SEND_ROOM).text  # type: ignore[attr-defined]
    return set(re.findall(r'data-code="([^"]+)"', html))


def silence_line(root: Path) -> str:
    text = (root / "newsletter.toml").read_text("utf-8")
    return next((line for line in text.splitlines() if line.startswith("silence")), "")


def test_a_warning_can_be_silenced_shown_again_and_undone(caller: Caller, root: Path) -> None:
    """Its code goes into the settings; the list says that it is silenced, and the button brings it back."""
    assert "missing-link" in codes_listed(caller)
    assert do(caller, "silence-problem", "missing-link")[0] == 200
    assert silence_line(root) == 'silence = ["missing-link"]'
    assert "missing-link" not in codes_listed(caller)
    html = caller.ask("GET", SEND_ROOM).text  # type: ignore[attr-defined]
    assert "1 kind of warning is silenced" in html
    assert "This item has no link" in html

    assert do(caller, "show-problem", "missing-link")[0] == 200
    assert silence_line(root) == ""
    assert "missing-link" in codes_listed(caller)

    caller.ask("POST", "/undo", {})
    assert "missing-link" not in codes_listed(caller)
    assert "a comment that stays" in (root / "newsletter.toml").read_text("utf-8")


def test_all_silenced_kinds_can_be_shown_again_at_once(caller: Caller, root: Path) -> None:
    """One button for all of them."""
    for code in ("missing-link", "missing-summary", "short-preheader"):
        assert do(caller, "silence-problem", code)[0] == 200
    html = caller.ask("GET", SEND_ROOM).text  # type: ignore[attr-defined]
    assert "3 kinds of warning are silenced" in html
    assert do(caller, "show-problem")[0] == 200
    assert silence_line(root) == ""


def test_an_error_can_never_be_silenced(caller: Caller, root: Path) -> None:
    """It has no button, and a forged request is refused in words."""
    html = caller.ask("GET", SEND_ROOM).text  # type: ignore[attr-defined]
    (error,) = re.findall(r'data-code="call-without-link".*?</li>', html, re.DOTALL)
    assert "silence-problem" not in error
    status, text = do(caller, "silence-problem", "call-without-link")
    assert (status, "must be fixed before sending" in text) == (422, True)
    assert silence_line(root) == ""


def test_a_kind_that_does_not_exist_is_refused(caller: Caller, root: Path) -> None:
    """A code from the browser is only ever looked up."""
    status, text = do(caller, "silence-problem", "no-such-kind")
    assert (status, "There is no such kind of warning" in text) == (422, True)
    assert silence_line(root) == ""


def test_silenced_kinds_say_how_many_problems_they_hide(root: Path) -> None:
    """In this issue; a kind that hides nothing here is still listed, so that it can be shown again."""
    from newsletter.build import choose
    from newsletter.workspace.workspace import open_workspace

    choice = choose(open_workspace(root), "2022-03", date(2022, 5, 3))
    kinds = silenced_kinds(["missing-link", "long-summary"], choice.silenced)
    assert [(kind.code, kind.count) for kind in kinds] == [("missing-link", 0), ("long-summary", 0)]


def test_the_button_of_a_warning_silences_it_in_the_browser(office: Office) -> None:
    """One press hides all of its kind, the page says how many kinds are hidden, another press shows them."""
    office.write("content/news/bare.md", content("Bare report", "The body.", date="2022-04-12"))
    page = office.page(SEND_ROOM)
    warning = page.locator('.problems [data-code="missing-link"]')
    warning.get_by_role("button", name="Don’t warn about this again").click()
    expect(warning).to_have_count(0)
    page.get_by_text("1 kind of warning is silenced").click()
    page.get_by_role("button", name="Show them again").click()
    expect(warning).to_have_count(1)
