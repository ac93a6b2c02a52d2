"""Every member that a person may see has a word in Chinese and in English."""

import re

import pytest

from tanji.model.finding import Severity
from tanji.model.method import Indicator
from tanji.model.process import FactorKind
from tanji.model.source import Status
from tanji.model.study import ActivityKind, Boundary, DataSource, DataType, Stage
from tanji.reports import words

TABLES = {
    Stage: words.STAGES,
    Boundary: words.BOUNDARIES,
    Indicator: words.INDICATORS,
    ActivityKind: words.KINDS,
    FactorKind: words.FACTOR_KINDS,
    DataType: words.DATA_TYPES,
    Severity: words.SEVERITIES,
    Status: words.STATUSES,
}


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_member_has_its_word(kind):
    assert set(TABLES[kind]) == set(kind)
    for text in TABLES[kind].values():
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert text.en.isprintable()
        assert not re.search(r"[\u4e00-\u9fff]", text.en)


def test_no_two_members_of_a_kind_have_the_same_word():
    for table in TABLES.values():
        assert len({text.zh for text in table.values()}) == len({text.en for text in table.values()}) == len(table)


def test_a_name_falls_back_to_the_other_language_and_then_to_any():
    assert words.name({"en": "Aluminium"}, "zh") == "Aluminium"
    assert words.name({"de": "Aluminium"}, "zh") == "Aluminium"


def test_the_source_of_a_figure_is_one_line():
    source = DataSource(type=DataType.literature, publisher="IPCC", document="AR6", year=2021, place="table 7.15")
    assert words.data_source(source, "en") == "literature, IPCC, AR6, 2021, table 7.15"
    assert words.data_source(None, "en") == "—"
