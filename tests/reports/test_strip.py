from xml.etree import ElementTree as ET

import pytest

from tanji.errors import Text
from tanji.reports.strip import Point, described, strip

TITLE = Text(zh="铝锭：跨库比较", en="Aluminium ingot across databases")
POINTS = [
    Point("own 1 · 铝锭", "CN · 2023", "subject", 10.0),
    Point("b 1 · <b>&", "US", "reference", 12.5, "other places"),
    Point("c 1", "", "converted", -2.0),
    Point("d 1", "m", "none", None, "measured in something else"),
]
SVG = "{http://www.w3.org/2000/svg}"


def _drawn(points=POINTS, language="en"):
    return ET.fromstring(strip(points, title=TITLE, unit="kg CO₂e / kg", language=language))  # noqa: S314


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_plot_says_what_it_is_to_whoever_can_not_see_it(language):
    root = _drawn(language=language)
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == TITLE.of(language)
    assert root.find(f"{SVG}desc").text == described(POINTS, TITLE, language)
    assert root.attrib["aria-labelledby"].split() == ["strip-title", "strip-desc"]


def test_every_point_has_a_row_that_is_spoken_whole():
    rows = _drawn().findall(f"{SVG}g")
    assert [row.attrib["aria-label"] for row in rows] == [
        "own 1 · 铝锭 · CN · 2023 · the process itself · 10.00",
        "b 1 · <b>& · US · for reference only · 12.50 · other places",
        "c 1 · comparable after conversion · −2.000",
        "d 1 · m · not comparable · measured in something else",
    ]


def test_verdicts_differ_by_shape_and_what_has_no_figure_says_why():
    rows = _drawn().findall(f"{SVG}g")
    shapes = [
        [part.tag.removeprefix(SVG) for part in row if part.tag not in {f"{SVG}text", f"{SVG}title"}] for row in rows
    ]
    assert shapes == [["line", "rect"], ["line", "circle"], ["line", "polygon"], []]
    hollow = rows[1].find(f"{SVG}circle")
    assert (hollow.attrib["fill"], "stroke" in hollow.attrib) == ("#ffffff", True)
    assert "measured in something else" in rows[3].findall(f"{SVG}text")[-1].text


def test_points_stand_in_proportion_on_an_axis_that_holds_zero():
    points = [Point(str(value), "", "direct", value) for value in (0.0, 5.0, 10.0)]
    xs = [float(row.find(f"{SVG}circle").attrib["cx"]) for row in _drawn(points).findall(f"{SVG}g")]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.2)


@pytest.mark.parametrize("points", [[], [Point("a", "", "direct", 0.0)], [Point("a", "", "none", None)]])
def test_few_or_no_figures_draw_too(points):
    assert len(_drawn(points).findall(f"{SVG}g")) == len(points)


@pytest.mark.parametrize("value", [1e-9, 3.7e8, -5e-3])
def test_figures_of_any_size_draw_within_the_picture(value):
    circle = _drawn([Point("a", "", "direct", value)]).find(f"{SVG}g/{SVG}circle")
    assert 320 <= float(circle.attrib["cx"]) <= 900


def test_the_same_points_give_the_same_bytes_and_control_characters_are_left_out():
    nasty = [Point("a\x1b[2J\u202e", "x\ny", "direct", 1.0)]
    text = strip(nasty, title=TITLE, unit="kg", language="zh")
    assert text == strip(nasty, title=TITLE, unit="kg", language="zh")
    assert "\x1b" not in text
    assert "\u202e" not in text
