"""What is written as EcoSpold 2 reads back to the same documents."""

import pytest
from tests.formats.ecospold.documents import everything
from tests.formats.ecospold.reading import digests
from tests.formats.ecospold2.datasets import STEEL, dataset, exchange, spold

from tanji.formats import ecospold2
from tanji.formats.ecospold2.writer import NotWritable2
from tanji.model.document import digest
from tanji.model.package import Package

OTHER = "33333333-3333-3333-3333-333333333333"
WASTE = exchange("e1", "scrap", "out 0", amount="-2", mathematicalRelation="-2*1")
CREDIT = exchange(
    "e2", "scrap", "in 5", amount="-0.5", inside='<uncertainty><normal meanValue="-0.5" variance="0.01"/></uncertainty>'
)
ODD = (
    spold(dataset(root="childActivityDataset")),
    spold(dataset(WASTE), dataset(STEEL[0], CREDIT, identity=OTHER)),
    spold(dataset(STEEL[0], CREDIT), dataset(WASTE, identity=OTHER)),
    spold(dataset(STEEL[0], CREDIT)),
    spold(dataset(STEEL[0], exchange("e2", "a", "in 5"), exchange("e2", "a", "in 1", amount="3"))),
    spold(dataset(STEEL[0], exchange("e2", "a", "in 5"), exchange("e3", "b", "in 5", intermediateExchangeId="flow-a"))),
    spold(dataset(STEEL[0], exchange(None, "a", "in 5", intermediateExchangeId=None))),
    spold(dataset(*STEEL, more='<impactIndicator amount="1"/><other xmlns="urn:x" a="1">text<b/></other>')),
    spold(dataset(STEEL[0], exchange("e2", "a", "in 5", inside="<comment>one</comment><comment>two\n</comment>"))),
    spold(dataset().replace('<shortname xml:lang="en">CH</shortname>', "<shortname/>")),
    spold(dataset().replace("2001-01-01", "last year")),
    spold(dataset(STEEL[0], more='<parameter parameterId="p" amount="2"><name xml:lang="en">n</name></parameter>')),
    spold(
        dataset(STEEL[0], exchange("e2", "a", "out 4", casNumber="124-38-7", inside="<synonym/><synonym>x</synonym>"))
    ),
    spold(dataset(STEEL[0], exchange("e2", "slag", "out 2"), exchange("e3", "mud", "out 3"))),
)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("suffix", ["spold", "zip"])
def test_what_was_read_comes_back_without_an_extension(text, suffix, tmp_path):
    (tmp_path / "a.spold").write_text(text, encoding="utf-8")
    package = ecospold2.read(tmp_path / "a.spold")
    target = tmp_path / f"b.{suffix}"
    ecospold2.write(package, target)
    again = ecospold2.read(target)
    assert digests(again) == digests(package)
    assert again.extra.get("datasets") == package.extra.get("datasets")
    assert b"tanji:documents" not in target.read_bytes()


def test_the_same_package_gives_the_same_bytes(tmp_path):
    package = everything()
    for name in ("a.zip", "b.zip", "a.xml", "b.xml"):
        ecospold2.write(package, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert (tmp_path / "a.xml").read_bytes() == (tmp_path / "b.xml").read_bytes()


def test_documents_that_no_file_was_ever_read_for_come_back_the_same(tmp_path):
    package = everything()
    ecospold2.write(package, tmp_path / "a.xml")
    again = ecospold2.read(tmp_path / "a.xml")
    assert digests(again) == digests(package)
    assert not again.report.errors


def test_other_programs_find_names_amounts_and_groups(tmp_path):
    ecospold2.write(everything(), tmp_path / "a.xml")
    text = (tmp_path / "a.xml").read_text("utf-8")
    assert '<name xml:lang="en">Diesel</name>' in text
    assert "<outputGroup>0</outputGroup>" in text
    assert 'amount="1100"' in text
    assert 'amount="-1"' in text


def test_an_extension_that_is_not_understood_is_said_and_not_used(tmp_path):
    told = '<x:documents xmlns:x="urn:tanji:ecospold-extension:1">{"process": 5}</x:documents></activityDataset>'
    (tmp_path / "a.xml").write_text(spold(dataset().replace("</activityDataset>", told)), encoding="utf-8")
    package = ecospold2.read(tmp_path / "a.xml")
    assert "EST-138" in [finding.code for finding in package.report.findings]


def test_a_status_is_never_taken_from_a_file(tmp_path):
    told = '<x:documents xmlns:x="urn:tanji:ecospold-extension:1">{"process": {"status": "verified"}}</x:documents>'
    (tmp_path / "a.xml").write_text(
        spold(dataset().replace("</activityDataset>", told + "</activityDataset>")), encoding="utf-8"
    )
    assert ecospold2.read(tmp_path / "a.xml").processes[0].status == "unverified"


def test_what_can_not_be_written_is_refused(tmp_path):
    package = everything()
    with pytest.raises(NotWritable2):
        ecospold2.write(Package(format="x", file="x"), tmp_path / "a.xml")
    with pytest.raises(NotWritable2):
        ecospold2.write(package.model_copy(update={"flows": package.flows[1:]}), tmp_path / "a.xml")
    assert not list(tmp_path.iterdir())


def test_control_characters_come_back_too(tmp_path):
    package = everything()
    odd = package.processes[0].model_copy(update={"description": "a\x01b\r\nc"})
    package = package.model_copy(update={"processes": (odd, *package.processes[1:])})
    ecospold2.write(package, tmp_path / "a.xml")
    again = ecospold2.read(tmp_path / "a.xml").processes
    assert digest(next(process for process in again if process.id == odd.id)) == digest(odd)
