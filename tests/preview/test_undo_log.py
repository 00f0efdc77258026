"""What was done can be undone, also after a crash and beside other people's changes."""

from pathlib import Path

import pytest

from newsletter.errors import NewsletterError
from newsletter.preview.desk.undo_log import UndoLog
from newsletter.preview.desk.undo_step import FileChange, Step
from newsletter.workspace.content.import_memory import ImportMemory, memory_text
from newsletter.workspace.files.safe_io import ChangedMeanwhile, write_whole


def done(
    folder: Path,
    history: UndoLog,
    name: str,
    before: str | None,
    after: str | None,
    field: str = "",
    at: float = 0,
) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if after is None:
        path.unlink()
    else:
        path.write_text(after, "utf-8")
    history.record(Step(f"changed {name}", (FileChange(name, before, after),), field, at))


def test_steps_are_undone_and_done_again_also_by_a_new_start(tmp_path: Path) -> None:
    """The history is on disk, and hidden from git."""
    history = UndoLog(tmp_path)
    done(tmp_path, history, "content/a.md", None, "one\n")
    done(tmp_path, history, "content/a.md", "one\n", "two\n")
    again = UndoLog(tmp_path)
    assert again.undo().step.label == "changed content/a.md"
    assert (tmp_path / "content/a.md").read_text() == "one\n"
    again.undo()
    assert not (tmp_path / "content/a.md").exists()
    third = UndoLog(tmp_path)
    third.redo()
    third.redo()
    assert (tmp_path / "content/a.md").read_text() == "two\n"
    assert (tmp_path / ".newsletter/.gitignore").read_text() == "*\n"
    with pytest.raises(NewsletterError, match="nothing to do again"):
        third.redo()


def test_what_others_changed_elsewhere_in_the_file_stays(tmp_path: Path) -> None:
    """Undo is merged into the file as it is now; in the same place it refuses."""
    history = UndoLog(tmp_path)
    done(tmp_path, history, "content/a.md", "a\nb\nc\n", "A\nb\nc\n")
    (tmp_path / "content/a.md").write_text("A\nb\nC\n")
    history.undo()
    assert (tmp_path / "content/a.md").read_text() == "a\nb\nC\n"
    history.redo()
    (tmp_path / "content/a.md").write_text("other\nb\nC\n")
    with pytest.raises(NewsletterError, match="was changed in the same place since"):
        history.undo()
    assert (tmp_path / "content/a.md").read_text() == "other\nb\nC\n"


def test_what_cannot_be_undone_does_not_stand_before_what_was_done_earlier(tmp_path: Path) -> None:
    """It is said once, and passed over; also after a restart."""
    history = UndoLog(tmp_path)
    done(tmp_path, history, "content/a.md", "a\n", "A\n")
    done(tmp_path, history, "content/b.md", "b\n", "B\n")
    (tmp_path / "content/b.md").write_text("other\n")
    with pytest.raises(NewsletterError, match="the button goes on with what was done before"):
        history.undo()
    again = UndoLog(tmp_path)
    assert again.undo().step.label == "changed content/a.md"
    assert (tmp_path / "content/a.md").read_text() == "a\n"
    assert (tmp_path / "content/b.md").read_text() == "other\n"


def test_of_a_step_of_many_files_what_can_be_undone_is(tmp_path: Path) -> None:
    """What an editor has worked on since stays, and what is remembered of it; the rest can be done again, also after a restart."""
    memory = memory_text(ImportMemory("feed", "x", "a", "feed"))
    after = {
        "content/a.md": "new\n",
        "content/b.md": "new\n",
        "content/.imported/feed/x.json": memory,
    }
    for name, text in after.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    UndoLog(tmp_path).record(
        Step("brought in", tuple(FileChange(name, None, text) for name, text in after.items()))
    )
    (tmp_path / "content/a.md").write_text("an editor's\n")

    turned = UndoLog(tmp_path).undo()
    assert turned.stayed == ("content/a.md",)
    there = {name for name in after if (tmp_path / name).exists()}
    assert there == {"content/a.md", "content/.imported/feed/x.json"}
    UndoLog(tmp_path).redo()
    assert (tmp_path / "content/a.md").read_text() == "an editor's\n"
    assert (tmp_path / "content/b.md").read_text() == "new\n"


def test_writing_on_in_a_field_is_one_step(tmp_path: Path) -> None:
    """Within a minute, and with nothing in between."""
    history = UndoLog(tmp_path)
    done(tmp_path, history, "content/a.md", "", "x\n", "subject", 0)
    done(tmp_path, history, "content/a.md", "x\n", "xy\n", "subject", 30)
    done(tmp_path, history, "content/a.md", "xy\n", "xyz\n", "subject", 200)
    assert len(history.done) == len(UndoLog(tmp_path).done) == 2
    history.undo()
    history.undo()
    assert (tmp_path / "content/a.md").read_text() == ""


def test_a_line_that_a_crash_cut_short_costs_only_itself(tmp_path: Path) -> None:
    """What was noted before and after it can be undone."""
    history = UndoLog(tmp_path)
    done(tmp_path, history, "content/a.md", "", "one\n")
    file = tmp_path / ".newsletter/history.jsonl"
    file.write_text(file.read_text() + '{"do": {"label": "cut sho')
    again = UndoLog(tmp_path)
    done(tmp_path, again, "content/b.md", None, "two\n")
    assert [step.label for step in UndoLog(tmp_path).done] == [
        "changed content/a.md",
        "changed content/b.md",
    ]


def test_a_history_that_leads_out_of_the_workspace_is_passed_over(tmp_path: Path) -> None:
    """A file that somebody else may have written names no place outside."""
    file = tmp_path / ".newsletter/history.jsonl"
    file.parent.mkdir()
    for name in ("../x", "/etc/x", "a/../../x", "..\\x"):
        change = f'{{"name": {name!r}, "before": null, "after": "x"}}'.replace("'", '"').replace(
            "..\\x", "..\\\\x"
        )
        file.write_text(
            f'{{"do": {{"label": "l", "changes": [{change}], "field": "", "at": 0}}}}\n'
        )
        assert UndoLog(tmp_path).done == []


def test_only_what_was_read_is_overwritten(tmp_path: Path) -> None:
    """When a file is not as it was read, nothing is written at all."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("changed")
    with pytest.raises(ChangedMeanwhile):
        write_whole({one: b"new", two: b"new"}, {one: b"1", two: b"2"})
    assert (one.read_text(), two.read_text()) == ("1", "changed")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
