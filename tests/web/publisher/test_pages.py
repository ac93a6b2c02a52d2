"""Pages of a publisher: every one answers in both languages, an import goes its whole way, nobody else gets in."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from tests.catalog.people import member
from tests.registry.databases.test_importing import FACTORS
from tests.web.publisher.conftest import Kept

from tanji.catalog.jobs import run_waiting
from tanji.catalog.models import Database, Job, ReleaseRow
from tanji.registry.databases import publication

TABS = ("", "processes/", "processes/?q=钢", "processes/steel-plate/", "check/", "compare/", "impact/", "publish/")
WORDS = {
    "": ("过程最多", "Most processes"),
    "check/": ("检查计数", "Counts of checks"),
    "compare/": ("3 个过程中", "processes differ from 1"),
    "impact/": ("将影响 0 个草稿", "0 drafts are concerned"),
    "processes/steel-plate/": ("同类过程", "steel-plate"),
}


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_a_release_answers_in_both_languages(kept: Kept, signed: Any, tab: str) -> None:
    for language, at in (("zh", 0), ("en", 1)):
        join = "&" if "?" in tab else "?"
        answer = signed.get(f"{kept.address}{tab}{join}lang={language}")
        assert answer.status_code == 200
        text = answer.content.decode()
        if tab in WORDS:
            assert WORDS[tab][at] in text


def test_lists_and_jobs_answer(kept: Kept, signed: Any) -> None:
    job = Job.objects.filter(kind="database-publish").first()
    assert job is not None
    for path in ("/databases/", f"/databases/{kept.first.database_id}/", "/tasks/", f"/tasks/jobs/{job.id}/"):
        answer = signed.get(path)
        assert answer.status_code == 200, path
    assert "发布到本机构数据架" in signed.get("/tasks/").content.decode()
    part = signed.get(f"/tasks/jobs/{job.id}/part/")
    assert part.status_code == 286
    assert job.result["address"] in part.content.decode()


@pytest.mark.django_db
def test_an_import_goes_its_way_from_a_new_database_to_a_release(clean: None, client: Any) -> None:
    who = member("new", "publisher")
    client.force_login(who.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/databases/import/").headers["Location"] == "/databases/new/"
    bad = client.post("/databases/new/", {"name": "铝", "identifier": "starter"})
    assert bad.status_code == 422
    assert "ACC-409" in bad.content.decode()
    made = client.post("/databases/new/", {"name": "铝", "identifier": "alu-cn"})
    database = Database.objects.get()
    assert made.headers["Location"] == f"/databases/{database.id}/import/"

    empty = client.post(made.headers["Location"], {"version": "1", "allocation": "reference"})
    assert empty.status_code == 422
    assert "请选择文件" in empty.content.decode()
    file = BytesIO(FACTORS.encode())
    file.name = "factors.csv"
    sent = client.post(made.headers["Location"], {"version": "1", "allocation": "reference", "file": file})
    here = sent.headers["Location"]
    waiting = client.get(here).content.decode()
    assert "等待工作进程" in waiting
    run_waiting()
    report = client.get(here).content.decode()
    assert "尚未写入任何内容" in report
    assert "furlongs" in report
    assert "碳迹因子表" in report
    assert not ReleaseRow.objects.exists()
    table = client.get(f"{here}report.csv")
    assert table.headers["Content-Disposition"].startswith("attachment")
    assert table.content.decode().startswith("\ufeff程度,代码")
    assert "furlongs" in table.content.decode()

    client.post(f"{here}confirm/")
    run_waiting()
    row = ReleaseRow.objects.get()
    assert f"/databases/{database.id}/{row.id}/" in client.get(here).content.decode()


def test_a_job_is_stopped_from_its_page(kept: Kept, signed: Any) -> None:
    signed.post(f"{kept.address}check/")
    job = Job.objects.filter(kind="database-audit").latest("created")
    assert job.state == "waiting"
    assert f"/tasks/jobs/{job.id}/cancel/" in signed.get(f"/tasks/jobs/{job.id}/").content.decode()
    signed.post(f"/tasks/jobs/{job.id}/cancel/")
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_the_current_release_is_chosen_and_a_database_archived_and_restored(kept: Kept, signed: Any) -> None:
    signed.post(f"{kept.address}current/")
    kept.second.refresh_from_db()
    assert kept.second.current
    home = f"/databases/{kept.first.database_id}/"
    signed.post(f"{home}archive/")
    assert "已归档" in signed.get("/databases/").content.decode()
    signed.post(f"{home}archive/", {"back": "1"})
    assert Database.objects.get(pk=kept.first.database_id).archived is None


def test_a_publication_is_begun_and_checked_in_from_its_page(kept: Kept, signed: Any) -> None:
    here = signed.post(f"{kept.address}publish/").headers["Location"]
    page = signed.get(here).content.decode()
    assert "提交自查报告" in page
    empty = signed.post(here, {"action": "check", "method_statement": "", "rights": ""})
    assert empty.status_code == 422
    signed.post(here, {"action": "check", "method_statement": "ISO 14067", "rights": "CC-BY-4.0"})
    assert "已自查" in signed.get(here).content.decode()
    assert "ISO 14067" in signed.get(here).content.decode()
    assert signed.get(f"{here}invite/").status_code == 200
    other = member("authority", "authority")
    signed.post(f"{here}invite/", {"organisation": other.organisation.name})
    assert "authority" in signed.get(here).content.decode()
    assert signed.post(f"{here}invite/", {"organisation": "没有这个"}).status_code == 422


def test_another_organisation_finds_none_of_it(kept: Kept, client: Any) -> None:
    case = publication.begin(kept.who, kept.second.id)
    job = Job.objects.filter(kind="database-read").first()
    assert job is not None
    other = member("other", "publisher")
    client.force_login(other.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    home = f"/databases/{kept.first.database_id}/"
    paths = [home, f"{home}import/", f"{home}imports/{job.id}/", f"{home}imports/{job.id}/report.csv"]
    paths += [f"{kept.address}{tab}" for tab in TABS]
    paths += [f"/databases/cases/{case.id}/", f"/tasks/jobs/{job.id}/", f"/tasks/jobs/{job.id}/part/"]
    for path in paths:
        assert client.get(path).status_code == 404, path
    for path in (
        f"{home}archive/",
        f"{kept.address}current/",
        f"/tasks/jobs/{job.id}/cancel/",
        f"{kept.address}check/",
    ):
        assert client.post(path).status_code == 404, path


def test_who_only_reads_sees_and_does_nothing(kept: Kept, client: Any) -> None:
    reader = member("reader", "reader", of=kept.who.organisation)
    client.force_login(reader.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(kept.address).status_code == 200
    for path in ("/databases/new/", f"/databases/{kept.first.database_id}/import/"):
        assert client.get(path).status_code == 403
    for path in (f"{kept.address}check/", f"{kept.address}publish/", f"{kept.address}current/"):
        assert client.post(path).status_code == 403
