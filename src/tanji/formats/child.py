"""Run a reader in a disposable process, so that no file can take this one with it.

Each job gets a fresh interpreter with a limit on memory, processor time, wall clock and size of the answer. What
goes wrong inside (killed, aborted, crashed, too slow, too large) comes out as a Refusal that names the file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from tanji.errors import Progress, Refusal, Text

GIB: Final = 1 << 30
_HEAD = 64
_WRITTEN = 64 << 20
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Numerical libraries reserve address space for each thread, and a machine may have many."""


class TooMuchMemory(Refusal):
    """A file whose reading needs more memory than is allowed."""

    code = "CHD-002"


class TooSlow(Refusal):
    """A file whose reading takes longer than is allowed."""

    code = "CHD-003"


class ReaderCrashed(Refusal):
    """A file on which the reading process was killed or aborted."""

    code = "CHD-004"


class AnswerTooLarge(Refusal):
    """A file that gives more data than is allowed."""

    code = "CHD-005"


class ReaderFailed(Refusal):
    """A file on which the reader itself failed: a mistake of Tanji, not of the person."""

    code = "CHD-006"


class NoSuchFile(Refusal):
    """A file or folder that is not there or may not be read."""

    code = "CHD-008"


class RefusedInside(Refusal):
    """A refusal from inside the child whose class is not known here; it carries the code of that refusal."""

    code = "CHD-007"

    def __init__(self, code: str, message: Text, hint: Text | None) -> None:
        super().__init__(message, hint)
        self.__dict__["code"] = code


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one job may use: bytes of address space, seconds of processor and of wall clock, bytes of answer."""

    memory_bytes: int = 2 * GIB
    cpu_s: int = 120
    wall_s: float = 300.0
    answer_bytes: int = GIB // 2


@dataclass(slots=True)
class _Run:
    """One child with what is known of its end."""

    name: str
    limits: Limits
    process: subprocess.Popen[bytes]
    errors: IO[bytes]
    late: threading.Event = field(default_factory=threading.Event)

    def stop_late(self) -> None:
        self.late.set()
        self.process.kill()


def run(
    job: str, arguments: Mapping[str, Any], *, limits: Limits | None = None, progress: Progress | None = None
) -> Any:
    """What a function of tanji.formats returns, called in a child process; arguments and answer are JSON.

    job: "tanji.formats.module:function"; the function takes the arguments and `progress` as keywords.
    arguments: `path`, where given, is the file that refusals name.
    Refuses NoSuchFile, TooMuchMemory, TooSlow, ReaderCrashed, AnswerTooLarge, ReaderFailed, and all that the
    function refuses.
    """
    answer = b"null"
    for kind, payload in _frames(job, arguments, limits or Limits(), progress):
        if kind == "result":
            answer = payload
    return json.loads(answer)


def stream(
    job: str, arguments: Mapping[str, Any], *, limits: Limits | None = None, progress: Progress | None = None
) -> Iterator[bytes]:
    """The JSON bytes of each value that a generator function of tanji.formats yields in a child process.

    The child works on while the caller takes a part. Refuses as `run` does.
    """
    for kind, payload in frames(job, arguments, limits=limits, progress=progress):
        if kind == "part":
            yield payload


def frames(
    job: str, arguments: Mapping[str, Any], *, limits: Limits | None = None, progress: Progress | None = None
) -> Iterator[tuple[str, bytes]]:
    """What `stream` gives, as `part` frames, with the job's `mark` frames between them."""
    for kind, payload in _frames(job, arguments, limits or Limits(), progress):
        if kind in {"part", "mark"}:
            yield kind, payload


def _frames(
    job: str, arguments: Mapping[str, Any], limits: Limits, progress: Progress | None
) -> Iterator[tuple[str, bytes]]:
    name = Path(arguments["path"]).resolve().name if "path" in arguments else job
    if "path" in arguments and not os.access(arguments["path"], os.R_OK):
        raise NoSuchFile(
            Text(zh=f"找不到或无权读取“{arguments['path']}”", en=f'"{arguments["path"]}" is not there or not readable'),
            Text(zh="请检查路径和权限。", en="Check the path and your rights."),
        )
    with tempfile.TemporaryFile() as errors, _start(errors) as process:
        child = _Run(name, limits, process, errors)
        clock = threading.Timer(limits.wall_s, child.stop_late)
        clock.daemon = True
        clock.start()
        try:
            _ask(process, job, arguments, limits)
            yield from _answers(child, progress)
        finally:
            clock.cancel()
            process.kill()


def _start(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "tanji.formats.job"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**os.environ, **_ONE_THREAD},
        start_new_session=True,
    )


def _ask(process: subprocess.Popen[bytes], job: str, arguments: Mapping[str, Any], limits: Limits) -> None:
    bounds = {"memory_bytes": limits.memory_bytes, "cpu_s": limits.cpu_s, "written_bytes": _WRITTEN}
    request = json.dumps({"job": job, "arguments": dict(arguments), "limits": bounds}).encode("utf-8")
    assert process.stdin is not None  # noqa: S101  it is a pipe
    with suppress(BrokenPipeError), process.stdin as pipe:  # where it ended at once, its exit status says why
        pipe.write(request)


def _answers(child: _Run, progress: Progress | None) -> Iterator[tuple[str, bytes]]:
    total = 0
    while True:
        frame = _frame(child, total)
        if frame is None:
            raise _ended(child)
        kind, payload = frame
        total += len(payload)
        if kind == "progress":
            if progress is not None:
                zh, en, done, of = json.loads(payload)
                progress(Text(zh=zh, en=en), done, of)
        elif kind == "refusal":
            raise _refusal(*json.loads(payload))
        elif kind == "memory":
            raise _too_much(child)
        elif kind == "broken":
            raise _failed(child, payload.decode("utf-8", "replace"))
        else:
            yield kind, payload
            if kind == "result":
                return


def _frame(child: _Run, total: int) -> tuple[str, bytes] | None:
    """The next frame, or None where the child has ended without one."""
    assert child.process.stdout is not None  # noqa: S101  it is a pipe
    kind, _, size = child.process.stdout.readline(_HEAD).decode("ascii", "replace").partition(" ")
    if not size.strip().isdigit():
        return None
    if total + int(size) > child.limits.answer_bytes:
        most = child.limits.answer_bytes / 1e6
        raise AnswerTooLarge(
            Text(
                zh=f"文件“{child.name}”的内容超过 {most:,.0f} MB 的上限",
                en=f'The content of file "{child.name}" is more than the {most:,.0f} MB allowed',
            ),
            Text(zh="请拆分成较小的文件后再读取。", en="Split it into smaller files."),
        )
    payload = child.process.stdout.read(int(size))
    return (kind, payload) if len(payload) == int(size) else None


def _ended(child: _Run) -> Refusal:
    status = child.process.wait()
    child.errors.seek(max(0, child.errors.seek(0, os.SEEK_END) - 2000))
    said = child.errors.read().decode("utf-8", "replace").strip()
    if child.late.is_set() or status == -getattr(signal, "SIGXCPU", 0):
        return _too_slow(child)
    if "memory allocation" in said.lower() or "MemoryError" in said:
        return _too_much(child)
    refusal = ReaderCrashed(
        Text(
            zh=f"读取文件“{child.name}”的进程意外终止（状态 {status}）",
            en=f'The process that read file "{child.name}" ended unexpectedly (status {status})',
        ),
        Text(
            zh="文件可能已损坏或被人为构造；请用原程序重新打开并另存后再试。",
            en="The file may be damaged or forged: open it in the program it came from, save it anew and try again.",
        ),
    )
    refusal.add_note(said)
    return refusal


def _too_slow(child: _Run) -> TooSlow:
    wall, cpu = child.limits.wall_s, child.limits.cpu_s
    return TooSlow(
        Text(
            zh=f"读取文件“{child.name}”超过时限（{wall:g} 秒，处理器 {cpu} 秒）",
            en=f'Reading file "{child.name}" took longer than allowed ({wall:g} s, {cpu} s of processor time)',
        ),
        Text(zh="请拆分成较小的文件后再读取。", en="Split it into smaller files."),
    )


def _too_much(child: _Run) -> TooMuchMemory:
    most = child.limits.memory_bytes / GIB
    return TooMuchMemory(
        Text(
            zh=f"读取文件“{child.name}”所需内存超过 {most:.2g} GiB 的上限",
            en=f'Reading file "{child.name}" needs more than the {most:.2g} GiB of memory allowed',
        ),
        Text(
            zh="文件可能过大或被人为构造；请拆分成较小的文件。",
            en="The file may be too large or forged: split it into smaller files.",
        ),
    )


def _failed(child: _Run, trace: str) -> ReaderFailed:
    last = trace.strip().splitlines()[-1][:200]
    refusal = ReaderFailed(
        Text(
            zh=f"读取文件“{child.name}”时程序出错：{last}",
            en=f'The reader failed on file "{child.name}": {last}',
        ),
        Text(
            zh="这是程序的缺陷，请附上该文件报告问题。",
            en="This is a mistake of Tanji: please report it with the file.",
        ),
    )
    refusal.add_note(trace)
    return refusal


def _refusal(code: str, zh: str, en: str, hint: list[str] | None) -> Refusal:
    """The same refusal on this side: of its own class where that is loaded, else carried."""
    message, advice = Text(zh=zh, en=en), Text(zh=hint[0], en=hint[1]) if hint else None
    kinds = [Refusal]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
        if kind.code == code and kind is not Refusal:
            refusal = kind.__new__(kind)
            Refusal.__init__(refusal, message, advice)
            return refusal
    return RefusedInside(code, message, advice)
