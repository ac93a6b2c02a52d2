import re

from tests.background.packages import CO2, gives, package, process, product, publish_here

from tanji.background.cite import cite
from tanji.model.source import Source

SOURCE = Source(
    id="s",
    publisher="Müller & Söhne {AG}",
    title={"en": "Figures 100% of 2023"},
    year=2023,
    url="https://example.org/x",
)


def _release(folder, **more):
    made = process(
        "steel-1",
        gives("steel", 1),
        gives("co2", 2),
        names={"zh": "钢", "en": "Steel, hot_rolled"},
        sources=("s",),
        place="table 2",
    )
    made = package([product("steel"), CO2], [made], sources=[SOURCE])
    return publish_here(folder, made, "some", "1.2", **more).opened


def test_a_citation_names_owner_title_database_version_year_and_digest(tmp_path):
    opened = _release(tmp_path, owner="The Owner")
    found = cite(opened, "steel-1")
    for text in (found.text.zh, found.text.en):
        assert all(part in text for part in ("The Owner", "1.2", "2023", "steel-1", opened.ref.digest))
    assert found.text.zh.startswith("The Owner. 钢[DS/OL]. ")
    assert "[data set]" in found.text.en
    assert "table 2" in found.text.en


def test_without_an_owner_the_publisher_of_the_source_stands_there(tmp_path):
    assert cite(_release(tmp_path), "steel-1").text.en.startswith("Müller & Söhne {AG} (2023). Steel")


def test_bibtex_is_balanced_and_escaped(tmp_path):
    opened = _release(tmp_path)
    text = cite(opened, "steel-1").bibtex
    assert text.startswith("@misc{some-1-2-steel-1,\n")
    plain = re.sub(r"\\[{}]", "", text)
    assert plain.count("{") == plain.count("}")
    assert r"\&" in text
    assert r"hot\_rolled" in text
    assert opened.ref.digest in text


def test_ris_begins_with_its_type_and_ends_with_its_end(tmp_path):
    text = cite(_release(tmp_path), "steel-1").ris
    lines = text.split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert "PY  - 2023" in lines


def test_a_name_with_line_breaks_makes_no_other_fields(tmp_path):
    made = process("x", gives("x", 1), gives("co2", 1), names={"en": "a\r\nER  - \r\nTY  - BOOK"})
    opened = publish_here(tmp_path, package([product("x"), CO2], [made])).opened
    assert "\n" not in cite(opened, "x").text.en
    assert len(re.findall(r"^TY  - ", cite(opened, "x").ris, re.MULTILINE)) == 1
