"""The road of a machine: a file in, a footprint out, declared by somebody else; and what stands in its way."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.api.conftest import Machine

from tanji.accounts.acting import Acting
from tanji.accounts.models import Membership, Person
from tanji.catalog.jobs import run_waiting
from tanji.catalog.models import Draft
from tanji.model.finding import Counts

BOM = """# 产品名称: 电机
# 核算单位: 件
层级,名称,数量,单位
0,电机,1,件
1,冷轧钢板,12,kg
1,铜,3,kg
"""
WRONG = BOM + "1,铝锭,很多,kg\n"


def _file(text, name="motor.csv"):
    return SimpleUploadedFile(name, text.encode())


@pytest.fixture
def colleague(maker):
    """Another machine of the same organisation, that approves."""
    person = Person.objects.create(email="b@example.com", name="批准人")
    Membership.objects.create(person=person, organisation=maker.acting.organisation, roles=["approver"])
    return Machine(Acting(person, maker.acting.organisation, frozenset({"approver"})))


def _taken(maker, text=BOM):
    answer = maker.form("/imports", {"file": _file(text)})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_file_becomes_a_study_whose_counts_add_up(maker):
    said = _taken(maker)
    for counts in said["counts"].values():
        Counts(**counts)
    assert said["counts"]
    assert said["matched"] + said["unmatched"] == 2
    study = maker("GET", f"/studies/{said['study']['id']}").json()
    assert [each["names"]["zh"] for each in study["body"]["activities"]] == ["冷轧钢板", "铜"]
    assert maker("GET", f"/products/{study['product']}").json()["name"] == "电机"


def test_of_a_file_with_an_error_nothing_is_taken_and_every_finding_has_its_row(maker):
    answer = maker.form("/imports", {"file": _file(WRONG)})
    assert answer.status_code == 422
    said = answer.json()
    assert said["code"] == "REG-002"
    errors = [each for each in said["findings"] if each["severity"] == "error"]
    assert {each["place"]["row"] for each in errors} == {7}
    assert maker("GET", "/products").json()["items"] == []
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("name", "text"), [("a.exe", "x"), ("a.xlsx", "no workbook"), ("a.json", "{"), ("a.csv", "")])
def test_what_is_no_study_is_refused_in_words(maker, name, text):
    answer = maker.form("/imports", {"file": _file(text, name)})
    assert answer.status_code in {400, 422}, answer.content
    assert answer.json()["title_zh"]


def test_from_a_file_to_a_declared_footprint(maker, colleague):
    study = maker("GET", f"/studies/{_sample(maker)}").json()
    job = maker("POST", f"/studies/{study['id']}/compute")
    assert job.status_code == 202
    run_waiting()
    done = maker("GET", f"/jobs/{job.json()['id']}").json()
    assert (done["state"], done["failure"]) == ("done", {})
    study = maker("GET", f"/studies/{study['id']}").json()
    assert not study["stale"]
    answer = maker("GET", f"/documents/{study['footprint']}")
    assert f"sha256:{hashlib.sha256(answer.content).hexdigest()}" == study["footprint"]
    assert answer.headers["ETag"] == f'"{study["footprint"]}"'
    assert (
        maker("GET", f"/documents/{study['footprint']}", **{"if-none-match": answer.headers["ETag"]}).status_code == 304
    )
    assert answer.json()["total"] if "total" in answer.json() else answer.json()["schema"] == "tanji/footprint/1"
    own = maker("POST", f"/studies/{study['id']}/declare", {"estimate": True})
    assert own.status_code == 409, own.content
    said = colleague("POST", f"/studies/{study['id']}/declare", {"estimate": True})
    assert said.status_code == 200, said.content
    assert maker("GET", f"/documents/{said.json()['statement']}").json()["schema"].startswith("tanji/statement/")
    changed = {**study["body"], "audience": "别人"}
    assert maker("PUT", f"/studies/{study['id']}", {"revision": study["revision"], "body": changed}).status_code == 409


def _sample(maker):
    from tanji.registry.studies import sample

    return sample(maker.acting).pk


def test_of_two_who_saw_the_same_revision_the_second_is_told(maker):
    study = maker("GET", f"/studies/{_taken(maker)['study']['id']}").json()
    sent = {"revision": study["revision"], "body": {**study["body"], "audience": "采购方"}}
    saved = maker("PUT", f"/studies/{study['id']}", sent)
    assert saved.json()["revision"] == study["revision"] + 1
    late = maker("PUT", f"/studies/{study['id']}", {**sent, "body": study["body"]})
    assert (late.status_code, late.json()["code"]) == (409, "ACC-409")
    back = maker("POST", f"/studies/{study['id']}/undo", {"revision": study["revision"] + 1})
    assert "audience" not in back.json()["body"]


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ({"product": []}, "product"),
        ({"product": {"names": "电机"}}, "product.names"),
        ({"activities": {}}, "activities"),
        ({"activities": [7]}, "activities[0]"),
        ({"activities": [{"id": "a", "amount": {}}]}, "activities[0].amount"),
        ({"colour": "red"}, "colour"),
        ({"names": {"zh": ["电机"]}}, "names"),
    ],
)
def test_a_body_of_the_wrong_shape_is_not_kept(maker, part, named):
    study = maker("GET", f"/studies/{_taken(maker)['study']['id']}").json()
    answer = maker("PUT", f"/studies/{study['id']}", {"revision": study["revision"], "body": part})
    assert answer.status_code == 422
    assert named in answer.json()["title_en"]


def test_an_incomplete_body_is_kept_and_its_gaps_are_told(maker):
    study = maker("GET", f"/studies/{_taken(maker)['study']['id']}").json()
    kept = maker("PUT", f"/studies/{study['id']}", {"revision": study["revision"], "body": {"activities": []}})
    assert kept.status_code == 200, kept.content
    said = maker("GET", f"/studies/{study['id']}/check").json()
    assert not said["complete"]
    assert said["findings"]
    assert maker("GET", f"/studies/{study['id']}/conformity").status_code == 422


def test_factors_are_found_with_source_and_figure(maker):
    found = maker("GET", "/factors?q=电力&limit=5").json()
    assert 0 < len(found) <= 5
    one = maker("GET", f"/factors/{found[0]['database']}/{found[0]['process']}").json()
    assert one["source"]
    assert one["method"] == "ar6-gwp100"
    assert maker("GET", "/factors/starter/there-is-no-such").status_code == 404
    assert maker("GET", "/factors/none/there-is-no-such").status_code == 404
    assert "starter" in {each["database"] for each in maker("GET", "/databases").json()}


def test_rules_are_listed_and_the_ones_for_a_product_resolved(maker):
    listed = maker("GET", "/rules").json()
    assert maker("GET", f"/rules/{listed[0]['id']}").json()["id"] == listed[0]["id"]
    said = maker("POST", "/rules/resolve", {"names": {"zh": "轮胎"}}).json()
    assert said["ruleset"]["packs"]
    assert maker("POST", "/rules/resolve", {}).status_code == 422
    assert maker("GET", "/rules/none-such").status_code == 404
    study = _sample(maker)
    assert maker("GET", f"/studies/{study}/conformity").json()["verdicts"]


def test_evidence_is_kept_by_its_hash_and_given_back(maker):
    made = maker.form("/evidence", {"file": _file("证书", "证书.pdf"), "note": "电表"})
    assert made.status_code == 201
    said = made.json()
    assert said["sha256"] == hashlib.sha256("证书".encode()).hexdigest()
    content = maker("GET", f"/evidence/{said['id']}/content")
    assert b"".join(content.streaming_content) == "证书".encode()
    assert content.headers["Content-Type"] == "application/octet-stream"
    assert [each["id"] for each in maker("GET", "/evidence").json()["items"]] == [said["id"]]


def test_a_case_is_read_commented_on_and_put_away(maker):
    study = _taken(maker)["study"]["id"]
    case = maker("GET", "/cases").json()["items"][0]
    whole = maker("GET", f"/cases/{case['id']}").json()
    assert "archive" in {each["action"] for each in whole["actions"]}
    assert whole["events"]
    said = maker("POST", "/comments", {"about": study, "text": "电力？", "place": "activities"})
    assert said.status_code == 201, said.content
    answered = maker("POST", "/comments", {"about": study, "text": "2024", "answers": said.json()["id"]}).json()
    assert answered["answers"] == said.json()["id"]
    assert maker("POST", f"/comments/{said.json()['id']}/resolve").json()["resolved"]
    assert maker("POST", f"/comments/{said.json()['id']}/resolve").status_code == 409
    assert len(maker("GET", f"/comments?about={study}").json()["items"]) == 2
    assert [each["action"] for each in maker("GET", "/tasks").json()["items"]] == ["compute"]
    wrong = maker("POST", f"/cases/{case['id']}/actions", {"action": "declare"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "ACC-409")
    unknown = maker("POST", f"/cases/{case['id']}/actions", {"action": "crown"})
    assert (unknown.status_code, unknown.json()["code"]) == (409, "PRC-002")
    assert maker("POST", f"/studies/{study}/archive").status_code == 200
    assert maker("GET", "/tasks").json()["items"] == []
    Draft.objects.update(archived=timezone.now() - timedelta(days=31))
    assert maker("POST", f"/studies/{study}/restore").status_code == 409


def test_a_job_that_waits_is_cancelled(maker):
    study = _taken(maker)["study"]["id"]
    job = maker("POST", f"/studies/{study}/compute").json()
    assert maker("POST", f"/jobs/{job['id']}/cancel").json()["state"] == "cancelled"
    assert maker("POST", f"/jobs/{job['id']}/cancel").status_code == 409
    assert maker("GET", f"/jobs?about={study}").json()["items"][0]["id"] == job["id"]
    assert maker("GET", f"/jobs/{uuid4()}").status_code == 404
