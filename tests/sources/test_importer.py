"""A source brought in from end to end: fetched or read, judged, written whole, told."""

import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from making import SETTINGS, workspace
from sourcing import TODAY, Reply, read, web

from newsletter.core.model.item import Item
from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.core.selection.duplicates import find_twins
from newsletter.errors import NewsletterError
from newsletter.settings import Source
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.base.import_item import Skip, SourceContent, check_counts
from newsletter.sources.merging.import_report import Fate, Report
from newsletter.sources.pipeline import importer as module
from newsletter.sources.pipeline.dry_run import DryRun
from newsletter.sources.pipeline.import_request import ImportRequest
from newsletter.sources.pipeline.import_run import ImportRun
from newsletter.sources.pipeline.importer import import_source, try_import
from newsletter.sources.pipeline.load import import_context
from newsletter.sources.pipeline.sandbox import read_in_sandbox
from newsletter.workspace.pool import read_pool
from newsletter.workspace.workspace import open_workspace

CASES = Path(__file__).parent / "cases"
FEED = (CASES / "feed/atom.xml").read_bytes()
CUT = b"<rss version='2.0'><channel><title>x</title><item><title>One</title><description><![CDATA[how to write </rss> here]]></description></item><item><title>Two, in ha"
"""A feed that breaks off, and speaks of its own end before."""


def bring(
    folder: Path, kind: str, address: str, data: bytes | None = None, **values: Any
) -> Report:
    options = {
        key: values.pop(key)
        for key in list(values)
        if key in ("dry_run", "restore", "everything", "period")
    }
    request = ImportRequest(
        Source(kind, address, **values), data, address if data is not None else "", **options
    )
    with Fetcher(sleep=lambda _: None) as fetcher:
        report = try_import(ImportRun(open_workspace(folder), fetcher, TODAY), request)
    assert report.fault or report.adds_up
    return report


def test_an_address_that_has_not_changed_is_told_so_and_read_no_further(tmp_path: Path) -> None:
    """The second question carries what the first answer gave; the numbers are those of the first."""
    workspace(tmp_path)

    def answer(_path: str, _query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        seen.append(headers.get("if-modified-since", ""))
        return (
            Reply(status=304)
            if seen[-1]
            else Reply(FEED, headers={"Last-Modified": "Sat, 30 Apr 2022 10:00:00 GMT"})
        )

    seen: list[str] = []
    with web(answer) as running:
        first = bring(tmp_path, "feed", f"{running.url}/feed")
        second = bring(tmp_path, "feed", f"{running.url}/feed")
        again = bring(tmp_path, "feed", f"{running.url}/feed", everything=True)

    assert (first.count(Fate.NEW), second.count(Fate.UNCHANGED), again.count(Fate.UNCHANGED)) == (
        3,
        3,
        3,
    )
    assert seen == ["", "Sat, 30 Apr 2022 10:00:00 GMT", ""]
    assert second.adds_up


@pytest.mark.parametrize(
    ("kind", "reply", "why"),
    [
        ("feed", Reply(b"<!doctype html><title>Log in</title>"), "a web page came instead of a feed \\(it calls itself 'Log in'\\)"),
        ("feed", Reply(b"<html><h1>403 Forbidden</h1></html>", 403), "refuses"),
        ("feed", Reply(FEED[:-200]), "breaks off before its end"),
        ("feed", Reply(CUT), "breaks off before its end"),
        ("feed", Reply(FEED, broken=True), "broke off"),
        ("feed", Reply(b'{"version": "https://jsonfeed.org"}'), "no feed"),
        ("feed", Reply(b""), "no feed"),
        ("ical", Reply((CASES / "ical/calendar.ics").read_bytes()[:3000]), "breaks off before its end"),
        ("ical", Reply(b"<html><body>Sign in</body></html>"), "a web page came instead of a calendar"),
        ("csv", Reply(b"<html><body>Sign in to Google</body></html>"), "a web page came instead of a table"),
    ],
)  # fmt: skip
def test_what_is_not_what_was_asked_for_changes_nothing(
    kind: str, reply: Reply, why: str, tmp_path: Path
) -> None:
    """And is said in a sentence."""
    workspace(tmp_path)
    with web(lambda *_: reply) as running, Fetcher() as fetcher:
        run = ImportRun(open_workspace(tmp_path), fetcher, TODAY)
        request = ImportRequest(Source(kind, running.url))
        with pytest.raises(NewsletterError, match=why):
            import_source(run, request)

    assert not (tmp_path / "content").exists()


@pytest.mark.parametrize(
    ("behind", "whole"),
    [
        (b"\n<!-- made in 0.3 seconds -->\n", True),
        (b"\n<br />Warning: a notice of PHP", True),
        (b"<item><title>One more</title>", False),
        (b"<![CDATA[ and </feed>", False),
    ],
)
def test_a_feed_is_whole_when_nothing_of_a_feed_stands_behind_its_end(
    behind: bytes, whole: bool, tmp_path: Path
) -> None:
    """Caches and plugins write below it; a feed that goes on there was pieced together wrongly."""
    workspace(tmp_path)
    report = bring(tmp_path, "feed", "f.xml", FEED + behind)
    assert ("breaks off" not in report.fault) == whole
    assert (report.count(Fate.NEW) == 3) == whole


def test_a_dry_run_of_several_sources_tells_what_they_would_do_together(tmp_path: Path) -> None:
    """What two of them hold is new once; the numbers are those of the true run, and no file is written."""
    for name in ("one.xml", "two.xml"):
        (workspace(tmp_path) / name).write_bytes(FEED)
    before = sorted(tmp_path.rglob("*"))
    dry_run = DryRun()

    def numbers(**values: Any) -> list[list[int]]:
        reports = [bring(tmp_path, "feed", name, **values) for name in ("one.xml", "two.xml")]
        return [[report.count(fate) for fate in Fate] for report in reports]

    tried = numbers(dry_run=dry_run)
    assert sorted(tmp_path.rglob("*")) == before
    assert tried == numbers() == [[3, 0, 0], [0, 0, 3]]


def test_an_event_that_a_calendar_file_holds_no_more_is_told(tmp_path: Path) -> None:
    """Of a file that newsletter.toml names; of one that is dropped nobody knows which calendar it is."""
    first = (CASES / "ical/zone-of-its-own.ics").read_text().replace("2022", "2032")
    events = first.split("BEGIN:VEVENT")
    (workspace(tmp_path) / "ours.ics").write_text(first)
    bring(tmp_path, "ical", "ours.ics")
    (tmp_path / "ours.ics").write_text("BEGIN:VEVENT".join([*events[:-2], events[-1]]))
    assert (
        bring(
            tmp_path,
            "ical",
            "other.ics",
            first.split("BEGIN:VEVENT")[0].encode() + b"END:VCALENDAR\n",
        ).gone
        == ()
    )
    assert len(bring(tmp_path, "ical", "ours.ics").gone) == 1


def test_a_secret_address_stands_in_no_file_and_no_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes from the environment, and only its name is told and remembered."""
    workspace(tmp_path)
    assert "set CALENDAR there" in bring(tmp_path, "ical", "$CALENDAR").fault
    with web(lambda *_: Reply((CASES / "ical/zone-of-its-own.ics").read_bytes())) as running:
        monkeypatch.setenv("CALENDAR", f"{running.url}/private-0123456789/basic.ics")
        report = bring(tmp_path, "ical", "$CALENDAR")

    assert (report.source, report.count(Fate.NEW)) == ("$CALENDAR", 3)
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and b"private-0123456789" in path.read_bytes()
    ]


def test_what_newsletter_toml_says_of_a_source_counts_for_its_items(tmp_path: Path) -> None:
    """Its network, its country, its language, and that it is for members."""
    workspace(tmp_path)
    bring(
        tmp_path,
        "feed",
        "f.xml",
        FEED,
        network="A network",
        country="Kenya",
        language="fr",
        audience="members",
    )
    items = [file for file in read_pool(tmp_path).files if isinstance(file, Item)]

    assert {(item.network, item.country, item.language, item.audience) for item in items} == {
        ("A network", "Kenya", "fr", "members")
    }


def test_an_event_to_come_that_its_calendar_no_longer_holds_is_told(tmp_path: Path) -> None:
    """A past one leaves calendars by itself."""
    workspace(tmp_path)
    calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n"
    event = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART;VALUE=DATE:{1}\r\nSUMMARY:{0}\r\nEND:VEVENT\r\n"
    both = calendar.format(event.format("past", "20220401") + event.format("coming", "20220601"))
    answers = [both.encode(), calendar.format("").encode()]
    with web(lambda *_: Reply(answers.pop(0))) as running:
        bring(tmp_path, "ical", running.url)
        report = bring(tmp_path, "ical", running.url)

    assert [gone.title for gone in report.gone] == ["coming"]
    assert len(read_pool(tmp_path).files) == 2


def test_a_form_is_for_members_and_names_nobody(tmp_path: Path) -> None:
    """No name and no address of a sender is in any file."""
    workspace(tmp_path)
    report = bring(tmp_path, "csv", "answers.csv", (CASES / "csv/form.csv").read_bytes())
    items = [file for file in read_pool(tmp_path).files if isinstance(file, Item)]

    assert {item.audience for item in items} == {"members"}
    told = json.dumps(report.as_values()).lower()
    assert "never" not in told
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and b"never" in path.read_bytes().lower()
    ]


def test_columns_of_newsletter_toml_are_read(tmp_path: Path) -> None:
    """A mapping, a zone and the order of days; a column that is not there is told with those that are."""
    workspace(tmp_path)
    table = b"Headline;Story;When;Secret\nA talk;Come.;04/05/2022 18:00;never-shown\n"
    report = bring(tmp_path, "csv", "t.csv", table, columns={"title": "Headline", "text": "Story", "starts": "When"}, day_first="yes",
                   timezone="Africa/Nairobi")  # fmt: skip
    (one,) = read_pool(tmp_path).files
    assert isinstance(one, Item)
    assert one.starts
    assert (one.starts.text, one.timezone, report.count(Fate.NEW)) == (
        "2022-05-04 18:00",
        "Africa/Nairobi",
        1,
    )

    wrong = bring(tmp_path, "csv", "t.csv", table, columns={"title": "Titel"})
    assert "no column 'Titel'" in wrong.fault
    assert "'Headline', 'Story', 'When' and 'Secret'" in wrong.fault


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('Email,Title,Text\na@x.org,A,"I said this\nbob@private.org,B,Other\ncarol@private.org,C,More\n', "a quotation mark stands that is not closed"),
        ("Jane Doe,jane@x.org,+44 7700 900123\nBob,bob@x.org,+44 1\n", "Its first row holds 3 cells, and none is a heading"),
        ("Jane Secret,my phone\nBob,mine\n", "Its first row holds 2 cells, and none is a heading"),
    ],
)  # fmt: skip
def test_a_table_that_is_not_whole_leaks_nobody(table: str, why: str, tmp_path: Path) -> None:
    """Neither into the pool nor into the message."""
    workspace(tmp_path)
    fault = bring(tmp_path, "csv", "t.csv", table.encode()).fault

    assert why in fault
    assert "@" not in fault
    assert "Secret" not in fault
    assert not (tmp_path / "content").exists()


def test_a_column_that_contradicts_itself_settles_nothing(tmp_path: Path) -> None:
    """Not even by the form's own moments."""
    table = "Timestamp,Title,Date\n4/29/2022 10:00:00,A,25/04/2022\n4/29/2022 10:01:00,B,04/25/2022\n4/29/2022 10:02:00,C,04/05/2022\n"
    found = {each.title: each for each in read("csv", table).found}

    assert (found["A"].date, found["B"].date, found["C"].date) == (
        "2022-04-25",
        "2022-04-25",
        "04/05/2022",
    )
    assert "two ways" in found["C"].undecided
    assert tmp_path


def test_answers_that_are_saved_again_otherwise_do_not_double(tmp_path: Path) -> None:
    """With and without seconds."""
    workspace(tmp_path)
    table = "Timestamp,Title,Date\n4/29/2022 10:00:05,Rally,2022-04-25\n"
    bring(tmp_path, "csv", "t.csv", table.encode())
    assert (
        bring(tmp_path, "csv", "t.csv", table.replace(":05", "").encode()).count(Fate.UNCHANGED)
        == 1
    )


def test_what_may_belong_to_one_person_is_told(tmp_path: Path) -> None:
    """An address, a telephone number, a meeting's password in what people sent; nothing of it stands in the remark."""
    workspace(tmp_path)
    table = b"title,date,text\nA talk,2022-05-01,Call Mary on +44 7700 900123 or mary@secret.example. https://zoom.example/j/1?pwd=abc\n"
    (told,) = bring(tmp_path, "csv", "t.csv", table).remark_lines()

    assert "its text holds an email address, a telephone number and a meeting's password" in told
    assert "mary" not in told


def test_a_feed_of_comments_is_refused(tmp_path: Path) -> None:
    """Who wrote what is nothing for an update."""
    workspace(tmp_path)
    feed = FEED.replace(b"<title>Invented</title>", b"<title>Comments on: A post</title>")
    assert "feed of comments" in bring(tmp_path, "feed", "f.xml", feed).fault


def test_an_answer_that_nothing_has_changed_needs_a_question(tmp_path: Path) -> None:
    """A server that says so at the first import has given nothing."""
    workspace(tmp_path)
    with web(lambda *_: Reply(status=304)) as running:
        assert "nobody asked" in bring(tmp_path, "feed", running.url).fault


def test_a_damaged_memory_of_a_source_only_costs_time(tmp_path: Path) -> None:
    """All of it is asked for again."""
    workspace(tmp_path)
    reply = Reply(FEED, headers={"ETag": '"a"'})
    with web(
        lambda _p, _q, headers: Reply(status=304) if "if-none-match" in headers else reply
    ) as running:
        bring(tmp_path, "feed", running.url)
        (state,) = (tmp_path / "content/.imported/sources").iterdir()
        state.write_text(json.dumps({**json.loads(state.read_text()), "skipped": {"NOPE": 1}}))
        assert bring(tmp_path, "feed", running.url).count(Fate.UNCHANGED) == 3


def test_a_mistake_of_the_program_keeps_one_source_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and the sources after it are read."""
    workspace(tmp_path)
    monkeypatch.setattr(module, "check_counts", lambda _: 1 / 0)
    assert "internal error (ZeroDivisionError" in bring(tmp_path, "feed", "f.xml", FEED).fault


def test_a_room_that_several_events_share_makes_them_not_one(tmp_path: Path) -> None:
    """Each is an item of its own in the pool and in the selection; the link stands in their text."""
    workspace(tmp_path)
    event = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART;VALUE=DATE:2022040{0}\r\nSUMMARY:Call {0}\r\nURL:https://example.org/room\r\nEND:VEVENT\r\n"
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event.format(1)}{event.format(2)}END:VCALENDAR\r\n"
    bring(tmp_path, "ical", "c.ics", calendar.encode())
    items = [file for file in read_pool(tmp_path).files if isinstance(file, Item)]

    assert [(item.title, item.link, item.body) for item in items] == [
        (f"Call {n}", "", "<https://example.org/room>") for n in (1, 2)
    ]
    assert not find_twins(items).duplicate_of


def csv_pool(folder: Path, *tables: str) -> list[str]:
    for table in tables:
        bring(folder, "csv", "t.csv", table.encode())
    return sorted(file.title for file in read_pool(folder).files)


def test_a_row_is_known_again_whatever_becomes_of_its_table(tmp_path: Path) -> None:
    """Columns that come and go, an answer in the same minute, seconds that are not written any more, a title that is mended twice."""
    workspace(tmp_path)
    assert csv_pool(tmp_path, "id,Title,Date\n5,Alpha,2022-04-02\n", "id,Title,Text,Date\n5,Alpha,x,2022-04-02\n",
                    "id,Title,Text,Date\n5,Beta,x,2022-04-02\n", "id,Title,Text,Date\n5,Beta,x,2022-04-03\n") == ["Beta"]  # fmt: skip
    other = tmp_path / "form"
    other.mkdir()
    workspace(other)
    head = "Timestamp,Title,Date\n"
    assert csv_pool(other, f"{head}4/29/2022 10:11:12,One,2022-04-02\n", f"{head}4/29/2022 10:11:12,One,2022-04-02\n4/29/2022 10:11:40,Two,2022-04-02\n",
                    f"{head}4/29/2022 10:11,One,2022-04-02\n4/29/2022 10:11,Two,2022-04-02\n") == ["One", "Two"]  # fmt: skip


def test_numbers_that_two_tables_share_overwrite_nothing(tmp_path: Path) -> None:
    """Row 1 of another form is another thing, at every import; mending its title twice makes no third."""
    workspace(tmp_path)
    one, other = "ID,Title,Date\n1,Rally,2022-04-01\n", "ID,Title,Date\n1,{},2022-05-09\n"
    assert csv_pool(
        tmp_path,
        one,
        other.format("Job"),
        one,
        other.format("Job"),
        other.format("Job opening"),
        other.format("Jobs"),
    ) == ["Jobs", "Rally"]


def test_two_people_who_answer_in_the_same_moment_are_two(tmp_path: Path) -> None:
    """Of two forms, at every import; and of one, when its sheet is saved without seconds and a text is mended."""
    workspace(tmp_path)
    head = "Timestamp,Title,Your text,Date\n13/11/2026 10:01,"
    one, other = (
        f"{head}English news,We opened a centre.,2026-11-12\n",
        f"{head}Noticia,Abrimos un centro.,2026-11-12\n",
    )
    assert csv_pool(tmp_path, one, other, one, other) == ["English news", "Noticia"]

    minute = tmp_path / "minute"
    minute.mkdir()
    workspace(minute)
    table = "Timestamp,Title,Start date,Your text\n3/15/2022 10:00:05,Alpha,2022-03-20,Text of alpha\n3/15/2022 10:00:40,Beta,2022-03-20,Beta text\n"
    blunt = table.replace(":05", "").replace(":40", "")
    assert csv_pool(minute, table, blunt) == ["Alpha", "Beta"]
    assert csv_pool(
        minute, blunt.replace("Beta,", "Zeta,").replace("Beta text", "Beta text corrected")
    ) == [
        "Alpha",
        "Zeta",
    ]


def test_an_answer_that_comes_later_in_the_same_minute_is_new(tmp_path: Path) -> None:
    """Wherever its row stands."""
    workspace(tmp_path)
    head, alpha, beta = (
        "Timestamp,Title,Start date\n",
        "3/15/2022 10:00,Alpha,2022-03-20\n",
        "3/15/2022 10:00,Beta,2022-03-20\n",
    )
    assert csv_pool(tmp_path, head + alpha, head + beta + alpha) == ["Alpha", "Beta"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Timestamp,Title,Date\n3/15/2022 10:00:05 PM,Alpha,3/10/2022\n", "Timestamp,Title,Date\n15/03/2022 22:00:05,Alpha,10/03/2022\n"),
        ("Title,Date\nAlpha,15/03/2022\n", "Title,Date\nAlpha,2022-03-15\n"),
    ],
)  # fmt: skip
def test_a_table_in_another_countrys_dates_is_the_same_table(
    before: str, after: str, tmp_path: Path
) -> None:
    """Day and month change places, afternoons are counted on."""
    workspace(tmp_path)
    assert csv_pool(tmp_path, before, after) == ["Alpha"]


def test_a_number_and_a_day_that_two_tables_share_prove_nothing(tmp_path: Path) -> None:
    """Row 1 of one and row 1 of the other, both of the same day."""
    workspace(tmp_path)
    one, other = (
        "id,Title,Date,Text\n1,Meeting in Rome,2022-03-15,Rome text\n",
        "id,Title,Date,Text\n1,Grants open,2022-03-15,Grant text\n",
    )
    assert csv_pool(tmp_path, one, other, one) == ["Grants open", "Meeting in Rome"]


@pytest.mark.parametrize(
    ("said", "consent", "people"),
    [
        ("Yes", True, None), ("Sí.", True, None), ("Нет", False, None), ("Nobody can be recognised", None, False), ("", None, None),
        ("Yet to ask them", None, None), ("Sin consentimiento", None, None), ("Yes, but not the two on the left", None, None),
        ("no idea", None, None),
    ],
)  # fmt: skip
def test_only_a_whole_yes_is_consent(
    said: str, consent: bool | None, people: bool | None, tmp_path: Path
) -> None:
    """Anything else that was answered stays open, and is told."""
    workspace(tmp_path)
    table = f'Timestamp,Title,Date,Picture,Consent\n3/15/2022 10:00,A,2022-03-15,https://example.org/a.jpg,"{said}"\n'
    told = " ".join(bring(tmp_path, "csv", "t.csv", table.encode()).remark_lines())
    (item,) = read_pool(tmp_path).files
    assert isinstance(item, Item)
    assert item.image

    assert (item.image.consent, item.image.people) == (consent, people)
    assert ("neither yes nor no" in told) is (said != "" and consent is None and people is None)


@pytest.mark.parametrize(
    ("said", "audience"),
    [
        ("Everyone", "public"),
        ("Réservé aux membres", "members"),
        ("only us", "members"),
        ("Todo el mundo", "public"),
        ("", None),
    ],
)
def test_what_nobody_understands_is_for_members(said: str, audience: str | None) -> None:
    """Of a table that is no form, too."""
    (found,) = read("csv", f"title,date,audience\nA,2022-03-15,{said}\n").found
    assert found.audience == audience


CLOCKS = """Title,Start date,Time,End time of the event,End date,Time zone
A,15/03/2022,18:00 CEST,20:00,,Asia/Kolkata
B,16/03/2022,18:00Z,19:30Z,,
C,4/5/2022,10:00,18:00,04.06.2022,
D,2022-03-15 10:00,,13:00,,
E,15/03/2022,18:00 EST,,,
F,2022-03-15,,20:00,,
G,15/03/2022,10:00,18:00,mid March,
"""


def test_no_end_and_no_zone_of_a_table_is_lost() -> None:
    """What cannot be said for sure is asked about."""
    found = {each.title: each for each in read("csv", CLOCKS).found}

    assert {title: (each.starts, each.ends, each.timezone) for title, each in found.items() if not each.undecided} == {
        "A": ("2022-03-15 18:00 CEST", "20:00 CEST", ""), "B": ("2022-03-16 18:00 UTC", "19:30 UTC", ""),
        "C": ("2022-05-04 10:00", "2022-06-04 18:00", ""), "D": ("2022-03-15 10:00", "13:00", ""),
    }  # fmt: skip
    assert "can mean several" in found["E"].undecided
    assert "nothing says at what time it begins" in found["F"].undecided
    assert ("mid March" in found["G"].ends, "cannot be read" in found["G"].undecided) == (
        True,
        True,
    )


def test_an_instant_in_a_table_lies_on_the_organisations_day() -> None:
    """As in a feed; a weekday that does not fit is asked about."""
    days = [
        each.date
        for each in read(
            "csv", "title,date\nA,2022-04-30T23:30:00Z\nB,30 April 2022 23:30 UTC\nC,2022-04-30\n"
        ).found
    ]
    assert days == ["2022-05-01", "2022-05-01", "2022-04-30"]
    (west,) = read("csv", 'title,date\nA,"31 March 2022, 23:30 EST"\n').found
    assert "either side of the month's end" in west.undecided
    (odd,) = read("csv", "title,date\nA,Fri 30 April 2022\n").found
    assert "names a weekday" in odd.undecided


def test_a_series_of_private_days_is_private() -> None:
    """No day of it is shown in place of those that are."""
    day = "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;VALUE=DATE:2022040{0}\nDTSTART;VALUE=DATE:2022040{0}\nCLASS:PRIVATE\nSUMMARY:x\nEND:VEVENT\n"
    main = "BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20220401\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:x\nEND:VEVENT\n"
    gathered = check_counts(
        read("ical", f"BEGIN:VCALENDAR\n{main}{day.format(1)}{day.format(2)}END:VCALENDAR\n")
    )
    assert (gathered.found, gathered.skipped[Skip.PRIVATE]) == ((), 3)


def test_numbers_that_do_not_add_up_are_refused() -> None:
    """Whatever an importer says."""
    with pytest.raises(NewsletterError, match="says that it holds 3 things, and 1 were found"):
        check_counts(SourceContent((), 3, {Skip.PRIVATE: 1}))


def test_a_file_that_changes_while_it_is_brought_in_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All is decided anew, from what stands there then."""
    workspace(tmp_path)
    bring(tmp_path, "feed", "f.xml", FEED)
    path = next((tmp_path / "content").rglob("*published*.md"))
    write = module.write_whole
    edits = [
        lambda: path.write_text(path.read_text().replace("Published and changed", "Our own words"))
    ]

    def meanwhile(*given: Any) -> None:
        if edits:
            edits.pop()()
        write(*given)

    monkeypatch.setattr(module, "write_whole", meanwhile)
    bring(
        tmp_path,
        "feed",
        "f.xml",
        FEED.replace(b"Published and changed", b"Their new words").replace(b"counts.", b"counts!"),
    )

    assert "Our own words" in path.read_text()
    assert "counts!" in path.read_text()


def test_a_killed_import_leaves_every_file_old_or_new_and_the_next_completes_it(
    tmp_path: Path,
) -> None:
    """Wherever it is killed."""
    entries = "".join(
        f"<item><title>Post {n}</title><guid>urn:{n}</guid><pubDate>Sat, 30 Apr 2022 10:00:00 +0000</pubDate><description>Text {n}.</description></item>"
        for n in range(300)
    )
    (tmp_path / "f.xml").write_text(
        f'<rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'
    )
    workspace(tmp_path)
    command = [sys.executable, "-m", "newsletter", "import", "feed", "f.xml"]
    for pause in (0.0, 0.01, 0.03):
        running = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 30
        while (
            not list(tmp_path.glob("content/news/*"))
            and running.poll() is None
            and time.monotonic() < deadline
        ):
            time.sleep(0.002)
        time.sleep(pause)
        running.send_signal(signal.SIGKILL)
        running.wait()
        files = read_pool(tmp_path).files
        assert all(isinstance(file, Item) and file.body.startswith("Text") for file in files)

    done = bring(tmp_path, "feed", "f.xml", (tmp_path / "f.xml").read_bytes())
    assert (done.held, done.skipped.get(Skip.DELETED, 0)) == (300, 0)
    assert len(read_pool(tmp_path).files) == 300


@pytest.mark.skipif(os.name != "posix", reason="only there a child's memory can be bounded")
def test_whatever_foreign_bytes_do_to_a_parser_ends_with_its_process(tmp_path: Path) -> None:
    """Too long, too deep, or broken: a sentence."""
    workspace(tmp_path)
    guide = import_context(open_workspace(tmp_path).settings, Source("ical", "x"), TODAY)
    never = "BEGIN:VCALENDAR\n{}END:VCALENDAR\n".format(
        "".join(
            f"BEGIN:VEVENT\nUID:{n}\nDTSTART:20220430T100000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:x\nEND:VEVENT\n"
            for n in range(20)
        )
    )
    with pytest.raises(NewsletterError, match="longer than 3 seconds"):
        read_in_sandbox("ical", never.encode(), guide, seconds=3)
    one = (
        never.replace("UID:1\n", "UID:1\nX", 0).split("BEGIN:VEVENT\nUID:1\n")[0]
        + "END:VCALENDAR\n"
    )
    assert read_in_sandbox("ical", one.encode(), guide).problems == (
        "'x' repeats in a way that takes too long to work out",
    )


HOSTILE = {
    "bomb.xml": '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{}]><rss version="2.0" xmlns:wp="x"><channel><item><title>&j;</title></item></channel></rss>'.format(
        "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))),
    "outside.xml": '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&x;</title><guid>1</guid></item></channel></rss>',
    "deep.xml": "<rss version='2.0'><channel>" + "<a>" * 50_000 + "</a>" * 50_000 + "</channel></rss>",
    "deep.html": "<rss version='2.0'><channel><item><guid>1</guid><description>" + "&lt;div&gt;" * 20_000 + "x</description></item></channel></rss>",
    "brackets": "<rss version='2.0'><channel><item><guid>1</guid><title>x</title><description>" + "[" * 200_000 + "</description></item></channel></rss>",
    "shortcodes": "<rss version='2.0'><channel><item><guid>1</guid><title>x</title><description>" + "[a b=" * 50_000 + "</description></item></channel></rss>",
    "quotes": "title;text\n" + '"' * 99_999, "wide": "title" + ";" * 200_000 + "\n", "nul": "title\n\0\n", "empty": "",
    "lines.ics": "BEGIN:VCALENDAR\n" + "X:\n " * 100_000 + "\nEND:VCALENDAR\n",
    "nested.ics": "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 20_000 + "END:VEVENT\n" * 20_000 + "END:VCALENDAR\n",
    "dates.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20220430T100000Z\nRRULE:FREQ=YEARLY;COUNT=99999999999\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n",
    "until.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20220430T100000Z\nRRULE:FREQ=DAILY;UNTIL=99991231T000000Z\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n",
    "offset.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=+02:00:20220430T100000\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n",
    "year.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:00010101T000000Z\nDTEND:99991231T235959Z\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n",
    "period.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20220430T100000Z\nRDATE;VALUE=PERIOD:20220501T100000Z/PT1H\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n",
    "surrogate": "title\n\ud800\n", "binary": "PK\x03\x04" + "\x00\xff" * 500, "ole": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}  # fmt: skip


@pytest.fixture
def no_gc_callbacks() -> Iterator[None]:
    """Without hypothesis's callback of the garbage collector: an alarm that rings in it is lost."""
    callbacks = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks[:] = callbacks


@pytest.mark.usefixtures("no_gc_callbacks")
@pytest.mark.parametrize("name", list(HOSTILE))
@pytest.mark.parametrize(
    "kind", [kind for kind, importer in SOURCE_KINDS.items() if not importer.whole_site]
)
def test_hostile_files_are_problems_and_nothing_else(kind: str, name: str) -> None:
    """Every importer, given whatever: it says what it found, or why not, and soon."""
    begun = time.monotonic()
    with contextlib.suppress(NewsletterError, RecursionError):
        gathered = check_counts(
            read(kind, HOSTILE[name].encode("utf-8", "surrogatepass"), name=name)
        )
        assert "root:" not in repr(gathered)
    assert time.monotonic() - begun < 20


def test_settings_of_the_tests_are_those_of_a_workspace() -> None:
    """What is assumed above."""
    assert "Europe/London" in SETTINGS
