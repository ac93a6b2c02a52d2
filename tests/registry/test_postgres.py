"""The same on PostgreSQL: races, triggers, and a review across organisations under row-level security."""

import subprocess
import sys

import pytest
from tests.conftest import ROOT
from tests.postgres import postgres  # noqa: F401 - the fixture

SAME = ("test_races.py", "test_events.py", "test_review.py", "test_ticking.py", "test_comments.py")


@pytest.fixture(scope="module")
def place(postgres):  # noqa: F811 - the fixture
    """An empty database."""
    return postgres.database()


def test_races_and_triggers_hold_on_postgresql_too(place, tmp_path):
    surroundings = {**place.environment(tmp_path), "TANJI_DATABASE_URL": place._url("postgres")}
    surroundings.pop("TANJI_OWNER_DATABASE_URL")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"),
            *(f"tests/registry/{name}" for name in SAME),
        ],
        env=surroundings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


def test_a_review_crosses_organisations_under_row_level_security(place, tmp_path):
    place.manage("migrate", "--skip-checks", data=tmp_path)
    place.manage("grant_app_role", "tanji_app", data=tmp_path)
    said = place.run("tests.registry.under_security", data=tmp_path)
    assert said.split() == ["postgresql", "accepted", "stranger:0"]
