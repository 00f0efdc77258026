"""Makes the pictures in docs/ from the real email, in a real Chromium that reaches no network."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).parents[1]
EMAIL = REPOSITORY / "issues/2022-03-march-april/email.html"
PICTURE = REPOSITORY / "docs/pictures/email.png"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHT = 980

# Both views side by side, each in a frame of its own, on a quiet ground.
STAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 32px; display: flex; gap: 32px; background: #d9e0e2; width: max-content; }}
img {{ display: block; border-radius: 10px; box-shadow: 0 2px 14px rgb(0 0 0 / 25%); }}
</style><img src="{desktop}"><img src="{phone}">"""


def main() -> None:
    """Write docs/pictures/email.png."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as browser:
        html = EMAIL.read_text("utf-8")
        shots = {}
        for name, width, scheme in (("desktop", 700, "light"), ("phone", 360, "dark")):
            page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
            page.route("**/*", lambda route: route.abort())
            page.set_content(html)
            shots[name] = _data(page.screenshot())
        stage = browser.new_page(viewport={"width": 1200, "height": HEIGHT + 64})
        stage.set_content(STAGE.format(**shots))
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        stage.locator("body").screenshot(path=PICTURE)
    print(f"wrote {PICTURE.relative_to(REPOSITORY)}")


def _data(png: bytes) -> str:
    import base64

    return "data:image/png;base64," + base64.b64encode(png).decode()


if __name__ == "__main__":
    main()
