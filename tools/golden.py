"""Writes the golden files of exports: ``tests/mailing/golden/<tool>-<editor>/``.

Read the difference before you commit it.
"""

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "mailing")]

if __name__ == "__main__":
    from golden_files import FOLDER, WANTED, made

    for tool, editor in WANTED:
        place = FOLDER / f"{tool}-{editor}"
        place.mkdir(parents=True, exist_ok=True)
        for name, data in made(tool, editor).items():
            (place / name).write_bytes(data)
