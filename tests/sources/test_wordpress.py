"""A WordPress site by its REST, its feed and its calendar; and everything that can be wrong with them."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from making import workspace
from sourcing import Reply, as_json, guide, told
from wordpress_site import Change, FakeSite, a_post, wordpress

from newsletter.core.values.period import read_period
from newsletter.settings import Source
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.base.import_item import Skip, SourceContent, check_counts
from newsletter.sources.merging.import_report import Fate, Report
from newsletter.sources.pipeline.dry_run import DryRun
from newsletter.sources.pipeline.import_request import ImportRequest
from newsletter.sources.pipeline.import_run import ImportRun
from newsletter.sources.pipeline.importer import import_source, try_import
from newsletter.sources.wordpress.site import Before, read_wordpress
from newsletter.workspace.pool import read_pool
from newsletter.workspace.workspace import open_workspace

CASES = Path(__file__).parent / "cases/wordpress"
HUNDREDS = [a_post(number) for number in range(1, 251)]


def gathered(site: FakeSite, **values: Any) -> SourceContent:
    with wordpress(site) as running, Fetcher() as fetcher:
        return check_counts(
            read_wordpress(fetcher, guide("wordpress", name=running.url), Before(), **values)
        )


def bring(folder: Path, site: FakeSite, url: str, **values: Any) -> Report:
    del site
    with Fetcher(sleep=lambda _: None) as fetcher:
        report = try_import(
            ImportRun(open_workspace(folder), fetcher, guide("wordpress").today),
            ImportRequest(Source("wordpress", url), **values),
        )
    assert report.fault or report.adds_up
    return report


def test_posts_and_events_come_in_as_they_should() -> None:
    """The case file: entities once, the picture nearest 1,200 pixels, the site's clock where it is needed, no word of what is private."""
    site = FakeSite(
        json.loads((CASES / "posts.json").read_text()),
        json.loads((CASES / "events.json").read_text()),
    )
    found = told(gathered(site)).replace(site.url.removeprefix("http://"), "example.org")

    assert found == (CASES / "posts.expected.txt").read_text("utf-8")
    assert "NEVER-SHOWN" not in found


@pytest.mark.parametrize("plain", [False, True])
def test_every_page_is_read(plain: bool) -> None:
    """With pretty and with plain permalinks."""
    assert len(gathered(FakeSite(HUNDREDS, plain=plain)).found) == 250


def test_a_site_that_drops_the_question_is_asked_in_the_other_way() -> None:
    """nginx without ``$args`` passes ``page=2`` over; ``?rest_route=`` goes through."""

    def drops(path: str, query: Any, reply: Reply) -> Reply:
        if path == "/wp/v2/posts" and "rest_route" not in query:
            return site._list(HUNDREDS, {"per_page": "100", "page": "1"})
        return reply

    site = FakeSite(HUNDREDS, change=drops)
    assert len(gathered(site).found) == 250


def with_posts(change: Change) -> Change:
    return lambda path, query, reply: (
        change(path, query, reply) if path == "/wp/v2/posts" else reply
    )


def same_page(_path: str, query: Any, _reply: Reply) -> Reply:
    return FakeSite()._list(HUNDREDS, {**query, "page": "1"})


def lying_total(_path: str, _query: Any, reply: Reply) -> Reply:
    return Reply(reply.body, reply.status, {**reply.headers, "X-WP-Total": "300"})


def shifting(_path: str, query: Any, _reply: Reply) -> Reply:
    page = int(query["page"])
    return FakeSite()._list([a_post(999), *HUNDREDS][1 - page % 2 :], query)


def truncated(_path: str, query: Any, reply: Reply) -> Reply:
    return (
        Reply(reply.body[: len(reply.body) // 2], 200, reply.headers)
        if query["page"] == "2"
        else reply
    )


def broken_off(_path: str, query: Any, reply: Reply) -> Reply:
    return Reply(reply.body, 200, reply.headers, broken=True) if query["page"] == "2" else reply


def refused(_path: str, query: Any, reply: Reply) -> Reply:
    return Reply(b"<html>Forbidden</html>", 403) if query["page"] == "2" else reply


def too_often(_path: str, query: Any, reply: Reply) -> Reply:
    return Reply(b"{}", 429, {"Retry-After": "1"}) if query["page"] == "2" else reply


def a_page(_path: str, query: Any, reply: Reply) -> Reply:
    return Reply(b"<html><title>Log in</title></html>", 200) if query["page"] == "2" else reply


def missing_from_the_middle(_path: str, query: Any, reply: Reply) -> Reply:
    return (
        as_json(json.loads(reply.body)[1:], X_WP_Total="250", X_WP_TotalPages="3")
        if query["page"] == "2"
        else reply
    )


@pytest.mark.parametrize(
    "fault",
    [
        same_page,
        lying_total,
        shifting,
        truncated,
        broken_off,
        refused,
        too_often,
        a_page,
        missing_from_the_middle,
    ],
)
def test_what_does_not_add_up_changes_nothing(fault: Change, tmp_path: Path) -> None:
    """And says why."""
    workspace(tmp_path)
    site = FakeSite(HUNDREDS, change=with_posts(fault))
    with wordpress(site) as running:
        report = bring(tmp_path, site, running.url)

    assert "Nothing was changed" in report.fault or "Try again" in report.fault
    assert not (tmp_path / "content").exists()


def test_patience_where_the_server_asks_for_it(tmp_path: Path) -> None:
    """A 429 with Retry-After is waited for, and then all comes in."""
    workspace(tmp_path)
    refusals = [Reply(b"{}", 429, {"Retry-After": "7"}), Reply(b"{}", 503, {"Retry-After": "2"})]
    waits: list[float] = []
    site = FakeSite(
        HUNDREDS[:5], change=with_posts(lambda _p, _q, reply: refusals.pop() if refusals else reply)
    )
    with wordpress(site) as running, Fetcher(sleep=waits.append) as fetcher:
        report = import_source(
            ImportRun(open_workspace(tmp_path), fetcher, guide("wordpress").today),
            ImportRequest(Source("wordpress", running.url)),
        )

    assert (report.count(Fate.NEW), waits) == (5, [2, 7])


@pytest.mark.parametrize("reply", [
    as_json({"code": "rest_not_logged_in"}, 401), as_json({"code": "rest_forbidden"}, 403), as_json({"code": "rest_no_route"}, 404),
    Reply(b"<html>Forbidden</html>", 403), Reply(b"<html>Log in</html>", 200),
])  # fmt: skip
@pytest.mark.parametrize("where", ["/", "/wp/v2/posts"])
def test_where_rest_is_shut_the_feed_is_read(reply: Reply, where: str, tmp_path: Path) -> None:
    """All its pages, with the same ids, so that it makes no difference which door was open."""
    workspace(tmp_path)
    site = FakeSite(HUNDREDS[:25])
    with wordpress(site) as running:
        bring(tmp_path, site, running.url)
        if where == "/":
            site.shut = reply
        else:
            site.refuses = {where: reply}
        report = bring(tmp_path, site, running.url, everything=True)

    assert (report.fault, report.count(Fate.UNCHANGED), report.held) == ("", 25, 25)
    assert "its feed was read" in report.notes[0]


def test_a_feed_that_gives_its_newest_again_and_again_changes_nothing(tmp_path: Path) -> None:
    """A cache that passes ``paged`` over hides all older posts."""
    workspace(tmp_path)
    site = FakeSite(HUNDREDS[:25], refuses={"/wp/v2": as_json({"code": "rest_not_logged_in"}, 401)})
    site.change = lambda path, _query, reply: site._feed(1) if path.startswith("/feed") else reply
    with wordpress(site) as running:
        report = bring(tmp_path, site, running.url)

    assert "the same page again and again" in report.fault
    assert not (tmp_path / "content").exists()


def test_both_edges_of_a_period() -> None:
    """The organisation's clock decides: the first minutes of May are not in March – April, the last second of February is not either."""
    edges = {
        "2022-02-28T23:59:59": "out",
        "2022-03-01T00:00:00": "in",
        "2022-04-30T22:59:59": "in",
        "2022-04-30T23:00:00": "out",
    }
    posts = [a_post(at, date=gmt, date_gmt=gmt) for at, gmt in enumerate(edges, 1)]
    found = gathered(FakeSite(posts), period=read_period("2022-03/2022-04"))

    assert {each.number: each.date for each in found.found} == {
        1: "2022-02-28",
        2: "2022-03-01",
        3: "2022-04-30",
        4: "2022-05-01",
    }


def test_a_period_asks_only_for_what_it_may_need(tmp_path: Path) -> None:
    """Its own months, and the events, whose days the site does not know."""
    workspace(tmp_path)
    event = {"wp:term": [[{"taxonomy": "category", "name": "Events"}]]}
    site = FakeSite([
        a_post(1, date_gmt="2021-01-01T10:00:00"), a_post(2), a_post(3, date_gmt="2022-06-01T10:00:00"),
        a_post(4, date_gmt="2022-01-01T10:00:00", _embedded=event, content={"rendered": "<p>5 April, 2022 A meeting.</p>"}),
        a_post(5, date_gmt="2021-01-01T10:00:00", _embedded=event, content={"rendered": "<p>5 April, 2021 A meeting.</p>"}),
    ])  # fmt: skip
    with wordpress(site) as running:
        report = bring(tmp_path, site, running.url, period=read_period("2022-03/2022-04"))

    assert sorted(file.title for file in read_pool(tmp_path).files) == ["Post 2", "Post 4"]
    assert report.skipped[Skip.OUTSIDE] == 1


def test_a_second_import_asks_only_for_what_was_modified(tmp_path: Path) -> None:
    """And finds what was edited, what was published on schedule, what is new; the numbers are those of the whole site."""
    workspace(tmp_path)
    site = FakeSite([a_post(number) for number in range(1, 121)])
    with wordpress(site) as running:
        assert bring(tmp_path, site, running.url).count(Fate.NEW) == 120
        running.asked.clear()
        quiet = bring(tmp_path, site, running.url)
        assert (quiet.held, quiet.count(Fate.UNCHANGED), quiet.fault) == (120, 120, "")
        assert not [path for path in running.asked if "page=2" in path]
        assert all(
            "after=" in path or "per_page=1&" in path for path in running.asked if "/posts" in path
        )

        site.posts[4] = a_post(5, title={"rendered": "Edited"}, modified_gmt="2022-05-01T10:00:00")
        site.posts.append(
            a_post(121, date_gmt="2022-05-02T10:00:00", modified_gmt="2022-04-01T10:00:00")
        )
        changed = bring(tmp_path, site, running.url)

    assert (
        changed.held,
        changed.count(Fate.NEW),
        changed.count(Fate.UPDATED),
        changed.count(Fate.UNCHANGED),
    ) == (
        121,
        1,
        1,
        119,
    )


def test_what_vanished_or_went_behind_a_password_is_told_and_stays(tmp_path: Path) -> None:
    """Its file is not deleted."""
    workspace(tmp_path)
    site = FakeSite([a_post(number) for number in range(1, 6)])
    with wordpress(site) as running:
        bring(tmp_path, site, running.url)
        del site.posts[1]
        site.posts[2] = a_post(
            4, content={"rendered": "", "protected": True}, modified_gmt="2022-06-01T10:00:00"
        )
        report = bring(tmp_path, site, running.url)

    assert [gone.title for gone in report.gone] == ["Post 2", "Post 4"]
    assert len(read_pool(tmp_path).files) == 5
    assert report.skipped[Skip.PASSWORD] == 1


def test_what_came_in_without_a_trace_is_found_by_the_total(tmp_path: Path) -> None:
    """A post put into the database with old dates is neither modified nor dated since."""
    workspace(tmp_path)
    site = FakeSite([a_post(number) for number in range(2, 6)])
    with wordpress(site) as running:
        bring(tmp_path, site, running.url)
        site.posts.append(
            a_post(1, date_gmt="2020-01-01T10:00:00", modified_gmt="2020-01-01T10:00:00")
        )
        report = bring(tmp_path, site, running.url)

    assert (report.count(Fate.NEW), report.held) == (1, 5)


def test_another_time_zone_in_newsletter_toml_reads_everything_again(tmp_path: Path) -> None:
    """What decides about days is otherwise than it was."""
    folder = workspace(tmp_path)
    site = FakeSite([a_post(1, date_gmt="2022-04-30T23:30:00", modified_gmt="2022-04-30T23:30:00")])
    with wordpress(site) as running:
        bring(tmp_path, site, running.url)
        toml = tmp_path / "newsletter.toml"
        toml.write_text(toml.read_text().replace("Europe/London", "UTC"))
        report = bring(tmp_path, site, running.url)

    assert report.arrivals[0].changed == ("date",)
    assert folder


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It only tells."""
    workspace(tmp_path)
    site = FakeSite(HUNDREDS[:3])
    with wordpress(site) as running:
        report = bring(tmp_path, site, running.url, dry_run=DryRun())

    assert report.count(Fate.NEW) == 3
    assert not (tmp_path / "content").exists()


def test_what_is_no_wordpress_says_so(tmp_path: Path) -> None:
    """A site without REST and without a feed."""
    workspace(tmp_path)
    site = FakeSite(refuses={"/": Reply(b"<html>A site of another kind</html>")})
    with wordpress(site) as running:
        report = bring(tmp_path, site, running.url)

    assert "its feed cannot be read either" in report.fault


def test_a_site_that_does_not_say_how_many_there_are_is_asked_to_the_end() -> None:
    """Some proxies take the totals away, and some sites give fewer on a page than they are asked for."""

    def silent(_path: str, query: Any, _reply: Reply) -> Reply:
        honest = FakeSite()._list(HUNDREDS[:55], {**query, "per_page": "10"})
        return Reply(honest.body, honest.status, {"Content-Type": "application/json"})

    assert len(gathered(FakeSite(HUNDREDS[:55], change=with_posts(silent))).found) == 55


@pytest.mark.parametrize("end", [Reply(b"<html>Not found</html>", 404), "empty"])
def test_a_feed_ends_only_as_wordpress_ends_one(end: Any, tmp_path: Path) -> None:
    """A page that fails in the middle is not the end of it."""
    workspace(tmp_path)
    site = FakeSite(HUNDREDS[:25], shut=as_json({"code": "rest_not_logged_in"}, 401))

    def change(path: str, query: Any, reply: Reply) -> Reply:
        if not path.startswith("/feed") or query.get("paged") != "2":
            return reply
        return Reply(site._feed(99).body, 200) if end == "empty" else end

    site.change = change
    with wordpress(site) as running:
        report = bring(tmp_path, site, running.url)

    assert report.fault
    assert not (tmp_path / "content").exists()


def test_where_rest_is_shut_for_a_day_nothing_is_taken_away(tmp_path: Path) -> None:
    """The feed knows no pictures and less of the words; and when REST is open again, what changed meanwhile is found."""
    workspace(tmp_path)
    picture = {
        "wp:featuredmedia": [{"alt_text": "A", "source_url": "https://example.org/a.jpg"}],
        "wp:term": [[{"taxonomy": "category", "name": "News"}]],
    }
    site = FakeSite([a_post(1, _embedded=picture), a_post(2)])
    with wordpress(site) as running:
        bring(tmp_path, site, running.url)
        before = {path: path.read_bytes() for path in (tmp_path / "content/news").iterdir()}
        site.shut = as_json({"code": "rest_not_logged_in"}, 401)
        site.posts[1] = a_post(
            2, title={"rendered": "Edited while it was shut"}, modified_gmt="2022-05-01T10:00:00"
        )
        site.posts.append(a_post(3))
        shut = bring(tmp_path, site, running.url)
        site.shut = None
        opened = bring(tmp_path, site, running.url)

    assert (shut.count(Fate.NEW), shut.fault) == (1, "")
    assert b"a.jpg" in next(path for path in before if b"Post 1" in before[path]).read_bytes()
    assert "Edited while it was shut" in {file.title for file in read_pool(tmp_path).files}
    assert (opened.held, opened.fault) == (3, "")


def test_a_clock_that_runs_ahead_hides_nothing(tmp_path: Path) -> None:
    """A post that says it was modified in 2099 does not keep later changes from being asked for."""
    workspace(tmp_path)
    site = FakeSite([a_post(1, modified_gmt="2099-01-01T00:00:00"), a_post(2)])
    with wordpress(site) as running:
        bring(tmp_path, site, running.url)
        site.posts[1] = a_post(2, title={"rendered": "Edited"}, modified_gmt="2022-05-03T10:00:00")
        assert bring(tmp_path, site, running.url).count(Fate.UPDATED) == 1


def test_events_of_the_calendar_are_gone_when_they_are(tmp_path: Path) -> None:
    """And not while they are there, however often everything is read."""
    workspace(tmp_path)
    events = json.loads((CASES / "events.json").read_text())[:2]
    site = FakeSite([a_post(1)], events)
    with wordpress(site) as running:
        for everything in (False, False, True):
            assert bring(tmp_path, site, running.url, everything=everything).gone == ()
        del events[0]
        assert [gone.title for gone in bring(tmp_path, site, running.url).gone] == [
            "An evening – online"
        ]


@pytest.mark.parametrize("odd", [
    {"content": {"rendered": "<p>Line one&#11;line two &#1;</p>", "protected": False}}, {"title": {"rendered": "A \ud83d title"}},
    {"link": "https://example.org/\ud83d"}, {"_embedded": [1, 2]}, {"_embedded": {"wp:term": 5}}, {"content": None}, {"title": None},
    {"_embedded": {"wp:featuredmedia": [{"source_url": "https://example.org/a.jpg", "media_details": {"width": True, "sizes": []}}]}},
    {"date_gmt": 5}, {"excerpt": 7}, {"status": None}, {"guid": "x"},
])  # fmt: skip
@pytest.mark.parametrize("number", [2, True, 1.5, [1], {}, None, "2", float("inf"), 10**400])
def test_a_post_of_any_shape_spoils_no_other(odd: dict[str, Any], number: Any) -> None:
    """It comes in, or it is one problem."""
    site = FakeSite([a_post(1)])
    strange = a_post(2, **odd)
    strange["id"] = number

    def change(_path: str, _query: Any, _reply: Reply) -> Reply:
        return as_json([a_post(1), strange], X_WP_Total="2", X_WP_TotalPages="1")

    site.change = with_posts(change)
    found = gathered(site)
    assert found.held == 2
    assert "Post 1" in [each.title for each in found.found]


def test_addresses_that_cannot_be_read_are_said_so(tmp_path: Path) -> None:
    """In a Link header, and in a redirect."""
    workspace(tmp_path)
    for reply in (
        Reply(b"<html></html>", headers={"Link": '<http://[>; rel="https://api.w.org/"'}),
        Reply(status=302, headers={"Location": "http://[bad"}),
    ):
        site = FakeSite([a_post(1)], refuses={"/": reply})
        with wordpress(site) as running:
            assert bring(tmp_path, site, running.url).fault


def test_new_permalinks_are_noticed(tmp_path: Path) -> None:
    """Nothing was modified, and every address is another one."""
    workspace(tmp_path)
    site = FakeSite([a_post(1), a_post(2)])
    with wordpress(site) as running:
        bring(tmp_path, site, running.url)
        site.posts = [
            a_post(number, link=f"https://example.org/new/{number}/") for number in (1, 2)
        ]
        assert bring(tmp_path, site, running.url).count(Fate.UPDATED) == 2


def test_a_swap_that_no_total_shows_is_found_within_a_week(tmp_path: Path) -> None:
    """One post vanished, another came in with old dates: the numbers are the same."""
    workspace(tmp_path)
    site = FakeSite([a_post(1), a_post(2)])
    with wordpress(site) as running:
        bring(tmp_path, site, running.url)
        site.posts[1] = a_post(
            3, modified_gmt="2022-03-01T10:00:00", date_gmt="2022-03-01T10:00:00"
        )
        later = guide("wordpress").today + timedelta(days=8)
        with Fetcher() as fetcher:
            report = import_source(
                ImportRun(open_workspace(tmp_path), fetcher, later),
                ImportRequest(Source("wordpress", running.url)),
            )

    assert (report.count(Fate.NEW), [gone.title for gone in report.gone]) == (1, ["Post 2"])
