"""XML as a plain tree, read with bounds; and a tree as XML, written the same each time.

No DOCTYPE, no entities of a file's own, bounded depth, number of elements, attributes and bytes: an XML file is hostile
until read. Call it inside the child process where the file comes from elsewhere. Comments and processing
instructions are not data and are dropped; text, attributes, their order and namespaces are kept.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from tanji.errors import Refusal, Text

XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = f"{{{XML}}}lang"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._:-]{0,40})["']""")
_ENCODINGS = re.compile(
    r"utf-8|utf-16(-[lb]e)?|utf-32(-[lb]e)?|ascii|iso8859-\d+|cp125\d|cp437|cp850|koi8-r|mac-roman"
    r"|gb2312|gbk|gb18030|big5|big5hkscs|shift_jis|euc_jp|euc_kr"
)
_BLANK = " \t\r\n"


class ForbiddenXml(Refusal):
    """XML with a DOCTYPE or entities, or nested too deeply."""

    code = "XML-001"


class BrokenXml(Refusal):
    """Bytes that are not well-formed XML, or not in the encoding they say."""

    code = "XML-002"


class XmlTooLarge(Refusal):
    """XML with more bytes, elements or attributes than are allowed."""

    code = "XML-003"


class NotXmlText(Refusal):
    """A text that XML has no way to hold: a control character, half of a surrogate pair, a name with spaces."""

    code = "XML-004"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one XML file may hold: bytes, nesting, elements, attributes of one element, characters of one value."""

    total_bytes: int = 64 << 20
    depth: int = 64
    elements: int = 2_000_000
    attributes: int = 256
    value: int = 1 << 20


@dataclass(slots=True, eq=False)
class Element:
    """One element: names are `{namespace}local`; `text` stands before the first child, `tail` after the element.

    `prefixes` are the namespaces declared here (prefix to namespace, the default one under ""), `line` counts from 1.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)
    tail: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    line: int = 0

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """The namespace, or an empty text."""
        return self.name[1:].rpartition("}")[0]

    @property
    def words(self) -> str:
        """The text without the white space around it."""
        return self.text.strip(_BLANK)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute."""
        return self.attributes.get(name, default)

    def find(self, *path: str) -> Element | None:
        """The first element at the end of a path of names; a name without `{` fits any namespace."""
        found: Element | None = self
        for name in path:
            found = next(found.all(name), None) if found is not None else None
        return found

    def all(self, name: str) -> Iterator[Element]:
        """The children of a name; a name without `{` fits any namespace."""
        if name.startswith("{"):
            return (child for child in self.children if child.name == name)
        return (child for child in self.children if child.local == name)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def tree(data: bytes, name: str, *, limits: Limits | None = None) -> Element:
    """The root element of an XML file. `name` is what refusals call it.

    Refuses ForbiddenXml, BrokenXml, XmlTooLarge.

    >>> root = tree(b'<a xmlns="urn:x"><b n="1">t</b></a>', "a.xml")
    >>> root.name, root.find("b").text, root.find("{urn:x}b").get("n")
    ('{urn:x}a', 't', '1')
    """
    builder = _Builder(name, limits or Limits())
    builder.parse(data)
    if builder.root is None:  # expat refuses an empty file itself
        raise _broken(name, "no element")
    return builder.root


def root_name(data: bytes, name: str, *, limits: Limits | None = None) -> str:
    """The name of the outermost element, without reading on: what kind of file it is. Refuses as `tree` does."""
    builder = _Builder(name, limits or Limits(), only_root=True)
    with suppress(_Enough):
        builder.parse(data)
    return builder.root.name if builder.root is not None else ""


class _Enough(Exception):
    """The outermost element is known."""


class _Builder:
    """Builds the tree from what expat tells."""

    def __init__(self, name: str, limits: Limits, *, only_root: bool = False) -> None:
        self.root: Element | None = None
        self._name, self._limits, self._only_root = name, limits, only_root
        self._open: list[Element] = []
        self._last: Element | None = None  # closed last: text now is its tail
        self._pieces: list[str] = []
        self._prefixes: dict[str, str] = {}
        self._count = 0
        self._names = _Names()

    def parse(self, data: bytes) -> None:
        if len(data) > self._limits.total_bytes:
            most = self._limits.total_bytes >> 20
            raise self._large(Text(zh=f"超过 {most} MiB", en=f"it is more than {most} MiB"))
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        self._parser = parser
        try:
            parser.Parse(_utf8(data, self._name), True)
        except expat.ExpatError as error:
            raise _broken(self._name, str(error)) from None

    def _doctype(self, *_: object) -> None:
        raise _forbidden(self._name, Text(zh="含有 DOCTYPE 或实体", en="it has a DOCTYPE or entities"))

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._prefixes[prefix or ""] = uri or ""

    def _start(self, tag: str, pairs: list[str]) -> None:
        self._flush()
        limits = self._limits
        self._count += 1
        if len(self._open) >= limits.depth:
            raise _forbidden(self._name, Text(zh="嵌套过深", en="it is nested too deeply"))
        if self._count > limits.elements:
            most = limits.elements
            raise self._large(Text(zh=f"超过 {most} 个元素", en=f"it has more than {most} elements"))
        if pairs and (len(pairs) > 2 * limits.attributes or max(map(len, pairs)) > limits.value):
            raise self._large(Text(zh="属性过多或过长", en="an element has too many or too long attributes"))
        names = self._names
        attributes = dict(zip(map(names.__getitem__, pairs[::2]), pairs[1::2], strict=True)) if pairs else {}
        element = Element(names[tag], attributes, line=self._parser.CurrentLineNumber)
        if self._prefixes:
            element.prefixes, self._prefixes = self._prefixes, {}
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
            if self._only_root:
                raise _Enough
        self._open.append(element)
        self._last = None

    def _end(self, _: str) -> None:
        self._flush()
        self._last = self._open.pop()

    def _flush(self) -> None:
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        if self._last is not None:
            self._last.tail = text
        elif self._open:
            self._open[-1].text = text

    def _large(self, why: Text) -> XmlTooLarge:
        return XmlTooLarge(
            Text(zh=f"XML 文件“{self._name}”过大：{why.zh}", en=f'XML file "{self._name}" is too large: {why.en}'),
            Text(zh="请拆分成较小的文件后再读取。", en="Split it into smaller files."),
        )


class _Names(dict[str, str]):
    """Expat's names, with a space after the namespace, as `{namespace}local`."""

    def __missing__(self, tag: str) -> str:
        uri, space, local = tag.rpartition(" ")
        self[tag] = f"{{{uri}}}{local}" if space else tag
        return self[tag]


def _utf8(data: bytes, name: str) -> bytes:
    """The same XML in UTF-8. Refused: an unknown encoding, bytes that are not in the encoding that is stated."""
    stated = encoding(data)
    try:
        known = codecs.lookup(stated).name
    except (LookupError, ValueError):
        known = ""
    if not _ENCODINGS.fullmatch(known):
        raise _broken(name, f"unknown encoding {stated}")
    try:
        return data.decode(known).removeprefix("\ufeff").encode("utf-8")
    except (UnicodeError, ValueError) as error:
        raise _broken(name, f"not in its encoding {stated}: {error}") from None


def encoding(data: bytes) -> str:
    """The encoding, in small letters, by byte order mark, else by the first bytes, else as declared, else UTF-8."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if data.startswith(b"<\0"):
        return "utf-16-le"
    if data.startswith(b"\0<"):
        return "utf-16-be"
    declared = _DECLARED.match(data[:1024].lstrip(_BLANK.encode()))
    return declared[1].decode("ascii").lower() if declared else "utf-8"


def _forbidden(name: str, why: Text) -> ForbiddenXml:
    return ForbiddenXml(
        Text(zh=f"XML 文件“{name}”不被接受：{why.zh}", en=f'XML file "{name}" is refused: {why.en}'),
        Text(
            zh="数据交换格式不需要这些；请向提供方索取正常导出的文件。",
            en="No exchange format needs that: ask for a file exported the usual way.",
        ),
    )


def _broken(name: str, why: str) -> BrokenXml:
    return BrokenXml(
        Text(zh=f"“{name}”不是有效的 XML：{why}", en=f'"{name}" is not valid XML: {why}'),
        Text(
            zh="文件可能被截断，或声明的编码与实际不符；请重新导出。",
            en="It may have been cut short, or its encoding is not the one it states: export it anew.",
        ),
    )


_UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NAME = re.compile(r"[^\W\d][\w.\-·]*")


def write(root: Element, *, prefixes: Mapping[str, str] | None = None) -> bytes:
    r"""The bytes of a tree: UTF-8, escaped, namespaces declared once at the root, attributes in their order.

    prefixes: prefix to namespace; those declared in the tree are used too, and one is made for each namespace that has
    none. White space between elements is laid out anew where an element holds nothing but elements. The same tree
    gives the same bytes. Refuses NotXmlText.

    >>> write(Element("{urn:x}a", children=[Element("{urn:x}b", {"n": "1"}, "t & t")]), prefixes={"": "urn:x"})
    b'<?xml version="1.0" encoding="UTF-8"?>\n<a xmlns="urn:x">\n  <b n="1">t &amp; t</b>\n</a>\n'
    """
    spoken = _prefixes(root, dict(prefixes or {}))
    pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    _write(root, pieces, spoken, "\n")
    pieces.append("\n")
    return "".join(pieces).encode("utf-8")


def _write(element: Element, pieces: list[str], spoken: Mapping[str, str], indent: str) -> None:
    name = _spoken(element.name, spoken)
    pieces.append(f"<{name}")
    if indent == "\n":
        for uri, prefix in sorted(spoken.items(), key=lambda pair: pair[1].rstrip(":")):
            if uri and uri != XML:
                pieces.append(f' xmlns{":" + prefix.rstrip(":") if prefix else ""}="{_quoted(uri)}"')
    pieces += [f' {_spoken(key, spoken)}="{_quoted(value)}"' for key, value in element.attributes.items()]
    if not element.children and not element.text:
        pieces.append("/>")
        return
    pieces.append(">")
    laid_out = bool(element.children) and not (
        element.words or any(child.tail.strip(_BLANK) for child in element.children)
    )
    pieces.append("" if laid_out else _escaped(element.text))
    for child in element.children:
        pieces.append(indent + "  " if laid_out else "")
        _write(child, pieces, spoken, indent + "  ")
        pieces.append("" if laid_out else _escaped(child.tail))
    pieces.append(f"{indent if laid_out else ''}</{name}>")


def _prefixes(root: Element, wanted: dict[str, str]) -> dict[str, str]:
    """Namespace to `prefix:` (or nothing for the default one), for every namespace that the tree uses."""
    declared = dict(wanted)
    used: dict[str, None] = {}
    bare = attributes_in_default = False
    for element in root.walk():
        for prefix, uri in element.prefixes.items():
            declared.setdefault(prefix, uri)
        bare = bare or not element.namespace
        used[element.namespace] = None
        used.update(dict.fromkeys(key[1:].rpartition("}")[0] for key in element.attributes))
        attributes_in_default = attributes_in_default or any(
            key.startswith(f"{{{declared.get('', ' ')}}}") for key in element.attributes
        )
    if bare or attributes_in_default:  # an element without namespace, or an attribute with, can not use the default
        declared.pop("", None)
    spoken = {"": "", XML: "xml:"}
    for prefix, uri in declared.items():
        if uri and prefix != "xml" and not prefix.startswith("xmlns"):
            spoken.setdefault(uri, f"{prefix}:" if prefix else "")
    taken, number = set(spoken.values()), 0
    for uri in used:
        while uri not in spoken:
            number += 1
            if f"ns{number}:" not in taken:
                spoken[uri] = f"ns{number}:"
    return {uri: prefix for uri, prefix in spoken.items() if uri in used or uri in wanted.values()}


def _spoken(name: str, spoken: Mapping[str, str]) -> str:
    uri, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
    if not _NAME.fullmatch(local):
        raise NotXmlText(
            Text(zh=f"“{local[:40]}”不能作为 XML 的名称", en=f'"{local[:40]}" can not be a name in XML'),
            Text(zh="请改用字母开头、不含空格的名称。", en="Use a name that begins with a letter and has no spaces."),
        )
    return spoken.get(uri, "") + local


def _escaped(text: str) -> str:
    if found := _UNTOLD.search(text):
        raise NotXmlText(
            Text(
                zh=f"文本含有 XML 不能容纳的字符 U+{ord(found.group()):04X}：{text[:40]!a}",
                en=f"A text has the character U+{ord(found.group()):04X}, which XML can not hold: {text[:40]!a}",
            ),
            Text(zh="请删除该字符。", en="Remove the character."),
        )
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _quoted(text: str) -> str:
    """A text as the value of an attribute, where a reader would take a bare line break for a space."""
    return _escaped(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")
