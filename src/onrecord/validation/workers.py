"""Work on many things by all processors, where there is enough of it and the system forks.

It knows nothing of what the work is.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

__all__ = ["CHUNK", "ENOUGH", "each"]

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 3000
"""From how many things on processes pay; they cost some 50 ms to start."""

CHUNK = 250
"""How many things a process is given at a time."""

_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def each(work: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
    """What the work makes of each thing, in order; it must be picklable if there are many.

    The others are forked, so that the things and all that the work knows is there already.
    """
    count = _processes() if len(things) >= ENOUGH else 1
    if count < 2:
        yield from map(work, things)
        return
    yield from _forked(work, things, count)


def _processes() -> int:
    """How many processes to use; one where forking is not there or not safe."""
    if sys.platform in ("darwin", "win32") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _forked(work: Callable[[T], R], things: Sequence[T], count: int) -> Iterator[R]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _task
    _task = (work, things)
    starts = range(0, len(things), CHUNK)
    pool = ProcessPoolExecutor(count - 1, mp_context=get_context("fork"))
    try:
        # This one works too, on what nobody has begun: what it makes need not be handed over.
        theirs = {start: pool.submit(_run, start) for start in starts}
        free = (start for start in starts if theirs[start].cancel())
        ours: dict[int, list[Any]] = {}
        for start in starts:
            while not theirs[start].done() and (own := next(free, None)) is not None:
                ours[own] = _run(own)
            yield from ours.pop(start) if start in ours else theirs[start].result()
    finally:
        pool.shutdown(cancel_futures=True)
        _task = None


def _run(start: int) -> list[Any]:
    assert _task is not None
    work, things = _task
    return [work(thing) for thing in things[start : start + CHUNK]]
