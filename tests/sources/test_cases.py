"""Every importer against its case folder: a file as its source writes it, and beside it what must be found in it."""

from pathlib import Path

import pytest
from sourcing import read, told

from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.sources.base.import_item import check_counts
from newsletter.sources.base.registry import load_reader

CASES = Path(__file__).parent / "cases"
REPOSITORY = Path(__file__).parents[2]
FILES = sorted(
    path
    for kind, importer in SOURCE_KINDS.items()
    if not importer.whole_site and kind != "listing"
    for path in (CASES / kind).iterdir()
    if not path.name.endswith(".expected.txt")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_gives_what_stands_beside_it(path: Path) -> None:
    """Nothing more, nothing less, and the numbers add up."""
    gathered = check_counts(read(path.parent.name, path.read_bytes(), name=path.name))

    assert told(gathered) == path.with_name(f"{path.stem}.expected.txt").read_text("utf-8")


def test_every_importer_has_its_cases_its_page_and_its_word() -> None:
    """One table, and nothing beside it."""
    for kind, importer in SOURCE_KINDS.items():
        assert list((CASES / kind).glob("*.expected.txt")), kind
        assert (REPOSITORY / f"docs/sources/{kind}.md").is_file(), kind
        assert callable(load_reader(importer))
