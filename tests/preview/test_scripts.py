"""The page's scripts: their imports go one way."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

from conftest_preview import Office
from playwright.sync_api import expect

from newsletter.preview.web import app

STATIC = Path(app.__file__).parents[1] / "static"
IMPORT = re.compile(
    r"""(?:\bfrom\s*|\bimport\s*|\bimport\s*\(\s*)["'`]\./([\w-]+)\.js["'`]""",
)


def imports_of(script: Path) -> set[str]:
    """The names of the scripts that one script imports, also those it loads later with import()."""
    return set(IMPORT.findall(script.read_text("utf-8")))


def test_the_scripts_imports_have_no_circle() -> None:
    """Each script can be read after those that it imports; a circle raises CycleError."""
    graph = {script.stem: imports_of(script) for script in STATIC.glob("*.js")}

    order = list(TopologicalSorter(graph).static_order())

    assert order[-1] == "page"
    assert set(order) == set(graph), "a script imports a file that is not there"


def test_imports_of_every_form_are_seen(tmp_path: Path) -> None:
    """The import of a name, of a whole script and of one that is loaded later all count."""
    script = tmp_path / "one.js"
    script.write_text(
        'import { a } from "./named.js";\nimport "./whole.js";\n'
        'const key = async () => (await import("./later.js")).key();\n'
    )

    assert imports_of(script) == {"named", "whole", "later"}


def test_every_script_is_loaded_ahead() -> None:
    """The page names all scripts but the first, so that the browser asks for them at once."""
    layout = (STATIC.parent / "pages/layout.html").read_text("utf-8")
    named = re.search(r"for module in \[([^\]]+)\]", layout)

    assert named is not None
    loaded = set(re.findall(r'"([\w-]+)"', named[1]))
    assert loaded == {script.stem for script in STATIC.glob("*.js")} - {"page"}


def test_keys_work_while_the_email_has_the_focus(office: Office) -> None:
    """A key pressed in the email's frame does what it does on the page."""
    page = office.page()
    page.wait_for_selector(".pane[data-frame=desktop][data-loaded]")

    page.frame_locator(".pane iframe:not(.coming)").locator("body").press("?")

    expect(page.locator("#help")).to_be_visible()
