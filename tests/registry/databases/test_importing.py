"""An import is looked at before anything is written, and then written once."""

from __future__ import annotations

import shutil
from io import BytesIO

import pytest
from tests.catalog.people import member

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import Conflict, NotAllowed, NotFound
from tanji.catalog import databases, shelves
from tanji.catalog.jobs import get_job, run_waiting
from tanji.catalog.models import Database, Job, ReleaseRow
from tanji.registry.databases import checking, importing, keeping
from tanji.registry.models import EventRow

FACTORS = """编号,中文名称,Name,因子值,单位,因子类别,地区,年份,分类,来源发布者,来源文件,来源年份,文件中位置,许可
steel-plate,热轧钢板,Hot-rolled steel plate,2.1,kg,生命周期,CN,2023,metals/steel,行业协会,钢铁统计,2024,表 1,CC-BY-4.0
steel-bar,螺纹钢,Steel bar,2.4,kg,生命周期,CN,2022,metals/steel,行业协会,钢铁统计,2024,表 2,CC-BY-4.0
broken,坏行,Broken row,1,furlongs,生命周期,CN,2022,metals/steel,行业协会,钢铁统计,2024,表 3,CC-BY-4.0
"""


def begun(who: Acting, version: str = "1", text: str = FACTORS) -> tuple[Database, Job]:
    database = Database.objects.filter(organisation=who.organisation).first() or keeping.create(who, "steel-cn", "钢铁")
    about = {"version": version, "licence": "CC-BY-4.0"}
    reading = importing.start(who, database.id, ("steel.csv", BytesIO(text.encode())), about)
    run_waiting()
    return database, get_job(who, reading.id)


def published(who: Acting, version: str = "1", text: str = FACTORS) -> ReleaseRow:
    database, reading = begun(who, version, text)
    asked = importing.confirm(who, database.id, reading.id)
    run_waiting()
    job = get_job(who, asked.id)
    assert job.state == "done", job.failure
    return ReleaseRow.objects.get(pk=job.result["release"])


def test_reading_tells_all_and_writes_nothing(who: Acting) -> None:
    _, reading = begun(who)
    assert reading.state == "done", reading.failure
    assert (reading.result["format"], reading.result["processes"]) == ("factors", 2)
    counts = reading.result["read"]["processes"]
    assert (counts["read"], counts["imported"], counts["failed"]) == (3, 2, 1)
    report = importing.report_of(who, reading)
    assert any(each.place.row == 4 for each in report.errors)
    assert shelves.own_shelf(who).databases() == ()
    assert not ReleaseRow.objects.exists()


def test_a_confirmed_import_stands_on_the_own_shelf_alone(who: Acting) -> None:
    row = published(who)
    opened = shelves.own_shelf(who).open("steel-cn", "1")
    assert (row.processes, row.digest, row.current) == (2, opened.ref.digest, True)
    assert next(each.manifest.id for each in shelves.releases(who)) == "steel-cn"
    assert "steel-cn" not in [each.manifest.id for each in shelves.releases(member("other", "publisher"))]
    assert list(EventRow.objects.order_by("on").values_list("kind", flat=True)) == [
        "database.created",
        "database.import_begun",
        "database.import_confirmed",
        "database.released",
    ]
    audit = checking.latest_audit(who, row)
    assert audit is not None
    assert audit.state == "done", audit.failure
    assert list(shelves.scratch(who, audit.id).parent.glob("*")) == []


def test_confirming_twice_is_one_job_and_the_work_done_twice_is_one_release(who: Acting) -> None:
    database, reading = begun(who)
    first = importing.confirm(who, database.id, reading.id)
    assert importing.confirm(who, database.id, reading.id) == first
    run_waiting()
    Job.objects.filter(pk=first.pk).update(state="waiting")
    run_waiting()
    assert get_job(who, first.id).state == "done"
    assert ReleaseRow.objects.count() == 1
    assert EventRow.objects.filter(kind="database.released").count() == 1


def test_what_was_read_is_made_again_where_the_scratch_is_gone(who: Acting) -> None:
    database, reading = begun(who)
    shutil.rmtree(shelves.scratch(who, reading.id))
    importing.confirm(who, database.id, reading.id)
    run_waiting()
    assert ReleaseRow.objects.get().digest == reading.result["digest"]


def test_a_dropped_import_leaves_nothing_and_cannot_be_confirmed(who: Acting) -> None:
    database, reading = begun(who)
    importing.discard(who, database.id, reading.id)
    assert not shelves.scratch(who, reading.id).exists()
    with pytest.raises(Conflict):
        importing.confirm(who, database.id, reading.id)
    with pytest.raises(NotFound):
        importing.report_of(who, reading)


@pytest.mark.parametrize(("text", "code"), [("Hello,World\n1,2\n", "FAC-001"), ("\x00\x01garbage", None)])
def test_a_file_that_cannot_be_read_is_told_and_leaves_nothing(who: Acting, text: str, code: str | None) -> None:
    _, reading = begun(who, text=text)
    assert reading.state == "failed"
    assert code is None or reading.failure["code"] == code
    assert reading.failure["code"] != "SYS-500"
    assert reading.failure["zh"]
    assert reading.failure["en"]


def test_a_version_that_is_there_is_refused_before_anything_is_read(who: Acting) -> None:
    row = published(who)
    with pytest.raises(Conflict):
        importing.start(who, row.database_id, ("a.csv", BytesIO(b"x")), {"version": "1"})


def test_two_versions_are_compared(who: Acting) -> None:
    first = published(who)
    second = published(who, "2", FACTORS.replace(",2.1,", ",4.2,").replace("steel-bar", "steel-rod"))
    asked = checking.ask_comparison(who, second.id, first.id)
    run_waiting()
    found = get_job(who, asked.id)
    assert found.state == "done", found.failure
    change = next(each for each in found.result["changes"] if each["process"].startswith("steel-plate"))
    assert (change["before"], change["after"], change["relative"]) == (2.1, 4.2, 1.0)
    assert {"steel-bar", "steel-rod", "steel-plate"} == set(found.result["changed"])


def test_another_release_becomes_current_for_new_studies(who: Acting) -> None:
    first = published(who)
    published(who, "2", FACTORS.replace(",2.1,", ",2.2,"))
    assert next(each for each in shelves.releases(who) if each.manifest.id == "steel-cn").manifest.version == "1"
    second = ReleaseRow.objects.exclude(pk=first.pk).get()
    keeping.set_current(who, second.id)
    assert next(each for each in shelves.releases(who) if each.manifest.id == "steel-cn").manifest.version == "2"


def test_an_archived_database_is_out_of_reach_of_new_studies_and_comes_back(who: Acting) -> None:
    row = published(who)
    keeping.archive(who, row.database_id)
    assert "steel-cn" not in [each.manifest.id for each in shelves.releases(who)]
    assert databases.databases(who) == []
    keeping.restore(who, row.database_id)
    assert "steel-cn" in [each.manifest.id for each in shelves.releases(who)]


def test_others_find_nothing_and_readers_import_nothing(who: Acting) -> None:
    database, reading = begun(who)
    other = member("other", "publisher")
    for call in (
        lambda: databases.get_database(other, database.id),
        lambda: importing.confirm(other, database.id, reading.id),
        lambda: importing.start(other, database.id, ("a", BytesIO(b"x")), {"version": "2"}),
    ):
        with pytest.raises(NotFound):
            call()
    reader = member("reader", "reader", of=who.organisation)
    with pytest.raises(NotAllowed):
        importing.confirm(reader, database.id, reading.id)


@pytest.mark.parametrize("identifier", ["", "x", "UPPER CASE", "../up", "starter"])
def test_identifiers_that_cannot_be_are_refused(who: Acting, identifier: str) -> None:
    from tanji.errors import Refusal

    with pytest.raises(Refusal):
        keeping.create(who, identifier, "名称")
    assert not Database.objects.exists()
