"""Carry the selected figures over from the UK Government flat file in ../shared/data/defra.

    .venv/bin/python tools/starter_from_defra.py

Which factor of the file stands for which exchange of which process is written in `tools/starter/defra_selection.csv`
(by the id that the file gives each factor); the names, units and notes of the processes in
`src/tanji/starter/data/processes_defra.csv`. This writes the values with their rows into `emissions_defra.csv`, and
the figures with radiative forcing, which stay notes, into `radiative_forcing.csv`.
"""

from __future__ import annotations

import csv
from pathlib import Path

from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "tanji" / "starter" / "data"
SELECTION = ROOT / "tools" / "starter"
FILE = ROOT.parent / "shared" / "data" / "defra" / "defra_2025_flat.xlsx"
SHEET = "Factors by Category"
HEADER_ROW = 6


def main() -> None:
    """Write both tables."""
    factors = _factors()
    columns = ("process", "gas", "published", "gwp", "mass", "place", "ref")
    _write("emissions_defra.csv", columns, [_emission(row, factors) for row in _read("defra_selection.csv")])
    _write(
        "radiative_forcing.csv",
        ("process", "published", "place", "ref"),
        [
            (row["process"], *factors[row["defra_id"]], row["defra_id"])
            for row in _read("defra_with_radiative_forcing.csv")
        ],
    )


def _emission(row: dict[str, str], factors: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    published, place = factors[row["defra_id"]] if row["defra_id"] else ("", "")
    return row["process"], row["gas"], published, row["gwp"], row["mass"], place, row["defra_id"]


def _factors() -> dict[str, tuple[str, str]]:
    """Every factor of the file by its id: the value as printed, and its place."""
    sheet = CalamineWorkbook.from_path(FILE).get_sheet_by_name(SHEET)
    found = {}
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        if number > HEADER_ROW and isinstance(cells[9], float):
            found[str(cells[0])] = (f"{cells[9]!r}", f"{SHEET}, row {number}")
    return found


def _read(name: str) -> list[dict[str, str]]:
    with (SELECTION / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
