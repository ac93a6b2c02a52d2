"""The report of a footprint in one language: the same sections, numbers and figures in both."""

from __future__ import annotations

from datetime import date

from tanji.errors import Text
from tanji.model.document import digest
from tanji.model.statement import ESTIMATE
from tanji.reports.book.annexes import annexes
from tanji.reports.book.given import Given
from tanji.reports.book.inventory import inventory
from tanji.reports.book.overview import overview, purpose, summary
from tanji.reports.book.page import Book
from tanji.reports.book.quality import quality
from tanji.reports.book.results import interpretation, results
from tanji.reports.book.rules import conformity, verification
from tanji.reports.book.scope import scope
from tanji.reports.words import DISCLAIMER

TITLE = Text(zh="产品碳足迹报告", en="Product carbon footprint report")


def build(given: Given) -> Book:
    """The report, from cover to annexes. What was not given is said to be missing, section by section."""
    footprint = given.footprint
    estimate = given.statement is not None and given.statement.estimate
    subject = given.statement or footprint
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
        cover=_cover(given),
        sections=(*chapters, *annexes(given)),
        digest=digest(subject),
        disclaimer=given.of(DISCLAIMER),
        dated=given.dated,
        mark=given.of(ESTIMATE) if estimate else "",
        summary=summary(given),
    )


def _cover(given: Given) -> tuple[tuple[str, str], ...]:
    """The fields of the Chinese template in its order, then period and state."""
    footprint, statement = given.footprint, given.statement
    period = None if footprint.period is None else " – ".join(footprint.period)
    return (
        (given.say("产品名称", "Product"), given.name(footprint.product)),
        (given.say("产品规格型号", "Model"), given.missing(given.study.product.model)),
        (given.say("生产者名称", "Maker"), given.missing(footprint.maker)),
        (given.say("报告编号", "Report number"), given.number),
        (given.say("出具报告机构（盖章）", "Issued by (seal)"), given.imprint.issuer or given.say("（无）", "(none)")),
        (given.say("日期", "Date"), given.missing(None if statement is None else _day(given, statement.declared_on))),
        (given.say("统计期", "Period of the data"), given.missing(period)),
        (given.say("状态", "State"), _state(given)),
    )


def _day(given: Given, day: date) -> str:
    return given.say(f"{day.year} 年 {day.month} 月 {day.day} 日", day.isoformat())


def _state(given: Given) -> str:
    if given.statement is None:
        return given.say("核算结果，未声明，未经核查", "computed; not declared, not verified")
    if given.statement.estimate:
        return given.of(ESTIMATE)
    return given.say("已声明，未经核查", "declared, not verified")
