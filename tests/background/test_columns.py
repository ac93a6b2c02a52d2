from datetime import date

import polars as pl
import pytest
from tests.background.packages import CO2, gives, package, process, product, publish_here, takes

from tanji.background.tables import SCHEMAS, digest, table
from tanji.model import document
from tanji.model.package import Place
from tanji.model.process import AllocationFactor, Exchange, Parameter, Uncertainty
from tanji.model.source import Source


def _rich():
    return process(
        "mill",
        gives("steel", 1, uncertainty=Uncertainty(kind="lognormal", median=1.0, gsd=1.2), pedigree="(1;2;3;4;5)"),
        takes("steel", 0.1, formula="a * 2", location="CN", description="本厂自用", extra={"odd": [1, {"x": None}]}),
        gives("co2", -0.5, "g", reference_amount=-0.0005, property_id="mass", provider="someone"),
        gives("steel2", 0.25, avoided=True),
        names={"zh": "钢厂", "en": "Mill"},
        version="03.00.004",
        location="place-1",
        valid_from=date(2019, 1, 1),
        valid_until=date(2021, 12, 31),
        technology="BOF",
        description="Long text\nwith lines",
        category=("metals", "steel"),
        default_allocation="physical",
        allocation=(AllocationFactor(method="physical", product="steel", value=1.0),),
        parameters=(Parameter(name="a", value=2.0),),
        sources=("s1", "s2"),
        place="sheet A, row 3",
        licence="CC0",
        aliases=("钢", "crude steel"),
        extra={"gwp_basis": "AR5", "note": "hot", "uncertainty": "±10 %", "schema": {"b": 1, "a": 2.5}},
    )


def _made():
    source = Source(id="s1", publisher="钢铁协会", title={"zh": "年报", "en": "Yearbook"}, year=2020)
    return package(
        [product("steel", synonyms=("Rohstahl",)), product("steel2"), CO2],
        [_rich()],
        sources=(source,),
        places=(Place(id="place-1", code="CN", name="China"),),
    )


def test_a_process_comes_back_from_the_tables_whole(tmp_path):
    opened = publish_here(tmp_path, _made()).opened
    assert opened.process("mill") == _rich()
    assert document.digest(opened.process("mill")) == document.digest(_rich())
    assert opened.source("s1") == _made().sources[0]
    assert opened.source("s9") is None


def test_the_table_of_exchanges_keeps_every_member():
    assert set(SCHEMAS["exchanges"]) - {"process"} == set(Exchange.model_fields)


def test_a_listing_shows_what_a_person_must_see(tmp_path):
    listing = publish_here(tmp_path, _made()).opened.get("mill")
    assert dict(listing.names) == {"zh": "钢厂", "en": "Mill"}
    assert (listing.unit, listing.quantity_kind, listing.location, listing.year) == ("kg", "mass", "CN", 2019)
    assert listing.source == "钢铁协会, 年报, 2020, sheet A, row 3"
    assert (listing.licence, listing.technology, listing.category) == ("CC0", "BOF", "metals / steel")
    assert listing.aliases == ("钢", "crude steel", "steel", "Rohstahl")
    assert (listing.gwp_basis, listing.note, listing.uncertainty) == ("AR5", "hot", "±10 %")


def test_more_sources_than_fit_a_line_are_counted(tmp_path):
    sources = tuple(Source(id=f"s{i}", publisher=f"P{i}", title={"en": "T"}) for i in range(5))
    mill = process("mill", gives("steel", 1), sources=tuple(source.id for source in sources))
    made = package([product("steel")], [mill], sources=sources)
    assert publish_here(tmp_path, made).opened.get("mill").source == "P0, T; P1, T; P2, T (+2)"


def test_electricity_is_known_by_its_name_and_other_energy_is_not_guessed(tmp_path):
    flows = [
        product("e", "MJ", "Electricity, at grid"),
        product("f", "MJ", "Diesel, burned"),
        product("h", "MJ", "Heat"),
    ]
    made = package(flows, [process(flow.id, gives(flow.id, 1, "MJ")) for flow in flows])
    kinds = [listing.quantity_kind for listing in publish_here(tmp_path, made).opened.listings]
    assert kinds == ["energy_electricity", None, "energy_heat"]


def _table(**columns):
    return table("places", {"id": ["a", "b"], "code": ["x", None], "name": ["", "y"]} | columns)


def test_a_digest_covers_values_and_what_is_missing():
    plain = digest(_table())
    assert digest(_table()) == plain
    for other in ({"id": ["b", "a"]}, {"code": [None, "x"]}, {"code": ["x", ""]}, {"name": ["", "z"]}):
        assert digest(_table(**other)) != plain, other
    assert digest(_table(id=["ab", ""])) != digest(_table(id=["a", "b"]))


def test_a_digest_covers_names_types_and_order_of_columns():
    frame = pl.DataFrame({"a": [1.0], "b": [2.0]})
    others = [frame.select("b", "a"), frame.rename({"a": "c"}), frame.cast(pl.Int64)]
    assert digest(frame) not in {digest(other) for other in others}
    assert digest(frame.with_columns(b=pl.lit(-0.0))) == digest(frame.with_columns(b=pl.lit(0.0)))


def test_a_digest_does_not_change_from_release_to_release():
    assert digest(_table()) == "sha256:29ef53944f8fe6fd8aa80a749a22457934652e0bb06c9bd512bae8217f726d4e"


def test_a_value_of_another_type_is_not_taken():
    with pytest.raises(TypeError):
        table("places", {"id": [1], "code": [None], "name": [None]})
