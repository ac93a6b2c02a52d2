"""Language and acting of each request, set before a view sees it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tanji.accounts.acting import Acting, acting
from tanji.accounts.models import Person
from tanji.accounts.refusals import NotFound, OrganisationFirst, SignInFirst
from tanji.accounts.tenancy import scope
from tanji.errors import Language, Text

COOKIE = "tanji_language"
ORGANISATION = "organisation"
Answer = Callable[[HttpRequest], HttpResponse]


class TanjiRequest(HttpRequest):
    """A request with the language of its answer and with who acts."""

    language: Language
    acting: Acting | None


class LanguageMiddleware:
    """`request.language`: of the address (?lang=), else of the cookie, else what the browser prefers, else Chinese."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the cookie where the address chose a language."""
        asked = request.GET.get("lang")
        language = _language(asked) or _language(request.COOKIES.get(COOKIE)) or _preferred(request)
        request.language = language  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = "zh-hans" if language == "zh" else "en"
        with translation.override(request.LANGUAGE_CODE):
            answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", "zh-CN" if language == "zh" else "en")
        if _language(asked):
            answer.set_cookie(COOKIE, language, max_age=31_536_000, samesite="Lax", httponly=True)
        return answer


class ActingMiddleware:
    """`request.acting`: the signed-in person for the organisation of the session; None for everybody else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, read and written as that organisation."""
        somebody = request.user if isinstance(request.user, Person) and request.user.is_active else None
        with scope(None, person=somebody):
            found = None if somebody is None else _acting(request, somebody)
            request.acting = found  # type: ignore[attr-defined]
            with scope(found, person=somebody):
                return self.get_response(request)


def person_of(request: HttpRequest) -> Person:
    """Who has signed in, in an organisation or not yet. Refuses SignInFirst."""
    person = request.user
    if isinstance(person, Person) and person.is_active:
        return person
    raise SignInFirst(
        Text(zh="请先登录", en="Sign in first"),
        Text(zh="登录后会回到本页。", en="You come back to this page afterwards."),
    )


def signed_in(request: HttpRequest) -> Acting:
    """Who acts for an organisation. Refuses SignInFirst, and OrganisationFirst for a person in none."""
    found: Acting | None = getattr(request, "acting", None)
    if found is None:
        person_of(request)
        raise OrganisationFirst(
            Text(zh="您还没有加入任何机构", en="You are not in an organisation yet"),
            Text(
                zh="请在“个人设置”中创建机构，或打开收到的邀请链接。",
                en="Create an organisation in your account, or open the invitation that you were sent.",
            ),
        )
    return found


def _acting(request: HttpRequest, person: Person) -> Acting | None:
    chosen = request.session.get(ORGANISATION)
    try:
        return acting(person, UUID(chosen)) if chosen else acting(person)
    except NotFound:
        del request.session[ORGANISATION]
        return acting(person)


def _language(text: str | None) -> Language | None:
    return text if text in {"zh", "en"} else None  # type: ignore[return-value]


def _preferred(request: HttpRequest) -> Language:
    first = request.headers.get("Accept-Language", "zh").split(",", 1)[0].strip().lower()
    return "en" if first.startswith("en") else "zh"
