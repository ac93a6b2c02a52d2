"""`tanji-server serve`: everything made ready, then the pages and the worker as children of one process.

One Ctrl-C (or SIGTERM) ends all. A worker that dies is started again; where the server of the pages dies, all ends with
exit code 1, so that whatever watches over it sees that.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from socket import create_connection
from threading import Event
from time import monotonic
from typing import Final
from urllib.parse import unquote, urlsplit

from tanji.config.environment import Environment
from tanji.errors import Refusal, Text

PATIENCE: Final = 20.0
"""Seconds that children have to end by themselves."""
PAUSE: Final = 1.0
"""Seconds before a dead worker is started again; doubled each time, up to a minute."""
HEALTHY: Final = 60.0
"""A worker that lived as long as this starts again without a longer pause."""
Say = Callable[[Text], None]


class OpenDemo(Refusal):
    """Demo data with known passwords on an address that others reach."""

    code = "SRV-001"


class NotPrepared(Refusal):
    """A step before serving failed."""

    code = "SRV-002"


def loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> [loopback(each) for each in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "example.com")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_open_demo(environment: Environment, host: str) -> None:
    """Refuses OpenDemo where the demo, whose passwords everybody knows, could be reached from elsewhere."""
    origin = environment.origin.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    for each in (host, origin, *environment.hosts):
        if not loopback(each):
            raise OpenDemo(
                Text(
                    zh=f"演示数据的密码人人皆知，不能在 {each} 上提供",
                    en=f"Everybody knows the passwords of the demo: it is not served on {each}",
                ),
                Text(
                    zh="请用 127.0.0.1，或去掉 --demo（TANJI_DEMO）。",
                    en="Use 127.0.0.1, or leave out --demo (TANJI_DEMO).",
                ),
            )


def prepare(environment: Environment, say: Say, *, demo: bool) -> None:
    """Tables as the role that owns them, then everything else as the one that serves. Refuses NotPrepared."""
    steps: list[tuple[Text, Sequence[str]]] = [
        (
            Text(
                zh="准备数据表、样式、内置数据库" + ("、演示数据" if demo else ""),
                en="Tables, style sheets, the embedded database"
                + (" and demo data" if demo else "")
                + " are made ready",
            ),
            ["prepare"],
        )
    ]
    if environment.owner_database_url:
        owner = Text(zh="以表所有者的身份升级数据表", en="Tables are brought up to date by the role that owns them")
        steps.insert(0, (owner, ["migrate", "--verbosity", "0"]))
        if role := urlsplit(environment.database_url or "").username:
            granted = Text(zh=f"授予角色 {role} 运行所需的权限", en=f"The role {role} is given what serving needs")
            steps.insert(1, (granted, ["grant_app_role", unquote(role)]))
    for text, command in steps:
        say(text)
        ended = subprocess.run(tanji_server(*command), env=surroundings(environment, demo=demo), check=False)  # noqa: S603
        if ended.returncode:
            raise NotPrepared(
                Text(zh=f"失败：{text.zh}（{command[0]}）", en=f"Failed: {text.en} ({command[0]})"),
                Text(zh="原因见上文。", en="The reason stands above."),
            )


def tanji_server(*words: str) -> list[str]:
    """A command of ours with the Python that runs now."""
    return [sys.executable, "-m", "tanji.config.manage", *words]


def surroundings(environment: Environment, *, demo: bool = False) -> dict[str, str]:
    """The variables of children."""
    more = {"TANJI_DATA": str(environment.data)}
    if demo:
        more["TANJI_DEMO"] = "true"
    return {**os.environ, **more}


def pages(environment: Environment, host: str, port: int) -> list[str]:
    """The command that serves the pages."""
    return [
        *(sys.executable, "-m", "granian", "tanji.config.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws", "--http", "1"),
        *("--workers", str(environment.processes), "--blocking-threads", str(environment.threads)),
        *("--backpressure", str(environment.threads * 16), "--http1-header-read-timeout", "30000"),
        *("--workers-kill-timeout", str(int(PATIENCE / 2)), "--log-level", "warning"),
        "--respawn-failed-workers",
    ]


def measured(environment: Environment) -> dict[str, str]:
    """Where the processes that answer keep their figures, so that /metrics tells of all; empty at each start."""
    folder = environment.data / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    more = {"PROMETHEUS_MULTIPROC_DIR": str(folder)}
    if not environment.statement_seconds:
        more["TANJI_STATEMENT_SECONDS"] = "30"
    return more


@dataclass
class Children:
    """The processes of a server, watched until somebody asks to stop or the pages end."""

    stop: Event
    say: Say
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    started: dict[str, float] = field(default_factory=dict)
    pause: float = PAUSE

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start a child."""
        self.running[name] = subprocess.Popen(command, env=dict(env))  # noqa: S603
        self.started[name] = monotonic()

    def answering(self, host: str, port: int) -> bool:
        """Wait until the pages answer; False where they end before, or somebody asks to stop."""
        while self.running["pages"].poll() is None and not self.stop.wait(0.1):
            try:
                create_connection((_reached(host), port), timeout=1).close()
            except OSError:
                continue
            return True
        return False

    def watch(self, again: Callable[[], None]) -> int:
        """Wait until asked to stop (0) or the pages have ended (1); a dead worker is started `again`."""
        while not self.stop.wait(0.3):
            if self.running["pages"].poll() is not None:
                self.say(Text(zh="网页服务意外结束", en="The server of the pages has ended by itself"))
                return 1
            worker = self.running.get("worker")
            if worker is not None and worker.poll() is not None:
                self._revive(again)
        return 0

    def end(self) -> None:
        """Ask all to end; end those that do not."""
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        until = monotonic() + PATIENCE
        for child in self.running.values():
            try:
                child.wait(max(0.0, until - monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _revive(self, again: Callable[[], None]) -> None:
        self.pause = PAUSE if monotonic() - self.started["worker"] > HEALTHY else min(60.0, self.pause * 2)
        self.say(
            Text(
                zh=f"后台任务进程已退出，{self.pause:.0f} 秒后重新启动",
                en=f"The worker has ended; it is started again in {self.pause:.0f} s",
            )
        )
        if not self.stop.wait(self.pause):
            again()


def _reached(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # any address includes this machine


def on_signals(stop: Event) -> None:
    """Ctrl-C, SIGTERM and a closed terminal ask to stop."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda number, frame: stop.set())  # noqa: ARG005


def data_folder(path: Path) -> None:
    """Make the data folder, readable for its owner alone."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
