import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st
from tests.background.packages import CO2, gives, method, package, process, product, publish_here, takes, waste

from tanji.background.effects import effects
from tanji.background.link_rules import UnknownLinkRules, link_rules, read_rules, rule_sets
from tanji.background.overrides import Override, UnfitOverrides, read_overrides
from tanji.background.publish import Choices, prepared
from tanji.model import document

FLOWS = [product("steel"), product("part"), CO2]
NEAR = Choices(link_rules("tanji-link/2"))
BY_UUID = Choices(link_rules("tanji-link/uuid"))


def _shop(**more):
    return process("shop", gives("part", 1), takes("steel", 2), **more)


def _mill(identity, **more):
    return process(identity, gives("steel", 1), **more)


def _supplier(made, choices):
    work = prepared(made, choices=choices)
    found = [each for each in work.linked.links if work.processes[each.process].id == "shop"]
    return [(work.allocated.products[each.supplier].id, each.decided_by.value) for each in found]


def test_rules_that_have_been_given_out_never_change():
    contents = {rules.id: rules.model_dump_json(exclude={"zh", "en", "source"}) for rules in rule_sets()}
    types = '"process_types":["unit_process","lci_result"]'
    assert contents == {
        "tanji-link/1": '{"id":"tanji-link/1","named":true,"own":"last","direction":"matched","exchange_location":true,'
        f'"rank":["location","name"],{types}}}',
        "tanji-link/2": '{"id":"tanji-link/2","named":true,"own":"last","direction":"matched","exchange_location":true,'
        f'"rank":["geography","year","technology","process_type","name"],{types}}}',
        "tanji-link/uuid": '{"id":"tanji-link/uuid","named":false,"own":"never","direction":"any",'
        '"exchange_location":false,'
        f'"rank":["location","id"],{types}}}',
    }


def test_unknown_rules_are_refused_with_those_there_are():
    with pytest.raises(UnknownLinkRules, match="tanji-link/uuid"):
        link_rules("tanji-link/9")


def test_rules_of_ones_own_are_read_from_a_file(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "{id: mine/1, zh: 我的, en: Mine, source: me, named: true, own: never, exchange_location: true, rank: [id]}",
        encoding="utf-8",
    )
    assert read_rules(path).rank == ("id",)
    for text in ("id: [", "rank: [year]", "{id: x/1, rank: [name, year]}", "- a"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnknownLinkRules):
            read_rules(path)


def test_the_nearest_place_goes_first_then_country_region_world_and_others():
    places = ["CN-ZJ", "CN", "RAS", "GLO", "CN-GD", "US"]
    mills = [_mill(f"m{9 - i}", location=place) for i, place in enumerate(places)]
    for first in range(len(places) - 1):
        made = package(FLOWS, [*mills[first:], _shop(location="CN-ZJ")])
        assert _supplier(made, NEAR) == [(mills[first].id, "geography")]


def test_of_one_place_the_nearest_year_goes_first():
    mills = [_mill(f"m{year}", location="CN", valid_until=f"{year}-12-31") for year in (2015, 2021, 2024)]
    made = package(FLOWS, [*mills, _mill("m", location="CN"), _shop(location="CN", valid_until="2022-12-31")])
    made = type(made).model_validate_json(made.model_dump_json())
    assert _supplier(made, NEAR) == [("m2021", "year")]
    newest = package(FLOWS, [*made.processes[:-1], _shop(location="CN")])
    assert _supplier(newest, NEAR) == [("m2024", "year")]


def test_then_technology_then_process_type_then_name():
    technical = [_mill("a", technology="blast furnace"), _mill("b", technology="electric arc furnace")]
    shop = _shop(technology="steel from an electric arc furnace")
    assert _supplier(package(FLOWS, [*technical, shop]), NEAR) == [("b", "technology")]
    kinds = [_mill("a", kind="lci_result"), _mill("b")]
    kinds = [type(each).model_validate_json(each.model_dump_json()) for each in kinds]
    assert _supplier(package(FLOWS, [*kinds, _shop()]), NEAR) == [("b", "process_type")]
    names = [_mill("a", names={"en": "Zebra"}), _mill("b", names={"en": "Aardvark"})]
    assert _supplier(package(FLOWS, [*names, _shop()]), NEAR) == [("b", "first_name")]


def test_by_uuid_the_same_location_code_goes_first_then_the_smallest_id():
    mills = [_mill("3", location="ZJ-CN"), _mill("2", location="ZJ-CN"), _mill("1", location="CN")]
    assert _supplier(package(FLOWS, [*mills, _shop(location="ZJ-CN")]), BY_UUID) == [("2", "first_id")]
    assert _supplier(package(FLOWS, [*mills, _shop(location="CN")]), BY_UUID) == [("1", "location")]
    assert _supplier(package(FLOWS, [*mills, _shop(location="CN-ZJ")]), BY_UUID) == [("1", "first_id")]


def test_by_uuid_a_process_never_takes_its_own_product_nor_what_the_source_names():
    grid = process("shop", gives("steel", 1), takes("steel", 0.1))
    assert _supplier(package(FLOWS, [grid]), BY_UUID) == []
    shop = process("shop", gives("part", 1), takes("steel", 2, provider="b"))
    assert _supplier(package(FLOWS, [_mill("a"), _mill("b"), shop]), BY_UUID) == [("a", "first_id")]


def test_by_uuid_a_product_that_goes_in_as_the_reference_supplies_too():
    turned = process("turned", takes("steel", 1), takes("steel", 0.1))
    assert _supplier(package(FLOWS, [turned, _shop()]), BY_UUID) == [("turned", "only")]
    assert _supplier(package(FLOWS, [turned, _shop()]), NEAR) == []
    work = prepared(package(FLOWS, [turned, _shop()]), choices=BY_UUID)
    assert [each.amount for each in work.allocated.products] == [1, 1]  # its other input of steel is an input


def test_the_release_names_its_rules_and_says_how_each_choice_was_made(tmp_path):
    mills = [_mill("a", location="CN"), _mill("b", location="CN"), _mill("c", location="US")]
    opened = publish_here(tmp_path, package(FLOWS, [*mills, _shop(location="CN-ZJ")]), choices=NEAR).opened
    assert opened.manifest.link_rules.startswith("tanji-link/2, ")
    row = opened.table("ambiguous").row(0, named=True)
    assert row["reason"] == "geography 2 of 3; year 2 of 2; technology 2 of 2; process_type 2 of 2; name 1 of 2"
    assert (row["chosen"], row["eligible"], row["amount"], row["unit"]) == ("a", 3, 2.0, "kg")


@settings(max_examples=40, deadline=None)
@hypothesis_given(
    order=st.permutations(range(5)),
    places=st.lists(st.sampled_from(["CN", "CN-ZJ", "US", "GLO", None]), min_size=5, max_size=5),
    rules=st.sampled_from([rules.id for rules in rule_sets()]),
)
def test_the_order_of_suppliers_never_decides(order, places, rules):
    mills = [_mill(f"m{i}", location=place, names={"en": f"Mill {i % 2}"}) for i, place in enumerate(places)]
    shop = _shop(location="CN-ZJ")
    choices = Choices(link_rules(rules))
    one = _supplier(package(FLOWS, [*mills, shop]), choices)
    assert one == _supplier(package(FLOWS, [shop, *(mills[i] for i in order)]), choices)
    assert len(one) == 1


def _overrides(folder, *lines):
    path = folder / "overrides.csv"
    path.write_text("\n".join(["process,exchange,provider,reason", *lines]) + "\n", encoding="utf-8")
    return read_overrides(path)


def test_the_publisher_names_suppliers_and_the_release_says_so(tmp_path):
    made = package(FLOWS, [_mill("a"), _mill("b"), _shop()])
    choices = Choices(overrides=_overrides(tmp_path, "shop,steel,b,the buyer says so"))
    opened = publish_here(tmp_path, made, choices=choices).opened
    assert opened.table("links")["decided_by"].to_list() == ["override"]
    assert opened.table("overrides").rows() == [(2, "shop", "steel", "b", "the buyer says so", 1, "a")]
    assert opened.table("ambiguous")["chosen"].to_list() == ["b"]


def test_an_override_may_give_a_stand_in_of_another_flow_for_what_has_no_supplier(tmp_path):
    iron = process("iron", gives("iron", 1, "t"), gives("co2", 500))
    made = package([*FLOWS, product("iron", "t")], [iron, _shop()])
    choices = Choices(overrides=_overrides(tmp_path, "*,steel,iron,stand-in"))
    published = publish_here(tmp_path, made, choices=choices)
    assert published.opened.score("shop", method()).total == pytest.approx(1.0)  # 2 kg x 500 kg CO2 per t
    assert published.opened.table("unlinked").is_empty()


def test_lines_that_fit_nothing_are_refused_by_number():
    made = package([*FLOWS, product("power", "kWh"), waste("scrap")], [_mill("a"), _shop(), _plant(), _treatment()])
    lines = [
        Override(2, "gone", "steel", "a", "x"),
        Override(3, "shop", "gone", "a", "x"),
        Override(4, "shop", "steel", "gone", "x"),
        Override(5, "shop", "2", "plant", "x"),
        Override(6, "*", "co2", "a", "x"),
        Override(7, "shop", "2", "treatment", "x"),
        Override(8, "shop", "steel", "a", "this one fits"),
    ]
    with pytest.raises(UnfitOverrides) as refused:
        prepared(made, choices=Choices(overrides=lines))
    said = refused.value.message.en
    for part in ("line 2: there is no process gone", "line 3: there is no exchange", "line 4: there is no supplier"):
        assert part in said
    assert "line 5: the unit kg can not be converted to kWh" in said
    assert "line 6: co2 is an elementary flow" in said
    assert "line 7: treatment gives where" in said
    assert "line 8" not in said


def _plant():
    return process("plant", gives("power", 1, "kWh"), gives("co2", 1))


def _treatment():
    return process("treatment", takes("scrap", 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("process,provider\na,b", "exchange, reason"),
        ("process,exchange,provider,reason\na,b,,x", "line 2: a cell is empty"),
        ("process,exchange,provider,reason\na,b,c,x\n\na,b,d,y", "line 4: it repeats"),
        ("\xff", "can not be read"),
    ],
)
def test_a_mapping_file_with_faults_is_refused(tmp_path, text, said):
    path = tmp_path / "overrides.csv"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UnfitOverrides) as refused:
        read_overrides(path)
    assert said in refused.value.message.en


def test_effects_are_estimated_from_above(tmp_path):
    # 2 kg steel from a (1 kg CO2/kg) or c (4): at most 2 x 3 = 6. 5 kg ore without supplier: at most 5 x 4 = 20.
    mills = [_mill("a"), process("c", gives("steel", 1), gives("co2", 4))]
    mills[0] = process("a", gives("steel", 1), gives("co2", 1))
    shop = process("shop", gives("part", 1), takes("steel", 2), takes("ore", 5), takes("heat", 1, "MJ"))
    flows = [*FLOWS, product("ore"), product("heat", "MJ")]
    found = effects(publish_here(tmp_path, package(flows, [*mills, shop])).opened, method())
    rows = {row["flow"]: row for row in found.iter_rows(named=True)}
    assert found["flow"].to_list() == ["ore", "steel", "heat"]
    assert (rows["ore"]["estimate"], rows["ore"]["by"], rows["ore"]["kilograms"]) == (20.0, "c", 5.0)
    assert (rows["steel"]["estimate"], rows["steel"]["by"], rows["steel"]["sort"]) == (6.0, "c", "ambiguous")
    assert rows["ore"]["typical"] == 10.0  # 5 kg at the median of 1, 2 and 4
    assert rows["ore"]["share"] == pytest.approx(20 / 2)  # one part: 2 x 1 kg CO2
    assert (rows["heat"]["estimate"], rows["heat"]["megajoules"], rows["heat"]["share"]) == (None, 1.0, None)


def test_the_same_choices_give_the_same_release(tmp_path):
    made = package(FLOWS, [_mill("a"), _mill("b"), _shop()])
    choices = Choices(link_rules("tanji-link/2"), _overrides(tmp_path, "shop,steel,b,x"))
    digests = {
        document.digest(publish_here(tmp_path / str(i), made, choices=choices).opened.manifest) for i in range(2)
    }
    assert len(digests) == 1
