"""`tanji rule new`: a folder to begin a pack in, which the linter then leads through."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

NEW = Text(
    zh="新建一个规则包文件夹，带内容、一条示例规则和案例", en="Begin a pack: a folder with content, one rule, and cases"
)

MANIFEST = """\
# 规则包 / rule pack. 用 tanji rule lint 检查 / check with `tanji rule lint`
id: {identity}
version: "0.1"
names: {{zh: 温室气体 产品碳足迹量化方法与要求 {title}, en: "Carbon footprint rules for {title}"}}
level: product
kind: programme
status: illustrative
disclaimer: {{zh: 草稿，不是任何标准的原文。, en: A draft; not the text of any standard.}}
builds_on: [gbt-24067-2024]
words: ["{title}"]
sources:
  # 规则所依据的文件；id 写作 own 的表示自定 / what it rests on; a source `own` is the author's choice
  - {{id: standard, publisher: "?", title: {{zh: 请填写来源, en: state the source}}, document_no: "?"}}
"""
CONTENT = """\
# 规则的内容，逐节写明；条件由此自动得出 / what the rule says, section by section; conditions follow from it.
# 各节 / sections: unit boundary cut_off allocation data electricity gwp carbon scenarios results uncertainty
# comparability validity report label verification。未写的节按所依据的规则包 / what is not here is as in the pack below.
unit:
  clause: {source: standard, clause: "?"}
  units: ["件"]
boundary:
  clause: {source: standard, clause: "?"}
  stages: [raw_material, production]
  processes:
    - id: materials
      names: {zh: 主要材料, en: main materials}
      clause: {source: standard, clause: "?"}
      stage: raw_material
      need: required
      kinds: [material]
      measured: mass
      primary: primary
"""
PARAMETERS = """\
- id: service_years_least
  names: {zh: 最短使用年限, en: shortest service life}
  unit: a
  values:
    - {since: 2026-01-01, value: 5.0, clause: {source: standard, clause: "?"}}
"""
RULES = """\
- id: use.service-years
  clause: {source: standard, clause: "?"}
  names: {zh: 使用年限不短于规定, en: The service life is not below the rule's}
  when: has(study.service_years)
  require: study.service_years >= parameter.service_years_least
  message:
    zh: "使用年限 {study.service_years} 年，短于 {parameter.service_years_least} 年"
    en: "The service life of {study.service_years} years is below {parameter.service_years_least}"
  remedy: {zh: 按规则的年限计算, en: Compute with the rule's years}
"""
CASES = """\
cases:
  - id: use.service-years.short
    rule: use.service-years
    names: {zh: 只有三年, en: three years only}
    expect: fail
    set: {study.service_years: 3.0}
  - id: unit.of-the-product.other
    rule: unit.of-the-product
    names: {zh: 按米计, en: by the metre}
    expect: fail
    set: {study.unit.unit: m}
  - id: boundary.required-stages.none
    rule: boundary.required-stages
    names: {zh: 没有材料, en: no materials}
    expect: fail
    without: [study.activities.steel]
  - id: boundary.process.materials.none
    rule: boundary.process.materials
    names: {zh: 没有材料, en: no materials}
    expect: fail
    without: [study.activities.steel]
  - id: data.primary.materials.estimate
    rule: data.primary.materials
    names: {zh: 只有估计, en: an estimate}
    expect: fail
    set: {study.activities.steel.data.type: estimate}
"""


def new(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help=both(Text(zh="新文件夹", en="the new folder")))],
    title: Annotated[str, typer.Option(help=both(Text(zh="产品名称", en="name of the product")))] = "××",
) -> None:
    """Write a folder that lints except for what only its author knows."""
    from tanji.rules.lint import CHAPTERS

    terminal: Terminal = ctx.obj
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(
            Text(zh=f"“{folder}”不是空文件夹", en=f"{folder} is not empty"),
            Text(zh="请换一个名称。", en="Choose another name."),
        )
    folder.mkdir(parents=True, exist_ok=True)
    chapters = "\n".join(f"{chapter}: {{zh: 待写, en: to be written}}" for chapter in CHAPTERS)
    files = {
        "manifest": MANIFEST.format(identity=folder.name, title=title),
        "parameters": PARAMETERS,
        "content": CONTENT,
        "rules": RULES,
        "cases": CASES,
        "texts": f"{chapters}\n",
    }
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    written = [str(folder / f"{name}.yaml") for name in files]
    terminal.answer({"files": written})
    terminal.show(
        Text(
            zh=f"已写出 {'、'.join(written)}。编辑后用 tanji rule lint {folder} 检查。",
            en=f"Written: {', '.join(written)}. Edit them, then run `tanji rule lint {folder}`.",
        )
    )


COMMANDS = (("new", new, NEW),)
