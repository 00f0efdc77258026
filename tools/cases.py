"""Writes what the importers find in their case files: ``python tools/cases.py [KIND]``.

Read the difference before you commit it.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from sourcing import read, told  # noqa: E402  (the tests' own way of telling what was found)

from newsletter.core.model.source_kinds import SOURCE_KINDS  # noqa: E402
from newsletter.sources.base.import_item import check_counts  # noqa: E402


def main(wanted: str) -> None:
    """Write the expectations of one kind of source, or of all."""
    for kind, importer in SOURCE_KINDS.items():
        if importer.whole_site or kind == "listing" or wanted not in ("", kind):
            continue
        for path in sorted((ROOT / "tests/sources/cases" / kind).iterdir()):
            if not path.name.endswith(".expected.txt"):
                found = told(check_counts(read(kind, path.read_bytes(), name=path.name)))
                path.with_name(f"{path.stem}.expected.txt").write_text(found, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
