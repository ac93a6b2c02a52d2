"""Write docs/reference from the code: schemas of documents, codes of errors, commands.

With --check nothing is written, and a page that is out of date fails.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.reference.codes import errors_page  # noqa: E402
from tools.reference.commands import commands_page  # noqa: E402
from tools.reference.schemas import schema_pages  # noqa: E402

FOLDER = ROOT / "docs" / "reference"


def pages() -> dict[str, str]:
    """Every generated page by its name in docs/reference."""
    return {**schema_pages(), "errors.md": errors_page(), "cli.md": commands_page()}


def main(check: bool) -> int:
    """Write the pages, or say which are out of date."""
    made = pages()
    old = [name for name, text in made.items() if not _says(FOLDER / name, text)]
    gone = [path for path in (FOLDER / "schemas").glob("*.json") if f"schemas/{path.name}" not in made]
    if check:
        for name in [*old, *(path.name for path in gone)]:
            print(f"out of date: docs/reference/{name}; run `make docs`")
        return 1 if old or gone else 0
    for name in old:
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(made[name], encoding="utf-8")
    for path in gone:
        path.unlink()
    print(f"{len(made)} pages, {len(old)} written anew, {len(gone)} removed")
    return 0


def _says(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
