import pytest

from tanji.errors import Text
from tanji.model.finding import Counts, Place, Report, Severity, count, error, note, warning

SAID = Text(zh="缺少单位", en="The unit is missing")


def test_counts_must_add_up():
    assert Counts(read=6, imported=3, skipped=2, failed=1).read == 6
    with pytest.raises(ValueError, match=r"6 read is not 3 \+ 2 \+ 0"):
        Counts(read=6, imported=3, skipped=2)
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        Counts(read=0, imported=1, skipped=-1)


def test_counts_of_two_reads_are_added_kind_by_kind():
    one = Report(counts={"flows": Counts(read=2, imported=2), "units": Counts(read=1, failed=1)})
    two = Report(findings=(error("ABC-001", SAID),), counts={"flows": Counts(read=1, skipped=1)})
    both = one + two
    assert both.counts == {"flows": Counts(read=3, imported=2, skipped=1), "units": Counts(read=1, failed=1)}
    assert both.findings == two.findings
    assert one.counts["flows"].read == 2


def test_only_errors_stop():
    report = Report(findings=(error("ABC-001", SAID), warning("ABC-002", SAID), note("ABC-003", SAID)))
    assert [finding.code for finding in report.errors] == ["ABC-001"]
    assert count(report.findings, Severity.warning) == 1


@pytest.mark.parametrize("code", ["ABC-1", "abc-001", "ABCD-001", "ABC001", ""])
def test_a_code_has_three_letters_and_three_digits(code):
    with pytest.raises(ValueError, match="code"):
        error(code, SAID)


def test_a_place_says_as_much_as_is_known():
    place = Place(file="bom.xlsx", sheet="BOM", row=7, column="单位")
    assert place.text() == Text(
        zh="文件 bom.xlsx，工作表“BOM”，第 7 行，“单位”列", en='file bom.xlsx, sheet "BOM", row 7, column "单位"'
    )
    assert Place().text() == Text(zh="", en="")
    assert Place(process="炼钢", flow="煤", member="amount").text().en == 'process "炼钢", flow "煤", amount'
