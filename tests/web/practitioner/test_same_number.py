"""The same number wherever it stands: page, XLSX, DOCX, PDF, JSON and CSV, to the last digit that is shown."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pypdf
import pytest
from django.test import Client
from tests.web.practitioner.conftest import browser

from tanji.accounts.acting import Acting
from tanji.registry import studies
from tanji.reports.figures import significant

THIN = "\u202f"


def fetched(client: Client, draft: studies.Draft, form: str) -> bytes:
    """A file of the report."""
    answer = client.get(f"/studies/{draft.id}/report/{form}")
    assert answer.status_code == 200, form
    return bytes(answer.content)


def figures(found: Any) -> list[dict[str, Any]]:
    """Every figure of the report as JSON, wherever it stands."""
    if isinstance(found, dict):
        own = [found] if set(found) == {"value", "text"} else []
        return own + [each for part in found.values() for each in figures(part)]
    return [each for part in found for each in figures(part)] if isinstance(found, list) else []


def plain(text: str) -> str:
    """Text without spaces, which set pages break at will."""
    return re.sub(r"[\s\u202f\u00a0\u2009]", "", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_number_stands_in_every_form(accountant: Acting, draft: studies.Draft, language: str) -> None:
    client = browser(accountant, language)
    found = studies.latest(accountant, draft)
    assert found is not None
    footprint = found.footprint
    shown = {significant(footprint.score.total)} | {significant(line.score.total) for line in footprint.lines}
    shown |= {significant(stage.score.total) for stage in footprint.stages}

    page = client.get(f"/studies/{draft.id}/results/").content.decode()
    exact = {float(value) for value in re.findall(r'<data class="n" value="([^"]+)"', page)}
    assert {footprint.score.total, *(line.score.total for line in footprint.lines)} <= exact

    told = figures(json.loads(fetched(client, draft, f"{language}.json")))
    assert footprint.score.total in {each["value"] for each in told}
    for each in told:
        if each["value"] == footprint.score.total:
            assert significant(footprint.score.total) in each["text"]

    book = openpyxl.load_workbook(io.BytesIO(fetched(client, draft, f"{language}.xlsx")))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float)}
    assert {footprint.score.total, *(line.score.total for line in footprint.lines)} <= cells

    with zipfile.ZipFile(io.BytesIO(fetched(client, draft, f"{language}.docx"))) as package:
        words = plain(re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode()))
    reader = pypdf.PdfReader(io.BytesIO(fetched(client, draft, f"{language}.pdf")))
    printed = plain("".join(sheet.extract_text() for sheet in reader.pages))
    assert "\u200b" not in printed, "a figure that is copied from the PDF would hold a character that nobody sees"
    for number in shown:
        assert plain(number) in plain(page), number
        assert plain(number) in words, number
        assert plain(number) in printed, number

    table = client.get(f"/studies/{draft.id}/results/lines.csv").content.decode("utf-8-sig")
    assert repr(footprint.score.total) in table
