"""Rights: what may be shown of a process, and that what may not be shown can not be computed either."""

import pytest
from tests.background.packages import CO2, gives, method, package, process, product, publish_here, takes

from tanji.background.disclosure import recoverable
from tanji.background.rights import audit, closed, is_open, permissions, showing_through, standing
from tanji.background.shown import public_scores
from tanji.model.rights import CrossBorder, Permission, Rights
from tanji.model.source import Source

OPEN = {"licence": "CC0"}
SOURCE = Source(id="s", publisher="Office", title={"en": "Figures"}, year=2024)


def _release(folder, rights=None, **said):
    """Ore and coal are closed unless said otherwise; steel takes both, a car takes steel; water takes nothing."""
    flows = [*(product(name) for name in ("ore", "coal", "steel", "car", "water")), CO2]
    inputs = {"ore": [], "coal": [], "steel": [takes("ore", 2), takes("coal", 0.5)], "car": [takes("steel", 3)]}
    processes = [
        process(
            name,
            gives(name, 1),
            *inputs.get(name, []),
            gives("co2", 1 + place),
            sources=("s",),
            **({} if name in {"ore", "coal"} else OPEN),
            **({"extra": {"rights": said[name]}} if name in said else {}),
        )
        for place, name in enumerate(("ore", "coal", "steel", "car", "water"))
    ]
    more = {} if rights is None else {"rights": rights}
    return publish_here(folder, package(flows, processes, sources=[SOURCE]), **more).opened


def _permitted(opened):
    ids = [listing.process for listing in opened.listings]
    return dict(zip(ids, permissions(opened), strict=True))


def test_an_open_licence_permits_values_and_without_a_licence_only_metadata_are_shown(tmp_path):
    found = _permitted(_release(tmp_path))
    assert found["steel"] is Permission.values
    assert found["ore"] is Permission.metadata


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("CC0 1.0", True),
        ("Open Government Licence v3.0", True),
        ("official publication", True),
        ("CC BY-NC 4.0", False),
        ("CC BY-ND 4.0", False),
        ("Oglesby end-user licence", False),
        ("CC0 for the metadata, values licensed", False),
        ("proprietary", False),
        ("", False),
    ],
)
def test_only_whole_licences_of_the_table_are_open(licence, free):
    assert is_open(licence) is free


def test_of_release_and_process_the_stricter_statement_holds(tmp_path):
    strict = _release(tmp_path / "a", Rights(permission="nothing"), steel={"permission": "values"})
    assert _permitted(strict)["steel"] is Permission.nothing
    own = _release(tmp_path / "b", Rights(permission="values"), steel={"permission": "metadata"})
    assert _permitted(own)["steel"] is Permission.metadata
    assert _permitted(own)["ore"] is Permission.values


@pytest.mark.parametrize("flag", [{"personal_data": True}, {"important_data": True}, {"cross_border": "assessed"}])
def test_what_the_law_restricts_is_not_shown_even_where_values_are_said_to_be_public(tmp_path, flag):
    opened = _release(tmp_path, water={"permission": "values", **flag})
    assert _permitted(opened)["water"] is Permission.metadata
    assert "RGT-104" in {finding.code for finding in audit(opened).findings}


def test_flags_of_release_and_process_add_up(tmp_path):
    opened = _release(tmp_path, Rights(important_data=True), water={"cross_border": "forbidden"})
    found = standing(opened, "water")
    assert found.rights.important_data is True
    assert found.rights.cross_border is CrossBorder.forbidden
    assert found.permission is Permission.metadata


def test_a_statement_that_can_not_be_read_shows_metadata_at_most_and_is_a_finding(tmp_path):
    opened = _release(tmp_path, water={"permission": "everything"})
    assert _permitted(opened)["water"] is Permission.metadata
    assert "RGT-102" in {finding.code for finding in audit(opened).errors}


def test_a_dataset_without_a_source_is_an_error_of_the_audit(tmp_path):
    made = package([product("x"), CO2], [process("x", gives("x", 1), gives("co2", 1), **OPEN)])
    report = audit(publish_here(tmp_path, made).opened)
    assert [finding.code for finding in report.errors] == ["RGT-101"]
    assert report.errors[0].place.process == "x"
    assert report.counts["datasets"].failed == 1
    assert not audit(_release(tmp_path / "sourced")).errors


def test_a_result_is_closed_with_anything_behind_it(tmp_path):
    opened = _release(tmp_path)
    shut = dict(zip(opened.positions, closed(opened).tolist(), strict=True))
    assert shut == {"ore": True, "coal": True, "steel": True, "car": True, "water": False}
    assert showing_through(opened, "car") == {"ore", "coal"}
    assert showing_through(opened, "ore") == frozenset()


def test_scores_are_shown_of_open_chains_only_and_hidden_processes_are_not_named(tmp_path):
    opened = _release(tmp_path, coal={"permission": "nothing"})
    shown = {each.listing.process: each.score for each in public_scores(opened, method())}
    assert set(shown) == {"ore", "steel", "car", "water"}
    assert [name for name, score in shown.items() if score] == ["water"]


def test_from_shown_scores_and_open_recipes_no_closed_score_can_be_computed(tmp_path):
    opened = _release(tmp_path)
    system, ids = opened.system(method()), list(opened.positions)
    shown = {each.listing.process for each in public_scores(opened, method()) if each.score}
    known = [ids.index(name) for name in shown]
    recipes = [ids.index(name) for name, allowed in _permitted(opened).items() if allowed is Permission.values]
    rows = [dict(enumerate(system.A.toarray()[:, column])) for column in recipes]
    unknown = [{place: value for place, value in row.items() if place not in known} for row in rows]
    assert not {ids[place] for place in recoverable(unknown)} & {"ore", "coal"}


def test_sums_give_away_what_subtraction_and_combination_reach():
    assert recoverable([{"a": 1}]) == {"a"}
    assert recoverable([{"a": 1, "b": 1}, {"a": 1}]) == {"a", "b"}
    assert recoverable([{"a": 1, "b": 2}, {"a": 2, "b": 4}]) == frozenset()
    assert recoverable([{"a": 1, "b": 2}, {"a": 2, "b": 1}]) == {"a", "b"}
    assert recoverable([{"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1}]) == {"c"}
    assert recoverable([{"a": 0.0}, {}]) == frozenset()
    assert recoverable([]) == frozenset()
