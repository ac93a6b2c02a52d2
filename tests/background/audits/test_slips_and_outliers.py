import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st
from tests.background.audits.subjects import said, subject
from tests.background.packages import gives, process, product, takes

from tanji.background.audits import outliers, slips


def test_kilowatt_hours_kept_as_megajoules_are_a_slip_by_3_6(tmp_path):
    right = process("right", gives("steel", 1), takes("heat", 1, "kWh", reference_amount=3.6))
    wrong = process("wrong", gives("steel", 1), takes("heat", 1, "kWh", reference_amount=1.0))
    checked = slips.conversions(subject(tmp_path, right, wrong))
    assert said(checked) == [("AUD-111", "wrong")]
    assert "a slip of units by 3.6" in checked.findings[0].message.en
    assert "单位错误" in checked.findings[0].message.zh


@pytest.mark.parametrize(("ratio", "said_"), [(1e3, "1000"), (1e-3, "1000"), (3.6, "3.6"), (1e6, "1000000"), (7, "")])
def test_ratios_are_named_by_the_conversion_that_they_look_like(ratio, said_):
    assert slips.slip(ratio) == said_
    assert slips.slip(-ratio) == said_


def test_a_ratio_of_zero_is_no_slip():
    assert slips.slip(0.0) == ""


def _mills(*amounts):
    flows = [product(f"s{i}", "kg", f"Steel, of mill {i}") for i in range(len(amounts))]
    return flows, [process(f"m{i}", gives(f"s{i}", 1), gives("co2", amount)) for i, amount in enumerate(amounts)]


def test_an_intensity_far_from_its_peers_is_remarked_and_a_slip_is_called_one(tmp_path):
    flows, mills = _mills(2.0, 2.2, 1.8, 2.1, 1.9, 2000.0)
    checked = outliers.intensities(subject(tmp_path, *mills, flows=flows))
    assert said(checked) == [("AUD-121", "m5")]
    assert "(a slip of units by 1000?)" in checked.findings[0].message.en


def test_a_few_peers_say_nothing(tmp_path):
    flows, mills = _mills(2.0, 2.2, 1.8, 2000.0)
    checked = outliers.intensities(subject(tmp_path, *mills, flows=flows))
    assert (said(checked), checked.skipped) == ([], 4)


def test_an_exchange_is_compared_per_unit_of_product(tmp_path):
    flows, mills = _mills(2.0, 2.2, 1.8, 2.1, 1.9, 80.0)
    tons = process("m6", gives("s0", 1000), gives("co2", 2000))
    checked = outliers.exchanges(subject(tmp_path, *mills, tons, flows=flows))
    assert said(checked) == [("AUD-122", "m5")]


def test_3_6_is_a_slip_where_the_peers_agree_and_nothing_where_they_do_not(tmp_path):
    flows, mills = _mills(2.0, 2.0, 2.0, 2.0, 2.0, 7.2)
    assert said(outliers.exchanges(subject(tmp_path / "1", *mills, flows=flows))) == [("AUD-122", "m5")]
    flows, mills = _mills(1.0, 1.5, 2.0, 2.5, 3.0, 7.2)
    assert said(outliers.exchanges(subject(tmp_path / "2", *mills, flows=flows))) == []


@hypothesis_given(
    values=st.lists(st.floats(0.5, 2), min_size=5, max_size=30), scale=st.sampled_from([1e-6, 1e-3, 3.6, 1e3, 1e9])
)
def test_outliers_do_not_depend_on_the_unit(values, scale):
    numbered = dict(enumerate([*values, 5000.0]))
    scaled = {key: value * scale for key, value in numbered.items()}
    assert outliers.outlying(numbered, 10) == outliers.outlying(scaled, 10) == (len(values),)
