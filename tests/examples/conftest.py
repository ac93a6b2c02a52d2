"""The examples, their program, and their footprints on the embedded database, computed once."""

import importlib.util
from pathlib import Path

import pytest

from tanji.assess.calculate import calculate
from tanji.assess.connect import connect
from tanji.background.shelf import Shelf
from tanji.starter.methods import method
from tanji.starter.release import starter

EXAMPLES = Path(__file__).parents[2] / "examples"
ON_USLCI = "uslci-moulded-part"


def program(name):
    """A program of the examples as a module."""
    spec = importlib.util.spec_from_file_location(f"examples_{name}", EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make():
    return program("make_examples")


@pytest.fixture(scope="session")
def studies(make):
    return make.studies()


@pytest.fixture(scope="session")
def embedded(tmp_path_factory):
    return starter(Shelf(tmp_path_factory.mktemp("examples") / "home"))


@pytest.fixture(scope="session")
def footprint(studies, embedded):
    """The footprint of an example by name, or of another study."""
    known = {}

    def of(study):
        if isinstance(study, str):
            if study not in known:
                known[study] = of(studies[study])
            return known[study]
        connected = connect(study, (embedded,)).study
        return calculate(connected, {embedded.ref.id: embedded}, method("ar6-gwp100"), engine="test")

    return of
