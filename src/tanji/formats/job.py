"""The inside of a child process: set the limits, run one named function, send back frames.

Run as `python -P -m tanji.formats.job`; the request comes as JSON on standard input. A frame is a line with its kind
and length, then so many bytes: `progress`, `part` (one value of a generator), `mark` (from where a later run of the
same job may go on), `result`, `refusal`, `memory`, `broken`.
What a library prints goes to standard error, never among the frames.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from tanji.errors import Refusal, Text
from tanji.formats.mark import Mark

PACKAGE = "tanji.formats"


class UnknownJob(Refusal):
    """A job that is not a function of tanji.formats."""

    code = "CHD-001"


def find(job: str) -> Callable[..., Any]:
    """The function that "module:function" names. Refuses UnknownJob for anything outside tanji.formats."""
    module, _, name = job.partition(":")
    if not module.startswith(PACKAGE + ".") or not name.isidentifier():
        raise UnknownJob(
            Text(zh=f"“{job}”不是 {PACKAGE} 中的函数", en=f'"{job}" is not a function of {PACKAGE}'),
            Text(
                zh="只有该包中的读取函数可以在子进程中运行。", en="Only readers of that package run in a child process."
            ),
        )
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def encode(value: Any) -> bytes:
    """The JSON bytes of a value; bytes are taken for JSON that the job has encoded itself. NaN is refused."""
    if isinstance(value, bytes):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def limit(memory_bytes: int, cpu_s: int, written_bytes: int) -> None:
    """Bound this process: address space, processor time, size of any file it writes, no core dump."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written_bytes, written_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 2))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def main() -> None:
    """Run the job that standard input asks for, and send its frames to standard output."""
    with os.fdopen(os.dup(1), "wb") as channel:
        os.dup2(2, 1)
        _run(channel)


def _run(channel: BinaryIO) -> None:
    def send(kind: str, payload: bytes) -> None:
        channel.write(f"{kind} {len(payload)}\n".encode("ascii") + payload)
        channel.flush()

    def progress(step: Text, done: int, total: int | None) -> None:
        send("progress", encode([step.zh, step.en, done, total]))

    try:
        request = json.load(sys.stdin.buffer)
        limit(**request["limits"])
        answer = find(request["job"])(**request["arguments"], progress=progress)
        if isinstance(answer, Iterator):
            for part in answer:
                if isinstance(part, Mark):
                    send("mark", encode([part.first, part.done, part.total, part.state]))
                else:
                    send("part", encode(part))
            answer = None
        send("result", encode(answer))
    except Refusal as refusal:
        send("refusal", encode(_told(refusal)))
    except MemoryError:
        send("memory", b"")
    except Exception:  # noqa: BLE001  the parent raises it again
        send("broken", traceback.format_exc().encode("utf-8", "replace"))


def _told(refusal: Refusal) -> list[Any]:
    hint = refusal.hint
    return [refusal.code, refusal.message.zh, refusal.message.en, [hint.zh, hint.en] if hint else None]


if __name__ == "__main__":
    main()
