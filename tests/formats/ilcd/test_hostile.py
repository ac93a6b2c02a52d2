"""Hostile files: a refusal with an exact code, or a finding about the one data set; nothing left behind."""

import json
import zipfile

import pytest
from tests.formats.ilcd.packages import named, process, put, steel_package

from tanji.formats import ilcd
from tanji.formats.archive import ArchiveBomb, BadMember, DamagedArchive
from tanji.formats.child import Limits, NoSuchFile, TooMuchMemory, TooSlow
from tanji.formats.ilcd.collect import NotIlcd
from tanji.formats.ilcd.reader import read
from tanji.model.finding import Counts

BOMB = (
    '<!DOCTYPE a [<!ENTITY x0 "ha">'
    + "".join(f'<!ENTITY x{n} "&x{n - 1};&x{n - 1};">' for n in range(1, 40))
    + ']><processDataSet xmlns="http://lca.jrc.it/ILCD/Process">&x39;</processDataSet>'
)
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><processDataSet xmlns="http://lca.jrc.it/ILCD/Process"/>'
DEEP = '<processDataSet xmlns="http://lca.jrc.it/ILCD/Process">' + "<a>" * 200_000


@pytest.mark.parametrize("text", [BOMB, XXE, DEEP, process()[:-30], "", "hello", process().replace("UTF-8", "UTF-16")])
def test_a_bad_data_set_among_others_is_a_finding_and_alone_a_refusal(text, tmp_path):
    package = ilcd.read(put(tmp_path / "a.zip", steel_package(processes__bad=text)))
    assert [finding.code for finding in package.report.errors] == ["ILC-101"]
    assert package.report.counts["other"] == Counts(read=1, failed=1)
    assert len(package.processes) == 1
    (tmp_path / "bad.xml").write_text(text)
    with pytest.raises(NotIlcd):
        ilcd.read(tmp_path / "bad.xml")


def test_bad_archives_are_refused(tmp_path):
    with pytest.raises(ArchiveBomb):
        ilcd.read(put(tmp_path / "a.zip", steel_package(**{"processes/x.xml": b" " * (60 << 20)})))
    with pytest.raises(BadMember):
        ilcd.read(put(tmp_path / "b.zip", {"../../x.xml": process()}))
    path = put(tmp_path / "c.zip", steel_package())
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(DamagedArchive):
        ilcd.read(path)
    with pytest.raises(NotIlcd):
        ilcd.read(put(tmp_path / "d.zip", {"readme.txt": "hello"}))
    with pytest.raises(NoSuchFile):
        ilcd.read(tmp_path / "gone.xml")


def test_limits_of_memory_and_time_hold(tmp_path):
    lines = "".join(f'<acme:x n="{number}">y</acme:x>' for number in range(300_000))
    (tmp_path / "a.xml").write_text(process(more=f"<common:other>{lines}</common:other>"))
    with pytest.raises(TooMuchMemory):
        read(tmp_path / "a.xml", limits=Limits(memory_bytes=150 << 20))
    with pytest.raises(TooSlow):
        read(tmp_path / "a.xml", limits=Limits(wall_s=0.2))


def test_a_name_without_end_fails_its_data_set(tmp_path):
    text = process().replace(named("Steelmaking"), named("x" * 100_000))
    package = ilcd.read(put(tmp_path / "a.zip", steel_package(processes__steel=text)))
    assert [finding.code for finding in package.report.errors] == ["ILC-105"]
    assert not package.processes


@pytest.mark.parametrize(
    "claim",
    [
        {"status": "verified"},
        {"id": "somebody-elses"},
        {"names": 7},
        {"exchanges": {"0": {"amount": "x"}}},
        {"exchanges": [1, 2]},
        {"extra": [], "rest": 3},
        {"unknown": 1},
    ],
)
def test_an_extension_that_claims_to_be_ours_decides_nothing_it_may_not(claim, tmp_path):
    words = json.dumps(claim).replace('"', "&quot;")
    more = f'<common:other><t:document xmlns:t="urn:tanji:document">{words}</t:document></common:other>'
    package = ilcd.read(put(tmp_path / "a.zip", steel_package(processes__steel=process(more=more))))
    for steel in package.processes:
        assert steel.id == "00000000-0000-4000-9000-000000000001"
        assert steel.status == "unverified"
    assert package.processes or [finding.code for finding in package.report.errors] == ["ILC-105"]


def test_nothing_is_left_where_writing_fails(tmp_path):
    package = ilcd.read(put(tmp_path / "a.zip", steel_package()))
    bad = package.flows[0].model_copy(update={"names": {"en": "a\x01b"}})
    with pytest.raises(Exception, match="XML-004"):
        ilcd.write(package.model_copy(update={"flows": (bad, *package.flows[1:])}), tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_zip_of_many_layouts_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for place, text in enumerate(steel_package().values()):
            archive.writestr(f"some/where/{place}.xml", text)
    assert len(ilcd.read(tmp_path / "a.zip").flows) == 4
