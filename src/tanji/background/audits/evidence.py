"""Where figures come from: processes without a source, and links to evidence that is not in the release."""

from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl

from tanji.background.audits.subject import Checked, Head, Subject, remark
from tanji.background.places import known_place
from tanji.errors import Text
from tanji.model.finding import Finding, Severity

_HINT = Text(zh="请补充来源：发布者、标题、年份、出处", en="Give the source: publisher, title, year, place in it")
_HINT_LINK = Text(zh="请连同所引用的来源一起导入", en="Import what is referred to with the rest")


def sources(subject: Subject) -> Checked:
    """Processes without any source, or whose sources are not in the release or say nothing that can be looked up."""
    documents = dict(subject.opened.table("sources").iter_rows())
    empty = {identity for identity, text in documents.items() if _says_nothing(json.loads(text))}
    found = [each for head in subject.heads for each in _source_remarks(head, set(documents), empty)]
    return Checked(tuple(found), len(subject.heads))


def providers(subject: Subject) -> Checked:
    """Exchanges that name a supplier which the release does not hold."""
    ids = {head.id for head in subject.heads} | set(subject.opened.positions)
    named = subject.exchanges.filter(pl.col("provider").is_not_null())
    missing = named.filter(~pl.col("provider").is_in(ids))
    found = []
    for row in missing.iter_rows(named=True):
        name, provider = row["called"] or row["flow_name"], row["provider"]
        text = Text(
            zh=f"“{name}”指定的供应过程 {provider} 不存在", en=f'"{name}" names a supplier {provider} that is absent'
        )
        found.append(remark("AUD-164", subject.heads[row["process"]], text, _HINT_LINK))
    return Checked(tuple(found), len(named))


def places(subject: Subject) -> Checked:
    """Processes whose place is neither a code that is known nor explained by the release; no place counts as known."""
    explained = {value for row in subject.opened.table("places").iter_rows() for value in row if value}
    found = []
    for head in subject.heads:
        place = head.document.get("location")
        if place and place not in explained and known_place(place) is None:
            text = Text(zh=f"地域“{place}”无法识别", en=f'its place "{place}" is not known')
            hint = Text(zh="请使用 ISO 3166 或 GB/T 2260 代码", en="Use a code of ISO 3166 or GB/T 2260")
            found.append(remark("AUD-165", head, text, hint))
    return Checked(tuple(found), len(subject.heads))


def _source_remarks(head: Head, known: set[str], empty: set[str]) -> Iterator[Finding]:
    given = head.document.get("sources", [])
    if not given and not head.document.get("place"):
        yield remark("AUD-161", head, Text(zh="没有来源", en="it has no source"), _HINT)
    for source in given:
        if source not in known:
            text = Text(zh=f"引用的来源 {source} 不在发布版中", en=f"its source {source} is not in the release")
            yield remark("AUD-162", head, text, _HINT_LINK, severity=Severity.error)
    if given and all(source in empty for source in given):
        text = Text(zh="其来源没有可查找的信息", en="its sources say nothing that can be looked up")
        yield remark("AUD-163", head, text, _HINT, severity=Severity.note)


def _says_nothing(source: dict[str, object]) -> bool:
    titles = source.get("title") or {}
    written = isinstance(titles, dict) and any(str(title).strip() for title in titles.values())
    return not written and not any(source.get(key) for key in ("url", "document_no", "year"))
