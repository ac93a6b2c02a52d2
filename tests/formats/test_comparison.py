"""Tables of results of a measurement comparison."""

import pytest

from tanji.formats.comparison import NotResults, Reported, read


def test_rows_are_bodies_with_value_u_and_k(tmp_path):
    (tmp_path / "a.csv").write_text("机构,值,U,k\n甲,10.0,0.3,2\n乙,10.5,,\n", "utf-8")
    rows, report = read(tmp_path / "a.csv")
    assert rows == (Reported("甲", 10.0, 0.3, 2.0), Reported("乙", 10.5, None, 2.0))
    assert report.counts["rows"].imported == 2


def test_a_row_that_can_not_be_read_is_an_error_with_its_place(tmp_path):
    (tmp_path / "a.csv").write_text("body,value\na,10\nb,ten\n,3\n", "utf-8")
    rows, report = read(tmp_path / "a.csv")
    assert [row.body for row in rows] == ["a"]
    assert [(finding.place.row, finding.place.column) for finding in report.errors] == [(3, "value"), (4, "body")]
    counts = report.counts["rows"]
    assert (counts.read, counts.imported, counts.failed) == (3, 1, 2)


def test_a_table_without_the_columns_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", "utf-8")
    with pytest.raises(NotResults):
        read(tmp_path / "a.csv")
