"""`tanji units` and `tanji methods`: what may be used."""

import pytest
from tests.cli.shell import tanji


def test_a_unit_is_found_by_any_of_its_spellings(tmp_path):
    found = tanji("units", "度", "--json", cwd=tmp_path).json
    assert [unit["unit"] for unit in found] == ["kWh"]
    assert "energy_electricity" in found[0]["kinds"]


def test_units_are_found_by_what_they_measure(tmp_path):
    found = tanji("units", "货物周转", "--json", cwd=tmp_path).json
    assert {"t.km"} <= {unit["unit"] for unit in found}


def test_nothing_found_is_said(tmp_path):
    assert '"xyzzy"' in tanji("units", "xyzzy", cwd=tmp_path).out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_units_fit_into_80_columns(language, tmp_path):
    from tanji.reports.figures import wide

    out = tanji("units", "--lang", language, cwd=tmp_path, COLUMNS="80").out
    assert [line for line in out.splitlines() if wide(line) > 80] == []


def test_every_method_is_listed_with_its_digest(tmp_path):
    listed = tanji("methods", "--json", cwd=tmp_path).json
    assert {"ar4-gwp20", "ar5-gwp100", "ar6-gwp100", "ar6-gwp500"} <= {method["id"] for method in listed}
    assert [method["id"] for method in listed if method["default"]] == ["ar6-gwp100"]
    assert all(method["digest"].startswith("sha256:") for method in listed)
