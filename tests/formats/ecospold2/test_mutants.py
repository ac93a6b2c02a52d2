"""Mutants of real files: a package whose counts add up, or a refusal; nothing else, and never for long."""

import pytest
from tests.formats.ecospold.mutants import NUMBER, mutants, seeds, survives
from tests.formats.ecospold.reading import digests, read_here

from tanji.errors import Refusal
from tanji.formats import ecospold2
from tanji.formats.ecospold2.parse import parse
from tanji.formats.ecospold2.writer import NotWritable2


def read(path):
    return read_here(parse, path)


def test_a_mutant_gives_a_package_or_a_refusal(shared_data, tmp_path):
    files = seeds(shared_data / "ecospold2")
    read_well = 0
    for number, file in enumerate(files):
        for data in mutants(file.read_bytes(), seed=number, number=-(-NUMBER // len(files))):
            read_well += survives(read, data, tmp_path / "mutant.spold")
    assert read_well > NUMBER / 5


def test_what_is_read_of_a_mutant_comes_back_the_same(shared_data, tmp_path):
    file = seeds(shared_data / "ecospold2")[0]
    for data in mutants(file.read_bytes(), seed=77, number=max(15, NUMBER // 8)):
        (tmp_path / "mutant.spold").write_bytes(data)
        try:
            package = read(tmp_path / "mutant.spold")
            ecospold2.write(package, tmp_path / "again.spold")
        except NotWritable2:
            assert not package.processes
        except Refusal:
            continue
        else:
            assert digests(read(tmp_path / "again.spold")) == digests(package)


@pytest.mark.parametrize("seed", range(3))
def test_a_mutant_is_read_in_a_child_too(seed, shared_data, tmp_path):
    file = seeds(shared_data / "ecospold2")[0]
    for data in mutants(file.read_bytes(), seed=100 + seed, number=1):
        survives(ecospold2.read, data, tmp_path / "mutant.spold")
