"""All operations of version 1, with their description (OpenAPI) and how their failures are told."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tanji import __version__
from tanji.accounts.refusals import NotFound, SignInFirst
from tanji.api import cases, documents, factors, me, products, rules, studies, taking
from tanji.api.parsing import StrictParser
from tanji.api.problems import fields, of_status, problem
from tanji.api.signing import Key, Session
from tanji.errors import Refusal, Text

ABOUT = """Product carbon footprints that anybody can recompute. 任何人都能复算的产品碳足迹。

Keys: `Authorization: Bearer tanji_…` (Organisation › API keys / 机构 › API 密钥).
`Idempotency-Key` on any request that writes: the same request again gives the same answer and is done once.
Failures are `application/problem+json` with a code, words in Chinese and English, and what to do.
Not an official system. 非官方系统。"""

api = NinjaAPI(
    title="Tanji 碳迹",
    version="1",
    description=f"{ABOUT}\n\nTanji {__version__}",
    auth=[Key(), Session()],
    parser=StrictParser(),
    urls_namespace="api-1",
    docs_url=None,  # its page writes styles into itself, which our pages forbid
)
for router in (me, products, studies, taking, documents, factors, rules, cases):
    api.add_router("", router.router)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal | type[Refusal]) -> HttpResponse:
    assert isinstance(refusal, Refusal)  # noqa: S101 - the type of ninja allows a class
    return problem(request, refusal)


@api.exception_handler(ValidationError)
def _wrong_fields(request: HttpRequest, error: Any) -> HttpResponse:
    return fields(request, error.errors)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, NotFound())


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, SignInFirst(Text(zh="请提供 API 密钥或先登录", en="Send an API key, or sign in first")))


@api.exception_handler(HttpError)
def _status(request: HttpRequest, error: Any) -> HttpResponse:
    return of_status(request, error.status_code)
