import csv
from importlib.resources import files

import pytest
from tests.background.packages import CO2, elementary, gives, method, package, process, product, publish_here, takes

from tanji.background.characterise import emission, gas_of, gas_score, known, medium
from tanji.model.method import Indicator
from tanji.model.process import Direction


def _gas(name, compartment=("air",), direction=Direction.output, **more):
    return emission(elementary("x", name, compartment, **more), direction)


@pytest.mark.parametrize(
    ("name", "gas"),
    [
        ("Carbon dioxide", "carbon-dioxide-fossil"),
        ("Carbon dioxide, fossil ", "carbon-dioxide-fossil"),
        ("CARBON DIOXIDE,  FOSSIL", "carbon-dioxide-fossil"),
        ("二氧化碳（生物源）", "carbon-dioxide-biogenic"),
        ("Carbon dioxide, biogenic", "carbon-dioxide-biogenic"),
        ("Carbon dioxide, land transformation", "carbon-dioxide-land-use"),
        ("Methane", "methane-fossil"),
        ("Methane, fossil", "methane-fossil"),
        ("Methane, biogenic", "methane-biogenic"),
        ("Dinitrogen monoxide", "nitrous-oxide"),
        ("Nitrous oxide", "nitrous-oxide"),
        ("Sulfur hexafluoride", "sulfur-hexafluoride"),
        ("Methane, tetrafluoro-, CFC-14", "pfc-14"),
        ("Methane, tetrafluoro-, FC-14", "pfc-14"),
        ("Ethane, hexafluoro-, HFC-116", "pfc-116"),
        ("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", "hfc-134a"),
        ("Methane, difluromonochloro-, HCFC-22", "hcfc-22"),
        ("Methane, bromotrifluoro-, Halon 1301", "halon-1301"),
        ("R134a", "hfc-134a"),
        ("Carbon monoxide", None),
        ("Methane, chloro-fluoro-unheard-of", None),
        ("Hydrocarbons (other than methane)", None),
    ],
)
def test_a_gas_is_known_by_its_name(name, gas):
    assert _gas(name).gas == gas


def test_a_gas_is_known_by_its_cas_number_with_leading_zeros():
    assert _gas("Something", cas="000811-97-2").gas == "hfc-134a"
    assert _gas("Something", cas="000124-38-9").gas == "carbon-dioxide-fossil"


def test_of_one_substance_the_name_says_where_its_carbon_comes_from():
    assert _gas("Carbon dioxide, biogenic", cas="124-38-9").gas == "carbon-dioxide-biogenic"
    assert _gas("Methane, biogenic", cas="000074-82-8").gas == "methane-biogenic"


def test_the_cas_number_goes_before_the_name_of_another_substance_and_says_so():
    flow = elementary("x", "Nitrous oxide", cas="75-46-7")
    assert known(flow) == ("hfc-23", "cas", "nitrous-oxide")
    assert known(elementary("x", "Nitrous oxide", cas="0000-00-0")) == ("nitrous-oxide", "name", None)


def test_the_id_of_a_published_list_goes_before_both():
    # EF 3.1: 08a91e70-3ddc-11dd-9c14-0050c2490048 is fossil carbon dioxide.
    flow = elementary("08a91e70-3ddc-11dd-9c14-0050c2490048", "Something", cas="74-82-8")
    assert known(flow) == ("carbon-dioxide-fossil", "id", None)
    named = elementary("08a91e70-3ddc-11dd-9c14-0050c2490048", "Methane, fossil")
    assert known(named) == ("carbon-dioxide-fossil", "id", "methane-fossil")


def test_every_id_of_a_published_list_is_a_gas_with_a_factor_and_a_source():
    rows = list(csv.DictReader((files("tanji.background") / "data" / "gas_ids.csv").read_text("utf-8").splitlines()))
    assert len(rows) == len({row["id"] for row in rows}) > 1000
    gases = {row["gas"] for row in csv.DictReader(_table("gas_flows.csv"))}
    for row in rows:
        assert row["gas"] in gases, row
        assert row["source"], row
        named = gas_of(elementary("x", row["name"]))
        assert named is None or named == row["gas"], row


def _table(name):
    return (files("tanji.background") / "data" / name).read_text("utf-8").splitlines()


def test_emissions_to_air_or_to_nowhere_stated_count():
    for compartment in (("air", "unspecified"), (), ("Elementary flows", "Emission to air", "x"), ("大气",)):
        assert _gas("Methane", compartment).gas == "methane-fossil", compartment


@pytest.mark.parametrize("compartment", [("water", "river"), ("soil",), ("final-waste-flow",)])
def test_a_gas_to_another_medium_has_no_factor_and_is_not_forgotten(compartment):
    found = _gas("Carbon dioxide, fossil", compartment)
    assert (found.gas, found.other_medium) == (None, True)


def test_co2_from_the_air_is_an_uptake():
    assert _gas("Carbon dioxide, in air", ("resource", "in air"), Direction.input)[:2] == ("carbon-dioxide-uptake", 1)
    assert _gas("Carbon dioxide", ("resource", "in air"), Direction.input)[:2] == ("carbon-dioxide-uptake", 1)
    assert _gas("Carbon dioxide, in air", ("resource",), Direction.output)[:2] == ("carbon-dioxide-uptake", -1)


def test_methane_in_the_ground_is_no_emission():
    assert _gas("Methane", ("resource", "in ground"), Direction.input).gas is None


def test_an_emission_taken_back_counts_against_it():
    assert _gas("Carbon dioxide, biogenic", ("air",), Direction.input)[:2] == ("carbon-dioxide-biogenic", -1)


def test_the_widest_part_that_names_a_medium_decides():
    assert medium(("water", "air")) == "water"
    assert medium(("Crop Production", "Oilseed Farming")) == "unstated"


def test_each_gas_counts_on_its_lines():
    def on(gas, **more):
        return {line.value for line in gas_score(gas, method(), **more)}

    assert on("carbon-dioxide-fossil") == {"total", "fossil", "co2"}
    assert on("carbon-dioxide-biogenic") == {"biogenic_emissions", "biogenic_co2"}
    assert on("carbon-dioxide-uptake") == {"biogenic_removals"}
    assert on("carbon-dioxide-land-use") == {"total", "land_use", "co2"}
    assert on("methane-biogenic") == {"total", "biogenic_emissions", "ch4"}
    assert on("hfc-134a") == {"total", "fossil", "fluorinated"}
    assert on("co2e-unsplit") == {"total", "fossil", "unsplit"}
    assert on("nitrous-oxide", aircraft=True) == {"total", "fossil", "n2o", "aircraft"}
    assert gas_score("hfc-32", method()) is None


def test_removals_are_negative_and_not_in_the_total(tmp_path):
    air = elementary("air", "Carbon dioxide, in air", ("resource", "in air"))
    bio = elementary("bio", "Methane, biogenic")
    made = package(
        [product("wood"), air, bio, CO2],
        [process("forest", gives("wood", 1), takes("air", 1.8), gives("bio", 0.01), gives("co2", 0.1))],
    )
    score = publish_here(tmp_path, made).opened.score("forest", method())
    assert (score.biogenic_removals, score.biogenic_co2) == (-1.8, 0)
    assert score.total == pytest.approx(0.1 + 0.28, rel=1e-15)
    assert score.total == pytest.approx(score.fossil + score.land_use + score.biogenic_emissions - score.biogenic_co2)


def test_emissions_of_aircraft_have_a_line_of_their_own(tmp_path):
    made = package(
        [product("flight", "t.km"), product("kerosene"), CO2],
        [
            process("jet", gives("flight", 1, "t.km"), takes("kerosene", 0.2), gives("co2", 0.6), aircraft=True),
            process("refinery", gives("kerosene", 1), gives("co2", 0.5)),
        ],
    )
    opened = publish_here(tmp_path, made).opened
    score = opened.score("jet", method())
    assert score.total == pytest.approx(0.7, rel=1e-15)
    assert score.aircraft == 0.6
    assert score.fossil == score.total
    assert opened.table("elementary")["id"].to_list() == ["co2", "co2|aircraft"]


def test_emissions_in_other_units_of_mass_are_converted(tmp_path):
    grams = elementary("g", "Methane, fossil", unit="g")
    made = package([product("gas"), grams], [process("well", gives("gas", 1), gives("g", 1, "kg"))])
    assert publish_here(tmp_path, made).opened.score("well", method()).ch4 == pytest.approx(30, rel=1e-15)


def test_every_rule_names_a_gas_of_the_methods_and_says_where_it_comes_from():
    from tanji.starter.methods import gases

    text = (files("tanji.background") / "data" / "gas_flows.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert not [row for row in rows if row["gas"] not in gases()]
    assert not [row for row in rows if not row["source"].strip()]
    assert {row["match"] for row in rows} == {"name", "code", "cas"}
    assert len({(row["match"], row["value"]) for row in rows}) == len(rows)


def test_every_gas_of_the_methods_is_found_by_its_cas_number():
    from tanji.starter.methods import gases

    shared = {"124-38-9", "74-82-8"}
    lost = [
        gas
        for gas, row in gases().items()
        if row["cas"] and row["cas"] not in shared and gas_of(elementary("x", "?", cas=row["cas"])) != gas
    ]
    assert not lost


def test_every_line_of_the_footprint_but_aircraft_has_a_gas():
    text = (files("tanji.background") / "data" / "gas_lines.csv").read_text("utf-8")
    named = {line for row in csv.DictReader(text.splitlines()) for line in row["lines"].split()}
    assert named == {line.value for line in Indicator} - {"aircraft"}
