"""Every kind of uncertainty survives every format that is written and read, and other programs find what they know."""

import importlib
import json
import zipfile

import pytest
from tests.background.packages import elementary, gives, package, process, product, takes

from tanji.formats.absolute import absolute
from tanji.model.process import Parameter, Uncertainty

FORMATS = ["olca", "ilcd", "tidas", "ecospold1", "ecospold2", "brightway"]
KINDS = {
    "lognormal": Uncertainty(kind="lognormal", median=4.0, gsd=1.5),
    "normal": Uncertainty(kind="normal", mean=4.0, sd=0.25),
    "triangular": Uncertainty(kind="triangular", minimum=3.0, mode=4.0, maximum=6.0),
    "uniform": Uncertainty(kind="uniform", minimum=3.0, maximum=6.0),
    "pert": Uncertainty(kind="pert", minimum=3.0, mode=4.0, maximum=6.0),
    "discrete": Uncertainty(kind="discrete", values=(3.0, 4.0), weights=(0.25, 0.75)),
    "relative lognormal": Uncertainty(kind="lognormal", relative=True, median=1.0, gsd=1.5),
    "relative normal": Uncertainty(kind="normal", relative=True, mean=1.0, sd=0.02),
    "relative triangular": Uncertainty(kind="triangular", relative=True, minimum=0.9, mode=1.0, maximum=1.2),
    "relative pert": Uncertainty(kind="pert", relative=True, minimum=0.9, mode=1.0, maximum=1.2),
    "truncated normal": Uncertainty(kind="normal", mean=4.0, sd=0.25, minimum=3.5),
    "truncated lognormal": Uncertainty(kind="lognormal", median=4.0, gsd=1.5, minimum=2.0, maximum=9.0),
    "shifted lognormal": Uncertainty(kind="lognormal", median=5.0, gsd=1.5),
    "without numbers": Uncertainty(kind="normal"),
}


def made(*uncertainties):
    """A package with a process for each, which has it on an input, on an emission and on a parameter."""
    flows = [product("b"), elementary("co2", "Carbon dioxide, fossil")]
    processes = [process("q", gives("b", 1.0, reference_amount=1.0))]
    for number, uncertainty in enumerate(uncertainties):
        flows.append(product(f"a{number}"))
        lines = (
            takes("b", 4.0, reference_amount=4.0, uncertainty=uncertainty),
            gives("co2", 4.0, reference_amount=4.0, uncertainty=uncertainty),
        )
        named = process(f"p{number}", gives(f"a{number}", 1.0, reference_amount=1.0), *lines)
        parameter = Parameter(name="x", value=4.0, uncertainty=uncertainty)
        processes.append(named.model_copy(update={"parameters": (parameter,)}))
    return package(flows, processes)


@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_comes_back_as_it_was(name, tmp_path):
    module = importlib.import_module(f"tanji.formats.{name}")
    module.write(made(*KINDS.values()), tmp_path / "p.zip")
    found = module.read(tmp_path / "p.zip")
    assert not [finding for finding in found.report.findings if finding.severity == "error"]
    by_name = {next(iter(each.names.values())): each for each in found.processes}
    for number, (kind, uncertainty) in enumerate(KINDS.items()):
        back = by_name[f"p{number}"]
        assert [line.uncertainty for line in back.exchanges if line.uncertainty] == [uncertainty] * 2, kind
        assert [item.uncertainty for item in back.parameters] == [uncertainty], kind


def test_other_programs_find_a_relative_uncertainty_in_the_unit_of_the_amount(tmp_path):
    module = importlib.import_module("tanji.formats.olca")
    module.write(made(KINDS["relative normal"]), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        bodies = [json.loads(archive.read(name)) for name in archive.namelist() if name.startswith("processes/")]
    stated = [line["uncertainty"] for body in bodies for line in body["exchanges"] if "uncertainty" in line]
    assert {(each["distributionType"], each["mean"], each["sd"]) for each in stated} == {
        ("NORMAL_DISTRIBUTION", 4, 0.08)
    }


@pytest.mark.parametrize("kind", ["pert", "discrete", "truncated normal", "truncated lognormal", "without numbers"])
def test_other_programs_are_told_of_no_distribution_rather_than_of_another_one(kind, tmp_path):
    module = importlib.import_module("tanji.formats.olca")
    module.write(made(KINDS[kind]), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        bodies = [json.loads(archive.read(name)) for name in archive.namelist() if name.startswith("processes/")]
    stated = [line["uncertainty"] for body in bodies for line in body["exchanges"] if "uncertainty" in line]
    assert {each["distributionType"] for each in stated} == {"NO_DISTRIBUTION"}


def test_a_relative_distribution_of_a_negative_amount_keeps_its_order():
    found = absolute(KINDS["relative triangular"].model_dump(exclude_none=True), -10.0)
    assert found == {"kind": "triangular", "minimum": -12.0, "mode": -10.0, "maximum": -9.0}
    assert absolute(KINDS["relative normal"].model_dump(exclude_none=True), 0.0) is None
    assert absolute(KINDS["relative normal"].model_dump(exclude_none=True), None) is None


def test_an_invented_distribution_of_ours_in_a_foreign_file_is_not_believed(tmp_path):
    from tanji.formats.olca.exchanges import uncertainty

    stated = {"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 1, "maximum": 2, "tanji": {"kind": "evil"}}
    found, left = uncertainty(stated)
    assert found == {"kind": "uniform", "minimum": 1.0, "maximum": 2.0}
    assert left == {"tanji": {"kind": "evil"}}
