"""A real WordPress on loopback, where the folder that starts one lies beside the repository: pretty and plain permalinks, REST open
and shut, three time zones of the site and of the organisation, and both edges of March – April 2022."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from making import SETTINGS, workspace
from sourcing import TODAY

from newsletter.core.model.item import Item
from newsletter.core.values.period import read_period
from newsletter.settings import Source
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.base.import_item import Skip
from newsletter.sources.merging.import_report import Fate, Report
from newsletter.sources.pipeline.import_request import ImportRequest
from newsletter.sources.pipeline.import_run import ImportRun
from newsletter.sources.pipeline.importer import import_source
from newsletter.workspace.pool import read_pool
from newsletter.workspace.workspace import open_workspace

SITE = Path(__file__).parents[3] / "shared/wordpress"
ZONES = ("Europe/London", "Pacific/Auckland", "America/Los_Angeles")

pytestmark = pytest.mark.skipif(
    not (SITE / "up.sh").is_file() or shutil.which("bash") is None,
    reason="the folder that starts a WordPress is not here",
)


class Running:
    """The site while it runs."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.env = {
            **os.environ,
            "WPSITE_RUN": str(folder),
            "WPSITE_PORT": str(port),
            "WPSITE_WP": str(folder / "root/usr/share/wordpress"),
        }

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=400, check=False
        )

    def variant(self, name: str) -> None:
        done = self.run("php", "-d", "memory_limit=512M", str(SITE / "variant.php"), name)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def site() -> Iterator[Running]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(f"/tmp/wp-{os.getpid()}")  # short: it holds a unix socket
    folder.mkdir()
    running = Running(folder, port)
    try:
        done = running.run("bash", str(SITE / "up.sh"))
        if done.returncode:
            pytest.skip(
                f"a WordPress cannot be started here: {done.stderr.strip().splitlines()[-1:]}"
            )
        yield running
    finally:
        running.run("bash", str(SITE / "down.sh"))
        shutil.rmtree(folder, ignore_errors=True)


def bring(folder: Path, site: Running, **values: object) -> Report:
    with Fetcher() as fetcher:
        report = import_source(
            ImportRun(open_workspace(folder), fetcher, TODAY),
            ImportRequest(Source("wordpress", site.url), **values),  # type: ignore[arg-type]
        )
    assert report.adds_up
    return report


def items(folder: Path) -> list[Item]:
    return [file for file in read_pool(folder).files if isinstance(file, Item)]


def days(folder: Path) -> list[str]:
    return sorted(item.date.text for item in items(folder) if item.date)


def titles(folder: Path) -> list[str]:
    return sorted(item.title for item in items(folder))


def fresh(root: Path, name: str, zone: str = "Europe/London") -> Path:
    folder = root / name
    folder.mkdir()
    return workspace(folder, settings=SETTINGS.replace("Europe/London", zone))


def expected_days(zone: str) -> dict[str, str]:
    """From the posts as they were put in: the day in a zone of each that everybody can read, by its title."""
    posts = json.loads((SITE / "fixtures.json").read_text("utf-8"))["posts"]
    london, days = ZoneInfo("Europe/London"), {}
    for post in posts:
        if post["status"] == "publish" and not post.get("password"):
            moment = datetime.fromisoformat(post["date"]).replace(tzinfo=london)
            days[post["key"]] = (
                moment.astimezone(timezone.utc).astimezone(ZoneInfo(zone)).date().isoformat()
            )
    return days


def test_a_real_wordpress_gives_the_same_at_every_door(site: Running, tmp_path: Path) -> None:
    """One site, started once, in all its shapes."""
    base = fresh(tmp_path, "base")
    first = bring(base, site)
    wanted = sorted(expected_days("Europe/London").values())
    assert (first.held, first.skipped) == (len(wanted) + 1, {Skip.PASSWORD: 1})
    assert days(base) == wanted
    assert not [
        path for path in base.rglob("*") if path.is_file() and b"SECRET" in path.read_bytes()
    ]
    assert (
        bring(base, site).count(Fate.UNCHANGED)
        == bring(base, site, everything=True).count(Fate.UNCHANGED)
        == len(wanted)
    )

    # Every other door gives the same items under the same ids, and no clock of the site moves them.
    for variant in (
        "plain",
        "rest-off",
        "pretty",
        "3-per-feed",
        "rest-on",
        "day-name",
        "tz-auckland",
        "offset-minus-3",
    ):
        site.variant(variant)
        report = bring(base, site, everything=True)
        assert (report.count(Fate.NEW), report.held) == (0, len(wanted) + 1), variant
        other = fresh(tmp_path, variant)
        bring(other, site)
        assert titles(other) == titles(base), variant
        if not variant.startswith(
            ("tz", "offset")
        ):  # a site whose clock was changed gives other instants
            assert days(other) == wanted, variant
    for variant in ("pretty", "london", "10-per-feed"):
        site.variant(variant)

    # Both edges of March – April, by the clock of three organisations.
    period = read_period("2022-03/2022-04")
    last = (period.end - timedelta(days=1)).isoformat()
    for zone in ZONES:
        whole, part = (
            fresh(tmp_path, f"whole-{zone[:4]}", zone),
            fresh(tmp_path, f"part-{zone[:4]}", zone),
        )
        bring(whole, site)
        bring(part, site, period=period)
        assert days(whole) == sorted(expected_days(zone).values())
        within = [
            item.title
            for item in items(whole)
            if item.kind == "news"
            and item.date
            and period.start.isoformat() <= item.date.text <= last
        ]
        assert sorted(item.title for item in items(part) if item.kind == "news") == sorted(within)
