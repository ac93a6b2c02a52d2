"""Every global warming potential against the two public transcriptions of the IPCC's tables."""

import csv

import globalwarmingpotentials
import pytest

from tanji.starter.methods import gases, methods
from tanji.starter.tables import rows

SPLIT = {(row["gas"], row["report"], row["horizon"]) for row in rows("gwp_split.csv")}
HAND_MADE = {"carbon-dioxide-biogenic", "carbon-dioxide-uptake", "carbon-dioxide-land-use", "co2e-unsplit"}


@pytest.fixture(scope="module")
def transcription(shared_data):
    """The values of lciafmt by report, name (CAS for AR6) and horizon."""
    with (shared_data / "gwp" / "IPCC_GWP_values.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["AR"], row["CAS"] if row["AR"] == "AR6" and row["CAS"] else row["Name"], row["Parameter"][3:]): row
            for row in csv.DictReader(file)
        }


def test_every_value_is_the_transcribed_one(transcription):
    compared = 0
    for row in rows("gwp.csv"):
        if row["gas"] in HAND_MADE or (row["gas"], row["report"], row["horizon"]) in SPLIT:
            continue
        name = gases()[row["gas"]][row["report"].lower()]
        assert float(row["value"]) == float(transcription[row["report"], name, row["horizon"]]["Value"]), row
        compared += 1
    assert compared > 1200


def test_every_gas_of_the_transcription_is_taken_or_left_out_with_a_reason(transcription):
    taken = {(report.upper(), row[report]) for row in gases().values() for report in ("ar4", "ar5", "ar6")}
    left_out = {(row["report"], row["name"]) for row in rows("gwp_left_out.csv") if row["reason"]}
    missing = {(report, name) for report, name, _ in transcription} - taken - left_out
    assert not missing


def test_cas_numbers_and_formulas_are_those_of_ar6(transcription):
    by_cas = {row["CAS"]: row for (report, _, _), row in transcription.items() if report == "AR6" and row["CAS"]}
    listed = [row for row in gases().values() if row["ar6"] == row["cas"]]
    assert len(listed) > 200
    assert all(by_cas[row["cas"]]["Formula"] == row["formula"] for row in listed if row["cas"])


def test_the_package_agrees_except_where_the_reason_is_written_down():
    exceptions = {(row["gas"], row["report"], row["horizon"]) for row in rows("gwp_exceptions.csv") if row["reason"]}
    found = set()
    compared = 0
    for row in rows("gwp.csv"):
        table = globalwarmingpotentials.data.get(f"{row['report']}GWP{row['horizon']}", {})
        other = table.get(gases()[row["gas"]]["species"])
        if other is None:
            continue
        compared += 1
        if float(row["value"]) != other:
            found.add((row["gas"], row["report"], row["horizon"]))
    assert compared > 400
    assert found == exceptions


def test_every_gas_of_the_package_has_a_gas_here():
    known = {row["species"] for row in gases().values()}
    names = {name for key in ("AR4GWP100", "AR5GWP100", "AR6GWP100") for name in globalwarmingpotentials.data[key]}
    assert not names - known


def test_a_verified_value_has_a_second_witness():
    for made in methods().values():
        table = globalwarmingpotentials.data.get(f"{made.report}GWP{made.horizon}", {})
        for factor in made.factors:
            if factor.status != "verified" or factor.gas == "carbon-dioxide-fossil":
                continue
            split = (factor.gas, made.report, str(made.horizon)) in SPLIT
            assert split or table[gases()[factor.gas]["species"]] == factor.value, (made.id, factor.gas)
