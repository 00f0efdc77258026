"""Measures, in one run and as ratios, what the design asks for; run by ``make bench``.

Everything is made here: pools of 500, 5,000 and 50,000 items, and an issue of 40. A tool that is absent is skipped with a sentence.
Each figure is the median of several runs, taken in turns so that a slow moment of the machine hits both sides.
"""

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import newsletter
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.wordpress.site import FIELDS

NEWSLETTER = [str(Path(sys.executable).with_name("newsletter"))]
NODE_SCRIPT = """
const mjml2html = require('mjml'), juice = require('juice'), fs = require('fs');
const source = fs.readFileSync(process.argv[2], 'utf8'), rounds = +process.argv[3];
(async () => { const times = [];
  for (let i = 0; i < rounds; i++) { const t = process.hrtime.bigint();
    const out = await mjml2html(source, { fonts: {} }); juice(out.html);
    times.push(Number(process.hrtime.bigint() - t) / 1e6); }
  console.log(JSON.stringify(times)); })();
"""
SENTENCES = ("Members met in two cities. ", "A report tells what was decided. ", "Networks asked for funding and were heard. ",
             "A court will decide in autumn. ", "Services stay open at night. ")  # fmt: skip


def main() -> None:
    """Run everything that can be run here, and print a line for each comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default="500,5000,50000", help="items in the pools")
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    # As an installed program is: compiled ahead, also where Python may not write what it compiles.
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", str(Path(newsletter.__file__).parent)],
        check=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        help_speed(given.rounds)
        for size in map(int, given.sizes.split(",")):
            pool_speed(Path(folder) / f"pool-{size}", size, given.rounds if size < 20_000 else 3)
        render_speed(Path(folder) / "forty", Path(folder) / "node", given.rounds)
        page_speed(Path(folder) / "page", given.rounds * 3)
        history_speed(Path(folder) / "history", given.rounds)
        import_speed(Path(folder) / "import", given.rounds)


# ---- what is measured


def help_speed(rounds: int) -> None:
    """``newsletter --help`` against importing click."""
    ours, click = in_turns(
        rounds * 3,
        seconds([*NEWSLETTER, "--help"]),
        seconds([sys.executable, "-c", "import click"]),
    )
    tell("newsletter --help", ours, "python -c 'import click'", click, "at most 1.5 times")


def pool_speed(folder: Path, size: int, rounds: int) -> None:
    """``select`` and ``build`` on a pool against ``hugo list all`` on the same files, from a cold start."""
    make_workspace(folder, size)
    select = seconds([*NEWSLETTER, "select", "2022-03"], folder)
    build = seconds([*NEWSLETTER, "build", "2022-03"], folder)
    if shutil.which("hugo"):
        ours, built, hugo = in_turns(
            rounds, select, build, seconds(["hugo", "list", "all"], folder)
        )
        tell(f"select, {size:,} items", ours, "hugo list all", hugo, "no slower")
        tell(f"build, {size:,} items", built, "hugo list all", hugo, "")
    else:
        ours, built = in_turns(rounds, select, build)
        print(
            f"select, {size:,} items: {ours:.2f} s, build {built:.2f} s (hugo is not installed, so nothing to compare with)"
        )
    print(
        f"    {ours / size * 1e6:.0f} µs and {peak_memory([*NEWSLETTER, 'select', '2022-03'], folder) / size:.1f} KB for each item"
    )


def render_speed(folder: Path, node_folder: Path, rounds: int) -> None:
    """The render chain of a 40-item issue against Node's mjml and juice, warm and cold.

    Node is given the issue twice: as MJML is usually written, with a section, texts and a button for each item; and as the MJML our
    own templates make of it, one section for each heading, which spares Node most of its work too. Ours includes Markdown and Jinja, and the
    text part; Node's begins with finished MJML.
    """
    make_workspace(folder, 0)
    for number in range(40):
        day = date(2022, 3, 1) + timedelta(days=number)
        write_item(folder, "news", number, f"date: {day}", random.Random(number))
    flat, usual = node_folder.with_suffix(".mjml"), node_folder.with_suffix(".usual.mjml")
    usual.write_text(usual_mjml(), "utf-8")
    ours = warm_render(folder, flat)
    script = node_chain(node_folder)
    if script is None:
        print(
            f"render, 40 items: {ours * 1000:.0f} ms warm (Node's mjml and juice cannot be had here, so nothing to compare with)"
        )
        return
    for source, which, wanted in (
        (usual, "a section for each item", "at most half"),
        (flat, "our own flat MJML", ""),
    ):
        out = subprocess.run(
            ["node", script, str(source), "30"], check=True, capture_output=True, text=True
        ).stdout
        tell(
            "render, 40 items, warm",
            ours,
            f"mjml + juice, {which}",
            statistics.median(json.loads(out)[10:]) / 1000,
            wanted,
        )
    for source, which, wanted in (
        (usual, "a section for each item", "faster"),
        (flat, "our own flat MJML", ""),
    ):
        build, node = in_turns(
            rounds,
            seconds([*NEWSLETTER, "build", "2022-03"], folder),
            seconds(["node", script, str(source), "1"]),
        )
        tell(
            "newsletter build, 40 items, cold", build, f"mjml + juice, cold, {which}", node, wanted
        )


def page_speed(folder: Path, rounds: int) -> None:
    """From a save on disk, and from a click, to the repainted email on the page: a 40-item issue, a pool of 5,000, in Chromium."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    browser_path = next((found for name in names if (found := shutil.which(name))), None)
    make_workspace(folder, 5000)
    for number in range(5000, 5010):
        write_item(folder, "news", number, f"date: 2022-04-{number - 4990}", random.Random(number))
    command = [*NEWSLETTER, "preview", "2022-03", "--no-open", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert child.stdout is not None
        address = child.stdout.readline().split()[-1]
        with sync_playwright() as playwright:
            try:
                browser = playwright.chromium.launch(
                    executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
                )
            except Exception as fault:  # no browser: nothing to measure
                print(f"page: not measured, there is no Chromium ({str(fault).splitlines()[0]})")
                return
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(address)
            page.wait_for_selector(".pane[data-loaded]")
            page.wait_for_timeout(500)
            file = folder / "content/news/item-05003.md"
            saves, clicks = [], []
            for number in range(rounds):
                page.wait_for_timeout(400)
                page.evaluate(REPAINTED)
                beside = file.with_suffix(".tmp")
                beside.write_text(
                    file.read_text("utf-8").replace("Item", f"Item {number}", 1), "utf-8"
                )
                start = time.time()
                beside.replace(file)
                saves.append(page.evaluate("window.repainted") / 1000 - start)
                page.wait_for_timeout(400)
                page.evaluate(REPAINTED)
                how = "down" if number % 2 else "up"
                button = page.locator(f"[data-item='news/item-05005'] button[data-how={how}]")
                clicks.append(button.evaluate(CLICKED) / 1000)
            browser.close()
    finally:
        child.terminate()
        child.wait()
        if child.stdout:
            child.stdout.close()
    for what, taken in (("a save on disk", saves[1:]), ("a click", clicks[1:])):
        print(f"page, 40 items of 5,010: from {what} to the repainted email {statistics.median(taken) * 1000:.0f} ms in the median, "
              f"{max(taken) * 1000:.0f} ms at most (to reach: under 150 ms in the median)")  # fmt: skip


CLICKED = """(button) => { const at = performance.timeOrigin + performance.now(); button.click();
  return window.repainted.then((end) => end - at); }"""
REPAINTED = """() => { window.repainted = new Promise((done, fail) => { setTimeout(() => fail('no new email in 10 s'), 10000); document.addEventListener('framed', () =>
  requestAnimationFrame(() => { const painted = new MessageChannel(); painted.port1.onmessage = () => done(performance.timeOrigin + performance.now());
    painted.port2.postMessage(0); }), { once: true }); }); }"""
"""Promises the moment (milliseconds since 1970) at which a new email has been painted."""


def history_speed(folder: Path, rounds: int) -> None:
    """``status`` over ten years against Hugo's listing of the same files; and the year at a glance, as the page answers it."""
    make_history(folder, 60, 5000)
    status = seconds([*NEWSLETTER, "status"], folder)
    if shutil.which("hugo"):
        ours, hugo = in_turns(rounds, status, seconds(["hugo", "list", "all"], folder))
        tell("status, 60 issues, 5,000 items", ours, "hugo list all", hugo, "no slower")
    else:
        print(
            f"status, 60 issues, 5,000 items: {in_turns(rounds, status)[0]:.2f} s (hugo is not installed, so nothing to compare with)"
        )
    from newsletter.preview.desk.desk import Desk
    from newsletter.preview.web.screens import year_page

    desk = Desk(folder, lambda: datetime(2022, 1, 20, tzinfo=timezone.utc))
    year_page(desk, "2021")  # the first reads everything
    taken = []
    for _ in range(rounds * 2):
        desk.disk_changed({"content/news/item-00000.md"})
        start = time.perf_counter()
        year_page(desk, "2021")
        taken.append(time.perf_counter() - start)
    print(
        f"the year at a glance, 60 issues, 5,000 items, one of them changed: {statistics.median(taken) * 1000:.0f} ms in the median (to reach: under 150 ms)"
    )


def usual_mjml() -> str:
    """The same forty items in MJML as its manual shows it."""
    items = []
    for number in range(40):
        chance = random.Random(number)
        title = f"Item {number}: {chance.choice(SENTENCES).strip()}"
        items.append(
            f'<mj-section background-color="#ffffff"><mj-column><mj-text font-size="14px">A Network · Kenya · 1 March 2022</mj-text>'
            f'<mj-text font-size="18px" font-weight="700">{title}</mj-text><mj-text>{chance.choice(SENTENCES) * 5}</mj-text>'
            f'<mj-button href="https://example.org/news/{number}/">Read on</mj-button></mj-column></mj-section>'
        )
    head = "<mj-head><mj-attributes><mj-all font-family='Arial' /></mj-attributes><mj-style inline='inline'>p { margin: 0; }</mj-style></mj-head>"
    return f"<mjml>{head}<mj-body>{''.join(items)}</mj-body></mjml>"


def warm_render(folder: Path, mjml_file: Path) -> float:
    """The median seconds of rendering in this process; the MJML of it is written for Node to render the same."""
    from newsletter.build import choose
    from newsletter.core.issue.compose import compose
    from newsletter.render import email
    from newsletter.render.wording import prose
    from newsletter.workspace.workspace import open_workspace

    choice = choose(open_workspace(folder), "2022-03", date(2022, 5, 1))
    issue = compose(
        choice.selection, choice.plan, choice.settings.sections, choice.settings.regions
    )
    compiled = email.mjml_to_html

    def keep(source: str) -> str:
        mjml_file.write_text(source, "utf-8")
        return compiled(source)

    email.mjml_to_html = keep
    email.render(issue, choice.settings)
    email.mjml_to_html = compiled

    def once() -> float:
        prose.prose.cache_clear()  # each round reads the Markdown anew
        prose.first_paragraph.cache_clear()
        start = time.perf_counter()
        email.render(issue, choice.settings)
        return time.perf_counter() - start

    return statistics.median([once() for _ in range(30)][10:])


def node_chain(folder: Path) -> str | None:
    """A script that runs mjml and juice, installed into a folder of its own; None when it cannot be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        return None
    folder.mkdir(parents=True)
    done = subprocess.run(
        ["npm", "install", "--silent", "--no-fund", "--no-audit", "mjml", "juice"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    script = folder / "chain.js"
    script.write_text(NODE_SCRIPT, "utf-8")
    return str(script) if done.returncode == 0 else None


# ---- what it is measured on


def make_workspace(folder: Path, size: int) -> None:
    """A workspace with so many items over twelve years, readable by Hugo too; the same for the same size.

    Some thirty of them lie around March – April 2022, as in a real workspace: an issue of thousands could not be sent.
    """
    chance = random.Random(size)
    folder.mkdir(parents=True)
    (folder / "newsletter.toml").write_text(
        'name = "Bench Update"\norganisation = "Bench"\ntimezone = "Europe/London"\n'
    )
    (folder / "hugo.toml").write_text('title = "bench"\nbaseURL = "https://example.org"\n')
    for number in range(size):
        recent = number < 30
        day = (
            date(2022, 3, 1) + timedelta(days=2 * number)
            if recent
            else date(2010, 1, 1) + timedelta(days=chance.randrange(4380))
        )
        kind = chance.choices(["news", "events", "calls"], [80, 15, 5])[0]
        dates = {
            "news": f"date: {day}",
            "events": f"starts: {day} 13:00\nends: 14:30\ntimezone: Europe/Paris",
            "calls": f"date: {day}\ndeadline: {day + timedelta(days=30)}",
        }
        write_item(folder, kind, number, dates[kind], chance)


def make_history(folder: Path, issues: int, size: int) -> None:
    """A workspace with so many items over the years before 2022, and so many issues that were sent one after the other."""
    from newsletter.core.history.make_record import record_of
    from newsletter.core.issue.compose import compose
    from newsletter.core.model.sent_record import SentRecord
    from newsletter.core.selection.select import select
    from newsletter.workspace.pool import read_pool
    from newsletter.workspace.sent_file import record_text
    from newsletter.workspace.workspace import open_workspace, plan_for

    chance = random.Random(size)
    folder.mkdir(parents=True)
    (folder / "newsletter.toml").write_text(
        'name = "Bench Update"\norganisation = "Bench"\ntimezone = "Europe/London"\n'
    )
    (folder / "hugo.toml").write_text('title = "bench"\nbaseURL = "https://example.org"\n')
    first = date(2022 - issues // 6, 1, 1)
    for number in range(size):
        day = first + timedelta(days=chance.randrange((date(2022, 1, 1) - first).days))
        kind = chance.choices(["news", "events"], [85, 15])[0]
        write_item(folder, kind, number, f"{'date' if kind == 'news' else 'starts'}: {day}", chance)
    workspace = open_workspace(folder)
    pool, settings = read_pool(folder).files, workspace.settings
    records: list[SentRecord] = []
    period = settings.cadence.containing(first)
    for _ in range(issues):
        place = folder / "issues" / period.slug
        place.mkdir(parents=True)
        (place / "issue.md").write_text(
            f"---\nperiod: {period.title}\nsend_on: {period.end + timedelta(days=10)}\n---\n",
            "utf-8",
        )
        plan, _ = plan_for(workspace, period.slug, first)
        selection = select(pool, plan, records, settings.rules)
        issue = compose(selection, plan, settings.sections, settings.regions)
        records.append(record_of(issue, selection, records, plan.send_on, {}))
        (place / "sent.json").write_text(record_text(records[-1]), "utf-8")
        period = period.neighbour(1)


def write_item(folder: Path, kind: str, number: int, dates: str, chance: random.Random) -> None:
    """One content file of a usual length."""
    path = folder / "content" / kind / f"item-{number:05}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    words = "".join(chance.choices(SENTENCES, k=30))
    path.write_text(
        f'---\ntitle: "Item {number}: {chance.choice(SENTENCES).strip()}"\n{dates}\nlink: https://example.org/{kind}/{number}/\n'
        f"categories: [News, Networks]\nnetwork: A Network\ncountry: Kenya\nsummary: {chance.choice(SENTENCES) * 5}\n---\n\n{words}\n",
        "utf-8",
    )


def import_speed(folder: Path, rounds: int) -> None:
    """A whole site by ``import wordpress``, against curl for the same pages; then the import that finds nothing new."""
    site = os.environ.get("NEWSLETTER_BENCH_SITE", "").rstrip("/")
    if not site:
        print(
            "import wordpress: skipped; name a WordPress on loopback in NEWSLETTER_BENCH_SITE, best one with 1,000 posts"
        )
        return
    query = "wp/v2/posts?orderby=id&order=asc&_embed=wp%3Aterm%2Cwp%3Afeaturedmedia&_fields={}&per_page=100&page={}"
    with Fetcher() as fetcher:
        headers = fetcher.get(f"{site}/wp-json/wp/v2/posts?per_page=100&_fields=id").headers
    held, pages = int(headers["x-wp-total"]), int(headers["x-wp-totalpages"])
    urls = [
        f"{site}/",
        f"{site}/wp-json/",
        *(
            f"{site}/wp-json/{query.format(FIELDS.replace(',', '%2C'), n + 1)}"
            for n in range(pages)
        ),
    ]
    curl = [
        "curl",
        "-sS",
        "--compressed",
        *(part for url in urls for part in ("-o", os.devnull, url)),
    ]
    again = [*NEWSLETTER, "import", "wordpress", site]

    def first() -> float:
        shutil.rmtree(folder / "content", ignore_errors=True)
        return seconds(again, folder)()

    folder.mkdir()
    (folder / "newsletter.toml").write_text('name = "Update"\norganisation = "Network"\n')
    ours, theirs = in_turns(rounds, first, seconds(curl))
    tell(f"import wordpress, {held:,} posts", ours, "curl for the same pages", theirs, "1.5")
    quiet = in_turns(rounds, seconds(again, folder))[0]
    print(f"    once more, nothing new: {quiet * 1000:.0f} ms")


# ---- how it is measured


def seconds(command: list[str], folder: Path | None = None) -> Callable[[], float]:
    """A function that runs the command and gives the seconds it took."""

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(
            command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return time.perf_counter() - start

    return run


def in_turns(rounds: int, *runs: Callable[[], float]) -> list[float]:
    """The median of each, after one round that fills the caches."""
    for run in runs:
        run()
    taken = [[run() for run in runs] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def peak_memory(command: list[str], folder: Path) -> float:
    """The most kilobytes the command held at once, less what Python with nothing loaded holds."""
    with tempfile.TemporaryFile() as sink:
        child = subprocess.Popen(command, cwd=folder, stdout=sink, stderr=sink)
        _, _, usage = os.wait4(child.pid, 0)
    per_unit = 1 if sys.platform == "linux" else 1024
    return (
        max(usage.ru_maxrss / per_unit - 12_000, 0)
        if isinstance(usage, resource.struct_rusage)
        else 0.0
    )


def tell(what: str, ours: float, other: str, theirs: float, wanted: str) -> None:
    """One line: both times and their ratio."""
    aim = f" (to reach: {wanted})" if wanted else ""
    print(
        f"{what}: {ours * 1000:.0f} ms, {other}: {theirs * 1000:.0f} ms, ratio {ours / theirs:.2f}{aim}"
    )


if __name__ == "__main__":
    main()
