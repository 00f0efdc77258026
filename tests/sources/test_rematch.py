"""The same table, form or calendar brought in again and again, as people really change them between two times."""

from pathlib import Path

import pytest
from making import SETTINGS, workspace
from sourcing import TODAY, read

from newsletter.core.model.item import Item
from newsletter.settings import Source
from newsletter.sources.base.fetch import Fetcher
from newsletter.sources.base.import_item import Skip
from newsletter.sources.merging import rematch
from newsletter.sources.merging.import_report import Fate, Report
from newsletter.sources.pipeline.import_request import ImportRequest, source_for_file
from newsletter.sources.pipeline.import_run import ImportRun
from newsletter.sources.pipeline.importer import try_import
from newsletter.workspace.pool import read_pool
from newsletter.workspace.workspace import open_workspace


def bring(folder: Path, kind: str, name: str, data: str | None = None) -> Report:
    """Bring a file in: one at hand, or without data one that newsletter.toml names."""
    source = next(
        (s for s in open_workspace(folder).settings.sources if s.address == name),
        Source(kind, name),
    )
    request = ImportRequest(
        source, None if data is None else data.encode(), "" if data is None else name
    )
    with Fetcher(sleep=lambda _: None) as fetcher:
        report = try_import(ImportRun(open_workspace(folder), fetcher, TODAY), request)
    assert not report.fault
    assert report.adds_up
    return report


def items(folder: Path) -> list[Item]:
    """What stands in the pool, by title."""
    return sorted(
        (file for file in read_pool(folder).files if isinstance(file, Item)),
        key=lambda item: item.title,
    )


TEXT = "Members met for two days and spoke about what they need from those who decide for them"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id,Title,Date\n1,Alpha,2022-04-01\n2,Beta,2022-04-09\n", "id,Title,Date\n1,Gamma,2022-04-20\n2,Alpha,2022-04-01\n3,Beta,2022-04-09\n"),
        ("id,Title,Date\n1,Alpha,2022-04-01\n2,Beta,2022-04-09\n", "id,Title,Date\n2,Alpha,2022-04-01\n1,Beta,2022-04-09\n"),
        ("Title,Date\nAlpha,2022-04-01\n", "Title,Date,Link\nAlpha,2022-04-01,https://example.org/a\n"),
        ("Title,Date,Link\nAlpha,2022-04-01,https://example.org/a\n", "Title,Date,Link\nAlpha,2022-04-01,https://example.org/alpha\n"),
        ("Title,Date\nAlpha,2022-04-01\n", "id,Title,Date\n7,Alpha,2022-04-01\n"),
        (f"Title,Date,Text\nAlpha,2022-04-01,{TEXT}\n", f"Title,Date,Text\nAlpha,2022-04-08,{TEXT}\n"),
    ],
)  # fmt: skip
def test_a_row_that_was_renumbered_or_mended_is_the_same_row(
    before: str, after: str, tmp_path: Path
) -> None:
    """Its id, its link or its day changed; the rest says that it is the same."""
    workspace(tmp_path)
    bring(tmp_path, "csv", "t.csv", before)
    report = bring(tmp_path, "csv", "t.csv", after)
    titles = [item.title for item in items(tmp_path)]
    assert titles == [title for title in ("Alpha", "Beta", "Gamma") if title in before + after]
    assert report.count(Fate.NEW) == ("Gamma" in after)


@pytest.mark.parametrize(
    "table",
    [
        "Title,Date,Link\nAlpha,2022-04-01,https://example.org/events\nBeta,2022-04-09,https://example.org/events\n",
        "id,Title,Date\n7,Alpha,2022-04-01\n7,Beta,2022-04-01\n",
        "Timestamp,Title,Date,Text\n3/15/2022 10:00:05,Alpha,2022-04-01,One text\n3/15/2022 10:00:05,Alpha,2022-04-01,Another text\n",
    ],
)
def test_two_rows_are_never_taken_for_one(table: str, tmp_path: Path) -> None:
    """Though they share a link, an id, or a moment and a title; only a row that says the very same stands there twice."""
    workspace(tmp_path)
    assert bring(tmp_path, "csv", "t.csv", table).count(Fate.NEW) == 2
    assert bring(tmp_path, "csv", "t.csv", table).count(Fate.UNCHANGED) == 2
    twice = read("csv", table + table.splitlines()[-1] + "\n")
    assert twice.skipped[Skip.REPEATED] == 1


def test_many_answers_of_one_minute_are_told_apart_without_reading_all_their_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet that shows no times: comparing each text with each would take minutes."""
    workspace(tmp_path)
    rows = [f"29/04/2022 00:00:00,Title {n},2022-04-29,{'word ' * 20}{n}\n" for n in range(60)]
    table = "Timestamp,Title,Date,Text\n" + "".join(rows)
    bring(tmp_path, "csv", "t.csv", table)
    compared: list[str] = []
    alike = rematch._alike
    monkeypatch.setattr(
        rematch, "_alike", lambda one, other: compared.append(one) or alike(one, other)
    )
    assert bring(tmp_path, "csv", "t.csv", table).count(Fate.UNCHANGED) == 60
    assert len(compared) < 60


TWO = f'{SETTINGS}\n[[sources]]\nkind = "ical"\naddress = "a.ics"\n\n[[sources]]\nkind = "ical"\naddress = "b.ics"\n'


def calendar(folder: Path, name: str, *events: tuple[str, str]) -> None:
    """Write a calendar of all-day events, each with its UID and its day."""
    each = "".join(
        f"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:Event {uid}\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\n"
        for uid, day in events
    )
    (folder / name).write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{each}END:VCALENDAR\n")


def test_a_calendar_that_no_longer_holds_an_event_does_not_stand_against_one_that_does(
    tmp_path: Path,
) -> None:
    """The first drops it, the second moves it: the item follows the second, and nothing is told to be gone."""
    workspace(tmp_path, settings=TWO)
    calendar(tmp_path, "a.ics", ("1", "20220601"), ("2", "20220610"))
    calendar(tmp_path, "b.ics", ("1", "20220601"))
    for name in ("a.ics", "b.ics"):
        bring(tmp_path, "ical", name)
    calendar(tmp_path, "a.ics", ("2", "20220610"))
    calendar(tmp_path, "b.ics", ("1", "20220615"))
    gone = [bring(tmp_path, "ical", name).gone for name in ("a.ics", "b.ics")]
    assert gone == [(), ()]
    starts = {item.title: item.starts.text for item in items(tmp_path) if item.starts}
    assert starts == {"Event 1": "2022-06-15", "Event 2": "2022-06-10"}


def test_what_another_calendar_still_holds_is_not_gone(tmp_path: Path) -> None:
    """Only the second of two drops it."""
    workspace(tmp_path, settings=TWO)
    for name in ("a.ics", "b.ics"):
        calendar(tmp_path, name, ("1", "20220601"))
        bring(tmp_path, "ical", name)
    calendar(tmp_path, "b.ics")
    assert [bring(tmp_path, "ical", name).gone for name in ("a.ics", "b.ics")] == [(), ()]


def test_days_of_a_series_that_are_taken_out_are_named(tmp_path: Path) -> None:
    """And those that are added; not the whole series before and after."""
    workspace(tmp_path)
    event = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nSUMMARY:Circle\nDTSTART;VALUE=DATE:20220404\nRRULE:FREQ=WEEKLY;COUNT=6\n{}END:VEVENT\nEND:VCALENDAR\n"
    bring(tmp_path, "ical", "c.ics", event.format(""))
    (told,) = bring(
        tmp_path, "ical", "c.ics", event.format("EXDATE;VALUE=DATE:20220411\n")
    ).remark_lines()
    assert "its source has changed the days of this series: taken out 2022-04-11." in told


def test_a_moved_event_whose_memory_is_gone_is_told(tmp_path: Path) -> None:
    """Nobody knows any more who wrote the day that stands there, so it stays; but nothing differs in silence."""
    workspace(tmp_path)
    calendar(tmp_path, "c.ics", ("1", "20220601"))
    bring(tmp_path, "ical", "c.ics")
    for memory in (tmp_path / "content/.imported/ical").iterdir():
        memory.unlink()
    calendar(tmp_path, "c.ics", ("1", "20220620"))
    assert "2022-06-20" in " ".join(bring(tmp_path, "ical", "c.ics").remark_lines())


def test_an_update_that_holds_what_belongs_to_one_person_is_told(tmp_path: Path) -> None:
    """Each time its words change, not only when it is new; in several languages."""
    workspace(tmp_path)
    for word in (
        "Write to joe@example.org",
        "Пароль: 12345",
        "Mot de passe : abc",
        "passcode 998877",
        "Call 0700 123456",
    ):
        bring(tmp_path, "csv", "t.csv", "Title,Date,Text\nAlpha,2022-04-01,Nothing of anybody\n")
        told = bring(
            tmp_path, "csv", "t.csv", f"Title,Date,Text\nAlpha,2022-04-01,{word}\n"
        ).remark_lines()
        assert "check whether members should see it" in " ".join(told), word


def test_a_file_of_another_name_takes_over_how_to_read_it_and_nothing_else() -> None:
    """Its columns where it has them, and that it is for members; not the network, the country and the clock of the other."""
    known = [Source("csv", "nairobi.csv", network="Nairobi", country="Kenya", timezone="Africa/Nairobi", audience="members", day_first="yes", columns={"title": "Headline"})]  # fmt: skip
    assert source_for_file(known, "csv", "nairobi.csv", b"") is known[0]
    other = source_for_file(known, "csv", "london.csv", b"Headline,Date\n")
    assert other == Source(
        "csv", "london.csv", columns={"title": "Headline"}, day_first="yes", audience="members"
    )
    assert source_for_file(known, "csv", "answers.csv", b"Timestamp,Title\n") == Source(
        "csv", "answers.csv"
    )


def test_an_event_that_cannot_be_read_is_not_named_when_it_is_private() -> None:
    """Folded lines too."""
    event = "BEGIN:VEVENT\nUID:{0}\nSUMMARY:NEVER-SHOWN {0}\n{1}\nDTSTART;TZID=Europe:20220505T180000\nEND:VEVENT\n"
    both = event.format("1", "CLASS:PRIV\n ATE") + event.format("2", "CLASS:CONFIDENTIAL")
    fine = "BEGIN:VEVENT\nUID:3\nSUMMARY:Fine\nDTSTART;VALUE=DATE:20220505\nEND:VEVENT\n"
    gathered = read("ical", f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{both}{fine}END:VCALENDAR\n")
    assert (gathered.held, gathered.skipped[Skip.PRIVATE], gathered.problems) == (3, 2, ())
    assert "NEVER-SHOWN" not in repr(gathered)


def test_an_event_of_two_days_apart_has_both(tmp_path: Path) -> None:
    """Its text begins with them; the day between them is none of its days."""
    workspace(tmp_path)
    feed = "<rss version='2.0'><channel><title>t</title><item><title>Side event</title><guid>g</guid><category>Events</category><pubDate>Tue, 01 Mar 2022 10:00:00 GMT</pubDate><description>15 and 17 March, 2022 Two hybrid meetings.</description></item></channel></rss>"
    bring(tmp_path, "feed", "f.xml", feed)
    (item,) = items(tmp_path)
    assert [when.text for when in item.dates] == ["2022-03-15", "2022-03-17"]
