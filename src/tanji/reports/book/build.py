"""The report of a footprint in one language: the same sections, numbers and figures in both."""

from __future__ import annotations

from datetime import date

from tanji.errors import Text
from tanji.model.document import digest
from tanji.reports.book.annexes import annexes
from tanji.reports.book.given import Given
from tanji.reports.book.inventory import inventory, quality
from tanji.reports.book.overview import overview, purpose, summary
from tanji.reports.book.page import Book
from tanji.reports.book.results import interpretation, results
from tanji.reports.book.rules import conformity, verification
from tanji.reports.book.scope import scope
from tanji.reports.words import DISCLAIMER

TITLE = Text(zh="产品碳足迹报告", en="Product carbon footprint report")
ESTIMATE = Text(zh="估算，不得用于认证", en="Estimate, not to be used for certification")


def build(given: Given) -> Book:
    """The report, from cover to annexes. What was not given is said to be missing, section by section."""
    footprint, product = given.footprint, given.study.product
    estimate = given.statement is not None and given.statement.estimate
    subject = given.statement or footprint
    cover = (
        (given.say("产品名称", "Product"), given.name(footprint.product)),
        (given.say("规格型号", "Model"), given.missing(product.model)),
        (given.say("生产者", "Maker"), given.missing(footprint.maker)),
        (given.say("报告编号", "Report number"), f"{footprint.id}@{footprint.version}"),
        (
            given.say("统计期", "Period"),
            given.missing(None if footprint.period is None else " – ".join(footprint.period)),
        ),
        (
            given.say("声明日期", "Declared on"),
            given.missing(None if given.statement is None else given.statement.declared_on.isoformat()),
        ),
    )
    chapters = (
        overview(given),
        purpose(given),
        scope(given),
        inventory(given),
        quality(given),
        results(given),
        interpretation(given),
        conformity(given),
        verification(given),
    )
    return Book(
        language=given.language,
        title=given.of(TITLE),
        product=given.name(footprint.product),
        cover=cover,
        sections=(*chapters, *annexes(given)),
        digest=digest(subject),
        disclaimer=given.of(DISCLAIMER),
        dated=_dated(given),
        mark=given.of(ESTIMATE) if estimate else "",
        summary=summary(given),
    )


def _dated(given: Given) -> date:
    if given.statement is not None:
        return given.statement.declared_on
    period = given.footprint.period
    return date(1970, 1, 1) if period is None else date.fromisoformat(period[1])
