"""What is written as EcoSpold 1 reads back to the same documents."""

import pytest
from tests.formats.ecospold.documents import everything
from tests.formats.ecospold.reading import digests
from tests.formats.ecospold1.datasets import STEEL, dataset, exchange, spold

from tanji.formats import ecospold1
from tanji.formats.ecospold1.writer import NotWritable1
from tanji.model.document import digest
from tanji.model.package import Package

ODD = (
    spold(dataset(STEEL[1])),
    spold(dataset(exchange(1, "steel", "out 0", location=""), geography='<geography location=""/>')),
    spold(dataset(STEEL[0], exchange(2, "a", "in 5"), exchange(2, "a", "in 5", meanValue="3"))),
    spold(dataset(STEEL[0], exchange(2, "a", "in 5", category="x"), exchange(3, "a", "in 5", category="y"))),
    spold(dataset(), dataset(name="GWP").replace('type="1"', 'type="4"')),
    spold(dataset(*STEEL, more='<other xmlns="urn:x" a="1">text<b/></other>')),
    spold(dataset(STEEL[0], exchange(2, "a", "in 5", generalComment="&#10;two&#9;lines ", pageNumbers="7"))),
    spold(dataset(localName="Stahl", localCategory="Metalle")),
    spold(dataset(localName="steel")),
    spold(dataset().replace("2001", "last year")),
    spold(dataset(STEEL[0], exchange(2, "a", "in 5", meanValue="-3", uncertaintyType="1", standardDeviation95="1.7"))),
)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("suffix", ["spold", "zip"])
def test_what_was_read_comes_back_without_an_extension(text, suffix, tmp_path):
    (tmp_path / "a.spold").write_text(text, encoding="utf-8")
    package = ecospold1.read(tmp_path / "a.spold")
    target = tmp_path / f"b.{suffix}"
    ecospold1.write(package, target)
    again = ecospold1.read(target)
    assert digests(again) == digests(package)
    assert again.extra.get("datasets") == package.extra.get("datasets")
    assert b"tanji:documents" not in target.read_bytes()


def test_the_same_package_gives_the_same_bytes(tmp_path):
    package = everything()
    for name in ("a.zip", "b.zip", "a.xml", "b.xml"):
        ecospold1.write(package, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert (tmp_path / "a.xml").read_bytes() == (tmp_path / "b.xml").read_bytes()


def test_documents_that_no_file_was_ever_read_for_come_back_the_same(tmp_path):
    package = everything()
    ecospold1.write(package, tmp_path / "a.xml")
    again = ecospold1.read(tmp_path / "a.xml")
    assert digests(again) == digests(package)
    assert not again.report.errors


def test_other_programs_find_names_amounts_and_groups(tmp_path):
    ecospold1.write(everything(), tmp_path / "a.xml")
    text = (tmp_path / "a.xml").read_text("utf-8")
    assert 'name="Diesel"' in text
    assert "<outputGroup>0</outputGroup>" in text
    assert 'meanValue="1100"' in text


def test_an_extension_that_is_not_understood_is_said_and_not_used(tmp_path):
    told = '<x:documents xmlns:x="urn:tanji:ecospold-extension:1">{"process": 5}</x:documents></dataset>'
    (tmp_path / "a.xml").write_text(spold(dataset().replace("</dataset>", told)), encoding="utf-8")
    package = ecospold1.read(tmp_path / "a.xml")
    assert [finding.code for finding in package.report.findings] == ["ESO-138"]


def test_a_status_is_never_taken_from_a_file(tmp_path):
    told = '<x:documents xmlns:x="urn:tanji:ecospold-extension:1">{"process": {"status": "verified"}}</x:documents>'
    (tmp_path / "a.xml").write_text(spold(dataset().replace("</dataset>", told + "</dataset>")), encoding="utf-8")
    assert ecospold1.read(tmp_path / "a.xml").processes[0].status == "unverified"


def test_what_can_not_be_written_is_refused(tmp_path):
    package = everything()
    with pytest.raises(NotWritable1):
        ecospold1.write(Package(format="x", file="x"), tmp_path / "a.xml")
    with pytest.raises(NotWritable1):
        ecospold1.write(package.model_copy(update={"flows": package.flows[1:]}), tmp_path / "a.xml")
    assert not list(tmp_path.iterdir())


def test_control_characters_come_back_too(tmp_path):
    package = everything()
    odd = package.processes[0].model_copy(update={"description": "a\x01b\r\nc"})
    package = package.model_copy(update={"processes": (odd, *package.processes[1:])})
    ecospold1.write(package, tmp_path / "a.xml")
    assert digest(ecospold1.read(tmp_path / "a.xml").processes[0]) == digest(odd)
