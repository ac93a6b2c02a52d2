"""A method that comes with a database, or as a file: kept, listed, computed with, and found again to verify."""

import json
import shutil

import pytest
from tests.background.packages import CO2, elementary, gives, package, process, product
from tests.cli.shell import inside as tanji

from tanji.formats.identify import format_of
from tanji.model.document import digest, write
from tanji.model.method import FlowFactor, Method

UUID = "6209b35f-9447-40b5-b68c-a1099e3674a0"
CO2_ID = "08a91e70-3ddc-11dd-923d-0050c2490048"
CH4_ID = "08a91e70-3ddc-11dd-9610-0050c2490048"
STUDY = """\
schema: tanji/study/1
id: rod
names: {zh: 钢棒, en: Rod}
product: {names: {zh: 钢棒, en: Rod}}
unit: {kind: declared, amount: 1, unit: kg}
output: {amount: 1, unit: kg, mass_kg: 1}
boundary: cradle_to_gate
method: METHOD
activities:
  - {id: a1, names: {zh: 钢, en: Steel}, kind: material, stage: raw_material, amount: 2, unit: kg,
     link: "toy:PROCESS"}
"""


def ef(methane=29.8, **more):
    flows = (
        FlowFactor(flow=CO2_ID, name="carbon dioxide (fossil)", direction="output", value=1.0),
        FlowFactor(flow=CH4_ID, name="methane (fossil)", direction="output", value=methane),
    )
    return Method(id=UUID, names={"en": "Climate change"}, report="AR6", horizon=100, factors=(), flows=flows, **more)


def toy(*methods):
    flows = [
        product("3c6837c5-1930-4979-8163-a4c726f0a801", name="Steel"),
        CO2.model_copy(update={"id": CO2_ID}),
        elementary(CH4_ID, "Methane, fossil"),
    ]
    made = process(
        "3c6837c5-1930-4979-8163-a4c726f0a802",
        *(gives(flow.id, amount, reference_amount=amount) for flow, amount in zip(flows, (1, 2, 0.1), strict=True)),
        names={"en": "Steel"},
    )
    return package(flows, [made], methods=methods)


PROCESS = "3c6837c5-1930-4979-8163-a4c726f0a802"


@pytest.fixture
def place(tmp_path):
    format_of("ilcd").write(toy(ef()), tmp_path / "toy.zip")
    answer = tanji("db", "import", "toy.zip", "--as", "toy", "--json", cwd=tmp_path)
    assert answer.code == 0, answer.err or answer.out
    assert [kept["id"] for kept in answer.json["methods"]] == [UUID]
    (tmp_path / "study.yaml").write_text(STUDY.replace("METHOD", UUID).replace("PROCESS", PROCESS), encoding="utf-8")
    return tmp_path


def test_a_method_of_a_package_is_listed_with_its_source_and_shown(place):
    kept = tanji("methods", "--json", cwd=place).json[-1]
    assert (kept["id"], kept["flows"], kept["sources"]) == (UUID, 2, ["toy@1"])
    assert UUID in tanji("methods", cwd=place).out
    shown = tanji("methods", UUID, cwd=place).out
    assert "methane (fossil)" in shown
    assert "29.8" in shown
    assert tanji("methods", kept["digest"][:20], "--json", cwd=place).json["digest"] == kept["digest"]


def test_embedded_methods_are_shown_with_the_place_of_each_factor(place):
    shown = tanji("methods", "AR6-GWP100", "--all", cwd=place).out
    assert "7.SM.7" in shown
    assert tanji("methods", "ar6-gwp100", "--json", cwd=place).json["factors"][0]["place"]


def test_scores_and_figures_are_by_the_method_that_is_named(place):
    scores = tanji("db", "scores", "toy", "--method", UUID, "--json", cwd=place).json["scores"]
    assert [row["kg_co2e_per_unit"] for row in scores] == [pytest.approx(2 + 2.98)]
    shown = tanji("db", "show", f"toy:{PROCESS}", "--method", UUID, "--json", cwd=place).json
    assert (shown["method"], shown["score"]["ch4"]) == (UUID, pytest.approx(2.98))
    refused = tanji("db", "scores", "toy", "--method", UUID, "--gases", "methane-fossil", cwd=place)
    assert (refused.code, "--gases" in refused.err) == (2, True)


def test_a_study_names_an_imported_method_and_its_footprint_verifies(place):
    assert tanji("calc", "study.yaml", "-o", "out", cwd=place).code == 0
    footprint = json.loads((place / "out/footprint.json").read_text(encoding="utf-8"))
    assert footprint["score"]["total"] == pytest.approx(2 * 4.98)
    assert footprint["method"] == {"digest": digest(ef()), "id": UUID, "version": footprint["method"]["version"]}
    assert tanji("verify", "out/footprint.json", cwd=place).code == 0
    assert tanji("verify", "out/footprint.json", "--study", "study.yaml", cwd=place).code == 0
    assert tanji("explain", "out/footprint.json", cwd=place).code == 0


def test_a_method_of_a_file_is_kept_for_who_verifies(place):
    (place / "own.json").write_bytes(write(ef(methane=30.0)))
    assert tanji("calc", "study.yaml", "--method", "own.json", "-o", "own", cwd=place).code == 0
    footprint = json.loads((place / "own/footprint.json").read_text(encoding="utf-8"))
    assert footprint["score"]["total"] == pytest.approx(2 * 5.0)
    (place / "own.json").unlink()
    assert tanji("verify", "own/footprint.json", cwd=place).code == 0
    differs = tanji("verify", "own/footprint.json", "--method", digest(ef()), "--json", cwd=place)
    assert differs.code == 1
    assert "method.digest" in {each["member"] for each in differs.json["differences"]}


def test_two_methods_of_one_id_are_told_apart_by_their_digests(place):
    (place / "own.json").write_bytes(write(ef(methane=30.0)))
    assert tanji("calc", "study.yaml", "--method", "own.json", "-o", "own", cwd=place).code == 0
    answer = tanji("calc", "study.yaml", "-o", "out", cwd=place)
    assert answer.code == 3
    assert {digest(ef()), digest(ef(methane=30.0)), "toy@1", "own.json"} <= set(
        answer.err.replace("(", " ").replace(")", " ").replace(";", " ").split()
    )
    assert tanji("calc", "study.yaml", "--method", digest(ef()), "-o", "out", cwd=place).code == 0
    assert tanji("verify", "out/footprint.json", cwd=place).code == 0


def test_an_unknown_method_is_refused_with_all_that_there_is(place):
    answer = tanji("db", "scores", "toy", "--method", "ef-3.1", cwd=place)
    assert answer.code == 3
    assert "ar6-gwp100" in answer.err
    assert UUID in answer.err
    assert tanji("db", "scores", "toy", "--method", "absent.json", cwd=place).code == 3


def test_a_study_can_not_make_the_program_open_a_file(place):
    (place / "own.json").write_bytes(write(ef()))
    text = STUDY.replace("METHOD", "own.json").replace("PROCESS", PROCESS)
    (place / "other.yaml").write_text(text, encoding="utf-8")
    assert "STA-001" in tanji("calc", "other.yaml", cwd=place).err


def test_a_footprint_without_its_method_is_refused(place):
    assert tanji("calc", "study.yaml", "-o", "out", cwd=place).code == 0
    shutil.rmtree(place / "home" / "methods")
    assert tanji("verify", "out/footprint.json", cwd=place).code == 0
    (place / "home" / "documents" / digest(ef()).removeprefix("sha256:")).unlink()
    assert tanji("verify", "out/footprint.json", cwd=place).code == 3


def test_a_method_stays_when_its_database_is_removed(place):
    assert tanji("db", "remove", "toy@1", cwd=place).code == 0
    assert tanji("methods", "--json", cwd=place).json[-1]["id"] == UUID


def test_a_package_of_methods_alone_is_kept(tmp_path):
    alone = toy(ef()).model_copy(update={"processes": ()})
    format_of("ilcd").write(alone, tmp_path / "ef.zip")
    answer = tanji("db", "import", "ef.zip", "--as", "ef", "--lang", "zh", cwd=tmp_path)
    assert (answer.code, UUID in answer.out) == (0, True)
    assert tanji("methods", "--json", cwd=tmp_path).json[-1]["sources"] == ["ef@1"]


def test_a_release_of_another_list_of_flows_is_counted_by_its_gases(place):
    rows = tanji("db", "scores", "starter", "--method", UUID, "--json", cwd=place).json["scores"]
    values = {row["process"]: row["kg_co2e_per_unit"] for row in rows}
    assert values["cn-electricity-2024"] == 0.5777
