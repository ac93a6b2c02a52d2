"""The page that shows every component once: what the tests look at, and what people who write pages copy from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from tanji.errors import Text
from tanji.web.everybody.examples import charts
from tanji.web.frame.parts import Card, Column, Fault, Link, Pages, Row, Step, Table, Work
from tanji.web.frame.states import STATES
from tanji.web.frame.words import later


class ExampleForm(forms.Form):
    """A form with each kind of field."""

    name = forms.CharField(label=later(Text(zh="产品名称", en="Name of the product")), max_length=100)
    mass = forms.FloatField(
        label=later(Text(zh="净重（kg）", en="Net mass (kg)")),
        min_value=0,
        help_text=later(Text(zh="不含包装。", en="Without packaging.")),
    )
    boundary = forms.ChoiceField(
        label=later(Text(zh="系统边界", en="System boundary")),
        choices=[
            ("gate", later(Text(zh="从摇篮到大门", en="Cradle to gate"))),
            ("grave", later(Text(zh="从摇篮到坟墓", en="Cradle to grave"))),
        ],
    )
    note = forms.CharField(label=later(Text(zh="备注", en="Note")), widget=forms.Textarea, required=False)
    public = forms.BooleanField(
        label=later(Text(zh="允许其他机构看到", en="Let other organisations see it")), required=False
    )


def showcase() -> Mapping[str, Any]:
    """What the page is given."""
    faulty = ExampleForm({"name": "", "mass": "1O.5", "boundary": "gate"})
    return {
        "states": sorted(STATES),
        "table": _table(),
        "steps": _steps(),
        "work": _work(),
        "faults": _faults(),
        "form": ExampleForm(),
        "faulty": faulty,
        "cards": _cards(),
        "tabs": [
            Link(Text(zh="贡献", en="Contribution"), "?tab=1", current=True),
            Link(Text(zh="不确定性", en="Uncertainty"), "?tab=2"),
            Link(Text(zh="待处理", en="Open"), "?tab=3", count=5),
        ],
        "crumbs": [Link(Text(zh="首页", en="Home"), "/"), Link(Text(zh="组件", en="Components"), "")],
        "pages": Pages(2, 5, 98, first=21, last=40),
        "charts": charts(),
        "term": Text(zh="功能单位", en="Functional unit"),
        "meaning": Text(
            zh="用来作为基准单位的产品系统性能的量化，例如“每台洗衣机使用 10 年”。",
            en="Quantified performance of a product system for use as a reference unit, e.g. “one washing machine, "
            "used for 10 years”.",
        ),
        "standard": Text(zh="标准 GB/T 24067、ISO 14067", en="GB/T 24067, ISO 14067"),
        "unit": Text(zh="台，使用 10 年", en="machine, used for 10 years"),
        "method": "IPCC AR6 GWP100",
    }


def _table() -> Table:
    columns = [
        Column(Text(zh="物料", en="Material")),
        Column(Text(zh="状态", en="State"), "state"),
        Column(Text(zh="数量", en="Amount"), "figure", unit="kg"),
        Column(Text(zh="结果", en="Result"), "figure", unit="kg CO₂e"),
        Column(Text(zh="占比", en="Share"), "share"),
    ]
    rows = [
        Row([Text(zh="冷轧钢板", en="Cold-rolled steel"), "verified", 28.4, 63.217341, 0.4123], bar=0.4123, href="#"),
        Row([Text(zh="其中：再生料", en="of which recycled"), "unverified", 5.68, 3.1, 0.0202], bar=0.0202, level=1),
        Row([Text(zh="聚丙烯", en="Polypropylene"), "missing", None, None, None]),
        Row([Text(zh="合计", en="Total"), "", 34.08, 153.3279, 1.0], total=True),
    ]
    return Table(
        Text(zh="按物料的结果", en="Results by material"),
        columns,
        rows,
        note=Text(zh="四位有效数字；复制时得到全部位数。", en="Four significant digits; copying takes all of them."),
    )


def _steps() -> list[Step]:
    names = (
        Text(zh="上传", en="Upload"), Text(zh="识别", en="Recognise"), Text(zh="对应列", en="Columns"),
        Text(zh="单位与数值", en="Units and values"), Text(zh="结构", en="Structure"),
    )  # fmt: skip
    return [
        Step(name, "done" if place < 2 else "current" if place == 2 else "waiting", href="#" if place < 2 else "")
        for place, name in enumerate(names)
    ]


def _work() -> Work:
    return Work(
        Text(zh="计算", en="Computation"),
        [
            Step(Text(zh="检查", en="Check"), "done", detail="0.2 s"),
            Step(Text(zh="求解", en="Solve"), "done", detail="0.6 s"),
            Step(
                Text(zh="不确定性", en="Uncertainty"),
                "running",
                detail=Text(zh="已抽样 3 200 / 10 000", en="3 200 of 10 000 drawn"),
            ),
            Step(Text(zh="整理结果", en="Arrange the result"), "waiting"),
        ],
        poll="",
        ended=True,
        done=3200,
        total=10000,
    )


def _faults() -> list[Fault]:
    return [
        Fault(
            Text(
                zh="第 37 行 F 列「数量」填写为“1O.5”，含字母 O。",
                en="Row 37, column F “Quantity” reads “1O.5” with a letter O.",
            ),
            code="IMP-012",
            hint=Text(zh="请改为 10.5 后重新上传错误行。", en="Change it to 10.5 and upload the error rows again."),
        ),
    ]


def _cards() -> list[Card]:
    do = Text(zh="去处理", en="Do it")
    return [
        Card(
            Text(zh="为 5 行选择背景数据", en="Choose background data for 5 rows"), "#", do,
            owner=Text(zh="核算员", en="Accountant"), due=date(2026, 12, 1),
            detail=Text(zh="洗衣机 XQG100", en="Washing machine XQG100"),
        ),
        Card(
            Text(zh="批准声明", en="Approve the statement"), "#", do,
            owner=Text(zh="批准人", en="Approver"), due=date(2026, 11, 20), overdue=True, state="calculated",
        ),
    ]  # fmt: skip
