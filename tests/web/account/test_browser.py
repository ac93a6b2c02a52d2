"""The pages of people and organisations in a real browser: both languages, three widths, no breach of the policy."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from tests.web.account.conftest import PASSWORD
from tests.web.browser import every_page

from tanji.accounts.actions import About, create_organisation
from tanji.accounts.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin():
    from allauth.account.models import EmailAddress

    person = Person.objects.create_user("li@example.org", PASSWORD, name="李核算")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return create_organisation(person, "manufacturer", About("示例家电制造有限公司", uscc="91330100799655058B"))


@pytest.mark.parametrize(
    ("name", "path"),
    [("sign-in", "/account/login/"), ("sign-up", "/account/signup/"), ("reset", "/account/password/reset/")],
)
def test_pages_before_signing_in(browsing, name, path):
    every_page(browsing, name, path)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("account", "/account/"),
        ("organisation", "/organisation/"),
        ("organisation-new", "/organisation/new/"),
        ("invite", "/organisation/invite/"),
        ("keys", "/organisation/keys/"),
        ("second-factor", "/account/2fa/"),
        ("addresses", "/account/email/"),
    ],
)
def test_pages_after_signing_in(browsing, admin, name, path):
    browsing.sign_in(admin.person, admin.organisation)
    every_page(browsing, name, path)


def test_a_second_factor_by_app_and_by_key_signs_in(browsing, admin):
    page = browsing.open("/account/login/", language="en")
    server = browsing.server
    devices = browsing.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, "hasResidentKey": False}})
    _sign_in(page, admin)
    page.goto(f"{server}/account/2fa/app/")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.fill("[name=code]", _code(page.inner_text("main code")))
    page.click("main button[type=submit]")
    page.wait_for_url("**/account/2fa/codes/")
    browsing.check()
    recovery = page.locator("main ul code").first.inner_text()
    page.goto(f"{server}/account/2fa/keys/add/")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    for how in ("key", "recovery code"):
        browsing.context.clear_cookies()
        page.goto(f"{server}/account/login/")
        _sign_in(page, admin)
        assert page.url.endswith("/account/2fa/enter/")
        browsing.check()
        if how == "key":
            page.click("#mfa_webauthn_authenticate")
        else:
            page.fill("[name=code]", recovery)
            page.click("main button.main")
        page.wait_for_url(f"{server}/")
        page.goto(f"{server}/organisation/")
        assert "示例家电制造有限公司" in page.inner_text("main")


def _sign_in(page, acting):
    page.fill("[name=login]", acting.person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def _code(secret):
    """The six digits of RFC 6238 for now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
