"""What was taken from others is what the manifest says, with its licence."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from tests.conftest import ROOT

STATIC = ROOT / "src" / "tanji" / "web" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
OWN = sorted(path for path in (STATIC / "tanji").rglob("*") if path.suffix in {".js", ".css", ".svg"})


def test_every_file_has_the_hash_of_the_manifest_and_no_file_is_missing_from_it():
    listed = {
        f"{each['folder']}/{name}": digest for each in MANIFEST for name, digest in each.get("sha256", {}).items()
    }
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == listed


@pytest.mark.parametrize("package", MANIFEST, ids=lambda each: each["name"])
def test_every_package_names_version_and_licence_and_brings_its_text(package):
    assert package["version"]
    assert package["licence"]
    assert list((VENDOR / package["folder"]).glob("LICENSE*"))


def test_the_manifest_names_no_address():
    assert "://" not in (VENDOR / "manifest.json").read_text("utf-8")


def test_the_sprite_has_exactly_the_icons_of_the_list():
    from tanji.web.frame import icons

    sprite = (VENDOR / "lucide" / "sprite.svg").read_text("utf-8")
    assert frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite)) == icons.names()


def test_what_is_vendored_makes_no_code_of_text_and_would_so_break_the_content_policy():
    assert "new Function" not in (VENDOR / "echarts" / "echarts.js").read_text("utf-8")


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_our_own_files_load_nothing_from_elsewhere_and_make_no_code_of_text(path: Path):
    text = re.sub(r"http://www\.w3\.org/\S+", "", path.read_text("utf-8"))
    assert "://" not in text.replace("data:image/svg+xml", "")
    assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", text)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_our_own_files_are_no_longer_than_400_lines(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_only_the_tokens_name_colours():
    for path in OWN:
        if path.suffix == ".css" and path.name not in {"tokens.css", "print.css"}:
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", path.read_text("utf-8")), path.name
