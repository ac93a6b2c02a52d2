"""Sources: plain trees to documents and back."""

from __future__ import annotations

from typing import Any

from tanji.formats.ilcd.fields import at, items, made_text, made_texts, picked, pruned, text
from tanji.formats.ilcd.kinds import Body, uuid_of
from tanji.formats.ilcd.known import names_of, version_of


def read_source(body: Body, identity: str) -> dict[str, Any]:
    """A source document; the publisher is left empty, because ILCD only refers to a contact."""
    information = at(body, "sourceInformation", "dataSetInformation")
    addresses = [str(at(item, "@uri") or "") for item in items(at(information, "referenceToDigitalFile"))]
    return {
        "id": identity,
        "version": version_of(body) or "1",
        "publisher": "",
        "title": names_of("sourceDataSet", body) or {"en": identity},
        "url": next((address for address in addresses if address.startswith(("http://", "https://"))), None),
        "document_no": text(at(information, "sourceCitation")) or None,
        "note": picked(at(information, "sourceDescriptionOrComment")),
    }


def build_source(document: Body) -> Body:
    """The plain tree that says what a source document says."""
    made: Body = pruned(
        {
            "@version": "1.1",
            "sourceInformation": {
                "dataSetInformation": {
                    "common:UUID": uuid_of(document["id"]),
                    "common:shortName": made_texts(document["title"]),
                    "sourceCitation": document.get("document_no"),
                    "sourceDescriptionOrComment": made_text(document.get("note")),
                    "referenceToDigitalFile": {"@uri": document.get("url")},
                }
            },
            "administrativeInformation": publication(document),
        }
    )
    return made


def publication(document: Body) -> Body:
    """Version and licence of a document."""
    version = document.get("version", "1")
    return {
        "publicationAndOwnership": {
            "common:dataSetVersion": "01.00.000" if version == "1" else version,
            "common:licenseType": document.get("licence"),
        }
    }
