"""What is written reads back to the same documents, as far as the format holds them."""

import zipfile

import pytest
from tests.formats.olca.packages import put, steel_package

from tanji.formats import olca
from tanji.formats.olca.writer import NotWritable
from tanji.model.document import digest
from tanji.model.flow import Flow, FlowKind, FlowProperty
from tanji.model.package import Package, Place
from tanji.model.process import AllocationFactor, Direction, Exchange, FactorKind, Parameter, Process, Uncertainty
from tanji.model.quantity import QuantityKind
from tanji.model.source import Source


def digests(package):
    documents = [*package.flows, *package.processes, *package.sources]
    return {(type(document).__name__, document.id): digest(document) for document in documents}


def there_and_back(package, path):
    olca.write(package, path)
    return olca.read(path)


@pytest.fixture
def made():
    """A package that no file was ever read for: two names, kinds, an own property, everything an exchange can say."""
    energy = FlowProperty(id="ncv", name="Net calorific value", unit="MJ", amount=42.5)
    flows = (
        Flow(
            id="diesel",
            names={"zh": "柴油", "en": "Diesel"},
            kind=FlowKind.product,
            unit="kg",
            quantity_kind=QuantityKind.mass,
            property_id="mass",
            properties=(energy,),
            synonyms=("gas oil", "0#柴油"),
            category=("fuels", "oil/products"),
        ),
        Flow(
            id="heat",
            names={"en": "Heat"},
            kind=FlowKind.product,
            unit="MJ",
            quantity_kind=QuantityKind.energy_heat,
            property_id="heat",
            location="CN",
        ),
        Flow(
            id="co2",
            names={"en": "Carbon dioxide, fossil"},
            kind=FlowKind.elementary,
            unit="kg",
            quantity_kind=QuantityKind.mass,
            property_id="mass",
            compartment=("air",),
            cas="124-38-9",
        ),
    )
    process = Process(
        id="../odd id",
        names={"zh": "供热", "en": "Heating"},
        factor_kind=FactorKind.combustion,
        reference="out",
        location="CN",
        licence="CC0",
        aliases=("暖气",),
        place="table 3",
        default_allocation="economic",
        allocation=(
            AllocationFactor(method="economic", product="heat", value=1.0),
            AllocationFactor(method="causal", product="heat", exchange="gone", value=0.5),
            AllocationFactor(method="causal", product="heat", exchange="3", value=0.5),
        ),
        parameters=(
            Parameter(name="x", value=2.0, uncertainty=Uncertainty(kind="normal", mean=2.0, sd=0.1)),
            Parameter(name="y", value=4.0, formula="x * 2"),
        ),
        sources=("book",),
        exchanges=(
            Exchange(
                id="out",
                flow="heat",
                flow_name="Heat",
                direction=Direction.output,
                amount=1.0,
                unit="GJ",
                reference_amount=1000.0,
                property_id="heat",
                location="CN",
            ),
            Exchange(
                id="2",
                flow="diesel",
                flow_name="Diesel",
                direction=Direction.input,
                amount=1100.0,
                unit="MJ",
                reference_amount=1100 / 42.5,
                property_id="ncv",
                provider="refinery",
                formula="y * 275",
                pedigree="(1;1;1;1;1)",
                uncertainty=Uncertainty(kind="lognormal", median=1100.0, gsd=1.2),
            ),
            Exchange(
                id="3",
                flow="co2",
                flow_name="Carbon dioxide, fossil",
                direction=Direction.output,
                amount=80.0,
                unit="kg",
                reference_amount=80.0,
                property_id="mass",
            ),
            Exchange(
                id="4",
                flow="heat",
                flow_name="Heat",
                direction=Direction.output,
                amount=-5.0,
                unit="MJ",
                reference_amount=-5.0,
                property_id="heat",
                avoided=True,
                extra={"costValue": 3.5},
            ),
        ),
        extra={"gwp_basis": "AR5"},
    )
    source = Source(
        id="book", publisher="Somebody", title={"zh": "书", "en": "Book"}, year=2024, licence="CC0", note="p. 3"
    )
    return Package(
        format="made",
        file="made",
        flows=flows,
        processes=(process,),
        sources=(source,),
        places=(Place(id="c", code="CN"),),
    )


def test_a_package_that_was_made_comes_back_the_same(made, tmp_path):
    back = there_and_back(made, tmp_path / "made.zip")
    assert not back.report.errors
    assert digests(back) == digests(made)


def test_a_package_that_was_read_comes_back_the_same_with_all_that_is_not_modelled(tmp_path):
    package = olca.read(put(tmp_path / "steel", steel_package()))
    back = there_and_back(package, tmp_path / "steel.zip")
    assert digests(back) == digests(package)
    assert back.extra == package.extra
    assert back.places == package.places


def test_the_same_package_gives_the_same_bytes(made, tmp_path):
    olca.write(made, tmp_path / "a.zip")
    olca.write(made, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_file_names_stay_inside_the_zip_whatever_the_ids_are(made, tmp_path):
    olca.write(made, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert not [name for name in archive.namelist() if ".." in name or name.startswith("/")]


def test_a_claim_to_be_verified_is_not_taken_from_a_file(tmp_path):
    objects = steel_package()
    objects["processes/steelmaking"]["otherProperties"] = {"tanji": {"status": "verified", "licence": "CC0"}, "a": 1}
    (process,) = olca.read(put(tmp_path / "steel", objects)).processes
    assert (process.status, process.licence) == ("unverified", "CC0")
    assert process.extra["otherProperties"] == {"a": 1}


def test_a_reference_out_of_the_package_is_refused_and_nothing_is_left(made, tmp_path):
    with pytest.raises(NotWritable, match="Heat"):
        olca.write(made.model_copy(update={"flows": ()}), tmp_path / "a.zip")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["US-FPL", "beef-cattle-finishing", "AWARE"])
def test_real_packages_come_back_the_same(shared_data, tmp_path, name):
    package = olca.read(shared_data / "olca" / name)
    back = there_and_back(package, tmp_path / "back.zip")
    assert digests(back) == digests(package)
    assert back.extra == package.extra
    assert back.format == "olca-jsonld/2"
