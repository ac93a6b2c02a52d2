"""Meters, calibrations and series as documents."""

import subprocess
import sys
from datetime import date

import pytest
from pydantic import ValidationError

from tanji.model import document
from tanji.model.meter import Calibration, CalibrationPoint, Meter


def test_a_counter_has_ratio_modulus_and_resolution():
    meter = Meter(id="m", unit="kWh", digits=6, decimals=1, current_ratio=40, voltage_ratio=100)
    assert (meter.ratio, meter.modulus, meter.resolution) == (4000, 1_000_000, 400)
    assert Meter(id="m", unit="kWh").modulus is None


def test_the_standard_uncertainty_of_a_point_is_u_over_k_and_needs_both():
    assert CalibrationPoint(expanded=0.4, k=2, unit="%").standard == 0.2
    assert CalibrationPoint(expanded=0.4, unit="%").standard is None


def test_due_before_performed_and_a_falling_range_are_refused():
    with pytest.raises(ValidationError, match="before it was performed"):
        Calibration(id="c", certificate="c", laboratory="l", performed=date(2024, 2, 1), due=date(2024, 1, 1))
    with pytest.raises(ValidationError, match="ends"):
        Meter(id="m", unit="kWh", low=5, high=5)


def test_a_document_whose_module_nobody_has_loaded_yet_is_read(tmp_path):
    (tmp_path / "m.json").write_bytes(document.write(Meter(id="m", unit="kWh")))
    program = (
        "import sys; from pathlib import Path; from tanji.model import document;"
        " print(document.read(Path(sys.argv[1]).read_bytes()).unit)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "m.json")], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "kWh"
