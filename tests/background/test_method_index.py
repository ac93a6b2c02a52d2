"""Methods kept beside releases: found by id, by digest, with their sources."""

import pytest
from tests.background.packages import method

from tanji.background.method_index import keep, kept_methods, load
from tanji.background.shelf import Shelf, UnknownDocument
from tanji.model.document import digest


def test_a_method_is_listed_with_all_that_it_came_from_in_order(tmp_path):
    shelf = Shelf(tmp_path)
    assert kept_methods(shelf) == ()
    keep(shelf, method(identity="b"), "first@1")
    keep(shelf, method(identity="a"), "other@1")
    keep(shelf, method(identity="b"), "second@1")
    keep(shelf, method(identity="b"), "first@1")
    found = kept_methods(shelf)
    assert [(each.id, each.sources) for each in found] == [("a", ("other@1",)), ("b", ("first@1", "second@1"))]
    assert load(shelf, found[1].digest) == method(identity="b")


def test_methods_of_one_id_with_other_contents_stand_side_by_side(tmp_path):
    shelf = Shelf(tmp_path)
    one = keep(shelf, method({"nitrous-oxide": 265.0}), "a@1")
    other = keep(shelf, method({"nitrous-oxide": 273.0}), "b@1")
    assert {each.digest for each in kept_methods(shelf)} == {one.digest, other.digest}


def test_a_damaged_entry_still_leads_to_its_document(tmp_path):
    shelf = Shelf(tmp_path)
    kept = keep(shelf, method(), "db@1")
    (entry,) = (tmp_path / "methods").glob("*.json")
    entry.write_text("{", encoding="utf-8")
    assert kept_methods(shelf) == (kept._replace(sources=()),)
    keep(shelf, method(), "db@2")
    assert kept_methods(shelf) == (kept._replace(sources=("db@2",)),)


def test_altered_bytes_and_other_documents_are_refused(tmp_path):
    shelf = Shelf(tmp_path)
    kept = keep(shelf, method(), "db@1")
    assert kept.digest == digest(method())
    from tests.background.packages import product

    with pytest.raises(UnknownDocument, match="no method"):
        load(shelf, shelf.store(product("steel")))
    (tmp_path / "documents" / kept.digest.removeprefix("sha256:")).write_bytes(b"{}")
    with pytest.raises(UnknownDocument):
        load(shelf, kept.digest)
