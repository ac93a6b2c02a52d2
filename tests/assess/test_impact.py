"""A release follows another: which documents are concerned, and how far they move."""

from dataclasses import replace

import pytest
from tests.assess.studies import activity, study
from tests.background.packages import CO2, gives, method, package, process, product, publish_here, takes

from tanji.assess.calculate import calculate
from tanji.assess.impact import Given, impact
from tanji.background.diff import diff
from tanji.background.impact import concerned, proposals
from tanji.model.document import ref
from tanji.model.study import ProcessLink, ReleaseUse, StudyLink


def _release(folder, version, *, coal=2.0, without=(), **names):
    flows = [product("steel"), product("coal"), product("brick"), product("slab"), CO2]
    processes = [
        process("coal", gives("coal", 1), gives("co2", coal)),
        process("steel", gives("steel", 1), takes("coal", 1), gives("co2", 1)),
        process("slab", gives("slab", 1), gives("co2", 4), names={"en": "steel slab"}),
        process("brick", gives("brick", 1), gives("co2", 5)),
    ]
    kept = [each for each in processes if each.id not in without]
    return publish_here(folder, package(flows, kept), version=version).opened


def _study(id_, *links, release=None):
    lines = [activity(name, 2.0, link=ProcessLink(database="db", process=name)) for name in links]
    used = () if release is None else (ReleaseUse(database="db", version=release.version, digest=release.digest),)
    return study(*lines, releases=used).model_copy(update={"id": id_})


@pytest.fixture
def old(tmp_path):
    return _release(tmp_path, "1")


def _given(before, after, *kept):
    here = {ref(document).digest: document for document in kept}
    return Given(before, after, {}, lambda _: method(), lambda wanted: here.get(wanted.digest), {}, "test")


def test_documents_of_the_earlier_release_are_concerned_with_their_uses(tmp_path, old):
    new = _release(tmp_path, "2", coal=3.0)
    difference = diff(old, new, method=method())
    documents = [
        _study("uses", "steel", "brick", release=old.ref),
        _study("untouched", "brick", release=old.ref),
        _study("newer", "steel", release=new.ref),
        _study("draft", "steel"),
        method(),
    ]
    found = {each.ref.id: [use.activity for use in each.uses] for each in concerned(documents, difference)}
    assert found == {"uses": ["steel"], "untouched": [], "draft": ["steel"]}


def test_a_study_behind_another_is_followed_and_moves_with_it(tmp_path, old):
    new = _release(tmp_path, "2", coal=3.0)
    difference = diff(old, new, method=method())
    inner = _study("inner", "steel", release=old.ref)
    outer = study(activity("cell", 3.0, "item", link=StudyLink(study=ref(inner)))).model_copy(update={"id": "outer"})
    found = {each.ref.id: each for each in concerned([outer, inner], difference)}
    assert [use.activity for use in found["outer"].uses] == ["cell/steel"]
    given = _given(old, new)
    given = replace(given, inputs={ref(inner).digest: inner})
    moved = {each.concerned.ref.id: (each.how, each.before, each.after) for each in impact(found.values(), given)}
    assert moved["outer"][0] == "recomputed", moved
    assert moved["outer"][2] / moved["outer"][1] == pytest.approx(4 / 3)
    assert list(concerned([outer], difference)) == []


def test_studies_are_recomputed_on_the_new_release_the_largest_move_first(tmp_path, old):
    new = _release(tmp_path, "2", coal=3.0)
    documents = [_study("mixed", "steel", "brick", release=old.ref), _study("steel", "steel", release=old.ref)]
    found = impact(concerned(documents, diff(old, new, method=method())), _given(old, new))
    assert [(each.concerned.ref.id, each.how, each.before, each.after) for each in found] == [
        ("steel", "recomputed", 6.0, 8.0),
        ("mixed", "recomputed", 16.0, 18.0),
    ]
    assert found[0].difference == pytest.approx(2.0)
    assert found[0].relative == pytest.approx(1 / 3)


def _footprint(made, opened):
    return calculate(made, {"db": opened}, method(), engine="test")


def test_a_footprint_is_recomputed_from_its_study_or_estimated_by_its_lines(tmp_path, old):
    new = _release(tmp_path, "2", coal=3.0)
    made = _study("f", "steel", "brick", release=old.ref)
    footprint = _footprint(made, old)
    difference = diff(old, new, method=method())
    with_study = impact(concerned([footprint], difference), _given(old, new, made))
    without = impact(concerned([footprint], difference), _given(old, new))
    assert [each.how for each in (*with_study, *without)] == ["recomputed", "estimated"]
    assert with_study[0].after == without[0].after == 18.0
    assert with_study[0].before == 16.0


def test_a_document_whose_process_is_gone_is_not_computed_and_says_why(tmp_path, old):
    new = _release(tmp_path, "2", without={"steel"})
    made = _study("f", "steel", release=old.ref)
    footprint = _footprint(made, old)
    found = impact(concerned([made, footprint], diff(old, new, method=method())), _given(old, new))
    assert [each.how for each in found] == ["not_computed", "not_computed"]
    assert all("steel" in each.reason.en and each.after is None and each.relative is None for each in found)


def test_proposals_carry_old_and_new_figures_and_name_what_could_stand_in(tmp_path, old):
    new = _release(tmp_path, "2", coal=3.0, without={"steel"})
    difference = diff(old, new, method=method())
    by_process = {each.change.process: each for each in proposals(difference, old, new, ["steel", "coal", "brick"])}
    assert set(by_process) == {"steel", "coal"}
    assert (by_process["coal"].effect.before, by_process["coal"].effect.after) == (2.0, 3.0)
    assert by_process["coal"].before.version == "1"
    assert by_process["coal"].after.version == "2"
    assert by_process["coal"].candidates == ()
    assert by_process["steel"].after is None
    assert [each.listing.process for each in by_process["steel"].candidates] == ["slab"]
    assert [each.version for each in by_process["steel"].releases] == ["1", "2"]
