"""The sheet 数据质量, computed again from its cells."""

from math import fsum

import pytest
from python_calamine import CalamineWorkbook
from tests.assess.studies import activity, study
from tests.reports.footprints import footprint

from tanji.assess.quality import rate
from tanji.assess.scheme import scheme
from tanji.model.rating import QualityResult
from tanji.model.study import Quality
from tanji.reports.workbook import write


def rated(by="pact-3"):
    full = {name: 2.0 for each in scheme(by).indicators for name in (each.id, f"factor:{each.id}")}
    lines = [activity("B1", quality=Quality(scheme=by, scores=full | {scheme(by).indicators[0].id: 4.0}))]
    lines.append(activity("E1", quality=Quality(scheme=by, scores=full)))
    given = footprint()
    return given.model_copy(update={"quality": rate(study(*lines), given, scheme(by))})


def sheet(given, tmp_path, language="en"):
    write(given, tmp_path / "out.xlsx", language)
    book = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx"))
    return next((book.get_sheet_by_name(name).to_python() for name in book.sheet_names if "数据质量" in name), None)


def table(rows, first):
    start = next(place for place, row in enumerate(rows) if row[0] == first)
    end = next(place for place in range(start, len(rows) + 1) if place == len(rows) or not any(rows[place]))
    return rows[start:end]


@pytest.mark.parametrize("by", ["pact-3", "pedigree", "ef-dqr", "cn-two-table"])
def test_the_rating_is_what_the_cells_give_by_hand(tmp_path, by):
    given = rated(by)
    rows = sheet(given, tmp_path)
    head, *lines, total = table(rows, "Name")
    at = {name: place for place, name in enumerate(head)}
    rated_lines = [row for row in lines if row[at["Rating of the line"]] != ""]
    for row in rated_lines:
        scores = [value for value in row[3 : at["Rating of the line"]] if value != ""]
        assert row[at["Rating of the line"]] == pytest.approx(fsum(scores) / len(scores))
    weights = [row[at["Weight"]] for row in rated_lines]
    weighted = [row[at["Weight × rating"]] for row in rated_lines]
    said = {row[0]: row[1] for row in rows if row[0]}
    assert said["Rating"] == pytest.approx(fsum(weighted) / fsum(weights))
    assert total[at["Weight"]] == pytest.approx(fsum(weights))
    assert total[at["Weight × rating"]] == pytest.approx(fsum(weighted))
    assert said["Rated share of the contributions"] == pytest.approx(
        fsum(weights) / fsum(r[at["Weight"]] for r in lines)
    )


def test_missing_scores_are_named_and_have_no_number(tmp_path):
    head, *lines, _ = table(sheet(rated(), tmp_path), "Name")
    wood = next(row for row in lines if row[0] == "Wooden crate")
    assert wood[head.index("Rating of the line")] == ""
    assert "Technological representativeness" in wood[head.index("Scores missing")]


def test_the_sheet_speaks_chinese_too(tmp_path):
    rows = sheet(rated(), tmp_path, "zh")
    assert rows[0][0] == "数据质量评分"
    assert any(row[0] == "已评分行合计" for row in rows)


def test_a_footprint_without_rating_has_no_such_sheet(tmp_path):
    assert sheet(footprint(), tmp_path) is None


def test_a_rating_by_a_scheme_that_is_no_longer_offered_is_shown_with_its_ids(tmp_path):
    given = rated()
    body = given.quality.model_dump() | {"scheme": "house-rules"}
    rows = sheet(given.model_copy(update={"quality": QualityResult.model_validate(body)}), tmp_path)
    assert any(row[0] == "technological" for row in rows)
