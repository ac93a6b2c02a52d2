"""Literature of a SimaPro file as sources."""

from __future__ import annotations

import re
import uuid
from typing import Any

from tanji.errors import Text
from tanji.formats.olca.flows import names
from tanji.formats.olca.judge import Judge
from tanji.formats.simapro.blocks import Block, Section, sections_of

_SPACE = uuid.UUID("c0f3c5f6-3a9b-5a55-9f0e-3a1b7d1c9a52")
_YEAR = re.compile(r"\((\d{4})[a-z]?\)")


class Literature:
    """The sources of one file by name."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.documents: dict[str, dict[str, Any]] = {}
        self.kept: dict[str, dict[str, str]] = {}

    def add(self, block: Block) -> None:
        """Take a block of one literature reference."""
        texts = {section.title: section.text for section in sections_of(block, old=False)}
        name = texts.get("Name", "")
        if not name:
            message = Text(zh="文献没有名称", en="A literature reference has no name")
            self._judge.say("SIM-135", "warning", message, row=str(block.line))
            self._judge.count("sources", "failed")
            return
        if self._key(name) in self.documents:
            self._judge.count("sources", "skipped")
            return
        document = self._make(name)
        document |= {"url": texts.get("Documentation link") or None, "note": texts.get("Description") or None}
        self.kept[document["id"]] = texts

    def cited(self, found: list[Section], process: str) -> list[str]:
        """The ids of the sources that a process cites; one without a block of its own is made from its name."""
        ids = []
        for section in found:
            if section.title != "Literature references":
                continue
            for row in section.rows:
                name = row.title
                if not name:
                    continue
                if self._key(name) not in self.documents:
                    self._judge.gather("SIM-122", "note", _only_named, f"{name[:80]} ({process})")
                    comment = "; ".join(cell.strip() for cell in row.cells[1:] if cell.strip())
                    self._make(name)["note"] = comment or None
                ids.append(self.documents[self._key(name)]["id"])
        return list(dict.fromkeys(ids))

    def _key(self, name: str) -> str:
        return name.strip().casefold()

    def _make(self, name: str) -> dict[str, Any]:
        year = _YEAR.search(name)
        identity = str(uuid.uuid5(_SPACE, self._key(name)))
        document: dict[str, Any] = {"id": identity, "publisher": "", "title": names(name.strip())}
        if year:
            document["year"] = int(year[1])
        self.documents[self._key(name)] = document
        self._judge.count("sources", "imported")
        return document


def _only_named(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 处引用的文献在文件中没有说明，只有名称：{shown}",
        en=f"{number} references cite literature that the file does not describe; only its name is known: {shown}",
    )
