"""One small database in every format that holds it: told by content, imported, and scored the same."""

import csv
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


def test_a_template_of_factors_is_written_at_the_terminal(tmp_path):
    assert tanji("template", "--factors", "-o", "own.xlsx", cwd=tmp_path).code == 0
    answer = tanji("db", "import", "own.xlsx", "--as", "own", cwd=tmp_path)
    assert (answer.code, "nothing was kept" in answer.out) == (1, True)


def test_the_publisher_chooses_rules_and_suppliers_and_wrong_ones_are_refused(tmp_path):
    format_of("olca").write(toy(), tmp_path / "data.zip")
    lines = "process,exchange,provider,reason\npower,2,refinery,the only one\n"
    (tmp_path / "own.csv").write_text(lines, encoding="utf-8")
    given = ("db", "import", "data.zip", "--rules", "tanji-link/2", "--overrides", "own.csv")
    assert tanji(*given, "--as", "toy", cwd=tmp_path).code == 0
    (tmp_path / "own.csv").write_text(lines.replace("refinery", "mill"), encoding="utf-8")
    answer = tanji(*given, "--as", "other", cwd=tmp_path)
    assert (answer.code, "line 2" in answer.err) == (3, True)
    assert tanji("db", "import", "data.zip", "--rules", "mine", "--as", "other", cwd=tmp_path).code == 3


def test_what_is_unlinked_is_written_with_an_upper_estimate(tmp_path):
    made = toy()
    lacking = made.processes[0].model_copy(
        update={"exchanges": (*made.processes[0].exchanges, _(takes, "bolt", 3.0).model_copy(update={"id": "9"}))}
    )
    flows = (*made.flows, product("bolt", name="Bolt"))
    format_of("olca").write(
        made.model_copy(update={"flows": flows, "processes": (lacking, made.processes[1])}), tmp_path / "data.zip"
    )
    assert tanji("db", "import", "data.zip", "--as", "toy", cwd=tmp_path).code == 0
    assert tanji("db", "inspect", "toy", "--effects", "effects.csv", cwd=tmp_path).code == 0
    with (tmp_path / "effects.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    # three kg, held against the fuel oil, the only product in kg
    assert (row["sort"], row["flow_name"]) == ("unlinked", "Bolt")
    assert float(row["estimate"]) == pytest.approx(3 * 0.4 / 0.9)


def test_an_import_of_which_nothing_can_be_computed_is_not_as_hoped(tmp_path):
    """Its only process has a reference flow that is not in the package."""
    from tests.background.packages import gives, package, process

    from tanji.formats.ilcd import write

    write(package([], [process("a", gives("nowhere", 1))]), tmp_path / "a.zip")
    answer = tanji("db", "import", tmp_path / "a.zip", "--as", "none", "--json", cwd=tmp_path)
    assert answer.code == 1
    assert [each["code"] for each in answer.json["report"]["findings"] if each["severity"] == "error"] == ["BGD-101"]
