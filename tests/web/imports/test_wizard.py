"""The eight steps walked without scripts: every page in both languages, every fault told, all of it taken back."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.formats.bom.bills import PLANTED, planted, write
from tests.web.imports.conftest import client_of

from tanji.catalog.models import Draft, Import
from tanji.formats.table import read_tables

pytestmark = pytest.mark.django_db


def upload(client, draft, path):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(f"/studies/{draft.id}/import/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Import.objects.latest("created")


def paste(client, draft, *lines):
    text = "\n".join("\t".join(line) for line in lines)
    assert client.post(f"/studies/{draft.id}/import/", {"pasted": text}).status_code == 302
    return Import.objects.latest("created")


def go(client, row, step, /, **given):
    answer = client.post(f"/imports/{row.id}/{step}/", given)
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())[:2000]
    return answer


def walk(client, row):
    """Steps 2 to 6 with what is proposed."""
    page = client.get(f"/imports/{row.id}/2/").content.decode()
    first = re.search(r'name="row" value="(\d+)" checked', page)
    sheet = re.search(r'name="sheet" value="([^"]+)"', page)
    named = {"named": "1", "sheet": sheet[1]} if sheet else {}
    go(client, row, 2, row=first[1], **named)
    page = client.get(f"/imports/{row.id}/3/").content.decode()
    columns = {}
    for name, body in re.findall(r'<select id="(column-\d+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="(\w+)" selected', body)
        columns[name] = chosen[1] if chosen else ""
    go(client, row, 3, **columns, **({"part": "on"} if 'name="part" checked' in page else {}))
    go(client, row, 4, decimal="point")
    go(client, row, 5)
    go(client, row, 6, accept="none", threshold="0.9")


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_all_eight_steps_without_scripts(accountant, draft, tmp_path):
    client = client_of(accountant)
    row = upload(client, draft, write(tmp_path / "洗衣机 BOM.xlsx", planted()))
    walk(client, row)
    page = client.get(f"/imports/{row.id}/7/")
    assert "共 150 行：导入 136，跳过 2，待处理 12。" in text_of(page)
    for place, (column, _, code) in PLANTED.items():
        assert re.search(rf"第 {place} 行[^第]*{re.escape(column)}", text_of(page)), (place, column)
        assert code in text_of(page)
    assert Draft.objects.get(pk=draft.pk).body.get("activities", []) == []
    revision = re.search(r'name="revision" value="(\d+)"', page.content.decode())[1]
    go(client, row, 7, revision=revision)
    assert len(Draft.objects.get(pk=draft.pk).body["activities"]) == 136
    done = text_of(client.get(f"/imports/{row.id}/8/"))
    assert "导入 136，跳过 2，待处理 12" in done
    assert client.post(f"/imports/{row.id}/undo/").status_code == 302
    assert Draft.objects.get(pk=draft.pk).body["activities"] == []
    assert "已撤销" in text_of(client.get(f"/imports/{row.id}/8/"))


def test_the_error_rows_are_a_workbook(accountant, draft, tmp_path):
    client = client_of(accountant)
    row = upload(client, draft, write(tmp_path / "bom.xlsx", planted()))
    walk(client, row)
    answer = client.get(f"/imports/{row.id}/error-rows.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    path = tmp_path / "back.xlsx"
    path.write_bytes(answer.content)
    [table] = read_tables(path)
    assert len(table.rows) == 2 + len(PLANTED)
    again = upload(client, draft, path)
    assert again.plan["reading"]["part"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_answers_in_both_languages(accountant, draft, language):
    client = client_of(accountant, language)
    row = paste(client, draft, ("料号", "品名", "用量", "单位"), ("A", "玻璃", "1O", "kg"), ("B", "铜", "2", "kg"))
    walk(client, row)
    for address in (f"/studies/{draft.id}/import/", *(f"/imports/{row.id}/{step}/" for step in range(2, 8))):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "{%" not in answer.content.decode()
        assert "{{" not in answer.content.decode()
    assert client.get(f"/imports/{row.id}/1/").status_code == 302
    assert client.get(f"/imports/{row.id}/8/").headers["Location"].endswith("/7/")


def test_faults_of_forms_come_back_with_the_form(accountant, draft):
    client = client_of(accountant)
    empty = client.post(f"/studies/{draft.id}/import/", {})
    assert empty.status_code == 422
    assert "没有选择文件" in text_of(empty)
    row = paste(client, draft, ("甲", "乙", "丙"), ("铜", "2", "卷筒"))
    go(client, row, 2, row="1")
    bad = client.post(f"/imports/{row.id}/3/", {"column-1": "name_zh"})
    assert bad.status_code == 422
    assert "还缺必需的列：数量、单位" in text_of(bad)
    go(client, row, 3, **{"column-1": "name_zh", "column-2": "amount", "column-3": "unit"})
    assert "不认识" in text_of(client.get(f"/imports/{row.id}/4/"))
    bad = client.post(f"/imports/{row.id}/4/", {"text-1": "卷筒", "unit-1": "kg", "factor-1": "很多"})
    assert bad.status_code == 422
    go(client, row, 4, **{"text-1": "卷筒", "unit-1": "kg", "factor-1": "1.5"})
    assert "BOM 合计 3.000 kg，产品净重 70.00 kg，缺 95.7 %" in text_of(client.get(f"/imports/{row.id}/5/"))
    named = client.post(f"/imports/{row.id}/scheme/", {"name": "一厂"})
    assert named.status_code == 302
    assert "一厂" in client.get(f"/studies/{draft.id}/import/").content.decode()


def test_an_older_revision_is_a_conflict(accountant, draft):
    client = client_of(accountant)
    row = paste(client, draft, ("品名", "用量", "单位"), ("铜", "2", "kg"))
    walk(client, row)
    answer = client.post(f"/imports/{row.id}/7/", {"revision": "99"})
    assert answer.status_code == 422
    assert "ACC-409" in text_of(answer)


def bare(answer):
    """A page without the number of the request and its own address."""
    return re.sub(r"\b[0-9A-Za-z]{64}\b|[0-9a-f]{32}|/imports/[^<\"&]*|%2Fimports[^<\"&]*", "", answer.content.decode())


def hostile():
    import zipfile

    huge = io.BytesIO()
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("xl/workbook.xml", b"0" * (120 << 20))
    return {
        "bomb.xlsx": huge.getvalue(),
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        "empty.csv": b"",
    }


@pytest.mark.parametrize("name", ["bomb.xlsx", "old.xls", "picture.csv", "empty.csv"])
def test_hostile_files_are_refused_in_words_and_leave_nothing(accountant, draft, name):
    client = client_of(accountant)
    file = SimpleUploadedFile(name, hostile()[name])
    answer = client.post(f"/studies/{draft.id}/import/", {"file": file})
    assert answer.status_code == 422, name
    assert re.search(r"[A-Z]{3}-\d{3}", text_of(answer))
    assert not Import.objects.exists()


def test_a_sheet_of_a_huge_dimension_is_refused_or_read_for_what_it_holds(accountant, draft, tmp_path):
    import zipfile

    source = write(tmp_path / "a.xlsx", {4: {"品名": "钢板", "用量": 1.0, "单位": "kg"}})
    target = tmp_path / "huge.xlsx"
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            data = given.read(name)
            if name.endswith("sheet2.xml"):
                data = data.replace(b'<row r="4"', b'<row r="1048576"').replace(b'"C4"', b'"C1048576"')
                data = data.replace(b'"E4"', b'"E1048576"').replace(b'"F4"', b'"XFD1048576"')
            made.writestr(name, data)
    client = client_of(accountant)
    answer = client.post(f"/studies/{draft.id}/import/", {"file": SimpleUploadedFile("huge.xlsx", target.read_bytes())})
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_a_formula_that_was_never_computed_is_told_by_its_place(accountant, draft, tmp_path):
    import zipfile

    source = write(tmp_path / "a.xlsx", {4: {"品名": "钢板", "用量": "#REF!", "单位": "kg"}})
    target = tmp_path / "formula.xlsx"
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            data = given.read(name)
            if name.endswith("sheet2.xml"):
                data = re.sub(rb'(<c r="E4")[^>]*><f>([^<]*)</f><v>[^<]*</v></c>', rb"\1><f>\2</f></c>", data)
            made.writestr(name, data)
    client = client_of(accountant)
    row = upload(client, draft, target)
    walk(client, row)
    page = text_of(client.get(f"/imports/{row.id}/7/"))
    assert "IMP-019" in page
    assert "第 4 行 E 列" in page


def test_another_firm_gets_the_same_page_as_for_nothing(accountant, stranger, draft):
    row = paste(client_of(accountant), draft, ("品名", "用量", "单位"), ("铜", "2", "kg"))
    client = client_of(stranger)
    nothing = bare(client.get("/imports/00000000-0000-4000-8000-000000000000/2/"))
    for address in (f"/imports/{row.id}/2/", f"/imports/{row.id}/7/", f"/imports/{row.id}/error-rows.xlsx"):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert bare(answer) == nothing
    for address in (f"/studies/{draft.id}/import/", f"/studies/{draft.id}/match/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/imports/{row.id}/undo/").status_code == 404
    assert client.post(f"/imports/{row.id}/7/", {"revision": "1"}).status_code == 404
