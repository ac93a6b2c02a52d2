"""Charts say the same in words and in shapes, hold any figures, and no label covers another."""

import re

import pytest
from tests.reports.plots import DRAWS, LONG, SVG, TITLE, UNIT, drawn, outside, overlapping, result, share, texts
from tests.reports.test_rating import rated

from tanji.errors import Text
from tanji.model.rating import QualityResult
from tanji.reports.axis import axis, fine
from tanji.reports.bins import bins
from tanji.reports.flags import flags
from tanji.reports.histogram import described, histogram
from tanji.reports.paired import Difference, paired
from tanji.reports.picture import cut, extent, folded
from tanji.reports.quality_bar import quality_bar
from tanji.reports.tornado import tornado

WIDTHS = [360, 960, 1280]
LANGUAGES = ["zh", "en"]


def sources(given):
    step = given.sd or 0.0
    names = ["电力", "Primary aluminium ingot, electrolysis, Yunnan hydropower, with anodes and refining", "d", "s"]
    spread = [(-1.5, 1.5), (-1.0, 1.2), (0.1, 0.6), (0.7, -0.7)]
    return [
        share(name, given.mean + low * step, given.mean + high * step, 0.4 / (place + 1))
        for place, (name, (low, high)) in enumerate(zip(names, spread, strict=True))
    ]


def pictures(draws, language, width, title=TITLE):
    given = result(draws)
    full = given.model_copy(update={"shares": tuple(sources(given))})
    said = Difference(given.mean, given.interval, sum(d < 0 for d in draws) / len(draws), len(draws), 1)
    names = ("手摇磨豆机 2025", "Hand grinder 2024 with a long name that does not fit into any picture at all")
    more = {"title": title, "unit": UNIT, "language": language, "width": width}
    return {
        "quality": quality_bar(rated().quality, title=title, language=language, width=width),
        "histogram": histogram(draws, given, **more),
        "tornado": tornado(full, **more),
        "paired": paired(draws, said, names=names, **more),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", DRAWS)
def test_any_figures_draw_within_the_picture_and_no_text_covers_another(kind, width, language):
    for name, text in pictures(DRAWS[kind], language, width).items():
        root = drawn(text)
        assert not overlapping(root), (name, overlapping(root))
        assert not outside(root), (name, outside(root))
        assert not re.search(r"\b(nan|inf)\b", text)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_title_is_folded_and_cut(width, language):
    for text in pictures(DRAWS["lognormal"], language, width, title=LONG).values():
        root = drawn(text)
        assert not outside(root)
        assert any(words.endswith("…") for *_, words in texts(root))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_says_what_it_is_to_whoever_can_not_see_it(language):
    for name, text in pictures(DRAWS["lognormal"], language, 960).items():
        root = drawn(text)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"].split() == [f"{name}-title", f"{name}-desc"]
        assert root.find(f"{SVG}title").text == TITLE.of(language)
        assert len(root.find(f"{SVG}desc").text) > 40
        assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language


def test_the_same_draws_give_the_same_bytes_without_scripts_or_links():
    one, two = pictures(DRAWS["far"], "zh", 960), pictures(DRAWS["far"], "zh", 960)
    assert one == two
    for text in one.values():
        assert not any(word in text for word in ("<script", "href", "style=", "onload", "http://www.w3.org/1999"))


def test_the_histogram_marks_mean_median_and_nominal_with_lines_of_different_dashes():
    given = result(DRAWS["lognormal"], nominal=10.5)
    root = drawn(histogram(DRAWS["lognormal"], given, title=TITLE, unit=UNIT, language="en"))
    said = [words for *_, words in texts(root)]
    for word in (f"mean {fine(given.mean, given.sd / 10)}", "nominal 10.50"):
        assert word in said
    marked = [line.attrib.get("stroke-dasharray", "") for line in root.iter(f"{SVG}line")
              if line.attrib["x1"] == line.attrib["x2"] and line.attrib["stroke-width"] == "2"]  # fmt: skip
    assert set(marked) >= {"", "6 4", "2 3"}
    assert any("95" in word and "interval" in word for word in said)


def test_bars_outside_of_the_interval_are_hatched_not_only_paler():
    text = histogram(DRAWS["lognormal"], result(DRAWS["lognormal"]), title=TITLE, unit=UNIT, language="en")
    assert "url(#histogram-tail)" in text


def test_draws_beyond_the_picture_are_counted_in_words():
    text = histogram(DRAWS["far"], result(DRAWS["far"]), title=TITLE, unit=UNIT, language="en")
    assert "lie outside of the picture" in text
    found = bins(DRAWS["far"], room=60)
    assert sum(found.counts) + found.beyond == len(DRAWS["far"])


def test_counts_of_bins_add_up_and_zero_is_an_edge_where_it_is_asked_for():
    found = bins(DRAWS["negative"], room=40, through=0.0)
    assert sum(found.counts) + found.beyond == len(DRAWS["negative"])
    assert any(abs(found.edges(place)[1]) < 1e-12 for place in range(len(found.counts)))


def test_equal_draws_are_one_bin():
    found = bins(DRAWS["equal"], room=40)
    assert (found.counts, found.beyond) == ((100,), 0)
    assert bins([], room=40).counts == (0,)


def test_the_description_has_the_figures_of_the_result():
    given = result(DRAWS["lognormal"], nominal=10.5)
    said = described(given, TITLE, UNIT)
    assert "10.50" in said.en
    assert "2000" in said.zh


def test_a_source_that_works_the_other_way_has_its_hatched_part_on_the_right():
    given = result(DRAWS["lognormal"])
    flipped = given.model_copy(update={"shares": (share("scrap", given.mean + 2, given.mean - 2),)})
    root = drawn(tornado(flipped, title=TITLE, unit=UNIT, language="en"))
    bars = list(root.find(f"{SVG}g").iter(f"{SVG}rect"))
    hatched = next(float(bar.attrib["x"]) for bar in bars if bar.attrib["fill"].startswith("url"))
    full = next(float(bar.attrib["x"]) for bar in bars if not bar.attrib["fill"].startswith("url"))
    assert hatched > full


def test_every_source_is_spoken_whole_and_what_is_not_drawn_is_named_with_its_share():
    given = result(DRAWS["lognormal"])
    many = tuple(share(f"s{n}", given.mean - 1, given.mean + 1, 0.05) for n in range(14))
    text = tornado(given.model_copy(update={"shares": many}), title=TITLE, unit=UNIT, language="en")
    rows = drawn(text).findall(f"{SVG}g")
    assert len(rows) == 10
    assert rows[0].attrib["aria-label"].startswith("s0 · activity data · ")
    assert "sources not drawn: 22.0" in text
    assert "4 of them" in text


def test_a_result_without_sources_says_so():
    text = tornado(result(DRAWS["lognormal"]), title=TITLE, unit=UNIT, language="zh")
    assert "没有已知的不确定性来源" in text


def test_the_paired_chart_names_both_and_never_says_certain():
    draws = [-5.0 - n / 100 for n in range(100)]
    said = Difference(-5.5, result(draws).interval, 1.0, 100, 1)
    text = paired(draws, said, names=("new", "old"), title=TITLE, unit=UNIT, language="en")
    assert "A · new" in text
    assert "B · old" in text
    assert "&gt;99.9" in text
    assert "both equal" not in text


def test_draws_in_which_both_are_equal_are_said():
    draws = [0.0] * 40 + [-1.0] * 60
    said = Difference(-0.6, result(draws).interval, 0.6, 100, 1)
    text = paired(draws, said, names=("a", "b"), title=TITLE, unit=UNIT, language="en")
    assert "both equal: 40.0" in text
    assert "A higher than B: &lt;0.1" in text


@pytest.mark.parametrize(
    ("values", "start", "end"), [([0, 9.5], 0, 700), ([123456, 123456.5], 0, 200), ([3, 3], 0, 90)]
)
def test_ticks_are_round_differ_and_have_room(values, start, end):
    made = axis(values, start, end, whole=False)
    said = [made.said(tick) for tick in made.ticks]
    assert len(set(said)) == len(said)
    wide = sum(extent(text, 12) for text in said)
    assert wide <= (end - start) * 1.3


def test_labels_of_lines_stand_so_that_no_line_runs_through_one():
    for xs in ([100.0, 104.0, 108.0], [10.0, 180.0, 350.0], [350.0, 352.0, 354.0], [5.0, 5.0, 5.0]):
        placed = flags(xs, [80.0] * 3, (0.0, 360.0))
        for x, flag in zip(xs, placed, strict=True):
            low, high = (x, x + 85) if flag.right else (x - 85, x)
            assert low >= 0
            assert high <= 360
            crossing = [
                other for other, beside in zip(xs, placed, strict=True) if beside.row > flag.row and low < other < high
            ]
            assert not crossing
        assert sorted(flag.row for flag in placed) == [0, 1, 2]


def test_texts_are_folded_at_spaces_or_between_characters_and_cut_at_last():
    assert folded("one two three", 60, 13, lines=2) == ("one two", "three")
    assert folded("短", 60) == ("短",)
    assert folded("", 60) == ("",)
    assert cut("abcdefghij", 40).endswith("…")
    assert cut("a\x1b[2J\u202eb", 400) == "a[2Jb"


def test_numbers_have_as_many_digits_as_tell_them_apart():
    assert fine(123456.5, 0.5).endswith("456.5")
    assert fine(0.0, 0.0) == "0"
    assert Text(zh="平均", en="mean").of("en") == "mean"


def test_every_line_of_a_rating_is_spoken_with_its_share_and_its_rating_and_what_is_not_rated_is_hatched():
    result_ = rated("ef-dqr").quality
    text = quality_bar(result_, title=TITLE, language="en")
    root = drawn(text)
    spoken = [group.attrib["aria-label"] for group in root.findall(f"{SVG}g")]
    weighty = [part for part in result_.lines if part.weight]
    assert len(spoken) == len(weighty) + 4
    assert spoken[0].startswith("Cold-rolled steel plate · 77.2")
    assert any(said.endswith("not rated") for said in spoken)
    assert "url(#quality-unrated)" in text


def test_a_rating_of_nothing_draws_too():
    nothing = QualityResult(scheme="pact-3", scheme_version="1", scheme_status="unverified")
    assert "not rated" in quality_bar(nothing, title=TITLE, language="en")
