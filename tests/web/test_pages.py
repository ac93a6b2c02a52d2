"""Pages for everybody in a real browser: both languages, three widths, light and dark, by keyboard, without scripts."""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.web.browser import every_page

pytestmark = pytest.mark.django_db(transaction=True)
FACTOR = "/factors/starter/{version}/uk-aggregates-recycled/"
PAGES = {
    "landing": "/",
    "factors": "/factors/?q=%E9%93%9D",
    "policy": "/policy/",
    "methods": "/methods/",
    "method": "/methods/ar6-gwp100/",
    "about": "/about/",
    "design": "/design/",
    "search": "/search/?q=steel",
    "not-found": "/nothing/",
}
LARGEST, LARGEST_WITH_CHARTS = 100_000, 350_000


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_clean_in_both_languages_at_three_widths_and_dark(browsing, name):
    every_page(browsing, name, PAGES[name])


def test_the_page_of_a_factor_is_clean(browsing):
    every_page(browsing, "factor", _factor())


@pytest.mark.parametrize("path", ["/", "/factors/", "/design/", "/policy/"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_must_be_scrolled_sideways_at_320_pixels(browsing, path, language):
    browsing.open(path, language=language, width=320)
    browsing.check(axe=False)


def test_every_target_is_at_least_24_pixels_high_and_buttons_and_fields_44(browsing):
    page = browsing.open("/design/")
    small = page.evaluate(
        """[...document.querySelectorAll("main button, main .button, main select, main input, summary, nav a")]
        .filter(e => e.type !== "checkbox")
        .filter(e => e.checkVisibility() && !e.closest(".crumbs, .contents"))
        .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert not small


def test_the_first_key_leads_past_the_frame_to_the_content(browsing):
    page = browsing.open("/factors/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_of_a_phone_opens_without_scripts(chromium, live_server):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.goto(live_server.url)
    assert not page.locator("details.menu a").first.is_visible()
    page.locator("details.menu summary").click()
    assert page.locator("details.menu a[href='/factors/']").is_visible()
    context.close()


@pytest.mark.parametrize("path", ["/", "/factors/?q=steel", "/policy/", "/methods/", "/about/"])
def test_public_pages_read_without_scripts(chromium, live_server, path):
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    answer = page.goto(f"{live_server.url}{path}")
    assert answer.status == 200
    assert len(page.locator("main").inner_text()) > 300
    context.close()


def test_a_chart_without_scripts_is_a_table(chromium, live_server):
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_server.url}/design/")
    assert page.locator("figure#chart-bar table").is_visible()
    assert "63.22" in page.locator("figure#chart-bar table").inner_text()
    context.close()


def test_every_kind_of_chart_is_drawn_and_says_what_it_shows(browsing):
    page = browsing.open("/design/", language="en")
    page.wait_for_selector("#chart-line svg path", state="attached")
    names = page.evaluate("[...document.querySelectorAll('[data-chart]')].map(e => e.getAttribute('aria-label'))")
    assert len(names) == 9
    assert all(names)
    assert page.locator("figure.chart svg").filter(has=page.locator("path")).count() >= 9
    browsing.check(axe=False)


@pytest.mark.parametrize("kind", ["csv", "svg", "png"])
def test_a_chart_is_saved(browsing, kind):
    page = browsing.open("/design/", language="en")
    page.wait_for_selector("#chart-waterfall svg path", state="attached")
    with page.expect_download() as saving:
        page.locator(f"#chart-waterfall [data-save-as={kind}]").click()
    data = Path(saving.value.path()).read_bytes()
    begins = {"csv": "\ufeffItem,Change".encode(), "svg": b"<?xml", "png": b"\x89PNG"}[kind]
    assert data.startswith(begins)
    if kind == "csv":
        assert data.decode("utf-8-sig").splitlines()[1] == "Before,336.3"


def test_copying_a_figure_takes_all_its_digits(browsing):
    page = browsing.open("/design/")
    copied = page.evaluate(
        """() => { const f = document.querySelector("data.n"); const r = document.createRange();
        r.selectNodeContents(f);
        const s = getSelection(); s.removeAllRanges(); s.addRange(r);
        const e = new ClipboardEvent("copy", {clipboardData: new DataTransfer(), cancelable: true, bubbles: true});
        document.dispatchEvent(e); return e.clipboardData.getData("text/plain"); }"""
    )
    assert copied == "336.27182"


def test_a_search_swaps_in_what_was_found_and_changes_the_address(browsing):
    page = browsing.open("/factors/", language="en")
    page.fill("#q", "aggregates recycled")
    page.keyboard.press("Enter")
    page.wait_for_url("**/factors/?q=aggregates*")
    page.wait_for_selector("#found:has-text('Aggregates, closed-loop recycled')")
    browsing.check()


def test_a_break_of_the_content_policy_would_be_seen(browsing):
    page = browsing.open("/about/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(200)
    with pytest.raises(AssertionError, match="Content Security Policy"):
        browsing.check(axe=False)


def test_a_request_to_elsewhere_would_be_seen(browsing):
    page = browsing.open("/about/")
    page.evaluate("new Image().src = 'https://elsewhere.invalid/x.png'")
    page.wait_for_timeout(200)
    with pytest.raises(AssertionError):
        browsing.check(axe=False)


def test_paper_shows_the_content_without_menus_and_with_the_address(browsing):
    page = browsing.open("/methods/ar6-gwp100/")
    page.emulate_media(media="print")
    assert not page.locator("header.bar").is_visible()
    assert not page.locator("nav.menu.wide").is_visible()
    assert page.locator("p.printed").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("path", "limit"),
    [("/", LARGEST), ("/factors/", LARGEST), ("/policy/", LARGEST), ("/design/", LARGEST_WITH_CHARTS)],
)
def test_a_page_with_all_its_files_stays_within_its_bytes(browsing, path, limit):
    bodies = {}
    browsing.page.on("response", lambda answer: bodies.__setitem__(urlsplit(answer.url).path, answer))
    browsing.open(path)
    sizes = {name: len(gzip.compress(answer.body(), 9)) for name, answer in bodies.items()}
    assert sum(sizes.values()) <= limit, sizes


def test_english_that_is_half_as_long_again_still_fits(browsing):
    page = browsing.open("/design/", language="en", width=360)
    page.evaluate(
        """for (const e of document.querySelectorAll("main *, nav *")) for (const n of e.childNodes)
        if (n.nodeType === 3 && n.textContent.trim().length > 3 && !e.closest("svg, script"))
        n.textContent += " " + n.textContent.trim().slice(0, n.textContent.length / 2)"""
    )
    browsing.check(axe=False)


def _factor():
    from tanji.catalog.shelves import releases

    return FACTOR.format(version=releases(None)[0].manifest.version)
