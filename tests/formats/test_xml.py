"""XML as a tree: what is kept, what is refused, and that it is written the same each time."""

import pytest

from tanji.formats import xml
from tanji.formats.xml import BrokenXml, Element, ForbiddenXml, Limits, NotXmlText, XmlTooLarge


def test_namespaces_attributes_text_and_lines_are_kept():
    data = b'<p:a xmlns:p="urn:p" xmlns="urn:d">\n <b x="1" p:y="2">one<c/>two</b>\n</p:a>'
    root = xml.tree(data, "a.xml")
    b = root.find("b")
    assert (root.name, root.prefixes) == ("{urn:p}a", {"p": "urn:p", "": "urn:d"})
    assert (b.name, b.attributes) == ("{urn:d}b", {"x": "1", "{urn:p}y": "2"})
    assert (b.text, b.children[0].tail, b.line) == ("one", "two", 2)
    assert [element.local for element in root.walk()] == ["a", "b", "c"]


def test_text_in_cdata_and_character_references_is_text():
    assert xml.tree(b"<a>x &lt; <![CDATA[<y>]]>&#x4E2D;<!-- no --> z</a>", "a").text == "x < <y>中 z"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "iso-8859-1", "windows-1252"])
def test_every_declared_encoding_is_read(encoding):
    word = "铝锭" if encoding in {"utf-8", "utf-16", "gb18030"} else "Öfen"
    data = f'<?xml version="1.0" encoding="{encoding}"?><a n="{word}">{word}</a>'.encode(encoding)
    root = xml.tree(data, "a.xml")
    assert (root.text, root.get("n")) == (word, word)


def test_a_byte_order_mark_counts_more_than_what_is_declared():
    data = b"\xef\xbb\xbf" + '<?xml version="1.0" encoding="iso-8859-1"?><a>铝</a>'.encode()
    assert xml.tree(data, "a.xml").text == "铝"
    assert xml.tree("<a>铝</a>".encode("utf-16-be"), "a.xml").text == "铝"


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="utf-8"?><a>\xd6fen</a>',
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b'<?xml version="1.0" encoding="hex"?><a/>',
        b"<a>\xc2\x96\xff</a>",
        b"<a><b></a>",
        b"<a><b>",
        b"<a>&#0;</a>",
        b"<a>&nbsp;</a>",
        b'<a x="1" x="2"/>',
        b"<p:a/>",
        b"<a/><b/>",
        b"",
        b"hello",
        b'{"a": 1}',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_not_xml_is_refused(data):
    with pytest.raises(BrokenXml):
        xml.tree(data, "a.xml")


BOMB = (
    b'<!DOCTYPE a [<!ENTITY x0 "ha">'
    + b"".join(b'<!ENTITY x%d "&x%d;&x%d;">' % (n, n - 1, n - 1) for n in range(1, 40))
    + b"]><a>&x39;</a>"
)


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>',
        b"<a>" * 200_000,
        b"<a>" * 65 + b"</a>" * 65,
    ],
)
def test_what_no_exchange_format_needs_is_refused(data):
    with pytest.raises(ForbiddenXml):
        xml.tree(data, "a.xml")


def test_bounds_hold():
    with pytest.raises(XmlTooLarge):
        xml.tree(b'<a x="' + b"x" * (2 << 20) + b'"/>', "a.xml")
    with pytest.raises(XmlTooLarge):
        xml.tree(b"<a " + b" ".join(b'x%d=""' % n for n in range(300)) + b"/>", "a.xml")
    with pytest.raises(XmlTooLarge):
        xml.tree(b"<a>" + b"<b/>" * 100 + b"</a>", "a.xml", limits=Limits(elements=100))
    with pytest.raises(XmlTooLarge):
        xml.tree(b"<a>" + b" " * 100 + b"</a>", "a.xml", limits=Limits(total_bytes=100))
    assert xml.tree(b"<a>" * 64 + b"</a>" * 64, "a.xml").local == "a"


def test_a_long_text_is_read_once():
    assert len(xml.tree(b"<a>" + b"x&lt;" * 1_000_000 + b"</a>", "a.xml").text) == 2_000_000


def test_the_outermost_name_is_known_from_the_beginning_alone():
    assert xml.root_name(b'<p:a xmlns:p="urn:p"><b>', "a.xml") == "{urn:p}a"
    with pytest.raises(ForbiddenXml):
        xml.root_name(BOMB, "a.xml")
    with pytest.raises(BrokenXml):
        xml.root_name(b"hello", "a.xml")


def same(one: Element, two: Element) -> bool:
    return (
        (one.name, one.attributes, one.words) == (two.name, two.attributes, two.words)
        and len(one.children) == len(two.children)
        and all(same(a, b) for a, b in zip(one.children, two.children, strict=True))
    )


@pytest.mark.parametrize(
    "data",
    [
        b'<p:a xmlns:p="urn:p" xmlns="urn:d"><b p:x="1">t</b><p:c/></p:a>',
        b'<a xmlns="urn:d"><b xmlns=""/><c xml:lang="zh">\xe9\x93\x9d</c></a>',
        b'<d:a xmlns:d="urn:d" d:x="1"><d:b/></d:a>',
        b'<a xmlns:p="urn:1"><p:b/><c xmlns:p="urn:2"><p:d/></c></a>',
        b'<a n="&lt;&amp;&quot;&gt;&#10;&#9;">&lt;&amp;\n x &#13; <b/> tail</a>',
    ],
)
def test_a_tree_that_is_written_reads_back(data):
    root = xml.tree(data, "a.xml")
    written = xml.write(root)
    assert same(xml.tree(written, "a.xml"), root)
    assert xml.write(xml.tree(written, "a.xml")) == written


def test_mixed_text_is_written_as_it_stands():
    root = xml.tree(b"<a> one <b/> two </a>", "a.xml")
    assert xml.write(root).splitlines()[1] == b"<a> one <b/> two </a>"


def test_what_xml_can_not_hold_is_refused():
    for bad in (Element("a", {}, "\x01"), Element("a", {"x": "\ud800"}), Element("a b"), Element("1")):
        with pytest.raises(NotXmlText):
            xml.write(bad)
