"""A real browser for tests: every page is opened in both languages and at three widths, and looked at by machine.

What is recorded from the first request on: requests to elsewhere, breaks of the content security policy, errors of
scripts, and files of our own that are not found. `Browsing.check` fails on any of these, on what axe finds, and on a
page that must be scrolled sideways. With TANJI_SCREENSHOTS set, `every_page` also writes pictures into
`docs/images/pages/<name>-<language>-<width>.png`.

Take the fixtures into the conftest.py of a folder:

    from tests.web.browser import browsing, chromium  # noqa: F401
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tests.conftest import ROOT, demanded

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response

CHROMIUM = Path("/usr/bin/chromium")
PICTURES = ROOT / "docs" / "images" / "pages"
LANGUAGES = ("zh", "en")
WIDTHS = (360, 768, 1280)
LARGEST_PICTURE = 150_000
HEIGHTS = (2400, 1800, 1200, 900, 600)

looks = pytest.mark.parametrize(
    ("language", "width"), [(language, width) for language in LANGUAGES for width in WIDTHS]
)
"""Both languages at each of the three widths."""


@dataclass
class Browsing:
    """One visitor: a browser of its own without cookies, and all that went wrong in it."""

    context: BrowserContext
    server: str
    faults: list[str] = field(default_factory=list)
    bytes_read: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("request", self._requested)
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def open(self, path: str, *, language: str = "zh", width: int = 1280, dark: bool = False) -> Page:
        """The page at a path, in a language, at a width."""
        self.context.set_extra_http_headers({"Accept-Language": "zh-CN" if language == "zh" else "en-GB"})
        cookie = {"name": "tanji_language", "value": language, "url": self.server}
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self.page.goto(f"{self.server}{path}", wait_until="networkidle")
        return self.page

    def widen(self, width: int) -> None:
        """The page that is open at another width, laid out anew as when somebody turns the screen."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def sign_in(self, person: Any, organisation: Any = None) -> None:
        """Sign a person in without the form, for an organisation if one is given."""
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        if organisation is not None:
            session = client.session
            session["organisation"] = str(organisation.pk)
            session.save()
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.server}])

    def check(self, *, axe: bool = True) -> None:
        """Fails unless the page that is open is clean."""
        assert not self.faults, self.faults
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url}: scrolls sideways by {wide} px: {self.page.evaluate(OVERFLOWING)}"
        if axe:
            assert not (found := violations(self.page)), f"{self.page.url}: {found}"

    def _requested(self, request: Request) -> None:
        if request.url.startswith(("data:", "blob:")):
            return
        if urlsplit(request.url).netloc != urlsplit(self.server).netloc:
            self.faults.append(f"request to elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        path = urlsplit(response.url).path
        if response.status >= 500 or (response.status >= 400 and path.startswith("/static/")):
            self.faults.append(f"{response.status} for {path}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if "the server responded with a status of 4" not in message.text:
            self.faults.append(f"console: {message.text}")


OVERFLOWING = """
[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1
  && !e.closest(".scroll, .tabs, .hidden, svg, pre")).slice(0, 5).map(e => e.outerHTML.slice(0, 120))
"""


def violations(page: Page) -> list[str]:
    """What axe finds on a page by the rules of WCAG 2.2 AA and its best practices: rule, place, remedy."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary']})" for each in found for node in each["nodes"]
    ]


def picture(page: Page, name: str) -> None:
    """A picture of the whole page for the documentation, if pictures are asked for; as high as its bytes allow."""
    if not os.environ.get("TANJI_SCREENSHOTS"):
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("document.documentElement.clientWidth")
    tall = page.evaluate("document.documentElement.scrollHeight")
    for height in HEIGHTS:
        clip: Any = {"x": 0, "y": 0, "width": width, "height": min(tall, height)}
        data = page.screenshot(full_page=True, clip=clip, animations="disabled")
        if len(data) <= LARGEST_PICTURE:
            break
    (PICTURES / f"{name}.png").write_bytes(data)


def every_page(browsing: Browsing, name: str, path: str, *, axe: bool = True) -> None:
    """Opens a page in both languages at three widths, light, and once dark; checks each and takes its picture."""
    for language in LANGUAGES:
        browsing.open(path, language=language, width=WIDTHS[0])
        for width in WIDTHS:
            browsing.widen(width)
            browsing.check(axe=axe)
            picture(browsing.page, f"{name}-{language}-{width}")
    browsing.open(path, dark=True)
    browsing.check(axe=axe)
    picture(browsing.page, f"{name}-zh-1280-dark")


@pytest.fixture(scope="session")
def chromium() -> Browser:
    """Debian's chromium, without a window."""
    if not CHROMIUM.exists():
        demanded(f"there is no browser at {CHROMIUM}")
    return _started()


@cache
def _started() -> Browser:
    """The one browser of this process, however many folders have the fixture; a second could not be started."""
    from playwright.sync_api import sync_playwright

    started = sync_playwright().start()
    browser = started.chromium.launch(
        executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    )
    atexit.register(_end, started, browser)
    return browser


def _end(started: Playwright, browser: Browser) -> None:
    browser.close()
    started.stop()


@pytest.fixture
def browsing(chromium: Browser, live_server: Any) -> Iterator[Browsing]:
    """A visitor of the running server, with an empty database behind it."""
    context = chromium.new_context(locale="zh-CN", reduced_motion="reduce")
    yield Browsing(context, live_server.url)
    context.close()
