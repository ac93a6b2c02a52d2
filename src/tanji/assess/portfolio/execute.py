"""Partitions computed here, in processes of this machine, or by workers of Dask: one protocol.

A partition is in its place or it is not; who computes it does not matter. A lost worker is made up for by another; a
lost scheduler ends the run, which takes up where it was when it is run again.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final, Protocol

from tanji.errors import Refusal, Text

Task = Any
Done = Mapping[str, Any]
Work = Callable[[Any], Done]

ATTEMPTS: Final = 3
"""Times that workers may be lost one after the other without a partition finished in between."""
ALONE: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
WAIT: Final = 10.0
"""Seconds for a scheduler to answer."""
RESUME: Final = Text(
    zh="已完成的分区已保存；再次运行同一命令，只计算未完成的分区。",
    en="Finished partitions are kept; run the same command again, and only the others are computed.",
)


class WorkersLost(Refusal):
    """Worker processes end again and again without finishing anything: out of memory, or killed."""

    code = "PTF-005"


class SchedulerLost(Refusal):
    """The Dask scheduler can not be reached, or was lost during the run."""

    code = "PTF-006"


class NoCluster(Refusal):
    """A scheduler was named and Dask is not installed."""

    code = "PTF-007"


class Executor(Protocol):
    """Whatever gives work done, in any order."""

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[Done]:
        """Every task's answer as it comes."""
        ...


class Serial:
    """One after the other, in this process."""

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[Done]:
        """Every task's answer in order."""
        yield from map(work, tasks)


@dataclass(frozen=True, slots=True)
class Pool:
    """Processes of this machine, with one thread each; those that are lost are replaced."""

    workers: int

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[Done]:
        """Every task's answer as it comes. Refuses WorkersLost."""
        waiting, attempts = dict(enumerate(tasks)), 0
        while waiting:
            before = len(waiting)
            try:
                for number, done in self._round(work, waiting):
                    del waiting[number]
                    yield done
            except BrokenProcessPool:
                attempts = 1 if len(waiting) < before else attempts + 1
                if attempts >= ATTEMPTS:
                    raise _lost(len(waiting)) from None

    def _round(self, work: Work, waiting: Mapping[int, Task]) -> Iterator[tuple[int, Done]]:
        count = min(self.workers, len(waiting))
        with _alone():
            pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_deaf)
            try:
                futures = {pool.submit(work, task): number for number, task in waiting.items()}
                for future in as_completed(futures):
                    yield futures[future], future.result()
            finally:
                pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Dask:
    """Workers of a Dask scheduler: `tcp://…` of a cluster, or `local` for one that is started for this run.

    Workers need the same Tanji installed, and the same paths to input and output.
    """

    address: str
    workers: int | None = None

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[Done]:
        """Every task's answer as it comes. Refuses NoCluster, SchedulerLost, WorkersLost."""
        try:
            import distributed as installed
        except ImportError:
            raise _no_cluster() from None
        distributed: Any = installed
        try:
            with self._client(distributed) as client:
                # The scheduler gives a task of a lost worker to another, three times.
                futures = client.map(work, list(tasks), pure=False, retries=0)
                for future in distributed.as_completed(futures, loop=client.loop):
                    yield future.result()
        except distributed.KilledWorker:
            raise _lost(len(tasks)) from None
        except (CancelledError, TimeoutError, OSError) as error:
            raise _scheduler(self.address, error) from None

    @contextmanager
    def _client(self, distributed: Any) -> Iterator[Any]:
        if self.address != "local":
            with _quiet(), distributed.Client(self.address, timeout=WAIT, set_as_default=False) as client:
                yield client
            return
        count = self.workers or os.cpu_count() or 1
        with (
            _alone(),
            _quiet(),
            distributed.LocalCluster(
                n_workers=count, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
            ) as cluster,
            distributed.Client(cluster, set_as_default=False) as client,
        ):
            yield client


@contextmanager
def _alone() -> Iterator[None]:
    """Processes that begin here keep to one thread: as many of them run as there are cores."""
    kept = {name: os.environ.get(name) for name in ALONE}
    os.environ.update(dict.fromkeys(ALONE, "1"))
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask logs of workers that come and go is not for the person who waits."""
    import logging

    named = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    levels = {name: logging.getLogger(name).level for name in named}
    for name in levels:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _deaf() -> None:
    """A worker leaves an interrupt of the terminal to its parent, and finishes what it has begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _lost(count: int) -> WorkersLost:
    return WorkersLost(
        Text(
            zh=f"工作进程一再中断，尚有 {count} 个分区未完成",
            en=f"Workers were lost again and again; {count} partitions were not finished",
        ),
        Text(
            zh=f"可能内存不足：请减少 --workers 或 --size。{RESUME.zh}",
            en=f"Memory may be short: lower --workers or --size. {RESUME.en}",
        ),
    )


def _scheduler(address: str, error: BaseException) -> SchedulerLost:
    said = str(error).strip() or type(error).__name__
    return SchedulerLost(
        Text(zh=f"Dask 调度器 {address} 已断开：{said}", en=f"The Dask scheduler {address} was lost: {said}"), RESUME
    )


def _no_cluster() -> NoCluster:
    return NoCluster(
        Text(zh="未安装 Dask", en="Dask is not installed"),
        Text(zh="请安装 tanji[cluster]，或去掉 --scheduler。", en="Install tanji[cluster], or leave out --scheduler."),
    )
