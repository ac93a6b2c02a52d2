import polars as pl
import pytest

from tanji.formats.portfolio import UnfitTable, rows, survey
from tanji.formats.portfolio.example import Shape, write_example
from tanji.formats.portfolio.store import NoPortfolio, Store

ITEMS = [("db:a", "kg"), ("db:b", "kWh")]
CSV = "\ufeff产品,物料,数量,单位\np1, db:a ,1.5,kg\np1,db:b,,kWh\np2,db:a,one,kg\n,,,\n"


def test_csv_is_read_with_chinese_heads_and_what_is_no_number_is_missing(tmp_path):
    (tmp_path / "lines.csv").write_text(CSV, encoding="utf-8")
    read = rows(tmp_path / "lines.csv", "lines", tmp_path / "work")
    table = read.read(0, len(read), ("product", "item", "amount", "unit", "stage", "file", "row"))
    assert table["item"].to_list() == ["db:a", "db:b", "db:a", None]
    assert table["amount"].to_list() == [1.5, None, None, None]
    assert table["stage"].null_count() == 4
    assert table["row"].to_list() == [1, 2, 3, 4]
    assert set(table["file"]) == {"lines.csv"}


def test_rows_of_several_files_are_one_run(tmp_path):
    lines = tmp_path / "lines"
    lines.mkdir()
    frame = pl.DataFrame({"product": ["a", "a", "b"], "item": "db:a", "amount": [1, 2, 3], "unit": "kg"})
    frame.write_parquet(lines / "1.parquet")
    frame.write_parquet(lines / "2.parquet")
    read = rows(lines, "lines", tmp_path)
    assert len(read) == 6
    middle = read.read(2, 5, ("product", "amount", "file", "row"))
    assert middle.rows() == [("b", 3.0, "1.parquet", 3), ("a", 1.0, "2.parquet", 1), ("a", 2.0, "2.parquet", 2)]
    assert read.read(6, 6, ("product",)).is_empty()


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_a_survey_finds_every_product_once_whatever_the_blocks(tmp_path, block):
    frame = pl.DataFrame({"product": list("aabccc"), "item": list("xyxxyz"), "amount": 1.0, "unit": "kg"})
    frame.write_parquet(tmp_path / "l.parquet")
    seen = survey(rows(tmp_path / "l.parquet", "lines", tmp_path), tmp_path, block=block)
    assert seen.runs.rows() == [("a", 0, 2), ("b", 2, 3), ("c", 3, 6)]
    assert seen.pairs.rows() == [("x", "kg"), ("y", "kg"), ("z", "kg")]
    assert not seen.regrouped


@pytest.mark.parametrize("block", [1, 2, 100])
def test_scattered_products_are_brought_together_and_keep_where_they_stood(tmp_path, block):
    frame = pl.DataFrame({"product": ["b", "a", None, "b", "a"], "item": "x", "amount": [1, 2, 3, 4, 5], "unit": "kg"})
    frame.write_parquet(tmp_path / "l.parquet")
    seen = survey(rows(tmp_path / "l.parquet", "lines", tmp_path), tmp_path / "work", block=block)
    assert seen.regrouped
    assert seen.runs.rows() == [(None, 0, 1), ("a", 1, 3), ("b", 3, 5)]
    read = seen.rows.read(0, 5, ("product", "amount", "file", "row"))
    assert read["row"].to_list() == [3, 2, 5, 1, 4]
    assert set(read["file"]) == {"l.parquet"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("l.csv", b"product,item,amount\na,b,1\n"),
        ("l.parquet", b"PAR1 and nothing else"),
        ("l.csv", "产品,物料,数量,单位\n泵,a,1,千克\n".encode("gb18030")),
        ("l.csv", b""),
    ],
)
def test_what_is_no_table_of_lines_is_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnfitTable):
        rows(tmp_path / name, "lines", tmp_path / "work")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnfitTable):
        rows(tmp_path / "none.parquet", "lines", tmp_path)
    with pytest.raises(UnfitTable):
        rows(tmp_path, "lines", tmp_path)


def test_the_same_seed_gives_the_same_example(tmp_path):
    made = [
        write_example(tmp_path / name, ITEMS, Shape(30, lines=4, nested=0.2, seed=seed))
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    ]
    read = [pl.read_parquet(lines) for lines, _ in made]
    assert read[0].equals(read[1])
    assert not read[0].equals(read[2])
    assert read[0]["item"].str.starts_with("SKU-").any()


def test_a_folder_without_a_finished_portfolio_is_refused(tmp_path):
    with pytest.raises(NoPortfolio):
        Store(tmp_path).get_manifest()
