"""What was found meets the pool: nothing doubles, nothing of theirs is overwritten, and everything is accounted for."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import workspace

from newsletter.core.model.item import Item, Kind
from newsletter.core.model.source_kinds import rank_of
from newsletter.sources.base.import_item import ImportItem, Picture, Skip, SourceContent
from newsletter.sources.merging.file_names import free_id, slug
from newsletter.sources.merging.import_report import Fate, Report
from newsletter.sources.merging.new_content import new_text
from newsletter.sources.merging.reconcile import ImportDecision, ImportPolicy, PoolView, reconcile
from newsletter.workspace.content.content_file import read_content
from newsletter.workspace.content.import_memory import read_memories
from newsletter.workspace.files.safe_io import read_source, write_whole
from newsletter.workspace.pool import read_pool

TODAY = date(2022, 5, 2)
SITE = ImportPolicy("wordpress example.org", rank_of)


def pool_view(folder: Path) -> PoolView:
    return PoolView(
        read_pool(folder).files,
        read_memories(folder),
        lambda name: read_source(folder / name),
    )


def decided(
    folder: Path, *found: ImportItem, policy: ImportPolicy = SITE, gone: tuple[str, ...] = ()
) -> ImportDecision:
    gathered = SourceContent(found, len(found), gone=gone)
    return reconcile(gathered, pool_view(folder), policy, TODAY)


def bring(
    folder: Path, *found: ImportItem, policy: ImportPolicy = SITE, gone: tuple[str, ...] = ()
) -> Report:
    outcome = decided(folder, *found, policy=policy, gone=gone)
    write_whole({folder / name: data for name, data in outcome.contents.items()})
    assert outcome.report.adds_up
    return outcome.report


def post(title: str = "A title", source_id: str = "a", **values: Any) -> ImportItem:
    return ImportItem(
        Kind.NEWS,
        title,
        "wordpress",
        source_id,
        **{"date": "2022-04-29", "body": "Text.", **values},
    )


def only(folder: Path) -> Item:
    (one,) = read_pool(folder).files
    assert isinstance(one, Item)
    return one


def change(folder: Path, old: str, new: str) -> None:
    path = folder / only(folder).file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_new_thing_becomes_a_content_file_that_reads_back(tmp_path: Path) -> None:
    """Whatever is in its words."""
    title = 'We: "are" #1 – [it\'s] \\n @home: {yes}'
    workspace(tmp_path)
    report = bring(
        tmp_path, post(title, summary="One: #3", link="https://example.org/a", body="---\nx\n---")
    )
    one = only(tmp_path)

    assert (one.title, one.summary, one.link, one.first_seen) == (
        title,
        "One: #3",
        "https://example.org/a",
        TODAY,
    )
    assert read_pool(tmp_path).problems == ()
    assert report.count(Fate.NEW) == 1


@given(st.builds(
    ImportItem, st.sampled_from(Kind), st.text(min_size=1).filter(str.strip), st.just("csv"), st.text(min_size=1).filter(str.strip),
    summary=st.text(), body=st.text(), location=st.text(), network=st.text(), categories=st.lists(st.text(min_size=1), max_size=3).map(tuple),
    picture=st.none() | st.builds(Picture, st.just("https://example.org/a.jpg"), st.text()),
))  # fmt: skip
def test_no_words_of_a_source_are_taken_for_anything_else(found: ImportItem) -> None:
    """A content file is read as an item with that very title, or it is refused as a problem; it is never another thing."""
    item, _ = read_content("news/x", "content/news/x.md", new_text(found, TODAY))

    if isinstance(item, Item):
        assert not set(item.extra)
        assert item.first_seen == TODAY
        assert not item.draft
        assert not item.leave_out


def test_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    """However often it is brought in."""
    workspace(tmp_path)
    bring(tmp_path, post(), post("Other", "b"))
    before = {
        path: path.read_bytes() for path in (tmp_path / "content").rglob("*") if path.is_file()
    }
    report = bring(tmp_path, post(), post("Other", "b"))

    assert report.count(Fate.UNCHANGED) == 2
    assert {
        path: path.read_bytes() for path in (tmp_path / "content").rglob("*") if path.is_file()
    } == before


def test_what_staff_did_not_touch_follows_the_source(tmp_path: Path) -> None:
    """Field by field; comments and keys of theirs stay."""
    workspace(tmp_path)
    bring(tmp_path, post())
    change(tmp_path, "date: 2022-04-29", "date: 2022-04-29  # checked\nsection: networks")
    report = bring(tmp_path, post("New title", body="New text."))
    one = only(tmp_path)

    assert (one.title, one.body, one.section) == ("New title", "New text.", "networks")
    assert "# checked" in (tmp_path / one.file).read_text("utf-8")
    assert report.arrivals[0].changed == ("title", "body")


def test_what_staff_changed_stays_theirs(tmp_path: Path) -> None:
    """As long as the source says the same, in silence; when both changed, the report says so, once."""
    workspace(tmp_path)
    bring(tmp_path, post())
    change(tmp_path, "A title", "Our own words")

    assert bring(tmp_path, post()).remark_lines() == []
    both = bring(tmp_path, post("Their new words", body="New text."))
    assert (only(tmp_path).title, only(tmp_path).body) == ("Our own words", "New text.")
    assert (
        "you and its source both changed title; yours stays. The source says: Their new words"
        in both.remark_lines()[0]
    )
    assert bring(tmp_path, post("Their new words", body="New text.")).remark_lines() == []


def test_what_staff_took_away_stays_away(tmp_path: Path) -> None:
    """An emptied field is a changed field."""
    workspace(tmp_path)
    bring(tmp_path, post(summary="A summary."))
    change(tmp_path, 'summary: "A summary."\n', "")
    bring(tmp_path, post(summary="A summary.", body="New text."))

    assert only(tmp_path).summary == ""


def test_staff_may_say_what_the_source_says_by_themselves(tmp_path: Path) -> None:
    """Then both agree, and the field follows the source again."""
    workspace(tmp_path)
    bring(tmp_path, post())
    change(tmp_path, "A title", "B title")
    bring(tmp_path, post("B title"))

    assert bring(tmp_path, post("C title")).arrivals[0].changed == ("title",)


def test_a_renamed_file_is_still_that_item(tmp_path: Path) -> None:
    """It is known by its source's id, not by its name."""
    workspace(tmp_path)
    bring(tmp_path, post())
    (tmp_path / only(tmp_path).file).rename(tmp_path / "content/news/renamed.md")

    assert bring(tmp_path, post("New title")).count(Fate.UPDATED) == 1
    assert only(tmp_path).id == "news/renamed"


def test_a_deleted_file_stays_away_until_it_is_wanted_back(tmp_path: Path) -> None:
    """And it is counted and told."""
    workspace(tmp_path)
    bring(tmp_path, post())
    (tmp_path / only(tmp_path).file).unlink()
    report = bring(tmp_path, post())

    assert report.skipped == {Skip.DELETED: 1}
    assert "‘A title’" in report.remark_lines()[0]
    assert bring(tmp_path, post(), policy=replace(SITE, restore=True)).count(Fate.NEW) == 1


def test_a_process_that_was_killed_between_file_and_memory_is_completed(tmp_path: Path) -> None:
    """The content file is written first: what is there is taken up, and what staff changed meanwhile stays."""
    workspace(tmp_path)
    outcome = decided(tmp_path, post())
    names = list(outcome.contents)
    assert [name.endswith(".md") for name in names] == [True, False]
    write_whole({tmp_path / names[0]: outcome.contents[names[0]]})

    change(tmp_path, "A title", "Our words")
    assert bring(tmp_path, post()).count(Fate.UNCHANGED) == 1
    assert only(tmp_path).title == "Our words"
    assert bring(tmp_path, post(body="New text.")).arrivals[0].changed == ("body",)


def test_a_link_is_enough_to_know_it_again(tmp_path: Path) -> None:
    """One thing from two sources is one item, which then names both."""
    workspace(tmp_path)
    bring(tmp_path, post(link="https://example.org/a/"))
    feed = replace(
        post("New title", link="http://www.example.org/a?utm_source=x", summary="S."),
        source_kind="feed",
        source_id="z",
    )
    report = bring(tmp_path, feed, policy=ImportPolicy("feed example.org/feed", rank_of))

    assert report.count(Fate.NEW) == 0
    assert [source.kind for source in only(tmp_path).sources] == ["wordpress", "feed"]
    assert (only(tmp_path).title, only(tmp_path).summary) == ("A title", "S.")


def test_who_knows_more_takes_a_field_over_and_never_gives_it_back(tmp_path: Path) -> None:
    """Two sources of one item do not overwrite each other by turns."""
    workspace(tmp_path)
    feed = ImportPolicy("feed example.org/feed", rank_of)
    bring(tmp_path, post("From the feed", body=""), policy=feed)
    bring(tmp_path, post("From the site"))
    assert only(tmp_path).title == "From the site"

    assert bring(tmp_path, post("From the feed", body=""), policy=feed).count(Fate.UNCHANGED) == 1
    assert bring(tmp_path, post("From the site")).count(Fate.UNCHANGED) == 1
    assert (only(tmp_path).title, only(tmp_path).body) == ("From the site", "Text.")


def test_what_was_written_by_hand_is_never_touched(tmp_path: Path) -> None:
    """A hand-written item with that link is that thing; one that only looks like it is told, and both stay."""
    hand = "---\ntitle: a title!\ndate: 2022-04-29\nlink: https://example.org/a\n---\nOurs.\n"
    workspace(tmp_path, {"content/news/hand.md": hand})
    assert bring(tmp_path, post("Other", link="https://example.org/a")).count(Fate.UNCHANGED) == 1
    assert (tmp_path / "content/news/hand.md").read_text() == hand

    report = bring(tmp_path, post("A title", "b", link="https://example.org/b"))
    assert report.arrivals[0].like == "news/hand"
    assert "it looks like content/news/hand.md" in report.remark_lines()[0]


def test_an_unreadable_file_is_left_as_it_is(tmp_path: Path) -> None:
    """Its twin does not come in beside it; it is a problem until it is mended."""
    workspace(tmp_path)
    bring(tmp_path, post())
    path = tmp_path / only(tmp_path).file
    path.write_text("no fence")
    report = bring(tmp_path, post())

    assert len(report.problems) == 1
    assert path.read_text() == "no fence"


def test_an_event_that_moves_or_is_called_off_is_told(tmp_path: Path) -> None:
    """It follows, and nobody has to find out by themselves."""
    workspace(tmp_path)
    event = ImportItem(
        Kind.EVENT,
        "A meeting",
        "ical",
        "x",
        starts="2022-05-20 10:00",
        ends="11:00",
        timezone="Europe/Paris",
    )
    bring(tmp_path, event, policy=ImportPolicy("ical", rank_of))
    moved = bring(
        tmp_path, replace(event, starts="2022-05-21 10:00"), policy=ImportPolicy("ical", rank_of)
    )
    assert (
        "its source has moved it: 2022-05-20 10:00 before, starts 2022-05-21 10:00 now."
        in moved.remark_lines()[0]
    )

    called_off = bring(
        tmp_path,
        replace(event, starts="2022-05-21 10:00", cancelled=True),
        policy=ImportPolicy("ical", rank_of),
    )
    assert "its source has cancelled it." in called_off.remark_lines()[0]
    assert only(tmp_path).cancelled


def test_days_that_staff_put_right_stay_together(tmp_path: Path) -> None:
    """A start of theirs never gets an end of the source's."""
    workspace(tmp_path)
    event = ImportItem(Kind.EVENT, "A meeting", "ical", "x", starts="2022-05-20", ends="2022-05-21")
    bring(tmp_path, event)
    change(tmp_path, "starts: 2022-05-20", "starts: 2022-05-19")
    report = bring(tmp_path, replace(event, starts="2022-06-20", ends="2022-06-21"))

    one = only(tmp_path)
    assert one.starts
    assert one.ends
    assert (one.starts.text, one.ends.text) == ("2022-05-19", "2022-05-21")
    assert [kept.key for kept in report.arrivals[0].kept] == ["starts"]


def test_consent_was_given_for_one_picture(tmp_path: Path) -> None:
    """When its source changes the picture, what an editor said of the old one does not count for the new one: the old one stays."""
    workspace(tmp_path)
    bring(tmp_path, post(picture=Picture("https://example.org/old.jpg", "Old")))
    change(tmp_path, '  alt: "Old"', '  alt: "Old"\n  consent: yes')
    report = bring(tmp_path, post(picture=Picture("https://example.org/new.jpg", "New")))

    image = only(tmp_path).image
    assert image
    assert image.src == "https://example.org/old.jpg"
    assert [kept.key for kept in report.arrivals[0].kept] == ["image"]


def test_a_consent_that_is_withdrawn_holds_whatever_else_was_changed(tmp_path: Path) -> None:
    """It is told; what an editor finds out later counts again."""
    workspace(tmp_path)
    bring(tmp_path, post(picture=Picture("https://example.org/a.jpg", "A", consent="yes")))
    change(tmp_path, 'alt: "A"', 'alt: "Two speakers"')
    withdrawn = post(picture=Picture("https://example.org/a.jpg", "A", consent="no"))
    report = bring(tmp_path, withdrawn)

    image = only(tmp_path).image
    assert image
    assert (image.consent, image.alt) == (False, "Two speakers")
    assert "do not agree to be shown any more" in report.remark_lines()[0]

    change(tmp_path, "consent: no", "consent: yes")
    assert bring(tmp_path, withdrawn).count(Fate.UNCHANGED) == 1
    image = only(tmp_path).image
    assert image
    assert image.consent


def test_what_becomes_an_event_at_its_source_becomes_one_here(tmp_path: Path) -> None:
    """The file stays where it is and says kind: event; back again the word goes."""
    workspace(tmp_path)
    bring(tmp_path, post())
    bring(tmp_path, replace(post(), kind=Kind.EVENT, starts="2022-05-20"))
    assert (only(tmp_path).kind, only(tmp_path).id) == (Kind.EVENT, "news/2022-04-29-a-title")

    bring(tmp_path, post())
    assert only(tmp_path).kind is Kind.NEWS
    assert "kind" not in only(tmp_path).lines


def test_what_a_source_no_longer_says_is_no_reason_to_delete(tmp_path: Path) -> None:
    """A feed that gives excerpts from now on does not take the text away."""
    workspace(tmp_path)
    bring(tmp_path, post(tags=("one",)))
    bring(tmp_path, post(body="", tags=()))

    assert (only(tmp_path).body, only(tmp_path).tags) == ("Text.", ())


def test_what_is_gone_at_its_source_is_told_and_stays(tmp_path: Path) -> None:
    """Until the editor leaves it out."""
    workspace(tmp_path)
    bring(tmp_path, post())
    assert "does not have it any more" in bring(tmp_path, gone=("a",)).remark_lines()[0]

    change(tmp_path, "first_seen", "leave_out: it was taken back\nfirst_seen")
    assert bring(tmp_path, gone=("a",)).remark_lines() == []


def test_a_damaged_memory_costs_nothing_of_theirs(tmp_path: Path) -> None:
    """What stands in the file counts as theirs then."""
    workspace(tmp_path)
    bring(tmp_path, post())
    (memory,) = (tmp_path / "content/.imported/wordpress").iterdir()
    memory.write_text("{")
    change(tmp_path, "A title", "Our words")
    assert len(read_memories(tmp_path).damaged) == 1
    bring(tmp_path, post("Their words"))

    assert only(tmp_path).title == "Our words"


def test_two_things_of_one_name_get_two_files(tmp_path: Path) -> None:
    """On systems that know no capitals too."""
    workspace(tmp_path)
    bring(tmp_path, post("Report", "1"), post("REPORT", "2"))

    assert [file.id for file in read_pool(tmp_path).files] == [
        "news/2022-04-29-report",
        "news/2022-04-29-report-2",
    ]


def test_two_things_that_share_a_link_are_two(tmp_path: Path) -> None:
    """A page may tell of two things; at every import."""
    workspace(tmp_path)
    both = (
        post("One", "1", link="https://example.org/a"),
        post("Two", "2", link="https://example.org/a"),
    )
    assert bring(tmp_path, *both).count(Fate.NEW) == 2
    assert bring(tmp_path, *both).count(Fate.UNCHANGED) == 2


@pytest.mark.parametrize(
    ("title", "name"),
    [("Plain Title", "plain-title"), ("‘We are’ – x / y: z?", "we-are-x-y-z"), ("Éléonore à São Paulo", "eleonore-a-sao-paulo"),
     ("Новости сети", "новости-сети"), ("أخبار الشبكة", "أخبار-الشبكة"), ("../../etc/passwd", "etc-passwd"), ("???", "untitled"),
     ("CON", "con"), ("a" * 200, "a" * 60), ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word")],
)  # fmt: skip
def test_names_are_safe_and_say_what_it_is(title: str, name: str) -> None:
    """In any script; no dots, no slashes, not too long."""
    assert slug(title) == name


def test_no_file_is_called_what_windows_keeps_for_itself() -> None:
    """An undated item called Con would be a device there."""
    assert free_id(Kind.NEWS, "Con", "", set()) == "news/con-item"
    assert free_id(Kind.NEWS, "Con", "2022-04-29", set()) == "news/2022-04-29-con"


def test_next_months_report_is_another(tmp_path: Path) -> None:
    """Word documents repeat their titles and headings; a section that was written on is still that section."""
    workspace(tmp_path)
    word = ImportPolicy("docx", rank_of)
    march = ImportItem(
        Kind.NEWS,
        "Advocacy",
        "docx",
        "monthly report / advocacy",
        date="2022-03-28",
        body="We met the ministry and spoke of beds.",
    )
    april = replace(
        march, date="2022-04-28", body="A court heard our case in the capital, at last."
    )
    bring(tmp_path, march, policy=word)
    assert bring(tmp_path, april, policy=word).count(Fate.NEW) == 1
    assert (
        bring(tmp_path, replace(april, body=f"{april.body} And more."), policy=word).count(
            Fate.UPDATED
        )
        == 1
    )
    assert (
        bring(tmp_path, replace(march, date="", body=f"{march.body} And food."), policy=word).count(
            Fate.UPDATED
        )
        == 1
    )
    assert len(read_pool(tmp_path).files) == 2


def test_events_that_share_a_room_to_meet_in_are_not_one(tmp_path: Path) -> None:
    """In whatever order they come, and from another source too; the same event from another source is one."""
    workspace(tmp_path)
    calendar, site = ImportPolicy("ical a", rank_of), ImportPolicy("wordpress b", rank_of)
    may = ImportItem(
        Kind.EVENT, "May call", "ical", "1", starts="2022-05-10", link="https://example.org/room"
    )
    june = replace(may, title="June call", source_id="2", starts="2022-06-10")
    bring(tmp_path, may, policy=calendar)
    assert bring(tmp_path, june, may, policy=calendar).count(Fate.NEW) == 1
    assert (
        bring(
            tmp_path,
            replace(
                june, title="July call", source_kind="wordpress", source_id="3", starts="2022-07-10"
            ),
            policy=site,
        ).count(Fate.NEW)
        == 1
    )
    assert (
        bring(
            tmp_path,
            replace(june, source_kind="wordpress", source_id="4", title="The June call"),
            policy=site,
        ).count(Fate.NEW)
        == 0
    )


def test_of_two_named_sources_that_say_the_same_thing_the_first_keeps_its_word(
    tmp_path: Path,
) -> None:
    """They do not take turns; a source that was replaced by another hands over."""
    workspace(tmp_path)
    event = ImportItem(Kind.EVENT, "A meeting", "ical", "1", starts="2022-05-10")
    known = frozenset({"ical a", "ical b"})
    a, b = (ImportPolicy(name, rank_of, known=known) for name in ("ical a", "ical b"))
    bring(tmp_path, event, policy=a)
    for _ in range(2):
        assert (
            bring(tmp_path, replace(event, title="Another name", cancelled=True), policy=b).count(
                Fate.UNCHANGED
            )
            == 1
        )
        assert bring(tmp_path, event, policy=a).count(Fate.UNCHANGED) == 1
    assert not only(tmp_path).cancelled
    moved = ImportPolicy("ical new", rank_of, known=frozenset({"ical new"}))
    assert (
        bring(tmp_path, replace(event, title="Another name"), policy=moved).count(Fate.UPDATED) == 1
    )


def test_who_knows_more_goes_on_watching_a_thing(tmp_path: Path) -> None:
    """A feed that holds the same post does not make the site forget its number."""
    workspace(tmp_path)
    bring(tmp_path, post(number=7))
    bring(tmp_path, post(), policy=ImportPolicy("feed example.org", rank_of))
    (memory,) = read_memories(tmp_path).by_key.values()

    assert (memory.by, memory.number) == ("wordpress example.org", 7)


def test_what_was_deleted_is_counted_also_when_its_source_has_not_changed(tmp_path: Path) -> None:
    """It was not looked at, and is gone from here all the same."""
    workspace(tmp_path)
    bring(tmp_path, post(), post("Other", "b"))
    next((tmp_path / "content/news").glob("*other*")).unlink()
    quiet = SourceContent((), 2, unchanged=2)
    report = reconcile(quiet, pool_view(tmp_path), SITE, TODAY).report

    assert report.adds_up
    assert (report.count(Fate.UNCHANGED), report.skipped, report.deleted) == (
        1,
        {Skip.DELETED: 1},
        ("Other",),
    )


def test_a_date_that_can_be_read_in_two_ways_names_no_file(tmp_path: Path) -> None:
    """And the days of a long series stand a line for each."""
    workspace(tmp_path)
    bring(tmp_path, post(date="04/05/2022", undecided="two ways"))
    assert only(tmp_path).id == "news/a-title"
    days = tuple(f"2022-05-{day:02}" for day in range(1, 13))
    assert '\ndates:\n  - "2022-05-01"\n' in new_text(
        ImportItem(Kind.EVENT, "A series", "ical", "x", dates=days), TODAY
    )
