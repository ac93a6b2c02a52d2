"""One small database in every format that holds it: told by content, imported, and scored the same."""

import json

import pytest
from tests.background.packages import CO2, gives, package, process, product, takes
from tests.cli.shell import inside as tanji

from tanji.formats import factors
from tanji.formats.identify import format_of

FORMS = ("olca", "ilcd", "tidas", "ecospold1", "ecospold2", "brightway")


def toy():
    """Power takes fuel, fuel takes power: 10 kWh give 6 kg CO2 and take 2 kg, 100 kg give 10 kg CO2 and take 50 kWh."""
    flows = [product("electricity", "kWh", name="Electricity"), product("fuel", name="Fuel oil"), CO2]
    power = (_(gives, "electricity", 10, "kWh"), _(takes, "fuel", 2), _(gives, "co2", 6))
    fuel = (_(gives, "fuel", 100), _(takes, "electricity", 50, "kWh"), _(gives, "co2", 10))
    named = {"power": {"en": "Power plant"}, "refinery": {"en": "Refinery"}}
    return package(
        flows,
        [process("power", *power, names=named["power"]), process("refinery", *fuel, names=named["refinery"])],
    )


def _(makes, flow, amount, unit="kg"):
    return makes(flow, amount, unit, reference_amount=amount)


@pytest.mark.parametrize("form", FORMS)
def test_a_database_scores_the_same_in_every_format(form, tmp_path):
    format_of(form).write(toy(), tmp_path / "data.bin")
    answer = tanji("db", "import", "data.bin", "--as", "toy", "--json", cwd=tmp_path)
    assert answer.code == 0, answer.err
    assert tanji("db", "scores", "toy", "-o", "scores.csv", cwd=tmp_path).code == 0
    rows = (tmp_path / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    scores = sorted(float(row.rpartition(",")[2]) for row in rows)
    # x = 0.6 + 0.2 y and y = 0.1 + 0.5 x
    assert scores == pytest.approx([(0.1 + 0.3) / 0.9, 0.62 / 0.9])


def test_a_table_without_factors_makes_no_database(tmp_path):
    factors.write_template(tmp_path / "factors.xlsx")
    answer = tanji("db", "import", "factors.xlsx", "--as", "own", "--json", cwd=tmp_path)
    assert answer.code == 1
    assert json.loads(answer.out)["report"]["counts"]["processes"]["imported"] == 0
    assert tanji("db", "list", "--json", cwd=tmp_path).code == 0


def test_a_format_can_be_said_and_a_wrong_one_is_refused_by_name(tmp_path):
    format_of("ilcd").write(toy(), tmp_path / "data.zip")
    assert tanji("db", "import", "data.zip", "--as", "a", "--format", "ilcd", cwd=tmp_path).code == 0
    answer = tanji("db", "import", "data.zip", "--as", "b", "--format", "gabi", cwd=tmp_path)
    assert (answer.code, "gabi" in answer.err) == (3, True)
