"""Pure work on many records -> done on all processors, the results in order.

The workers are processes of their own that import nothing of the caller's program, so they neither share a connection
nor ask for an `if __name__ == "__main__"` of a script that calls this library.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TypeVar

from dateline.errors import RunError

MOST_WORKERS = 4  # each takes some 150 MB
START = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from dateline.happenings.workers import serve
serve()
"""
ENDED_EARLY = (
    "a worker process ended early, with status {status}: see its own message above, or whether the memory ran out, "
    "then run the same command again"
)

Task = TypeVar("Task")
Result = TypeVar("Result")
Worker = subprocess.Popen[bytes]


@contextmanager
def started(*, worth_it: bool) -> Iterator[Sequence[Worker]]:
    """Start a worker for each processor and end them; none where that is not worth it or there is but one."""
    count = min(_processors(), MOST_WORKERS)
    with ExitStack() as stack:
        yield [stack.enter_context(_worker()) for _ in range(count)] if worth_it and count > 1 else []


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@contextmanager
def _worker() -> Iterator[Worker]:
    with subprocess.Popen([sys.executable, "-c", START], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        try:
            _send(worker, sys.path)
            yield worker
        finally:
            worker.kill()


def in_order(workers: Sequence[Worker], work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """Give what a function of a module makes of each task, in the order of the tasks.

    Each worker has one task at a time; a task is read from `tasks` when a worker is free for it. RunError where a
    worker ends early.
    """
    if not workers:
        yield from map(work, tasks)
        return
    free, busy = deque(workers), deque[Worker]()
    for task in tasks:
        results = [] if free else [_receive(busy[0])]
        worker = free.popleft() if free else busy.popleft()
        _send(worker, (work, task))
        busy.append(worker)
        yield from results
    for worker in busy:
        yield _receive(worker)


def serve() -> None:
    """Be a worker: do tasks from standard input until it ends."""
    tasks, results = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no result
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person stops the caller, which stops its workers
    with suppress(EOFError, BrokenPipeError):
        while True:
            work, task = pickle.load(tasks)
            pickle.dump(work(task), results, protocol=pickle.HIGHEST_PROTOCOL)
            results.flush()


def _receive(worker: Worker) -> Any:
    try:
        return pickle.load(worker.stdout) if worker.stdout else None
    except EOFError as error:
        raise RunError(ENDED_EARLY.format(status=worker.wait())) from error


def _send(worker: Worker, what: object) -> None:
    if worker.stdin is None:
        return
    try:
        pickle.dump(what, worker.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        worker.stdin.flush()
    except BrokenPipeError as error:
        raise RunError(ENDED_EARLY.format(status=worker.wait())) from error
