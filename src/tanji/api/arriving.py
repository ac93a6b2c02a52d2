"""What happens to every request of the API before and after its operation: key, limits, idempotency, problems."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import BadRequest as Malformed
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from tanji.accounts.acting import Acting
from tanji.accounts.keys import acting_of_key
from tanji.accounts.limits import address_of, take
from tanji.accounts.refusals import Invalid
from tanji.accounts.tenancy import scope
from tanji.api.problems import MEDIA_TYPE, of_status, problem
from tanji.errors import Refusal, Text
from tanji.registry.idempotency import Kept, claim, keep, release

ROOT: Final = "/api/"
HEADER: Final = "Idempotency-Key"
FIT: Final = re.compile(r"[\x21-\x7e]{1,100}")
UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FORGOTTEN: Final = frozenset({401, 403, 409, 413, 429})
"""Answers that are not kept: the same request may be answered otherwise later."""
Answer = Callable[[HttpRequest], HttpResponse]


class ApiMiddleware:
    """Stands after the middleware that knows the session; pages pass through."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; whatever goes wrong is told as problem+json."""
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        try:
            answer = self._by_key(request)
        except Refusal as refusal:
            answer = problem(request, refusal)
        except (Malformed, SuspiciousOperation) as wrong:
            answer = of_status(request, 413 if "Big" in type(wrong).__name__ else 400)
        if answer.status_code >= 400 and not answer.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            answer = of_status(request, answer.status_code)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def _by_key(self, request: HttpRequest) -> HttpResponse:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            acting: Acting | None = getattr(request, "acting", None)
            take("api", address_of(request) if acting is None else f"person:{acting.person.pk}")
            return self._once(request, acting)
        take("api", f"key:{text.strip()[:18]}")
        acting = acting_of_key(text.strip())
        request.acting = acting  # type: ignore[attr-defined]
        with scope(acting):
            return self._once(request, acting)

    def _once(self, request: HttpRequest, acting: Acting | None) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None or acting is None or request.method not in UNSAFE:
            return self.get_response(request)
        if not FIT.fullmatch(key):
            raise Invalid(
                Text(zh=f"{HEADER} 须为 1–100 个可见 ASCII 字符", en=f"{HEADER}: 1 to 100 visible ASCII characters")
            )
        claimed = claim(acting, key, _fingerprint(request))
        if isinstance(claimed, Kept):
            again = HttpResponse(claimed.body, status=claimed.status, content_type=claimed.media_type)
            again.headers["Idempotent-Replayed"] = "true"
            return again
        return self._kept(request, claimed)

    def _kept(self, request: HttpRequest, row: UUID) -> HttpResponse:
        answered = False
        try:
            answer = self.get_response(request)
            answered = answer.status_code < 500 and answer.status_code not in FORGOTTEN
            if answered:
                keep(row, answer.status_code, answer.headers.get("Content-Type", ""), answer.content)
            return answer
        finally:
            if not answered:
                release(row)


def _fingerprint(request: HttpRequest) -> str:
    """The hash of method, address and body; of a form with files, of its fields and the files' bytes."""
    said = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        for name, values in sorted(request.POST.lists()):
            said.update(f"{name}={values}\n".encode())
        for name in sorted(request.FILES):
            file: Any = request.FILES[name]
            said.update(f"{name}:{file.name}:{file.size}\n".encode())
            for piece in file.chunks():
                said.update(piece)
            file.seek(0)
    else:
        said.update(request.body)
    return said.hexdigest()
