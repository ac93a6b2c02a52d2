"""One footprint as several methods count it: the lines add up, and nothing is translated silently."""

import pytest

from tanji.assess.views import NotTranslatable, aspects, seen, view, views
from tanji.model.footprint import Footprint
from tanji.rules.pack import packs

FOOTPRINT = Footprint.model_validate(packs()["gbt-24067-2024"].base_case["footprint"])


def with_biogenic(footprint: Footprint) -> Footprint:
    """The steel line takes up 3 kg and gives off 1 kg of biogenic CO2."""
    first = footprint.lines[0]
    score = first.score.model_copy(update={"biogenic_removals": -3.0, "biogenic_co2": 1.0})
    return footprint.model_copy(update={"lines": (first.model_copy(update={"score": score}), *footprint.lines[1:])})


def test_the_first_view_is_the_total_itself():
    found = seen(FOOTPRINT, view("iso-14067"))
    assert found.value == FOOTPRINT.score.total
    assert all(line.counted == line.total and line.reason is None for line in found.lines)


def test_cradle_to_gate_leaves_later_stages_out_and_says_so_by_line():
    found = seen(FOOTPRINT, view("pact-v3-excluding-uptake"))
    assert found.value == pytest.approx(20.0 + 3.0)
    left_out = {line.activity for line in found.lines if line.counted == 0.0}
    assert left_out == {"truck", "use", "scrap"}
    assert all(line.reason is not None for line in found.lines if line.activity in left_out)


def test_uptake_counts_as_what_the_product_holds_at_the_gate():
    footprint = with_biogenic(FOOTPRINT)
    without, including = (seen(footprint, view(f"pact-v3-{each}-uptake")).value for each in ("excluding", "including"))
    assert including - without == pytest.approx(-3.0 + 1.0)


def test_a_net_uptake_that_the_product_does_not_hold_is_told():
    one, footprint = view("pact-v3-including-uptake"), with_biogenic(FOOTPRINT)
    assert "not stated" in seen(footprint, one).remarks[0].en
    closed = footprint.model_copy(update={"biogenic_carbon_kg": 2.0 * 12 / 44})
    assert seen(closed, one).remarks == ()
    open_ = footprint.model_copy(update={"biogenic_carbon_kg": 1.0})
    assert "-3.667" in seen(open_, one).remarks[0].en
    assert seen(FOOTPRINT, one).remarks == ()


@pytest.mark.parametrize("one", views(), ids=lambda each: each.id)
def test_lines_add_up_and_every_view_has_source_status_and_caveats(one):
    found = seen(with_biogenic(FOOTPRINT), one)
    assert found.value == pytest.approx(sum(line.counted for line in found.lines))
    assert one.source
    assert one.status == ("verified" if one.id.startswith("pact") else "unverified")
    assert one.status == "unverified" or "commit" in one.source or "036cd63" in one.source
    assert all(caveat.zh and caveat.en for caveat in one.caveats)


def test_a_footprint_of_another_characterisation_is_refused():
    other = FOOTPRINT.model_copy(update={"method": FOOTPRINT.method.model_copy(update={"id": "ar4-gwp100"})})
    with pytest.raises(NotTranslatable, match="ar4-gwp100"):
        seen(other, view("iso-14067"))
    with pytest.raises(NotTranslatable, match="pef-like"):
        view("nothing")


def test_the_methods_are_told_apart_on_every_aspect():
    listed = aspects()
    assert len(listed) >= 8
    assert all(set(each.methods) == {"iso-14067", "gbt-24067", "pact-v3", "pef", "battery-cfb"} for each in listed)
