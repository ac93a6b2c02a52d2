"""How a footprint looks on a terminal, from a document written by hand."""

import io
import re

import pytest
from tests.reports.footprints import FINDINGS, LINES, footprint

from tanji.assess.connect import Match
from tanji.cli.console import console, printable
from tanji.cli.draw.coverage import coverage
from tanji.cli.draw.findings import findings
from tanji.cli.draw.matches import matches
from tanji.cli.draw.result import origin, result
from tanji.model.listing import Candidate, Listing
from tanji.reports.figures import THIN, wide


def drawn(parts, width=80):
    stream = io.StringIO()
    shown = console(stream)
    shown.width = width
    for part in parts:
        if part is not None:
            shown.print(part)
    return stream.getvalue().replace(THIN, " ")


def whole(language, width=80, **changed):
    made = footprint(**changed)
    return drawn(
        [
            *result(made, language, top=3),
            coverage(made.coverage, {}, language),
            findings(made.findings, language),
            origin(made, language),
        ],
        width,
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(language, width):
    assert [line for line in whole(language, width).splitlines() if wide(line.rstrip()) > width] == []


def test_the_total_has_four_significant_digits_its_unit_and_what_it_is_per():
    assert "12.15 kg CO₂e / 1 piece (declared unit)" in whole("en")


def test_the_grid_result_stands_beside_the_total():
    assert "With grid-average electricity throughout: 12.20 kg CO₂e" in whole("en")


def test_what_is_not_in_the_total_is_said_right_below_it():
    text = whole("en")
    assert text.index("1 of 6 lines have no factor") < text.index("Stage")


def test_the_rest_of_the_contributions_is_counted_and_summed():
    text = whole("en", 110)
    assert re.search(r"Rest of the lines: 2 \(--top 0 shows all\)\s+−0\.4000\s+−3\.3 %", text)


def test_a_credit_is_drawn_apart_from_what_adds():
    text = drawn(result(footprint(), "en", top=0))
    credit = next(line for line in text.splitlines() if "+Avoided aluminium" in line)
    assert "░" in credit
    assert "█" not in credit


def test_the_separate_lines_are_all_there_in_both_languages():
    assert {"生物源排放", "生物源清除", "直接土地利用变化", "合计中的航空排放"} <= set(
        re.findall(r"[\u4e00-\u9fff]+", whole("zh"))
    )
    for label in ("Biogenic emissions", "Biogenic removals", "Direct land-use change", "by aircraft"):
        assert label in whole("en")


def test_an_unlinked_input_is_named_with_its_candidates_and_what_to_do():
    offered = tuple(
        Candidate(listing=line.listing, score=0.6, reason_zh="名称相近", reason_en="a similar name")
        for line in LINES
        if line.listing
    )[:3]
    text = drawn([coverage(footprint().coverage, {"B2": offered}, "en")])
    assert "Sealant" in text
    assert text.count("0.60") == 3
    assert "--accept" in text


def test_findings_that_say_the_same_stand_together_with_their_places():
    first = FINDINGS[0]
    many = [first.model_copy(update={"place": first.place.model_copy(update={"row": row})}) for row in range(3, 20)]
    text = drawn([findings(many, "en")])
    assert text.count("ASM-001") == 1
    assert "Warning 17" in text
    assert "11 more places" in text


def test_nothing_found_is_not_shown():
    assert findings((), "en") is None


def test_names_of_files_can_not_steer_the_terminal():
    hostile = {"en": "\x1b[2J[red]steel[/red]\u202e :boom:"}
    text = drawn(result(footprint(names=hostile, product=hostile), "en", top=1))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]steel[/red]" in text
    assert ":boom:" in text
    assert printable("a\x00b\u200b") == "ab"


def test_a_footprint_without_lines_can_be_drawn():
    assert "0" in drawn(result(footprint(lines=(), stages=()), "zh", top=5))


def test_equal_lines_are_told_once_with_how_often_they_occur():
    listing = Listing(database="d", version="1", process="p", names={"en": "Steel"}, unit="kg")
    best = Candidate(listing=listing, score=1.0, reason_zh="名称完全一致", reason_en="same name")
    found = [Match(str(k), {"en": "steel"}, "exact", None, (best,)) for k in range(3)]
    shown = drawn([matches(found, "en")])
    assert shown.count("d:p") == 1
    assert "steel × 3" in shown
