import hashlib
import json
import struct

import pytest

from tanji.model import document
from tanji.model.document import NotADocument, digest, digests, read, read_as, ref, schemas, upgrade, write
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Direction, Exchange, Process
from tanji.model.source import Source


def process(**members):
    return Process(id="steel", names={"zh": "钢", "en": "Steel"}, **members)


def with_amount(amount, **members):
    line = Exchange(
        id="1", flow="coal", flow_name="Coal", direction=Direction.input, amount=amount, unit="kg", **members
    )
    return process(exchanges=(line,))


def altered(document, **members):
    """The bytes of a document with some members changed, or removed where the value is ..."""
    body = json.loads(write(document)) | members
    return json.dumps({name: value for name, value in body.items() if value is not ...}).encode()


def test_numbers_are_written_as_rfc_8785_says():
    # RFC 8785 (2020), appendix B: the bits of a double, and its text.
    vectors = {
        "0000000000000000": "0",
        "8000000000000000": "0",
        "0000000000000001": "5e-324",
        "8000000000000001": "-5e-324",
        "7fefffffffffffff": "1.7976931348623157e+308",
        "4340000000000000": "9007199254740992",
        "c340000000000000": "-9007199254740992",
        "4430000000000000": "295147905179352830000",
        "44b52d02c7e14af5": "9.999999999999997e+22",
        "44b52d02c7e14af6": "1e+23",
        "44b52d02c7e14af7": "1.0000000000000001e+23",
        "444b1ae4d6e2ef4e": "999999999999999700000",
        "444b1ae4d6e2ef50": "1e+21",
        "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d": "0.000001",
        "41b3de4355555553": "333333333.3333332",
        "41b3de4355555557": "333333333.33333343",
        "becbf647612f3696": "-0.0000033333333333333333",
        "43143ff3c1cb0959": "1424953923781206.2",
    }
    for bits, text in vectors.items():
        number = struct.unpack(">d", bytes.fromhex(bits))[0]
        made = with_amount(number)
        assert f'"amount":{text},' in write(made).decode()
        assert read(write(made)) == made


def test_members_are_sorted_by_utf_16_as_rfc_8785_says():
    # RFC 8785, section 3.2.3.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    text = write(process(extra=dict.fromkeys(keys, 0))).decode()
    placed = [text.index(json.dumps(key, ensure_ascii=False)) for key in keys]
    assert sorted(keys, key=lambda key: placed[keys.index(key)]) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_strings_and_literals_are_written_as_rfc_8785_says():
    # RFC 8785, section 3.2.2.
    sample = json.loads(r'"\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/"')
    made = process(extra={"string": sample, "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 1e-27]})
    assert (
        '"extra":{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}' in write(made).decode()
    )


def test_the_digest_is_the_sha_256_of_the_canonical_bytes_with_sm3_beside_it():
    made = process()
    assert digest(made) == "sha256:" + hashlib.sha256(write(made)).hexdigest()
    both = digests(made)
    assert (both.sha256, len(both.sm3)) == (digest(made), len("sm3:") + 64)
    assert ref(made).model_dump() == {"digest": digest(made), "id": "steel", "version": "1"}


def test_order_and_white_space_of_what_is_read_do_not_change_the_digest():
    made = with_amount(2.5)
    body = json.loads(write(made))
    shuffled = json.dumps(dict(reversed(body.items())), indent=3, ensure_ascii=True).encode()
    assert digest(read(shuffled)) == digest(made)


def test_one_changed_digit_changes_the_digest():
    assert digest(with_amount(1.2345678)) != digest(with_amount(1.2345679))


def test_a_missing_member_is_not_zero_and_null_is_the_same_as_missing():
    missing, zero = with_amount(1), with_amount(1, reference_amount=0)
    assert digest(missing) != digest(zero)
    assert b"reference_amount" not in write(missing)
    assert b'"reference_amount":0' in write(zero)
    assert read(altered(process(), licence=None)) == process()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Not valid JSON"),
        (b"\xff\xfe{}", "Not valid JSON"),
        (b"\xef\xbb\xbf{}", "Not valid JSON"),
        (b'{"schema": "tanji/process/1", "id"', "Not valid JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"id": "a", "id": "b"}', '"id" stands there twice'),
        (b'{"a": {"b": 1, "b": 1}}', '"b" stands there twice'),
        (b'{"schema": "tanji/process/1", "x": NaN}', "NaN is not finite"),
        (b'{"schema": "tanji/process/1", "x": -Infinity}', "-Infinity is not finite"),
        (b'{"schema": "tanji/process/1", "x": ' + b"9" * 5000 + b"}", "Not valid JSON"),
        (b'{"a": ' * 100_000, "Not valid JSON"),
        (b"{}", "Unknown kind of document: None"),
        (b'{"schema": 1}', "Unknown kind of document: 1"),
        (b'{"schema": ["tanji/process/1"]}', "Unknown kind of document"),
        (b'{"schema": "tanji/process/9"}', "Unknown kind of document: 'tanji/process/9'"),
    ],
)
def test_bytes_that_are_no_document_are_refused_with_the_reason(data, why):
    with pytest.raises(NotADocument, match=why) as refused:
        read(data)
    assert refused.value.hint is not None


@pytest.mark.parametrize(
    "members",
    [
        {"id": ...},
        {"id": ""},
        {"surplus": 1},
        {"licence": 5},
        {"version": 1},
        {"aircraft": 1},
        {"aircraft": "yes"},
        {"kind": "unknown"},
        {"names": {"zh": 1}},
        {"valid_from": "2020-02-30"},
        {"exchanges": {}},
        {"extra": {"deep": json.loads("[" * 100 + "]" * 100)}},
    ],
    ids=str,
)
def test_a_member_that_is_missing_unknown_or_of_another_type_is_refused_by_name(members):
    with pytest.raises(NotADocument, match=next(iter(members))):
        read(altered(process(), **members))


@pytest.mark.parametrize("amount", ["12", True, None, [1.0], 1e400])
def test_an_amount_must_be_a_finite_number_and_nothing_that_looks_like_one(amount):
    body = json.loads(write(with_amount(1)))
    body["exchanges"][0]["amount"] = amount
    with pytest.raises(NotADocument, match=r"exchanges\.0\.amount"):
        read(json.dumps(body).encode().replace(b"Infinity", b"1e400"))


def test_many_repeated_members_are_refused_at_once():
    text = "{" + ",".join(f'"k{n}": 1' for n in range(100_000)) + ',"k99999": 1}'
    with pytest.raises(NotADocument, match='"k99999" stands there twice'):
        read(text.encode())


def test_what_a_source_says_beside_our_members_is_kept_as_it_was():
    extra = {"tags": ["a", ("b", None)], "inner": {"x": 1, "y": True}, "large": 2**60, "whole": 1e16}
    made = process(extra=extra)
    assert read(write(made)) == made
    assert write(read(write(made))) == write(made)
    extra["tags"].append("later")
    assert made.extra["tags"] == ["a", ["b", None]]
    with pytest.raises(TypeError):
        made.extra["new"] = 1


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes", "\ud800", object(), 10**400])
def test_what_json_can_not_hold_is_refused_where_it_comes_in(value):
    with pytest.raises(ValueError, match="extra"):
        process(extra={"x": [value]})


def test_a_document_can_not_be_changed():
    made = process()
    with pytest.raises(ValueError, match="frozen"):
        made.id = "iron"
    with pytest.raises(TypeError):
        made.names["fr"] = "acier"


def test_an_older_schema_is_brought_up_to_the_newest_step_by_step(monkeypatch):
    monkeypatch.setattr(document, "_UPGRADES", {})

    @upgrade("tanji/old/1", "tanji/old/2")
    def _name(body):
        return {"names": {"zh": body.pop("name")}, **body}

    @upgrade("tanji/old/2", "tanji/flow/1")
    def _kind(body):
        return {"kind": "product", **body}

    old = {"schema": "tanji/old/1", "id": "coal", "name": "煤", "unit": "kg"}
    assert read(json.dumps(old).encode()) == Flow(id="coal", names={"zh": "煤"}, kind=FlowKind.product, unit="kg")


def test_a_document_of_another_kind_is_refused_by_both_names():
    with pytest.raises(NotADocument, match=r"Expected tanji/flow/1, found tanji/process/1"):
        read_as(Flow, write(process()))
    assert read_as(Process, write(process())) == process()


def test_every_document_says_its_schema():
    for name, kind in schemas().items():
        assert kind.schema_name == name
        assert name.startswith("tanji/")
    assert schemas()["tanji/source/1"] is Source
