"""A bill of 150 rows on its way into a draft: nothing lost, nothing chosen silently, and all of it taken back."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.catalog.people import member
from tests.formats.bom.bills import HEADS, PLANTED, RIGHT, planted, rows, write

from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound
from tanji.catalog import drafts, imports
from tanji.catalog.imports import queries
from tanji.catalog.models import Draft, Evidence, Import, ImportScheme, Product
from tanji.errors import Refusal
from tanji.formats.table import read_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    return member("washing", "accountant")


def draft_of(acting, name="洗衣机 2026", **body):
    product = Product.objects.create(organisation=acting.organisation, name="洗衣机 WM-8")
    return Draft.objects.create(organisation=acting.organisation, product=product, name=name, body=body)


def begun(acting, draft, path):
    with path.open("rb") as stream:
        return imports.start(acting, draft.id, path.name, stream)


def pasted(acting, draft, *lines):
    return imports.start(acting, draft.id, "", text="\n".join("\t".join(line) for line in lines))


def taken(acting, row):
    draft = Draft.objects.get(pk=row.draft_id)
    return imports.finish(acting, row.id, draft.revision)


def lines(draft):
    return {line["id"]: line for line in Draft.objects.get(pk=draft.pk).body.get("activities", [])}


HEAD = ("料号", "品名", "用量", "单位")


def test_the_file_is_kept_as_evidence_and_its_reading_proposed(maker, tmp_path):
    draft = draft_of(maker)
    row = begun(maker, draft, write(tmp_path / "洗衣机 BOM.xlsx", rows()))
    assert Evidence.objects.get().name == "洗衣机 BOM.xlsx"
    assert len(row.evidence.sha256) == 64
    assert row.plan["reading"]["sheet"] == "洗衣机物料"
    assert row.step == 2
    assert lines(draft) == {}


def test_good_rows_are_taken_and_bad_ones_come_back_to_be_mended(maker, tmp_path):
    draft = draft_of(maker)
    row = begun(maker, draft, write(tmp_path / "bom.xlsx", planted()))
    seen = imports.look(maker, row)
    counts = seen.read.counts
    assert (counts.read, counts.imported, counts.skipped, counts.failed) == (150, 136, 2, 12)
    done = taken(maker, row)
    assert done.found["counts"] == {"read": 150, "imported": 136, "skipped": 2, "failed": 12}
    assert len(lines(draft)) == 136
    target = tmp_path / "错误行.xlsx"
    target.write_bytes(imports.error_rows(maker, row))
    mended = mend(target, tmp_path / "改好.xlsx")
    again = begun(maker, draft, mended)
    assert again.plan["reading"]["part"]
    second = imports.look(maker, again)
    assert second.read.report.errors == ()
    assert (len(second.diff.added), len(second.diff.changed), second.diff.removed) == (12, 0, ())
    taken(maker, again)
    assert len(lines(draft)) == 148


def mend(source, target):
    """The error file as a person sends it back: right values in the red cells, the reasons still there."""
    import xlsxwriter

    [table] = read_tables(source)
    cells = {(cell.row, cell.column): cell.value for cell in table.cells()}
    for place, row in enumerate(sorted(PLANTED), 3):
        cells[place, HEADS.index(PLANTED[row][0]) + 1] = RIGHT[row]
        if PLANTED[row][2] == "IMP-053":
            cells[place, len(HEADS) + 2] = "A-0092"
    with xlsxwriter.Workbook(str(target)) as book:
        sheet = book.add_worksheet(table.name)
        for (row, column), value in cells.items():
            sheet.write(row - 1, column - 1, value)
    return target


def test_everything_is_one_saving_and_taken_back_whole(maker):
    draft = draft_of(
        maker, activities=[{"id": "E1", "kind": "electricity", "names": {"zh": "电"}, "stage": "production"}]
    )
    row = taken(maker, pasted(maker, draft, HEAD, ("P1", "钢板", "2", "公斤"), ("P2", "铝", "1", "kg")))
    after = Draft.objects.get(pk=draft.pk)
    assert (after.revision, set(lines(draft))) == (2, {"E1", "P1", "P2"})
    assert lines(draft)["P1"]["unit"] == "kg"
    assert imports.undoable(row)
    undone = imports.take_back(maker, row.id, 2)
    assert set(lines(draft)) == {"E1"}
    assert undone.undone is not None
    assert not imports.undoable(undone)
    with pytest.raises(Conflict):
        imports.take_back(maker, row.id, 3)


def test_what_was_done_to_other_lines_since_then_stays(maker):
    draft = draft_of(maker)
    taken(maker, pasted(maker, draft, HEAD, ("P1", "钢板", "2", "kg")))
    row = taken(maker, pasted(maker, draft, HEAD, ("P1", "钢板", "3", "kg"), ("P2", "铝", "1", "kg")))

    def other(body):
        body["activities"].append({"id": "X", "kind": "electricity", "names": {"zh": "电"}, "stage": "production"})

    drafts.save(maker, draft.id, 3, other, what=row_text())
    imports.take_back(maker, row.id, 4)
    assert set(lines(draft)) == {"P1", "X"}
    assert lines(draft)["P1"]["amount"] == 2


def row_text():
    from tanji.errors import Text

    return Text(zh="加一行", en="One more line")


def test_after_thirty_days_it_stays(maker):
    draft = draft_of(maker)
    row = taken(maker, pasted(maker, draft, HEAD, ("P1", "钢板", "2", "kg")))
    Import.objects.filter(pk=row.pk).update(done=timezone.now() - timedelta(days=31))
    with pytest.raises(Conflict):
        imports.take_back(maker, row.id, 2)


def test_importing_again_shows_what_is_new_other_and_gone(maker):
    draft = draft_of(
        maker, activities=[{"id": "H", "kind": "material", "names": {"zh": "手填"}, "stage": "raw_material"}]
    )
    taken(
        maker, pasted(maker, draft, HEAD, ("P1", "钢板", "2", "kg"), ("P2", "铝", "1", "kg"), ("P3", "铜", "1", "kg"))
    )
    again = pasted(maker, draft, HEAD, ("P1", "钢板", "2.5", "kg"), ("P2", "铝", "1", "kg"), ("P4", "玻璃", "4", "kg"))
    diff = imports.look(maker, again).diff
    assert [line["id"] for line in diff.added] == ["P4"]
    assert [(each.after["id"], each.members) for each in diff.changed] == [("P1", ("amount",))]
    assert [line["id"] for line in diff.removed] == ["P3"]
    assert diff.same == 1
    taken(maker, again)
    assert set(lines(draft)) == {"H", "P1", "P2", "P4"}


def test_a_chosen_process_stays_with_its_line_unless_the_thing_is_another(maker):
    draft = draft_of(maker)
    taken(maker, pasted(maker, draft, HEAD, ("P1", "钢板", "2", "kg"), ("P2", "铝", "1", "kg")))
    link = {"kind": "process", "database": "starter", "process": "x", "decided_by": "accepted"}

    def choose(body):
        for line in body["activities"]:
            line["link"] = link

    drafts.save(maker, draft.id, 2, choose, what=row_text())
    taken(maker, pasted(maker, draft, HEAD, ("P1", "钢板", "3", "kg"), ("P2", "镁", "1", "kg")))
    assert lines(draft)["P1"]["link"] == link
    assert "link" not in lines(draft)["P2"]


def test_a_row_that_can_not_be_read_leaves_its_line_as_it_was(maker):
    draft = draft_of(maker)
    taken(maker, pasted(maker, draft, HEAD, ("P1", "钢板", "2", "kg"), ("P2", "铝", "1", "kg")))
    taken(maker, pasted(maker, draft, HEAD, ("P1", "钢板", "2O", "kg"), ("P2", "铝", "5", "kg")))
    assert (lines(draft)["P1"]["amount"], lines(draft)["P2"]["amount"]) == (2, 5)


def test_nothing_is_linked_unless_a_threshold_was_set(maker):
    draft = draft_of(maker, location="GB")
    rows_ = (HEAD, ("P1", "玻璃", "2", "kg"), ("P2", "某种不存在的东西", "1", "kg"))
    first = taken(maker, pasted(maker, draft, *rows_))
    assert first.found["linked"] == 0
    assert all("link" not in line for line in lines(draft).values())
    again = pasted(maker, draft, *rows_)
    imports.set_threshold(maker, again.id, 0.9)
    done = taken(maker, again)
    assert done.found["linked"] == 1
    assert lines(draft)["P1"]["link"]["decided_by"] == "accepted"
    assert lines(draft)["P1"]["link"]["score"] >= 0.9
    assert "link" not in lines(draft)["P2"]


def test_columns_units_and_the_scheme_are_kept_for_the_next_file(maker):
    draft = draft_of(maker)
    head = ("甲列", "乙列", "丙列")
    row = pasted(maker, draft, head, ("胶带", "2,5", "卷筒"))
    with pytest.raises(Invalid, match="Name, Amount"):
        imports.set_columns(maker, row.id, {3: "unit"}, part=False)
    with pytest.raises(Invalid, match="more than one"):
        imports.set_columns(maker, row.id, {1: "name_zh", 2: "name_zh", 3: "unit"}, part=False)
    imports.set_columns(maker, row.id, {1: "name_zh", 2: "amount", 3: "unit"}, part=False)
    with pytest.raises(Invalid, match="not known"):
        imports.decide_units(maker, row.id, {"卷筒": ("箩筐", "1")}, "comma")
    with pytest.raises(Invalid, match="above 0"):
        imports.decide_units(maker, row.id, {"卷筒": ("kg", "-1")}, "comma")
    row = imports.decide_units(maker, row.id, {"卷筒": ("kg", "0.8")}, "comma")
    imports.save_scheme(maker, row.id, "一厂")
    imports.save_scheme(maker, row.id, "一厂")
    assert ImportScheme.objects.count() == 1
    taken(maker, row)
    assert [line["amount"] for line in lines(draft).values()] == [2.0]
    later = imports.look(maker, pasted(maker, draft, head, ("胶带", "3,5", "卷筒")))
    assert [activity.amount for activity in later.read.activities] == [2.8]


def test_another_header_row_can_be_chosen(maker):
    draft = draft_of(maker)
    row = pasted(maker, draft, ("a", "b", "c"), ("品名", "数量", "单位"), ("钢", "1", "kg"))
    assert row.plan["reading"]["first"] == 2
    row = imports.set_sheet(maker, row.id, None, 1)
    assert (row.plan["reading"]["first"], row.plan["reading"]["columns"]) == (1, {})
    with pytest.raises(Invalid):
        imports.set_sheet(maker, row.id, None, 9)


def test_a_file_in_gb18030_is_read(maker):
    draft = draft_of(maker)
    data = "料号,品名,用量,单位\nP1,钢板,2,公斤\n".encode("gb18030")
    row = imports.start(maker, draft.id, "bom.csv", io.BytesIO(data))
    assert imports.look(maker, row).read.activities[0].names == {"zh": "钢板"}


def test_a_bad_file_is_refused_and_leaves_nothing_behind(maker):
    draft = draft_of(maker)
    with pytest.raises(Refusal) as refusal:
        imports.start(maker, draft.id, "bom.xlsx", io.BytesIO(b"PK\x03\x04 no workbook"))
    assert "bom.xlsx" in refusal.value.message.en
    assert not Evidence.objects.exists()
    assert not Import.objects.exists()


def test_another_organisation_sees_none_of_it(maker):
    row = pasted(maker, draft_of(maker), HEAD, ("P1", "钢板", "2", "kg"))
    other = member("rival", "accountant")
    for ask in (
        lambda: imports.get_import(other, row.id),
        lambda: imports.finish(other, row.id, 1),
        lambda: imports.take_back(other, row.id, 1),
        lambda: imports.set_threshold(other, row.id, 0.9),
        lambda: imports.start(other, row.draft_id, "x.csv", io.BytesIO(b"a,b")),
    ):
        with pytest.raises(NotFound):
            ask()
    assert imports.schemes(other) == []


def test_a_reader_may_look_but_not_take(maker):
    row = pasted(maker, draft_of(maker), HEAD, ("P1", "钢板", "2", "kg"))
    reader = member("reads", "reader", of=maker.organisation)
    assert imports.look(reader, queries.get_import(reader, row.id)).read.counts.imported == 1
    with pytest.raises(NotAllowed):
        imports.finish(reader, row.id, 1)


def test_somebody_elses_saving_meanwhile_is_told(maker):
    draft = draft_of(maker)
    row = pasted(maker, draft, HEAD, ("P1", "钢板", "2", "kg"))
    drafts.save(maker, draft.id, 1, lambda body: body.update(goal="x"), what=row_text())
    with pytest.raises(Conflict):
        imports.finish(maker, row.id, 1)
    assert lines(draft) == {}
    assert imports.finish(maker, row.id, 2).done is not None
    with pytest.raises(Conflict):
        imports.finish(maker, row.id, 3)
