"""Annexes C and D: parameters of the study and of the rules, and the warming potentials that were used."""

from __future__ import annotations

from tanji.model.method import GasFactor, Indicator
from tanji.model.study import Stage
from tanji.reports.book.given import Given
from tanji.reports.book.page import Block, Cell, Paragraph, Table, number
from tanji.reports.words import INDICATORS, STAGES, STATUSES

CARRIED = {
    Indicator.co2: ("carbon-dioxide-fossil", "carbon-dioxide-biogenic", "carbon-dioxide-uptake"),
    Indicator.ch4: ("methane-fossil", "methane-biogenic"),
    Indicator.n2o: ("nitrous-oxide",),
}
"""Gases of the three lines that one gas (of several origins) makes up; fluorinated gases are not told apart there."""


def parameters(given: Given) -> tuple[Block, ...]:
    """Annex C."""
    own: tuple[tuple[Cell, ...], ...] = tuple(
        (each.name, number(each.value), each.formula or "—", each.unit or "—", each.description or "—")
        for each in given.study.parameters
    )
    blocks: list[Block] = []
    if own:
        columns = (
            given.say("名称", "Name"),
            given.say("数值", "Value"),
            given.say("公式", "Formula"),
            given.say("单位", "Unit"),
            given.say("说明", "About"),
        )
        blocks.append(Table(given.say("研究的参数", "Parameters of the study"), columns, own, (3, 2, 3, 2, 4)))
    else:
        blocks.append(Paragraph(given.say("研究没有参数。", "The study has no parameters.")))
    return (*blocks, *_of_rules(given))


def _of_rules(given: Given) -> tuple[Block, ...]:
    if given.ruleset is None or not given.ruleset.parameters:
        return ()
    rows: list[tuple[Cell, ...]] = []
    for each in given.ruleset.parameters:
        value = each.value
        shown: Cell = given.listed([_word(given, each) for each in value]) if isinstance(value, tuple) else str(value)
        if isinstance(value, float):
            shown = number(value)
        mark = "" if each.clause.status == "verified" else given.say("（未核对）", " (unverified)")
        rows.append(
            (given.name(each.names), shown, each.unit or "—", f"{given.cited(each)} {each.clause.clause}{mark}")
        )
    columns = (
        given.say("参数", "Parameter"),
        given.say("取值", "Value"),
        given.say("单位", "Unit"),
        given.say("条款", "Clause"),
    )
    return (Table(given.say("规则的参数", "Parameters of the rules"), columns, tuple(rows), (4, 4, 1, 4)),)


def _word(given: Given, value: str) -> str:
    """A value as people say it, where it is a stage."""
    return given.of(STAGES[Stage(value)]) if value in set(Stage) else value


def potentials(given: Given) -> tuple[Block, ...]:
    """Annex D: the gases of this footprint with GWP and source, as the method gives them."""
    method = given.method
    if method is None:
        return (
            Paragraph(
                given.say(
                    f"手头没有方法 {given.footprint.method.id} 的文档，不能列出取值。",
                    f"The document of the method {given.footprint.method.id} is not at hand, so no values are listed.",
                ),
                notice=True,
            ),
        )
    found = [factor for gas in _gases(given) if (factor := method.find(gas)) is not None]
    columns = (
        given.say("气体", "Gas"),
        given.say("化学式", "Formula"),
        f"GWP{method.horizon}",
        given.say("来源", "Source"),
        given.say("核对", "Checked"),
    )
    title = given.say(
        f"全球变暖潜势（IPCC {method.report}，{method.horizon} 年），kg CO₂e/kg",
        f"Warming potentials (IPCC {method.report}, {method.horizon} years), kg CO₂e/kg",
    )
    blocks: list[Block] = [Table(title, columns, tuple(_row(given, each) for each in found), (3, 2, 2, 6, 2))]
    return (*blocks, *_not_told(given))


def _gases(given: Given) -> list[str]:
    """Gases whose line is not zero, then those that the study names."""
    score = given.footprint.score
    shown = [gas for line, gases in CARRIED.items() if getattr(score, line) for gas in gases]
    if not score.biogenic_co2:
        shown = [gas for gas in shown if gas != "carbon-dioxide-biogenic"]
    if not score.biogenic_removals:
        shown = [gas for gas in shown if gas != "carbon-dioxide-uptake"]
    named = [each.gas for each in given.study.activities if each.gas]
    return list(dict.fromkeys([*shown, *named]))


def _row(given: Given, factor: GasFactor) -> tuple[Cell, ...]:
    source = ", ".join(part for part in (factor.source, factor.place) if part)
    return (
        given.name(factor.names),
        factor.formula or "—",
        number(factor.value),
        source,
        given.of(STATUSES[factor.status]),
    )


def _not_told(given: Given) -> tuple[Block, ...]:
    """Contributions whose gases nobody told."""
    score, said = given.footprint.score, list[str]()
    if score.unsplit:
        said.append(INDICATORS[Indicator.unsplit].of(given.language))
    if score.fluorinated and not any(each.gas for each in given.study.activities):
        said.append(INDICATORS[Indicator.fluorinated].of(given.language))
    if not said:
        return ()
    named = given.listed(said)
    return (
        Paragraph(
            given.say(
                f"以下贡献来自背景数据，没有逐一列出气体：{named}。",
                f"Of these contributions the background data do not tell every gas: {named}.",
            )
        ),
    )
