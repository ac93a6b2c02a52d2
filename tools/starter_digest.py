"""Write down the digest of the starter release, after its tables have changed on purpose.

    .venv/bin/python tools/starter_digest.py

Raise `src/tanji/starter/data/version.txt` first where a version with other content has been given out.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tanji.background.shelf import Shelf
from tanji.starter.release import starter

DIGEST = Path(__file__).parents[1] / "src" / "tanji" / "starter" / "data" / "digest.txt"


def main() -> None:
    """Build the release on an empty shelf and keep its digest."""
    with tempfile.TemporaryDirectory() as folder:
        digest = starter(Shelf(Path(folder))).ref.digest
    DIGEST.write_text(f"{digest}\n", encoding="utf-8")
    print(digest)


if __name__ == "__main__":
    main()
