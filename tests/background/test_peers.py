import pytest
from tests.background.packages import CO2, elementary, gives, method, package, process, product, publish_here

from tanji.background.peers import Verdict, peers
from tanji.model.process import FactorKind


def _release(folder, database, version, unit="kg", amount=1.0, **more):
    names = more.pop("names", {"zh": "铝锭", "en": "Aluminium ingot"})
    given = {"location": "CN", "valid_from": "2023-01-01", "licence": "CC0", **more}
    made = process("al", gives("al", amount, unit), gives("co2", 10), names=names, **given)
    about = {"allocation": given.pop("allocation", "reference")} if "allocation" in given else {}
    return publish_here(folder, package([product("al", unit), CO2], [made]), database, version, **about).opened


def _one(tmp_path, **more):
    own = _release(tmp_path, "own", "1")
    other = _release(tmp_path, "other", "1", **more)
    return peers((own, "al"), [own, other], method()).peers[0]


def test_the_same_product_elsewhere_is_directly_comparable(tmp_path):
    peer = _one(tmp_path)
    assert peer.verdict is Verdict.direct
    assert peer.value == 10.0


def test_another_unit_is_converted(tmp_path):
    peer = _one(tmp_path, unit="t")
    assert peer.verdict is Verdict.converted
    assert peer.value == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("more", "aspect"),
    [
        ({"location": "US"}, "place"),
        ({"location": None}, "place"),
        ({"valid_from": "2010-01-01"}, "year"),
        ({"valid_from": None}, "year"),
        ({"names": {"en": "Aluminium ingots, secondary"}}, "product"),
        ({"extra": {"gwp_basis": "AR4"}}, "method"),
    ],
)
def test_other_place_year_name_or_basis_is_for_reference_only(tmp_path, more, aspect):
    peer = _one(tmp_path, **more)
    assert peer.verdict is Verdict.reference
    assert peer.value == 10.0
    assert [each.aspect for each in peer.judgements if each.verdict is Verdict.reference] == [aspect]


def test_other_technologies_are_for_reference_only(tmp_path):
    own = _release(tmp_path, "own", "1", technology="Hall-Héroult")
    other = _release(tmp_path, "other", "1", technology="recycling")
    assert peers((own, "al"), [other], method()).peers[0].verdict is Verdict.reference


@pytest.mark.parametrize("more", [{"unit": "Item(s)"}, {"factor_kind": FactorKind.upstream}])
def test_what_can_not_be_compared_has_no_figure(tmp_path, more):
    peer = _one(tmp_path, **more)
    assert peer.verdict is Verdict.incomparable
    assert peer.value is None


def test_other_versions_of_the_same_database_are_peers_and_the_process_itself_is_none(tmp_path):
    own, older = _release(tmp_path, "own", "2"), _release(tmp_path, "own", "1", amount=2.0)
    found = peers((own, "al"), [own, older], method())
    assert [(each.listing.version, each.value) for each in found.peers] == [("1", 5.0)]
    assert found.value == 10.0


def test_the_best_verdict_stands_first(tmp_path):
    own = _release(tmp_path, "own", "1")
    others = [
        _release(tmp_path, "a", "1", unit="Item(s)"),
        _release(tmp_path, "b", "1", location="US"),
        _release(tmp_path, "c", "1", unit="t"),
        _release(tmp_path, "d", "1"),
    ]
    found = peers((own, "al"), others, method())
    assert [each.verdict for each in found.peers] == list(Verdict)


def test_figures_that_may_not_be_shown_are_marked(tmp_path):
    peer = _one(tmp_path, licence="end-user licence")
    assert peer.withheld


def test_one_process_of_another_kind_of_energy_is_not_comparable(tmp_path):
    def energy(database, kind):
        flows = [product("e", "kWh", quantity_kind=kind), elementary("co2", "Carbon dioxide, fossil")]
        made = process("e", gives("e", 1, "kWh"), gives("co2", 1), names={"en": "Energy"}, licence="CC0")
        return publish_here(tmp_path, package(flows, [made]), database).opened

    own, other = energy("own", "energy_electricity"), energy("other", "energy_fuel_ncv")
    assert peers((own, "e"), [other], method()).peers[0].verdict is Verdict.incomparable


def test_names_that_differ_by_year_and_place_alone_are_the_same_product(tmp_path):
    own = _release(tmp_path, "own", "1", names={"zh": "电力，全国平均，2024年", "en": "Electricity, CN, 2024"})
    other = _release(
        tmp_path,
        "other",
        "1",
        names={"zh": "电力，全国平均，2023年", "en": "Electricity, CN, 2023"},
        valid_from="2022-01-01",
    )
    assert peers((own, "al"), [other], method()).peers[0].verdict is Verdict.direct
