"""What the page says after an import, and what the command line says of the same."""

import pytest

from newsletter.core.model.item import Kind
from newsletter.preview.views.import_results import view_result
from newsletter.sources.base.import_item import ImportItem
from newsletter.sources.merging.field_merge import DisputedField
from newsletter.sources.merging.import_report import Arrival, Fate, Gone, Report


def imported(title: str, **fields: str) -> ImportItem:
    return ImportItem(kind=Kind.NEWS, title=title, source_kind="csv", source_id="1", **fields)  # type: ignore[arg-type]


KEPT = Arrival(
    imported("A report"),
    "news/a",
    Fate.UPDATED,
    changed=("link",),
    kept=(DisputedField("summary", "Their words."),),
)
ALIKE = Arrival(imported("A twin"), "news/twin", Fate.NEW, like="news/a")
MOVED = Arrival(
    imported("A talk"),
    "events/talk",
    Fate.UPDATED,
    alarm="its source has cancelled it.",
    announced_in="2022-03-march-april",
)


@pytest.mark.parametrize(
    ("report", "on_page", "in_terminal"),
    [
        (
            Report("x", arrivals=(KEPT,)),
            ("A report", "You and its source both changed “Summary”. Yours stays. The source says: Their words."),
            "content/news/a.md: you and its source both changed summary; yours stays. The source says: Their words.",
        ),
        (
            Report("x", arrivals=(ALIKE,)),
            ("A twin", "It looks like ‘A report’. If they are the same, leave one of them out of every issue."),
            "content/news/twin.md: it looks like content/news/a.md. If they are one thing, delete one of the two files.",
        ),
        (
            Report("x", arrivals=(MOVED,)),
            ("A talk", "Its source has cancelled it. Members know it from the issue of March – April 2022. "
             "Open that issue and send a correction."),
            "content/events/talk.md: its source has cancelled it. Members know it from 2022-03-march-april: "
            "correct that issue (newsletter correct).",
        ),
        (
            Report("x", gone=(Gone("news/a", "A report"),)),
            ("A report", "Its source does not have it any more. It stays here. If members should not get it, "
             "leave it out of every issue."),
            "content/news/a.md: its source does not have it any more. It stays here; if it should not go out, "
            "write leave_out: and why in its file.",
        ),
        (
            Report("x", deleted=("One", "Two")),
            ("", "You deleted ‘One’ and ‘Two’ here, so they are not imported again."),
            "you deleted ‘One’ and ‘Two’ here, so they are not imported again; use --restore to import them.",
        ),
        (
            Report("x", held=1, problems=("row 3 has no title",)),
            ("", "Not imported: row 3 has no title."),
            "not imported: row 3 has no title",
        ),
    ],
)  # fmt: skip
def test_the_page_names_titles_and_labels_and_the_command_line_files_and_keys(
    report: Report, on_page: tuple[str, str], in_terminal: str
) -> None:
    """The same remark in the words of each; nothing translates one into the other."""
    (line,) = view_result(report, {"news/a": "A report"}).remarks
    assert (line.title, line.text) == on_page
    assert report.remark_lines() == [in_terminal]


def test_a_remark_for_programs_has_a_code_and_its_item() -> None:
    """So that a program need not read sentences."""
    (remark,) = Report("x", arrivals=(KEPT,)).as_values()["remarks"]
    assert (remark["code"], remark["item"], remark["field"]) == (
        "changed-on-both-sides",
        "news/a",
        "summary",
    )


def test_what_was_updated_is_named_as_the_form_names_it() -> None:
    """The labels of the fields, not their keys."""
    (line,) = view_result(Report("x", arrivals=(KEPT,)), {}).arrived
    assert (line.title, line.text) == ("A report", "updated: address to read on")
