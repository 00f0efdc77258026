"""Makes the pictures in docs/ from the real email and the real page, in a real Chromium that reaches no network."""

import base64
import shutil
import tempfile
import threading
from datetime import datetime, timezone
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from newsletter.preview.web.server import serve

REPOSITORY = Path(__file__).parents[1]
ISSUE = "issues/2022-03-march-april"
PICTURES = REPOSITORY / "docs/pictures"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHT = 980
NOW = datetime(2022, 5, 4, 9, 41, tzinfo=timezone.utc)
"""The day on which the pictures of the page are taken: the period is over, the issue not yet sent."""

# Both views side by side, each in a frame of its own, on a quiet ground.
STAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 32px; display: flex; gap: 32px; background: #d9e0e2; width: max-content; }}
img {{ display: block; border-radius: 10px; box-shadow: 0 2px 14px rgb(0 0 0 / 25%); }}
</style><img src="{desktop}"><img src="{phone}">"""


def main() -> None:
    """Write all pictures."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as browser,
    ):
        picture_of_the_email(browser)
        with tempfile.TemporaryDirectory() as folder:
            pictures_of_the_page(browser, Path(folder))


def picture_of_the_email(browser: Browser) -> None:
    """The email on a computer, and on a phone in dark mode."""
    html = (REPOSITORY / ISSUE / "email.html").read_text("utf-8")
    shots = {}
    for name, width, scheme in (("desktop", 700, "light"), ("phone", 360, "dark")):
        page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
        page.route("**/*", lambda route: route.abort())
        page.set_content(html)
        shots[name] = "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()
    stage = browser.new_page(viewport={"width": 1200, "height": HEIGHT + 64})
    stage.set_content(STAGE.format(**shots))
    stage.locator("body").screenshot(path=PICTURES / "email.png")
    print("wrote docs/pictures/email.png")


def pictures_of_the_page(browser: Browser, folder: Path) -> None:
    """The three rooms of the page, from a copy of this repository's workspace."""
    for name in ("content", "issues"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "newsletter.toml", folder)
    served = serve(folder, "2022-03-march-april", lambda: NOW, 0)
    thread = threading.Thread(target=served.run, daemon=True)
    thread.start()
    context = browser.new_context(
        viewport={"width": 1280, "height": 860}, device_scale_factor=1.25, locale="en-GB"
    )
    context.route(
        "**/*",
        lambda route: route.continue_() if "//127.0.0.1" in route.request.url else route.abort(),
    )
    page = context.new_page()
    page.goto(served.address)
    for room, ready in (
        ("choose", ".pane[data-loaded]"),
        ("look", ".pane[data-frame=phone][data-loaded]"),
        ("send", "[data-copy]"),
    ):
        page.goto(f"{served.address.split('/?')[0]}/issue/2022-03-march-april?room={room}")
        page.wait_for_selector(ready)
        page.wait_for_timeout(300)
        page.screenshot(path=PICTURES / f"page-{room}.png")
        print(f"wrote docs/pictures/page-{room}.png")
    context.close()
    served.stop()
    thread.join(5)


if __name__ == "__main__":
    main()
