"""From a bill of materials to a footprint in a real browser, by somebody new, on SQLite and on a real PostgreSQL."""

import os
import signal

import pytest
from tests.journeys.platform import platform
from tests.postgres import postgres  # noqa: F401
from tests.web.browser import Browsing, chromium  # noqa: F401

BILL = """层级,物料编号,物料名称,数量,单位,原产地
0,W-1,滚筒洗衣机,1,件,
1,P-1,冷轧钢板,28.5,kg,中国
1,P-2,铝锭,3.2,公斤,中国
1,P-3,聚丙烯,9.1,kg,中国
1,P-4,玻璃,1O.5,kg,中国
"""
PATIENCE = 90_000
WAITING = "main form button[name=missing]"


@pytest.fixture(params=["sqlite", "postgresql"])
def running(request, tmp_path):
    cluster = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with platform(tmp_path, cluster=cluster) as found:
        yield found


@pytest.fixture
def visitor(running, chromium):  # noqa: F811
    with chromium.new_context(locale="zh-CN") as context:
        context.set_default_timeout(PATIENCE)
        yield Browsing(context, running.address)


def _press(page, selector):
    with page.expect_navigation():
        page.click(selector)


def _founded(page):
    page.fill("input[name=email]", "li@factory.example")
    page.fill("input[name=password1]", "steel-and-water-77")
    _press(page, "main form button[type=submit]")
    page.check("input[name=kind][value=manufacturer]")
    page.fill("input[name=name]", "长江电器有限公司")
    _press(page, "main form button[type=submit]")


def _study(page, address):
    page.goto(f"{address}/products/new/")
    page.fill("input[name=name]", "滚筒洗衣机")
    _press(page, "main form button[type=submit]")
    page.fill("form[action$='/studies/'] input[name=name]", "2026 款")
    _press(page, "form[action$='/studies/'] button[type=submit]")
    return f"{address}/studies/{page.url.split('/studies/')[1].split('/')[0]}/"


def _imported(page, study, file):
    page.goto(f"{study}import/")
    page.set_input_files("#id_file", str(file))
    _press(page, "main form button.main")
    for step in range(2, 8):
        assert page.url.endswith(f"/{step}/")
        if step == 7:
            found = page.inner_text("main")
            with page.expect_download() as download:
                page.click("a[download]")
            assert download.value.suggested_filename.endswith(".xlsx")
        _press(page, "main form button.main")
    return found


def _matched(page, study):
    page.goto(f"{study}match/")
    left = page.locator(WAITING).count()
    assert left == 3
    while left:
        page.locator("main form button[name=choose]").first.click()
        page.wait_for_function("([s, n]) => document.querySelectorAll(s).length < n", arg=[WAITING, left])
        left = page.locator(WAITING).count()


def test_a_new_account_comes_from_a_bill_to_a_footprint_and_a_killed_worker_loses_nothing(running, visitor, tmp_path):
    file = tmp_path / "bom.csv"
    file.write_text(BILL, "gb18030")
    page = visitor.open("/account/signup/")
    _founded(page)
    study = _study(page, running.address)
    said = _imported(page, study, file)
    assert "1O.5" in said
    assert "待处理 1" in said
    _matched(page, study)
    page.goto(f"{study}compute/")
    (worker,) = running.workers()
    _press(page, f"form[action='{study.removeprefix(running.address)}compute/'] button")
    os.kill(worker, signal.SIGKILL)
    for _ in range(90):
        page.goto(f"{study}results/")
        if page.locator("main .figure, main data.n").count():
            break
        page.wait_for_timeout(1000)
    # 28.5 kg of steel, 3.2 kg of aluminium, 9.1 kg of polypropylene by the embedded factors that were chosen
    assert "冷轧钢板" in page.inner_text("main")
    assert "kg CO₂e" in page.inner_text("main")
    shares = page.locator("main tr.total").last.inner_text()
    assert "100.0" in shares
    page.goto(f"{study}history/")
    assert page.inner_text("main").count("计算") >= 1
    visitor.check()
