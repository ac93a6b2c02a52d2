"""The generated reference pages say what the code says today."""

import json

from tools.make_reference import FOLDER, pages


def test_every_reference_page_says_what_the_code_says():
    old = [name for name, text in pages().items() if not _says(FOLDER / name, text)]
    assert not old, "run `make docs`"


def test_no_schema_of_a_document_that_is_gone_is_left():
    kept = {f"schemas/{path.name}" for path in (FOLDER / "schemas").glob("*.json")}
    assert kept <= set(pages())


def test_a_schema_asks_for_its_own_name():
    names = {name: json.loads(text) for name, text in pages().items() if name.endswith(".json")}
    assert names
    for name, schema in names.items():
        kind, number = name.removeprefix("schemas/").removesuffix(".json").rsplit("-", 1)
        assert schema["properties"]["schema"] == {"const": f"tanji/{kind}/{number}"}
        assert "schema" in schema["required"]


def _says(path, text):
    return path.exists() and path.read_text(encoding="utf-8") == text
