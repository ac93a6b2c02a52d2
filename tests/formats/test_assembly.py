"""Parts of a reader become one package; a document that is not as it must be fails alone, and the counts follow."""

import json
from pathlib import Path

from tanji.formats.assembly import assemble
from tanji.model.finding import Counts

FLOW = {"id": "a", "names": {"en": "Steel"}, "kind": "product", "unit": "kg"}


def parts(*flows, counts=None):
    count = {"read": len(flows), "imported": len(flows)}
    last = {"format": "x/1", "sha256": None, "extra": {"k": 1}, "report": {"counts": counts or {"flows": count}}}
    return [json.dumps(part).encode() for part in ({"flows": flows}, last)]


def test_all_parts_are_one_package():
    package = assemble(parts(FLOW), Path("a.zip"), code="XXA-100")
    assert (package.format, package.file, package.extra["k"]) == ("x/1", "a.zip", 1)
    assert package.flows[0].names["en"] == "Steel"
    assert package.report.counts["flows"] == Counts(read=1, imported=1)


def test_a_document_that_is_not_as_it_must_be_fails_alone():
    package = assemble(parts(FLOW, FLOW | {"id": "b", "kind": "magic"}), Path("a.zip"), code="XXA-100")
    assert [flow.id for flow in package.flows] == ["a"]
    assert package.report.counts["flows"] == Counts(read=2, imported=1, failed=1)
    fault = package.report.errors[0]
    assert (fault.code, fault.place.process, fault.place.member) == ("XXA-100", "Steel", "kind")


def test_a_document_of_a_kind_without_counts_fails_too():
    package = assemble(parts({"id": "b"}, counts={"other": {"read": 0}}), Path("a.zip"), code="XXA-100")
    assert not package.flows
    assert package.report.errors


def test_what_no_document_can_hold_is_left_out_of_what_is_kept_beside_them_and_said():
    (flows, last) = parts(FLOW)
    last = last.replace(b'"k": 1', b'"k": 1, "huge": {"x": 1' + b"0" * 400 + b"}")
    package = assemble([flows, last], Path("a.zip"), code="XXA-100")
    assert package.extra == {"k": 1}
    (fault,) = package.report.errors
    assert (fault.code, fault.place.process) == ("XXA-100", "huge")
    assert package.report.counts["flows"] == Counts(read=1, imported=1)
