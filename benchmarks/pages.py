"""How long pages take with 16 connections at a time, and how many bytes they are.

    make serve                                   in one terminal
    .venv/bin/python benchmarks/pages.py         in another

It asks a server with demo data on this machine, signs in as the accountant of the demo, walks from the sample product
to its study, and asks each page it finds. Client and server share the cores. Bytes are those of a first visit with
gzip: the page, its style sheets, scripts and pictures. Writes benchmarks/results/pages.json and the table in README.md.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import re
import statistics
import sys
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode, urlsplit

CONNECTIONS = 16
REQUESTS = 320
"""Of each page."""
MOST = 24
"""Pages; more differ in what they are of, not in what they are."""
SECONDS = 30.0
"""Longest time that one page is asked."""
LARGEST = 350_000
"""Bytes that a page with charts may have (issue 6)."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
WHO = {"login": "accountant@demo.example", "password": "tanji-demo-2026"}
PAGES = ("/", "/products/", "/databases/", "/rules/", "/factors/", "/policy/", "/tasks/", "/search/?q=铝")
STATIC = re.compile(r"""(?:src|href)="(/static/[^"?#]+\.(?:css|js|svg|png|woff2))""")
LATER = re.compile(r"""data-e?charts="(/static/[^"]+\.js)""")
"""Scripts that a page with charts loads once it has drawn the rest."""
CHART = re.compile(r"""\sdata-chart[=\s>]""")
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']\./([\w./-]+\.js)""")
ADDRESS = re.compile(r"""href="(/(?:products|studies)/[0-9a-f-]{36}/[\w/-]*)["?#]""")
HERE = Path(__file__).resolve().parent
MARK = ("<!-- pages: begin -->", "<!-- pages: end -->")


@dataclass
class Visitor:
    """A browser, as far as this needs one: one connection and its cookies."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One answer: status, headers, bytes as they came."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Accept-Encoding": "gzip", "Accept-Language": "zh", "Cookie": cookies, **headers}
        try:
            self.connection.request(method, path, body or None, sent)
            answer = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # it was idle for too long; a browser asks again too
            self.connection.close()
            self.connection.request(method, path, body or None, sent)
            answer = self.connection.getresponse()
        found = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, answer.headers, found

    def page(self, path: str) -> str:
        """A page as text; ends the programme where it is none."""
        status, headers, body = self.ask("GET", path)
        if status != 200:
            sys.exit(f"{path}: {status}")
        return (gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body).decode()

    def sign_in(self) -> None:
        """Sign in as the accountant of the demo."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page("/account/login/"))
        if found is None:
            sys.exit("the page of sign-in has no form")
        body = urlencode({**WHO, "csrfmiddlewaretoken": found.group(1)})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, _ = self.ask("POST", "/account/login/", body, **kind)
        if status != 302:
            sys.exit(f"signing in: {status}; does the server have the demo (make serve)?")


@dataclass(frozen=True)
class Measured:
    """One page: times in ms with all connections, and its bytes on a first visit."""

    path: str
    status: int
    requests: int
    failed: int
    p50_ms: float
    p99_ms: float
    per_second: float
    html_bytes: int
    all_bytes: int


def main() -> None:
    """Measure all pages and write them down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    given = parser.parse_args()
    parts = urlsplit(given.address)
    if parts.hostname not in LOOPBACK:
        sys.exit("a server on this machine only")
    first = Visitor(str(parts.hostname), parts.port or 80)
    first.sign_in()
    rows = []
    for path in walked(first):
        rows.append(measured(first, path, given.requests))
        print(f"{said(path):<42} {rows[-1].p50_ms:7.0f} {rows[-1].p99_ms:7.0f} ms {rows[-1].all_bytes / 1000:6.0f} kB")
    written(rows)


def walked(visitor: Visitor) -> list[str]:
    """The pages that a person of the demo comes by: fixed ones, the product, its study with its tabs."""
    found = [path for path in PAGES if visitor.ask("GET", quoted(path))[0] == 200]
    waiting = ["/products/"]
    while waiting and len(found) < MOST:
        text = visitor.page(waiting.pop(0))
        for path in ADDRESS.findall(text):
            if path in found or any(form(path) == form(each) for each in found):
                continue
            status, headers, _ = visitor.ask("GET", path)
            if status == 200 and headers.get_content_type() == "text/html":
                found.append(path)
                waiting.append(path)
    return found


def measured(visitor: Visitor, path: str, requests: int) -> Measured:
    """Ask a page over all connections at once."""
    text = visitor.page(quoted(path))
    html = len(gzip.compress(text.encode(), 6))
    names = set(STATIC.findall(text)) | set(LATER.findall(text) if CHART.search(text) else ())
    assets = weighed(visitor, names)
    left = threading.Semaphore(requests)
    times: list[float] = []
    failed: list[int] = []
    until = perf_counter() + SECONDS

    def ask() -> None:
        one = Visitor(visitor.host, visitor.port, dict(visitor.cookies))
        while left.acquire(blocking=False) and perf_counter() < until:
            begun = perf_counter()
            try:
                status, _, _ = one.ask("GET", quoted(path))
            except (OSError, http.client.HTTPException):
                one.connection, status = None, 0
            times.append(perf_counter() - begun)
            if status != 200:
                failed.append(status)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    begun = perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    seconds = perf_counter() - begun
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return Measured(
        path=said(path),
        status=200,
        requests=len(times),
        failed=len(failed),
        p50_ms=round(cuts[49] * 1000, 1),
        p99_ms=round(cuts[98] * 1000, 1),
        per_second=round(len(times) / seconds, 1),
        html_bytes=html,
        all_bytes=html + assets,
    )


def weighed(visitor: Visitor, names: set[str]) -> int:
    """Bytes of files with all scripts that they import."""
    waiting, known, size = sorted(names), set(names), 0
    while waiting:
        path = waiting.pop()
        _, headers, body = visitor.ask("GET", path)
        size += len(body)
        if path.endswith(".js") and "/vendor/" not in path:
            text = (gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body).decode()
            found = {path.rsplit("/", 1)[0] + "/" + each for each in IMPORT.findall(text)} - known
            known |= found
            waiting += sorted(found)
    return size


def written(rows: Iterable[Measured]) -> None:
    """The results as JSON, and as a table in README.md between its two marks."""
    rows = list(rows)
    content = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "connections": CONNECTIONS,
        "pages": [asdict(each) for each in rows],
    }
    target = HERE / "results" / "pages.json"
    target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    lines = ["| Page | p50 (ms) | p99 (ms) | requests/s | failed | HTML (kB gzip) | first visit (kB gzip) |"]
    lines += ["|---|---:|---:|---:|---:|---:|---:|"]
    lines += [
        f"| `{each.path}` | {each.p50_ms:.0f} | {each.p99_ms:.0f} | {each.per_second:.0f} | {each.failed}"
        f" | {each.html_bytes / 1000:.1f} | {each.all_bytes / 1000:.0f} |"
        for each in rows
    ]
    readme = HERE / "README.md"
    text = readme.read_text("utf-8")
    before, after = text.split(MARK[0])[0], text.split(MARK[1])[1]
    readme.write_text(before + MARK[0] + "\n" + "\n".join(lines) + "\n" + MARK[1] + after, "utf-8")
    if large := [each.path for each in rows if each.all_bytes > LARGEST]:
        sys.exit(f"more than {LARGEST / 1000:.0f} kB: {', '.join(large)}")


def form(path: str) -> str:
    """A path without what differs from one thing to the next."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", path)


def said(path: str) -> str:
    """A path as the table shows it."""
    return form(path)


def quoted(path: str) -> str:
    """A path as it is sent."""
    before, _, query = path.partition("?q=")
    return f"{before}?{urlencode({'q': query})}" if query else before


if __name__ == "__main__":
    main()
