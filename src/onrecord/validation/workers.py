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

    The processes are forked, so that the things and all that the work knows is there already.
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
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("fork")) as pool:
            for made in pool.map(_run, range(0, len(things), CHUNK)):
                yield from made
    finally:
        _task = None


def _run(start: int) -> list[Any]:
    assert _task is not None
    work, things = _task
    return [work(thing) for thing in things[start : start + CHUNK]]
