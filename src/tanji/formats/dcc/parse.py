"""What a DCC says, as plain data; it runs inside the child process.

Read: administrative data, laboratory, items, dates, statements on recalibration and conformity, standards, influence
conditions, results with U and k. Kept: SHA-256 of the file and the bytes of its XML signature, which is not checked.
Source: the elements and `refType`s as they stand in PTB's DCC 3.2.0 example `dcc_gp_temperature_typical_v12`
(repository siemens/pydcc, opened); no XSD was at hand, so a file is not validated.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from tanji.errors import Progress, Refusal, Text
from tanji.formats.dcc.results import points, quantities
from tanji.formats.xml import Element, Limits, tree
from tanji.model.finding import Finding, Place, note, warning

DCC: Final = "https://ptb.de/dcc"
SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}Signature"
LIMITS: Final = Limits(total_bytes=32 << 20, elements=500_000, value=16 << 20)
_ROOT: Final = re.compile(rb"<(?:\w+:)?digitalCalibrationCertificate[\s>/]")
_SIGNED: Final = re.compile(rb"<((?:[\w.-]+:)?Signature)[\s>].*?</\1\s*>", re.DOTALL)
LONGEST: Final = 500
"""Characters of a text that is taken over at most."""
_ACCREDITED: Final = re.compile(r"(?i)accredit|认可|akkreditier")


class NotDcc(Refusal):
    """A file that is no digital calibration certificate of version 3, or one without number, laboratory or date."""

    code = "DCC-001"


def claims(data: bytes) -> bool:
    """Whether the beginning of a file is that of a DCC.

    >>> claims(b'<dcc:digitalCalibrationCertificate xmlns:dcc="https://ptb.de/dcc">')
    True
    """
    return _ROOT.search(data[:65536]) is not None and b"ptb.de/dcc" in data[:65536]


def parse_file(path: str, progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every job takes it
    """The job that runs in the child: {calibration, findings, counts} of a file as plain data."""
    file = Path(path)
    with file.open("rb") as opened:
        data = opened.read(LIMITS.total_bytes + 1)
    return parse(data, file.name)


def parse(data: bytes, name: str) -> dict[str, Any]:
    """What a DCC says: {calibration: members of a Calibration, findings, counts}.

    Refuses NotDcc, and what `xml.tree` refuses. A result that can not be read is a finding, not a refusal.
    """
    root = tree(data, name, limits=LIMITS)
    version = root.get("schemaVersion") or ""
    if root.name != f"{{{DCC}}}digitalCalibrationCertificate" or not version.startswith("3."):
        raise _not(name, Text(zh="不是 DCC 3.x 文件", en="it is no DCC of version 3"))
    findings: list[Finding] = []
    at = Place(file=name)
    found, failed = points(root, at, findings)
    standards, conditions = list(_standards(root)), _conditions(root, at, findings)
    body = {
        **_administrative(root, name, findings),
        "points": found,
        "standards": standards,
        "conditions": conditions,
        "file": _file(root, data, name, findings),
    }
    if not standards:
        findings.append(_chain(at))
    counts = {"points": {"read": len(found) + failed, "imported": len(found), "failed": failed}}
    plain = [finding.model_dump(mode="json", exclude_none=True) for finding in findings]
    return {"calibration": body, "findings": plain, "counts": counts}


def _administrative(root: Element, name: str, findings: list[Finding]) -> dict[str, Any]:
    core = root.find("administrativeData", "coreData") or Element("")
    laboratory = root.find("administrativeData", "calibrationLaboratory") or Element("")
    number = _text(core.find("uniqueIdentifier"))
    said = names(laboratory.find("contact", "name"))
    performed = _date(core.find("endPerformanceDate")) or _date(core.find("beginPerformanceDate"))
    if not number or not said or performed is None:
        raise _not(name, Text(zh="缺少证书编号、实验室或校准日期", en="number, laboratory or date is missing"))
    due, conformity = _statements(root)
    if due is not None and due < performed:
        findings.append(
            warning(
                "DCC-102",
                Text(
                    zh=f"下次校准日期 {due} 早于校准日期 {performed}，未采用",
                    en=f"Due {due} is before {performed}; ignored",
                ),
                place=Place(file=name),
            )
        )
        due = None
    issued = _date(core.find("issueDate"))
    return {
        "certificate": number,
        "laboratory": next(iter(said.values())),
        "accreditation": _accreditation(root, laboratory),
        "performed": performed.isoformat(),
        "issued": issued.isoformat() if issued else None,
        "due": due.isoformat() if due else None,
        "conformity": conformity,
        "items": [_item(each) for each in _all(root.find("administrativeData", "items"), "item")],
    }


def _accreditation(root: Element, laboratory: Element) -> str | None:
    """The number that stands as the laboratory's calibration or accreditation mark, if one does."""
    code = _text(laboratory.find("calibrationLaboratoryCode"))
    if code:
        return code
    for statement in _all(root.find("administrativeData", "statements"), "statement"):
        kind = statement.get("refType") or ""
        for identification in statement.walk():
            if identification.local == "identification" and _ACCREDITED.search(
                " ".join(
                    (kind, _text(identification.find("issuer")) or "", *names(identification.find("name")).values())
                )
            ):
                return _text(identification.find("value"))
    return None


def _statements(root: Element) -> tuple[date | None, str | None]:
    """The date of recalibration and the statement of conformity."""
    due, conformity = None, None
    for statement in _all(root.find("administrativeData", "statements"), "statement"):
        kinds = (statement.get("refType") or "").split()
        if "basic_recalibration" in kinds:
            due = _date(statement.find("date")) or due
        said = _text(statement.find("conformity"))
        if "basic_conformity" in kinds and said in {"pass", "fail"}:
            conformity = said
    return due, conformity


def _item(element: Element) -> dict[str, Any]:
    numbers = [_text(each.find("value")) for each in _all(element.find("identifications"), "identification")]
    return {
        "names": names(element.find("name")),
        "maker": next(iter(names(element.find("manufacturer", "name")).values()), None),
        "model": _text(element.find("model")),
        "identifications": [number for number in numbers if number],
    }


def _standards(root: Element) -> Iterator[dict[str, Any]]:
    """The equipment used as a standard; equipment without refType counts, other equipment does not."""
    for result in _all(root.find("measurementResults"), "measurementResult"):
        for each in _all(result.find("measuringEquipments"), "measuringEquipment"):
            kinds = (each.get("refType") or "basic_normalUsed").split()
            if not any("normal" in kind.lower() or "standard" in kind.lower() for kind in kinds):
                continue
            numbers = [_text(found.find("value")) for found in _all(each.find("identifications"), "identification")]
            certificate = each.find("certificate")
            yield {
                "names": names(each.find("name")),
                "identification": next((number for number in numbers if number), None),
                "certificate": _text(certificate.find("referenceID") or certificate.find("reference"))
                if certificate is not None
                else None,
            }


def _conditions(root: Element, at: Place, findings: list[Finding]) -> list[dict[str, Any]]:
    found = []
    for result in _all(root.find("measurementResults"), "measurementResult"):
        for each in _all(result.find("influenceConditions"), "influenceCondition"):
            for quantity in quantities(each.find("data"), at, findings):
                words = quantity.names or names(each.find("name"))
                found += [{"names": words, "value": real.value, "unit": real.unit} for real in quantity.reals]
    return found


def _file(root: Element, data: bytes, name: str, findings: list[Finding]) -> dict[str, Any]:
    """Name, digest and signature of the file; says what it means that nobody checked the signature."""
    signed = any(child.name == SIGNATURE for child in root.children)
    kept = list(_SIGNED.finditer(data)) if signed else []
    at = Place(file=name)
    if signed:
        findings.append(
            note(
                "DCC-104",
                Text(
                    zh="证书带有数字签名；签名已保留，但未经核验",
                    en="The certificate is signed; the signature is kept, not checked",
                ),
                Text(
                    zh="请用 xmlsec1 等工具核验，并登记核验人。", en="Check it (with xmlsec1, say) and record who did."
                ),
                at,
            )
        )
    else:
        findings.append(warning("DCC-105", Text(zh="证书没有数字签名", en="The certificate is not signed"), place=at))
    if signed and not kept:
        findings.append(
            warning(
                "DCC-106",
                Text(
                    zh="签名的字节无法单独取出（编码不是 ASCII 兼容），请保留原文件",
                    en="The bytes of the signature stand in another encoding: keep the file",
                ),
                place=at,
            )
        )
    return {
        "name": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "format": f"DCC {(root.get('schemaVersion') or '')[:20]}",
        "signature": base64.b64encode(kept[-1].group()).decode("ascii") if kept else None,
    }


def names(element: Element | None) -> dict[str, str]:
    """A text of a DCC by language; one without language stands under `und`."""
    found: dict[str, str] = {}
    for content in _all(element, "content"):
        if content.words:
            found.setdefault((content.get("lang") or "und")[:8], content.words[:LONGEST])
    return found


def _all(element: Element | None, name: str) -> Iterator[Element]:
    return element.all(name) if element is not None else iter(())


def _text(element: Element | None) -> str | None:
    return element.words[:LONGEST] or None if element is not None else None


def _date(element: Element | None) -> date | None:
    try:
        return date.fromisoformat(element.words[:10]) if element is not None else None
    except ValueError:
        return None


def _chain(at: Place) -> Finding:
    return warning(
        "DCC-103",
        Text(
            zh="证书没有列出所用标准器，溯源链无法追查",
            en="No standards are listed: the chain of traceability ends here",
        ),
        place=at,
    )


def _not(name: str, why: Text) -> NotDcc:
    return NotDcc(
        Text(zh=f"“{name}”不能作为数字校准证书读取：{why.zh}", en=f'"{name}" can not be read as a DCC: {why.en}'),
        Text(zh="请向校准实验室索取 DCC 3.x 文件。", en="Ask the laboratory for a DCC of version 3."),
    )
