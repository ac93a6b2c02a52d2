"""A refusal as `application/problem+json` (RFC 9457), in both languages; the same bytes for the same refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tanji.accounts.refusals import NotFound, TooMany, status_of
from tanji.errors import Language, Refusal, Text
from tanji.model.finding import Finding

MEDIA_TYPE: Final = "application/problem+json"


class BadRequest(Refusal):
    """A request to the API whose body, address or header can not be taken; `errors` names each field."""

    code = "API-001"


class WrongMethod(Refusal):
    """A method that an address of the API does not take."""

    code = "API-002"


class TooMuch(Refusal):
    """A body larger than the API takes."""

    code = "API-003"


class OurMistake(Refusal):
    """A mistake of the server; its number is in the log."""

    code = "API-500"


def problem(request: HttpRequest, refusal: Refusal, *, status: int | None = None, **more: Any) -> HttpResponse:
    """The answer of a refusal, with what else it knows: fields, findings, seconds to wait."""
    language: Language = "en" if getattr(request, "language", "zh") == "en" else "zh"
    code = status_of(refusal) if status is None else status
    body: dict[str, Any] = {
        "type": f"urn:tanji:problem:{refusal.code}",
        "title": refusal.message.of(language),
        "status": code,
        "code": refusal.code,
        "title_zh": refusal.message.zh,
        "title_en": refusal.message.en,
    }
    if refusal.hint is not None:
        body |= {"detail": refusal.hint.of(language), "hint_zh": refusal.hint.zh, "hint_en": refusal.hint.en}
    findings: Sequence[Finding] = getattr(refusal, "findings", ())
    if findings:
        body["findings"] = [finding(each) for each in findings]
    answer = HttpResponse(json.dumps(body | more, ensure_ascii=False).encode(), status=code, content_type=MEDIA_TYPE)
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.seconds)
    if code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def fields(request: HttpRequest, errors: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """The answer where fields are missing or wrong: each by name, with what was expected."""
    named = [{"field": ".".join(map(str, each.get("loc", ()))), "message": str(each.get("msg", ""))} for each in errors]
    first = named[0] if named else {"field": "", "message": ""}
    refusal = BadRequest(
        Text(
            zh=f"有 {len(named)} 个字段不能接受，第一个：{first['field']}",
            en=f"{len(named)} fields can not be taken, the first: {first['field']}",
        ),
        Text(zh="errors 中列出每个字段及原因。", en="Each field and the reason stand in errors."),
    )
    return problem(request, refusal, errors=named)


def of_status(request: HttpRequest, status: int) -> HttpResponse:
    """The answer for a status that came without words."""
    number = getattr(request, "request_id", "")
    refusals: dict[int, Refusal] = {
        404: NotFound(),
        405: WrongMethod(Text(zh="此网址不接受这种方法", en="This address does not take this method")),
        413: TooMuch(Text(zh="请求内容过大", en="The body of the request is too large")),
        500: OurMistake(
            Text(zh=f"我们这边出了错，编号 {number}", en=f"A mistake of ours, number {number}"),
            Text(zh="请把编号告诉管理员。", en="Tell the operator the number."),
        ),
    }
    unknown = BadRequest(Text(zh="请求无法理解", en="The request can not be understood"))
    return problem(request, refusals.get(min(status, 500), unknown), status=status)


def finding(each: Finding) -> dict[str, Any]:
    """A finding as JSON, with its place in words."""
    place = each.place.text()
    body: dict[str, Any] = {
        "code": each.code,
        "severity": each.severity.value,
        "zh": each.message.zh,
        "en": each.message.en,
        "place": each.place.model_dump(exclude_none=True),
        "place_zh": place.zh,
        "place_en": place.en,
    }
    return body if each.hint is None else body | {"hint_zh": each.hint.zh, "hint_en": each.hint.en}
