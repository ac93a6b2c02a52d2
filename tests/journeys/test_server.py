"""The server as an operator meets it: one command starts all, probes tell how it is, one Ctrl-C ends all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from tests.config.installations import Installation
from tests.postgres import free_port

PATIENCE = 90


def awaited(what: Callable[[], object], told: str) -> None:
    until = monotonic() + PATIENCE
    while not what():
        assert monotonic() < until, told
        sleep(0.2)


def children(pid: int) -> dict[str, int]:
    """Processes that a process has started, by what they are."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rsplit(")", 1)[1].split()[1])
            words = (place / "cmdline").read_text()
        except (OSError, ValueError, IndexError):
            continue
        if parent == pid and words:
            found["worker" if "\0worker" in words else "pages"] = int(place.name)
    return found


class Server:
    """A server of this test, its address and what it has said."""

    def __init__(self, made: Installation, said: Path, port: int) -> None:
        self.made, self.said, self.port = made, said, port
        with said.open("wb") as stream:
            self.process = subprocess.Popen(
                made.command("serve", "--demo", "--port", str(port)),
                env=made.env,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=30, trust_env=False)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said.read_text()
        try:
            return self.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def logs(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.said.read_text().splitlines() if line.startswith("{")]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(Installation(folder / "data"), folder / "said", free_port())
    try:
        awaited(server.answers, "the server does not answer")
        yield server
    finally:
        if server.process.poll() is None:
            server.process.send_signal(signal.SIGINT)
            server.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_one_command_starts_all_and_tells_the_address_and_the_accounts(server: Server) -> None:
    awaited(lambda: "Ctrl-C" in server.said.read_text(), "the address is not told")
    said = server.said.read_text()
    assert f"http://127.0.0.1:{server.port}/" in said
    assert "accountant@demo.example" in said
    assert set(children(server.process.pid)) == {"pages", "worker"}


def test_it_says_that_it_is_ready_and_that_its_worker_lives(server: Server) -> None:
    awaited(lambda: server.get("/readyz").json()["worker"] == "ok", "the worker is not heard")
    answer = server.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok"}


def test_pages_and_style_sheets_are_served(server: Server) -> None:
    page = server.get("/account/login/")
    assert page.status_code == 200
    sheet = next(word for word in page.text.split('"') if word.startswith("/static/") and word.endswith(".css"))
    assert server.get(sheet).headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_requests_are_counted_by_view_and_status(server: Server) -> None:
    server.get("/nowhere/at/all")
    text = server.get("/metrics").text
    assert 'tanji_requests_total{method="GET",status="404",view="none"}' in text
    assert 'tanji_request_seconds_bucket{le="0.5",view="healthz"}' in text
    assert 'tanji_jobs{state="waiting"}' in text
    assert "tanji_worker_silence_seconds" in text
    assert "nowhere" not in text


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via"])
def test_metrics_are_not_for_those_who_come_through_a_proxy(server: Server, name: str) -> None:
    assert server.get("/metrics", **{name: "203.0.113.9"}).status_code == 404


def test_the_number_of_a_request_goes_through_answer_and_logs(server: Server) -> None:
    assert (
        server.get("/healthz", **{"X-Request-ID": "given-by-proxy-17"}).headers["X-Request-ID"] == "given-by-proxy-17"
    )
    awaited(
        lambda: any(each.get("request_id") == "given-by-proxy-17" for each in server.logs()), "the number is not logged"
    )


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, 'a"}{"admin": true', "line%0Aline", "空格 空格".encode().hex() + "!"]
)
def test_a_number_that_could_forge_a_log_is_not_taken(server: Server, given: str) -> None:
    number = server.get("/healthz", **{"X-Request-ID": given}).headers["X-Request-ID"]
    assert number != given
    assert len(number) == 32


def test_logs_hold_neither_addresses_of_people_nor_what_they_look_for(server: Server) -> None:
    word = "geheimnis"
    server.get(f"/search/?q={word}")
    server.get(f"/{word}/")
    httpx.post(
        f"http://127.0.0.1:{server.port}/account/login/",
        data={"login": f"{word}@example.org", "password": word},
        trust_env=False,
        timeout=30,
    )
    sleep(0.5)
    assert word not in server.said.read_text()


def test_a_worker_that_is_killed_is_started_again_and_the_pages_stay(server: Server) -> None:
    before = children(server.process.pid)
    os.kill(before["worker"], signal.SIGKILL)
    awaited(
        lambda: children(server.process.pid).get("worker", before["worker"]) != before["worker"],
        "there is no new worker",
    )
    assert server.get("/healthz").status_code == 200
    assert children(server.process.pid)["pages"] == before["pages"]


def test_one_ctrl_c_ends_all(server: Server) -> None:
    running = children(server.process.pid)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(PATIENCE) == 0, server.said.read_text()
    assert not [pid for pid in running.values() if Path(f"/proc/{pid}").exists()]
    with pytest.raises(httpx.TransportError):
        server.get("/healthz")


def test_where_the_pages_die_all_ends_with_an_exit_code(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        os.kill(children(running.process.pid)["pages"], signal.SIGKILL)
        assert running.process.wait(PATIENCE) == 1
    assert "ended by itself" in running.said.read_text()


@pytest.mark.parametrize("more", [("--host", "::"), ("--host", "192.0.2.7"), ()])
def test_the_demo_is_refused_where_others_reach_it(tmp_path: Path, more: tuple[str, ...]) -> None:
    made = Installation(tmp_path / "data", {} if more else {"TANJI_ORIGIN": "https://tanji.example.org"})
    assert "SRV-001" in made.run("serve", "--demo", *more, code=1)
    assert not (made.data / "tanji.sqlite3").exists()


def test_the_demo_is_refused_by_the_application_too(tmp_path: Path) -> None:
    made = Installation(tmp_path / "data", {"TANJI_DEMO": "true", "TANJI_HOSTS": '["tanji.example.org"]'})
    assert "SRV-001" in made.run("worker", "--once", code=1)
