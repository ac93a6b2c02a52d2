"""What lies in deploy/ fits together and fits Tanji: ports, paths, settings, commands; nginx and systemd take it."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.conftest import ROOT

from tanji.config.environment import Environment

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
DATA = "/var/lib/tanji"
HARD = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "UMask": "0077",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text("utf-8")))


def unit(path: Path) -> ConfigParser:
    found = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(path, "utf-8")
    return found


def example() -> dict[str, str]:
    lines = (DEPLOY / "tanji.env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def upstream(name: str) -> str:
    found = re.search(r"server ([\w.]+:\d+);", (DEPLOY / "nginx" / name).read_text("utf-8"))
    assert found is not None
    return found.group(1)


def port_of(words: list[str]) -> str:
    return words[words.index("--port") + 1]


def test_nginx_reaches_the_pages_where_compose_and_systemd_put_them(compose: dict[str, Any]) -> None:
    app = compose["services"]["app"]
    assert upstream("upstream-compose.conf") == f"app:{port_of(app['command'])}"
    assert app["expose"] == [port_of(app["command"])]
    assert f"127.0.0.1:{port_of(app['command'])}/readyz" in app["healthcheck"]["test"][-1]
    words = unit(DEPLOY / "systemd" / "tanji.service")["Service"]["ExecStart"].split()
    assert upstream("upstream-local.conf") == f"127.0.0.1:{port_of(words)}"
    assert words[words.index("--host") + 1] == "127.0.0.1"


def test_only_nginx_is_reached_from_outside(compose: dict[str, Any]) -> None:
    assert {name for name, each in compose["services"].items() if "ports" in each} == {"nginx"}


def test_each_mounted_file_is_there_and_each_volume_is_declared(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            if not source.startswith("."):
                assert source in compose["volumes"], (name, volume)
            elif source != "./certificates":
                assert (DEPLOY / source).is_file(), (name, volume)
        for other in service.get("depends_on", ()):
            assert "healthcheck" in compose["services"][other], (name, other)
    assert (
        DEPLOY / compose["services"]["app"]["build"]["context"] / compose["services"]["app"]["build"]["dockerfile"]
    ).is_file()


def test_pages_and_worker_have_the_same_data_and_nothing_that_they_do_not_need(compose: dict[str, Any]) -> None:
    for name in ("app", "worker"):
        service = compose["services"][name]
        assert service["volumes"] == [f"data:{DATA}"]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["env_file"] == "tanji.env"
    assert f"TANJI_DATA={DATA}" in (DEPLOY / "Dockerfile").read_text("utf-8")
    assert example()["TANJI_DATA"] == DATA


def test_the_example_settings_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    given = example()
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    found = Environment()
    known = {f"TANJI_{name.upper()}" for name in Environment.model_fields}
    assert given.keys() - known == {"POSTGRES_PASSWORD", "TANJI_APP_PASSWORD", "TANJI_OWNER_PASSWORD"}
    assert found.secure
    assert "127.0.0.1" in found.hosts, "the check of compose asks by this name"
    assert given["TANJI_APP_PASSWORD"] in str(found.database_url)
    assert given["TANJI_OWNER_PASSWORD"] in str(found.owner_database_url)
    assert not found.demo


def test_the_roles_of_the_example_are_those_that_the_script_makes(compose: dict[str, Any]) -> None:
    script = (DEPLOY / "postgres" / "roles.sh").read_text("utf-8")
    made = set(re.findall(r"CREATE ROLE (\w+) ", script))
    used = {
        re.search(r"//(\w+):", example()[name]).group(1) for name in ("TANJI_DATABASE_URL", "TANJI_OWNER_DATABASE_URL")
    }  # type: ignore[union-attr]
    assert made == used
    assert set(re.findall(r'"\$(\w+)"', script)) <= example().keys()
    assert compose["services"]["postgres"]["environment"]["POSTGRES_DB"] == "tanji"
    assert all(
        example()[name].endswith("@postgres:5432/tanji") for name in ("TANJI_DATABASE_URL", "TANJI_OWNER_DATABASE_URL")
    )


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_are_hardened_and_share_user_data_and_settings(path: Path) -> None:
    service = unit(path)["Service"]
    assert {name: service.get(name) for name in HARD} == HARD
    assert (service["User"], service["StateDirectory"]) == ("tanji", "tanji")
    assert service["EnvironmentFile"] == "/etc/tanji/tanji.env"
    assert "/opt/tanji/bin/tanji-server" in service["ExecStart"]


def test_nginx_takes_a_file_as_large_as_tanji_does_and_the_form_around_it() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx" / "tanji.conf").read_text("utf-8"))
    assert found is not None
    assert int(found.group(1)) > int(example()["TANJI_UPLOAD_MB"]) == Environment.model_fields["upload_mb"].default


@pytest.mark.parametrize("language", ["server.md", "server.zh.md"])
def test_every_setting_is_described(language: str) -> None:
    text = (ROOT / "docs" / "how-to" / language).read_text("utf-8")
    missing = [name for name in Environment.model_fields if f"`TANJI_{name.upper()}`" not in text]
    assert missing == []


@pytest.mark.parametrize("local", ["upstream-local.conf"])
def test_nginx_takes_its_settings(tmp_path: Path, local: str) -> None:
    nginx, openssl = shutil.which("nginx") or "/usr/sbin/nginx", shutil.which("openssl")
    if not Path(nginx).exists() or openssl is None:
        pytest.skip("nginx or openssl is not here")
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=x"]
    files = ["-keyout", str(tmp_path / "tanji.key"), "-out", str(tmp_path / "tanji.crt"), "-days", "1"]
    subprocess.run([openssl, *made, *files], check=True, capture_output=True)
    places = {
        "/etc/nginx/tanji-upstream.conf": str(DEPLOY / "nginx" / local),
        "/etc/nginx/certificates": str(tmp_path),
        "/var/log/nginx": str(tmp_path),
        "/var/cache/nginx": str(tmp_path / "cache"),
    }
    (tmp_path / "cache").mkdir()
    text = (DEPLOY / "nginx" / "tanji.conf").read_text("utf-8")
    for old, new in places.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "site.conf").write_text(text)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}} http {{ include {tmp_path}/site.conf; }}"
    )
    done = subprocess.run(
        [nginx, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_systemd_takes_its_units(path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd is not here")
    done = subprocess.run([verify, "verify", str(path)], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if path.name in line and "not executable" not in line]
    assert ours == []
