"""Arrays become processes: what comes out and what goes in, with names where a table has them."""

import numpy as np
import pytest
from tests.formats.brightway.packages import SPREAD, bio, codes, files, group, table, techno, zipped

from tanji.formats import brightway
from tanji.model.finding import Counts
from tanji.model.flow import FlowKind

NAMES = "id,name,unit,location\n1,steel,kg,CN\n2,power,kWh,CN\n3,slag,kg,\n10,Carbon dioxide,kg,\n"


@pytest.fixture
def read(tmp_path):
    return lambda *groups, **about: brightway.read(zipped(tmp_path / "a.zip", files(*groups, **about)))


def lines(package, place):
    return [(line.flow, str(line.direction), line.amount, line.avoided) for line in package.processes[place].exchanges]


def test_columns_are_processes_and_rows_are_flows(read):
    package = read(techno(), bio(), table(NAMES))
    assert [(process.id, process.names["en"], process.location) for process in package.processes] == [
        ("1", "steel", "CN"),
        ("2", "power", "CN"),
        ("3", "slag", None),
    ]
    assert [(flow.id, flow.names["en"], flow.kind, flow.unit) for flow in package.flows] == [
        ("flow-1", "steel", FlowKind.product, "kg"),
        ("flow-2", "power", FlowKind.product, "kWh"),
        ("flow-3", "slag", FlowKind.waste, "kg"),
        ("elementary-10", "Carbon dioxide", FlowKind.elementary, "kg"),
    ]
    assert package.report.counts["processes"] == Counts(read=3, imported=3)
    assert package.report.counts["exchanges"] == Counts(read=8, imported=8)
    assert not package.report.findings


def test_signs_and_flips_say_what_goes_in_and_what_comes_out(read):
    package = read(techno(), bio(), table(NAMES))
    assert lines(package, 0) == [
        ("flow-1", "output", 1, False),
        ("flow-2", "input", 0.5, False),
        ("elementary-10", "output", 4, False),
    ]
    power = sorted(lines(package, 1))
    assert power == [("flow-1", "output", 0.25, True), ("flow-2", "output", 1, False), ("flow-3", "output", 2, False)]
    assert lines(package, 2)[0] == ("flow-3", "input", 1, False)
    assert [process.reference_exchange().flow for process in package.processes] == ["flow-1", "flow-2", "flow-3"]


def test_numbers_without_metadata_serve_as_names_and_it_is_said(read):
    package = read(techno(), bio())
    assert package.processes[0].names["en"] == "1"
    assert {flow.unit for flow in package.flows} == {"?"}
    assert "BWD-101" in codes(package)


def test_a_folder_reads_as_a_zip(tmp_path, read):
    folder = tmp_path / "b"
    folder.mkdir()
    for name, data in files(techno(), bio()).items():
        (folder / name).write_bytes(data)
    one, two = read(techno(), bio()), brightway.read(folder)
    assert (one.processes, one.flows) == (two.processes, two.flows)
    assert one.sha256
    assert two.sha256 is None


def spread(*records):
    found = np.zeros(6, dtype=SPREAD)
    for place, record in enumerate(records):
        found[place] = record
    return found


def test_distributions_are_read(read):
    records = (
        (2, np.log(2), np.log(1.5), 0, 0, 0, False),
        (3, 1, 0.5, 0, 0, 0, False),
        (0, -1, 0, 0, 0, 0, True),
        (4, 0.5, 0, 0, 0.25, 0.75, False),
        (5, -2, 0, 0, -3, -1, True),
        (12, 1, 2, 3, np.nan, 0, False),
    )
    package = read(techno(distributions=spread(*records)), bio())
    found = {(process.id, line.flow): line for process in package.processes for line in process.exchanges}
    assert found["1", "flow-1"].uncertainty.median == pytest.approx(2)
    assert found["1", "flow-1"].uncertainty.gsd == pytest.approx(1.5)
    assert found["2", "flow-2"].uncertainty.sd == 0.5
    assert found["1", "flow-2"].uncertainty.maximum == 0.75
    assert found["3", "flow-3"].uncertainty is None
    assert found["2", "flow-3"].uncertainty is None
    assert found["2", "flow-1"].extra["uncertainty"] == [12, 1, 2, 3, None, 0, 0]
    assert "BWD-111" in codes(package)


def test_later_groups_replace_or_add_as_the_package_says(read):
    later = group("u", "technosphere_matrix", [(2, 1, 9)], flip=(1,))
    replaced = read(techno(), later, bio())
    assert ("flow-2", "input", 9, False) in lines(replaced, 0)
    assert ("flow-2", "input", 0.5, False) not in lines(replaced, 0)
    assert "BWD-107" in codes(replaced)
    added = read(techno(), later, bio(), sum_inter_duplicates=True)
    assert {("flow-2", "input", 9, False), ("flow-2", "input", 0.5, False)} <= set(lines(added, 0))


def test_factors_of_rescaling_are_applied_and_marked_references_taken(read):
    entries = [(7, 1, 2), (8, 1, 3)]
    more = {"rescale": np.array([1, 0.5]), "reference": np.array([False, True])}
    package = read(group("t", "technosphere_matrix", entries, **more))
    assert [amount for _, _, amount, _ in lines(package, 0)] == [2, 1.5]
    assert package.processes[0].reference_exchange().flow == "flow-8"


def test_a_process_without_a_single_product_is_said(read):
    package = read(group("t", "technosphere_matrix", [(7, 1, 2), (8, 1, 3)]))
    assert package.processes[0].reference is None
    assert "BWD-109" in codes(package)


def test_what_is_not_read_is_said(read):
    odd = [{"name": "i", "profile": "interface", "matrix": "technosphere_matrix", "kind": "data", "group": "i"}], {}
    samples = group("s", "biosphere_matrix", [(10, 1, 1)], data=np.ones((1, 5)))
    params = group("p", "biosphere_matrix", [(10, 1, 1)], params=np.ones(1))
    other = group("c", "characterization_matrix", [(10, 10, 1)])
    package = read(techno(), odd, samples, params, other)
    assert {"BWD-102", "BWD-103", "BWD-104", "BWD-105"} <= set(codes(package))
    assert package.report.counts["groups"] == Counts(read=4, imported=2, skipped=2)


@pytest.mark.parametrize(
    "more",
    [
        {"data": np.ones(5)},
        {"indices": np.ones(6)},
        {"reference": np.ones(7, dtype=bool)},
        {"distributions": np.ones(6)},
    ],
)
def test_arrays_that_do_not_fit_together_fail_and_are_said(read, more):
    package = read(techno(**more), bio())
    assert "BWD-106" in codes(package)
    assert package.report.counts["groups"] == Counts(read=2, imported=1, failed=1)


def test_a_value_that_is_no_number_fails_its_process(read):
    package = read(group("t", "technosphere_matrix", [(1, 1, 1), (2, 2, 1), (1, 2, np.nan)]))
    assert [process.id for process in package.processes] == ["1"]
    assert package.report.counts["processes"] == Counts(read=2, imported=1, failed=1)
    assert "BWD-108" in codes(package)


def test_an_empty_datapackage_says_so(read):
    assert "BWD-112" in codes(read())
