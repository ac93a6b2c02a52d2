"""What is wrong with a pack before anybody uses it: names, types, cases, translations, titles, chapters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from tanji.errors import Refusal, Text
from tanji.model.clause import Clause
from tanji.model.document import Names
from tanji.model.finding import Finding, Place, Report, error, note, warning
from tanji.model.ruleset import Level, Pack, PackStatus, Rule
from tanji.model.source import Status
from tanji.rules.casebook import run, values_on
from tanji.rules.check import placeholders
from tanji.rules.following import following
from tanji.rules.functions import function
from tanji.rules.lint_content import clauses_in, conditions, content_findings, names_in
from tanji.rules.naming import Known, expression, named

TITLE: Final = re.compile(r"^温室气体 产品碳足迹量化方法与要求 \S+")
"""How the titles of product rules read (环办便函 of December 2024, as cited in the requirements; unverified)."""
NAMED: Final = 5
"""Errors that a refusal names."""
CHAPTERS: Final = (
    "scope", "references", "terms", "goal", "inventory", "impact", "interpretation", "report",
    "annex_data", "annex_parameters", "annex_quality", "annex_gwp", "annex_template",
)  # fmt: skip
"""Chapters and annexes that product rules have (T/CECRPA 010-2024 as an example)."""


def lint(pack: Pack, below: Iterable[Pack] = (), *, on: date) -> Report:
    """All that is wrong with a pack; `below` are the packs it builds on. Errors keep it from being published."""
    lower = tuple(below)
    found = [
        *_rules(pack, lower),
        *_cases(pack, lower, on),
        *_translations(pack),
        *_sources(pack),
        *_form(pack, lower),
        *content_findings(pack, lower, on),
        *_unwritten(pack),
    ]
    return Report(findings=tuple(found))


class UnsoundPack(Refusal):
    """A pack whose rules can not be judged: not CEL, a name that there is not, a pack below it that is missing."""

    code = "RUL-006"


def sound(pack: Pack, below: Iterable[Pack] = ()) -> Pack:
    """The pack, if each of its rules can be judged at all; cases and texts are left to `lint`.

    Refuses UnsoundPack, naming the pack and its rules: nothing is checked by a pack of which a part does not work.
    """
    lower = tuple(below)
    wrong = [each for each in (*_rules(pack, lower), *_missing(pack, lower)) if each.severity == "error"]
    if wrong:
        said = [f"{each.place.member}: " if each.place and each.place.member else "" for each in wrong[:NAMED]]
        zh = "；".join(place + each.message.zh for place, each in zip(said, wrong, strict=False))
        en = "; ".join(place + each.message.en for place, each in zip(said, wrong, strict=False))
        more = len(wrong) - NAMED
        raise UnsoundPack(
            Text(
                zh=f"规则包“{pack.id}”有 {len(wrong)} 处错误，不能用来核对：{zh}"
                f"{f'；另有 {more} 处' if more > 0 else ''}",
                en=f"The pack {pack.id!r} has {len(wrong)} errors, so nothing is checked by it: {en}"
                f"{f'; {more} more' if more > 0 else ''}",
            ),
            Text(zh=f"请用 tanji rule lint {pack.id} 查看并改正。", en="See `tanji rule lint` and correct them."),
        )
    return pack


def _rules(pack: Pack, below: tuple[Pack, ...]) -> Iterator[Finding]:
    known = Known(frozenset(parameter.id for each in (*below, pack) for parameter in each.parameters))
    for rule in pack.rules:
        yield from _rule(rule, known)
    yield from conditions(pack.content, known)
    for name, count in Counter(rule.id for rule in pack.rules).items():
        if count > 1:
            yield error(
                "RUL-102",
                Text(zh=f"规则编号“{name}”出现 {count} 次", en=f"The rule id {name!r} stands {count} times"),
                Text(zh="请改成不同的编号。", en="Give each rule an id of its own."),
            )
    for parameter in pack.parameters:
        if parameter.id not in known.used | _by_functions(pack):
            yield note(
                "RUL-103",
                Text(
                    zh=f"参数“{parameter.id}”没有规则使用",
                    en=f"No rule of the pack uses the parameter {parameter.id!r}",
                ),
                Text(zh="若只供阅读可保留。", en="Keep it if it is only to be read."),
                Place(member=f"parameters.{parameter.id}"),
            )


def _rule(rule: Rule, known: Known) -> Iterator[Finding]:
    for member in ("each", "when", "require"):
        text = getattr(rule, member)
        if text is not None:
            yield from expression(text, _at(rule, member), known, each=rule.each)
    if rule.function is not None:
        try:
            function(rule.function)
        except Refusal as refusal:
            yield error("RUL-101", refusal.message, refusal.hint, _at(rule, "function"))
    for code, text in rule.message.items():
        for path in placeholders(text):
            known.reads(path)
            place = _at(rule, f"message.{code}")
            free = rule.function is not None
            yield from named(path, place, known.parameters, each=rule.each, free=free)
    yield from _never(rule)


def _by_functions(pack: Pack) -> set[str]:
    """Parameters that the functions in use read by name."""
    used = {rule.function for rule in pack.rules}
    return {"biogenic_carbon_tolerance_percent"} if "biogenic-closes" in used else set()


def _never(rule: Rule) -> Iterator[Finding]:
    """Conditions that are the same for all facts."""
    for member in ("when", "require"):
        text = getattr(rule, member)
        if text is not None and text.strip() in {"true", "false"}:
            yield error(
                "RUL-107",
                Text(zh=f"条件恒为 {text.strip()}，规则永不起作用", en=f"The condition is always {text.strip()}"),
                Text(zh="请写出条件，或删除该规则。", en="Write a condition, or remove the rule."),
                _at(rule, member),
            )


def _cases(pack: Pack, below: tuple[Pack, ...], on: date) -> Iterator[Finding]:
    for rule in (*pack.rules, *following(pack, below, values_on((*below, pack), on))):
        if rule.question is not None:
            continue
        expected = {case.expect for case in pack.cases if case.rule == rule.id}
        if "fail" not in expected:
            yield error(
                "RUL-108",
                Text(zh=f"规则“{rule.id}”没有不通过的案例", en=f"The rule {rule.id!r} has no case that fails"),
                Text(zh="请在 cases.yaml 中补一个 expect: fail 的案例。", en="Add a case with `expect: fail`."),
                _at(rule, "cases"),
            )
    try:
        results = run(pack, on, below)
    except Refusal as refusal:
        yield error("RUL-109", refusal.message, refusal.hint)
        return
    for result in results:
        if not result.as_expected:
            said = result.problem or result.outcome
            reasons = "; ".join(verdict.reason for verdict in result.verdicts if verdict.reason)
            said += f" ({reasons})" if reasons else ""
            yield error(
                "RUL-110",
                Text(
                    zh=f"案例“{result.case.id}”应为 {result.case.expect}，实为 {said}",
                    en=f"Case {result.case.id!r}: expected {result.case.expect}, got {said}",
                ),
                Text(zh="请改正规则或案例。", en="Correct the rule or the case."),
                Place(member=f"cases.{result.case.id}"),
            )


def _translations(pack: Pack) -> Iterator[Finding]:
    said: list[tuple[str, Names]] = [("names", pack.names)]
    said += [(f"parameters.{each.id}.names", each.names) for each in pack.parameters]
    for rule in pack.rules:
        said += [(f"rules.{rule.id}.{member}", getattr(rule, member)) for member in ("names", "message", "remedy")]
        said += [(f"rules.{rule.id}.question", rule.question)] if rule.question is not None else []
    said += names_in(pack.content)
    for where, names in said:
        missing = [code for code in ("zh", "en") if not names.get(code, "").strip()]
        if missing:
            yield error(
                "RUL-111",
                Text(
                    zh=f"{where} 缺少 {'、'.join(missing)} 文本", en=f"{where} lacks its text in {', '.join(missing)}"
                ),
                Text(zh="中文和英文都要写。", en="Write it in Chinese and in English."),
                Place(member=where),
            )


def _sources(pack: Pack) -> Iterator[Finding]:
    known = {source.id for source in pack.sources}
    clauses: list[tuple[str, Clause]] = [(f"rules.{rule.id}", rule.clause) for rule in pack.rules]
    clauses += [(f"parameters.{each.id}", value.clause) for each in pack.parameters for value in each.values]
    clauses += clauses_in(pack.content)
    for where, clause in clauses:
        if clause.source not in known:
            yield error(
                "RUL-112",
                Text(
                    zh=f"{where} 引用的来源“{clause.source}”不存在",
                    en=f"{where} cites {clause.source!r}, no source of it",
                ),
                Text(zh="请在 manifest 的 sources 中登记。", en="Add it to `sources` in the manifest."),
                Place(member=where),
            )
    unverified = sum(clause.status is Status.unverified for _, clause in clauses)
    if unverified and pack.status is PackStatus.in_force:
        yield warning(
            "RUL-113",
            Text(
                zh=f"{len(clauses)} 处条款引用中有 {unverified} 处未与原文核对",
                en=f"{unverified} of {len(clauses)} clauses were not checked against the document",
            ),
            Text(zh="请与购买的标准文本核对后改为 verified。", en="Check them against the bought text, then say so."),
        )


def _unwritten(pack: Pack) -> Iterator[Finding]:
    """What `tanji rule new` left for the author to fill in."""
    open_ = [
        f"sources.{source.id}"
        for source in pack.sources
        if "?" in {source.publisher, source.document_no, *source.title.values()}
    ]
    open_ += [f"rules.{rule.id}.clause" for rule in pack.rules if rule.clause.clause == "?"]
    open_ += [where for where, clause in clauses_in(pack.content) if clause.clause == "?"]
    open_ += [where for where, names in names_in(pack.content) if names.get("zh") == "待写"]
    open_ += [f"parameters.{p.id}.clause" for p in pack.parameters if any(v.clause.clause == "?" for v in p.values)]
    open_ += [
        f"texts.{name}" for name, text in pack.texts.items() if isinstance(text, dict) and text.get("zh") == "待写"
    ]
    for where in open_:
        yield error(
            "RUL-118",
            Text(zh=f"{where} 还没有填写", en=f"{where} is not written yet"),
            Text(zh="请填写后再发布。", en="Write it before the pack is published."),
            Place(member=where),
        )


def _missing(pack: Pack, below: tuple[Pack, ...]) -> Iterator[Finding]:
    """Packs that it builds on and that there are not."""
    given = {each.id for each in below}
    for name in pack.builds_on:
        if name not in given:
            yield error(
                "RUL-114",
                Text(zh=f"所依据的规则包“{name}”不存在", en=f"It builds on {name!r}, which there is not"),
                Text(zh="请改正 builds_on。", en="Correct `builds_on`."),
            )


def _form(pack: Pack, below: tuple[Pack, ...]) -> Iterator[Finding]:
    yield from _missing(pack, below)
    if pack.level is Level.product:
        title = pack.names.get("zh", "")
        if not TITLE.match(title.removeprefix("（示例）")):
            yield error(
                "RUL-115",
                Text(zh=f"标题“{title}”不合统一格式", en=f"The title {title!r} does not follow the common pattern"),
                Text(
                    zh="应为《温室气体 产品碳足迹量化方法与要求 ××》。",
                    en="It reads 温室气体 产品碳足迹量化方法与要求 and the product.",
                ),
            )
        absent = [chapter for chapter in CHAPTERS if chapter not in pack.texts]
        if absent:
            yield error(
                "RUL-116",
                Text(zh=f"缺少章节或附录：{'、'.join(absent)}", en=f"Chapters or annexes missing: {', '.join(absent)}"),
                Text(zh="请在 texts.yaml 中补齐。", en="Add them to texts.yaml."),
            )
    if pack.status is PackStatus.illustrative and not pack.disclaimer:
        yield error(
            "RUL-117",
            Text(zh="示例规则包没有免责声明", en="An illustrative pack has to say that it is not the standard"),
            Text(zh="请填写 disclaimer。", en="Fill in `disclaimer`."),
        )


def _at(rule: Rule, member: str) -> Place:
    return Place(member=f"rules.{rule.id}.{member}")
