"""Requests to a server, and its refusals in the words that it gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tanji.cli.remote.kept import Server
from tanji.errors import Refusal, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

SECONDS = 120.0
"""How long an answer may take; a file is read by the server before it answers."""


class Refused(Refusal):
    """What the server refused; its own code stands in the message, its findings in `body`."""

    code = "CLI-012"

    def __init__(self, message: Text, hint: Text | None, body: Mapping[str, Any]) -> None:
        super().__init__(message, hint)
        self.body = body


class Unreached(Refusal):
    """A server that does not answer, or something else that answers in its place."""

    code = "CLI-013"


class Talk:
    """A connection to a server with its key."""

    def __init__(self, server: Server) -> None:
        import httpx

        self.server = server
        self.client = httpx.Client(
            base_url=f"{server.origin}/api/v1",
            headers={"Authorization": f"Bearer {server.key}"},
            timeout=SECONDS,
            follow_redirects=False,
        )

    def __call__(self, method: str, path: str, **more: Any) -> Any:
        """The JSON of an answer. Refuses Refused with the words of the server, and Unreached."""
        import httpx

        try:
            answer = self.client.request(method, path, **more)
        except httpx.HTTPError as error:
            raise _unreached(self.server.origin, type(error).__name__) from None
        body = _json(answer)
        if answer.is_success and body is not None:
            return body
        if isinstance(body, dict) and "title_zh" in body:
            raise _refused(body)
        raise _unreached(self.server.origin, f"HTTP {answer.status_code}")


def _json(answer: httpx.Response) -> Any:
    if "json" not in answer.headers.get("content-type", ""):
        return None
    try:
        return answer.json()
    except ValueError:
        return None


def _refused(body: Mapping[str, Any]) -> Refused:
    code = body.get("code", "")
    hint = Text(zh=str(body["hint_zh"]), en=str(body["hint_en"])) if "hint_zh" in body else None
    message = Text(
        zh=f"服务器拒绝（{code}）：{body['title_zh']}", en=f"The server refused ({code}): {body['title_en']}"
    )
    return Refused(message, hint, body)


def _unreached(origin: str, why: str) -> Unreached:
    return Unreached(
        Text(zh=f"{origin} 没有按预期应答（{why}）", en=f"{origin} did not answer as a server of Tanji ({why})"),
        Text(zh="请检查地址和网络。", en="Check the address and the network."),
    )
