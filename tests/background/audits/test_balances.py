import pytest
from tests.background.audits.subjects import said, subject
from tests.background.packages import gives, process, takes

from tanji.background.audits import balances
from tanji.background.audits.thresholds import fuel

COAL_CARBON = 25.8 * 25.8 / 1000  # kg C per kg: MJ/kg x kg C/GJ


def test_a_process_that_gives_more_mass_than_it_takes_is_remarked(tmp_path):
    good = process("good", gives("steel", 1), takes("ore", 1.5), takes("water", 900))
    bad = process("bad", gives("steel", 1), takes("ore", 0.0015))
    checked = balances.masses(subject(tmp_path, good, bad))
    assert said(checked) == [("AUD-101", "bad")]
    assert "667 times" in checked.findings[0].message.en
    assert checked.skipped == 0


def test_carbon_dioxide_counts_as_its_carbon(tmp_path):
    # 1 kg steel of 1.1 kg ore and 0.9 kg coal gives 3 kg CO2: 0.82 kg carbon.
    mill = process("mill", gives("steel", 1), takes("ore", 1.1), takes("coal", 0.9), gives("co2", 3))
    assert said(balances.masses(subject(tmp_path, mill))) == []


def test_masses_are_not_judged_where_material_goes_in_by_volume_or_nothing_goes_in(tmp_path):
    volume = process("volume", gives("steel", 1), takes("gas", 5, "m3"), takes("ore", 0.001))
    nothing = process("nothing", gives("ore", 1), gives("co2", 1))
    checked = balances.masses(subject(tmp_path, volume, nothing))
    assert (said(checked), checked.skipped) == ([], 2)


def test_no_process_gives_more_energy_than_its_fuels_hold(tmp_path):
    good = process("good", gives("heat", 20, "MJ"), takes("coal", 1))
    bad = process("bad", gives("power", 10, "kWh"), takes("coal", 1))
    checked = balances.energies(subject(tmp_path, good, bad))
    assert said(checked) == [("AUD-102", "bad")]
    assert "36 MJ" in checked.findings[0].message.en
    assert "25.8 MJ" in checked.findings[0].message.en


def test_energy_is_not_judged_where_other_material_outweighs_the_fuels(tmp_path):
    wood = process("wood", gives("heat", 20, "MJ"), takes("coal", 0.1), takes("ore", 2))
    assert balances.energies(subject(tmp_path, wood)).skipped == 1


@pytest.mark.parametrize(("share", "found"), [(1.0, False), (1.55, False), (1.7, True), (0.55, False), (0.45, True)])
def test_carbon_emitted_is_that_of_the_fuels_burned(tmp_path, share, found):
    emitted = share * COAL_CARBON * 44.009 / 12.011
    boiler = process("boiler", gives("burning", 1), takes("coal", 1), gives("co2", emitted))
    checked = balances.carbons(subject(tmp_path, boiler))
    assert said(checked) == ([("AUD-103", "boiler")] if found else [])
    assert checked.skipped == 0


def test_carbon_is_judged_of_burning_only(tmp_path):
    mill = process("mill", gives("steel", 1), takes("coal", 1), gives("co2", 9))
    assert balances.carbons(subject(tmp_path, mill)).skipped == 1


def test_gas_by_volume_is_weighed_by_its_density():
    gas = fuel("天然气")
    assert gas.energy * gas.density == pytest.approx(34.6, abs=0.1)
    assert fuel("Natural gas, combusted in industrial boiler") is None
