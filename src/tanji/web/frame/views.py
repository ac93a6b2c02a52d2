"""Pages of the frame: what is shown when something went wrong, and the place where browsers report a broken policy."""

from __future__ import annotations

import json
from typing import Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tanji.accounts.doors import public_door
from tanji.accounts.refusals import Invalid, NotAllowed, NotFound
from tanji.errors import Refusal, Text
from tanji.web.refused import refused

LARGEST_REPORT: Final = 16_384
log = structlog.get_logger("tanji.web")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that there is not: the same bytes as for one that belongs to somebody else."""
    del exception
    return refused(request, NotFound())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something that is not allowed."""
    del exception
    return refused(request, NotAllowed(Text(zh="您无权执行此操作", en="You are not allowed to do this")))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be understood."""
    del exception
    return refused(request, Invalid(Text(zh="无法理解这个请求", en="This request cannot be understood")))


def failed(request: HttpRequest) -> HttpResponse:
    """Our own mistake: the number of the request, and nothing of what is inside."""
    return render(request, "tanji/frame/failed.html", {"status": 500}, status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: too old, or sent from elsewhere."""
    del reason
    return refused(
        request,
        StaleForm(
            Text(zh="表单已过期，未保存", en="The form was too old and has not been taken"),
            Text(zh="请返回上一页，刷新后重新提交。", en="Go back, load the page again and send it once more."),
        ),
    )


class StaleForm(Refusal):
    """A form whose token is missing or too old."""

    code = "WEB-403"


@csrf_exempt
@public_door
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """A browser tells what the content security policy has stopped; it is logged, nothing else."""
    if len(request.body) > LARGEST_REPORT:
        return HttpResponse(status=413)
    try:
        report = json.loads(request.body)
    except ValueError:
        return HttpResponse(status=400)
    found = report.get("csp-report", report) if isinstance(report, dict) else report
    log.warning("content_policy_broken", report=found)
    return HttpResponse(status=204)
