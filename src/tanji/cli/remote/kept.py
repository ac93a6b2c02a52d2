"""The server and the key that a home keeps, readable for its owner alone."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tanji.errors import Refusal, Text

FILE = "server.json"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class NoServer(Refusal):
    """A command that talks to a server, before `tanji login`."""

    code = "CLI-010"


class BadServer(Refusal):
    """An address that is none of a server, or over which a key would travel unprotected."""

    code = "CLI-011"


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is, and the key for it."""

    origin: str
    key: str


def origin(address: str) -> str:
    """The origin of an address: scheme, host, port. Refuses BadServer: no https, unless on this very machine.

    >>> origin("https://tanji.example.com/products/")
    'https://tanji.example.com'
    """
    whole = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(whole)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
        parts = urlsplit("")
    if not host or parts.scheme not in {"http", "https"}:
        raise BadServer(
            Text(zh=f"“{address}”不是服务器地址", en=f'"{address}" is not the address of a server'),
            Text(zh="例如：tanji login https://tanji.example.com", en="Such as: tanji login https://tanji.example.com"),
        )
    if parts.scheme == "http" and host not in LOOPBACK:
        raise BadServer(
            Text(zh="不经加密（http）不发送密钥", en="A key is not sent without encryption (http)"),
            Text(zh="请使用 https 地址。", en="Use the https address."),
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def keep(home: Path, server: Server) -> Path:
    """Write the server down for its owner alone; whole or not at all."""
    home.mkdir(parents=True, exist_ok=True)
    path, fresh = home / FILE, home / f".{FILE}.{secrets.token_hex(4)}"
    body = json.dumps({"origin": server.origin, "key": server.key}).encode()
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(body)
    fresh.replace(path)
    return path


def kept(home: Path) -> Server:
    """The server of a home. Refuses NoServer."""
    try:
        body = json.loads((home / FILE).read_text("utf-8"))
        return Server(str(body["origin"]), str(body["key"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise NoServer(
            Text(zh="尚未登录服务器", en="There is no server yet"),
            Text(zh="请先运行：tanji login https://服务器", en="Run first: tanji login https://server"),
        ) from None


def forget(home: Path) -> bool:
    """Remove the server and its key; whether there was one."""
    try:
        (home / FILE).unlink()
    except FileNotFoundError:
        return False
    return True
