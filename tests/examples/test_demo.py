"""`make demo` as a person runs it: everything is computed, explained, compared and verified, or it fails loudly."""

import json
import os
import subprocess
import sys

import pytest
from tests.examples.conftest import EXAMPLES, program

RESULTS = EXAMPLES / "out"


def test_the_demo_computes_all_and_detects_one_changed_digit(shared_data):
    language = {"LC_ALL": "", "LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, EXAMPLES / "demo.py"], env={**os.environ, **language}, capture_output=True, timeout=300,
        check=False,
    )  # fmt: skip
    said = done.stdout.decode("utf-8")
    assert done.returncode == 0, said + done.stderr.decode("utf-8")
    assert "跳过：" not in said
    assert "全部完成" in said
    result = json.loads((RESULTS / "aluminium-ingot" / "footprint.json").read_text(encoding="utf-8"))
    assert result["score"]["total"] == pytest.approx(13234.483, rel=1e-3)
    assert (RESULTS / "uslci-moulded-part" / "footprint.json").exists()


def test_a_step_that_fails_ends_the_demo(tmp_path):
    demo = program("demo")
    with pytest.raises(demo.Failed, match="exit code"):
        demo.tanji("calc", str(tmp_path / "missing.xlsx"))


def test_the_demo_says_that_the_real_database_is_not_here(tmp_path, capsys):
    demo = program("demo")
    demo.USLCI = tmp_path / "missing.tar.gz"
    demo.CHINESE = False
    demo.imported()
    assert "Skipped" in capsys.readouterr().out
