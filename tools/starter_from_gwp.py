"""Write the table of global warming potentials anew from the transcription in ../shared/data/gwp.

    .venv/bin/python tools/starter_from_gwp.py

Which gas of the transcription is which of ours stands in `gases.csv`; the split of methane by origin in
`gwp_split.csv`. A value is `verified` where two independent transcriptions of the report agree: lciafmt (read here)
and the PyPI package globalwarmingpotentials; what only one of them has is `unverified`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import globalwarmingpotentials

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "tanji" / "starter" / "data"
TRANSCRIPTION = ROOT.parent / "shared" / "data" / "gwp" / "IPCC_GWP_values.csv"
HORIZONS = {"AR4": (20, 100, 500), "AR5": (20, 100), "AR6": (20, 100, 500)}
SOURCES = {"AR4": "ipcc-ar4-wg1", "AR5": "ipcc-ar5-wg1", "AR6": "ipcc-ar6-wg1"}
PLACES = {"AR4": "chapter 2, table 2.14", "AR5": "chapter 8, table 8.A.1", "AR6": "chapter 7 supplement, table 7.SM.7"}
CONVENTIONS = {
    "carbon-dioxide-biogenic": ("1", "biogenic CO2 counts 1 on its own line"),
    "carbon-dioxide-uptake": ("-1", "CO2 taken up from air counts -1 on its own line"),
    "carbon-dioxide-land-use": ("1", "CO2 of land-use change counts 1 on its own line"),
    "co2e-unsplit": ("1", "CO2e that a source publishes without its gases is carried over with the source's own GWP"),
}
COLUMNS = ("gas", "cas", "report", "horizon", "value", "source", "place", "status")


def main() -> None:
    """Write gwp.csv: every gas, report and horizon that has a value; what is missing has no row."""
    gases = _read(DATA / "gases.csv")
    split = {(row["gas"], row["report"], row["horizon"]): row for row in _read(DATA / "gwp_split.csv")}
    values = {(row["AR"], _key(row), row["Parameter"][3:]): row["Value"] for row in _read(TRANSCRIPTION)}
    tables = split | {"values": values}
    rows = [
        (gas["gas"], gas["cas"], report, horizon, *row)
        for gas in gases
        for report, horizons in HORIZONS.items()
        for horizon in horizons
        if (row := _row(gas, report, str(horizon), tables))
    ]
    with (DATA / "gwp.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def _row(gas: dict[str, str], report: str, horizon: str, tables: dict) -> tuple[str, str, str, str] | None:
    if gas["gas"] in CONVENTIONS:
        value, place = CONVENTIONS[gas["gas"]]
        return value, "iso-14067-2018", place, "unverified"
    if given := tables.get((gas["gas"], report, horizon)):
        return given["value"], SOURCES[report], given["place"], given["status"]
    value = tables["values"].get((report, gas[report.lower()], horizon)) if gas[report.lower()] else None
    if value is None or value == "(no data)":
        return None
    return value, SOURCES[report], f"{PLACES[report]}, {gas[report.lower()]}", _status(gas, report, horizon, value)


def _status(gas: dict[str, str], report: str, horizon: str, value: str) -> str:
    if gas["gas"] == "carbon-dioxide-fossil":
        return "verified"
    other = globalwarmingpotentials.data.get(f"{report}GWP{horizon}", {}).get(gas["species"])
    return "verified" if other is not None and float(value) == other else "unverified"


def _key(row: dict[str, str]) -> str:
    return row["CAS"] if row["AR"] == "AR6" and row["CAS"] else row["Name"]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
