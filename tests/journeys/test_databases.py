"""Databases at a shell: imported, listed, searched, shown, inspected, scored, used by a study, removed."""

import csv
import json

import pytest
from tests.background.packages import CO2, gives, package, process, product, takes
from tests.cli.shell import inside as tanji

from tanji.formats.olca import write


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with an imported database: power needs fuel, fuel needs power; a part that nobody supplies."""
    folder = tmp_path_factory.mktemp("databases")
    flows = [product("electricity", "kWh", name="Electricity"), product("fuel", name="=Fuel oil"), product("bolt"), CO2]
    made = package(
        flows,
        [
            process(
                "power",
                gives("electricity", 10, "kWh"),
                takes("fuel", 2),
                takes("bolt", 0.001),
                gives("co2", 6),
                names={"en": "Power plant"},
            ),
            process(
                "refinery",
                gives("fuel", 100),
                takes("electricity", 50, "kWh"),
                gives("co2", 10),
                names={"en": "=Refinery"},
            ),
        ],
    )
    write(made, folder / "toy.zip")
    answer = tanji("db", "import", "toy.zip", "--as", "toy", "--version", "1.0", "--json", cwd=folder)
    assert answer.code == 0, answer.err
    (folder / "import.json").write_text(answer.out, encoding="utf-8")
    return folder


def test_the_report_of_an_import_adds_up_and_names_what_has_no_supplier(place):
    report = json.loads((place / "import.json").read_text(encoding="utf-8"))["report"]
    for count in report["counts"].values():
        assert count["read"] == count["imported"] + count["skipped"] + count["failed"]
    assert any("bolt" in finding["message"]["en"] for finding in report["findings"])


def test_the_same_import_again_changes_nothing_and_other_content_is_refused(place):
    assert tanji("db", "import", "toy.zip", "--as", "toy", "--version", "1.0", cwd=place).code == 0
    write(package([product("x")], [process("x", gives("x", 1))]), place / "other.zip")
    answer = tanji("db", "import", "other.zip", "--as", "toy", "--version", "1.0", cwd=place)
    assert answer.code == 3
    assert "toy" in answer.err


def test_databases_are_listed_with_their_digests(place):
    listed = tanji("db", "list", "--json", cwd=place).json
    assert {each["id"] for each in listed} == {"starter", "toy"}
    assert all(each["digest"].startswith("sha256:") for each in listed)
    shown = tanji("db", "list", "--lang", "zh", cwd=place).out
    assert "toy" in shown


def test_search_finds_processes_of_all_databases_or_of_one(place):
    names = [
        each["listing"]["process"]
        for each in tanji("db", "search", "power", "--limit", "100", "--json", cwd=place).json
    ]
    assert "power" in names
    only = tanji("db", "search", "power", "--release", "toy@1.0", "--json", cwd=place).json
    assert [each["listing"]["database"] for each in only] == ["toy"]
    assert "xyzzy" in tanji("db", "search", "xyzzy", cwd=place).out


def test_a_figure_is_shown_with_its_source(place):
    out = tanji("db", "show", "cn-electricity-2024", "--lang", "zh", cwd=place).out
    for wanted in ("来源", "生态环境部", "0.5777", "已核对来源", "许可"):
        assert wanted in out


def test_a_process_that_is_not_there_is_refused_with_similar_ones(place):
    answer = tanji("db", "show", "toy:powr", cwd=place)
    assert answer.code == 3
    assert "power" in answer.err


def test_inspect_names_the_loop_with_its_radius_and_all_that_is_unlinked(place):
    found = tanji("db", "inspect", "toy", "--json", cwd=place).json
    assert len(found["loops"]) == 1
    assert found["loops"][0]["radius"] == pytest.approx(0.1**0.5)  # 0.2 kg/kWh x 0.5 kWh/kg comes back in two rounds
    assert [(group["name"], group["processes"]) for group in found["unlinked"]] == [("bolt", ["power"])]
    shown = tanji("db", "inspect", "toy", cwd=place).out
    assert "Power plant" in shown
    assert "bolt" in shown


def test_scores_are_those_of_the_hand_calculation(place):
    # p = 0.6 + 0.2 f, f = 0.1 + 0.5 p: p = 0.62 / 0.9, f = 0.1 + 0.31 / 0.9
    answer = tanji("db", "scores", "toy", "--method", "ar5-gwp100", "-o", "scores.csv", cwd=place)
    assert answer.code == 0
    data = (place / "scores.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = {row["process"]: row for row in csv.DictReader(data.decode("utf-8-sig").splitlines())}
    assert float(rows["power"]["kg_co2e_per_unit"]) == pytest.approx(0.62 / 0.9, rel=1e-12)
    assert float(rows["refinery"]["kg_co2e_per_unit"]) == pytest.approx(0.1 + 0.31 / 0.9, rel=1e-12)


def test_no_name_in_the_scores_is_a_formula(place):
    rows = list(csv.reader(tanji("db", "scores", "toy", cwd=place).out.splitlines()))
    assert "'=Refinery" in [row[1] for row in rows]
    assert not [cell for row in rows for cell in row[:3] if cell.startswith(("=", "+", "@"))]


def test_scores_can_be_of_some_gases_alone(place):
    words = ("db", "scores", "toy", "--json")
    some = tanji(*words, "--gases", "methane-fossil", cwd=place).json
    assert [row["kg_co2e_per_unit"] for row in some["scores"]] == [0, 0]
    assert (
        tanji(*words, "--gases", "carbon-dioxide-fossil", cwd=place).json["scores"]
        == tanji(*words, cwd=place).json["scores"]
    )
    answer = tanji(*words, "--gases", "methane-fosil", cwd=place)
    assert answer.code == 2
    assert "methane-fossil" in answer.json["error"]["hint"]["en"]


def study(folder, name, process="toy:power"):
    """A study in YAML's sister JSON: ten kilowatt-hours of the toy database."""
    database, _, id_ = process.partition(":")
    body = {
        "schema": "tanji/study/1",
        "id": name,
        "names": {"en": "Ten kilowatt-hours", "zh": "十度电"},
        "product": {"names": {"en": "Electricity", "zh": "电"}},
        "unit": {"kind": "declared", "amount": 10, "unit": "kWh"},
        "reference_flow": 10,
        "output": {"amount": 1, "unit": "kWh"},
        "boundary": "cradle_to_gate",
        "activities": [
            {
                "id": "e",
                "kind": "electricity",
                "names": {"en": "electricity", "zh": "电力"},
                "stage": "production",
                "amount": 1,
                "unit": "kWh",
                "link": {"kind": "process", "database": database, "process": id_},
            }
        ],
    }
    (folder / f"{name}.json").write_text(json.dumps(body), encoding="utf-8")
    return f"{name}.json"


def test_a_study_on_an_imported_database_is_computed_explained_and_verified(place):
    file = study(place, "ten")
    answer = tanji("calc", file, "-o", "ten", "--json", cwd=place)
    assert answer.code == 0, answer.err
    assert answer.json["footprint"]["score"]["total"] == pytest.approx(6.2 / 0.9, rel=1e-11)
    assert answer.json["footprint"]["coverage"]["upstream_gap_count"] == 1
    assert tanji("verify", "ten/footprint.json", "--study", file, cwd=place).code == 0
    tree = tanji("explain", "ten/footprint.json", "--depth", "3", "--json", cwd=place).json
    line = next(branch for branch in tree["branches"] if branch["score"])["below"][0]
    assert line["direct"] == pytest.approx(6.0)
    assert line["direct"] + sum(below["score"] for below in line["below"]) == pytest.approx(line["score"])


def test_a_row_of_the_tree_can_be_expanded_by_its_number(place):
    study(place, "ten")
    tanji("calc", "ten.json", "-o", "ten", cwd=place)
    plain = tanji("explain", "ten/footprint.json", "--depth", "2", cwd=place).out
    number = (
        next(line for line in plain.splitlines() if "greatest depth" in line).split("■")[0].split("└ ")[1].split()[0]
    )
    assert f"--expand {number}" in plain
    more = tanji("explain", "ten/footprint.json", "--depth", "2", "--expand", number, cwd=place).out
    assert f"{number}.1 " in more
    assert "=Refinery" in more


def test_a_loop_ends_with_its_reason(place):
    study(place, "ten")
    tanji("calc", "ten.json", "-o", "ten", cwd=place)
    out = tanji("explain", "ten/footprint.json", "--all", "--depth", "12", "--lang", "zh", cwd=place).out
    assert "循环" in out


def test_a_study_on_a_database_that_is_not_there_is_refused_with_what_to_do(place):
    answer = tanji("calc", study(place, "lost", "nowhere:power"), "-o", "lost", cwd=place)
    assert answer.code == 3
    assert "nowhere" in answer.err
    assert "import" in answer.err


def test_a_changed_table_of_a_release_is_found_by_verify(place, tmp_path):
    home = tmp_path / "home"
    tanji("db", "import", place / "toy.zip", "--as", "toy", "--version", "1.0", cwd=tmp_path, home=home)
    study(tmp_path, "ten")
    assert tanji("calc", "ten.json", cwd=tmp_path, home=home).code == 0
    import polars as pl

    table = next(home.rglob("toy/*/exchanges.parquet"))
    pl.read_parquet(table).with_columns(pl.col("amount") * 2).write_parquet(table)
    answer = tanji("verify", "footprint.json", "--study", "ten.json", cwd=tmp_path, home=home)
    assert answer.code == 1
    assert "exchanges" in answer.out


def test_a_file_that_is_no_database_is_refused(place):
    (place / "no.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    answer = tanji("db", "import", "no.zip", "--as", "no", cwd=place)
    assert answer.code == 3
    assert tanji("db", "import", "toy.zip", "--as", "../escape", cwd=place).code == 3


def test_a_release_is_removed_only_with_its_version(place, tmp_path):
    home = tmp_path / "home"
    tanji("db", "import", place / "toy.zip", "--as", "toy", cwd=tmp_path, home=home)
    assert tanji("db", "remove", "toy", cwd=tmp_path, home=home).code == 2
    assert tanji("db", "remove", "toy@1", cwd=tmp_path, home=home).code == 0
    assert "toy" not in tanji("db", "list", cwd=tmp_path, home=home).out
