"""Packs as folders: what is wrong is told by file and member."""

from pathlib import Path

import pytest

from tanji.model.document import read_as, write
from tanji.model.ruleset import Pack
from tanji.rules.pack import BadPack, UnknownPack, pack, read

MANIFEST = """
id: mine
names: {zh: 我的规则, en: My rule}
level: general
kind: programme
status: draft
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in ({"manifest": MANIFEST} | files).items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_a_folder_reads_to_a_document_that_keeps_its_digest(tmp_path):
    one = read(folder(tmp_path))
    assert read_as(Pack, write(one)) == one


SAID = "names: {zh: 一, en: a}, message: {zh: 一, en: a}, remedy: {zh: 一, en: a}"
RULE = "- {id: %s, " + SAID + ", clause: {source: s, clause: '1'}%s}"
VALUE = "- {id: p, names: {zh: 一}, values: [%s]}"
BOMB = "a: &a [x]\n" + "\n".join(
    f"{chr(98 + k)}: &{chr(98 + k)} [{', '.join(['*' + chr(97 + k)] * 10)}]" for k in range(8)
)


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"manifest": "id: [unclosed"}, "manifest.yaml"),
        ({"manifest": "- a list"}, "manifest.yaml"),
        ({"manifest": MANIFEST + "colour: red\n"}, "colour"),
        ({"manifest": MANIFEST.replace("general", "universal")}, "level"),
        ({"rules": RULE % ("a", "")}, "rules.0"),
        ({"rules": RULE % ("'A B'", ", require: 'true'")}, "rules.0"),
        ({"cases": "{base: {}, cases: [], other: 1}"}, "cases.yaml"),
        ({"parameters": VALUE % ""}, "parameters.0"),
        ({"parameters": VALUE % "{since: 2026-01-01, value: .nan, clause: {source: s, clause: '1'}}"}, "parameters.0"),
        ({"rules": "a: &a [*a]"}, "deep"),
        ({"texts": BOMB}, "values"),
    ],
)
def test_a_malformed_folder_is_refused_by_file_or_member(tmp_path, files, where):
    with pytest.raises(BadPack) as refused:
        read(folder(tmp_path, **files))
    assert where in refused.value.message.en


def test_a_folder_without_manifest_is_no_pack(tmp_path):
    with pytest.raises(BadPack, match=r"manifest\.yaml"):
        read(tmp_path)


def test_a_rule_has_one_way_to_judge(tmp_path):
    both = RULE % ("a", ", require: 'true', function: splits-add-up")
    with pytest.raises(BadPack, match="exactly one"):
        read(folder(tmp_path, rules=both))


def test_an_unknown_pack_is_refused_naming_those_there_are():
    with pytest.raises(UnknownPack, match="gbt-24067-2024"):
        pack("nothing")
