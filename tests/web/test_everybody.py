"""Pages for everybody, without a browser: who sees what, and what is refused."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/factors/", "/policy/", "/methods/", "/methods/ar6-gwp100/", "/about/", "/design/", "/search/?q=steel"]


def page(path, language="en", **more):
    return Client(headers={"accept-language": language}).get(path, **more)


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everybody_may_read_it_in_both_languages(path, language):
    answer = page(path, language)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in text
    assert ("非官方系统" if language == "zh" else "Not an official system") in text


@pytest.mark.parametrize("path", PUBLIC)
def test_the_english_pages_hold_no_chinese_that_is_not_marked_as_such(path):
    text = page(path).content.decode()
    text = re.sub(r"<(\w+)[^>]*\blang=\"zh-CN\"[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"<(script|pre)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.findall(r"[\u4e00-\u9fff]+", re.sub(r"<title>.*?</title>", "", text))[:5]


def test_a_factor_stands_with_value_unit_place_year_source_licence_version_and_status():
    text = page("/factors/?q=aggregates+recycled").content.decode()
    for part in (
        "0.003218",
        "kg CO₂e / kg",
        "GB",
        "2025",
        "DESNZ",
        "Open Government Licence",
        "starter 2026.",
        "Verified",
    ):
        assert part in text, part


def test_a_factor_page_splits_its_value_and_tells_how_to_cite_it():
    listing = re.search(r'href="(/factors/starter/[^"]+)"', page("/factors/?q=diesel").content.decode())
    text = page(listing[1]).content.decode()
    assert "Split" in text
    assert "@misc{starter-" in text
    assert re.search(r"sha256:[0-9a-f]{64}", text)


def test_the_split_adds_up_to_the_total():
    from tanji.starter.methods import DEFAULT, method
    from tanji.web.everybody import factors

    found, opened = factors.search(None, factors.Asked(text="diesel"))
    for each in factors.valued(None, found[:5], opened, method(DEFAULT)):
        at = (each.listing.database, each.listing.version, each.listing.process)
        score = factors.detail(None, at, method(DEFAULT)).score
        assert each.value == score.total
        assert score.total == pytest.approx(
            score.fossil + score.land_use + score.biogenic_emissions - score.biogenic_co2
        )


def test_another_method_gives_another_value():
    listing = re.search(r'href="(/factors/starter/[^"]+)"', page("/factors/?q=methane").content.decode())[1]
    values = {
        re.search(r'<data class="n" value="([^"]+)"', page(f"{listing}?method={name}").content.decode())[1]
        for name in ("ar4-gwp100", "ar6-gwp100", "ar6-gwp20")
    }
    assert len(values) == 3


@pytest.mark.parametrize(
    "path",
    [
        "/factors/starter/2026.1/no-such/",
        "/factors/none/1/a/",
        "/methods/none/",
        "/nothing/",
        "/9f1c7a52-0000-4000-8000-000000000000/",
    ],
)
def test_what_there_is_not_is_answered_with_404_and_the_same_words(path):
    answer = page(path)
    assert answer.status_code == 404
    assert "ACC-404" in answer.content.decode()


def test_only_reading_is_offered():
    client = Client(enforce_csrf_checks=False)
    assert all(client.post(path.split("?")[0]).status_code == 405 for path in PUBLIC)


def test_search_finds_factors_and_sentences_of_the_policy():
    text = page("/search/?q=钢").content.decode()
    assert "/factors/starter/" in text
    assert "/policy/#S" in page("/search/?q=采信").content.decode()
    assert "Nothing found" in page("/search/?q=zzqqxx").content.decode()


def test_what_is_typed_into_search_comes_back_escaped():
    text = page("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_the_language_of_the_address_is_kept():
    client = Client(headers={"accept-language": "zh"})
    assert 'lang="en"' in client.get("/about/?lang=en").content.decode()
    assert '<html lang="en">' in client.get("/about/").content.decode()


def test_a_method_shows_every_gas_with_its_source():
    from tanji.starter.methods import method

    text = page("/methods/ar6-gwp100/").content.decode()
    assert text.count("<tr") == len(method("ar6-gwp100").factors) + 1
