"""Chapters 1 and 2: the maker, the product, the method, and what the study is for."""

from __future__ import annotations

from collections.abc import Iterator

from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Number, Paragraph, Section, Table, number
from tanji.reports.figures import THIN, significant
from tanji.reports.words import BOUNDARIES


def summary(given: Given) -> tuple[Block, ...]:
    """The result in one sentence and one table, as the first page has it."""
    footprint = given.footprint
    rows: list[tuple[Cell, ...]] = [
        (given.say("产品碳足迹", "Product carbon footprint"), number(footprint.score.total))
    ]
    if footprint.uncertainty is not None and given.spread:
        interval = footprint.uncertainty.interval
        rows += [
            (given.say("95% 区间下限", "Lower end of the 95 % interval"), number(interval.low)),
            (given.say("95% 区间上限", "Upper end of the 95 % interval"), number(interval.high)),
        ]
    title = given.say(f"结果，{given.per}", f"Result, {given.per}")
    blocks: list[Block] = [
        Paragraph(sentence(given)),
        Table(title, (given.say("项目", "Item"), given.per), tuple(rows), (3, 2)),
    ]
    blocks.append(Paragraph(_by(given)))
    if footprint.coverage.unlinked:
        count = len(footprint.coverage.unlinked)
        blocks.append(
            Paragraph(
                given.say(
                    f"有 {count} 项没有因子，未计入总量（见 4.4）。",
                    f"Inputs without a factor, which are not in the total: {count} (see 4.4).",
                ),
                notice=True,
            )
        )
    return tuple(blocks)


def _by(given: Given) -> str:
    """By which rules, and what of the result is whose: the boundary, the rules, the validity."""
    rules = given.missing(None) if given.ruleset is None else _rules(given)
    return given.say(
        f"核算规则：{rules}。有效期：声明不规定；由证书规定。",
        f"Rules: {rules}. Validity: not stated here; a certificate states it.",
    )


def _rules(given: Given) -> str:
    return "" if given.ruleset is None else " + ".join(f"{each.id}@{each.version}" for each in given.ruleset.packs)


def sentence(given: Given) -> str:
    """Whose product, from where to where, how much."""
    footprint, study = given.footprint, given.study
    product, maker = (
        given.name(footprint.product),
        footprint.maker or given.say("（未提供生产者）", "(maker not given)"),
    )
    model = study.product.model
    said = f"{product}（{model}）" if model and given.language == "zh" else f"{product} ({model})" if model else product
    total = significant(footprint.score.total)
    boundary = given.of(BOUNDARIES[footprint.boundary])
    amount = f"{significant(footprint.unit.amount, trim=True)}{THIN}{footprint.unit.unit}"
    return given.say(
        f"{maker}生产的{said}，{boundary}的生命周期碳足迹为 {total} kg CO₂e/{amount}。",
        f"The carbon footprint of {said} made by {maker}, {boundary}, is {total} kg CO₂e per {amount}.",
    )


def overview(given: Given) -> Section:
    """Chapter 1."""
    return Section(
        "1",
        given.say("概况", "Overview"),
        sections=(
            Section("1.1", given.say("生产者信息", "The maker"), tuple(_maker(given))),
            Section("1.2", given.say("产品信息", "The product"), tuple(_product(given))),
            Section("1.3", given.say("量化方法", "The method"), tuple(_method(given))),
        ),
    )


def purpose(given: Given) -> Section:
    """Chapter 2."""
    study = given.study
    blocks = (
        Paragraph(given.missing(study.goal)),
        Paragraph(given.say("目标读者：", "Audience: ") + given.missing(study.audience)),
    )
    return Section("2", given.say("量化目的", "Goal"), blocks)


def _maker(given: Given) -> Iterator[Block]:
    maker = given.study.product.maker
    if maker is None:
        yield Paragraph(given.missing(None))
        return
    code = maker.uscc or (f"{maker.other_id.system} {maker.other_id.code}" if maker.other_id else None)
    yield _facts(
        given,
        given.say("生产者", "Maker"),
        (
            (given.say("名称", "Name"), maker.name),
            (given.say("统一社会信用代码或其他代码", "Identifier"), given.missing(code)),
            (given.say("所在地", "Place"), given.missing(maker.location)),
        ),
    )


def _product(given: Given) -> Iterator[Block]:
    product = given.study.product
    codes = given.listed([f"{code.system} {code.code}" for code in product.codes])
    mass: Cell = "—" if product.mass_kg is None else Number(product.mass_kg, f"{significant(product.mass_kg)}{THIN}kg")
    yield _facts(
        given,
        given.say("产品", "Product"),
        (
            (given.say("名称", "Name"), given.name(product.names)),
            (given.say("规格型号", "Model"), given.missing(product.model)),
            (given.say("分类代码", "Classification"), given.missing(codes)),
            (given.say("净重", "Net mass"), mass),
        ),
    )


def _method(given: Given) -> Iterator[Block]:
    footprint = given.footprint
    rules = given.missing(_rules(given))
    releases = given.listed([f"{each.id}@{each.version}" for each in footprint.releases])
    yield _facts(
        given,
        given.say("依据", "Based on"),
        (
            (given.say("核算规则", "Accounting rules"), rules),
            (given.say("特征化方法", "Characterisation"), f"{footprint.method.id}@{footprint.method.version}"),
            (given.say("背景数据库", "Background databases"), given.missing(releases)),
            (given.say("计算程序", "Program"), footprint.engine),
        ),
    )


def _facts(given: Given, title: str, rows: tuple[tuple[str, Cell], ...]) -> Table:
    return Table(title, (given.say("项目", "Item"), given.say("内容", "Content")), rows, (2, 5))
