"""What we write as EcoSpold has the structure of its schemas.

The schemas are not ours to carry along. Where the package that carries them is installed (pyecospold, of the
benchmarks), every output is validated against them; everywhere against what the tables of the formats say of them:
required attributes and children, and the order of children.
"""

from pathlib import Path

import pytest
from tests.background.packages import CO2, gives, package, process, product, takes, waste

from tanji.formats import ecospold1, ecospold2, olca, simapro, xml
from tanji.formats.ecospold.complete import needs
from tanji.model.flow import Flow, FlowKind
from tanji.model.package import Place
from tanji.model.process import Parameter, Uncertainty
from tanji.model.source import Source

ROOT = Path(__file__).parents[2]
FORMATS = {1: ecospold1, 2: ecospold2}
SCHEMAS = {1: "v1/EcoSpold01Dataset.xsd", 2: "v2/EcoSpold02.xsd"}
BARE = package([product("a"), CO2], [process("a", gives("a", 1), gives("co2", 2))])


def rich():
    """A package that says much, in words that are too long for the schemas."""
    water = Flow(id="w", names={"en": "Water"}, kind=FlowKind.elementary, unit="m3")
    source = Source(id="s", publisher="P" * 60, title={"en": "Book"}, year=2020)
    spread = (
        Uncertainty(kind="lognormal", median=2.0, gsd=1.2),
        Uncertainty(kind="normal", mean=2.0, sd=0.1),
        Uncertainty(kind="triangular", minimum=1.0, mode=2.0, maximum=3.0),
        Uncertainty(kind="uniform", minimum=1.0, maximum=3.0),
    )
    lines = [takes("b", 2.0, uncertainty=each, pedigree="(1;2;3;4;5)") for each in spread]
    made = process(
        "a",
        gives("a", 1),
        *lines,
        gives("co2", 2),
        takes("w", 1, "m3"),
        gives("slag", 0.2),
        names={"en": "Making a", "zh": "制造"},
        version="00.00.027",
        location="CN",
        category=("metals", "steel"),
        sources=("s",),
        valid_from="2020-01-01",
        description="Long. " * 50,
        parameters=(Parameter(name="p", value=1.0, description="What it is. " * 20),),
    )
    return package(
        [product("a"), product("b"), waste("slag"), CO2, water],
        [made],
        sources=[source],
        places=[Place(id="CN", code="CN")],
    )


def written(version, of, folder):
    path = folder / f"{version}.xml"
    FORMATS[version].write(of, path)
    back = FORMATS[version].read(path)
    assert {each.id: each for each in back.processes} == {each.id: each for each in of.processes}
    assert {each.id: each for each in back.sources} == {each.id: each for each in of.sources}
    assert set(back.places) == set(of.places)
    return path.read_bytes()


def schema(version):
    etree = pytest.importorskip("lxml.etree")
    found = sorted(ROOT.glob(f".venv*/lib/*/site-packages/pyecospold/schemas/{SCHEMAS[version]}"))
    if not found:
        pytest.skip("the schemas of EcoSpold (pyecospold, in the environment of the benchmarks) are not installed")
    return etree, etree.XMLSchema(etree.parse(str(found[0])))


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("which", ["bare", "rich"])
def test_what_is_made_here_is_valid(version, which, tmp_path):
    etree, schema_ = schema(version)
    data = written(version, BARE if which == "bare" else rich(), tmp_path)
    assert schema_.validate(etree.fromstring(data)), schema_.error_log


@pytest.mark.parametrize("version", [1, 2])
def test_real_packages_of_other_formats_are_valid(version, shared_data, tmp_path):
    etree, schema_ = schema(version)
    packages = [olca.read(shared_data / "olca" / "US-FPL")]
    packages += [
        simapro.read(path) for path in sorted((shared_data / "simapro").glob("*.csv")) if "header" not in path.name
    ]
    for of in (each for each in packages if each.processes):
        data = written(version, of, tmp_path)
        assert schema_.validate(etree.fromstring(data)), (of.file, schema_.error_log)


@pytest.mark.parametrize(
    ("version", "name", "valid"),
    [
        (1, "v1_1.xml", True),
        (1, "v1_2.spold", True),
        (1, "Aluminum, extrusion, at plant.xml", False),  # as published: it has no geography
        (2, "v2_1.xml", True),
        (2, "v2_2.spold", True),
    ],
)
def test_what_came_from_ecospold_is_as_valid_as_it_was(version, name, valid, shared_data, tmp_path):
    etree, schema_ = schema(version)
    source = shared_data / f"ecospold{version}" / name
    assert schema_.validate(etree.fromstring(source.read_bytes())) is valid
    FORMATS[version].write(FORMATS[version].read(source), tmp_path / "a.xml")
    assert schema_.validate(etree.fromstring((tmp_path / "a.xml").read_bytes())) is valid


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("which", ["bare", "rich"])
def test_every_element_has_what_the_tables_say_it_must_have(version, which, tmp_path):
    from tanji.formats.ecospold1.tables import order as first
    from tanji.formats.ecospold2.tables import order as second

    data = written(version, BARE if which == "bare" else rich(), tmp_path)
    needed, order = needs(f"tanji.formats.ecospold{version}"), (first if version == 1 else second)()
    looked_at = 0
    waiting = [("", xml.tree(data, "a.xml"))]
    while waiting:
        above, element = waiting.pop()
        waiting += [(element.local, child) for child in element.children]
        children = [child.local for child in element.children if not child.name.startswith("{urn:tanji")]
        known = [order[element.local].index(child) for child in children if child in order.get(element.local, ())]
        assert known == sorted(known), element.local
        for need in needed.get(
            f"{above}/{element.local}", needed.get(element.local, ()) if above != element.local else ()
        ):
            looked_at += 1
            if need.member.startswith("@"):
                assert not need.value or element.get(need.member[1:]), (element.local, need.member)
            else:
                assert set(need.member.split("|")) & set(children), (element.local, need.member)
    assert looked_at > 20
