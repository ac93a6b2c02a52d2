"""Jobs: done once, resumed after a crash, stopped, given up, and told what went wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from tests.catalog.jobs import counting
from tests.catalog.people import member

from tanji.accounts.acting import Acting
from tanji.accounts.models import Membership
from tanji.accounts.refusals import Conflict, Invalid, NotFound
from tanji.catalog.jobs import LostLease, Run, cancel, enqueue, get_job, job, jobs, run_waiting, work
from tanji.catalog.jobs.worker import reap
from tanji.catalog.models import Job, Product
from tanji.errors import Text

STEP = Text(zh="第一步", en="First step")


@pytest.fixture
def who(db: None) -> Acting:
    return member("a", "publisher", "accountant")


@contextmanager
def worker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    ready = tmp_path / f"ready-{uuid4()}"
    surroundings = os.environ | {
        "COUNTING_READY": str(ready),
        "COUNTING_DATABASE": str(connection.settings_dict["NAME"]),
        "TANJI_WORKER_SECONDS": "1.5",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    process = subprocess.Popen([sys.executable, "-m", "tests.catalog.jobs.counting"], env=surroundings)
    try:
        until(ready.exists)
        yield process
    finally:
        process.kill()
        process.wait()


def until(true: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_is_followed_by_another_that_does_nothing_twice(tmp_path: Path) -> None:
    counting.setup()
    who = member("a", "publisher", "accountant")
    asked = enqueue(who, "counting", {"total": 12, "seconds": 0.2})

    with worker(tmp_path) as first:
        until(lambda: Product.objects.count() >= 4)
        first.send_signal(signal.SIGKILL)
        first.wait()
    left = Product.objects.count()
    assert 4 <= left < 12

    with worker(tmp_path):
        until(lambda: get_job(who, asked.id).state in {"done", "failed"})

    ended = get_job(who, asked.id)
    assert (ended.state, ended.attempts, ended.fence, ended.result) == ("done", 2, 2, {"counted": 12})
    assert sorted(int(each.name) for each in Product.objects.all()) == list(range(12))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_stopped_for_longer_than_its_lease_writes_nothing_any_more(tmp_path: Path) -> None:
    counting.setup()
    who = member("a", "publisher", "accountant")
    asked = enqueue(who, "counting", {"total": 10, "seconds": 0.3})

    with worker(tmp_path) as first:
        until(lambda: Product.objects.count() >= 2)
        first.send_signal(signal.SIGSTOP)
        with worker(tmp_path):
            until(lambda: get_job(who, asked.id).attempts == 2)
            first.send_signal(signal.SIGCONT)
            until(lambda: get_job(who, asked.id).state == "done")
        time.sleep(0.5)

    assert sorted(int(each.name) for each in Product.objects.all()) == list(range(10))


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_jobs_and_do_each_once(tmp_path: Path) -> None:
    counting.setup()
    who = member("a", "publisher", "accountant")
    asked = [enqueue(who, "counting", {"total": 2, "seconds": 0.1}) for _ in range(6)]

    with worker(tmp_path), worker(tmp_path):
        until(lambda: all(get_job(who, each.id).state == "done" for each in asked))

    assert [get_job(who, each.id).attempts for each in asked] == [1] * 6
    assert Product.objects.count() == 12


def test_the_lease_lost_in_the_middle_stops_every_writing(who: Acting) -> None:
    seen: list[str] = []

    @job("robbed")
    def robbed(run: Run) -> dict[str, object]:
        run.progress(STEP, 0, None)
        Job.objects.filter(pk=run.job.pk).update(fence=run.job.fence + 1)
        for write in (lambda: run.checkpoint({"a": 1}), lambda: run.progress(Text(zh="二", en="two"), 1, None)):
            with pytest.raises(LostLease):
                write()
            seen.append("refused")
        with run.writing():
            Product.objects.create(organisation=run.acting.organisation, name="twice")
        return {}

    asked = enqueue(who, "robbed", {})
    run_waiting()

    assert seen == ["refused", "refused"]
    assert not Product.objects.exists()
    found = get_job(who, asked.id)
    assert (found.state, found.checkpoint, found.result) == ("running", {}, {})


def test_steps_are_kept_with_their_seconds_and_the_result_with_the_job(who: Acting) -> None:
    @job("stepping")
    def stepping(run: Run) -> dict[str, object]:
        run.progress(STEP, 0, 2)
        run.progress(Text(zh="第二步", en="Second step"), 1, 2)
        return {"address": "/there/"}

    asked = enqueue(who, "stepping", {})
    assert run_waiting() == 1

    found = get_job(who, asked.id)
    assert [(each["zh"], each["en"]) for each in found.steps] == [("第一步", "First step"), ("第二步", "Second step")]
    assert all(each["seconds"] >= 0 for each in found.steps)
    assert found.result == {"address": "/there/"}
    assert found.finished is not None


def test_a_refusal_is_told_with_its_code_and_both_languages(who: Acting) -> None:
    @job("refusing")
    def refusing(run: Run) -> dict[str, object]:
        raise Invalid(Text(zh="缺少单位", en="No unit"), Text(zh="请补上。", en="Add it."))

    asked = enqueue(who, "refusing", {})
    run_waiting()

    found = get_job(who, asked.id)
    assert found.state == "failed"
    assert found.failure == {
        "code": "ACC-422",
        "zh": "缺少单位",
        "en": "No unit",
        "hint_zh": "请补上。",
        "hint_en": "Add it.",
    }


def test_our_own_mistake_is_told_by_a_reference_and_never_by_its_inside(who: Acting) -> None:
    @job("breaking")
    def breaking(run: Run) -> dict[str, object]:
        raise ZeroDivisionError("secret detail")

    asked = enqueue(who, "breaking", {})
    run_waiting()

    failure = get_job(who, asked.id).failure
    assert failure["code"] == "SYS-500"
    assert failure["reference"] in failure["zh"]
    assert "secret" not in str(failure)


def test_a_waiting_job_is_stopped_at_once_and_an_ended_one_not_at_all(who: Acting) -> None:
    counting.setup()
    asked = enqueue(who, "counting", {"total": 1, "seconds": 0})
    assert cancel(who, asked.id).state == "cancelled"
    assert run_waiting() == 0
    with pytest.raises(Conflict):
        cancel(who, asked.id)


def test_a_running_job_is_stopped_at_its_next_sign_of_life(who: Acting) -> None:
    @job("long")
    def long(run: Run) -> dict[str, object]:
        cancel(run.acting, run.job.id)
        run.progress(STEP, 0, None)
        raise AssertionError("goes on after it was stopped")

    asked = enqueue(who, "long", {})
    run_waiting()
    assert get_job(who, asked.id).state == "cancelled"


def test_a_job_whose_worker_vanished_three_times_is_given_up(who: Acting) -> None:
    counting.setup()
    asked = enqueue(who, "counting", {"total": 1, "seconds": 0})
    late = timezone.now() - timedelta(seconds=1)
    for attempts, state in ((1, "waiting"), (2, "waiting"), (3, "failed")):
        Job.objects.filter(pk=asked.pk).update(state="running", attempts=attempts, lease_until=late)
        assert reap() == 1
        assert get_job(who, asked.id).state == state
    assert get_job(who, asked.id).failure["code"] == "JOB-002"


def test_a_lease_that_still_runs_is_left_alone(who: Acting) -> None:
    counting.setup()
    asked = enqueue(who, "counting", {"total": 1, "seconds": 0})
    Job.objects.filter(pk=asked.pk).update(state="running", lease_until=timezone.now() + timedelta(seconds=9))
    assert reap() == 0


def test_jobs_of_another_organisation_are_not_there(who: Acting) -> None:
    counting.setup()
    asked = enqueue(who, "counting", {"total": 1, "seconds": 0})
    other = member("b", "publisher")
    assert jobs(other) == []
    with pytest.raises(NotFound):
        get_job(other, asked.id)
    with pytest.raises(NotFound):
        cancel(other, asked.id)


def test_work_of_somebody_who_has_left_is_not_done(who: Acting) -> None:
    counting.setup()
    asked = enqueue(who, "counting", {"total": 1, "seconds": 0})
    Membership.objects.update(ended=timezone.now())
    run_waiting()
    assert Job.objects.get(pk=asked.pk).state == "failed"
    assert not Product.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_asked_to_end_hands_its_job_back() -> None:
    who = member("a", "publisher", "accountant")
    stop = threading.Event()

    @job("handing-back")
    def handing_back(run: Run) -> dict[str, object]:
        stop.set()
        run.progress(STEP, 0, None)
        raise AssertionError("goes on after it was asked to end")

    asked = enqueue(who, "handing-back", {})
    work(stop)
    found = get_job(who, asked.id)
    assert (found.state, found.attempts) == ("waiting", 0)
