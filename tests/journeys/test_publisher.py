"""A publisher at a shell: two releases, their difference, who is concerned, citations, comparison, export by rights."""

import csv
import json
import zipfile
from xml.etree import ElementTree as ET

import pytest
from tests.assess.studies import activity, study
from tests.background.packages import CO2, gives, package, process, product, takes
from tests.cli.shell import inside as tanji

from tanji.background.shelf import Shelf
from tanji.formats.olca import write
from tanji.model.document import digest
from tanji.model.source import Source
from tanji.model.study import ProcessLink

SOURCE = Source(id="s", publisher="Some office", title={"en": "Figures"}, year=2024, licence="CC0")


def _package(coal, *, tree=True):
    flows = [product("steel"), product("coal"), product("tree"), product("resin"), CO2]
    said = {"sources": ("s",), "location": "CN", "valid_from": "2024-01-01"}
    processes = [
        process("coal", gives("coal", 1), gives("co2", coal), names={"zh": "煤", "en": "Coal"}, licence="CC0", **said),
        process(
            "steel", gives("steel", 1), takes("coal", 1), gives("co2", 1), names={"en": "Steel"}, licence="CC0", **said
        ),
        process("resin", gives("resin", 1), gives("co2", 123.5), names={"en": "Resin"}, **said),
        *([process("tree", gives("tree", 1), gives("co2", 5), **said)] if tree else []),
    ]
    return package(flows, processes, sources=[SOURCE])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("publisher")
    write(_package(2.0), folder / "one.zip")
    write(_package(3.0, tree=False), folder / "two.zip")
    for version, file in (("1", "one.zip"), ("2", "two.zip")):
        answer = tanji("db", "import", file, "--as", "own", "--version", version, cwd=folder)
        assert answer.code == 0, answer.err
    made = study(activity("steel", 2.0, link=ProcessLink(database="own", process="steel")))
    first = Shelf(folder / "home").open("own", "1").ref
    pinned = made.model_copy(update={"releases": ({"database": "own", "version": "1", "digest": first.digest},)})
    pinned = type(made).model_validate(pinned.model_dump(mode="json", warnings=False))
    Shelf(folder / "home").store(pinned)
    (folder / "digest.txt").write_text(digest(pinned))
    return folder


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_difference_of_two_releases_is_shown_and_written(place, language):
    answer = tanji("db", "diff", "own@1", "own@2", "-o", "diff.csv", "--lang", language, cwd=place)
    assert answer.code == 0, answer.err
    assert ("删除" if language == "zh" else "removed") in answer.out
    body = tanji("db", "diff", "own@1", "own@2", "--json", cwd=place).json
    assert {each["process"]: each["change"] for each in body["changes"]} == {
        "coal": "changed",
        "steel": "upstream",
        "tree": "removed",
    }
    rows = list(csv.reader((place / "diff.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][0] == "process"
    assert ["coal", "Coal", "changed", "intensity"] in [row[:4] for row in rows]


def test_releases_of_two_databases_are_refused_with_what_to_do_instead(place):
    answer = tanji("db", "diff", "own@1", "starter", cwd=place)
    assert answer.code == 3
    assert "tanji db compare" in answer.err


def test_the_impact_list_names_the_study_its_move_and_the_evidence(place):
    answer = tanji("db", "impact", "own@1", "own@2", "-o", "impact.csv", "--lang", "zh", cwd=place)
    assert answer.code == 0, answer.err
    assert "已重算" in answer.out
    assert "Some office" in answer.out
    body = tanji("db", "impact", "own@1", "own@2", "--json", cwd=place).json
    assert body["documents"][0]["digest"] == (place / "digest.txt").read_text()
    assert (body["documents"][0]["before_kg_co2e"], body["documents"][0]["after_kg_co2e"]) == (6.0, 8.0)
    assert body["proposals"][0]["action"] == "take_new_figure"
    assert (place / "impact.csv").exists()


def test_nothing_uses_the_later_release_yet(place):
    assert "No study" in tanji("db", "impact", "own@2", "own@1", cwd=place).out


def test_check_finds_no_fault_in_whole_releases_and_damage_ends_with_another_exit_code(place, tmp_path):
    import shutil

    answer = tanji("db", "check", "own@1", cwd=place)
    assert answer.code == 0, answer.out
    assert "RGT-103" in answer.out
    home = tmp_path / "home"
    shutil.copytree(place / "home", home)
    table = home / "releases" / "own" / "1" / "sources.parquet"
    table.write_bytes(b"not parquet")
    damaged = tanji("db", "check", "--json", cwd=tmp_path, home=home)
    assert damaged.code == 1
    codes = {f["code"] for each in damaged.json for f in each["report"]["findings"] if f["severity"] == "error"}
    assert codes == {"BGD-120"}


def test_a_process_is_cited_in_three_forms(place):
    assert "Some office" in tanji("db", "cite", "own:steel", cwd=place).out
    assert tanji("db", "cite", "own:steel", "--form", "bibtex", cwd=place).out.startswith("@misc{own-2-steel,")
    assert tanji("db", "cite", "own:steel", "--form", "ris", cwd=place).out.startswith("TY  - DATA\n")
    assert "[DS/OL]" in tanji("db", "cite", "own:steel", "--json", cwd=place).json["zh"]


@pytest.mark.parametrize(("language", "verdict"), [("zh", "直接可比"), ("en", "directly comparable")])
def test_the_same_process_of_two_releases_is_compared_and_drawn(place, language, verdict):
    answer = tanji("db", "compare", "own:coal", "--svg", "strip.svg", "-o", "t.csv", "--lang", language, cwd=place)
    assert answer.code == 0, answer.err
    assert verdict in answer.out
    root = ET.parse(place / "strip.svg").getroot()  # noqa: S314
    assert root.attrib["role"] == "img"
    body = tanji("db", "compare", "own:coal", "--release", "own@1", "--json", cwd=place).json
    assert body["peers"][0]["kg_co2e"] == 2.0
    assert body["subject"]["kg_co2e"] == 3.0


def test_figures_that_are_not_public_stay_out_of_public_files(place):
    answer = tanji("db", "compare", "own:resin", "--public", "--svg", "p.svg", "-o", "p.csv", "--json", cwd=place)
    assert answer.code == 0, answer.err
    written = answer.out + (place / "p.svg").read_text("utf-8") + (place / "p.csv").read_text("utf-8")
    assert "123.5" not in written


def test_public_scores_leave_out_what_may_not_be_shown_and_the_others_are_the_same(place):
    def scores(*more):
        answer = tanji("db", "scores", "own@1", "--json", *more, cwd=place)
        return {row["process"]: row for row in answer.json["scores"]}

    whole, shown = scores(), scores("--public")
    assert shown["resin"]["kg_co2e_per_unit"] is None
    assert whole["resin"]["kg_co2e_per_unit"] is not None
    open_ = {process for process, row in shown.items() if row["kg_co2e_per_unit"] is not None}
    assert open_
    assert all(shown[process] == whole[process] for process in open_)


def test_an_export_writes_public_processes_and_names_what_it_left_out(place):
    answer = tanji("db", "export", "own@1", "-o", "public.zip", "--json", cwd=place)
    assert answer.code == 0, answer.err
    count = answer.json["report"]["counts"]["processes"]
    assert (count["read"], count["imported"], count["skipped"]) == (4, 2, 2)
    with zipfile.ZipFile(place / "public.zip") as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "123.5" not in text
    whole = tanji("db", "export", "own@1", "-o", "whole.zip", "--whole", cwd=place)
    assert "!" in whole.out
    again = tanji("db", "import", "whole.zip", "--as", "copy", "--version", "1", "--json", cwd=place)
    assert again.code == 0
    first = Shelf(place / "home").open("own", "1").manifest.tables["processes"]
    assert again.json["release"]["tables"]["processes"] == json.loads(first.model_dump_json())


def test_a_format_that_is_not_there_is_refused_with_those_that_are(place):
    answer = tanji("db", "export", "own@1", "-o", "x", "--format", "nothing", cwd=place)
    assert answer.code == 2
    assert "olca" in answer.err


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("煤", "--release", "own@2"), ["coal"]),
        (("--release", "own@2", "--licence", "cc0"), ["coal", "steel"]),
        (("--release", "own@2", "--place", "CN", "--year", "2024", "--unit", "t"), ["coal", "resin", "steel"]),
        (("--release", "own@2", "--year", "-2000"), []),
        (("--release", "own@2", "--kind", "grid_co2"), []),
        (("--release", "own@2", "--status", "verified"), []),
    ],
)
def test_search_takes_filters_with_and_without_words(place, words, found):
    listed = tanji("db", "search", *words, "--json", cwd=place).json
    assert sorted(each["listing"]["process"] for each in listed) == found


@pytest.mark.parametrize("words", [("--year", "soon"), ("--kind", "nothing")])
def test_filters_that_say_nothing_are_wrong_use(place, words):
    assert tanji("db", "search", "x", *words, cwd=place).code == 2


def test_rights_are_stated_at_import_and_restrict_what_is_exported(place):
    words = ("--owner", "The owner", "--public", "metadata", "--important-data", "--cross-border", "assessed")
    answer = tanji("db", "import", "one.zip", "--as", "kept", *words, "--json", cwd=place)
    assert answer.code == 0, answer.err
    release = answer.json["release"]
    assert release["owner"] == "The owner"
    assert release["rights"] == {"permission": "metadata", "important_data": True, "cross_border": "assessed"}
    exported = tanji("db", "export", "kept", "-o", "kept.zip", "--json", cwd=place)
    assert exported.json["report"]["counts"]["processes"]["imported"] == 0


@pytest.mark.parametrize(("language", "words"), [("zh", "质量平衡：查 4"), ("en", "mass balance: looked at 4")])
def test_check_says_what_each_audit_looked_at(place, language, words):
    assert words in tanji("db", "check", "own@1", "--lang", language, cwd=place).out
    assert words not in tanji("db", "check", "own@1", "--files", "--lang", language, cwd=place).out


@pytest.fixture
def footprint(place):
    """2 kg of resin and of tree, which are not public (247 and 10 kg CO2e), and of steel, which is (6 kg)."""
    from tanji.assess.calculate import calculate
    from tanji.model.document import write as bytes_of
    from tanji.starter.methods import DEFAULT
    from tanji.starter.methods import method as method_named

    lines = [activity(name, 2.0, link=ProcessLink(database="own", process=name)) for name in ("resin", "steel", "tree")]
    opened = Shelf(place / "home").open("own", "1")
    made = calculate(study(*lines), {"own": opened}, method_named(DEFAULT), engine="test")
    path = place / "footprint.json"
    path.write_bytes(bytes_of(made))
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_public_view_of_a_footprint_shows_what_it_may_and_says_what_it_withholds(place, footprint, language):
    answer = tanji("public", footprint, "-o", "public.json", "--lang", language, cwd=place)
    assert answer.code == 0, answer.err
    assert ("不公开" if language == "zh" else "withheld") in answer.out
    written = (place / "public.json").read_text(encoding="utf-8")
    assert "123.5" not in written + answer.out
    assert "247" not in written + answer.out
    view = json.loads(written)
    assert {line["activity"]: line.get("withheld") for line in view["lines"]} == {
        "resin": "rights",
        "steel": None,
        "tree": "rights",
    }
    assert "total" not in view["score"], "263 less the 6 of steel is resin to within 4 %"
    assert "263" not in written + answer.out
    assert {"zh": "总量不公开（不是零）", "en": "The total is withheld (it is not zero)"}[language] in answer.out
    assert {"zh": "请取得权利人", "en": "Ask the owner"}[language] in answer.out
    assert view["rules"] == "tanji-rights/1"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_public_tree_of_a_footprint_withholds_the_same_and_says_so(place, footprint, language):
    assert '"score": 247.0' in tanji("explain", footprint, "--all", "--json", cwd=place).out
    answer = tanji("explain", footprint, "--public", "--all", "--lang", language, cwd=place)
    assert answer.code == 0, answer.err
    assert {"zh": "按数据权利不公开", "en": "withheld by rights"}[language] in answer.out
    told = tanji("explain", footprint, "--public", "--all", "--json", cwd=place)
    for figure in ("123.5", "247", "263"):
        assert figure not in answer.out + told.out
    assert told.json["total"] is None
    assert [each["code"] for each in told.json["withheld"]] == ["RGT-110", "RGT-112", "RGT-113"]


def test_an_activity_that_the_footprint_does_not_have_can_not_be_withheld(place, footprint):
    assert tanji("public", footprint, "--withhold", "nothing", cwd=place).code == 2
    answer = tanji("public", footprint, "--withhold", "steel", "--json", cwd=place)
    assert all(line.get("withheld") for line in answer.json["lines"])


@pytest.mark.parametrize("form", ["olca", "ilcd", "tidas", "ecospold1", "ecospold2", "brightway", "factors"])
def test_no_format_carries_a_value_that_is_not_public(place, form):
    file = place / {"factors": "out.xlsx"}.get(form, f"out-{form}.zip")
    answer = tanji("db", "export", "own@1", "-o", file, "--format", form, cwd=place)
    assert answer.code in {0, 3}, answer.err
    if file.exists() and zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            assert not [name for name in archive.namelist() if b"123.5" in archive.read(name)]
    elif file.exists():
        assert b"123.5" not in file.read_bytes()
